# shellcheck shell=bash
# The package and the function image from docker/Dockerfile, and a run of both.

readonly DOCKER_DIR=target/docker
readonly FUNCTION_TAG=localhost/libhello-function:check
readonly STAND_IN=localhost/libhello-stand-in
readonly STAND_IN_DEBIAN=bookworm
readonly STAND_IN_MAVEN=3.9.11
# Lambda gives a function of 1769 MB one CPU, and a smaller one its share.
readonly CPU_SHARE=0.0723

ENGINE=
ENGINE_BUILD=() ENGINE_RUN=()

# task_docker [--local-bases] [--twice]
task_docker() {
  local local_bases='' twice='' option into=dist
  for option; do
    case $option in
      --local-bases) local_bases=1 into=$DOCKER_DIR ;;
      --twice) twice=1 ;;
      *) die "docker: --local-bases and --twice are the options, not \"$option\"" ;;
    esac
  done
  choose_engine "$local_bases"
  mkdir -p "$DOCKER_DIR" dist
  [ -z "$local_bases" ] || make_stand_ins

  step "$into/lambda.zip from docker/Dockerfile ($ENGINE)" "" engine_build --target zip --output "type=local,dest=$into" .
  need unzip
  unpack "$into/lambda.zip" "$DOCKER_DIR/unpacked"
  [ -z "$twice" ] || build_again
  step "function image from docker/Dockerfile" "" engine_build --target function --tag "$FUNCTION_TAG" .

  build_emulator
  answer_events "k-means from $into/lambda.zip" "$PWD/$DOCKER_DIR/unpacked/bootstrap"
  answer_events "k-means in the function image: read-only root, $MEMORY_MB MB, $CPU_SHARE CPU" run_function
  if [ -n "$local_bases" ]; then say_stand_ins; else say_bases; fi
  all_done "$into/lambda.zip and $FUNCTION_TAG answer every event."
}

# With stand-ins, where podman is available.
test_docker() {
  local why=''
  if command -v podman >/dev/null; then
    podman info >/dev/null 2>&1 || why="podman does not work here"
  elif ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
    why="there is no podman here, and installing it takes Debian and root"
  fi
  if [ -n "$why" ]; then
    say "> docker/Dockerfile: not tried, since $why"
  else
    task_docker --local-bases
    test_containers "$STAND_IN-provided" "$STAND_IN-graalvm" "${ENGINE_RUN[@]}"
  fi
}

unpack() {
  rm -rf "$2"
  unzip -q "$1" -d "$2"
}

# Cargo gives the same library twice. native-image does not promise that, and does not do it: the order
# of an image's heap and code differs from run to run.
build_again() {
  local again=$DOCKER_DIR/again file
  step "the same once more, without any cached layer" "" \
    engine_build --no-cache --target zip --output "type=local,dest=$again" .
  unpack "$again/lambda.zip" "$again/unpacked"
  cmp "$DOCKER_DIR/unpacked/libHello.so" "$again/unpacked/libHello.so" || die "two builds of libHello.so differ"
  say "  libHello.so: the same bytes twice"
  for file in "$DOCKER_DIR/unpacked" "$again/unpacked"; do
    say "  bootstrap: $(sha256sum "$file/bootstrap" | cut -c 1-16)"
  done
}

# ENGINE becomes docker or podman. The stand-ins use podman's way of naming build contexts' folders.
choose_engine() {
  if [ -n "$1" ]; then
    ENGINE=podman
    need podman podman runc
    need runc
    need mmdebstrap
  elif docker info >/dev/null 2>&1; then
    ENGINE=docker
  elif command -v podman >/dev/null; then
    ENGINE=podman
  else
    die "neither a running docker nor podman is here; on Debian type: sudo apt-get install -y podman runc"
  fi
  ENGINE_RUN=(--network host)
  if [ "$ENGINE" = podman ]; then
    # docker's image format knows SHELL. Podman asks for limits beyond those of its caller where it
    # is root without every capability, so they are given.
    local limits=(--ulimit nofile=1024:4096 --ulimit nproc=4096:4096)
    ENGINE_BUILD=(--format docker --network host "${limits[@]}")
    ENGINE_RUN+=("${limits[@]}")
    if command -v runc >/dev/null; then
      ENGINE_BUILD=(--runtime "$(command -v runc)" "${ENGINE_BUILD[@]}")
      ENGINE_RUN+=(--runtime runc)
    fi
  fi
}

engine_build() {
  DOCKER_BUILDKIT=1 "$ENGINE" build "${ENGINE_BUILD[@]}" -f docker/Dockerfile "$@"
}

# answer_events NAME COMMAND: the shipped events by that function.
answer_events() {
  local name=$1 event events=()
  for event in events/*.json; do events+=(--event "$event"); done
  local function=("$2")
  if [ "$2" = run_function ]; then
    function=(bash -c "$(declare -f run_function); run_function \"\$@\"" -
      "$ENGINE" "$FUNCTION_TAG" "$MEMORY_MB" "$CPU_SHARE" "${ENGINE_RUN[@]}")
  fi
  shown_step "$name" "$EMULATOR" --memory "$MEMORY_MB" --timeout 60 --responses readable --quiet \
    "${events[@]}" -- "${function[@]}"
}

# run_function ENGINE IMAGE MEMORY_MB CPUS OPTION...: with what the emulator tells a function.
run_function() {
  local engine=$1 image=$2 memory=$3 cpus=$4 name
  shift 4
  local told=()
  for name in $(compgen -e AWS_LAMBDA_); do told+=(--env "$name"); done
  exec "$engine" run --rm --read-only --memory "${memory}m" --memory-swap "${memory}m" --cpus "$cpus" \
    --cap-drop ALL --security-opt no-new-privileges "$@" "${told[@]}" "$image"
}

# The bases as this machine has them, with their digests; one that has none was built here.
say_bases() {
  local name image digest
  say
  say "Built on:"
  for name in RUST MAVEN GRAALVM PROVIDED; do
    image=$(base_image "$name")
    digest=$("$ENGINE" image inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$image" 2>/dev/null |
      sed -n 's/.*@//p' | head -n 1) || digest=
    if [ -n "$digest" ]; then
      say "  ${name}_IMAGE=${image%@*}@$digest"
    else
      say "  ${name}_IMAGE=$image (no digest is known here)"
    fi
  done
}

# base_image NAME: what docker/Dockerfile says of NAME_IMAGE.
base_image() {
  local version
  version=$(sed -n 's/^ARG RUST_VERSION=//p' docker/Dockerfile)
  sed -n "s/^ARG $1_IMAGE=//p" docker/Dockerfile | sed "s/\${RUST_VERSION}/$version/"
}

# --- Stand-ins for the bases --------------------------------------------------------------------------

make_stand_ins() {
  need_rust
  need_native_image
  need_maven
  local context=$DOCKER_DIR/stand-ins base
  mkdir -p "$context"
  cp docker/stand-ins/lambda-entrypoint.sh "$context/"
  if [ ! -s "$context/debian.tar" ]; then
    step "a minimal Debian $STAND_IN_DEBIAN" "" mmdebstrap --quiet --variant=minbase \
      --include=ca-certificates,zlib1g "$STAND_IN_DEBIAN" "$context/debian.tar" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"}
  fi
  if [ ! -d "$context/apache-maven-$STAND_IN_MAVEN" ]; then
    step "Maven $STAND_IN_MAVEN" "" unpack_maven "$context"
  fi
  # Where this machine says how registries are reached; only the stand-ins get that.
  local settings=$HOME/.m2/settings.xml
  [ ! -f "$settings" ] || cp "$settings" "$context/apache-maven-$STAND_IN_MAVEN/conf/settings.xml"
  local toolchain
  toolchain=$(rustc --print sysroot)
  for base in rust maven graalvm provided; do
    step "stand-in for $base" "" "$ENGINE" build "${ENGINE_BUILD[@]}" -f docker/stand-ins/Dockerfile --target "$base" \
      --build-arg TOOLCHAIN="${toolchain##*/}" \
      --build-context toolchain="$(realpath "$toolchain")" \
      --build-context maven-home="$(realpath "$context/apache-maven-$STAND_IN_MAVEN")" \
      --build-context graalvm-home="$(realpath "$(dirname "$NATIVE_IMAGE")/..")" \
      --build-context certificates=/etc/ssl/certs \
      --tag "$STAND_IN-$base" "$context"
  done
  ENGINE_BUILD+=(--build-arg RUST_IMAGE="$STAND_IN-rust" --build-arg MAVEN_IMAGE="$STAND_IN-maven"
    --build-arg GRAALVM_IMAGE="$STAND_IN-graalvm" --build-arg PROVIDED_IMAGE="$STAND_IN-provided")
  [ ! -f "$HOME/.cargo/config.toml" ] || ENGINE_BUILD+=(--volume "$HOME/.cargo/config.toml:/.cargo/config.toml:ro")
}

unpack_maven() {
  mvn -B -ntp -q org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy -DoutputDirectory="$PWD/$1" \
    -Dartifact="org.apache.maven:apache-maven:$STAND_IN_MAVEN:tar.gz:bin" &&
    tar -xzf "$1/apache-maven-$STAND_IN_MAVEN-bin.tar.gz" -C "$1"
}

say_stand_ins() {
  say
  say "All four bases were stand-ins on Debian, assembled on this machine:"
  say "  Rust: $(rustc --version)"
  say "  Maven: $STAND_IN_MAVEN, from Maven Central"
  say "  GraalVM: the assembly of graalvm/, not a GraalVM distribution"
  say "  provided.al2023: Debian with AWS's paths and a like entry point, without the Runtime Interface Emulator"
}
