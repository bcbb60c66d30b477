# shellcheck shell=bash
# The published comparisons. What is measured is in bench/suite.toml, how it is built in bench/build.sh;
# lambda-emulator measures, draws and writes the page of bench/results/.

source bench/build.sh

readonly SUITE=bench/suite.toml

# task_bench [--quick | --smoke] [TABLE...]: only the full form leaves its figures in bench/results/. The smoke form
# shows that everything runs and answers rightly, and its figures mean nothing.
task_bench() {
  local form=full results=bench/results build builds tables=()
  while [ $# -gt 0 ]; do
    case $1 in
      --quick) form=quick results=target/bench/results ;;
      --smoke) form=smoke results=target/bench/smoke ;;
      -*) die "bench: --quick and --smoke are the options, not \"$1\"" ;;
      *) tables+=("$1") ;;
    esac
    shift
  done
  need_rust
  need_maven
  need_native_image
  build_emulator
  mkdir -p target/bench "$LOGS"
  builds=$("$EMULATOR" suite "$SUITE" --builds "${tables[@]}") || die "bench: the names of its tables are above"
  for build in $builds; do once "build_$build"; done
  say
  # A failure must not leave the server behind.
  trap stop_https_server EXIT
  [[ " ${builds//$'\n'/ } " != *" https_server "* ]] || start_https_server
  "$EMULATOR" suite "$SUITE" --form "$form" --results "$results" "${tables[@]}" 2>"$LOGS/bench.log" ||
    die "not everything was measured:
$(sed -n '/^lambda-emulator: /,$p' "$LOGS/bench.log")"
  stop_https_server
  trap - EXIT
  all_done "Every answer was right. The tables: $results/README.md"
}

# The contract's cases against ours and the others; a table for each, with what was seen.
task_conformance() {
  need_rust
  need_maven
  build_emulator
  need_native_image
  build_acceptance
  build_rust_functions
  build_aws_echo
  build_go_functions
  local jvm="$JAVA_HOME/bin/java -Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED"
  local classes="$PWD/$ACCEPTANCE_JAR:$PWD/$APP_JAR" results=bench/results/conformance
  mkdir -p "$results"
  conforms libhello-image "$PWD/target/acceptance/acceptance" runtime
  conforms libhello-image-test-natives "$PWD/target/acceptance/acceptance" natives
  # shellcheck disable=SC2086 # words of a command line
  conforms libhello-jvm $jvm -Djava.library.path="$PWD/target/acceptance" -cp "$classes" Acceptance runtime
  # shellcheck disable=SC2086
  conforms aws-java-client $jvm -cp "$PWD/bench/java/target/libhello-bench.jar:$PWD/bench/java/target/lib/*" \
    com.amazonaws.services.lambda.runtime.api.client.AWSLambda AwsEcho::handleRequest
  conforms lambda_runtime "$PWD/target/release/plain"
  conforms aws-lambda-go "$PWD/target/bench/go-echo"
}

# conforms NAME COMMAND...
conforms() {
  local name=$1 table=bench/results/conformance/$1.md
  shift
  "$EMULATOR" conformance --task-root "$PWD" -- "$@" >"$table" 2>"$LOGS/conformance-$name.log" || true
  say "$name: $(tail -n 1 "$table")"
}
