# Toolchain file: clang 19 to wasm32-wasi with exceptions, in the hermetic sysroot that tools/setup --web
# makes. Every translation unit needs -fwasm-exceptions: one without it silently loses its catch, so the
# flag stands here and nowhere else.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR wasm32)

if(DEFINED ENV{MUSTER_CACHE})
  set(wasm_cache $ENV{MUSTER_CACHE})
else()
  set(wasm_cache $ENV{HOME}/.cache/muster)
endif()
# Its version is raised in clients/wasm/toolchain/versions.sh whenever the recipe changes.
file(STRINGS ${CMAKE_CURRENT_LIST_DIR}/../clients/wasm/toolchain/versions.sh sysroot_line REGEX "^readonly wasm_sysroot=")
string(REGEX REPLACE ".*=" "" sysroot_name "${sysroot_line}")
set(MUSTER_WASM_SYSROOT ${wasm_cache}/${sysroot_name} CACHE PATH "libc++ with wasm exceptions, wasi-libc")
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES MUSTER_WASM_SYSROOT)

set(CMAKE_C_COMPILER /usr/bin/clang-19)
set(CMAKE_CXX_COMPILER /usr/bin/clang++-19)
set(CMAKE_AR /usr/bin/llvm-ar-19 CACHE FILEPATH "")
set(CMAKE_RANLIB /usr/bin/llvm-ranlib-19 CACHE FILEPATH "")
set(CMAKE_C_COMPILER_TARGET wasm32-wasi)
set(CMAKE_CXX_COMPILER_TARGET wasm32-wasi)
set(CMAKE_SYSROOT ${MUSTER_WASM_SYSROOT})
set(CMAKE_FIND_ROOT_PATH ${MUSTER_WASM_SYSROOT})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER) # protoc comes from the host
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(CMAKE_C_FLAGS_INIT "-fwasm-exceptions -ffunction-sections -fdata-sections")
set(CMAKE_CXX_FLAGS_INIT "${CMAKE_C_FLAGS_INIT}")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-lunwind -Wl,--gc-sections")
