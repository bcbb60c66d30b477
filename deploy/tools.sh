# shellcheck shell=bash
# What stands in for AWS in tests: a Python environment with moto, and the tools that talk to it.

# Sets DEPLOY_TOOLS, a Python environment, or DEPLOY_TOOLS_MISSING to the reason why there is none.
find_deploy_tools() {
  DEPLOY_TOOLS='' DEPLOY_TOOLS_MISSING=''
  need python3 python3 python3-venv
  local store python
  store=${LIBHELLO_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/libhello}/deploy
  python=$(python3 -c 'import sys; print(sys.version_info >= (3, 10), sys.executable, sys.version)')
  if [[ $python != True* ]]; then
    DEPLOY_TOOLS_MISSING="Python 3.10 or later is needed"
    return
  fi
  DEPLOY_TOOLS=$store/$({ echo "$python" && cat deploy/requirements.txt; } | sha256sum | cut -c 1-16)
  [ ! -f "$DEPLOY_TOOLS/complete" ] || return 0
  if ! python3 -c 'import ensurepip' 2>/dev/null; then
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null || ! install_packages python3-venv >/dev/null 2>&1; then
      DEPLOY_TOOLS_MISSING="Python has no ensurepip; on Debian type: sudo apt-get install -y python3-venv"
      return
    fi
  fi
  local log=$LOGS/deploy-tools.log
  mkdir -p "$store" "$LOGS"
  # Where no index of packages can be reached, there is nothing to fix here.
  step "AWS CLI, moto, SAM and cfn-lint (once)" "" install_deploy_tools "$DEPLOY_TOOLS" "$log"
  [ -f "$DEPLOY_TOOLS/complete" ] || DEPLOY_TOOLS_MISSING="pip reaches no index of packages (all of it: $log)"
}

install_deploy_tools() {
  local environment=$1 log=$2
  rm -rf "$environment"
  python3 -m venv "$environment" || return
  # Every file that is needed is in the list, with its hash, so that pip has nothing to resolve.
  if "$environment/bin/pip" install --disable-pip-version-check --no-deps --require-hashes \
    -r deploy/requirements.txt >"$log" 2>&1; then
    "$environment/bin/pip" check && touch "$environment/complete"
  else
    cat "$log"
    grep -qE 'Connection|Name or service not known|name resolution|unreachable|timed out|ProxyError' "$log"
  fi
}
