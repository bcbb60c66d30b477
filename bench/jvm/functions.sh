# shellcheck shell=bash
# Functions on the JVM and as a native image that make HTTPS requests, chain sines and count what they
# allocate; and the local HTTPS server that the requests go to.

readonly FUNCTIONS_JAR=bench/jvm/target/libhello-bench-functions.jar
readonly FUNCTIONS_MAIN=io.github.libhello.bench.Functions
readonly FUNCTIONS_IMAGE=target/bench/functions/functions
readonly HTTPS_SERVER=target/bench/https-server
# What the server writes.
readonly HTTPS_FOLDER=target/bench/https

HTTPS_PID=
functions_class_path() { echo "$FUNCTIONS_JAR:bench/jvm/target/lib/*"; }

build_functions_jar() {
  once build_jars
  step "functions that are measured" "" mvn -B -ntp -q -f bench/pom.xml -pl jvm -am package
}

build_https_server() {
  need go golang-go
  step "HTTPS server of the measurements" "" go_build_https_server
}

go_build_https_server() { (cd bench/https-server && go build -trimpath -o "../../$HTTPS_SERVER" .); }

# The native image of the functions, with the library beside it.
build_functions_image() {
  once build_functions_jar
  once build_library
  build_image "native image of the functions" "$FUNCTIONS_IMAGE" "$(functions_class_path)" "$FUNCTIONS_MAIN"
  install -m 755 "$LIBRARY" "$(dirname "$FUNCTIONS_IMAGE")/libHello.so"
}

# Starts the server, whose certificate comes from the authority in HTTPS_FOLDER/ca.pem, and writes the event that has
# a function ask it, with the answer.
start_https_server() {
  local ports=$HTTPS_FOLDER/ports tries=0 port
  mkdir -p "$HTTPS_FOLDER"
  # Else the ports of an earlier one would be read.
  rm -f "$ports"
  "$HTTPS_SERVER" "$HTTPS_FOLDER" >"$ports" 2>"$HTTPS_FOLDER/server.log" &
  HTTPS_PID=$!
  until [ -s "$ports" ]; do
    kill -0 "$HTTPS_PID" 2>/dev/null || die "the HTTPS server did not start: $(tail -n 1 "$HTTPS_FOLDER/server.log")"
    tries=$((tries + 1))
    [ "$tries" -lt 200 ] || die "the HTTPS server does not listen after 20 s"
    sleep 0.1
  done
  read -r port _ <"$ports"
  printf '{"url":"https://localhost:%s/bytes/1024"}' "$port" >"$HTTPS_FOLDER/measured.json"
  printf '{"status":200,"protocol":"TLSv1.3","bytes":1024}' >"$HTTPS_FOLDER/expected.json"
}

stop_https_server() {
  [ -n "$HTTPS_PID" ] || return 0
  kill "$HTTPS_PID" 2>/dev/null || true
  wait "$HTTPS_PID" 2>/dev/null || true
  HTTPS_PID=
}
