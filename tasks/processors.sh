# shellcheck shell=bash
# Other processors than this one, under qemu's user mode: the library and images for arm64, and the image on the oldest
# x86-64 that it is built for.

readonly ARM64=target/arm64
readonly ARM64_TARGET=aarch64-unknown-linux-gnu
readonly ARM64_DEBIAN=trixie
ARM64_ROOT=
NO_ARM64=

# dist/arm64/libHello.so, bootstrap and lambda.zip, and a look at how they answer.
task_arm64() {
  need_arm64
  [ -z "$NO_ARM64" ] || die "nothing for arm64 can be built or run here: $NO_ARM64"
  build_emulator
  build_arm64_libraries
  build_jars
  build_arm64_package
  arm64_image_answers
  shown_step "cases on arm64, under qemu" arm64_cases artefacts codecs:: end:: events:: failures:: logs:: misuse:: start:: --skip process_end::
  shown_step "k-means on arm64, under qemu" arm64_cases artefacts finds_the_clusters
  all_done "dist/arm64 has libHello.so, bootstrap and lambda.zip for arm64, which answer as they do here."
}

# The library on a JVM, and images with all the cases that qemu can show: not those of memory, of which most is qemu's,
# nor of hundreds of thousands of calls.
test_processors() {
  [ -z "$NATIVE_IMAGE" ] || baseline_case
  need_arm64
  if [ -n "$NO_ARM64" ]; then
    say "> arm64: not looked at, since $NO_ARM64"
    return
  fi
  step "what differs between the JDK's classes for x86-64 and for arm64" "" compare_jdks
  build_arm64_libraries
  shown_step "cases on arm64, under qemu" arm64_cases artefacts codecs:: events:: misuse:: platform::
  shown_step "k-means on arm64, under qemu" arm64_cases artefacts finds_the_clusters
  # The jars again, which carry the library now.
  build_jars
  build_arm64_package
  arm64_image_answers
  build_arm64_programs
  shown_step "cases of images on arm64, under qemu" arm64_cases images ::image --skip memory:: --skip numbers:: \
    --skip real_sets:: --skip refusals:: --skip soak:: --skip generated --skip read_only
  arm64_https
}

# In a shell of its own, since the part bench brings these functions in as well.
arm64_https() (
  source bench/jvm/functions.sh
  local image=$ARM64/image/functions/functions
  build_https_server
  once build_functions_jar
  (
    for_arm64
    build_image "functions that ask by HTTPS, for arm64" "$image" "$(functions_class_path)" "$FUNCTIONS_MAIN" -Ob
  )
  emulated "$image" "$FUNCTIONS_IMAGE"
  # The cases look for it beside the JVM.
  ln -sf "$JAVA_HOME/bin/keytool" "$ARM64/keytool"
  shown_step "HTTPS in an image on arm64, under qemu" arm64_cases images,https https::image
)

# The image on x86-64-v3 and nothing newer; on an older processor it says what is missing.
baseline_case() {
  if ! command -v qemu-x86_64 >/dev/null && { ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; }; then
    say "> oldest processor of the image: not looked at, since qemu-x86_64 is missing here"
    return
  fi
  need qemu-x86_64 qemu-user
  shown_step "k-means on the oldest processor of dist/bootstrap, $(image_baseline), under qemu" "$EMULATOR" --quiet \
    --timeout 60 --responses readable --event events/iris.json -- "$(command -v qemu-x86_64)" -cpu Haswell-noTSX "$PWD/dist/bootstrap"
}

# Sets NO_ARM64 to why not.
need_arm64() {
  NO_ARM64=
  if [ "$(uname -m)" != x86_64 ]; then
    NO_ARM64="this is no x86-64 machine"
  elif ! command -v rustup >/dev/null; then
    NO_ARM64="there is no rustup here to add the target $ARM64_TARGET"
  elif ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
    NO_ARM64="its tools and its JVM come from Debian's packages, which takes root"
  else
    need aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu libc6-dev-arm64-cross
    need qemu-aarch64 qemu-user
    need mmdebstrap
    need_rust
    step "Rust's libraries for arm64" "" rustup target add "$ARM64_TARGET"
    need_arm64_jvm
  fi
}

# A JRE 25 and the libraries that it needs, unpacked only: nothing of them is installed. And the same for x86-64, to
# compare.
need_arm64_jvm() {
  ARM64_ROOT=${LIBHELLO_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/libhello}/arm64/$ARM64_DEBIAN
  if [ ! -x "$(arm64_java)" ] || [ ! -d "$ARM64_ROOT-amd64" ]; then
    rm -rf "$ARM64_ROOT" "$ARM64_ROOT-amd64"
    mkdir -p "${ARM64_ROOT%/*}"
    step "a JRE 25 for arm64 and for x86-64, from Debian $ARM64_DEBIAN (once)" "" unpack_jvms
  fi
  mkdir -p "$ARM64"
  printf '#!/bin/sh\nexec qemu-aarch64 -L %q %q "$@"\n' "$ARM64_ROOT" "$(arm64_java)" >"$ARM64/java"
  chmod 755 "$ARM64/java"
}

arm64_java() { echo "$ARM64_ROOT/usr/lib/jvm/java-25-openjdk-arm64/bin/java"; }

unpack_jvms() {
  unpack_jvm amd64 "$ARM64_ROOT-amd64"
  unpack_jvm arm64 "$ARM64_ROOT"
}

# unpack_jvm ARCHITECTURE FOLDER
unpack_jvm() {
  local unpacked=$2.part link
  rm -rf "$unpacked"
  mmdebstrap --quiet --variant=extract --architectures="$1" --include=openjdk-25-jre-headless,libgcc-s1 \
    "$ARM64_DEBIAN" "$unpacked" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"}
  [ -e "$unpacked/lib" ] || ln -s usr/lib "$unpacked/lib"
  # qemu follows a link from the root of this machine, not from that of the JVM's files.
  find "$unpacked" -type l -lname '/*' -print0 | while IFS= read -r -d '' link; do
    ln -sfnr "$unpacked$(readlink "$link")" "$link"
  done
  mv "$unpacked" "$2"
}

# The builder puts classes of a JDK for x86-64 into images for arm64: in what they differ must be known.
compare_jdks() {
  local homes known=graalvm/test/processor-differences.txt found=$ARM64/processor-differences
  homes=("$ARM64_ROOT-amd64/usr/lib/jvm/java-25-openjdk-amd64" "$ARM64_ROOT/usr/lib/jvm/java-25-openjdk-arm64")
  [ "$(version_of_jdk "${homes[0]}")" = "$(version_of_jdk "${homes[1]}")" ] || die "$ARM64_ROOT and its amd64 are two versions"
  "$JAVA_HOME/bin/java" graalvm/test/ProcessorDifferences.java "${homes[@]}" | LC_ALL=C sort >"$found"
  sed '/^#/d; /^$/d' "$known" | LC_ALL=C sort | diff - "$found" ||
    die "the JDK's classes for x86-64 and for arm64 differ otherwise than $known says"
}

version_of_jdk() { grep '^JAVA_RUNTIME_VERSION=' "$1/release"; }

# With the panic probe as well, and then the one that is shipped, which cargo keeps in the same place.
build_arm64_libraries() {
  step "libHello.so for arm64 with the panic probe" "" cross_build --features panic-probe
  install -D -m 755 "$ARM64/cargo/$ARM64_TARGET/release/libHello.so" "$ARM64/acceptance/libHello.so"
  build_arm64_library
}

build_arm64_library() {
  step "dist/arm64/libHello.so" "" cross_build
  install -D -m 755 "$ARM64/cargo/$ARM64_TARGET/release/libHello.so" dist/arm64/libHello.so
  carry aarch64 dist/arm64/libHello.so
  build_heap_shim aarch64 aarch64-linux-gnu-gcc aarch64-linux-gnu-ar
  within dist/arm64/libHello.so "$LIBRARY_BUDGET"
}

# dist/arm64/lambda.zip and what is in it, by the assembly in graalvm/ whatever GraalVM there is, since no distribution
# builds for another processor.
build_arm64_package() {
  step "native-image for arm64: assembled by graalvm/" "" graalvm/assemble.sh linux-aarch64
  step "dist/arm64/lambda.zip: native image of Test.main for arm64, by the Maven plugin" "" \
    package_app dist/arm64 lambda-arm64.zip arm64 -pl java/app -am
  check_budgets dist/arm64
}

# The shipped events in the image; what comes but for the time must be what x86-64's image gives, where there is one.
arm64_image_answers() {
  local event expected found
  for event in iris blobs wine; do
    found=$(arm64_answer "$event" qemu-aarch64 -L "$ARM64_ROOT" "$PWD/dist/arm64/bootstrap")
    expected=$found
    [ ! -x dist/bootstrap ] || expected=$(arm64_answer "$event" "$PWD/dist/bootstrap")
    if [ -z "$found" ] || [ "$found" != "$expected" ]; then
      die "events/$event.json: arm64 answers \"$found\", and x86-64 \"$expected\""
    fi
    say "  events/$event.json in dist/arm64/bootstrap, under qemu: as on x86-64"
  done
}

# arm64_answer EVENT COMMAND...: without the time that it took.
arm64_answer() {
  local event=$1
  shift
  "$EMULATOR" --quiet --timeout 60 --event "events/$event.json" -- "$@" | sed -E 's/"milliseconds":[0-9.eE-]+//'
}

cross_build() {
  local unwinder
  unwinder=$(unwinder aarch64-linux-gnu-gcc)
  # shellcheck disable=SC2086 # arguments
  CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc cargo rustc --locked -p hello --lib --release \
    --crate-type cdylib --target "$ARM64_TARGET" --target-dir "$ARM64/cargo" "$@" -- $unwinder
}

# The programs of the cases, as images for arm64. Compiled quickly: what counts is what they answer.
build_arm64_programs() {
  local folder=$ARM64/image/acceptance
  (
    for_arm64
    build_image "the cases' program for arm64" "$folder/acceptance" "$ACCEPTANCE_JAR:$(app_class_path)" Acceptance -Ob
    build_handlers "$folder/handlers"
  )
  # Cases write files there.
  mkdir -p target/acceptance
  # After the images, each of which is written with the library that the jar carries.
  cp "$ARM64/acceptance/libHello.so" "$folder/libHello.so"
  emulated "$folder/acceptance" target/acceptance/acceptance
  emulated "$folder/handlers" target/acceptance/handlers
  emulated dist/arm64/bootstrap dist/bootstrap
}

# For the rest of a shell, build_image builds for arm64.
for_arm64() {
  NATIVE_IMAGE=$(graalvm/assemble.sh linux-aarch64)
  IMAGE_TARGET=linux-aarch64
}

# emulated IMAGE NAME: puts a script that runs the image under qemu where the cases look for NAME.
emulated() {
  local script=$ARM64/emulated/$2
  mkdir -p "${script%/*}"
  printf '#!/bin/sh\nexec qemu-aarch64 -L %q %q "$@"\n' "$ARM64_ROOT" "$PWD/$1" >"$script"
  chmod 755 "$script"
}

# arm64_cases FEATURES FILTER...
arm64_cases() {
  local features=$1
  shift
  LIBHELLO_ROOT=$PWD LIBHELLO_JAVA=$PWD/$ARM64/java LIBHELLO_LIBRARY_FOLDER=$PWD/$ARM64/acceptance \
    LIBHELLO_IMAGE_FOLDER=$PWD/$ARM64/emulated \
    cargo test --locked -p acceptance --features "$features" --test acceptance -- "$@"
}
