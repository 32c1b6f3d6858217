#!/usr/bin/env bash
# Builds what is missing and streams a video through the embedded worker: see --help.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
stamp="$here/target/built"

fail() {
    echo "quickstart: $*" >&2
    exit 1
}

java="java"
if [[ -n "${JAVA_HOME:-}" ]]; then
    java="$JAVA_HOME/bin/java"
fi
command -v "$java" >/dev/null || fail "no java found; install a JDK 17 or newer, or point JAVA_HOME at one"
version="$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.specification\.version = \([0-9]*\).*/\1/p')"
[[ "${version:-0}" -ge 17 ]] || fail "Java ${version:-of unknown version} is too old; install a JDK 17 or newer, or point JAVA_HOME at one"

# Stale when a source or a pom of what the example is made of is newer than the last good build.
needs_build() {
    [[ -f "$stamp" && -d "$here/target/classes" && -d "$here/target/lib" ]] || return 0
    [[ -n "$(find "$root/pom.xml" "$root/examples/pom.xml" "$root/camel-roboflow-webrtc/pom.xml" "$root/camel-roboflow-webrtc/src/main" \
        "$here/pom.xml" "$here/src/main" -type f -newer "$stamp" -print -quit)" ]]
}

if needs_build; then
    echo "building the component and the quickstart; the first time this downloads libraries and takes minutes" >&2
    mkdir -p "$here/target"
    touch "$stamp.new"
    (cd "$root" && ./mvnw -q -pl examples/quickstart -am package -DskipTests) >&2 || fail "the build failed; its messages are above"
    mv "$stamp.new" "$stamp"
fi

flags=(-Dquickstart.terminal=false -Djava.awt.headless=true)
if [[ -t 1 ]]; then
    flags=(-Dquickstart.terminal=true -Djava.awt.headless=true)
fi
# Newer JDKs warn about native libraries otherwise.
if [[ "$version" -ge 22 ]]; then
    flags+=(--enable-native-access=ALL-UNNAMED)
fi
if [[ "$version" -ge 24 ]]; then
    flags+=(--sun-misc-unsafe-memory-access=allow)
fi
exec "$java" "${flags[@]}" -cp "$here/target/classes:$here/target/lib/*" \
    io.github.camelvision.roboflow.webrtc.examples.quickstart.Quickstart --output "$here/target" "$@"
