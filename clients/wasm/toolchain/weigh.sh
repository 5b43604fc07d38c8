#!/usr/bin/env bash
# weigh.sh FILE: fails where FILE weighs more than a tablet is to download, compressed with brotli.
set -euo pipefail
readonly bytes_max=850000
bytes=$(brotli --stdout --quality=11 --lgwin=22 "$1" | wc -c)
if [ "$bytes" -gt $bytes_max ]; then
    printf 'error: %s weighs %d bytes in brotli, more than %d\n' "${1##*/}" "$bytes" $bytes_max >&2
    printf 'hint:  see what grew with: llvm-objdump-19 -h, and wasm-ld --print-map\n' >&2
    exit 1
fi
