# shellcheck shell=bash
# Native images.

NATIVE_IMAGE=
# The platform that build_image builds for, where that is another one than this.
IMAGE_TARGET=

# How this project's own images are built; what all images need, the runtime's jar says. The builder's JVM gets
# one compiler: an image of this size is done before the second has paid.
readonly IMAGE_OPTIONS=tasks/image-options

# find_native_image: sets NATIVE_IMAGE, or leaves it empty where none is available. The search itself
# says what it does, and assembles one on the first call on a machine: that takes minutes.
find_native_image() {
  [ -z "$NATIVE_IMAGE" ] || return 0
  need_jdk
  local status=0
  NATIVE_IMAGE=$(graalvm/find.sh) || status=$?
  case $status in
    0) ;;
    3) NATIVE_IMAGE= ;;
    *) die "native-image could not be assembled. To repeat: graalvm/find.sh" ;;
  esac
}

need_native_image() {
  find_native_image
  [ -n "$NATIVE_IMAGE" ] || die "native-image is not available on this machine: set GRAALVM_HOME to a GraalVM for JDK 25"
}

# The oldest processors that an image runs on: of x86-64 those with AVX2 (2013), of arm64 those with
# armv8.1-a (2016). All of Lambda's are newer.
image_baseline() {
  case ${IMAGE_TARGET:-$(uname -m)} in
    *aarch64) echo armv8.1-a ;;
    *) echo x86-64-v3 ;;
  esac
}

# build_image NAME OUTPUT CLASS_PATH MAIN_CLASS [OPTION...]: skipped while nothing that goes into it has changed.
build_image() {
  local name=$1 output=$2 class_path=$3 main_class=$4
  shift 4
  [ -z "$IMAGE_TARGET" ] || set -- --target="$IMAGE_TARGET" "$@"
  need cc gcc libc6-dev
  local inputs stamp=$output.inputs
  inputs=$({
    echo "$NATIVE_IMAGE" "$main_class" "$(image_baseline)" "$@"
    cat "$IMAGE_OPTIONS" "$HEAP_SHIM"/*.c
    # shellcheck disable=SC2086 # the class path's wildcards are files here
    class_path_contents ${class_path//:/ }
  } | sha256sum)
  mkdir -p "$(dirname "$output")"
  if [ -x "$output" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$inputs" ]; then
    say "${BOLD}> $name${PLAIN} ${DIM}unchanged${PLAIN}"
    return
  fi
  rm -f "$stamp"
  step "$name (about a minute)" "" "$NATIVE_IMAGE" @"$IMAGE_OPTIONS" -march="$(image_baseline)" -cp "$class_path" \
    "$@" -o "$output" "$main_class"
  # A linker's file lies in the page cache in larger pieces than one that was written in order, as Lambda's is, and
  # 2 MB more of it become resident.
  cp "$output" "$output.copy"
  mv "$output.copy" "$output"
  echo "$inputs" >"$stamp"
}

# The library that a jar carries is left out, where there is an unzip: it does not become a part of an image.
class_path_contents() {
  local entry
  for entry; do
    if [ -d "$entry" ]; then
      find "$entry" -type f -print0 | sort -z | xargs -0 sha256sum
    else
      unzip -p "$entry" -x 'META-INF/native/*' 2>/dev/null || cat "$entry"
    fi
  done
}

# dist/lambda.zip, and what is in it.
task_image() {
  need_rust
  need_maven
  side_by_side build_library find_builder
  need_native_image
  build_package
}

find_builder() { step "native-image: found, or assembled by graalvm/" graalvm/find.sh look_for_native_image; }

look_for_native_image() { graalvm/find.sh || [ $? -eq 3 ]; }
