#!/usr/bin/env bash
# What broke in native images of 2018, each shown to work: authorities baked in and given at run time,
# elliptic curves without a native library, reflection. Every case runs on the JVM and, where
# native-image can be had, in an image; then the other functions of the image give right answers.
#
# Usage: bench/jvm/test.sh [--jvm-only]
set -euo pipefail
cd "$(dirname "$(realpath "$0")")/../.."

source tasks/steps.sh
source tasks/machine.sh
source tasks/build.sh
source tasks/image.sh
source tasks/io.sh

PASSED=0 FAILED=0
ANSWER=

# ask FUNCTION EVENT [EMULATOR-OPTION...] -- [JAVA-OPTION...]: the answer of a fresh process, in ANSWER.
ask() {
  local function=$1 event=$2 options=()
  shift 2
  while [ "$1" != -- ]; do
    options+=("$1")
    shift
  done
  shift
  printf '%s' "$event" >"$HTTPS_FOLDER/event.json"
  local command=("$PWD/$FUNCTIONS_IMAGE" "$@")
  if [ "$MACHINE" = jvm ]; then
    command=("$JAVA_HOME/bin/java" -Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1
      --enable-native-access=ALL-UNNAMED "-Djava.library.path=$PWD/target/bench/functions" "$@"
      -cp "$(functions_class_path)" "$FUNCTIONS_MAIN")
  fi
  # An error is an answer here, too.
  ANSWER=$("$EMULATOR" --quiet --timeout 60 --init-timeout 60 --task-root "$PWD" "${options[@]}" \
    --event "$HTTPS_FOLDER/event.json" -- "${command[@]}" "$function" 2>"$HTTPS_FOLDER/function.log") || true
}

# expect NAME TEXT...: the last answer holds each text.
expect() {
  local name=$1 text
  shift
  for text in "$@"; do
    if [[ $ANSWER != *"$text"* ]]; then
      FAILED=$((FAILED + 1))
      say "${RED}failed${PLAIN} $MACHINE: $name: no $text in ${ANSWER:0:300}"
      return
    fi
  done
  PASSED=$((PASSED + 1))
  say "ok $MACHINE: $name"
}

cases() {
  local trusted=https://localhost:$HTTPS_PORT/bytes unknown=https://localhost:$HTTPS_UNKNOWN_PORT/bytes
  local pem=(--env "TRUSTED_AUTHORITY=$PWD/$HTTPS_FOLDER/ca.pem")
  local store=("-Djavax.net.ssl.trustStore=$PWD/$HTTPS_FOLDER/authority.p12" -Djavax.net.ssl.trustStorePassword=changeit)

  ask https "{\"url\":\"$trusted/1024\"}" "${pem[@]}" --
  expect "an authority given as PEM, TLS 1.3, a P-256 certificate, X25519, the body" '"trustAnchors":1,' \
    '"status":200' '"version":"HTTP_2"' '"protocol":"TLSv1.3"' '"certificateKey":"EC"' '"keyExchange":"X25519"' \
    '"bytes":1024' "\"body\":\"$(sha256_of 1024)\""
  ask https "{\"url\":\"$trusted/1048576\"}" "${pem[@]}" --
  expect "a body of 1 MiB" '"bytes":1048576' "\"body\":\"$(sha256_of 1048576)\""
  ask https "{\"url\":\"$unknown/1024\"}" "${pem[@]}" --
  expect "an unknown authority is an invocation error" '"errorType":"javax.net.ssl.SSLHandshakeException"' \
    'PKIX path building failed'
  ask https "{\"url\":\"$trusted/16\"}" -- "${store[@]}"
  expect "a trust store named at run time" '"trustAnchors":1,' '"status":200' "\"body\":\"$(sha256_of 16)\""
  ask https "{\"url\":\"$trusted/16\"}" --
  expect "without either, the test authority is not trusted" '"errorType":"javax.net.ssl.SSLHandshakeException"'
  ask https '{}' --
  ((DEFAULT_AUTHORITIES >= 50)) || die "the JDK at $JAVA_HOME trusts $DEFAULT_AUTHORITIES authorities: no list to compare with"
  expect "the JDK's own list of $DEFAULT_AUTHORITIES authorities" "{\"trustAnchors\":$DEFAULT_AUTHORITIES}"
  ask https "{\"url\":\"$trusted/16\",\"reader\":\"FirstBytes\"}" "${pem[@]}" --
  if [ "$MACHINE" = image ]; then
    expect "a class that the metadata leaves out is named in the error" ClassNotFoundException io.github.libhello.bench.FirstBytes
  else
    expect "a class found by its name" '"body":"xxxxxxxxxxxxxxxx"'
  fi
  ask sine '{"iterations": 10000000, "x": 0.5}' --
  expect "ten million sines" '"x":5.477' 'E-4' '"iterations":10000000'
}

sha256_of() { head -c "$1" /dev/zero | tr '\0' x | sha256sum | cut -d ' ' -f 1; }

# The JDK's list as its keytool counts it.
default_authorities() { "$JAVA_HOME/bin/keytool" -list -cacerts -storepass changeit 2>/dev/null | grep -c trustedCertEntry; }

main() {
  build_library
  build_emulator
  build_io
  mkdir -p target/bench/functions
  install -m 755 "$LIBRARY" target/bench/functions/libHello.so
  local machines=(jvm)
  if [ "${1:-}" != --jvm-only ]; then
    find_native_image
    if [ -n "$NATIVE_IMAGE" ]; then
      build_io_image
      machines+=(image)
    fi
  fi
  trap stop_https_server EXIT
  start_https_server
  make_trust_store
  DEFAULT_AUTHORITIES=$(default_authorities)
  for MACHINE in "${machines[@]}"; do cases; done
  say "$PASSED passed, $FAILED failed"
  [ "$FAILED" -eq 0 ]
}

main "$@"
