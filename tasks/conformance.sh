# shellcheck shell=bash
# The Runtime API's contract asked of ours and of other runtimes, a process for each case.

source bench/build.sh

readonly CONFORMANCE=bench/results/conformance

# task_conformance [PART...]: parts are plain, streams, restore, concurrency and streams-at-once; all of them without.
task_conformance() {
  local part parts=("$@")
  [ $# -gt 0 ] || parts=(plain streams restore concurrency streams-at-once)
  need_rust
  need_maven
  need python3
  build_emulator
  need_native_image
  build_acceptance
  build_aws_echo
  build_node_function
  build_contract_functions
  for part in "${parts[@]}"; do asks_all "$part"; done
  step "the table of all parts" "" python3 bench/contract.py "$CONFORMANCE"
}

# Functions in other languages that obey every event of the suite.
build_contract_functions() {
  need go golang-go
  step "functions of the contract in Rust and Go" "" build_contract_function
}

build_contract_function() {
  cargo build --locked --release -p contract-function
  (cd bench/go && go build -o ../../target/bench/go-contract ./contract)
}

# asks_all PART
asks_all() {
  local part=$1 ours=concurrent mode=() handler=buffered
  local node=$PWD/$NODE_FUNCTIONS/node client=$PWD/$NODE_FUNCTIONS/node_modules/aws-lambda-ric/index.mjs
  local jvm=("$JAVA_HOME/bin/java" -Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED)
  case $part in
    plain) ours=runtime ;;
    restore) ours=snapshots ;;
    streams*) ours=streams mode=(streams) handler=streamed ;;
  esac
  asks "$part" libhello-image "$PWD" "$PWD/target/acceptance/acceptance" $ours
  [ "$part" != plain ] || asks plain libhello-image-test-natives "$PWD" "$PWD/target/acceptance/acceptance" natives
  asks "$part" libhello-jvm "$PWD" "${jvm[@]}" -Djava.library.path="$PWD/target/acceptance" \
    -cp "$PWD/$ACCEPTANCE_JAR:$PWD/$APP_JAR" Acceptance $ours
  # The client finds its own package for org.crac by the property, as on Lambda.
  asks "$part" aws-java-client "$PWD" "${jvm[@]}" -Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac \
    -cp "$PWD/bench/java/target/libhello-bench.jar:$PWD/bench/java/target/lib/*" \
    com.amazonaws.services.lambda.runtime.api.client.AWSLambda AwsContract::handleRequest
  asks "$part" lambda_runtime "$PWD" "$PWD/target/release/contract-function" "${mode[@]}"
  asks "$part" aws-lambda-go "$PWD" "$PWD/target/bench/go-contract" "${mode[@]}"
  asks "$part" aws-lambda-ric-node "$PWD/$NODE_FUNCTIONS" /usr/bin/env "_HANDLER=contract.$handler" "$node" "$client"
}

# asks PART NAME FOLDER COMMAND...
asks() {
  local part=$1 name=$2 folder=$3 options=() table=$CONFORMANCE/$1/$2.md
  shift 3
  case $part in
    streams-at-once) options=(--streams --concurrency) ;;
    plain) table=$CONFORMANCE/$name.md ;;
    *) options=("--$part") ;;
  esac
  mkdir -p "${table%/*}"
  "$EMULATOR" conformance "${options[@]}" --task-root "$folder" -- "$@" >"$table" 2>"$LOGS/conformance-$part-$name.log" || true
  say "$part, $name: $(tail -n 1 "$table")"
}
