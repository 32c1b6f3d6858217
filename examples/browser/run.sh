#!/usr/bin/env bash
# Builds what is missing and serves a page that sends camera or file to a Camel route: see --help.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
stamp="$here/target/built"

fail() {
    echo "browser: $*" >&2
    exit 1
}

java="java"
if [[ -n "${JAVA_HOME:-}" ]]; then
    java="$JAVA_HOME/bin/java"
fi
command -v "$java" >/dev/null || fail "no java found; install a JDK 17 or newer, or point JAVA_HOME at one"
version="$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.specification\.version = \([0-9]*\).*/\1/p')"
[[ "${version:-0}" -ge 17 ]] || fail "Java ${version:-of unknown version} is too old; install a JDK 17 or newer, or point JAVA_HOME at one"

# Roboflow's browser SDK, which the page loads from here, is an npm package.
if [[ ! -f "$here/target/npm/node_modules/@roboflow/inference-sdk/package.json" \
    || "$here/package-lock.json" -nt "$here/target/npm/installed" ]]; then
    command -v npm >/dev/null || fail "no npm found; install Node.js 18 or newer with npm: the page needs the package @roboflow/inference-sdk"
    echo "installing @roboflow/inference-sdk with npm" >&2
    mkdir -p "$here/target/npm"
    cp "$here/package.json" "$here/package-lock.json" "$here/target/npm/"
    (cd "$here/target/npm" && npm ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error >&2) \
        || fail "npm could not install it; its messages are above"
    touch "$here/target/npm/installed"
fi

# Stale when a source or a pom of what the example is made of is newer than the last good build.
needs_build() {
    [[ -f "$stamp" && -d "$here/target/classes" && -d "$here/target/lib" ]] || return 0
    [[ -n "$(find "$root/pom.xml" "$root/examples/pom.xml" "$root/camel-roboflow-webrtc/pom.xml" "$root/camel-roboflow-webrtc/src/main" \
        "$here/pom.xml" "$here/src/main" "$root/examples/quickstart/pom.xml" "$root/examples/quickstart/src/main" \
        -type f -newer "$stamp" -print -quit)" ]]
}

# Of Maven's messages: what it builds, the large downloads, what went wrong.
build_progress() {
    local line
    while IFS= read -r line; do
        if [[ "$line" =~ ^\[INFO\]\ Building\ Camel || "$line" =~ Downloaded\ from.*\ MB\ at\  || ! "$line" =~ ^(\[INFO\]|\[WARNING\]|Download|Progress|Audit|$) ]]; then
            printf '  %s\n' "${line#\[INFO\] }"
        fi
    done
}

# The integration tests run inside the build and say so.
if [[ "${BROWSER_EXAMPLE_BUILT:-}" != yes ]] && needs_build; then
    command -v "${java}c" >/dev/null || fail "$java belongs to a runtime without compiler; install a JDK, or point JAVA_HOME at one"
    echo "building the component and the examples; the first time this downloads libraries and takes minutes" >&2
    mkdir -p "$here/target"
    touch "$stamp.new"
    # Libraries of another version must not stay beside the new ones.
    rm -rf "$here/target/lib"
    (cd "$root" && ./mvnw -B -pl examples/browser -am package -Dmaven.test.skip=true 2>&1) | build_progress >&2 \
        || fail "the build failed; its messages are above"
    mv "$stamp.new" "$stamp"
fi

flags=(-Djava.awt.headless=true -Dbrowser.sdk="$here/target/npm/node_modules/@roboflow/inference-sdk/dist/index.es.js")
# Newer JDKs warn about native libraries otherwise.
if [[ "$version" -ge 22 ]]; then
    flags+=(--enable-native-access=ALL-UNNAMED)
fi
if [[ "$version" -ge 24 ]]; then
    flags+=(--sun-misc-unsafe-memory-access=allow)
fi

# libwebrtc prints two lines to stdout while the JVM unloads it, after all Java code, which tell nobody anything.
filter() {
    trap '' INT TERM HUP
    local line
    while IFS= read -r line || [[ -n "$line" ]]; do
        if [[ ! "$line" =~ ^(VM\ attach\ current\ thread\ failed|Failed\ to\ attach\ thread\ -?[0-9]+)$ ]]; then
            printf '%s\n' "$line"
        fi
    done
}

"$java" "${flags[@]}" -cp "$here/target/classes:$here/target/lib/*" \
    io.github.camelvision.roboflow.webrtc.examples.browser.BrowserExample --output "$here/target" "$@" </dev/null | filter &

# In the background java does not hear Ctrl-C itself; so each of these signals reaches it once, whoever sent it.
pid="$(jobs -p)"
trap 'kill "$pid" 2>/dev/null || true' INT TERM HUP
status=0
wait "$pid" || status=$?
# A signal ends the wait, not java.
while kill -0 "$pid" 2>/dev/null; do
    status=0
    wait "$pid" || status=$?
done
wait
exit "$status"
