#!/usr/bin/env bash
# Adds to a home what images for linux-aarch64 are made of: its static JDK libraries, the C pieces, and what a program
# on it would answer about C's sizes, offsets and constants. The answers get their name last: the driver asks for them.
set -euo pipefail
# shellcheck source=../stage.sh
. "${graalvm_dir:?}/stage.sh"
: "${store:?}" "${jdk:?}" "${home:?}"

target=linux-aarch64
archive=$graalvm_dir/fallback/$(pinned carried-aarch64 3)
check_sum "$archive" "$(pinned carried-aarch64 4)"
tools=aarch64-linux-gnu-
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tar xJf "$archive" -C "$work" --strip-components=1
headers=$work/include
static=$home/lib/static/$target/glibc
clibraries=$home/lib/svm/clibraries/$target/glibc
answers=$home/lib/svm/answers/$target
rm -rf "$static" "$clibraries" "$answers"
mkdir -p "$static" "$clibraries" "${answers%/*}"
# shellcheck source=c-pieces.sh
. "$graalvm_dir/stages/c-pieces.sh"

# See open_flags_aarch64.c.
translate_open_flags() {
  local dispatcher=Java_sun_nio_fs_UnixNativeDispatcher
  "${tools}objcopy" --redefine-sym ${dispatcher}_open0=jdk_open0 --redefine-sym ${dispatcher}_openat0=jdk_openat0 \
    "$static/libnio.a"
  compile "$graalvm_dir/glue/native/open_flags_aarch64.c" "$work/open_flags.o"
  "${tools}ar" rcs "$static/libnio.a" "$work/open_flags.o"
}

# So that a JDK's new constant which differs does not go unnoticed.
compare_constants() {
  "$jdk/bin/java" --add-opens java.base/sun.nio.fs=ALL-UNNAMED "$graalvm_dir/glue/java/UnixConstantsInC.java" \
    O_DIRECT O_NOFOLLOW >"$work/constants.c"
  "${tools}gcc" -fsyntax-only "$work/constants.c" || {
    echo "open_flags_aarch64.c translates O_DIRECT and O_NOFOLLOW alone: images for $target cannot be built with this JDK"
    exit 1
  }
}

compare_constants
cp "$work"/lib/*.a "$static/"
translate_open_flags
compile_c_pieces aarch64
bash "$graalvm_dir/stages/zlib-names.sh" aarch64 "$clibraries/libz.so"
[[ ! -d $work/answers ]] || mv "$work/answers" "$answers"
