#!/usr/bin/env bash
# watch_test.sh REPOSITORY [ROUNDS]: saves sources under mvn libhello:watch as a stranger does, outside of the checkout, with an
# empty local repository, and what a release has put into the file repository, and prints the median of the time from a save
# to the answer of the new code, of ROUNDS saves (7). The last line is 'N passed, N failed'.
# Wants JAVA_HOME, mvn, curl and jq. No image is built.
set -uo pipefail
here=$(cd "$(dirname "$(realpath "$0")")" && pwd -P)
# shellcheck source=tasks/tests/expect.sh
source "$here/../../tasks/tests/expect.sh"
repository=$(realpath "$1")
rounds=${2:-7}
# shellcheck source=tasks/tests/stranger.sh
source "$here/../../tasks/tests/stranger.sh"
version=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' "$here/../../pom.xml")

# watch NAME WORD...: url has the address of the function, once it is served.
watch() {
  local name=$1 try
  shift
  (cd "$work/$name" && exec mvn "${options[@]}" libhello:watch -Dlibhello.port=0 "$@") \
    >"$work/$name.out" 2>"$work/$name.log" </dev/null &
  serving=$!
  url=
  for ((try = 0; try < 900; try++)); do
    url=$(grep -om 1 'http://127.0.0.1:[0-9]*/[a-z0-9/-]*/invocations; end' "$work/$name.log") && break
    kill -0 "$serving" 2>/dev/null || break
    sleep 0.2
  done
  url=${url%; end}
  expect "$name: mvn libhello:watch" 0 "$([ -n "$url" ]; echo $?)"
  [ -n "$url" ] || tail -n 30 "$work/$name.out"
}

end_watch() {
  kill "$serving"
  wait "$serving"
  serving=''
  expect 'the function ends with Maven' '' "$(curl -s -d '{}' "$url")"
}

# save FILE SCRIPT: through a file that takes its place, as many editors do.
save() {
  sed "$2" "$1" >"$1~"
  mv "$1~" "$1"
}

ask() { curl -s -d "@$1" "$url"; }

# saves NAME FILE WORD EVENT: in all rounds the next event is answered by what was saved just before it.
saves() {
  local file=$work/$1/$2 word=$3 event=$work/$1/$4 now=$3 round began answer new=0
  ask "$event" >"$work/answer"
  expect "$1 answers" 1 "$(grep -cF "$word" "$work/answer")"
  : >"$work/times"
  for ((round = 1; round <= rounds; round++)); do
    save "$file" "s/$now/$word$round/"
    began=${EPOCHREALTIME/./}
    answer=$(ask "$event")
    echo $((${EPOCHREALTIME/./} - began)) >>"$work/times"
    now=$word$round
    [[ $answer != *"$now"* ]] || new=$((new + 1))
    # A person reads the answer; meanwhile an archive may be made.
    sleep 1
  done
  save "$file" "s/$now/$word/"
  expect "$1: no answer of old code" "$rounds" "$new"
  echo "  from a save to the new answer of $1: $(sort -n "$work/times" | awk '{ all[NR] = $1 }
    END { printf "median %d ms, %d to %d", all[int((NR + 1) / 2)] / 1000, all[1] / 1000, all[NR] / 1000 }') ms"
}

# breaks NAME FILE FROM TO EVENT: what does not compile is the error of each event, until it does.
breaks() {
  local file=$work/$1/$2 event=$work/$1/$5 error
  cp "$file" "$work/whole"
  save "$file" "s/$3/$4/"
  error=$(ask "$event")
  expect "$1: the error of an event is the build's" Emulator.BuildFailed "$(jq -r .errorType <<<"$error")"
  expect "$1: and names the file" 1 "$(jq -r .errorMessage <<<"$error" | grep -c "${2##*/}" | sed 's/[1-9][0-9]*/1/')"
  expect "$1: of the next event too" "$error" "$(ask "$event")"
  cp "$work/whole" "$file"
  expect "$1: mended, it answers" "$6" "$(ask "$event" | jq -r .body)"
}

mkdir "$work/new"
for language in java kotlin; do
  succeeds new archetype:generate -DarchetypeGroupId=io.github.libhello \
    -DarchetypeArtifactId="libhello-archetype-$language" -DarchetypeVersion="$version" \
    -DgroupId=com.example -DartifactId="hello-$language"
  mv "$work/new/hello-$language" "$work/"
done

handler=src/main/java/com/example/HelloHandler.java
watch hello-java
saves hello-java "$handler" Hello, events/hello.json
breaks hello-java "$handler" 'String name' 'Strin name' events/hello.json 'Hello, Ada!'
expect 'how to call it is shown' 1 "$(grep -c 'lambda-emulator invoke hello-java --port PORT --data-example' "$work/hello-java.out")"
expect 'libraries come from an archive' 1 "$(grep -c 'from an archive' "$work/hello-java.out")"

# A class that is new, and one that hides a library's.
cat >"$work/hello-java/src/main/java/com/example/Greeting.java" <<'CLASS'
package com.example;

final class Greeting {
  static final String TEXT = "Welcome, ";
}
CLASS
save "$work/hello-java/$handler" 's/"Hello, "/Greeting.TEXT/'
expect 'a new class is compiled' 'Welcome, Ada!' "$(ask "$work/hello-java/events/hello.json" | jq -r .body)"
mkdir -p "$work/hello-java/src/main/java/org/joda/time"
cat >"$work/hello-java/src/main/java/org/joda/time/Chronology.java" <<'CLASS'
package org.joda.time;

public final class Chronology {}
CLASS
save "$work/hello-java/$handler" 's/Greeting.TEXT/new org.joda.time.Chronology() + " "/'
expect "the project's own class comes first" 1 \
  "$(ask "$work/hello-java/events/hello.json" | jq -r .body | grep -c '^org.joda.time.Chronology@')"
end_watch

watch hello-kotlin
saves hello-kotlin src/main/kotlin/com/example/HelloHandler.kt Hello, events/hello.json
breaks hello-kotlin src/main/kotlin/com/example/HelloHandler.kt 'val ' 'vall ' events/hello.json 'Hello, Ada!'
end_watch

cp -r "$here/../../examples/clojure" "$work/orders"
rm -rf "$work/orders/target"
watch orders
saves orders src/orders/answer.clj no-store events/products.json
products=$(ask "$work/orders/events/products.json" | jq -r .body)
breaks orders src/orders/answer.clj '"no-store"' 'no-store' events/products.json "$products"
expect 'libraries come from an archive' 1 "$(grep -c 'from an archive' "$work/orders.out")"

# What others need is gone, a namespace is new, and then that is gone.
save "$work/orders/src/orders/answer.clj" 's/defn ok/defn okay/'
expect 'who calls what is gone does not compile' 'No such var: answer/ok' \
  "$(ask "$work/orders/events/products.json" | jq -r .errorMessage | grep -o 'No such var: answer/ok')"
save "$work/orders/src/orders/answer.clj" 's/defn okay/defn ok/'
expect 'and compiles again' "$products" "$(ask "$work/orders/events/products.json" | jq -r .body)"
echo '(ns orders.greeting) (defmacro greeting [] "hello")' >"$work/orders/src/orders/greeting.clj"
save "$work/orders/src/orders/answer.clj" \
  's/:as json\]/:as json] [orders.greeting :refer [greeting]]/; s/"no-store"/(greeting)/'
expect 'a new namespace is compiled' hello \
  "$(ask "$work/orders/events/products.json" | jq -r '.headers["cache-control"]')"
save "$work/orders/src/orders/greeting.clj" 's/hello/welcome/'
expect 'who uses a macro is compiled with it' welcome \
  "$(ask "$work/orders/events/products.json" | jq -r '.headers["cache-control"]')"
rm "$work/orders/src/orders/greeting.clj"
expect 'no class of a namespace that is gone is used' Emulator.BuildFailed \
  "$(ask "$work/orders/events/products.json" | jq -r .errorType)"
# The goal that compiles says of each namespace that it does.
expect 'one JVM has compiled all that was saved' 8 "$(grep -c '^Compiling orders' "$work/orders.out")"
end_watch

conclude
