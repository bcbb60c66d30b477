# shellcheck shell=bash
# The tests in two tiers. The end-to-end cases run against what is built here, on the JVM and as native
# images.

# What every change must pass.
task_test() {
  task_check
  once build_libraries
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

readonly VERIFY_PARTS=(fuzz processors https libraries console bench docker deploy plugin walk examples docs audit)

# task_verify [PART...]: the tests, and what takes other tools, other processors or longer; with parts, only
# those of the latter.
task_verify() {
  local part parts=("$@")
  for part; do
    [[ " ${VERIFY_PARTS[*]} " == *" $part "* ]] || die "verify: there is no part \"$part\"; the parts: ${VERIFY_PARTS[*]}"
  done
  if [ $# -eq 0 ]; then
    task_test
    parts=("${VERIFY_PARTS[@]}")
  fi
  for part in "${parts[@]}"; do "verify_$part"; done
  all_done "Verified: ${parts[*]}."
}

# Each part builds what it needs.
verify_fuzz() { task_fuzz 5; }
verify_audit() { task_audit; }

verify_processors() {
  once build_all
  test_processors
}

verify_docs() {
  once build_all
  shown_step "what the pages show" env NATIVE_IMAGE="$NATIVE_IMAGE" docs/test.sh
}

# In a shell of its own, since the part bench brings these functions in as well.
verify_https() (
  source bench/jvm/functions.sh
  need_rust
  find_native_image
  once build_library
  build_https_server
  once build_functions_jar
  local features=https
  if [ -n "$NATIVE_IMAGE" ]; then
    build_functions_image
    features+=,images
  fi
  export LIBHELLO_LIBRARY_FOLDER=$PWD/${LIBRARY%/*}
  shown_step "HTTPS, sines, reflection" acceptance_cases "$features" https::
)

# These three need images.
verify_bench() {
  find_native_image
  [ -z "$NATIVE_IMAGE" ] || { source tasks/bench.sh && task_bench --smoke; }
}

verify_docker() {
  find_native_image
  [ -z "$NATIVE_IMAGE" ] || test_docker
}

verify_deploy() {
  source deploy/tools.sh
  once build_all
  [ -z "$NATIVE_IMAGE" ] || test_deploy
}

# deploy/test.sh with the AWS CLI, moto, SAM and cfn-lint of deploy/requirements.txt, which are kept.
test_deploy() {
  need make
  need curl
  need unzip
  need openssl
  need zip
  find_deploy_tools
  if [ -n "$DEPLOY_TOOLS_MISSING" ]; then
    say "The tests of deploy/ are skipped: $DEPLOY_TOOLS_MISSING."
    return
  fi
  build_emulator
  shown_step "tests of deploy/" deploy/test.sh "$DEPLOY_TOOLS/bin"
}

declare -A BUILT=()

# once FUNCTION: calls it, unless it was called so before.
once() {
  [ -z "${BUILT[$1]:-}" ] || return 0
  "$1"
  BUILT[$1]=1
}

# The library with the entry that panics, and then the one that is shipped, which cargo keeps in the same place.
build_libraries() {
  need_rust
  step "libHello.so with the panic probe" "" build_cdylib --features panic-probe
  install -Dm 755 "$LIBRARY" target/acceptance/panic-probe/libHello.so
  build_library
}

# The library with the entry that panics, the programs of the cases, and the images of both.
build_acceptance() {
  once build_libraries
  mkdir -p dist
  install -m 755 "$LIBRARY" dist/libHello.so
  if [ -n "$NATIVE_IMAGE" ]; then
    task_package
    package_jvm
    build_image "native image of the cases' program" target/acceptance/acceptance \
      "$ACCEPTANCE_JAR:$(app_class_path)" Acceptance
    build_handlers target/acceptance/handlers
  fi
  # Last, since an image is written with the library that the jar carries.
  install -m 755 target/acceptance/panic-probe/libHello.so target/acceptance/libHello.so
}

# build_handlers OUTPUT: one image of all handlers, with the methods, which nothing marks as such. Compiled quickly:
# what counts is what they answer.
build_handlers() {
  local output=$1 method handlers='*'
  for method in same receipt lines nothing; do handlers+=,com.example.handlers.Shop::$method; done
  build_image "native image of AWS's handlers" "$output" "$HANDLERS_CLASS_PATH" \
    io.github.libhello.aws.HandlerMain -Ob "-Dlibhello.handler=$handlers"
}

end_to_end() {
  local features=artefacts
  if [ -n "$NATIVE_IMAGE" ]; then
    features+=,images,bundle
  else
    say "Without native-image, the cases run on the JVM only."
  fi
  acceptance_cases "$features"
}

# acceptance_cases FEATURES [FILTER...]
acceptance_cases() {
  local features=$1
  shift
  LIBHELLO_JAVA=$JAVA_HOME/bin/java LIBHELLO_ROOT=$PWD LIBHELLO_NATIVE_IMAGE=$NATIVE_IMAGE \
    cargo test --locked -p acceptance --features "$features" --lib --test acceptance -- "$@"
}
