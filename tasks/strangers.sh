# shellcheck shell=bash
# What a release would publish, and projects that have nothing else of it.

readonly RELEASED_JARS=target/plugin/maven

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
