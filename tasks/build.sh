# shellcheck shell=bash
# The library, the emulator and the jars.

readonly LIBRARY=target/release/libHello.so
# What the runtime's jar carries for this processor.
readonly CARRIED=target/carried/META-INF/native
readonly HEAP_SHIM=java/runtime/src/main/image
readonly EMULATOR=dist/lambda-emulator
readonly APP_JAR=java/app/target/libhello-app.jar
readonly ACCEPTANCE_JAR=java/acceptance/target/libhello-acceptance.jar
readonly HANDLERS_CLASS_PATH="java/acceptance-aws/target/libhello-acceptance-aws.jar:java/acceptance-aws/target/lib/*"

task_build() {
  build_library
  build_emulator
  build_jars
}

# As a cdylib alone: beside an rlib, cargo would leave link-time optimisation out.
build_library() {
  need_rust
  step "libHello.so" "" build_cdylib
  carry "$(uname -m)" "$LIBRARY"
}

build_cdylib() {
  local unwinder
  unwinder=$(unwinder cc)
  # shellcheck disable=SC2086 # arguments
  cargo rustc --locked -p hello --lib --release --crate-type cdylib "$@" -- $unwinder
}

# unwinder COMPILER: what links the stack unwinder of that compiler into the library. As a library of its own it is
# loaded, and asks which processor there is, at each start. That of a newer system takes a function of a newer glibc than
# Lambda's, which rust/bridge/native has then.
unwinder() {
  local archive object=$PWD/target/find-object-$1.o
  archive=$("$1" -print-file-name=libgcc_eh.a)
  [ -e "$archive" ] || return 0
  echo "-L native=$(dirname "$archive") -l static=gcc_eh"
  grep -q _dl_find_object "$archive" || return 0
  mkdir -p target
  "$1" -O2 -fPIC -Wall -Wextra -Werror -c rust/bridge/native/find_object.c -o "$object"
  echo "-C link-arg=$object"
}

# carry PROCESSOR LIBRARY: into the runtime's jar, when that is built the next time. Renamed into its place, since
# the jar may be under way.
carry() {
  local folder=$CARRIED/linux-${1/aarch64/aarch_64}
  install -Dm 755 "$2" "target/carried-$1.so"
  mkdir -p "$folder"
  mv "target/carried-$1.so" "$folder/libHello.so"
}

# build_heap_shim PROCESSOR COMPILER ARCHIVER
build_heap_shim() {
  local folder=$CARRIED/linux-${1/aarch64/aarch_64} source objects=()
  mkdir -p target "$folder"
  for source in "$HEAP_SHIM"/*.c; do
    objects+=("target/heap-$(basename "$source" .c)-$1.o")
    "$2" -O2 -fPIC -Wall -Wextra -Werror -D_DEFAULT_SOURCE -c "$source" -o "${objects[-1]}"
  done
  rm -f "$folder/libhello_heap.a"
  "$3" rcsD "$folder/libhello_heap.a" "${objects[@]}"
}

build_emulator() {
  need_rust
  step "lambda-emulator" "" cargo build --locked -p cli --bin lambda-emulator --profile tool
  mkdir -p dist
  install -m 755 target/tool/lambda-emulator "$EMULATOR"
}

prepare_jars() {
  need_maven
  need cc gcc libc6-dev
  build_heap_shim "$(uname -m)" cc ar
}

build_jars() {
  prepare_jars
  # Nothing that is built here takes the plugin or the artifact of the emulator.
  step "jars" "" mvn -B -ntp -q package -Dmaven.test.skip=true -pl '!java/maven-plugin,!java/emulator'
}

# The showcase's class path: its jar and those that its manifest names.
app_class_path() { echo "$APP_JAR:java/app/target/lib/*"; }

task_clean() {
  rm -rf target dist java/*/target java/*/*/target bench/*/target examples/*/target deploy/.aws-sam
}
