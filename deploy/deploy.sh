# shellcheck shell=bash
# dist/lambda.zip to AWS Lambda through the AWS CLI: the function is made, or gets the new code; what
# is uploaded becomes a version, and the alias "live" points to it. deploy/ has the other ways.

source deploy/tools.sh

readonly DEPLOY_LOG_SETTINGS=LogFormat=JSON,ApplicationLogLevel=INFO,SystemLogLevel=INFO
readonly DEPLOY_LOG_DAYS=14
readonly DEPLOY_TIMEOUT_S=10

# task_deploy [--dry-run] [--function NAME] [--role ARN] [--memory MB] [--zip FILE] [--url] [--endpoint-url URL]
task_deploy() {
  DEPLOY_DRY_RUN='' DEPLOY_FUNCTION=k-means DEPLOY_ROLE='' DEPLOY_MEMORY_MB='' DEPLOY_ZIP=dist/lambda.zip DEPLOY_URL=''
  deploy_options "$@"
  # Version 2 of the CLI would show long answers in a pager.
  export AWS_PAGER=''

  if [ -n "$DEPLOY_DRY_RUN" ]; then
    [ -z "${AWS_ENDPOINT_URL:-}" ] || say "export AWS_ENDPOINT_URL=$(quoted "$AWS_ENDPOINT_URL")"
    say "# where the function $DEPLOY_FUNCTION does not exist yet"
    deploy_new
    say
    say "# where it does"
    deploy_again
    return
  fi
  [ -f "$DEPLOY_ZIP" ] || die "$DEPLOY_ZIP is missing; type: ./build.sh package"
  command -v aws >/dev/null || die "the AWS CLI (aws) is missing: install it, then repeat"
  need openssl
  if function_exists; then
    deploy_again
  else
    [ -n "$DEPLOY_ROLE" ] || die "there is no function $DEPLOY_FUNCTION yet: say which role it takes, --role ARN"
    deploy_new
  fi
  all_done "Version $DEPLOY_VERSION of $DEPLOY_FUNCTION is live."
}

deploy_options() {
  while [ $# -gt 0 ]; do
    case $1 in
      --dry-run) DEPLOY_DRY_RUN=1 ;;
      --url) DEPLOY_URL=1 ;;
      --function | --role | --memory | --zip | --endpoint-url)
        [ -n "${2:-}" ] || die "deploy: $1 takes a value"
        case $1 in
          --function) DEPLOY_FUNCTION=$2 ;;
          --role) DEPLOY_ROLE=$2 ;;
          --memory) DEPLOY_MEMORY_MB=$2 ;;
          --zip) DEPLOY_ZIP=$2 ;;
          --endpoint-url) export AWS_ENDPOINT_URL=$2 ;;
        esac
        shift
        ;;
      *) die "deploy: --dry-run, --function, --role, --memory, --zip, --url and --endpoint-url are the options, not \"$1\"" ;;
    esac
    shift
  done
  [[ $DEPLOY_FUNCTION =~ ^[A-Za-z0-9_-]{1,64}$ ]] ||
    die "deploy: a function's name has at most 64 letters, digits, - and _, not \"$DEPLOY_FUNCTION\""
  local memory=${DEPLOY_MEMORY_MB:-128}
  if [[ ! $memory =~ ^[1-9][0-9]{2,4}$ ]] || ((memory < 128 || memory > 10240)); then
    die "deploy: --memory is between 128 and 10240 MB, not \"$DEPLOY_MEMORY_MB\""
  fi
}

deploy_new() {
  local log_group=/aws/lambda/$DEPLOY_FUNCTION
  aws_call --may-fail-by ResourceAlreadyExistsException logs create-log-group --log-group-name "$log_group"
  aws_call logs put-retention-policy --log-group-name "$log_group" --retention-in-days "$DEPLOY_LOG_DAYS"
  # A role that was made a moment ago may not be known to Lambda yet.
  aws_call --again-after "cannot be assumed by Lambda" lambda create-function --function-name "$DEPLOY_FUNCTION" \
    --runtime provided.al2023 --handler bootstrap --architectures x86_64 \
    --memory-size "${DEPLOY_MEMORY_MB:-128}" --timeout "$DEPLOY_TIMEOUT_S" --role "${DEPLOY_ROLE:-ROLE_ARN}" \
    --logging-config "$DEPLOY_LOG_SETTINGS,LogGroup=$log_group" --zip-file "fileb://$DEPLOY_ZIP"
  aws_call lambda wait function-active-v2 --function-name "$DEPLOY_FUNCTION"
  publish
  create_alias
  give_url
}

# Settings that are not asked for stay as they are.
deploy_again() {
  local settings=()
  [ -z "$DEPLOY_MEMORY_MB" ] || settings+=(--memory-size "$DEPLOY_MEMORY_MB")
  [ -z "$DEPLOY_ROLE" ] || settings+=(--role "$DEPLOY_ROLE")
  if [ ${#settings[@]} -gt 0 ]; then
    aws_call lambda update-function-configuration --function-name "$DEPLOY_FUNCTION" "${settings[@]}"
    aws_call lambda wait function-updated-v2 --function-name "$DEPLOY_FUNCTION"
  fi
  aws_call lambda update-function-code --function-name "$DEPLOY_FUNCTION" --architectures x86_64 \
    --zip-file "fileb://$DEPLOY_ZIP"
  aws_call lambda wait function-updated-v2 --function-name "$DEPLOY_FUNCTION"
  publish
  if [ -n "$DEPLOY_DRY_RUN" ] || alias_exists; then
    aws_call lambda update-alias --function-name "$DEPLOY_FUNCTION" --name live --function-version "$DEPLOY_VERSION"
  else
    create_alias
  fi
  give_url
}

# Makes a version of what was uploaded; the hash refuses anything that came in between.
publish() {
  local call=(lambda publish-version --function-name "$DEPLOY_FUNCTION")
  if [ -n "$DEPLOY_DRY_RUN" ]; then
    # shellcheck disable=SC2016 # for the shell that this is pasted into
    DEPLOY_VERSION='"$version"'
    # shellcheck disable=SC2016 # for that shell, too
    printf 'version=$(%s --code-sha-256 "$(openssl dgst -sha256 -binary %s | base64)" --query Version --output text)\n' \
      "$(quoted aws "${call[@]}")" "$(quoted "$DEPLOY_ZIP")"
    return
  fi
  call+=(--code-sha-256 "$(openssl dgst -sha256 -binary "$DEPLOY_ZIP" | base64)")
  say "${DIM}$(quoted aws "${call[@]}")${PLAIN}"
  DEPLOY_VERSION=$(ask_aws "${call[@]}" --query Version)
}

create_alias() {
  aws_call lambda create-alias --function-name "$DEPLOY_FUNCTION" --name live --function-version "$DEPLOY_VERSION"
}

give_url() {
  [ -n "$DEPLOY_URL" ] || return 0
  aws_call --may-fail-by ResourceConflictException lambda create-function-url-config \
    --function-name "$DEPLOY_FUNCTION" --qualifier live --auth-type AWS_IAM
  [ -z "$DEPLOY_DRY_RUN" ] || return 0
  local url
  url=$(ask_aws lambda get-function-url-config --function-name "$DEPLOY_FUNCTION" --qualifier live --query FunctionUrl)
  say "  $url"
}

function_exists() { found_by_aws lambda get-function-configuration --function-name "$DEPLOY_FUNCTION"; }
alias_exists() { found_by_aws lambda get-alias --function-name "$DEPLOY_FUNCTION" --name live; }

# --- The AWS CLI ---------------------------------------------------------------------------------------

# aws_call [--may-fail-by CODE | --again-after MESSAGE] ARGUMENT...: shows the call, and makes it unless
# this is a dry run. An error with that code is none; one with that message is met by another try.
aws_call() {
  local may_fail='' again='' tries=1 try status
  case $1 in
    --may-fail-by) may_fail=$2 && shift 2 ;;
    --again-after) again=$2 tries=6 && shift 2 ;;
  esac
  if [ -n "$DEPLOY_DRY_RUN" ]; then
    say "$(quoted aws "$@")${may_fail:+  # $may_fail may be the answer}"
    return
  fi
  say "${DIM}$(quoted aws "$@")${PLAIN}"
  for ((try = 1; try <= tries; try++)); do
    status=0
    try_aws "$@" || status=$?
    [ "$status" -ne 0 ] || return 0
    [ -z "$may_fail" ] || [[ $AWS_ERROR != *"($may_fail)"* ]] || return 0
    if [ -z "$again" ] || [[ $AWS_ERROR != *"$again"* ]] || ((try == tries)); then break; fi
    sleep 3
  done
  die_of_aws "$@"
}

# ask_aws ARGUMENT...: one answer, as text.
ask_aws() {
  try_aws "$@" --output text || die_of_aws "$@"
  say "$AWS_ANSWER"
}

found_by_aws() {
  try_aws "$@" && return
  [[ $AWS_ERROR == *"(ResourceNotFoundException)"* ]] || die_of_aws "$@"
  return 1
}

# Sets AWS_ANSWER, or AWS_ERROR to the one line that says what was wrong.
try_aws() {
  local complaints status=0
  complaints=$(mktemp)
  AWS_ANSWER=$(aws "$@" 2>"$complaints") || status=$?
  AWS_ERROR=$(grep -v '^[[:space:]]*$' "$complaints" | tail -n 1 || true)
  rm -f "$complaints"
  return "$status"
}

die_of_aws() {
  case $AWS_ERROR in
    *"Unable to locate credentials"*) die "no AWS credentials are set: type aws configure, or set AWS_PROFILE" ;;
    *"must specify a region"*) die "no AWS region is set: type aws configure, or set AWS_REGION" ;;
    *) die "aws $1 $2: ${AWS_ERROR:-failed without a word}" ;;
  esac
}

# quoted WORD...: a line that a shell reads as these words.
quoted() {
  local word line=''
  for word; do
    # shellcheck disable=SC2016 # the name of a variable, not its value
    if [[ $word != '"$version"' && ! $word =~ ^[A-Za-z0-9_./:=@%+,-]+$ ]]; then
      word="'${word//\'/\'\\\'\'}'"
    fi
    line+="$word "
  done
  printf '%s' "${line% }"
}

# --- Its tests -----------------------------------------------------------------------------------------

# deploy/test.sh with the AWS CLI, moto, SAM and cfn-lint of deploy/requirements.txt, which are kept.
test_deploy() {
  [ -f dist/lambda.zip ] || {
    say "The tests of deploy/ are skipped: there is no dist/lambda.zip without native-image."
    return
  }
  need make
  need curl
  need unzip
  need openssl
  need zip
  find_deploy_tools
  if [ -n "$DEPLOY_TOOLS_MISSING" ]; then
    say "The tests of deploy/ are skipped: $DEPLOY_TOOLS_MISSING."
    return
  fi
  build_emulator
  shown_step "tests of deploy/" deploy/test.sh "$DEPLOY_TOOLS/bin"
}
