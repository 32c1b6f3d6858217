#!/usr/bin/env bash
# Builds what is missing and shares a fleet of cameras among several processes: see --help.
set -euo pipefail

example=fleet
uses=(examples/common examples/kafka examples/quickstart)
source "$(dirname "${BASH_SOURCE[0]}")/../launch.sh"

launch io.github.camelvision.roboflow.webrtc.examples.fleet.FleetExample --output "$here/target" "$@"
