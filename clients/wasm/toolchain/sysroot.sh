#!/usr/bin/env bash
# sysroot.sh LLVM_SOURCE PREFIX: libunwind, libc++abi and libc++ 19 with wasm exceptions, and Debian's
# wasi-libc, as a hermetic sysroot at PREFIX. ninja's lines go to standard output. LLVM_SOURCE is changed.
set -euo pipefail
readonly source=$(realpath "$1") prefix=$(realpath -m "$2")
readonly here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly build=$prefix.build libraries=$prefix/lib/wasm32-wasi

# Debian's libc++ has no wasm exceptions; its threading is ours: one worker is one thread.
mkdir -p "$build/threading" "$libraries" "$prefix/include/wasm32-wasi"
cp "$here/single_threading.hpp" "$build/threading/__external_threading"
# wasm has no assembly that saves registers, and 19.1 does not leave these two files out by itself.
: >"$source/libunwind/src/UnwindRegistersSave.S"
: >"$source/libunwind/src/UnwindRegistersRestore.S"

flags="-w -fwasm-exceptions -D_WASI_EMULATED_SIGNAL -I$build/threading"
flags+=" -ffile-prefix-map=$source=llvm -ffile-prefix-map=$build=build -ffile-prefix-map=$prefix=sysroot"
cmake -G Ninja -S "$source/runtimes" -B "$build" --log-level=ERROR \
    -DCMAKE_SYSTEM_NAME=Generic -DCMAKE_SYSTEM_PROCESSOR=wasm32 \
    -DCMAKE_C_COMPILER=/usr/bin/clang-19 -DCMAKE_CXX_COMPILER=/usr/bin/clang++-19 \
    -DCMAKE_ASM_COMPILER=/usr/bin/clang-19 -DCMAKE_AR=/usr/bin/llvm-ar-19 \
    -DCMAKE_RANLIB=/usr/bin/llvm-ranlib-19 -DCMAKE_NM=/usr/bin/llvm-nm-19 \
    -DCMAKE_C_COMPILER_TARGET=wasm32-wasi -DCMAKE_CXX_COMPILER_TARGET=wasm32-wasi \
    -DCMAKE_ASM_COMPILER_TARGET=wasm32-wasi -DCMAKE_C_COMPILER_WORKS=ON -DCMAKE_CXX_COMPILER_WORKS=ON \
    -DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY -DCMAKE_BUILD_TYPE=MinSizeRel -DUNIX=ON \
    -DCMAKE_C_FLAGS="$flags -fno-pic" -DCMAKE_CXX_FLAGS="$flags" -DCXX_SUPPORTS_CXX11=ON \
    -DCMAKE_INSTALL_PREFIX="$prefix" -DCMAKE_INSTALL_MESSAGE=NEVER \
    -DLLVM_ENABLE_RUNTIMES="libunwind;libcxxabi;libcxx" -DLLVM_INCLUDE_TESTS=OFF -DLLVM_INCLUDE_DOCS=OFF \
    -DLIBUNWIND_ENABLE_SHARED=OFF -DLIBUNWIND_ENABLE_THREADS=OFF -DLIBUNWIND_USE_COMPILER_RT=ON \
    -DLIBUNWIND_INCLUDE_TESTS=OFF -DLIBUNWIND_HIDE_SYMBOLS=ON \
    -DLIBCXXABI_ENABLE_EXCEPTIONS=ON -DLIBCXXABI_ENABLE_SHARED=OFF -DLIBCXXABI_ENABLE_THREADS=OFF \
    -DLIBCXXABI_USE_LLVM_UNWINDER=ON -DLIBCXXABI_SILENT_TERMINATE=OFF -DLIBCXXABI_INCLUDE_TESTS=OFF \
    -DLIBCXXABI_ENABLE_PIC=OFF \
    -DLIBCXX_ENABLE_EXCEPTIONS=ON -DLIBCXX_ENABLE_SHARED=OFF -DLIBCXX_ENABLE_THREADS=ON \
    -DLIBCXX_HAS_EXTERNAL_THREAD_API=ON -DLIBCXX_HAS_MUSL_LIBC=ON -DLIBCXX_ABI_VERSION=2 \
    -DLIBCXX_CXX_ABI=libcxxabi -DLIBCXX_ENABLE_FILESYSTEM=OFF -DLIBCXX_ENABLE_EXPERIMENTAL_LIBRARY=OFF \
    -DLIBCXX_INCLUDE_TESTS=OFF -DLIBCXX_INCLUDE_BENCHMARKS=OFF -DLIBCXX_ENABLE_STD_MODULES=OFF \
    -DLIBCXX_INSTALL_MODULES=OFF -DLIBCXX_ENABLE_TIME_ZONE_DATABASE=OFF -DLIBCXX_HARDENING_MODE=fast \
    >"$build/configure.log" 2>&1 || { tail -n 20 "$build/configure.log" >&2; exit 1; }
ninja -C "$build" install

# Debian's wasi-libc, copied, so that --sysroot never looks into /usr/include.
cp -a /usr/include/wasm32-wasi/. "$prefix/include/wasm32-wasi/"
rm -rf "$prefix/include/wasm32-wasi/c++"
cp -L /usr/lib/wasm32-wasi/{crt1-command.o,crt1-reactor.o,crt1.o,libc.a,libm.a,librt.a,libpthread.a,libdl.a} \
    /usr/lib/wasm32-wasi/libc-printscan-long-double.a /usr/lib/wasm32-wasi/libwasi-emulated-*.a "$libraries/"
mv "$prefix"/lib/*.a "$libraries/"
cp "$build/threading/__external_threading" "$prefix/include/c++/v1/"
clang-19 --target=wasm32-wasi --sysroot="$prefix" -ffile-prefix-map="$here"=toolchain -O2 \
    -fno-stack-protector -c "$here/stack_protector.c" -o "$libraries/stack_protector.o"
llvm-ar-19 rDs "$libraries/libc.a" "$libraries/stack_protector.o"
rm -rf "$libraries/stack_protector.o" "$build"
