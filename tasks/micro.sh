# shellcheck shell=bash
# The parts of an invocation: criterion inside the library, JMH on Java's side, and what each side
# allocates for one invocation, counted. Needs tasks/io.sh and build_io, build_io_image, build_library.

readonly MICRO_TARGET=target/micro
readonly COUNTED_ECHO=$MICRO_TARGET/release/counted-echo
MICRO_RESULTS=bench/results/micro
# What every size is asked for; the first two of them are not counted.
readonly COUNTED_INVOCATIONS=12

build_micro() {
  need_rust
  need_maven
  step "micro-benchmarks of the library" "" \
    env CARGO_TARGET_DIR="$PWD/$MICRO_TARGET" cargo bench --locked --manifest-path bench/micro/Cargo.toml --bench parts --no-run
  step "the counting echo" "" \
    env CARGO_TARGET_DIR="$PWD/$MICRO_TARGET" cargo build --locked --release --manifest-path bench/micro/Cargo.toml
  step "micro-benchmarks of the Java side" "" \
    mvn -B -ntp -q -f bench/pom.xml -pl jmh -am package -DskipTests
}

# measure_micro [--smoke]: the tables, and the same in bench/results/micro/. The smoke form runs each
# benchmark as shortly as it can, and writes no results.
measure_micro() {
  if [ "${1:-}" = --smoke ]; then
    criterion --test
    jmh -f 1 -wi 0 -i 1 -r 100ms >"$LOGS/jmh.log" 2>&1 || die "a benchmark failed under JMH: see $LOGS/jmh.log"
    say "JMH: $(grep -c '^# Benchmark:' "$LOGS/jmh.log") benchmarks ran once"
    count_allocations
    return
  fi
  mkdir -p "$MICRO_RESULTS"
  criterion --output-format bencher | criterion_table | tee "$MICRO_RESULTS/library.md"
  say
  jmh -f 2 -wi 3 -w 1s -i 5 -r 1s -prof gc -rf csv -rff "$MICRO_RESULTS/java.csv" >"$LOGS/jmh.log" 2>&1 ||
    die "a benchmark failed under JMH: see $LOGS/jmh.log"
  jmh_table <"$MICRO_RESULTS/java.csv" | tee "$MICRO_RESULTS/java.md"
  say
  count_allocations | tee "$MICRO_RESULTS/allocations.md"
}

criterion() {
  CARGO_TARGET_DIR="$PWD/$MICRO_TARGET" cargo bench --locked --quiet --manifest-path bench/micro/Cargo.toml --bench parts -- "$@"
}

# criterion's lines are: test NAME ... bench:  1,234 ns/iter (+/- 56)
criterion_table() {
  say "| part | ns | +/- |"
  say "|---|---|---|"
  sed -nE 's#^test (.*) \.\.\. bench: +([0-9,]+) ns/iter \(\+/- ([0-9,]+)\)$#| \1 | \2 | \3 |#p'
}

# JMH's columns are: benchmark, mode, threads, samples, score, error, unit and, for those with sizes, size.
jmh_table() {
  say "| part | event and response | time | +/- | unit | Java heap, bytes |"
  say "|---|---|---|---|---|---|"
  tr -d '"\r' | awk -F, '
    { name = $1; sub(/.*micro\./, "", name); sub(/:.*/, "", name); key = name FS $8 }
    NR == 1 { next }
    $1 !~ /:/ { order[++count] = key; score[key] = $5; error[key] = $6; unit[key] = $7 }
    $1 ~ /gc.alloc.rate.norm$/ { heap[key] = $5 }
    END {
      for (i = 1; i <= count; i++) {
        key = order[i]; split(key, part, FS)
        printf "| %s | %s | %.1f | %.1f | %s | %.0f |\n", part[1], part[2] == "" ? "" : part[2] " B", \
          score[key], error[key], unit[key], heap[key]
      }
    }'
}

jmh() {
  local options=(--enable-native-access=ALL-UNNAMED)
  # JMH's own use of it makes a recent JDK warn.
  if grep -qE '^JAVA_VERSION="(2[4-9]|[3-9][0-9])' "$JAVA_HOME/release"; then
    options+=(--sun-misc-unsafe-memory-access=allow)
  fi
  "$JAVA_HOME/bin/java" "${options[@]}" "-Djava.library.path=$PWD/target/bench/functions" \
    -cp "bench/jmh/target/libhello-bench-micro.jar:bench/jmh/target/lib/*" \
    io.github.libhello.bench.micro.Microbenchmarks -foe true "$@"
}

# One invocation of an echo, from one arrival to the next: all threads of the library (it runs without
# Java, its arrays are counted on the other side), and the loop's thread on the heap of Java.
count_allocations() {
  local size
  say "| event and response | library, allocations | library, bytes | Java heap on the JVM, bytes | Java heap in an image, bytes |"
  say "|---|---|---|---|---|"
  for size in 128 65536 5767168; do
    say "| $size B | $(counted "$size" allocations) | $(counted "$size" bytes) | $(counted "$size" jvm) | $(counted "$size" image) |"
  done
}

# counted SIZE WHAT: "least to greatest", or one number where they are the same.
counted() {
  local size=$1 what=$2 least=least greatest=greatest command report
  case $what in
    allocations) command=("$PWD/$COUNTED_ECHO") least=fewest greatest=most ;;
    bytes) command=("$PWD/$COUNTED_ECHO") ;;
    image)
      [ -x "$FUNCTIONS_IMAGE" ] || {
        echo "not built"
        return
      }
      command=("$PWD/$FUNCTIONS_IMAGE" allocation)
      ;;
    jvm)
      command=("$JAVA_HOME/bin/java" -Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1
        --enable-native-access=ALL-UNNAMED "-Djava.library.path=$PWD/target/bench/functions"
        -cp "$(functions_class_path)" "$FUNCTIONS_MAIN" allocation)
      ;;
  esac
  report=$(ask_for_report "$size" "${command[@]}") || die "$what at $size bytes: no report"
  least=$(field "$least" "$report")
  greatest=$(field "$greatest" "$report")
  if [ "$least" = "$greatest" ]; then echo "$least"; else echo "$least to $greatest"; fi
}

# The last response of a function that is sent the same event again and again, and then asked.
ask_for_report() {
  local size=$1 folder=target/bench/counted events=() number
  shift
  mkdir -p "$folder"
  { printf '"' && head -c "$((size - 2))" /dev/zero | tr '\0' x && printf '"'; } >"$folder/event-$size"
  printf '{"report":1}' >"$folder/report.json"
  for ((number = 0; number < COUNTED_INVOCATIONS; number++)); do events+=(--event "$folder/event-$size"); done
  "$EMULATOR" --quiet --memory 256 --timeout 60 --init-timeout 60 --task-root "$PWD" "${events[@]}" \
    --event "$folder/report.json" -- "$@" 2>"$folder/log" | tail -n 1
}

field() {
  local value
  value=$(sed -nE "s/.*\"$1\":([0-9]+).*/\1/p" <<<"$2")
  [ -n "$value" ] || die "there is no \"$1\" in ${2:0:200}"
  echo "$value"
}
