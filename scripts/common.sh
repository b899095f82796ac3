# shellcheck shell=bash
# Sourced by the other scripts, from the root of the source tree.

# Debian's Emscripten finds its JavaScript helpers here, and not by itself.
export NODE_PATH=/usr/share/nodejs${NODE_PATH:+:$NODE_PATH}

# A second clone on the same machine finds what the first one compiled.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1

# build_quietly PRESET TARGET..: configure and build; the log is shown only if that fails.
# Further CMake arguments in COVENANT_CMAKE_ARGUMENTS.
build_quietly() {
  local preset=$1 log=build/$1.log
  shift
  mkdir -p build
  echo "building $preset"
  # shellcheck disable=SC2086
  if ! { cmake --preset "$preset" ${COVENANT_CMAKE_ARGUMENTS-} &&
    cmake --build "build/$preset" --parallel "$(nproc)" --target "$@"; } >"$log" 2>&1 </dev/null; then
    grep -vE '^\[[0-9]+/[0-9]+\] |^-- ' "$log" | head -n 60 >&2
    echo "building $preset failed; the whole log is $log" >&2
    return 1
  fi
}
