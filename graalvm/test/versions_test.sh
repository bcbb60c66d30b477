#!/usr/bin/env bash
# Tests that what names a version names the same one, and that the carried libraries are those of 'versions'.
set -uo pipefail
graalvm_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck source=../stage.sh
. "$graalvm_dir/stage.sh"
# shellcheck source=../../tasks/tests/expect.sh
source "$graalvm_dir/../tasks/tests/expect.sh"

version=$(pinned graalvm 2)
archive=$graalvm_dir/fallback/$(pinned carried 3)
expect 'the sum of the carried libraries' 0 "$(check_sum "$archive" "$(pinned carried 4)" >&2; echo $?)"
expect 'the source is that of the carried libraries' "$(pinned carried 2)" "$(pinned jdk-source 2)"
expect 'the sum of those for arm64' 0 \
  "$(check_sum "$graalvm_dir/fallback/$(pinned carried-aarch64 3)" "$(pinned carried-aarch64 4)" >&2; echo $?)"
expect 'which are of the same source' "$(pinned carried 2)" "$(pinned carried-aarch64 2)"
expect 'every jar is of the release' '' "$(awk '$1 == "jar" { print $3 }' "$graalvm_dir/versions" | grep -v -- "-$version.jar$")"
expect 'README.md names the release' 1 "$(grep -c "community edition $version from" "$graalvm_dir/README.md")"
expect 'README.md names the source' 1 "$(grep -cF "jdk-$(pinned jdk-source 2)" "$graalvm_dir/README.md")"
expect 'docker/Dockerfile builds with the same release' 1 \
  "$(grep -cE "^ARG GRAALVM_IMAGE=.*/native-image:$version-ol9(@sha256:[0-9a-f]{64})?\$" "$graalvm_dir/../docker/Dockerfile")"
expect 'the Java modules compile against the same release' 1 \
  "$(grep -c "<graalvm.version>$version</graalvm.version>" "$graalvm_dir/../pom.xml")"

if [[ $(uname -sm) == 'Linux x86_64' ]]; then
  output=$(LIBHELLO_CACHE=/nonexistent LIBHELLO_STATIC_LIBS=any bash "$graalvm_dir/assemble.sh" 2>&1 >/dev/null)
  expect 'an unknown LIBHELLO_STATIC_LIBS' 3 $?
  expect 'and what it can be' 1 "$(grep -c "'carried', which is the default, or 'source'" <<<"$output")"
fi

conclude
