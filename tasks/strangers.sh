# shellcheck shell=bash
# What a release would publish, and projects that have nothing else of it.

readonly RELEASED_JARS=target/plugin/maven
readonly CARGO_LAMBDA=1.9.2

verify_plugin() {
  once release_for_strangers
  shown_step "what strangers do with it" java/maven-plugin/test.sh "$RELEASED_JARS" "$ARM64_ROOT" "$AWS_TOOLS"
  need jq
  shown_step "what they save, and the next answer" java/maven-plugin/watch_test.sh "$RELEASED_JARS"
  shown_step "packages with a JRE, by strangers" java/maven-plugin/jvm_test.sh "$RELEASED_JARS"
}

verify_examples() {
  once release_for_strangers
  shown_step "examples, as strangers build them" examples/test.sh "$RELEASED_JARS" "$AWS_TOOLS"
}

# test_containers BASE BUILDER [OPTION...]: with these images, run with these options of podman's.
test_containers() {
  once release_for_strangers
  shown_step "container images, by strangers" java/maven-plugin/container_test.sh "$RELEASED_JARS" "$@"
}

# task_transcript [ROUNDS]: commands, seconds and sizes on this machine, to be quoted.
task_transcript() {
  once release_for_strangers
  java/maven-plugin/transcript.sh "$RELEASED_JARS" "$@"
}

# From an empty folder to a deployed function, once: that all that is typed does what it should.
verify_walk() {
  once release_for_strangers
  if [ -z "$AWS_TOOLS" ]; then
    say "The walk to a deployed function is left out, since it ends at moto."
    return
  fi
  shown_step "from an empty folder to a deployed function" \
    env PATH="$AWS_TOOLS:$PATH" bench/walk/walk.py libhello "$RELEASED_JARS"
}

# The same with seconds and with what is typed, and for Rust by cargo-lambda, as a record for the pages.
task_walk() {
  local environment=$CACHE/tools/cargo-lambda-$CARGO_LAMBDA
  once release_for_strangers
  [ -n "$AWS_TOOLS" ] || die "walk: it ends at moto, and there is none"
  if [ ! -f "$environment/installed" ]; then
    need_python_venv
    step "cargo-lambda $CARGO_LAMBDA (once)" "" install_cargo_lambda "$environment"
  fi
  shown_step "from an empty folder to a deployed function, in Java and in Rust" \
    env PATH="$environment/bin:$AWS_TOOLS:$PATH" bench/walk/walk.py record "$RELEASED_JARS" bench/results
}

# It brings the linker of Zig, by which it builds.
install_cargo_lambda() {
  rm -rf "$1"
  python3 -m venv "$1"
  "$1/bin/pip" install -q --disable-pip-version-check "cargo-lambda==$CARGO_LAMBDA"
  touch "$1/installed"
}

# RELEASED_JARS and AWS_TOOLS, the folder of aws and moto_server, which is empty where there is none.
release_for_strangers() {
  source deploy/tools.sh
  once build_library
  build_emulator
  need_maven
  need cc gcc libc6-dev
  need unzip
  need curl
  need openssl
  build_heap_shim "$(uname -m)" cc ar
  carry_arm64
  find_deploy_tools
  AWS_TOOLS=${DEPLOY_TOOLS:+$DEPLOY_TOOLS/bin}
  if [ -n "$DEPLOY_TOOLS_MISSING" ]; then
    say "Nothing is tried against moto, since there is none: $DEPLOY_TOOLS_MISSING."
    AWS_TOOLS=
  fi
  step "jars as released, in a local repository" "" release_jars
}

release_jars() {
  rm -rf "$RELEASED_JARS"
  deploy_jars "$RELEASED_JARS"
}
