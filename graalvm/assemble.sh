#!/usr/bin/env bash
# assemble.sh [linux-aarch64]: makes a native-image from package registries and prints the path of the executable.
# What is in place already is not made again; an interrupted run goes on where it stopped.
# With a target, it builds images for that too, by --target=linux-aarch64.
# LIBHELLO_CACHE says where things are kept; LIBHELLO_STATIC_LIBS=source compiles the JDK's static libraries
# instead of taking the carried ones.
set -euo pipefail
graalvm_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=stage.sh
. "$graalvm_dir/stage.sh"

if [[ $(uname -sm) != 'Linux x86_64' ]]; then
  cannot "native-image can be assembled on x86-64 Linux only, not on $(uname -sm):" \
    "install a GraalVM for JDK 25 and set GRAALVM_HOME to its home."
fi
if [[ $(getconf GNU_LIBC_VERSION 2>/dev/null) != glibc* ]]; then
  cannot "native-image can be assembled on a Linux with glibc only:" \
    "install a GraalVM for JDK 25 and set GRAALVM_HOME to its home."
fi

jdk=$(bash "$graalvm_dir/find-jdk.sh" "$(pinned jdk 2)")
store=${LIBHELLO_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/libhello}/graalvm
libs_from=${LIBHELLO_STATIC_LIBS:-carried}
[[ $libs_from =~ ^(source|carried)$ ]] ||
  cannot "LIBHELLO_STATIC_LIBS is '$libs_from'; it can be 'carried', which is the default, or 'source'."

# Everything that shapes the home is in its key, so that a change makes a new home beside the old.
key_of_home() {
  local hash
  cd "$graalvm_dir"
  hash=$({
    find glue versions stages fallback maven -type f ! -name '*.pyc' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
    echo "$libs_from" "$jdk"
    cat "$jdk/release"
  } | sha256sum)
  echo "$(pinned graalvm 2)-${hash:0:12}"
}
home=$store/$(key_of_home)
target=${1:-}
[[ -z $target || $target == linux-aarch64 ]] ||
  cannot "images are built for this machine, and for linux-aarch64 where that is asked for, not for $target."
complete() { [[ -x $home/bin/native-image && (-z $target || -d $home/lib/svm/answers/$target) ]]; }
print_home() {
  touch "$home/last-used" 2>/dev/null || true
  echo "$home/bin/native-image"
  exit 0
}
! complete || print_home

mkdir -p "$store"
store=$(cd "$store" && pwd -P)
home=$store/${home##*/}
exec 9>"$store/lock"
if ! flock -n 9; then
  printf 'graalvm: waiting for another build of it ' >&2
  until flock -w 5 9; do printf '.' >&2; done
  echo >&2
fi
if [[ ! -x $home/bin/native-image ]]; then
  took='less than a minute'
  [[ $libs_from == carried ]] || took='2 to 5 minutes'
  say "assembling native-image $(pinned graalvm 2) in $home, once; $took"
  export graalvm_dir store jdk home libs_from
  bash "$graalvm_dir/stages/packages.sh" commands
  [[ -d $store/jars-$(pinned graalvm 2) ]] || run_stage "the image builder's jars, from Maven" jars.sh
  # shellcheck source=stages/static-libs-place.sh
  . "$graalvm_dir/stages/static-libs-place.sh"
  if [[ $libs_from == source && ! -d $libs_source ]]; then
    [[ -f $source_tarball ]] || run_stage "the JDK's C source, from Debian" jdk-source.sh
    bash "$graalvm_dir/stages/packages.sh" build
    run_stage "static JDK libraries, compiled" static-libs.sh
  elif [[ $libs_from == carried && ! -d $libs_carried ]]; then
    run_stage "static JDK libraries, carried" carried-libs.sh
  fi
  run_stage "the home of native-image" home.sh
  # Homes that a change has left behind; another checkout may still use a younger one.
  find "$store" -mindepth 2 -maxdepth 2 -name last-used -mtime +14 -printf '%h\0' | xargs -0r rm -rf
fi
if ! complete; then
  export graalvm_dir store jdk home
  bash "$graalvm_dir/stages/packages.sh" target
  run_stage "what images for $target need" target.sh
fi
print_home
