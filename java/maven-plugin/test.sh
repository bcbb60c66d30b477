#!/usr/bin/env bash
# test.sh REPOSITORY [ARM64_ROOT [AWS_TOOLS]]: builds and runs projects as a stranger does, outside of the checkout, with an empty local
# repository, and what a release has put into the file repository. The last line is 'N passed, N failed'.
# Wants JAVA_HOME and mvn; the image builder is the machine's, or the one that the plugin assembles. With the root of a
# Linux for arm64, a package for that as well, which qemu runs; with a folder of aws and moto_server, deployments to moto.
set -uo pipefail
here=$(cd "$(dirname "$(realpath "$0")")" && pwd -P)
# shellcheck source=tasks/tests/expect.sh
source "$here/../../tasks/tests/expect.sh"
repository=$(realpath "$1")
arm64_root=${2:-}
aws_tools=${3:-}
# shellcheck source=tasks/tests/stranger.sh
source "$here/../../tasks/tests/stranger.sh"
# Images are compiled quickly: what counts is what they answer.
options+=(-Dlibhello.quickBuild)
version=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' "$here/../../pom.xml")

# make_project NAME: its pom; the program comes on stdin, named NAME.
make_project() {
  mkdir -p "$work/$1/src/main/java"
  cat >"$work/$1/src/main/java/$1.java"
  cat >"$work/$1/pom.xml" <<END
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.example</groupId>
  <artifactId>${1,,}</artifactId>
  <version>1.0</version>
  <properties>
    <maven.compiler.source>21</maven.compiler.source>
    <maven.compiler.target>21</maven.compiler.target>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    <dependency>
      <groupId>io.github.libhello</groupId>
      <artifactId>libhello-runtime</artifactId>
      <version>$version</version>
    </dependency>
  </dependencies>
  <build>
    <plugins>
      <plugin>
        <groupId>io.github.libhello</groupId>
        <artifactId>libhello-maven-plugin</artifactId>
        <version>$version</version>
        <extensions>true</extensions>
      </plugin>
    </plugins>
  </build>
</project>
END
}

make_project Greeter <<'END'
import io.github.libhello.LambdaRuntime;
import java.nio.charset.StandardCharsets;

public final class Greeter {

  public static void main(String[] args) {
    LambdaRuntime.run(
        invocation -> {
          String name = new String(invocation.payload(), StandardCharsets.UTF_8);
          if (name.equals("nobody")) {
            throw new IllegalArgumentException("nobody is here");
          }
          String greeting = System.getenv().getOrDefault("GREETING", "Hello");
          return (greeting + ", " + name + "!").getBytes(StandardCharsets.UTF_8);
        });
  }
}
END
succeeds Greeter package
expect 'the zip holds two files' 'libHello.so bootstrap ' "$(unzip -Z1 "$work/Greeter/target/lambda.zip" | tr '\n' ' ')"
expect 'both are executable' 2 "$(unzip -Z "$work/Greeter/target/lambda.zip" | grep -c '^-rwxr-xr-x')"
succeeds Greeter libhello:invoke '-Dlibhello.data="Ada"'
expect 'the package greets' 'Hello, "Ada"!' "$(answer Greeter '-Dlibhello.data="Ada"')"
echo "  lambda.zip: $(size_of Greeter) bytes"

first=$(sum_of Greeter)
succeeds Greeter -o package
expect 'nothing changed, nothing built' 1 "$(says Greeter 'is up to date')"
expect 'the package is the same' "$first" "$(sum_of Greeter)"

mkdir "$work/Greeter/events"
printf '"Grace"' >"$work/Greeter/events/grace.json"
printf '"Alan"' >"$work/Greeter/events/alan.json"
expect "the project's events" 'Hello, "Alan"!,Hello, "Grace"!,' "$(answer Greeter | tr '\n' ,)"
expect 'one of them, on the JVM' 'Hello, "Alan"!' \
  "$(answer Greeter -Dlibhello.jvm -Dlibhello.event=events/alan.json)"
goal Greeter -o libhello:invoke -Dlibhello.data=nobody
expect 'an event that gets an error fails the build' 1 $?
expect 'which says so' 1 "$(says Greeter 'The function answered with an error')"
expect 'and shows the log' 1 "$(says Greeter 'IllegalArgumentException: nobody is here')"

# of_server NAME: the address that a function is served at, once it is.
of_server() {
  local try
  for ((try = 0; try < 300; try++)); do
    grep -om 1 'http://127.0.0.1:[0-9]*/[a-z0-9/-]*/invocations; end' "$work/$1.log" && return
    sleep 0.2
  done
}

(cd "$work/Greeter" && exec mvn "${options[@]}" -o libhello:run -Dlibhello.port=0 -Dlibhello.env=GREETING=Welcome) \
  >"$work/Greeter.out" 2>"$work/Greeter.log" </dev/null &
serving=$!
url=$(of_server Greeter)
expect 'the function is served' 'Welcome, "Ada"!' "$(curl -s -d '"Ada"' "${url%; end}")"
expect 'and how to call it is shown' 1 "$(grep -c 'curl -d @events/alan.json http' "$work/Greeter.out")"
kill "$serving"
wait "$serving"
serving=''
expect 'until Maven ends' '' "$(curl -s -d '"Ada"' "${url%; end}")"

# of_function NAME WORD...: what the account has of it.
of_function() { aws lambda "$2" --function-name "$1" --query "$3" --output text "${@:4}" | tr '\t' ' '; }

if [ -n "$aws_tools" ]; then
  begin_account "$aws_tools"
  succeeds Greeter -o libhello:deploy -Dlibhello.dry
  expect 'a dry run makes nothing' 0 "$(aws lambda list-functions --query 'length(Functions)')"
  expect 'and prints the calls' 1 "$(says Greeter 'aws lambda create-function --function-name greeter')"
  role=$(aws iam create-role --role-name greeter --assume-role-policy-document "file://$here/../../deploy/trust.json" \
    --query Role.Arn --output text)
  succeeds Greeter -o libhello:deploy -Dlibhello.iamRole="$role" -Dlibhello.memory=256 -Dlibhello.env=GREETING=Welcome \
    -Dlibhello.enableFunctionUrl
  expect 'the function is live, with what was named' '1 256 10 Welcome' "$(of_function greeter get-alias FunctionVersion \
    --name live) $(of_function greeter get-function-configuration '[MemorySize, Timeout, Environment.Variables.GREETING]')"
  expect 'it has the code of the package' "$(openssl dgst -sha256 -binary "$work/Greeter/target/lambda.zip" | base64)" \
    "$(of_function greeter get-function Configuration.CodeSha256 --qualifier live)"
  expect 'and a URL' AWS_IAM "$(of_function greeter get-function-url-config AuthType --qualifier live)"
  succeeds Greeter -o libhello:deploy -Dlibhello.functionName=greeter-alone
  expect 'a function without a role gets one' 'arn:aws:iam::123456789012:role/libhello-greeter-alone' \
    "$(of_function greeter-alone get-function-configuration Role)"
  succeeds Greeter -o libhello:deploy -Dlibhello.timeout=20
  expect 'an update moves the alias and changes what it names' '2 256 20 Welcome' "$(of_function greeter get-alias \
    FunctionVersion --name live) $(of_function greeter get-function-configuration \
    '[MemorySize, Timeout, Environment.Variables.GREETING]')"
fi

mkdir -p "$work/graalvm/bin"
printf '#!/bin/sh\necho "[1/8] Initializing..."\necho "ld: cannot find -lz"\nexit 1\n' >"$work/graalvm/bin/native-image"
chmod 755 "$work/graalvm/bin/native-image"
GRAALVM_HOME=$work/graalvm goal Greeter -o package
expect 'a builder that refuses fails the build' 1 $?
expect 'its last lines are shown' 1 "$(says Greeter '    ld: cannot find -lz')"
expect 'so is the likely cause' 1 "$(says Greeter 'apt-get install zlib1g-dev')"

if [ -n "$arm64_root" ]; then
  succeeds Greeter -o package -Dlibhello.arch=arm64
  unzip -q "$work/Greeter/target/lambda-arm64.zip" -d "$work/arm64"
  expect 'the package for arm64 greets, under qemu' 'Hello, "Ada"!' \
    "$(cd "$work/arm64" && printf '"Ada"' |
      "$work/Greeter/target/libhello/lambda-emulator" --quiet --event - -- qemu-aarch64 -L "$arm64_root" ./bootstrap)"
  if [ -n "$aws_tools" ]; then
    succeeds Greeter -o libhello:deploy -Dlibhello.arch=arm64 \
      -Dlibhello.functionName=greeter-arm64 -Dlibhello.iamRole="$role"
    expect 'it is deployed for its processor' arm64 \
      "$(of_function greeter-arm64 get-function-configuration 'Architectures[0]' --qualifier live)"
  fi
  echo "  lambda-arm64.zip: $(size_of Greeter lambda-arm64.zip) bytes"
fi

# A folder, an archetype, a package, an event. The pages show the same lines.
mkdir "$work/new" "$work/short"

# begin_project LANGUAGE: hello-LANGUAGE, of the archetype, and the same in fewer words.
begin_project() {
  succeeds new archetype:generate -DarchetypeGroupId=io.github.libhello \
    -DarchetypeArtifactId="libhello-archetype-$1" -DarchetypeVersion="$version" \
    -DgroupId=com.example -DartifactId="hello-$1"
  succeeds short io.github.libhello:libhello-maven-plugin:new -DartifactId="hello-$1" -Dlanguage="$1"
  expect "the goal new makes what archetype:generate makes" '' "$(diff -r "$work/new" "$work/short" 2>&1)"
  mv "$work/new/hello-$1" "$work/"
  mv "$work/short/hello-$1" "$work/short-$1"
}

# greets_by_http NAME WORD...
greets_by_http() {
  local began=$SECONDS
  expect "$1 answers its event${2:+, $2}" 'Hello, Ada!' "$(answer "$@" | sed 's/.*"body":"\([^"]*\)".*/\1/')"
  echo "  mvn libhello:invoke of $1: $((SECONDS - began)) s"
}

began=$SECONDS
begin_project java
mkdir "$work/short/hello"
goal short io.github.libhello:libhello-maven-plugin:new
expect 'a folder that is there stays as it is' 1 $?
expect 'which is said' 1 "$(says short 'choose another name, -DartifactId=NAME' | sed 's/[1-9][0-9]*/1/')"
rmdir "$work/short/hello"
succeeds hello-java package
expect 'its tests were run' 1 "$(says hello-java ' -- in com.example.HelloHandlerTest')"
expect 'the function was tested on a JVM' 1 "$(says hello-java ' -- in com.example.HelloFunctionTest')"
succeeds hello-java libhello:invoke
echo "  from an empty folder to a tested lambda.zip in a few commands: $((SECONDS - began)) s," \
  "$(size_of hello-java) bytes"
greets_by_http hello-java
greets_by_http hello-java -Dlibhello.jvm
succeeds hello-java -o surefire:test -Dtest=HelloFunctionTest -Dlibhello.image
expect 'the same test was run with the image' 1 "$(says hello-java ' -- in com.example.HelloFunctionTest')"
mv "$work/hello-java/target/lambda.zip" "$work/hello-java/target/moved.zip"
goal hello-java -o surefire:test -Dtest=HelloFunctionTest -Dlibhello.image=target/lambda.zip
expect 'and there alone' 1 $?
expect 'which is said where it is missing' 1 "$(says hello-java 'There is no image' | sed 's/[1-9][0-9]*/1/')"
mv "$work/hello-java/target/moved.zip" "$work/hello-java/target/lambda.zip"

take_maven 3.9.16
begin_project kotlin
succeeds hello-kotlin package
expect 'its tests were run' 1 "$(says hello-kotlin ' -- in com.example.HelloHandlerTest')"
succeeds hello-kotlin libhello:invoke
echo "  lambda.zip: $(size_of hello-kotlin) bytes"
greets_by_http hello-kotlin

take_maven 4.0.0-rc-5
succeeds hello-java libhello:invoke -Dlibhello.jvm

conclude
