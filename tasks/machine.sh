# shellcheck shell=bash
# What the machine must have. What Debian packages is installed where we are root; the rest is named
# in one line with the command to type.

readonly NEWEST_LOCAL_RUST=stable

# need COMMAND PACKAGE...: the command, from these Debian packages where it is missing.
need() { need_together "$*"; }

# need_together "COMMAND PACKAGE..."...: all that is missing, in one installation. For a COMMAND alone the
# package has its name; one that is a path stands for that file.
need_together() {
  local entry words missing=() packages=()
  for entry; do
    read -ra words <<<"$entry"
    if ! command -v "${words[0]}" >/dev/null && [ ! -e "${words[0]}" ]; then
      missing+=("${words[0]}")
      packages+=("${words[@]:1}")
      [ ${#words[@]} -gt 1 ] || packages+=("${words[0]}")
    fi
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null; then
    die "missing here: ${missing[*]}. Install with your system's package manager, then repeat"
  fi
  if [ "$(id -u)" -ne 0 ]; then
    die "missing here: ${missing[*]}. Type: sudo apt-get install -y ${packages[*]}"
  fi
  step "Debian packages: ${packages[*]}" "apt-get update && apt-get install -y ${packages[*]}" install_packages "${packages[@]}"
}

install_packages() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "$@"
}

need_rust() {
  command -v cargo >/dev/null || [ ! -x "$HOME/.cargo/bin/cargo" ] || PATH="$HOME/.cargo/bin:$PATH"
  command -v cargo >/dev/null || die "Rust is missing: install it with rustup, https://rustup.rs, then repeat"
  need cc gcc libc6-dev
  cargo --version >/dev/null 2>&1 && return
  # rust-toolchain.toml pins a release. A machine that has a later one, and no way to the pinned one,
  # can build with that.
  export RUSTUP_TOOLCHAIN=$NEWEST_LOCAL_RUST
  cargo --version >/dev/null 2>&1 || die "the Rust of rust-toolchain.toml is missing; type: rustup toolchain install"
}

# JAVA_HOME becomes a JDK of at least 21: the one it names, or the newest fit one of the system.
need_jdk() {
  local home
  home=$(graalvm/find-jdk.sh 25 2>/dev/null) || home=$(graalvm/find-jdk.sh 21) ||
    die "no JDK of version 21 or later was found: install one (25 for native images) or set JAVA_HOME"
  export JAVA_HOME=$home
}

need_maven() {
  need_jdk
  need mvn maven
  # Maven's own libraries make a recent JDK warn; the warnings are about Maven, not about us.
  if grep -qE '^JAVA_VERSION="(2[4-9]|[3-9][0-9])' "$JAVA_HOME/release"; then
    export MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}"
  fi
}

# A Python of Debian's comes without what makes an environment.
need_python_venv() {
  need python3 python3 python3-venv
  python3 -c 'import ensurepip, venv' 2>/dev/null && return
  if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
    die "python3 has no venv: install it with your system's package manager (Debian: python3-venv), then repeat"
  fi
  step "Debian packages: python3-venv" "apt-get update && apt-get install -y python3-venv" install_packages python3-venv
}
