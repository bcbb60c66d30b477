#!/usr/bin/env bash
# Puts the home together: a copy of the JDK, the builder's jars, the static libraries, the C pieces
# and the driver. It gets its name only when it is complete.
set -euo pipefail
# shellcheck source=../stage.sh
. "${graalvm_dir:?}/stage.sh"
# shellcheck source=static-libs-place.sh
. "$graalvm_dir/stages/static-libs-place.sh"
: "${store:?}" "${jdk:?}" "${home:?}" "${libs_from:?}" "${libs_source:?}" "${libs_carried:?}"

glue=$graalvm_dir/glue
jars=$store/jars-$(pinned graalvm 2)
libs=$libs_carried
if [[ $libs_from == source ]]; then
  libs=$libs_source
fi
part=$home.part
rm -rf "$part"
mkdir -p "$part"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
svm=$part/lib/svm
tools='' headers=$libs/include
static=$part/lib/static/linux-amd64/glibc
clibraries=$svm/clibraries/linux-amd64/glibc
# shellcheck source=c-pieces.sh
. "$graalvm_dir/stages/c-pieces.sh"

copy_jdk() {
  local entry
  for entry in "$jdk"/*; do
    case ${entry##*/} in
      # nothing here reads them, and they are a third of some distributions
      jmods | demo | man | src.zip) ;;
      *) cp -a --reflink=auto "$entry" "$part/" ;;
    esac
  done
  rm -f "$part/lib/src.zip"
}

copy_parts() {
  mkdir -p "$static" "$svm/builder/lib" "$svm/upgrade" "$svm/driver"
  cp "$libs"/lib/*.a "$static/"
  cp "$jars"/builder/*.jar "$svm/builder/"
  cp "$jars"/upgrade/*.jar "$svm/upgrade/"
  cp "$glue"/driver/*.py "$svm/driver/"
  pinned graalvm 2 >"$svm/version"
  sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$jdk/release" >"$svm/jdk-version"
  basename "$libs" >"$svm/static-libs"
}

copy_jdk
copy_parts
compile_c_pieces amd64
gcc -O2 -fPIC -shared -I"$jdk/include" -I"$jdk/include/linux" "$glue/native/builder_terminal.c" \
  -o "$svm/builder/lib/libreporterchelper.so"
bash "$graalvm_dir/stages/builder-arguments.sh" "$part"
"$part/bin/java" "$glue/java/ReferencePatch.java" "$svm/builder/svm-$(pinned graalvm 2).jar" "$svm/patch"
install -m 755 "$glue/driver/native-image.py" "$part/bin/native-image"
rm -f "$svm/driver/native-image.py"
"$part/bin/native-image" --version

rm -rf "$home"
mv "$part" "$home"
