#!/usr/bin/env bash
# Unpacks the static JDK libraries that the project carries; README.md says where they are from.
set -euo pipefail
# shellcheck source=../stage.sh
. "${graalvm_dir:?}/stage.sh"
# shellcheck source=static-libs-place.sh
. "$graalvm_dir/stages/static-libs-place.sh"

: "${libs_carried:?}"

archive=$graalvm_dir/fallback/$(pinned carried 3)
check_sum "$archive" "$(pinned carried 4)"
rm -rf "$libs_carried.part"
mkdir -p "$libs_carried.part"
tar xJf "$archive" -C "$libs_carried.part" --strip-components=1
mv "$libs_carried.part" "$libs_carried"
