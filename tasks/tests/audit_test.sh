#!/usr/bin/env bash
# Tests the audit against databases made here: what they have must be found, and what cannot be reached must
# be said. The last line is 'N passed, N failed'.
set -uo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$repository" || exit 1
passed=0 failed=0

expect() {
  local what=$1 expected=$2 found=$3
  if [[ $expected == "$found" ]]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf "FAILED: %s: expected '%s', found '%s'\n" "$what" "$expected" "$found"
  fi
}

# advisory CRATE PATCHED: one more in the database, which git takes for RustSec's.
advisory() {
  mkdir -p "$work/rustsec/crates/$1"
  cat >"$work/rustsec/crates/$1/RUSTSEC-2026-9999.md" <<END
\`\`\`toml
[advisory]
id = "RUSTSEC-2026-9999"
package = "$1"
date = "2026-01-01"
[versions]
patched = [$2]
\`\`\`

# Made for a test

Nothing is wrong with this crate.
END
  git -C "$work/rustsec" init -q -b main 2>/dev/null
  git -C "$work/rustsec" add -A
  git -C "$work/rustsec" -c user.name=test -c user.email=test@localhost commit -q -m "Advisory"
}

# audit FUNCTION: by the rules of deny.toml and a database from rustsec/; without that folder it cannot be fetched.
audit() {
  rm -rf "$work/databases"
  { cat deny.toml && printf '\n'; } | sed "s#^\[advisories\]#&\ndb-path = \"$work/databases\"#" >"$work/deny.toml"
  GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="url.$work/rustsec.insteadOf" GIT_CONFIG_VALUE_0=https://github.com/RustSec/advisory-db \
    bash -c "set -euo pipefail
      for part in steps machine tools build package audit; do source tasks/\$part.sh; done
      need_rust; need_tools
      DENY_RULES=$work/deny.toml ADVISORY_DBS=$work/databases
      $1; printf 'not looked at: %s\n' \"\${NOT_LOOKED_AT[@]-nothing}\"" 2>&1
}

output=$(audit audit_crates)
expect 'a database that cannot be fetched' 0 $?
expect 'is said' 1 "$(grep -c "not looked at: advisories for crates: RustSec's database could not be fetched" <<<"$output")"

advisory tokio '">= 0.1"'
output=$(audit audit_crates)
expect 'an advisory that is patched in our version' 0 $?
expect 'all was looked at' 1 "$(grep -c 'not looked at: nothing' <<<"$output")"

advisory tokio ''
output=$(audit audit_crates)
expect 'an advisory for one of our crates' 1 $?
expect 'is named' 1 "$(grep -c 'ID: RUSTSEC-2026-9999' <<<"$output")"

rm -r "$work/rustsec"
advisory libfuzzer-sys ''
output=$(audit audit_crates)
expect 'one for a crate of the fuzz targets alone' 1 $?

echo "$passed passed, $failed failed"
((failed == 0))
