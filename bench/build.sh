# shellcheck shell=bash
# What bench/suite.toml measures, built: a function build_NAME for each name in a `build` there. Functions in other
# languages run on their platform's own runtime interface client.

source bench/jvm/functions.sh
source bench/kernel/functions.sh

readonly NODE_FUNCTIONS=target/bench/node
readonly PYTHON_FUNCTIONS=target/bench/python
readonly GO_2018=target/bench/go-2018
readonly CLOJURE_JAR=bench/clojure/target/libhello-bench-clojure.jar
readonly CLOJURE_IMAGES=target/clojure
readonly HANDLERS=target/bench/handlers
readonly HANDLERS_JAR=bench/handlers/target/libhello-bench-handlers.jar
readonly HANDLERS_LIBRARIES=bench/handlers/target/lib
readonly HANDLERS_PACKAGE=bench.handlers
readonly BUILD_LEVELS=target/bench/levels

# unchanged STAMP FILE...: true if STAMP was written for the same contents.
unchanged() {
  local stamp=$1
  shift
  [ "$(cat "$stamp" 2>/dev/null)" = "$(sha256sum "$@")" ]
}

build_bench_library() {
  build_library
  install -m 755 "$LIBRARY" target/bench/libHello.so
}

# The echo that the end-to-end cases use, with the library as it is shipped.
build_echo_image() {
  once build_jars
  once build_bench_library
  build_image "native image of the cases' program" target/acceptance/acceptance \
    "$ACCEPTANCE_JAR:$(app_class_path)" Acceptance
  install -m 755 target/acceptance/acceptance target/bench/echo
}

build_k_means_image() { task_image; }

build_bundle() {
  package_jvm
  need unzip
  rm -rf target/bench/bundle
  unzip -q dist/lambda-jvm.zip -d target/bench/bundle
}

# Handlers against AWS's interfaces. The jar carries the library for whoever has no other.
build_handlers_jar() {
  once build_library
  once build_jars
  step "handlers that are measured" "" mvn -B -ntp -q -f bench/pom.xml -pl handlers -am package -Dmaven.test.skip=true
}

# Absolute, since a function under the emulator runs in a folder of its own.
handlers_class_path() { echo "$PWD/$HANDLERS_JAR:$PWD/$HANDLERS_LIBRARIES/*"; }

# An image for each, with nothing in it that it does not use.
build_handlers_images() {
  local handler
  once build_handlers_jar
  for handler in Orders StreamEcho; do
    build_image "native image of the handler $handler" "$HANDLERS/$handler" "$(handlers_class_path)" \
      io.github.libhello.aws.HandlerMain "-Dlibhello.handler=$HANDLERS_PACKAGE.$handler"
  done
}

# Those of libHello's own interface.
build_bytes_echo_image() { build_bytes_image BytesEcho; }

build_bytes_stream_image() { build_bytes_image BytesStream; }

build_bytes_image() {
  once build_handlers_jar
  build_image "native image of the function $1" "$HANDLERS/$1" \
    "$HANDLERS_JAR:$(echo "$HANDLERS_LIBRARIES"/libhello-runtime-*.jar)" "$HANDLERS_PACKAGE.$1"
}

# An AOT cache as `./build.sh package --jvm` makes one, trained on the event that is measured.
build_handlers_cache() {
  local options
  once build_handlers_jar
  once build_emulator
  JAVA_HOME=$(graalvm/find-jdk.sh 25) || die "an AOT cache needs a JDK 25: set JAVA_HOME to one"
  # With the JDK's other reflection the first event takes twice as long.
  options=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -Xmx409m
    -Djdk.reflect.useNativeAccessorOnly=true -cp "$(handlers_class_path)")
  mkdir -p "$HANDLERS"
  step "AOT cache of the handler Orders" "" train_handlers
}

train_handlers() {
  "$EMULATOR" --memory 512 --responses none --grace 60 --event bench/expected/http-event.json -- \
    "$JAVA_HOME/bin/java" -XX:AOTMode=record -XX:AOTConfiguration="$PWD/$HANDLERS/used" "${options[@]}" \
    io.github.libhello.aws.HandlerMain "$HANDLERS_PACKAGE.Orders"
  "$JAVA_HOME/bin/java" -XX:AOTMode=create -XX:AOTConfiguration="$PWD/$HANDLERS/used" \
    -XX:AOTCache="$HANDLERS/orders.aot" "${options[@]}"
}

build_clojure() {
  need_maven
  step "functions in Clojure, with their tests" "" mvn -B -ntp -q -f bench/pom.xml -pl clojure -am package
}

build_clojure_images() {
  local name
  once build_clojure
  for name in echo orders; do
    build_image "native image of $name in Clojure" "$CLOJURE_IMAGES/$name" \
      "$CLOJURE_JAR:bench/clojure/target/lib/*" "$name.main"
  done
  once build_bench_library
  install -m 755 "$LIBRARY" "$CLOJURE_IMAGES/libHello.so"
}

# Images of k-means by level of optimization, each anew since its building is measured; of a smoke run the first alone.
build_levels() {
  local level levels=(-Ob -O2 -O3 -Os)
  [ "${form:-full}" != smoke ] || levels=(-Ob)
  once build_jars
  once build_bench_library
  mkdir -p "$BUILD_LEVELS"
  install -m 755 "$LIBRARY" "$BUILD_LEVELS/libHello.so"
  grep -v '^-O' "$IMAGE_OPTIONS" >target/bench/options
  for level in "${levels[@]}"; do
    step "image with $level" "" "$NATIVE_IMAGE" @target/bench/options "$level" -march="$(image_baseline)" \
      -cp "$(app_class_path)" -H:+UnlockExperimentalVMOptions -H:BuildOutputJSONFile="$PWD/$BUILD_LEVELS/$level.json" \
      -o "$BUILD_LEVELS/k-means$level" Test
  done
}

build_micro() {
  step "micro-benchmarks of the library" "" \
    cargo bench --locked --manifest-path bench/micro/Cargo.toml --target-dir target/micro --bench parts --no-run
  step "the counting echo" "" \
    cargo build --locked --release --manifest-path bench/micro/Cargo.toml --target-dir target/micro
  step "micro-benchmarks of the Java side" "" mvn -B -ntp -q -f bench/pom.xml -pl jmh -am package -DskipTests
}

build_aws_echo() {
  step "function on AWS's Java client" "" mvn -B -ntp -q -f bench/java/pom.xml package
}

build_rust_functions() {
  step "functions in Rust" "" cargo build --locked --release -p bench-functions
}

build_python_function() {
  need_python_venv
  local stamp=$PYTHON_FUNCTIONS/installed
  unchanged "$stamp" bench/python/* && return
  step "function in Python, awslambdaric" "" install_python_function
  sha256sum bench/python/* >"$stamp"
}

install_python_function() {
  rm -rf "$PYTHON_FUNCTIONS"
  python3 -m venv "$PYTHON_FUNCTIONS"
  "$PYTHON_FUNCTIONS/bin/pip" install -q --disable-pip-version-check --no-deps --require-hashes -r bench/python/requirements.txt
  cp bench/python/functions.py "$PYTHON_FUNCTIONS/"
  "$PYTHON_FUNCTIONS/bin/python" -m compileall -q "$PYTHON_FUNCTIONS/functions.py"
}

build_node_function() {
  need npm
  local stamp=$NODE_FUNCTIONS/installed
  if unchanged "$stamp" bench/node/.npmrc bench/node/*.json; then
    cp bench/node/functions.mjs "$NODE_FUNCTIONS/"
    return
  fi
  # The client's own library is built on the spot, from archives in its package.
  need python3
  need make
  need cmake
  need xz xz-utils
  need autoreconf autoconf automake
  need libtoolize libtool
  need c++ g++
  step "function in Node, aws-lambda-ric" "" install_node_function
  sha256sum bench/node/.npmrc bench/node/*.json >"$stamp"
}

install_node_function() {
  rm -rf "$NODE_FUNCTIONS"
  mkdir -p "$NODE_FUNCTIONS"
  cp bench/node/.npmrc bench/node/* "$NODE_FUNCTIONS/"
  (cd "$NODE_FUNCTIONS" && npm ci --no-audit --no-fund)
  # One name for the Node of either processor.
  (cd "$NODE_FUNCTIONS" && ln -s node_modules/node-linux-*/bin/node node)
}

# Beside the function in Node, whose client it runs on.
build_clojurescript_function() {
  once build_node_function
  need_maven
  local stamp=target/bench/clojurescript.built
  [ -f "$NODE_FUNCTIONS/clojurescript.cjs" ] &&
    unchanged "$stamp" bench/clojurescript/pom.xml bench/clojurescript/compile.clj bench/clojurescript/src/bench/* && return
  step "function in ClojureScript" "" compile_clojurescript
  sha256sum bench/clojurescript/pom.xml bench/clojurescript/compile.clj bench/clojurescript/src/bench/* >"$stamp"
}

compile_clojurescript() {
  # Jars of other versions would stay on the class path.
  rm -rf bench/clojurescript/target target/bench/clojurescript
  mvn -B -ntp -q -f bench/clojurescript/pom.xml package
  (cd bench/clojurescript && "$JAVA_HOME/bin/java" -cp "src:target/lib/*" clojure.main compile.clj)
}

build_go_functions() {
  need go golang-go
  step "functions in Go, aws-lambda-go" "" build_go
}

build_go() { (cd bench/go && go build -o ../../target/bench/go-echo .); }

# The library of 2018 and its Java side, and the image of it.
build_go_2018() {
  need go golang-go
  need_jdk
  step "the design of 2018 in Go" "" build_go_2018_library
  build_image "native image of the design of 2018" "$GO_2018/executable" "$GO_2018/test.jar" Test
}

build_go_2018_library() {
  mkdir -p "$GO_2018/classes"
  (cd bench/go-2018 && CGO_CFLAGS="-I$JAVA_HOME/include -I$JAVA_HOME/include/linux" \
    go build -trimpath -buildmode=c-shared -ldflags='-s -w' -o "../../$GO_2018/libHello.so" .)
  "$JAVA_HOME/bin/javac" --release 21 -d "$GO_2018/classes" bench/go-2018/Test.java
  "$JAVA_HOME/bin/jar" --create --date 2026-01-01T00:00:00Z --file "$GO_2018/test.jar" -C "$GO_2018/classes" .
}
