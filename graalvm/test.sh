#!/usr/bin/env bash
# Tests the project's own parts of the assembly; nothing is fetched and no image is built.
# The last line is 'N passed, N failed'; exit 1 if anything failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# Each test ends with its own 'N passed, N failed'; one that does not has failed as a whole.
count() {
  local what=$1 output last
  shift
  output=$("$@" 2>&1)
  last=${output##*$'\n'}
  if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1]))
    failed=$((failed + BASH_REMATCH[2]))
    echo "$what: $last"
    ((BASH_REMATCH[2] == 0)) || echo "$output"
  else
    failed=$((failed + 1))
    printf '%s did not run to its end:\n%s\n' "$what" "$output"
  fi
}

cgroup_test() {
  gcc -std=gnu11 -O1 -g -Wall -Wextra -Werror -DCGROUP_TEST -o "$work/cgroup_test" \
    test/cgroup_test.c glue/native/cgroup_mounts.c glue/native/cgroup_limits.c &&
    "$work/cgroup_test"
}

cgroup_generated_test() {
  gcc -std=gnu11 -O1 -g -Wall -Wextra -Werror -fsanitize=address,undefined -fno-sanitize-recover \
    -DCGROUP_TEST -o "$work/cgroup_generated_test" \
    test/cgroup_generated_test.c glue/native/cgroup_mounts.c glue/native/cgroup_limits.c &&
    "$work/cgroup_generated_test"
}

locale_test() {
  gcc -std=gnu11 -O1 -g -Wall -Wextra -Werror -o "$work/locale_test" test/locale_test.c glue/native/english_locale.c &&
    "$work/locale_test"
}

scripts_test() {
  if ! command -v shellcheck >/dev/null; then
    echo '0 passed, 0 failed'
    return
  fi
  shellcheck ./*.sh ./*/*.sh && echo '1 passed, 0 failed'
}

count 'cgroups' cgroup_test
count 'generated and damaged cgroups' cgroup_generated_test
count 'locales' locale_test
count 'driver' python3 test/driver_test.py
count 'finding' bash test/find_test.sh
count 'versions' bash test/versions_test.sh
count 'shellcheck' scripts_test
echo "$passed passed, $failed failed"
((failed == 0))
