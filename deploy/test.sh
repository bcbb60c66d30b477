#!/usr/bin/env bash
# Tests of the ways to deploy: templates, `build.sh deploy`, and the commands that the pages show.
#   deploy/test.sh [FOLDER]
# Takes aws, moto_server, sam and cfn-lint from FOLDER or the PATH, and what is built: dist/lambda.zip,
# dist/bootstrap and lambda-emulator. Nothing talks to AWS: moto's server is the account, and
# lambda-emulator is the Lambda that invocations go to.
# The last line is 'N passed, N failed'; exit 1 if anything failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
PATH=${1:+$1:}$PATH
work=$(mktemp -d)
servers=()
passed=0 failed=0

end() {
  local pid
  for pid in "${servers[@]}"; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null; done
  rm -rf "$work"
}
trap end EXIT
trap 'exit 1' INT TERM

# check NAME EXPECTED FOUND
check() {
  if [ "$2" = "$3" ]; then
    passed=$((passed + 1))
    echo "  ok      $1"
  else
    failed=$((failed + 1))
    printf '  FAILED  %s\n    expected: %s\n    found:    %s\n' "$@"
  fi
}

# runs NAME COMMAND...: the command ends well; if not, its output is shown.
runs() {
  local name=$1 status=0
  shift
  "$@" >"$work/output" 2>&1 </dev/null || status=$?
  check "$name" "exit 0" "exit $status"
  [ "$status" -eq 0 ] || tail -n 30 "$work/output" | sed 's/^/    /'
}

# last_line COMMAND...: of its output.
last_line() { "$@" 2>&1 </dev/null | tail -n 1; }

# serve NAME COMMAND...: starts a server on a free port and sets URL to the one it prints.
serve() {
  local name=$1 try
  shift
  : >"$work/$name.log"
  "$@" >"$work/$name.log" 2>&1 </dev/null &
  servers+=($!)
  for ((try = 0; try < 150; try++)); do
    URL=$(grep -om 1 'http://127.0.0.1:[0-9]*' "$work/$name.log") && return
    sleep 0.2
  done
  echo "$name did not start:"
  cat "$work/$name.log"
  exit 1
}

# commands FILE HEADING: the lines of the fenced block under that heading.
commands() {
  awk -v heading="## $2" '/^## / { under = $0 == heading } /^```/ { inside = under && !inside; next } inside' "$1"
}

new_account() { curl -fsS -X POST "$account/moto-api/reset" >/dev/null; }

# The account of moto, and no other: neither the machine's settings nor its credentials.
for name in $(compgen -e AWS_); do unset "$name"; done
export AWS_CONFIG_FILE=$work/none AWS_SHARED_CREDENTIALS_FILE=$work/none AWS_EC2_METADATA_DISABLED=true
export AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing AWS_DEFAULT_REGION=us-east-1 SAM_CLI_TELEMETRY=0
export MOTO_IAM_LOAD_MANAGED_POLICIES=true
unset VERBOSE

source deploy/tests/templates.sh
source deploy/tests/command-line.sh

serve moto moto_server -H 127.0.0.1 -p 0
account=$URL
serve emulator dist/lambda-emulator --port 0 --name k-means --timeout 60 --quiet -- dist/bootstrap
emulator=$URL
export AWS_ENDPOINT_URL=$account
source deploy/tests/account.sh

echo "$passed passed, $failed failed"
((failed == 0))
