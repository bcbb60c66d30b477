#!/usr/bin/env bash
# Tests what may be released and what a release holds, without building one. The last line is 'N passed, N failed'.
set -uo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$repository" || exit 1
# shellcheck source=tasks/tests/expect.sh
source tasks/tests/expect.sh

# A repository of its own, with all that has the version.
git ls-files -z 'tasks/*' '*pom.xml' '*Cargo.toml' '*Cargo.lock' '*.md' .gitignore | xargs -0 cp --parents -t "$work"
cd "$work" || exit 1
commit() {
  git add -A
  git -c user.name=test -c user.email=test@localhost commit -q -m "$1"
}
git init -q -b main
commit first
version=$(python3 tasks/version.py show)

# release [OPTION]: with files instead of what is built.
release() {
  bash -c 'set -euo pipefail
    for part in steps machine tools build release; do source tasks/$part.sh; done
    task_package() { mkdir -p dist; for file in lambda.zip libHello.so libHello.cdx.json bootstrap.cdx.json; do echo $file >dist/$file; done; }
    carry_arm64() { :; }
    build_emulator() { echo emulator >dist/lambda-emulator; }
    deploy_jars() {
      local folder=$RELEASE/maven/io/github/libhello/libhello-runtime
      mkdir -p $folder/1 && touch $folder/maven-metadata.xml $folder/1/libhello-runtime-1.jar $folder/1/libhello-runtime-1.pom
    }
    task_release "$@"' release "$@" 2>&1
}

# rejects WHAT SENTENCE: that release fails with that, and makes nothing.
rejects() {
  local output
  output=$(release)
  expect "$1" 1 "$?"
  expect "$1: says so" 1 "$(grep -cF "build.sh: release: $2" <<<"$output")"
  expect "$1: makes nothing" no "$([ -e dist ] && echo yes || echo no)"
}

rejects 'a commit without a tag' "this is version $version, and the commit has no tag"
git tag v7.7.7
rejects 'a tag of another version' "this is version $version, and the commit has v7.7.7"
sed -i '0,/^## .*/s//## Unreleased/' CHANGELOG.md
sed -i 's:<libhello.address>.*<:<libhello.address>https\://project.invalid/x<:' pom.xml
rejects 'changes that are not committed' 'the work tree has changes that are not committed'
commit second
git tag "v$version"
rejects 'a version that the changelog has not' "CHANGELOG.md must have a section \"## $version - YYYY-MM-DD\""
sed -i "0,/^## .*/s//## $version - 2026-01-02/" CHANGELOG.md
printf '\n## 0.0.1 - 2025-01-01\n\nEarlier.\n' >>CHANGELOG.md
commit third
git tag -f "v$version" >/dev/null
rejects 'an address that is none' 'libhello.address in pom.xml is a placeholder'
sed -i 's:<libhello.address>.*<:<libhello.address>https\://project.example/x<:' pom.xml
sed -i "0,/version = \"$version\"/s//version = \"9.9.9\"/" Cargo.toml
commit fourth
git tag -f "v$version" >/dev/null
rejects 'versions that differ' 'the versions above differ'
git reset -q --hard HEAD~1
sed -i 's:<libhello.address>.*<:<libhello.address>https\://project.example/x<:' pom.xml
commit fourth
git tag -f "v$version" >/dev/null

output=$(release)
expect 'a tagged commit with its changelog' 0 "$?"
expect 'what it holds' \
  "NOTES.md SHA256SUMS bootstrap.cdx.json lambda-emulator lambda.zip libHello.cdx.json libHello.so libhello-maven-$version.zip maven " \
  "$(find dist/release -mindepth 1 -maxdepth 1 -printf '%f\n' | LC_ALL=C sort | tr '\n' ' ')"
expect 'sums of all of it' \
  "$(find dist/release -type f ! -name SHA256SUMS | wc -l)" "$(cd dist/release && sha256sum --check SHA256SUMS 2>/dev/null | grep -c ': OK$')"
expect 'the zip for Maven Central has no list of versions' \
  'io/github/libhello/libhello-runtime/1/libhello-runtime-1.jar io/github/libhello/libhello-runtime/1/libhello-runtime-1.pom ' \
  "$(unzip -Z1 "dist/release/libhello-maven-$version.zip" | tr '\n' ' ')"
expect 'the notes are those of this version' "## $version - 2026-01-02:0" \
  "$(head -n 1 dist/release/NOTES.md):$(grep -c Earlier dist/release/NOTES.md)"
expect 'it says that nothing is signed' 1 "$(grep -c 'not signed: LIBHELLO_SIGNING_KEY' <<<"$output")"
expect 'it leaves nothing to commit' '' "$(git status --porcelain)"

echo more >>README.md
git tag -d "v$version" >/dev/null
output=$(release --snapshot)
expect 'a snapshot of anything' 0 "$?"
expect 'says what it is' 1 "$(grep -c 'it must not be published' <<<"$output")"

output=$(release --fast)
expect 'an unknown option' "1:1" "$?:$(grep -c -- '--snapshot is the only option, not "--fast"' <<<"$output")"

if command -v gpg >/dev/null; then
  export GNUPGHOME=$work/keys
  mkdir -m 700 "$GNUPGHOME"
  gpg --batch --quiet --passphrase '' --quick-generate-key test@localhost default default never 2>/dev/null
  LIBHELLO_SIGNING_KEY=test@localhost release --snapshot >output
  expect 'with a key' 0 "$?"
  gpg --batch --quiet --verify dist/release/SHA256SUMS.asc dist/release/SHA256SUMS 2>/dev/null
  expect 'the sums are signed' 0 "$?"
  gpgconf --kill gpg-agent
else
  skipped=2
fi

# What Maven Central looks for in a pom or its parent.
for place in name description url licenses developers scm; do
  expect "the parent's <$place>" 1 "$(grep -c "^  <${place}[ >]" "$repository/pom.xml")"
done
expect 'published modules have a name and a description of their own' '' \
  "$(cd "$repository" && source tasks/release.sh && tr ',' '\n' <<<"$RELEASED_MODULES" | while read -r module; do
    grep -q '^  <name>' "$module/pom.xml" && grep -q '^  <description>' "$module/pom.xml" || echo "$module"
  done)"

conclude
