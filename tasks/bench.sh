# shellcheck shell=bash
# The figures of the README: every row of a table is measured in the same run, its processes taking
# turns, and every answer is checked. Results go to bench/results/.

# Both Java clients get what Lambda's own Java runtime gives a function.
readonly JVM_OPTIONS="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED"

task_bench() {
  local processes=20 warm=2000 large_warm=40
  if [ "${1:-}" = --quick ]; then processes=5 warm=300 large_warm=10; fi
  need_rust
  need_maven
  build_emulator
  build_acceptance
  need_native_image
  step "functions to measure against" "" build_rivals
  gather_functions
  mkdir -p bench/results
  say
  say "${BOLD}Echo, 128 bytes${PLAIN}"
  measure_echo 128 "$processes" "$warm" 200
  say "${BOLD}Echo, 64 KiB${PLAIN}"
  measure_echo 65536 "$((processes / 4 + 1))" "$((warm / 2))" 200
  say "${BOLD}Echo, 5.5 MiB${PLAIN}"
  measure_echo 5767168 3 "$large_warm" 10
  say "${BOLD}K-means of 20,000 points${PLAIN}"
  measure_k_means "$processes"
  # Results say what was run, not where.
  sed -i "s#$PWD/##g; s#$JAVA_HOME/##g" bench/results/*.json
  show_sizes
}

build_rivals() {
  cargo build --locked --release -p bench-functions
  mvn -B -ntp -q -f bench/java/pom.xml package
}

# The echo programs are those of the end-to-end cases, with the library as it is packaged.
gather_functions() {
  mkdir -p target/bench
  cp target/acceptance/acceptance target/bench/echo
  cp dist/libHello.so target/bench/libHello.so
  local class_path="$PWD/$ACCEPTANCE_JAR:$PWD/$APP_JAR"
  local jvm="$JAVA_HOME/bin/java -Xmx96m $JVM_OPTIONS"
  local ours="$jvm -Djava.library.path=$PWD/target/bench -cp $class_path"
  ECHOES=(
    --function "libHello, native image=$PWD/target/bench/echo runtime"
    --function "libHello, native image, Test natives=$PWD/target/bench/echo natives"
    --function "libHello, JVM=$ours Acceptance runtime"
    --function "AWS Java client, JVM=$jvm -cp $PWD/bench/java/target/libhello-bench.jar:$PWD/bench/java/target/lib/* com.amazonaws.services.lambda.runtime.api.client.AWSLambda AwsEcho::handleRequest"
    --function "lambda_runtime, Rust only=$PWD/target/release/plain"
    --function "blocking loop, the floor=$PWD/target/release/floor"
  )
  K_MEANS=(
    --function "libHello, native image=$PWD/dist/bootstrap"
    --function "libHello, JVM=$jvm -Djava.library.path=$PWD/target/bench -cp $PWD/$APP_JAR Test"
    --function "libHello, JVM, all compilers=$JAVA_HOME/bin/java -Xmx96m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -Djava.library.path=$PWD/target/bench -cp $PWD/$APP_JAR Test"
  )
}

# measure_echo BYTES PROCESSES WARM DISCARD
measure_echo() {
  "$EMULATOR" measure "${ECHOES[@]}" --payload-bytes "$1" --check echo --processes "$2" --warm "$3" \
    --discard "$4" --json "bench/results/echo-$1.json"
  say
}

# The contract's cases against ours and the others; a table for each, with what was seen.
task_conformance() {
  need_rust
  need_maven
  need go golang-go
  build_emulator
  find_native_image
  need_native_image
  build_acceptance
  step "functions to measure against" "" build_rivals
  step "the function on aws-lambda-go" "" build_go
  local jvm="$JAVA_HOME/bin/java -Xmx96m $JVM_OPTIONS" results=bench/results/conformance
  local classes="$PWD/$ACCEPTANCE_JAR:$PWD/$APP_JAR"
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

build_go() { (cd bench/go && go build -o ../../target/bench/go-echo .); }

# conforms NAME COMMAND...
conforms() {
  local name=$1 table=bench/results/conformance/$1.md
  shift
  "$EMULATOR" conformance --task-root "$PWD" -- "$@" >"$table" 2>"$LOGS/conformance-$name.log" || true
  say "$name: $(tail -n 1 "$table")"
}

measure_k_means() {
  "$EMULATOR" measure "${K_MEANS[@]}" --event events/uniform-20000.json --check ok --processes "$1" \
    --warm 10 --discard 0 --json bench/results/k-means.json
  say
}
