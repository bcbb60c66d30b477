#!/usr/bin/env bash
# container_test.sh REPOSITORY BASE BUILDER [OPTION...]: makes container images as a stranger does, outside of the checkout,
# with an empty local repository, and what a release has put into the file repository. BASE stands for AWS's base image, and
# BUILDER for GraalVM's; the options are podman's, for running either. The last line is 'N passed, N failed'. Wants JAVA_HOME, a JDK 25, mvn and podman.
set -uo pipefail
here=$(cd "$(dirname "$(realpath "$0")")" && pwd -P)
# shellcheck source=tasks/tests/expect.sh
source "$here/../../tasks/tests/expect.sh"
repository=$(realpath "$1")
# shellcheck source=tasks/tests/stranger.sh
source "$here/../../tasks/tests/stranger.sh"
version=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' "$here/../../pom.xml")
image=localhost/libhello-plugin:check
run_options=("${@:4}")
image_options=(-Dlibhello.baseImage="$2" -Dlibhello.imageName="$image")
builder_options=(-Dlibhello.containerBuild -Dlibhello.builderImage="$3"
  -Dlibhello.containerOptions="$(IFS=,; echo "${run_options[*]}")")
memory=512

# run_image WORD...: a command that starts the image, with what the local Lambda tells a function.
run_image() {
  local name told=()
  for name in $(compgen -e | grep -E '^(AWS_LAMBDA_|LIBHELLO_JVM_)'); do told+=(--env "$name"); done
  exec podman run --rm --read-only --tmpfs /tmp --memory "${memory}m" --memory-swap "${memory}m" \
    --cap-drop ALL --security-opt no-new-privileges "${run_options[@]}" "${told[@]}" "$image"
}

# answered WORD...: what the image answers to the project's event; the words are options of the local Lambda.
answered() {
  "$work/hello-java/target/libhello/lambda-emulator" --quiet --memory "$memory" --timeout 60 --init-timeout 60 \
    --event "$work/hello-java/events/hello.json" "$@" -- bash -c "$(declare -f run_image)
      $(declare -p memory image run_options); run_image" | sed 's/.*"body":"\([^"]*\)".*/\1/'
}

mkdir "$work/new"
succeeds new archetype:generate -DarchetypeGroupId=io.github.libhello -DarchetypeArtifactId=libhello-archetype-java \
  -DarchetypeVersion="$version" -DgroupId=com.example -DartifactId=hello-java
mv "$work/new/hello-java" "$work/"

succeeds hello-java libhello:image -Dlibhello.jvm "${image_options[@]}"
expect 'it is said on what the image is built' 1 "$(says hello-java "$image, by podman on $2")"
expect 'SnapStart is allowed' Allow \
  "$(podman image inspect --format '{{index .Labels "com.amazonaws.lambda.feature.snapstart"}}' "$image")"
expect 'the image with a JRE answers, by its cache' 'Hello, Ada!' "$(answered --env LIBHELLO_JVM_OPTIONS=-XX:AOTMode=on)"

succeeds hello-java -o libhello:image "${builder_options[@]}" "${image_options[@]}"
expect 'a native image that was built in a container answers in one' 'Hello, Ada!' "$(answered)"

# Without docker and podman.
mkdir "$work/commands"
tr : '\n' <<<"$PATH" | while read -r folder; do
  find -L "$folder" -maxdepth 1 -type f -executable ! -name docker ! -name podman -exec ln -sf {} "$work/commands/" \;
done 2>/dev/null
PATH=$work/commands succeeds hello-java -o libhello:image -Dlibhello.jvm "${image_options[@]}"
expect 'the command to type is shown' 1 \
  "$(says hello-java "docker build --tag $image $work/hello-java/target/libhello-container")"
PATH=$work/commands goal hello-java -o libhello:image "${builder_options[@]}" -Dlibhello.mainClass=Other
expect 'a build in a container takes an engine' 1 $?
expect 'which is said' 1 "$(says hello-java 'neither docker nor podman works here')"

podman image rm --force "$image" >/dev/null
conclude
