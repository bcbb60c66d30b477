# shellcheck shell=bash
# The tests in two tiers. The end-to-end cases run against what is built here, on the JVM and as native
# images.

# What every change must pass.
task_test() {
  task_check
  shown_step "Rust tests" cargo test --locked --workspace --exclude acceptance
  shown_step "model of the exchange, in 100,000 schedules" cargo test --locked -p hello --features model --test model
  shown_step "Java tests" mvn -B -ntp verify
  shown_step "tests of the tasks" test_tasks
  find_native_image
  shown_step "tests of graalvm/" graalvm/test.sh
  build_acceptance
  shown_step "end-to-end cases" end_to_end
  all_done "All tests passed."
}

# task_verify [--rest]: the tests, and what takes other tools, other processors or longer; with --rest the
# latter alone.
task_verify() {
  case ${1:-} in
    '') task_test ;;
    --rest) ;;
    *) die "verify: --rest is the only option, not \"$1\"" ;;
  esac
  need_rust
  need_maven
  find_native_image
  build_acceptance
  task_fuzz 5
  test_processors
  if [ -n "$NATIVE_IMAGE" ]; then
    shown_step "HTTPS, sines, reflection" bench/jvm/test.sh
    source tasks/bench.sh && task_bench --smoke
    test_docker
    test_deploy
    shown_step "what the pages show" env NATIVE_IMAGE="$NATIVE_IMAGE" docs/test.sh
  else
    shown_step "HTTPS, sines, reflection" bench/jvm/test.sh --jvm-only
    shown_step "what the pages show" docs/test.sh
  fi
  task_audit
  all_done "Everything is verified."
}

# The library with the entry that panics, the programs of the cases, and the images of both.
build_acceptance() {
  mkdir -p target/acceptance
  step "libHello.so with the panic probe" "" \
    cargo rustc --locked -p hello --lib --release --crate-type cdylib --features panic-probe
  install -m 755 "$LIBRARY" target/acceptance/libHello.so
  build_library
  mkdir -p dist
  install -m 755 "$LIBRARY" dist/libHello.so
  if [ -n "$NATIVE_IMAGE" ]; then
    task_package
    package_jvm
    build_image "native image of the cases' program" target/acceptance/acceptance \
      "$ACCEPTANCE_JAR:$(app_class_path)" Acceptance
  fi
}

end_to_end() {
  export LIBHELLO_JAVA=$JAVA_HOME/bin/java
  export LIBHELLO_ROOT=$PWD
  local features=artefacts
  if [ -n "$NATIVE_IMAGE" ]; then
    features+=,images,bundle
  else
    say "Without native-image, the cases run on the JVM only."
  fi
  cargo test --locked -p acceptance --features "$features"
}
