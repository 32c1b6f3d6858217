#!/usr/bin/env bash
# Builds what is missing and starts the Spring Boot application: see --help.
set -euo pipefail

example=spring-boot
uses=(camel-roboflow-webrtc-starter examples/common examples/quickstart)
source "$(dirname "${BASH_SOURCE[0]}")/../launch.sh"

seconds=30
port=8080
output="$here/target"

usage() {
    cat <<'TEXT'
Usage: run.sh [--seconds N] [--port N] [--output DIR]

A worker and a client in one Spring Boot application, configured by application.yaml, with its routes in camel/routes.yaml.
A virtual camera shows a part on a belt; each prediction is a line of DIR/predictions.jsonl. While it runs, the session's
state is at http://127.0.0.1:8080/actuator/health.

  --seconds  stops it, as SIGTERM does, so many seconds after the first prediction;
             0: runs until Ctrl-C (default: 30)
  --port     of its HTTP server (default: 8080)
  --output   where predictions.jsonl goes (default: examples/spring-boot/target)

The last line is the summary: predictions=N seconds=S
Exit code 0: predictions came, and it stopped cleanly. 1: something went wrong, and one line says what.
TEXT
}

while [[ $# -gt 0 ]]; do
    case "$1" in
        --help|-h) usage; exit 0 ;;
        --seconds|--port|--output) [[ -n "${2:-}" ]] || fail "$1 needs a value; see run.sh --help" ;;
        *) fail "unknown option $1; see run.sh --help" ;;
    esac
    case "$1" in
        --seconds) seconds="$2" ;;
        --port) port="$2" ;;
        *) output="$2" ;;
    esac
    shift 2
done
[[ "$seconds" =~ ^[0-9]{1,6}$ ]] || fail "--seconds is a number, not $seconds"
[[ "$port" =~ ^[0-9]{1,5}$ && "$port" -ge 1 && "$port" -le 65535 ]] || fail "--port is a number from 1 to 65535, not $port"
mkdir -p "$output" 2>/dev/null || fail "--output $output cannot be made a directory; name one that can be written"
output="$(cd "$output" && pwd)"

find_java
build_if_stale
jvm_flags
if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    fail "port $port is in use; choose another with --port"
fi
rm -f "$output/predictions.jsonl"

# Waits for the first prediction, five minutes at most, then so many seconds, then ends the application as this script's TERM does.
stop_in_time() {
    local waited=0
    while [[ ! -s "$output/predictions.jsonl" && "$waited" -lt 300 ]]; do
        sleep 1
        waited=$((waited + 1))
    done
    sleep "$seconds"
    kill -TERM $$
}

echo "http://127.0.0.1:$port/actuator/health shows the session" >&2
if [[ "$seconds" -gt 0 ]]; then
    stop_in_time >/dev/null 2>&1 &
    # Not a job, so that only java is waited for.
    timer=$!
    disown "$timer"
fi
SECONDS=0
status=0
run_java -jar "${EXAMPLE_JAR:-$here/target/spring-boot-example.jar}" "--server.port=$port" "--predictions.folder=$output" || status=$?
duration=$SECONDS
trap - INT TERM HUP
if [[ -n "${timer:-}" ]]; then
    kill "$timer" 2>/dev/null || true
fi

predictions=0
if [[ -f "$output/predictions.jsonl" ]]; then
    predictions="$(($(wc -l <"$output/predictions.jsonl")))"
fi
echo "predictions=$predictions seconds=$duration"
# 143 and 130: ended by SIGTERM or Ctrl-C, after an orderly shutdown.
[[ "$status" -eq 0 || "$status" -eq 143 || "$status" -eq 130 ]] || fail "the application ended with exit code $status; its messages are above"
[[ "$predictions" -gt 0 ]] || fail "no prediction came; the application's messages are above"
