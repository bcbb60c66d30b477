# shellcheck shell=bash
# The library, the emulator and the jars.

readonly LIBRARY=target/release/libHello.so
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
  step "libHello.so" "" cargo rustc --locked -p hello --lib --release --crate-type cdylib
}

build_emulator() {
  need_rust
  step "lambda-emulator" "" cargo build --locked -p lambda-emulator --bin lambda-emulator --profile tool
  mkdir -p dist
  install -m 755 target/tool/lambda-emulator "$EMULATOR"
}

build_jars() {
  need_maven
  step "jars" "" mvn -B -ntp -q package -Dmaven.test.skip=true
}

# The showcase's class path: its jar and those that its manifest names.
app_class_path() { echo "$APP_JAR:java/app/target/lib/*"; }

task_clean() {
  rm -rf target dist java/*/target bench/*/target examples/*/target deploy/.aws-sam
}
