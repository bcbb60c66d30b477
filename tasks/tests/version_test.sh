#!/usr/bin/env bash
# Tests the version's places against the project's own files. The last line is 'N passed, N failed'.
set -uo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$repository" || exit 1
# shellcheck source=tasks/tests/expect.sh
source tasks/tests/expect.sh

git ls-files -z '*pom.xml' '*Cargo.toml' '*Cargo.lock' '*.md' | xargs -0 cp --parents -t "$work"
cd "$work" || exit 1
version() { python3 "$repository/tasks/version.py" "$@"; }
released=$(version show)

version check >output 2>&1
expect 'the places of the project agree' '0:' "$?:$(cat output)"

# What has it is looked for here in another way than there.
unmistakable=7.7.7-test.1
version set "$unmistakable" >changed
expect 'a new version can be set' "0:$unmistakable" "$?:$(version show)"
for place in pom.xml java/runtime/pom.xml Cargo.toml Cargo.lock rust/fuzz/Cargo.lock bench/micro/Cargo.lock README.md \
  docs/getting-started.md; do
  expect "it is in $place" 1 "$(grep -c "^$place$" changed)"
done
expect 'poms of ours without it' '' "$(grep -rl --include=pom.xml '<artifactId>libhello-parent<' . | xargs grep -L "$unmistakable")"
while IFS= read -r manifest; do
  name=$(sed -n 's/^name = "\(.*\)"/\1/p' "$manifest" | head -n 1)
  expect "the lock file's $name" "version = \"$unmistakable\"" "$(grep -A 1 "^name = \"$name\"$" Cargo.lock | tail -n 1)"
done < <(grep -rl --include=Cargo.toml '^version.workspace = true' .)
version check
expect 'the places agree again' 0 "$?"

version set "$released" >/dev/null
expect 'and the way back changes nothing else' '' "$(git -C "$repository" ls-files | while read -r file; do
  [ ! -e "$file" ] || cmp "$file" "$repository/$file"
done)"

for place in java/runtime/pom.xml Cargo.toml rust/fuzz/Cargo.lock README.md; do
  sed -i "s/\b$released\b/9.9.9/" "$place"
  version check >output 2>&1
  expect "another version in $place fails" '1:1' "$?:$(grep -c "^$place:[0-9]*: .*9\.9\.9" output)"
  cp "$repository/$place" "$place"
done

version set 1.2 >output 2>&1
expect 'what is no version is rejected' "1:$released" "$?:$(version show)"
expect 'with a sentence' 'a version is like 1.2.3 or 1.2.3-beta.1, not 1.2' "$(cat output)"

conclude
