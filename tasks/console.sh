# shellcheck shell=bash
# The console of the local Lambda in a browser: Debian's Chromium, driven by its WebDriver.

verify_console() {
  choose_function
  need_together chromium "chromedriver chromium-driver"
  find_axe
  shown_step "console in a browser" browser_cases
}

# browser_cases [FILTER...]: with LIBHELLO_PICTURES=FOLDER they take their pictures anew.
browser_cases() {
  LIBHELLO_K_MEANS=$(printf '%s\n' "${FUNCTION[@]}") LIBHELLO_AXE=$AXE \
    cargo test --locked -p cli --features console --test console -- --test-threads 2 "$@"
}

# AXE becomes the file of axe-core.
find_axe() {
  local sum environment
  sum=$(sha256sum <tasks/axe.txt)
  environment=$CACHE/tools/axe-${sum:0:12}
  AXE=$environment/axe/axe_playwright_python/axe.min.js
  if [ ! -f "$AXE" ]; then
    need_python_venv
    step "axe-core (once)" "" install_axe "$environment"
  fi
}

# The rest of what the wheel asks for drives another browser.
install_axe() {
  rm -rf "$1"
  python3 -m venv "$1"
  "$1/bin/pip" install -q --disable-pip-version-check --no-deps --require-hashes --target "$1/axe" -r tasks/axe.txt
}
