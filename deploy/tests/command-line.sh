# shellcheck shell=bash disable=SC2154 # of ../test.sh
# What `build.sh deploy` says without any account.

runs "a dry run prints what it would do" \
  diff deploy/tests/dry-run.txt <(./build.sh deploy --dry-run)
runs "so it does with every option" \
  diff deploy/tests/dry-run-options.txt <(./build.sh deploy --dry-run --function points --memory 256 --url \
    --role arn:aws:iam::123456789012:role/points --zip "it's new.zip" --endpoint-url http://127.0.0.1:1)

check "an unknown option is named" "deploy: --dry-run, --function, --role, --memory, --timeout, --env, --handler, \
--alias, --zip, --url, --region, --profile and --endpoint-url are the options, not \"--rule\"" "$(last_line ./build.sh deploy --rule)"
check "an option without its value is named" "deploy: --role takes a value" "$(last_line ./build.sh deploy --role)"
check "too little memory" "deploy: --memory is a number of MB, from 128 on, not \"64\"" \
  "$(last_line ./build.sh deploy --memory 64)"
check "an odd name" "deploy: a function's name has at most 64 letters, digits, - and _, not \"a b\"" \
  "$(last_line ./build.sh deploy --function 'a b')"
check "no package" "deploy: no.zip is missing: make the package first" "$(last_line ./build.sh deploy --zip no.zip)"

zip -qj "$work/other.zip" deploy/trust.json
check "no package of libHello" "deploy: $work/other.zip is no package of libHello: there is no libHello.so for x86-64 or \
arm64 in it" "$(last_line ./build.sh deploy --zip "$work/other.zip")"

mkdir "$work/bin"
ln -sf /bin/* /usr/bin/* "$work/bin/"
rm -f "$work/bin/aws"
check "no AWS CLI" "deploy: the AWS CLI (aws) is missing: install it, then repeat" \
  "$(PATH=$work/bin last_line ./build.sh deploy)"
check "no credentials" "deploy: no AWS credentials are set: type aws configure, or set AWS_PROFILE" \
  "$(last_line env -u AWS_ACCESS_KEY_ID -u AWS_SECRET_ACCESS_KEY ./build.sh deploy --endpoint-url http://127.0.0.1:1)"
check "no region" "deploy: no AWS region is set: type aws configure, or set AWS_REGION" \
  "$(last_line env -u AWS_DEFAULT_REGION ./build.sh deploy)"
check "an account that cannot be reached" "deploy: aws lambda get-function-configuration: \
Could not connect to the endpoint URL: \"http://127.0.0.1:1/2015-03-31/functions/k-means/configuration\"" \
  "$(AWS_MAX_ATTEMPTS=1 last_line ./build.sh deploy --endpoint-url http://127.0.0.1:1)"
