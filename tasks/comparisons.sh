# shellcheck shell=bash
# The tables. Every row of a table is measured in the same run, its processes taking turns, and every
# answer is checked.

# Both Java clients get what Lambda's own Java runtime gives a function.
readonly JVM_OPTIONS="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED"
readonly AWS_CLIENT=com.amazonaws.services.lambda.runtime.api.client.AWSLambda

# java_line OPTION...: the command line of a JVM whose heap follows the memory size.
java_line() { echo "$JAVA_HOME/bin/java -Xmx{heap}m $*"; }

# measured NAME OPTION...: measures, shows the table and keeps it, with its record.
measured() {
  local name=$1
  shift
  say "${BOLD}$name${PLAIN}"
  bench_notes
  "$EMULATOR" measure --keep-going --task-root "$PWD" "${NOTES[@]}" --json "$RESULTS/$name.json" "$@" \
    >"$RESULTS/$name.md" 2>"$LOGS/bench-$name.log" || die "$name was not measured: $(tail -n 1 "$LOGS/bench-$name.log")"
  # Results say what was run, not where.
  sed -i "s#$PWD/##g; s#$JAVA_HOME/##g" "$RESULTS/$name.json"
  cat "$RESULTS/$name.md"
}

memory_options() {
  local size
  for size; do printf -- '--memory\n%s\n' "$size"; done
}

ours_on_jvm() { java_line "$JVM_OPTIONS -Djava.library.path=$PWD/target/bench -cp $*"; }

# 1. The same echo everywhere: cold starts and warm invocations under Lambda's limits, of which the ten
# seconds for initialization are one.
measure_cold() {
  local clojure aws=$PWD/bench/java/target/libhello-bench.jar:$PWD/bench/java/target/lib/* sizes
  clojure=$PWD/$CLOJURE_JAR:$PWD/examples/clojure/target/lib/*
  local node="env LAMBDA_TASK_ROOT=$PWD/$NODE_FUNCTIONS _HANDLER=%s $PWD/$NODE_FUNCTIONS/node $PWD/$NODE_FUNCTIONS/node_modules/aws-lambda-ric/index.mjs"
  local old=$PWD/$GO_2018
  mapfile -t sizes < <(memory_options "${SIZES[@]}")
  # shellcheck disable=SC2059 # the handler goes into the command line
  measured cold --limits --init-timeout 10 "${sizes[@]}" --payload-bytes 128 --check echo --processes "$PROCESSES" --warm "$WARM" \
    --discard "$DISCARD" --table articles \
    --function "Java native, libHello=$PWD/target/bench/echo runtime" \
    --function "Java on the JVM, libHello=$(ours_on_jvm "$PWD/$ACCEPTANCE_JAR:$PWD/$APP_JAR" Acceptance runtime)" \
    --function "Java on the JVM, AWS client=$(java_line "$JVM_OPTIONS" -cp "$aws" "$AWS_CLIENT" AwsEcho::handleRequest)" \
    --function "Clojure native, libHello=$PWD/$CLOJURE_IMAGES/echo" \
    --function "Clojure on the JVM, libHello=$(ours_on_jvm "$clojure" echo.main)" \
    --function "Clojure on the JVM, AWS client=$(java_line "$JVM_OPTIONS" -cp "$clojure:$aws" "$AWS_CLIENT" echo.Aws::handleRequest)" \
    --function "Python, awslambdaric=env LAMBDA_TASK_ROOT=$PWD/$PYTHON_FUNCTIONS PYTHONPATH=$PWD/$PYTHON_FUNCTIONS $PWD/$PYTHON_FUNCTIONS/bin/python -m awslambdaric functions.echo" \
    --function "Node, aws-lambda-ric=$(printf "$node" functions.echo)" \
    --function "ClojureScript on Node=$(printf "$node" clojurescript.echo)" \
    --function "Go, aws-lambda-go=$PWD/target/bench/go-echo" \
    --function "Rust, lambda_runtime=$PWD/target/release/plain" \
    --function "design of 2018, native=$old/executable -Djava.library.path=$old" \
    --function "design of 2018, JVM=$(java_line "$JVM_OPTIONS" "-Djava.library.path=$old" -cp "$old/test.jar" Test)"
}

# 1b. What size does: a REST application in Clojure.
measure_rest() {
  local classes=$PWD/$CLOJURE_JAR:$PWD/examples/clojure/target/lib/* sizes
  mapfile -t sizes < <(memory_options "${REST_SIZES[@]}")
  measured rest --limits --init-timeout 10 "${sizes[@]}" --event examples/clojure/events/products.json \
    --expect examples/clojure/events/products-answer.json --processes "$PROCESSES" --warm "$WARM" --discard "$DISCARD" \
    --table articles \
    --function "Clojure REST, native=$PWD/$CLOJURE_IMAGES/orders" \
    --function "Clojure REST on the JVM, libHello=$(ours_on_jvm "$classes" orders.main)" \
    --function "Clojure REST on the JVM, AWS client=$(java_line "$JVM_OPTIONS" -cp "$classes:$PWD/bench/java/target/lib/*" "$AWS_CLIENT" orders.Aws::handleRequest)"
}

# 2. K-means across memory sizes.
measure_k_means() {
  local sizes
  mapfile -t sizes < <(memory_options "${K_MEANS_SIZES[@]}")
  measured k-means --limits "${sizes[@]}" --event events/uniform-20000.json --expect bench/expected/uniform-20000.json \
    --processes "$FEW" --warm 6 --discard 2 \
    --columns cold_median,first_median,warm_ms_mean,warm_ms_sd,warm_ms_median,warm_ms_p99,warm_p50_ratio,peak_median,peak_max,throttled_median \
    --function "native image=$PWD/dist/bootstrap" \
    --function "JVM, first compiler only=$(ours_on_jvm "$PWD/$APP_JAR" Test)" \
    --function "JVM, all compilers=$(java_line -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED "-Djava.library.path=$PWD/target/bench" -cp "$PWD/$APP_JAR" Test)"
}

# 2b. The ways to package the same function.
measure_bundle() {
  rm -rf target/bench/bundle
  unzip -q dist/lambda-jvm.zip -d target/bench/bundle
  measured bundle --memory 512 --event events/iris.json --expect bench/expected/iris.json --processes "$PROCESSES" --warm 20 --discard 5 \
    --function "dist/lambda.zip, native image=$PWD/dist/bootstrap" \
    --function "dist/lambda-jvm.zip, JRE with an AOT cache=env LAMBDA_TASK_ROOT=$PWD/target/bench/bundle $PWD/target/bench/bundle/bootstrap" \
    --function "plain JVM=$(ours_on_jvm "$PWD/$APP_JAR" Test)"
}

# 3. Ten million sines, each of the one before.
measure_sine() {
  local node="env LAMBDA_TASK_ROOT=$PWD/$NODE_FUNCTIONS _HANDLER=functions.sine $PWD/$NODE_FUNCTIONS/node $PWD/$NODE_FUNCTIONS/node_modules/aws-lambda-ric/index.mjs"
  measured sine --memory 1769 --event bench/expected/sine-event.json --expect bench/expected/sine.json \
    --processes "$FEW" --warm 3 --discard 1 \
    --columns cold_median,first_median,warm_ms_mean,warm_ms_sd,warm_ms_median,warm_ms_max,warm_p50_ratio \
    --function "Java native=$PWD/$FUNCTIONS_IMAGE sine" \
    --function "Java on the JVM, first compiler only=$(ours_on_jvm "$(functions_classes)" "$FUNCTIONS_MAIN" sine)" \
    --function "Java on the JVM, all compilers=$(java_line -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED "-Djava.library.path=$PWD/target/bench" -cp "$(functions_classes)" "$FUNCTIONS_MAIN" sine)" \
    --function "Go=$PWD/target/bench/go-echo sine" \
    --function "Rust=$PWD/target/release/sine" \
    --function "Node=$node" \
    --function "Python=env LAMBDA_TASK_ROOT=$PWD/$PYTHON_FUNCTIONS PYTHONPATH=$PWD/$PYTHON_FUNCTIONS $PWD/$PYTHON_FUNCTIONS/bin/python -m awslambdaric functions.sine"
}

functions_classes() { echo "$PWD/$FUNCTIONS_JAR:$PWD/bench/jvm/target/lib/*"; }

# 4. An HTTPS request from the handler.
measure_https() {
  start_https_server
  printf '{"url":"https://localhost:%s/bytes/1024"}' "$HTTPS_PORT" >"$HTTPS_FOLDER/measured.json"
  printf '{"status":200,"protocol":"TLSv1.3","bytes":1024}' >"$HTTPS_FOLDER/expected.json"
  # A failure must not leave the server behind.
  trap stop_https_server EXIT
  measured https --limits --memory 512 --memory 1769 --env "TRUSTED_AUTHORITY=$PWD/$HTTPS_FOLDER/ca.pem" --event "$HTTPS_FOLDER/measured.json" \
    --expect "$HTTPS_FOLDER/expected.json" --processes "$FEW" --warm 50 --discard 10 \
    --columns cold_median,first_median,first_max,warm_ms_median,warm_ms_p99,warm_p50_ratio,peak_median,throttled_median \
    --function "native image=$PWD/$FUNCTIONS_IMAGE https" \
    --function "JVM, first compiler only=$(ours_on_jvm "$(functions_classes)" "$FUNCTIONS_MAIN" https)"
  stop_https_server
  trap - EXIT
}

# 5. The bridge itself, by size of event and response.
measure_bridge() {
  local bytes warm classes=$PWD/$ACCEPTANCE_JAR:$PWD/$APP_JAR
  for bytes in "${PAYLOADS[@]}"; do
    warm=$((WARM * 10))
    [ "$bytes" -le 100000 ] || warm=$((WARM / 5 + 1))
    measured "bridge-$bytes" --memory 256 --payload-bytes "$bytes" --check echo --processes "$FEW" --warm "$warm" \
      --discard "$((warm / 10))" \
      --columns init_range,first_range,warm_median,warm_p99,warm_p999,warm_p50_ratio,resident_median \
      --function "lambda_runtime, Rust only=$PWD/target/release/plain" \
      --function "libHello, native image=$PWD/target/bench/echo runtime" \
      --function "libHello, native image, Test natives=$PWD/target/bench/echo natives" \
      --function "libHello, JVM=$(ours_on_jvm "$classes" Acceptance runtime)" \
      --function "AWS Java client, JVM=$(java_line "$JVM_OPTIONS" -cp "$PWD/bench/java/target/libhello-bench.jar:$PWD/bench/java/target/lib/*" "$AWS_CLIENT" AwsEcho::handleRequest)" \
      --function "blocking loop, the floor=$PWD/target/release/floor"
  done
}

# 6. Building an image of k-means, by level of optimization, and what comes of it.
measure_image_build() {
  local level turn functions=() folder=target/bench/levels
  say "${BOLD}image-build${PLAIN}"
  mkdir -p "$folder"
  for ((turn = 1; turn <= BUILDS; turn++)); do
    for level in "${BUILD_LEVELS[@]}"; do
      step "image with $level, turn $turn of $BUILDS" "" build_at_level "$level" "$folder/k-means$level" "$folder/$turn$level.json"
    done
  done
  image_build_table "$folder" | tee "$RESULTS/image-build.md"
  install -m 755 dist/libHello.so "$folder/libHello.so"
  for level in "${BUILD_LEVELS[@]}"; do functions+=(--function "native image, $level=$PWD/$folder/k-means$level"); done
  measured image-levels --memory 512 --event events/uniform-20000.json --expect bench/expected/uniform-20000.json --processes "$FEW" \
    --warm 10 --discard 2 --columns init_range,first_median,warm_ms_median,warm_ms_p99,warm_p50_ratio,peak_median "${functions[@]}"
}

build_at_level() {
  grep -v '^-O' java/runtime/src/main/image/options >target/bench/options
  "$NATIVE_IMAGE" @target/bench/options "$1" -march="$(image_baseline)" -cp "$(app_class_path)" -H:BuildOutputJSONFile="$PWD/$3" \
    -H:NativeLinkerOption="$PWD/target/image-main.o" -H:NativeLinkerOption=-Wl,--wrap=main -o "$2" Test
}

image_build_table() {
  local folder=$1 level file
  say "| level | seconds, each turn | peak memory of the builder, MB | image, MB |"
  say "|---|---|---|---|"
  for level in "${BUILD_LEVELS[@]}"; do
    local seconds=() memory=()
    for file in "$folder"/[0-9]"$level".json; do
      seconds+=("$(json_number total_secs "$file" | awk '{ printf "%.1f", $1 }')")
      memory+=("$(json_number peak_rss_bytes "$file" | awk '{ printf "%.0f", $1 / 1e6 }')")
    done
    say "| \`$level\` | ${seconds[*]} | ${memory[*]} | $(stat -c %s "$folder/k-means$level" | awk '{ printf "%.1f", $1 / 1e6 }') |"
  done
}

# The builder's own record; what it says of all of it comes after what it says of a part.
json_number() { grep -oE "\"$1\": *[0-9.]+" "$2" | tail -n 1 | grep -oE '[0-9.]+$'; }
