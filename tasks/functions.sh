# shellcheck shell=bash
# Functions in other languages, to measure against: each on its platform's own runtime interface client.

readonly NODE_FUNCTIONS=target/bench/node
readonly PYTHON_FUNCTIONS=target/bench/python
readonly GO_2018=target/bench/go-2018

# unchanged STAMP FILE...: true if STAMP was written for the same contents.
unchanged() {
  local stamp=$1
  shift
  [ "$(cat "$stamp" 2>/dev/null)" = "$(sha256sum "$@")" ]
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
  unchanged "$stamp" bench/node/.npmrc bench/node/* && return
  # The client's own library is built on the spot, from archives in its package.
  need python3
  need make
  need cmake
  need xz xz-utils
  need autoreconf autoconf automake
  need libtoolize libtool
  need c++ g++
  step "function in Node, aws-lambda-ric" "" install_node_function
  sha256sum bench/node/.npmrc bench/node/* >"$stamp"
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
  build_node_function
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

# The library of 2018 and its Java side; the image of it, where images can be had.
build_go_2018() {
  need go golang-go
  need_jdk
  step "the design of 2018 in Go" "" build_go_2018_library
  find_native_image
  [ -z "$NATIVE_IMAGE" ] || build_image "native image of the design of 2018" "$GO_2018/executable" "$GO_2018/test.jar" Test
}

build_go_2018_library() {
  mkdir -p "$GO_2018/classes"
  (cd bench/go-2018 && CGO_CFLAGS="-I$JAVA_HOME/include -I$JAVA_HOME/include/linux" \
    go build -trimpath -buildmode=c-shared -ldflags='-s -w' -o "../../$GO_2018/libHello.so" .)
  "$JAVA_HOME/bin/javac" --release 21 -d "$GO_2018/classes" bench/go-2018/Test.java
  "$JAVA_HOME/bin/jar" --create --date 2026-01-01T00:00:00Z --file "$GO_2018/test.jar" -C "$GO_2018/classes" .
}
