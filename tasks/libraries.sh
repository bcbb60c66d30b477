# shellcheck shell=bash
# Handlers in the languages and with the libraries that functions are written with, on the JVM and as native images.

readonly LIBRARY_HANDLERS=java/acceptance-libraries

verify_libraries() {
  source deploy/tools.sh
  find_native_image
  once build_library
  build_library_handlers
  local features=libraries without_moto=()
  if [ -n "$NATIVE_IMAGE" ]; then
    features+=,images
    build_library_image types
    # Moto speaks HTTP; AWS's SDK enables HTTPS itself.
    build_library_image cloud --enable-url-protocols=http
    build_library_image logging
  fi
  find_deploy_tools
  if [ -n "$DEPLOY_TOOLS_MISSING" ]; then
    say "AWS's SDK is not tried, since there is no moto, nor boto3, which comes with it: $DEPLOY_TOOLS_MISSING."
    without_moto=(--skip libraries::cloud --skip libraries::clients::boto3)
  fi
  LIBHELLO_LIBRARY_FOLDER=$PWD/${LIBRARY%/*} LIBHELLO_MOTO=$DEPLOY_TOOLS/bin/moto_server \
    LIBHELLO_PYTHON=$DEPLOY_TOOLS/bin/python \
    shown_step "handlers with libraries" acceptance_cases "$features" libraries:: "${without_moto[@]}"
}

build_library_handlers() {
  need_maven
  need cc gcc libc6-dev
  need unzip
  build_heap_shim "$(uname -m)" cc ar
  step "handlers with libraries: jars" "" package_library_handlers
}

# What is no dependency any more would stay in the class paths.
package_library_handlers() {
  rm -rf "$LIBRARY_HANDLERS"/*/target/lib
  mvn -B -ntp -q -f "$LIBRARY_HANDLERS/pom.xml" package -Dmaven.test.skip=true
  # The native half of AWS's client, which the cases compare with.
  mkdir -p target/libraries
  unzip -p "$LIBRARY_HANDLERS"/types/target/managed-runtime/*.jar \
    "jni/libaws-lambda-jni.linux-$(uname -m | sed s/aarch64/aarch_64/).so" >target/libraries/libaws-lambda-jni.so
}

# build_library_image NAME [OPTION...]: as a user builds it: the main class and the class path, no metadata. Compiled
# quickly: what counts is what it answers.
build_library_image() {
  local name=$1 jars=$LIBRARY_HANDLERS/$1/target
  shift
  build_image "native image of handlers with libraries: $name" "target/libraries/$name" \
    "$jars/libhello-acceptance-$name.jar:$jars/lib/*" io.github.libhello.aws.HandlerMain -Ob "$@"
}
