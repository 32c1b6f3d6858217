#!/usr/bin/env bash
# Builds what is missing and serves a page that sends camera or file to a Camel route: see --help.
set -euo pipefail

example=browser
uses=(examples/common examples/quickstart)
source "$(dirname "${BASH_SOURCE[0]}")/../launch.sh"

find_java

# Roboflow's browser SDK, which the page loads from here, is an npm package.
packages="$here/target/npm"
sdk="$packages/node_modules/@roboflow/inference-sdk/dist/index.es.js"
if [[ ! -f "$sdk" || ! -f "$packages/installed" || "$here/package-lock.json" -nt "$packages/installed" ]]; then
    command -v npm >/dev/null || fail "no npm found; install Node.js 18 or newer with npm: the page needs the package @roboflow/inference-sdk"
    echo "installing @roboflow/inference-sdk with npm" >&2
    mkdir -p "$packages"
    cp "$here/package.json" "$here/package-lock.json" "$packages/"
    (cd "$packages" && npm ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error >&2) \
        || fail "npm could not install it; its messages are above"
    touch "$packages/installed"
fi

launch -Dbrowser.sdk="$sdk" io.github.camelvision.roboflow.webrtc.examples.browser.BrowserExample --output "$here/target" "$@"
