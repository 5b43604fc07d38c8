# Language level, warnings and sanitizers, as interface targets that every room links.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
if(CMAKE_SYSTEM_PROCESSOR STREQUAL "wasm32")
  set(MUSTER_WASM ON) # the preset wasm: core's portable rooms and clients/wasm
else()
  set(CMAKE_POSITION_INDEPENDENT_CODE ON)
endif()

if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang" OR CMAKE_CXX_COMPILER_VERSION VERSION_LESS 19)
  message(FATAL_ERROR "Muster is built with clang 19 (g++ 12 miscompiles coroutines). "
                      "Run tools/setup, then configure with a preset: cmake --preset dev")
endif()

find_program(MUSTER_CCACHE ccache)
if(MUSTER_CCACHE)
  # Paths relative to the build folder, so that two build folders and a fresh clone share the cache.
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
               CCACHE_SLOPPINESS=pch_defines,time_macros ${MUSTER_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()
add_link_options(-fuse-ld=lld)

# Our own code only: generated and third-party code does not link this.
add_library(muster_warnings INTERFACE)
target_compile_options(muster_warnings INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wswitch -Werror>)

set(MUSTER_SANITIZE "" CACHE STRING "Sanitizers for our own code, e.g. address,undefined")
option(MUSTER_FUZZ "Instrument what is fuzzed for libFuzzer and build the fuzzers" OFF)
add_library(muster_sanitizers INTERFACE)
if(MUSTER_SANITIZE)
  target_compile_options(muster_sanitizers INTERFACE
    -fsanitize=${MUSTER_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(muster_sanitizers INTERFACE -fsanitize=${MUSTER_SANITIZE})
endif()
if(MUSTER_FUZZ) # the rooms that are fuzzed are instrumented in muster_room()
  target_link_options(muster_sanitizers INTERFACE -fsanitize=fuzzer-no-link)
endif()
