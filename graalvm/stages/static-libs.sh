#!/usr/bin/env bash
# static-libs.sh [aarch64]: compiles the JDK's native code as static libraries, for this processor or for the one
# that is named: the source's own configure and the *-static-libs targets of its make. Only the libraries, one header
# and the licence are kept.
set -euo pipefail
# shellcheck source=../stage.sh
. "${graalvm_dir:?}/stage.sh"
# shellcheck source=static-libs-place.sh
. "$graalvm_dir/stages/static-libs-place.sh"

: "${jdk:?}" "${libs_source:?}" "${source_tarball:?}"

check_sum "$source_tarball" "$(pinned jdk-source 4)"
processor=${1:-}
libs_source+=${processor:+-$processor}
work=$libs_source.work
tree=$work/openjdk-25-$(pinned jdk-source 2)
jobs=${LIBHELLO_JOBS:-$(nproc)}

if [[ ! -f $work/unpacked ]]; then
  rm -rf "$work"
  mkdir -p "$work"
  tar xJf "$source_tarball" -C "$work" --exclude='*/test/jdk' --exclude='*/test/hotspot' \
    --exclude='*/test/langtools'
  touch "$work/unpacked"
fi

# Configure asks for headers of the desktop and for a zlib to link, while none of these libraries includes the ones or
# links the other: this machine's headers do, alone in a folder so that no others of it come along.
for_other_processor() {
  local headers=$work/headers zlib=$work/zlib
  mkdir -p "$headers" "$zlib"
  cp -r /usr/include/{X11,cups,alsa,fontconfig} "$headers/"
  cp /usr/include/{zlib,zconf}.h "$zlib/"
  bash "$graalvm_dir/stages/zlib-names.sh" "$processor" "$zlib/libz.so"
  # The build JDK: without one, make would build a whole JDK for this machine first.
  cross=(--openjdk-target="$processor-linux-gnu" --with-build-jdk="$jdk"
    --x-includes="$headers" --x-libraries="$headers" --with-cups-include="$headers"
    --with-fontconfig-include="$headers" --with-alsa-include="$headers" --with-alsa-lib="$headers"
    --with-extra-cflags=-I"$zlib" --with-extra-cxxflags=-I"$zlib" --with-extra-ldflags=-L"$zlib")
}
cross=()
[[ -z $processor ]] || for_other_processor

# make must not inherit what another make or another JDK of the caller set.
unset MAKEFLAGS MFLAGS CLASSPATH JAVA_HOME
export LC_ALL=C
cd "$tree"
bash configure --with-conf-name=static --with-boot-jdk="$jdk" --with-jobs="$jobs" \
  --with-debug-level=release --with-native-debug-symbols=none --disable-warnings-as-errors \
  --enable-headless-only --with-version-opt= --with-version-pre= --with-zlib=system \
  --with-libjpeg=bundled --with-giflib=bundled --with-libpng=bundled --with-lcms=bundled \
  --with-harfbuzz=bundled --with-freetype=bundled "${cross[@]}"
make CONF=static JOBS="$jobs" java.base-static-libs java.prefs-static-libs \
  java.management-static-libs jdk.management-static-libs jdk.net-static-libs \
  jdk.security.auth-static-libs java.rmi-static-libs

rm -rf "$libs_source.part"
mkdir -p "$libs_source.part/lib" "$libs_source.part/include" "$libs_source.part/legal"
find build/static/support/native -name '*.a' ! -name libjli.a ! -name libjsig.a \
  -exec cp -t "$libs_source.part/lib" {} +
cp src/java.base/share/native/libjava/java_props.h "$libs_source.part/include/"
cp LICENSE ASSEMBLY_EXCEPTION ADDITIONAL_LICENSE_INFO "$libs_source.part/legal/"
mv "$libs_source.part" "$libs_source"
rm -rf "$work"
