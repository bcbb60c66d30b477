#!/usr/bin/env bash
# zlib-names.sh PROCESSOR FILE: a libz.so to link with and not to run, for a processor whose zlib is not on this machine:
# the names of this machine's zlib, as empty functions. What is linked with it needs libz.so.1 where it runs.
set -euo pipefail
processor=$1 file=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
own=$(gcc -print-file-name=libz.so)
nm -D --defined-only "$own" | awk '$2 == "T" { sub(/@.*/, "", $3); print "void " $3 "(void) {}" }' | sort -u >"$work/names.c"
[[ -s $work/names.c ]] || { echo "$own lists no functions" >&2; exit 1; }
"$processor-linux-gnu-gcc" -w -ffreestanding -fno-builtin -nostdlib -shared -fPIC -Wl,-soname,libz.so.1 "$work/names.c" -o "$file"
