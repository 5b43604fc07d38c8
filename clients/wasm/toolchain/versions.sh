# shellcheck shell=bash disable=SC2034
# What the web parts are built from besides tools/packages.txt: upstream sources that Debian carries,
# pinned by the hash of their tarball. The number behind a folder's name is raised when its recipe
# changes, so that nobody builds with an old one. CMake reads the folder names (cmake/wasm32-wasi.cmake,
# cmake/WasmThirdParty.cmake).
readonly wasm_sysroot=wasm-sysroot-19.1.7-1
readonly wasm_protobuf=wasm-protobuf-3.21.12-1
readonly wasm_sodium=wasm-libsodium-1.0.18-1

readonly llvm_tarball=llvm-toolchain-19_19.1.7.orig.tar.xz
readonly llvm_sha256=ae498f3bc58ae2d9f64ef5f0c035c4240152bf015a5b7738b15c22e93bdc97ce
readonly protobuf_tarball=protobuf_3.21.12.orig.tar.gz
readonly protobuf_sha256=930c2c3b5ecc6c9c12615cf5ad93f1cd6e12d0aba862b572e076259970ac3a53
readonly sodium_tarball=libsodium_1.0.18.orig.tar.gz
readonly sodium_sha256=d59323c6b712a1519a5daf710b68f5e7fde57040845ffec53850911f10a5d4f4
