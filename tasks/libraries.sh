# shellcheck shell=bash
# Handlers in the languages and with the libraries that functions are written with, on the JVM and as native images.

readonly LIBRARY_HANDLERS=java/acceptance-libraries

# In a shell of its own, since the tools of deploy/ come in as well.
verify_libraries() (
  source deploy/deploy.sh
  find_native_image
  once build_library
  build_library_handlers
  local features=libraries name without_moto=()
  if [ -n "$NATIVE_IMAGE" ]; then
    features+=,images
    for name in types cloud logging; do build_library_image "$name"; done
  fi
  find_deploy_tools
  if [ -n "$DEPLOY_TOOLS_MISSING" ]; then
    say "AWS's SDK is not tried, since there is no moto: $DEPLOY_TOOLS_MISSING."
    without_moto=(--skip libraries::cloud)
  fi
  export LIBHELLO_LIBRARY_FOLDER=$PWD/${LIBRARY%/*} LIBHELLO_MOTO=$DEPLOY_TOOLS/bin/moto_server
  shown_step "handlers with libraries" acceptance_cases "$features" libraries:: "${without_moto[@]}"
)

build_library_handlers() {
  need_maven
  need cc gcc libc6-dev
  build_heap_shim "$(uname -m)" cc ar
  step "handlers with libraries: jars" "" mvn -B -ntp -q -f "$LIBRARY_HANDLERS/pom.xml" package -Dmaven.test.skip=true
}

# As a user builds it: the main class and the class path, no metadata. Compiled quickly: what counts is what it answers.
build_library_image() {
  local jars=$LIBRARY_HANDLERS/$1/target
  build_image "native image of handlers with libraries: $1" "target/libraries/$1" \
    "$jars/libhello-acceptance-$1.jar:$jars/lib/*" io.github.libhello.aws.HandlerMain -Ob
}
