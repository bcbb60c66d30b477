#!/usr/bin/env bash
# The life of a function in the account that the credentials of the environment name: a role, two
# deployments, what was stored against dist/lambda.zip, and all of it deleted again.
#   deploy/smoke-test.sh [--invoke]
# --invoke lets it answer events/iris.json as well, for which it takes a real Lambda.
# The last line is 'N passed, N failed'; exit 1 if anything failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
invoke=''
case ${1:-} in
  '') ;;
  --invoke) invoke=1 ;;
  *) echo "usage: deploy/smoke-test.sh [--invoke]" >&2 && exit 2 ;;
esac
export AWS_PAGER=''
name=libhello-smoke-test-$(date +%s)-$$
work=$(mktemp -d)
passed=0 failed=0

check() {
  local what=$1 expected=$2 found=$3
  if [ "$expected" = "$found" ]; then
    passed=$((passed + 1))
    echo "  ok      $what"
  else
    failed=$((failed + 1))
    printf '  FAILED  %s\n    expected: %s\n    found:    %s\n' "$what" "$expected" "$found"
  fi
}

remove() {
  aws lambda delete-function --function-name "$name"
  aws logs delete-log-group --log-group-name "/aws/lambda/$name"
  aws iam detach-role-policy --role-name "$name" --policy-arn "$policy"
  aws iam delete-role --role-name "$name"
} >/dev/null 2>&1

asked() { aws lambda "$1" --function-name "$name" "${@:3}" --query "$2" --output text 2>&1; }
deployed() {
  ./build.sh deploy --function "$name" "$@" >"$work/log" 2>&1
  tail -n 1 "$work/log"
}

policy=arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole
trap 'remove; rm -rf "$work"' EXIT
if ! { role=$(aws iam create-role --role-name "$name" --assume-role-policy-document file://deploy/trust.json \
  --query Role.Arn --output text) && aws iam attach-role-policy --role-name "$name" --policy-arn "$policy"; }; then
  echo "0 passed, 1 failed"
  exit 1
fi
hash=$(openssl dgst -sha256 -binary dist/lambda.zip | base64)

check "a first deployment is version 1" "Version 1 of $name has the alias live." "$(deployed --role "$role" --url)"
check "the alias points to it" 1 "$(asked get-alias FunctionVersion --name live)"
check "what is stored is dist/lambda.zip" "$hash" "$(asked get-function Configuration.CodeSha256 --qualifier live)"
# shellcheck disable=SC2016 # backquotes are JMESPath's
check "its settings" "provided.al2023 bootstrap 128 10 x86_64 $role" "$(asked get-function-configuration \
  'join(`" "`, [Runtime, Handler, to_string(MemorySize), to_string(Timeout), Architectures[0], Role])')"
check "its URL asks for a signature" AWS_IAM "$(asked get-function-url-config AuthType --qualifier live)"
check "its log group keeps 14 days" 14 "$(aws logs describe-log-groups \
  --log-group-name-prefix "/aws/lambda/$name" --query 'logGroups[0].retentionInDays' --output text)"
check "more memory is version 2" "Version 2 of $name has the alias live." "$(deployed --memory 256 --url)"
check "the alias moves" 2 "$(asked get-alias FunctionVersion --name live)"
check "version 2 has the memory" 256 "$(asked get-function Configuration.MemorySize --qualifier 2)"
check "version 1 is kept" 128 "$(asked get-function Configuration.MemorySize --qualifier 1)"
if [ -n "$invoke" ]; then
  check "it answers" 200 "$(asked invoke StatusCode --qualifier live --payload fileb://events/iris.json "$work/out.json")"
  echo "  $(head -c 300 "$work/out.json")"
fi
check "it can be deleted" "" "$(aws lambda delete-function --function-name "$name" --output text --query FunctionName 2>&1 | grep -v '^None$')"
echo "$passed passed, $failed failed"
((failed == 0))
