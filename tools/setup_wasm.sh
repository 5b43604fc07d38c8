# shellcheck shell=bash
# The part of tools/setup --web that brings what core/ is compiled to wasm with, kept in the cache folder.
# Sourced by tools/setup, whose functions and variables it uses.
. clients/wasm/toolchain/versions.sh

# debian_source PACKAGE TARBALL SHA256: Debian's upstream tarball into $work. Its own list of sources and
# its own apt state, so that the machine's apt stays as it is.
debian_source() {
    local apt=$work/apt options
    options=(-q -o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$apt/sources"
        -o "Dir::State::Lists=$apt/lists" -o Dir::Cache::srcpkgcache= -o Dir::Cache::pkgcache=
        -o APT::Sandbox::User= -o APT::Get::List-Cleanup=0)
    if [ ! -d "$apt" ]; then
        mkdir -p "$apt/lists/partial" "$apt/sources"
        local list
        for list in /etc/apt/sources.list.d/*.sources; do
            [ ! -e "$list" ] || sed -E 's/^Types:.*/Types: deb-src/' "$list" >"$apt/sources/${list##*/}"
        done
        for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
            [ ! -s "$list" ] || sed -nE 's/^deb([ \t])/deb-src\1/p' "$list" >"$apt/sources/${list##*/}.list"
        done
        apt-get "${options[@]}" update >"$work/apt.log" 2>&1 </dev/null || {
            tail -n 10 "$work/apt.log" >&2
            die "Debian's lists of sources could not be read." "Check the network, then run tools/setup --web again."
        }
    fi
    (cd "$work" && apt-get "${options[@]}" source --download-only --tar-only "$1") >"$work/apt.log" 2>&1 </dev/null &&
        (cd "$work" && echo "$3  $2" | sha256sum --check --status) || {
        tail -n 5 "$work/apt.log" >&2
        die "$2 could not be fetched, or it is not the pinned file." \
            "Check the network, and the hashes in clients/wasm/toolchain/versions.sh; then run tools/setup --web again."
    }
}

make_sysroot() {
    begin_fetch
    stage "Fetching LLVM's sources (140 MB)"
    debian_source llvm-toolchain-19 "$llvm_tarball" "$llvm_sha256"
    local folder=llvm-toolchain-19_19.1.7 part parts=()
    for part in libunwind libcxxabi libcxx runtimes cmake llvm/cmake llvm/utils/llvm-lit; do
        parts+=("$folder/$part")
    done
    tar -xJf "$work/$llvm_tarball" -C "$work" "${parts[@]}"
    rm "$work/$llvm_tarball"
    stage_done
    stage "Building libc++ for wasm"
    clients/wasm/toolchain/sysroot.sh "$work/$folder" "$work/sysroot" | build_lines ||
        die "libc++ could not be built for wasm." "The first line that says 'error' above says why."
    mv "$work/sysroot" "$work/unpacked"
    keep "$cache/$wasm_sysroot"
    stage_done
}

# unpack_source PACKAGE TARBALL SHA256 NAME: a source tree into the cache.
unpack_source() {
    begin_fetch
    stage "Fetching the sources of $1"
    debian_source "$1" "$2" "$3"
    mkdir "$work/unpacked"
    tar -xzf "$work/$2" -C "$work/unpacked" --strip-components=1
    keep "$cache/$4"
    stage_done
}

setup_wasm() {
    [ -d "$cache/$wasm_sysroot" ] || make_sysroot
    [ -d "$cache/$wasm_protobuf" ] ||
        unpack_source protobuf "$protobuf_tarball" "$protobuf_sha256" "$wasm_protobuf"
    [ -d "$cache/$wasm_sodium" ] ||
        unpack_source libsodium "$sodium_tarball" "$sodium_sha256" "$wasm_sodium"
}
