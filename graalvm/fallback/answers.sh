#!/usr/bin/env bash
# answers.sh DIRECTORY CLASS_PATH MAIN_CLASS: what programs on linux-aarch64 answer about C's sizes, offsets and
# constants, into DIRECTORY/answers, where pack.sh takes it from. The builder asks for each of its parts by a program
# of its own, which qemu's user mode runs here. The classes should have libHello's runtime among them, since the builder
# wants a file for every part that links C, even where it has nothing to ask.
set -euo pipefail
libs=$(cd "${1:?usage: answers.sh DIRECTORY CLASS_PATH MAIN_CLASS}" && pwd -P) class_path=$2 main_class=$3
native_image=$(bash "$(dirname "${BASH_SOURCE[0]}")/../assemble.sh" linux-aarch64)
# The driver takes a home for complete by this folder.
known=${native_image%/bin/*}/lib/svm/answers/linux-aarch64
mkdir -p "$known"
work=$(mktemp -d)
trap 'rm -rf "$work"; rmdir --ignore-fail-on-non-empty "$known"' EXIT

cat >"$work/cc" <<'COMPILER'
#!/bin/bash
# Puts a script that calls qemu into the place of a program that the builder runs at once.
aarch64-linux-gnu-gcc "$@" || exit
output='' query=''
while (($#)); do
  [[ $1 != -o ]] || output=$2
  [[ $1 != *.c ]] || query=yes
  shift
done
[[ -n $query && -n $output ]] || exit 0
mv "$output" "$output.aarch64"
printf '#!/bin/sh\nexec qemu-aarch64 -L /usr/aarch64-linux-gnu %q "$@"\n' "$output.aarch64" >"$output"
chmod 755 "$output"
COMPILER
chmod 755 "$work/cc"

"$native_image" --target=linux-aarch64 -H:+UnlockExperimentalVMOptions --native-compiler-path="$work/cc" \
  -H:-UseCAPCache -H:+NewCAPCache -H:CAPCacheDir="$work/answers" -H:+ExitAfterCAPCache \
  -cp "$class_path" -o "$work/image" "$main_class"
rm -rf "$libs/answers"
mv "$work/answers" "$libs/answers"
