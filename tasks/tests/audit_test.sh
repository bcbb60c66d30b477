#!/usr/bin/env bash
# Tests the audit against databases made here: what they have must be found, and what cannot be reached must
# be said. The last line is 'N passed, N failed'.
set -uo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$repository" || exit 1
source tasks/tests/expect.sh

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

# osv ECOSYSTEM PACKAGE FIXED: a database with one record for that, and none but it.
osv() {
  local ecosystem name=$2 events="{\"introduced\": \"0\"}${3:+, {\"fixed\": \"$3\"\}}"
  rm -rf "$work/osv"
  for ecosystem in Maven npm PyPI Go; do
    mkdir -p "$work/osv/osv-scalibr/$ecosystem"
    [ "$ecosystem" = "$1" ] || name=no-such-package
    cat >"$work/record.json" <<END
{"schema_version": "1.6.0", "id": "TEST-2026-1", "modified": "2026-01-01T00:00:00Z", "affected": [{"package":
{"ecosystem": "$ecosystem", "name": "$name"}, "ranges": [{"type": "ECOSYSTEM", "events": [$events]}]}]}
END
    name=$2
    (cd "$work" && zip -q "osv/osv-scalibr/$ecosystem/all.zip" record.json)
  done
}

# Compiling the scanner takes minutes, so a machine that has none yet does without.
skipped=0
# shellcheck disable=SC2016 # the tasks' own variables
if audit '[ -x "$CACHE/tools/osv-${OSV_SCANNER##*@}/osv-scanner" ]' >/dev/null; then
  export LIBHELLO_OSV_DATABASE=$work/osv
  osv Maven tools.jackson.core:jackson-core 3.0
  output=$(audit audit_other_packages)
  expect 'a record that is fixed in our version' 0 $?
  osv Maven tools.jackson.core:jackson-core ''
  output=$(audit audit_other_packages)
  expect 'a record for a jar' 1 $?
  expect 'is named' 1 "$(grep -c 'TEST-2026-1.*jackson-core' <<<"$output")"
  osv npm aws-lambda-ric ''
  output=$(audit audit_other_packages)
  expect 'a record for a package of npm' 1 $?
else
  skipped=4
fi

conclude
