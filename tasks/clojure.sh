# shellcheck shell=bash
# The examples in Clojure: jars after their tests, and native images.

readonly CLOJURE_JAR=examples/clojure/target/libhello-example-clojure.jar
readonly CLOJURE_IMAGES=target/clojure

clojure_class_path() { echo "$CLOJURE_JAR:examples/clojure/target/lib/*"; }

build_clojure() {
  need_maven
  step "examples in Clojure, with their tests" "" mvn -B -ntp -q -f examples/pom.xml -pl clojure -am package
}

build_clojure_images() {
  local name
  need_native_image
  for name in echo orders; do
    build_image "native image of the Clojure example $name" "$CLOJURE_IMAGES/$name" "$(clojure_class_path)" "$name.main"
  done
  install -m 755 "$LIBRARY" "$CLOJURE_IMAGES/libHello.so"
}
