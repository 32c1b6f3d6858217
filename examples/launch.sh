# What the run.sh of all examples share; sourced, not run. Expects: example (its directory here) and uses (other modules it is made of).

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
here="$root/examples/$example"
stamp="$here/target/built"

fail() {
    echo "$example: $*" >&2
    exit 1
}

# Prints the text that the example has in its source for --help: nothing is built for it. Returns when there is none.
help_without_build() {
    local source text
    for source in $(grep -rlE '(USAGE|HELP) = """' "$here/src/main/java"); do
        text="$(sed -n '/\(USAGE\|HELP\) = """/,/"""/p' "$source" | sed '1d;$d')"
        [[ "$text" != *%s* ]] || return 0
        printf '%s\n' "$text" | sed "s/^$(printf '%s' "$text" | sed -n '1s/[^ ].*//p')//"
        exit 0
    done
}

# Sets java and version.
find_java() {
    java="java"
    if [[ -n "${JAVA_HOME:-}" ]]; then
        java="$JAVA_HOME/bin/java"
    fi
    command -v "$java" >/dev/null || fail "no java found; install a JDK 17 or newer, or point JAVA_HOME at one"
    # A java that only says where to get one, as macOS has it, exits with an error.
    version="$({ "$java" -XshowSettings:properties -version 2>&1 || true; } | sed -n 's/^ *java\.specification\.version = \([0-9]*\).*/\1/p')"
    [[ -n "$version" ]] || fail "$java does not run here; install a JDK 17 or newer, or point JAVA_HOME at one"
    [[ "${version:-0}" -ge 17 ]] \
        || fail "Java ${version:-of unknown version} is too old; install a JDK 17 or newer, or point JAVA_HOME at one"
}

# Stale when a source or a pom of what the example is made of is newer than the last good build.
needs_build() {
    [[ -f "$stamp" && -d "$here/target/classes" ]] || return 0
    local sources=("$root/pom.xml" "$root/examples/pom.xml") module
    for module in camel-roboflow-webrtc "${uses[@]}" "examples/$example"; do
        sources+=("$root/$module/pom.xml" "$root/$module/src/main")
    done
    [[ -n "$(find "${sources[@]}" -type f -newer "$stamp" -print -quit)" ]]
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

build_if_stale() {
    # The integration tests run inside the build and say so.
    if [[ "${EXAMPLE_BUILT:-}" == yes ]] || ! needs_build; then
        return 0
    fi
    command -v "${java}c" >/dev/null || fail "$java belongs to a runtime without compiler; install a JDK, or point JAVA_HOME at one"
    echo "building the component and the example $example; the first time this downloads libraries and takes minutes" >&2
    mkdir -p "$here/target"
    touch "$stamp.new"
    # Libraries of another version must not stay beside the new ones.
    rm -rf "$here/target/lib"
    (cd "$root" && ./mvnw -B -pl "examples/$example" -am package -Dmaven.test.skip=true 2>&1) | build_progress >&2 \
        || fail "the build failed; its messages are above"
    mv "$stamp.new" "$stamp"
}

# Sets flags.
jvm_flags() {
    flags=(-Dexample.terminal=false -Djava.awt.headless=true)
    if [[ -t 2 ]]; then
        flags=(-Dexample.terminal=true -Djava.awt.headless=true)
    fi
    # Newer JDKs warn about native libraries otherwise.
    if [[ "$version" -ge 22 ]]; then
        flags+=(--enable-native-access=ALL-UNNAMED)
    fi
    if [[ "$version" -ge 24 ]]; then
        flags+=(--sun-misc-unsafe-memory-access=allow)
    fi
}

# libwebrtc prints two lines to stdout while the JVM unloads it, after all Java code: without them the summary is the last line.
filter() {
    trap '' INT TERM HUP
    local line
    while IFS= read -r line || [[ -n "$line" ]]; do
        if [[ ! "$line" =~ ^(VM\ attach\ current\ thread\ failed|Failed\ to\ attach\ thread\ -?[0-9]+)$ ]]; then
            printf '%s\n' "$line"
        fi
    done
}

# Runs java with these arguments after the flags; returns its exit code.
run_java() {
    "$java" "${flags[@]}" "$@" </dev/null | filter &

    # In the background java does not hear Ctrl-C itself; so each of these signals reaches it once, whoever sent it.
    local pid status=0
    pid="$(jobs -p)"
    trap 'kill "$pid" 2>/dev/null || true' INT TERM HUP
    wait "$pid" || status=$?
    # A signal ends the wait, not java.
    while kill -0 "$pid" 2>/dev/null; do
        status=0
        wait "$pid" || status=$?
    done
    wait
    return "$status"
}

# The whole of a run.sh: build, then the class with these arguments on the example's libraries.
launch() {
    find_java
    build_if_stale
    jvm_flags
    run_java -cp "$here/target/classes:$here/target/lib/*" "$@"
}

case "${1:-}" in
    -h | --help) help_without_build ;;
esac
