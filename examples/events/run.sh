#!/usr/bin/env bash
# Builds what is missing and tells what happened on a conveyor: see --help.
set -euo pipefail

example=events
uses=(examples/common examples/quickstart)
source "$(dirname "${BASH_SOURCE[0]}")/../launch.sh"

launch io.github.camelvision.roboflow.webrtc.examples.events.EventsExample --output "$here/target" "$@"
