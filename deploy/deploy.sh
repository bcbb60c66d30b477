#!/usr/bin/env bash
# deploy.sh --function NAME --zip FILE [OPTION...]: a package to AWS Lambda through the AWS CLI. The function is made, or
# gets the new code; what is uploaded becomes a version, and the alias "live" points to it.
# This is `./build.sh deploy` for the showcase, and the Maven plugin's goal `deploy`, whose jar carries the file.
set -euo pipefail

readonly LOG_SETTINGS=LogFormat=JSON,ApplicationLogLevel=INFO,SystemLogLevel=INFO
readonly LOG_DAYS=14
# Of a role that is made: Lambda may take it, and it may write logs.
readonly TRUST='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}'
readonly LOG_RIGHTS=policy/service-role/AWSLambdaBasicExecutionRole
# Of a function that is made, where nothing else is said.
readonly DEFAULT_MEMORY_MB=128 DEFAULT_TIMEOUT_S=10
readonly DIRECT_UPLOAD=50000000
readonly OPTIONS="--dry-run, --function, --role, --memory, --timeout, --env, --handler, --alias, --zip, --url, --region, \
--profile and --endpoint-url"

DRY_RUN='' FUNCTION='' ROLE='' MEMORY_MB='' TIMEOUT_S='' HANDLER='' ALIAS=live ZIP='' URL=''
VARIABLES=() ACCOUNT=()

if [ -t 1 ]; then DIM=$'\e[2m' PLAIN=$'\e[0m'; else DIM='' PLAIN=''; fi

say() { printf '%s\n' "$*"; }
die() {
  printf 'deploy: %s\n' "$*" >&2
  exit 1
}

main() {
  read_options "$@"
  # Version 2 of the CLI would show long answers in a pager.
  export AWS_PAGER=''

  if [ -n "$DRY_RUN" ]; then
    look_at_package
    local name
    for name in ${ACCOUNT[@]+"${ACCOUNT[@]}"}; do say "export $name=$(quoted "${!name}")"; done
    say "# where the function $FUNCTION does not exist yet"
    deploy_new
    say
    say "# where it does"
    deploy_again
    return
  fi
  [ -f "$ZIP" ] || die "$ZIP is missing: make the package first"
  command -v aws >/dev/null || die "the AWS CLI (aws) is missing: install it, then repeat"
  command -v openssl >/dev/null || die "openssl is missing: install it, then repeat"
  look_at_package
  if function_exists; then
    deploy_again
  else
    deploy_new
  fi
  say "Version $VERSION of $FUNCTION has the alias $ALIAS."
}

read_options() {
  while [ $# -gt 0 ]; do
    case $1 in
      --dry-run) DRY_RUN=1 ;;
      --url) URL=1 ;;
      --function | --role | --memory | --timeout | --env | --handler | --alias | --zip | --region | --profile | --endpoint-url)
        [ -n "${2:-}" ] || die "$1 takes a value"
        case $1 in
          --function) FUNCTION=$2 ;;
          --role) ROLE=$2 ;;
          --memory) MEMORY_MB=$2 ;;
          --timeout) TIMEOUT_S=$2 ;;
          --env) VARIABLES+=("$2") ;;
          --handler) HANDLER=$2 ;;
          --alias) ALIAS=$2 ;;
          --zip) ZIP=$2 ;;
          # Version 1 of the CLI takes a region from this one alone, and version 2 as well.
          --region) account AWS_DEFAULT_REGION "$2" ;;
          --profile) account AWS_PROFILE "$2" ;;
          --endpoint-url) account AWS_ENDPOINT_URL "$2" ;;
        esac
        shift
        ;;
      *) die "$OPTIONS are the options, not \"$1\"" ;;
    esac
    shift
  done
  [ -n "$ZIP" ] || die "which package? --zip FILE"
  [[ $FUNCTION =~ ^[A-Za-z0-9_-]{1,64}$ ]] ||
    die "a function's name has at most 64 letters, digits, - and _, not \"$FUNCTION\""
  [[ $ALIAS =~ ^[A-Za-z0-9_-]{1,128}$ && ! $ALIAS =~ ^[0-9]+$ ]] ||
    die "an alias has letters, digits, - and _, and not digits alone, not \"$ALIAS\""
  # What is too much is Lambda's to say: it has raised these limits before.
  number_from 128 "${MEMORY_MB:-128}" || die "--memory is a number of MB, from 128 on, not \"$MEMORY_MB\""
  number_from 1 "${TIMEOUT_S:-1}" || die "--timeout is a number of seconds, from 1 on, not \"$TIMEOUT_S\""
  local variable
  for variable in ${VARIABLES[@]+"${VARIABLES[@]}"}; do
    [[ $variable =~ ^[A-Za-z][A-Za-z0-9_]+= ]] || die "--env takes NAME=VALUE, not \"$variable\""
  done
}

# account NAME VALUE: a variable that the CLI reads.
account() {
  export "$1=$2"
  ACCOUNT+=("$1")
}

number_from() { [[ $2 =~ ^[1-9][0-9]{0,8}$ ]] && (($2 >= $1)); }

# Sets ARCHITECTURE, by the library in the package, and settles that Lambda takes the package at all. A dry run
# may come before there is one.
look_at_package() {
  ARCHITECTURE=x86_64
  [ -f "$ZIP" ] || return 0
  command -v unzip >/dev/null || die "unzip is missing: install it, then repeat"
  local size machine
  size=$(stat -c %s "$ZIP")
  ((size <= DIRECT_UPLOAD)) || die "$ZIP has $size bytes, and Lambda takes 50 MB as a direct upload"
  # The number of the processor in an ELF header.
  machine=$( (unzip -p "$ZIP" libHello.so 2>/dev/null || true) | od -An -tu2 -j18 -N2 2>/dev/null || true)
  case ${machine// /} in
    62) ARCHITECTURE=x86_64 ;;
    183) ARCHITECTURE=arm64 ;;
    *) die "$ZIP is no package of libHello: there is no libHello.so for x86-64 or arm64 in it" ;;
  esac
}

deploy_new() {
  local log_group=/aws/lambda/$FUNCTION
  NEW_ROLE=$ROLE
  [ -n "$NEW_ROLE" ] || make_role
  aws_call --may-fail-by ResourceAlreadyExistsException logs create-log-group --log-group-name "$log_group"
  aws_call logs put-retention-policy --log-group-name "$log_group" --retention-in-days "$LOG_DAYS"
  local variables=()
  [ ${#VARIABLES[@]} -eq 0 ] || variables=(--environment "$(environment)")
  # A role that was made a moment ago may not be known to Lambda yet.
  aws_call --again-after "cannot be assumed by Lambda" lambda create-function --function-name "$FUNCTION" \
    --runtime provided.al2023 --handler "${HANDLER:-bootstrap}" --architectures "$ARCHITECTURE" \
    --memory-size "${MEMORY_MB:-$DEFAULT_MEMORY_MB}" --timeout "${TIMEOUT_S:-$DEFAULT_TIMEOUT_S}" \
    --role "$NEW_ROLE" ${variables[@]+"${variables[@]}"} \
    --logging-config "$LOG_SETTINGS,LogGroup=$log_group" --zip-file "fileb://$ZIP"
  aws_call lambda wait function-active-v2 --function-name "$FUNCTION"
  publish
  create_alias
  give_url
}

# Sets NEW_ROLE, to one that may write logs and nothing else. One of its name is what an earlier function has left.
make_role() {
  local name=libhello-$FUNCTION partition=arn:aws
  [ ${#name} -le 64 ] || die "the name of a role for $FUNCTION would be too long: say which role it takes, the ARN of one"
  local call=(iam create-role --role-name "$name" --assume-role-policy-document "$TRUST")
  if [ -n "$DRY_RUN" ]; then
    # shellcheck disable=SC2016 # for the shell that this is pasted into
    printf 'role=$(%s --query Role.Arn --output text)\n' "$(quoted aws "${call[@]}")"
    # shellcheck disable=SC2016 # for that shell, too
    NEW_ROLE='"$role"'
  else
    aws_call --may-fail-by EntityAlreadyExists "${call[@]}"
    NEW_ROLE=$(ask_aws iam get-role --role-name "$name" --query Role.Arn)
    partition=${NEW_ROLE%%:iam:*}
  fi
  aws_call iam attach-role-policy --role-name "$name" --policy-arn "$partition:iam::aws:$LOG_RIGHTS"
}

# Settings that are not asked for stay as they are.
deploy_again() {
  local settings=()
  [ -z "$MEMORY_MB" ] || settings+=(--memory-size "$MEMORY_MB")
  [ -z "$TIMEOUT_S" ] || settings+=(--timeout "$TIMEOUT_S")
  [ -z "$HANDLER" ] || settings+=(--handler "$HANDLER")
  [ -z "$ROLE" ] || settings+=(--role "$ROLE")
  [ ${#VARIABLES[@]} -eq 0 ] || settings+=(--environment "$(environment)")
  if [ ${#settings[@]} -gt 0 ]; then
    aws_call lambda update-function-configuration --function-name "$FUNCTION" "${settings[@]}"
    aws_call lambda wait function-updated-v2 --function-name "$FUNCTION"
  fi
  aws_call lambda update-function-code --function-name "$FUNCTION" --architectures "$ARCHITECTURE" \
    --zip-file "fileb://$ZIP"
  aws_call lambda wait function-updated-v2 --function-name "$FUNCTION"
  publish
  if [ -n "$DRY_RUN" ] || alias_exists; then
    aws_call lambda update-alias --function-name "$FUNCTION" --name "$ALIAS" --function-version "$VERSION"
  else
    create_alias
  fi
  give_url
}

# Makes a version of what was uploaded; the hash refuses anything that came in between.
publish() {
  local call=(lambda publish-version --function-name "$FUNCTION")
  if [ -n "$DRY_RUN" ]; then
    # shellcheck disable=SC2016 # for the shell that this is pasted into
    VERSION='"$version"'
    # shellcheck disable=SC2016 # for that shell, too
    printf 'version=$(%s --code-sha-256 "$(openssl dgst -sha256 -binary %s | base64)" --query Version --output text)\n' \
      "$(quoted aws "${call[@]}")" "$(quoted "$ZIP")"
    return
  fi
  call+=(--code-sha-256 "$(openssl dgst -sha256 -binary "$ZIP" | base64)")
  say "${DIM}$(quoted aws "${call[@]}")${PLAIN}"
  VERSION=$(ask_aws "${call[@]}" --query Version)
}

create_alias() {
  aws_call lambda create-alias --function-name "$FUNCTION" --name "$ALIAS" --function-version "$VERSION"
}

give_url() {
  [ -n "$URL" ] || return 0
  aws_call --may-fail-by ResourceConflictException lambda create-function-url-config \
    --function-name "$FUNCTION" --qualifier "$ALIAS" --auth-type AWS_IAM
  [ -z "$DRY_RUN" ] || return 0
  local url
  url=$(ask_aws lambda get-function-url-config --function-name "$FUNCTION" --qualifier "$ALIAS" --query FunctionUrl)
  say "  $url"
}

# The variables as the CLI takes them, whatever is in the values.
environment() {
  local variable value separator='' text=''
  for variable in "${VARIABLES[@]}"; do
    value=${variable#*=}
    value=${value//\\/\\\\}
    value=${value//\"/\\\"}
    value=${value//$'\n'/\\n}
    value=${value//$'\t'/\\t}
    text+="$separator\"${variable%%=*}\":\"$value\""
    separator=,
  done
  printf '{"Variables":{%s}}' "$text"
}

function_exists() { found_by_aws lambda get-function-configuration --function-name "$FUNCTION"; }
alias_exists() { found_by_aws lambda get-alias --function-name "$FUNCTION" --name "$ALIAS"; }

# --- The AWS CLI ---------------------------------------------------------------------------------------

# aws_call [--may-fail-by CODE | --again-after MESSAGE] ARGUMENT...: shows the call, and makes it unless
# this is a dry run. An error with that code is none; one with that message is met by another try.
aws_call() {
  local may_fail='' again='' tries=1 try status
  case $1 in
    --may-fail-by) may_fail=$2 && shift 2 ;;
    --again-after) again=$2 tries=6 && shift 2 ;;
  esac
  if [ -n "$DRY_RUN" ]; then
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
    if [[ $word != '"$version"' && $word != '"$role"' && ! $word =~ ^[A-Za-z0-9_./:=@%+,-]+$ ]]; then
      word="'${word//\'/\'\\\'\'}'"
    fi
    line+="$word "
  done
  printf '%s' "${line% }"
}

main "$@"
