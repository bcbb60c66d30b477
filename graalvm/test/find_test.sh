#!/usr/bin/env bash
# Tests find.sh and find-jdk.sh with made-up JDKs and GraalVMs, without any assembling.
set -uo pipefail
graalvm_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=../../tasks/tests/expect.sh
source "$graalvm_dir/../tasks/tests/expect.sh"

fake_jdk() {
  mkdir -p "$work/$1/bin" "$work/$1/include"
  printf '#!/bin/sh\n' >"$work/$1/bin/javac"
  chmod +x "$work/$1/bin/javac"
  touch "$work/$1/include/jni.h"
  printf 'IMPLEMENTOR="x"\nJAVA_VERSION="%s"\n' "$2" >"$work/$1/release"
}

fake_native_image() {
  mkdir -p "$work/$1/bin"
  printf '#!/bin/sh\n' >"$work/$1/bin/native-image"
  chmod +x "$work/$1/bin/native-image"
}

fake_jdk jdk-25 25.0.3
fake_jdk jdk-8 1.8.0_400
fake_jdk jdk-99 99
fake_jdk 'with blank/jdk' 25
fake_native_image graalvm
fake_native_image other

find_jdk() { BASE_JDK='' JAVA_HOME='' env "$@" 2>/dev/null; }
tool=$graalvm_dir/find-jdk.sh
expect 'JAVA_HOME' "$work/jdk-25" "$(find_jdk JAVA_HOME="$work/jdk-25" bash "$tool" 25)"
expect 'BASE_JDK comes before JAVA_HOME' "$work/with blank/jdk" \
  "$(find_jdk BASE_JDK="$work/with blank/jdk" JAVA_HOME="$work/jdk-25" bash "$tool")"
expect '25 is preferred to a newer one' "$work/jdk-25" \
  "$(find_jdk BASE_JDK="$work/jdk-99" JAVA_HOME="$work/jdk-25" bash "$tool")"
expect 'a version that is asked for' "$work/jdk-99" \
  "$(find_jdk BASE_JDK="$work/jdk-99" JAVA_HOME="$work/jdk-25" bash "$tool" 99)"
expect 'the old way of writing versions' "$work/jdk-8" \
  "$(find_jdk JAVA_HOME="$work/jdk-8" bash "$tool" 8)"
find_jdk JAVA_HOME="$work/jdk-8" bash "$tool" 77 >/dev/null
expect 'none of that version' 3 $?
expect 'none of that version: one line' 1 \
  "$({ JAVA_HOME="$work/jdk-8" bash "$tool" 77 >/dev/null; } 2>&1 | wc -l)"
find_jdk bash "$tool" new >/dev/null
expect 'not a version' 2 $?

tool=$graalvm_dir/find.sh
expect 'GRAALVM_HOME' "$work/graalvm/bin/native-image" \
  "$(GRAALVM_HOME="$work/graalvm" PATH="$work/other/bin:$PATH" bash "$tool" 2>/dev/null)"
expect 'the PATH' "$work/other/bin/native-image" \
  "$(GRAALVM_HOME='' PATH="$work/other/bin:$PATH" bash "$tool" 2>/dev/null)"
expect 'the PATH, if GRAALVM_HOME has none' "$work/other/bin/native-image" \
  "$(GRAALVM_HOME="$work/jdk-25" PATH="$work/other/bin:$PATH" bash "$tool" 2>/dev/null)"

conclude
