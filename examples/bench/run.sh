#!/usr/bin/env bash
# Measures this library beside Python, and its parts: see --help.
set -euo pipefail
example=bench
uses=(examples/common examples/kafka examples/quickstart)
. "$(dirname "${BASH_SOURCE[0]}")/../launch.sh"
launch io.github.camelvision.roboflow.webrtc.examples.bench.Bench --output "$here/target" --home "$root" "$@"
