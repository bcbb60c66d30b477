#!/usr/bin/env bash
# Tests what build.sh's steps do side by side. The last line is 'N passed, N failed'.
set -uo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
# shellcheck source=tasks/tests/expect.sh
source "$repository/tasks/tests/expect.sh"

# lanes SCRIPT: in a shell of its own, as build.sh has it.
lanes() { bash -c "set -euo pipefail; source '$repository/tasks/steps.sh'; $1"; }

# Each waits for a file that only the other one makes, so they end only if they run at the same time.
output=$(lanes 'first() { step one "" bash -c "touch 1; until [ -e 2 ]; do sleep 0.1; done"; }
  second() { step two "" bash -c "touch 2; until [ -e 1 ]; do sleep 0.1; done"; }
  side_by_side first second; echo both' 2>&1)
expect 'lanes run at the same time' both "${output##*$'\n'}"
expect 'a line for each step' 2 "$(grep -cE '^> (one|two) [0-9]+ s$' <<<"$output")"

# What the other lane has started goes on until it is ended, and is gone afterwards.
output=$(lanes 'endless() { step endless "" bash -c "echo \$\$ >pid; while :; do sleep 0.1; done"; }
  failing() { until [ -s pid ]; do sleep 0.1; done; step broken "fix it" bash -c "echo why; exit 7"; }
  side_by_side endless failing; echo not reached' 2>&1)
expect 'a failed lane fails the whole' 1 "$?"
expect 'the end of its output is shown' 1 "$(grep -c '^    why$' <<<"$output")"
expect 'and what repairs it' 1 "$(grep -c 'fix it$' <<<"$output")"
expect 'nothing follows' 0 "$(grep -c 'not reached' <<<"$output")"
for _ in {1..600}; do
  kill -0 "$(cat pid)" 2>/dev/null || break
  sleep 0.1
done
kill -0 "$(cat pid)" 2>/dev/null
expect 'the other lane was ended with all it had started' 1 "$?"

rm -f pid
bash -c "set -euo pipefail; source '$repository/tasks/steps.sh'
  endless() { step endless '' bash -c 'echo \$\$ >pid; while :; do sleep 0.1; done'; }
  side_by_side endless" >/dev/null 2>&1 &
job=$!
until [ -s pid ]; do sleep 0.1; done
kill -TERM "$job"
wait "$job"
expect 'an interrupted run' 130 "$?"
for _ in {1..600}; do
  kill -0 "$(cat pid)" 2>/dev/null || break
  sleep 0.1
done
kill -0 "$(cat pid)" 2>/dev/null
expect 'ends its lanes' 1 "$?"

conclude
