# shellcheck shell=bash disable=SC2154 # of ../test.sh
# What `build.sh deploy` says without any account.

runs "a dry run prints what it would do" \
  diff deploy/tests/dry-run.txt <(./build.sh deploy --dry-run)
runs "so it does with every option" \
  diff deploy/tests/dry-run-options.txt <(./build.sh deploy --dry-run --function points --memory 256 --url \
    --role arn:aws:iam::123456789012:role/points --zip "it's new.zip" --endpoint-url http://127.0.0.1:1)

check "an unknown option is named" "build.sh: deploy: --dry-run, --function, --role, --memory, --zip, --url and \
--endpoint-url are the options, not \"--rule\"" "$(last_line ./build.sh deploy --rule)"
check "an option without its value is named" "build.sh: deploy: --role takes a value" "$(last_line ./build.sh deploy --role)"
check "too little memory" "build.sh: deploy: --memory is between 128 and 10240 MB, not \"64\"" \
  "$(last_line ./build.sh deploy --memory 64)"
check "an odd name" "build.sh: deploy: a function's name has at most 64 letters, digits, - and _, not \"a b\"" \
  "$(last_line ./build.sh deploy --function 'a b')"
check "no package" "build.sh: no.zip is missing; type: ./build.sh package" "$(last_line ./build.sh deploy --zip no.zip)"

mkdir "$work/bin"
ln -sf /bin/* /usr/bin/* "$work/bin/"
rm -f "$work/bin/aws"
check "no AWS CLI" "build.sh: the AWS CLI (aws) is missing: install it, then repeat" \
  "$(PATH=$work/bin last_line ./build.sh deploy)"
check "no credentials" "build.sh: no AWS credentials are set: type aws configure, or set AWS_PROFILE" \
  "$(last_line env -u AWS_ACCESS_KEY_ID -u AWS_SECRET_ACCESS_KEY ./build.sh deploy --endpoint-url http://127.0.0.1:1)"
check "no region" "build.sh: no AWS region is set: type aws configure, or set AWS_REGION" \
  "$(last_line env -u AWS_DEFAULT_REGION ./build.sh deploy)"
check "an account that cannot be reached" "build.sh: aws lambda get-function-configuration: \
Could not connect to the endpoint URL: \"http://127.0.0.1:1/2015-03-31/functions/k-means/configuration\"" \
  "$(AWS_MAX_ATTEMPTS=1 last_line ./build.sh deploy --endpoint-url http://127.0.0.1:1)"
