# shellcheck shell=bash
# How the tools configure and build: one preset at a time, with progress, so that a failure shows the
# compiler's words and nothing else. Sourced after progress.sh; the caller stands in the tree's root.

# Compiled code is kept outside the tree, so that a fresh clone builds fast; CCACHE_DIR moves it.
export CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-5G}
export NINJA_STATUS='[%f/%t] %e s '

# configure PRESET: writes build/PRESET/build.ninja, or keeps it when it is up to date.
configure() {
    stage "Configuring the build '$1'"
    mkdir -p "build/$1"
    if ! cmake --preset "$1" >"build/$1/configure.log" 2>&1; then
        tail -n 25 "build/$1/configure.log" >&2
        die "CMake could not configure the build '$1'." \
            "Read the lines above. After a change of compiler, remove build/$1 and start again."
    fi
    stage_done
}

# build PRESET [TARGET...]: everything, or the targets.
build() {
    local preset=$1
    shift
    stage "Building '$preset'${1:+: $*}"
    ninja -C "build/$preset" "$@" | build_lines ||
        die "The build '$preset' failed." "The first line that says 'error:' above names file and line."
    stage_done
}

# built_targets PRESET PATTERN: the names of the programs in a build that match, one a line.
built_targets() {
    ninja -C "build/$1" -t targets all | sed -n -E "s/^($2): phony$/\1/p" | sort -u
}
