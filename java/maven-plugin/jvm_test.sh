#!/usr/bin/env bash
# jvm_test.sh REPOSITORY: makes packages with a JRE as a stranger does, outside of the checkout, with an empty local
# repository, and what a release has put into the file repository. The last line is 'N passed, N failed'.
# Wants JAVA_HOME, a JDK 25, and mvn. No image is built.
set -uo pipefail
here=$(cd "$(dirname "$(realpath "$0")")" && pwd -P)
# shellcheck source=tasks/tests/expect.sh
source "$here/../../tasks/tests/expect.sh"
repository=$(realpath "$1")
# shellcheck source=tasks/tests/stranger.sh
source "$here/../../tasks/tests/stranger.sh"
version=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' "$here/../../pom.xml")

# The package of a project, unpacked as Lambda does it, where nothing else of the project is.
unpack() {
  rm -rf "$work/task"
  mkdir "$work/task"
  TZ=UTC unzip -q "$work/$1/target/lambda-jvm.zip" -d "$work/task"
}

# answered WORD...: what the package answers to the event of the project. A JVM that cannot take the cache does not start.
answered() {
  "$work/hello-java/target/libhello/lambda-emulator" --quiet --memory 512 --timeout 60 --init-timeout 60 \
    --event "$work/hello-java/events/hello.json" \
    --env "LIBHELLO_JVM_OPTIONS=-XX:AOTMode=on -Xlog:class+load:file=$work/loaded.log" "$@" -- "$work/task/bootstrap" |
    sed 's/.*"body":"\([^"]*\)".*/\1/'
}

# Names, sizes and sums of what is in the package, but for the cache and the JDK's own image, which differ each time.
contents() {
  unzip -v "$work/$1/target/lambda-jvm.zip" | grep -vE 'function\.aot|jre/lib/modules|[0-9]+ files|^Archive'
}

mkdir "$work/new"
succeeds new archetype:generate -DarchetypeGroupId=io.github.libhello -DarchetypeArtifactId=libhello-archetype-java \
  -DarchetypeVersion="$version" -DgroupId=com.example -DartifactId=hello-java
mv "$work/new/hello-java" "$work/"
succeeds hello-java libhello:jvm-package
echo "  lambda-jvm.zip: $(size_of hello-java lambda-jvm.zip) bytes"
expect 'bootstrap and java are executable' 2 \
  "$(unzip -Z "$work/hello-java/target/lambda-jvm.zip" | grep -cE '^-rwxr-xr-x.* (bootstrap|jre/bin/java)$')"
unpack hello-java
expect 'the package answers' 'Hello, Ada!' "$(answered)"
expect 'its own classes come from the cache' 1 \
  "$(grep -c 'com.example.HelloHandler source: shared objects file' "$work/loaded.log")"
expect 'and all of its libraries' 0 "$(grep -c 'source: file:' "$work/loaded.log")"
expect 'as the handler that it is told' 'Hello, Ada!' "$(answered --handler com.example.HelloHandler)"

succeeds hello-java -o libhello:jvm-package
expect 'nothing changed, nothing built' 1 "$(says hello-java 'is up to date')"
first=$(contents hello-java)
rm -r "$work/hello-java/target"
succeeds hello-java -o libhello:jvm-package -Duser.timezone=America/Lima
expect 'the package has the same files' "$first" "$(contents hello-java)"

# A module that no class names, and options; in the phase package.
sed -i 's:<extensions>true</extensions>:<executions><execution><goals><goal>jvm-package</goal></goals></execution></executions>\
  <configuration><addModules>jdk.zipfs</addModules><jvmArgs>-Dgreeting="to all",-Xss512k</jvmArgs></configuration>:' \
  "$work/hello-java/pom.xml"
succeeds hello-java package
expect 'a module that is named is there' 1 "$(says hello-java 'jdk.zipfs')"
unpack hello-java
expect 'and the options are' '"-Dgreeting=\"to all\"" "-Xss512k" ' "$(tr '\n' ' ' <"$work/task/jvm.options")"
expect 'the package answers with them' 'Hello, Ada!' "$(answered)"

# Maven on a Java that can neither compile the project nor run it.
java17=$(compgen -G '/usr/lib/jvm/java-17*' | head -n 1)
if [ -n "$java17" ]; then
  rm "$work/hello-java/target/lambda-jvm.zip"
  JAVA_HOME=$java17 MAVEN_OPTS="" succeeds hello-java -o libhello:jvm-package -Dmaven.main.skip
  unpack hello-java
  expect 'a package that Maven on Java 17 has made answers' 'Hello, Ada!' "$(answered)"
  JAVA_HOME=$java17 MAVEN_OPTS="" succeeds hello-java -o libhello:invoke -Dlibhello.jvm -Dmaven.main.skip
else
  echo '  not tried on Java 17: there is none'
fi

rm -r "$work/hello-java/events"
goal hello-java -o libhello:jvm-package
expect 'without an event there is no package' 1 $?
expect 'which is said' 1 "$(says hello-java 'The AOT cache is trained on the project')"

conclude
