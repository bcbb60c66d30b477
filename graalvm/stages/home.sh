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
  svm=$part/lib/svm
  static=$part/lib/static/linux-amd64/glibc
  clibraries=$svm/clibraries/linux-amd64/glibc
  mkdir -p "$static" "$clibraries/include" "$svm/builder/lib" "$svm/upgrade" "$svm/driver"
  cp "$libs"/lib/*.a "$static/"
  cp "$jars"/builder/*.jar "$svm/builder/"
  cp "$jars"/upgrade/*.jar "$svm/upgrade/"
  cp "$glue"/include/*.h "$clibraries/include/"
  cp "$glue"/driver/*.py "$svm/driver/"
  pinned graalvm 2 >"$svm/version"
  sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$jdk/release" >"$svm/jdk-version"
  basename "$libs" >"$svm/static-libs"
}

compile() {
  gcc -std=gnu11 -O2 -fPIC -fvisibility=hidden -ffunction-sections -fdata-sections -Wall -Wextra \
    -I"$glue/include" -I"$glue/jdk-shim" -I"$libs/include" -I"$jdk/include" -I"$jdk/include/linux" \
    -c "$1" -o "$2"
}

# archive NAME SOURCE...
archive() {
  local name=$1 source objects=()
  shift
  for source in "$@"; do
    objects+=("$work/$source.o")
    compile "$glue/native/$source.c" "$work/$source.o"
  done
  ar rcs "$clibraries/$name" "${objects[@]}"
}

# Every function of a VM that the static libraries name must be there to link; one that is not
# really needed says so and aborts.
add_missing_jvm_functions() {
  nm -A -u "$static"/*.a 2>/dev/null | awk '{ print $NF }' |
    grep -E '^(JVM_|jio_|JNI_Get|JNI_Create)' | sort -u >"$work/named"
  nm --defined-only "$work/jvm_functions.o" | awk '{ print $NF }' | sort -u >"$work/written"
  {
    printf '#include <stdio.h>\n#include <stdlib.h>\n'
    printf 'static void missing(const char *name) {\n'
    printf '  fprintf(stderr, "native image: %%s is not implemented\\n", name);\n  abort();\n}\n'
    comm -23 "$work/named" "$work/written" | sed 's/.*/void &(void) { missing("&"); }/'
  } >"$work/missing.c"
  compile "$work/missing.c" "$work/missing.o"
  ar rcs "$clibraries/libjvm.a" "$work/missing.o"
}

compile_c_pieces() {
  archive liblibchelper.a posix_wrappers signals locale_and_time_zone cpu_features
  archive libsvm_container.a svm_container cgroup_mounts cgroup_limits
  archive libjvm.a jvm_functions
  add_missing_jvm_functions
  gcc -O2 -fPIC -shared -I"$jdk/include" -I"$jdk/include/linux" "$glue/native/builder_terminal.c" \
    -o "$svm/builder/lib/libreporterchelper.so"
}

copy_jdk
copy_parts
compile_c_pieces
bash "$graalvm_dir/stages/builder-arguments.sh" "$part"
"$part/bin/java" "$glue/java/ReferencePatch.java" "$svm/builder/svm-$(pinned graalvm 2).jar" "$svm/patch"
install -m 755 "$glue/driver/native-image.py" "$part/bin/native-image"
rm -f "$svm/driver/native-image.py"
"$part/bin/native-image" --version

rm -rf "$home"
mv "$part" "$home"
