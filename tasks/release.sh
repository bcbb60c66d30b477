# shellcheck shell=bash
# The version, and what a release consists of.

readonly RELEASE=dist/release
# Modules that are published, with the parents that they name.
readonly RELEASED_MODULES=java/runtime,java/aws,java/junit,java/emulator,java/maven-plugin,java/archetype-java,java/archetype-kotlin

# task_version [NEW]: prints the version, or writes a new one to every place that has it.
task_version() {
  need python3
  if [ $# -eq 0 ]; then
    python3 tasks/version.py show
  else
    python3 tasks/version.py set "$1" || die "version: nothing was changed"
  fi
}

# task_release [--snapshot]: dist/release, of a tagged commit; with --snapshot of whatever is here, to try it.
task_release() {
  local version snapshot=${1:-}
  [[ $snapshot =~ ^(--snapshot)?$ ]] || die "release: --snapshot is the only option, not \"$snapshot\""
  need git
  need python3
  need zip
  version=$(python3 tasks/version.py show)
  python3 tasks/version.py check || die "release: the versions above differ; ./build.sh version $version sets them"
  [ -n "$snapshot" ] || require_releasable "$version"
  carry_arm64
  task_package
  build_emulator
  rm -rf "$RELEASE"
  mkdir -p "$RELEASE"
  step "jars, sources, documentation and poms of $version" "" deploy_jars "$RELEASE/maven"
  install -m 755 dist/lambda.zip dist/libHello.so "$EMULATOR" "$RELEASE/"
  install -m 644 dist/libHello.cdx.json dist/bootstrap.cdx.json "$RELEASE/"
  zip_repository "$version"
  release_notes "$version" >"$RELEASE/NOTES.md"
  sign_release
  [ -z "$snapshot" ] || say "This is a snapshot: neither tag nor changelog was looked at, and it must not be published."
  all_done "$RELEASE holds release $version."
}

# The jar of a release carries both libraries, where this machine can build the other one.
carry_arm64() {
  need_arm64
  if [ -n "$NO_ARM64" ]; then
    say "  without the library for arm64: $NO_ARM64"
  else
    build_arm64_library
  fi
}

# require_releasable VERSION: the commit, its tag and what is written of it fit together.
require_releasable() {
  local version=$1 address tags
  [ -z "$(git status --porcelain)" ] ||
    die "release: the work tree has changes that are not committed; commit them, or try it with --snapshot"
  tags=$(git tag --points-at HEAD)
  grep -qxF "v$version" <<<"$tags" ||
    die "release: this is version $version, and the commit has ${tags:-no tag}; type: git tag -a v$version -m v$version"
  release_notes "$version" | sed -n 1p | grep -qE '^## .* - [0-9]{4}-[0-9]{2}-[0-9]{2}$' ||
    die "release: CHANGELOG.md must have a section \"## $version - YYYY-MM-DD\""
  address=$(sed -n 's:.*<libhello.address>\(.*\)</libhello.address>.*:\1:p' pom.xml)
  [[ $address != *.invalid/* ]] ||
    die "release: libhello.address in pom.xml is a placeholder; Maven Central publishes it as the project's address"
}

# The version's section of the changelog.
release_notes() {
  awk -v heading="## $1 - " '/^## / { here = index($0, heading) == 1 } here' CHANGELOG.md
}

# deploy_jars FOLDER: a local repository there, as Maven Central takes it, with signatures where there is a key for them.
deploy_jars() {
  local options=() signed=()
  if [ -n "${LIBHELLO_SIGNING_KEY:-}" ]; then
    options=(-Dgpg.skip=false -Dgpg.keyname="$LIBHELLO_SIGNING_KEY")
    signed=(--signed)
  fi
  mvn -B -ntp -q -P release -pl "$RELEASED_MODULES" -am deploy -Dmaven.test.skip=true \
    -DaltDeploymentRepository="release::file:$PWD/$1" "${options[@]}" &&
    python3 tasks/central.py "$1" "${signed[@]}"
}

# The repository as Maven Central's upload expects it: what belongs to a version, without the list of versions.
zip_repository() {
  (cd "$RELEASE/maven" && find . -type f ! -name 'maven-metadata*' | LC_ALL=C sort | zip -qX9 "../libhello-maven-$1.zip" -@)
}

# SHA256SUMS of everything, and its signature where there is a key.
sign_release() {
  (cd "$RELEASE" && find . -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum >../SHA256SUMS)
  mv dist/SHA256SUMS "$RELEASE/"
  if [ -n "${LIBHELLO_SIGNING_KEY:-}" ]; then
    need gpg
    gpg --batch --yes --local-user "$LIBHELLO_SIGNING_KEY" --armor --detach-sign "$RELEASE/SHA256SUMS" ||
      die "release: gpg could not sign with the key $LIBHELLO_SIGNING_KEY"
  else
    say "  not signed: LIBHELLO_SIGNING_KEY names no key"
  fi
}
