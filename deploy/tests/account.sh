# shellcheck shell=bash disable=SC2154 # of ../test.sh
# Deployments to moto's account, and invocations of lambda-emulator, by the AWS CLI.

hash_of() { openssl dgst -sha256 -binary "$1" | base64; }
of_function() { aws lambda "$1" --function-name "$2" "${@:4}" --query "$3" --output text 2>&1; }
make_role() {
  aws iam create-role --role-name "$1" --assume-role-policy-document file://deploy/trust.json --query Role.Arn --output text
}

echo "deploy/smoke-test.sh:"
deploy/smoke-test.sh >"$work/smoke-test" 2>&1
check "a function's whole life" "11 passed, 0 failed" "$(tail -n 1 "$work/smoke-test")"
grep -v ' passed, ' "$work/smoke-test"
check "nothing is left of it" "0 0" "$(aws lambda list-functions --query 'length(Functions)') $(
  aws logs describe-log-groups --query 'length(logGroups)')"

check "a new function without a role" "Version 1 of k-means has the alias live." "$(last_line ./build.sh deploy)"
check "has one of its own, which may write logs" "arn:aws:iam::123456789012:role/libhello-k-means AWSLambdaBasicExecutionRole" \
  "$(of_function get-function-configuration k-means Role) $(aws iam list-attached-role-policies \
    --role-name libhello-k-means --query 'AttachedPolicies[].PolicyName' --output text)"
aws lambda delete-function --function-name k-means >/dev/null
check "the next function of that name takes it" "Version 1 of k-means has the alias live." "$(last_line ./build.sh deploy)"
check "a name that leaves no room for a role" "deploy: the name of a role for $(printf '%064d' 0) would be too long: say \
which role it takes, the ARN of one" "$(last_line ./build.sh deploy --function "$(printf '%064d' 0)")"
(sleep 2 && make_role late) >/dev/null &
check "a role may come a little late" "Version 1 of late has the alias live." \
  "$(last_line ./build.sh deploy --function late --role arn:aws:iam::123456789012:role/late)"
wait $!
check "--endpoint-url says where the account is" "Version 2 of late has the alias live." \
  "$(last_line env -u AWS_ENDPOINT_URL ./build.sh deploy --function late --endpoint-url "$account")"

# Another processor's package, as far as this looks.
mkdir "$work/arm64"
printf '\177ELF%14s\267\0' '' >"$work/arm64/libHello.so"
(cd "$work/arm64" && zip -q lambda.zip libHello.so)
runs "a package for arm64" ./build.sh deploy --function other --role "$(make_role other)" --zip "$work/arm64/lambda.zip" \
  --memory 512 --timeout 30 --handler com.example.Other --env 'GREETING=say "hi"' --env 'EMPTY=' --alias next
check "the processor is the package's, and settings are those that are named" \
  'arm64 512 30 com.example.Other say "hi" none' "$(of_function get-function-configuration other \
    "[Architectures[0], MemorySize, Timeout, Handler, Environment.Variables.GREETING, Environment.Variables.EMPTY || 'none']" \
    --qualifier next | tr '\t' ' ')"
runs "an update by another alias" ./build.sh deploy --function other --zip "$work/arm64/lambda.zip" --timeout 40 --env A1=b
check "has what it names, and leaves the first one" '40 512 b 1 2' "$(of_function get-function-configuration other \
  '[Timeout, MemorySize, Environment.Variables.A1]' | tr '\t' ' ') $(of_function get-alias other FunctionVersion --name next) $(
  of_function get-alias other FunctionVersion --name live)"

# The printed lines, pasted: those before the empty line make a function, those after it give it other code.
new_account
other="$work/it's new.zip"
cp dist/lambda.zip "$other"
zip -qj "$other" deploy/trust.json
./build.sh deploy --dry-run --function pasted --url | sed '/^$/,$d' >"$work/new.sh"
./build.sh deploy --dry-run --function pasted --zip "$other" | sed '1,/^$/d' >"$work/again.sh"
runs "the printed lines make a function" bash -eu "$work/new.sh"
check "it has the package's code" "1 $(hash_of dist/lambda.zip)" "$(of_function get-alias pasted FunctionVersion --name live) $(
  of_function get-function pasted Configuration.CodeSha256 --qualifier live)"
runs "and give it other code" bash -eu "$work/again.sh"
check "which the alias points to" "2 $(hash_of "$other")" "$(of_function get-alias pasted FunctionVersion --name live) $(
  of_function get-function pasted Configuration.CodeSha256 --qualifier live)"
check "the code of before is kept" "$(hash_of dist/lambda.zip)" \
  "$(of_function get-function pasted Configuration.CodeSha256 --qualifier 1)"

# What README.md shows, from the project of a function.
new_account
commands README.md Deploy >"$work/readme.sh"
mkdir -p "$work/greeter"
cp dist/lambda.zip "$work/greeter/"
runs "README.md deploys a function" env -C "$work/greeter" LIBHELLO="$PWD" bash -eu "$work/readme.sh"
check "with its package's code, live" "1 $(hash_of dist/lambda.zip)" "$(of_function get-alias greeter FunctionVersion --name live) $(
  of_function get-function greeter Configuration.CodeSha256 --qualifier live)"

# Those of deploy/; invocations go to the emulator.
new_account
commands deploy/README.md "AWS CLI" >"$work/shown"
sed -e "s|^aws lambda invoke|AWS_ENDPOINT_URL=$emulator &|" -e "s|out\.json|$work/out.json|" "$work/shown" >"$work/shown.sh"
runs "they deploy and invoke" bash -eu "$work/shown.sh"
check "the function is live" 1 "$(of_function get-alias k-means FunctionVersion --name live)"
check "the answer is the function's" "[50,62,38]" "$(grep -o '\[50,62,38\]' "$work/out.json")"
payload='{"version":"2.0","body":"[[1,2]]"}'
check "an event it cannot read is a function error" "200 Unhandled" "$(AWS_ENDPOINT_URL=$emulator \
  aws lambda invoke --function-name k-means --payload "$payload" "$work/error.json" --query '[StatusCode, FunctionError]' \
  --output text | tr '\t' ' ')"
check "with its type" 1 "$(grep -c errorType "$work/error.json")"

new_account
aws s3api create-bucket --bucket packages >/dev/null
commands deploy/README.md CloudFormation >"$work/stack.sh"
runs "CloudFormation makes the stack" env BUCKET=packages bash -eu "$work/stack.sh"
check "with the package's code" "$(hash_of dist/lambda.zip)" "$(of_function get-function k-means Configuration.CodeSha256)"
check "as version 1" 1 "$(of_function list-versions-by-function k-means 'Versions[-1].Version')"
check "with a log group of 14 days" "/aws/lambda/k-means 14" "$(aws logs describe-log-groups \
  --query 'logGroups[].[logGroupName, retentionInDays]' --output text | tr '\t' ' ')"
