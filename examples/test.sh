#!/usr/bin/env bash
# test.sh REPOSITORY [AWS_TOOLS]: builds and runs the examples as a stranger does, in copies outside of the checkout. The last
# line is 'N passed, N failed'. With a folder of aws and moto_server, what needs a table has one of moto's.
set -uo pipefail
here=$(cd "$(dirname "$(realpath "$0")")" && pwd -P)
# shellcheck source=tasks/tests/expect.sh
source "$here/../tasks/tests/expect.sh"
repository=$(realpath "$1")
aws_tools=${2:-}
# shellcheck source=tasks/tests/stranger.sh
source "$here/../tasks/tests/stranger.sh"
# Images are compiled quickly: what counts is what they answer.
options+=(-Dlibhello.quickBuild)

# take NAME: a copy of what is committed of the example, or would be.
take() {
  mkdir "$work/$1"
  (cd "$here/$1" && git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$work/$1")
}

# packaged NAME TESTS WORD...: from the sources to target/lambda.zip, with TESTS in the output.
packaged() {
  local name=$1 tests=$2
  shift 2
  succeeds "$name" package "$@"
  expect 'its tests were run' 1 "$(says "$name" "$tests")"
  echo "  lambda.zip: $(size_of "$name") bytes"
}

# statuses NAME WORD...: of the HTTP responses to the events, in their order.
statuses() { answer "$@" | grep -o '"statusCode":[0-9]*' | tr -dc '0-9\n' | tr '\n' ' '; }

take kotlin
packaged kotlin ' -- in com.example.shipments.ShipmentsHandlerTest'
# Not offline, so that the local Lambda is fetched.
succeeds kotlin libhello:invoke
expect 'the response names the message that failed' \
  '{"batchItemFailures":[{"itemIdentifier":"e4e68fb7-be0e-4e9d-b849-a34e8eaa2fc7"}]}' "$(answer kotlin)"

take clojure
packaged clojure 'Ran 4 tests containing 30 assertions.'
expect 'an order, a search, and what is rejected' '201 200 422 ' "$(statuses clojure)"

take java
# Moto speaks HTTP; of an image the SDK enables HTTPS alone.
plain_http=-Dlibhello.buildArgs=--enable-url-protocols=http
packaged java ' -- in com.example.notes.NotesHandlerTest' "$plain_http"
if [ -n "$aws_tools" ]; then
  begin_account "$aws_tools"
  aws dynamodb create-table --table-name notes --attribute-definitions AttributeName=id,AttributeType=S \
    --key-schema AttributeName=id,KeyType=HASH --billing-mode PAY_PER_REQUEST >"$work/table.log"
  expect 'there is a table' 0 $?
  environment=NOTES_TABLE=notes,AWS_ENDPOINT_URL=$AWS_ENDPOINT_URL
  for way in image jvm; do
    words=("$plain_http" "-Dlibhello.env=$environment")
    [ "$way" = image ] || words+=(-Dlibhello.jvm)
    expect "a note is kept, found, listed and removed ($way)" '201 200 200 204 ' "$(statuses java "${words[@]}")"
  done
  expect 'and nothing is left' 0 "$(aws dynamodb scan --table-name notes --query Count)"
fi

conclude
