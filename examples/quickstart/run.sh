#!/usr/bin/env bash
# Builds what is missing and streams a video through the embedded worker: see --help.
set -euo pipefail

example=quickstart
uses=(examples/common)
source "$(dirname "${BASH_SOURCE[0]}")/../launch.sh"

launch io.github.camelvision.roboflow.webrtc.examples.quickstart.Quickstart --output "$here/target" "$@"
