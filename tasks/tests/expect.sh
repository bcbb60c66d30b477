# shellcheck shell=bash
# What the shell tests count with. Their last line is 'N passed, N failed', as conclude prints it.
passed=0 failed=0

# expect WHAT EXPECTED FOUND
expect() {
  local what=$1 expected=$2 found=$3
  if [[ $expected == "$found" ]]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf "FAILED: %s: expected '%s', found '%s'\n" "$what" "$expected" "$found"
  fi
}

# conclude: the last line, and the status of the whole. A test that leaves cases out counts them in skipped.
conclude() {
  echo "$passed passed, $failed failed${skipped:+, $skipped skipped}"
  ((failed == 0))
}
