#!/usr/bin/env bash
# Builds what is missing and tells a webhook and files what a camera sees: see --help.
set -euo pipefail

example=http-and-files
uses=(examples/common examples/quickstart)
source "$(dirname "${BASH_SOURCE[0]}")/../launch.sh"

launch io.github.camelvision.roboflow.webrtc.examples.httpfiles.HttpAndFiles --output "$here/target" "$@"
