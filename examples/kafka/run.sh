#!/usr/bin/env bash
# Builds what is missing and brings the predictions of several cameras into Kafka and out again: see --help.
set -euo pipefail

example=kafka
uses=(examples/common examples/quickstart)
source "$(dirname "${BASH_SOURCE[0]}")/../launch.sh"

launch io.github.camelvision.roboflow.webrtc.examples.kafka.KafkaExample --output "$here/target" "$@"
