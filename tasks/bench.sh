# shellcheck shell=bash
# The published comparisons: what is built for them, how long they run, and the order of the tables. What
# each table measures is in tasks/comparisons.sh; figures, pictures and the page of them all go to
# bench/results/.

source tasks/io.sh
source tasks/functions.sh
source tasks/clojure.sh
source tasks/micro.sh
source tasks/comparisons.sh
source tasks/results.sh

readonly BENCH_TABLES=(cold rest k-means bundle sine https bridge micro image-build)

# task_bench [--quick | --smoke] [TABLE...]
task_bench() {
  local size=full table tables=()
  while [ $# -gt 0 ]; do
    case $1 in
      --quick | --smoke) size=${1#--} ;;
      *)
        [[ " ${BENCH_TABLES[*]} " == *" $1 "* ]] ||
          die "bench: there is no table \"$1\"; --quick and --smoke are the options, and the tables: ${BENCH_TABLES[*]}"
        tables+=("$1")
        ;;
    esac
    shift
  done
  [ ${#tables[@]} -gt 0 ] || tables=("${BENCH_TABLES[@]}")
  choose_bench_size "$size"
  build_for_bench
  mkdir -p "$RESULTS"
  for table in "${tables[@]}"; do
    say
    case $table in
      micro) say "${BOLD}micro${PLAIN}" && measure_micro ${MICRO_FORM:+"$MICRO_FORM"} ;;
      *) "measure_${table//-/_}" ;;
    esac
  done
  draw_results
  write_results_page
  all_done "Every answer was right. The tables: $RESULTS/README.md"
}

# What is published takes the full size; the others leave the published results as they are. The smoke
# form shows that everything runs and answers rightly, and its figures mean nothing.
choose_bench_size() {
  SIZES=(128 512 1000 3000) REST_SIZES=(1000 3000) K_MEANS_SIZES=(128 512 1024 1769 3008) PAYLOADS=(128 4096 65536 1048576 5767168)
  BUILD_LEVELS=(-Ob -O2 -O3 -Os)
  case $1 in
    full) PROCESSES=30 FEW=5 BUILDS=1 WARM=100 DISCARD=10 RESULTS=bench/results ;;
    quick)
      PROCESSES=5 FEW=3 BUILDS=1 WARM=50 DISCARD=10 RESULTS=target/bench/results
      SIZES=(512 3000) REST_SIZES=(3000) REST_SIZES=(3000) K_MEANS_SIZES=(512 1769) PAYLOADS=(128 65536)
      ;;
    smoke)
      PROCESSES=1 FEW=1 BUILDS=1 WARM=2 DISCARD=0 RESULTS=target/bench/smoke
      SIZES=(3000) K_MEANS_SIZES=(3008) PAYLOADS=(128) BUILD_LEVELS=(-Ob)
      ;;
  esac
  MICRO_RESULTS=$RESULTS/micro MICRO_FORM=
  [ "$1" != smoke ] || MICRO_FORM=--smoke
}

build_for_bench() {
  need_rust
  need_maven
  need_native_image
  build_library
  step "functions in Rust" "" cargo build --locked --release -p bench-functions
  package_image
  package_jvm
  build_image "native image of the cases' program" target/acceptance/acceptance \
    "$ACCEPTANCE_JAR:$(app_class_path)" Acceptance
  mkdir -p target/bench
  cp target/acceptance/acceptance target/bench/echo
  cp dist/libHello.so target/bench/libHello.so
  step "function on AWS's Java client" "" mvn -B -ntp -q -f bench/java/pom.xml package
  build_io
  build_io_image
  build_clojure
  build_clojure_images
  build_python_function
  build_node_function
  build_clojurescript_function
  build_go_functions
  build_go_2018
  build_micro
  build_emulator
}

# What the records say beside the figures.
bench_notes() {
  local name version
  NOTES=()
  while IFS='=' read -r name version; do
    [ -z "$version" ] || NOTES+=(--note "$name=$version")
  done <<NOTES
JDK=$("$JAVA_HOME/bin/java" --version | head -n 1)
GraalVM=$("$NATIVE_IMAGE" --version | head -n 1)
Rust=$(rustc --version)
Go=$(go version)
Python=$("$PYTHON_FUNCTIONS/bin/python" --version), awslambdaric $(sed -n 's/^awslambdaric==\([^ ]*\).*/\1/p' bench/python/requirements.txt)
Node=$(node_runtime --version), aws-lambda-ric $(sed -n 's/.*"aws-lambda-ric": "\(.*\)".*/\1/p' bench/node/package.json)
AWS Java client=$(basename bench/java/target/lib/aws-lambda-java-runtime-interface-client-*.jar .jar)
lambda_runtime=$(sed -n '/^name = "lambda_runtime"$/{n;s/version = "\(.*\)"/\1/p}' Cargo.lock)
NOTES
}

node_runtime() { "$NODE_FUNCTIONS/node" "$@"; }

# The contract's cases against ours and the others; a table for each, with what was seen.
task_conformance() {
  need_rust
  need_maven
  build_emulator
  need_native_image
  build_acceptance
  step "functions in Rust" "" cargo build --locked --release -p bench-functions
  step "function on AWS's Java client" "" mvn -B -ntp -q -f bench/java/pom.xml package
  build_go_functions
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

# conforms NAME COMMAND...
conforms() {
  local name=$1 table=bench/results/conformance/$1.md
  shift
  "$EMULATOR" conformance --task-root "$PWD" -- "$@" >"$table" 2>"$LOGS/conformance-$name.log" || true
  say "$name: $(tail -n 1 "$table")"
}
