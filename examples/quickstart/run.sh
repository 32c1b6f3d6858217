#!/usr/bin/env bash
# Builds what is missing and streams a video through the embedded worker or a server of your own: see --help.
set -euo pipefail

example=quickstart
uses=(examples/common)
source "$(dirname "${BASH_SOURCE[0]}")/../launch.sh"

# The key is asked for where a server is named, and handed on in the environment: arguments can be read by other processes.
ask_for_key() {
    local key
    if [[ -z "${ROBOFLOW_API_KEY:-}" && " $* " =~ \ --(server|workspace|model)\  && -t 0 ]]; then
        read -rsp "API key (Enter: none): " key
        echo >&2
        export ROBOFLOW_API_KEY="$key"
    fi
}

find_java
build_if_stale
jvm_flags
ask_for_key "$@"
run_java -cp "$here/target/classes:$here/target/lib/*" \
    io.github.camelvision.roboflow.webrtc.examples.quickstart.Quickstart --output "$here/target" "$@"
