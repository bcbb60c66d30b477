#!/usr/bin/env bash
# test.sh REPOSITORY EMULATOR [ARM64_ROOT]: builds projects as a stranger does, outside of the checkout, with an empty local
# repository, and what a release has put into the file repository. The last line is 'N passed, N failed'.
# Wants JAVA_HOME and mvn; the image builder is the machine's, or the one that the plugin assembles. With the root of a
# Linux for arm64, a package for that as well, which qemu runs.
set -uo pipefail
here=$(cd "$(dirname "$(realpath "$0")")" && pwd -P)
# shellcheck source=tasks/tests/expect.sh
source "$here/../../tasks/tests/expect.sh"
repository=$(realpath "$1")
emulator=$(realpath "$2")
arm64_root=${3:-}
version=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' "$here/../../pom.xml")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/settings.xml" <<END
<settings>
  <profiles>
    <profile>
      <id>released</id>
      <repositories>
        <repository><id>released</id><url>file://$repository</url></repository>
      </repositories>
      <pluginRepositories>
        <pluginRepository><id>released</id><url>file://$repository</url></pluginRepository>
      </pluginRepositories>
    </profile>
  </profiles>
  <activeProfiles><activeProfile>released</activeProfile></activeProfiles>
</settings>
END

# make_project NAME DEPENDENCY: its pom; the program comes on stdin, named NAME.
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
      <artifactId>$2</artifactId>
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

# package NAME [OPTION...]: mvn package in its folder, with the output in NAME.log.
package() {
  local name=$1 began=$SECONDS status=0
  shift
  (cd "$work/$name" && mvn -B -ntp -s "$work/settings.xml" -Dmaven.repo.local="$work/m2" package "$@") \
    >"$work/$name.log" 2>&1 </dev/null || status=$?
  echo "  mvn package of $name: status $status after $((SECONDS - began)) s"
  return "$status"
}

# succeeds NAME [OPTION...]: shows the end of the output where it does not.
succeeds() {
  local status=0
  package "$@" || status=$?
  expect "$* builds" 0 "$status"
  [ "$status" = 0 ] || tail -n 30 "$work/$1.log"
}

# answer NAME EVENT: what the package's own files respond.
answer() {
  rm -rf "$work/unzipped"
  unzip -q "$work/$1/target/lambda.zip" -d "$work/unzipped"
  (cd "$work/unzipped" && printf '%s' "$2" | "$emulator" --quiet --event - -- ./bootstrap 2>"$work/emulator.log")
}

sum_of() { sha256sum <"$work/$1/target/lambda.zip"; }
says() { grep -cF "$2" "$work/$1.log"; }

make_project Greeter libhello-runtime <<'END'
import io.github.libhello.LambdaRuntime;
import java.nio.charset.StandardCharsets;

public final class Greeter {

  public static void main(String[] args) {
    LambdaRuntime.run(
        invocation -> ("Hello, " + new String(invocation.payload(), StandardCharsets.UTF_8) + "!")
                .getBytes(StandardCharsets.UTF_8));
  }
}
END
succeeds Greeter
expect 'the zip holds two files' 'libHello.so bootstrap ' "$(unzip -Z1 "$work/Greeter/target/lambda.zip" | tr '\n' ' ')"
expect 'both are executable' 2 "$(unzip -Z "$work/Greeter/target/lambda.zip" | grep -c '^-rwxr-xr-x')"
expect 'the package greets' 'Hello, "Ada"!' "$(answer Greeter '"Ada"')"
echo "  lambda.zip: $(stat -c %s "$work/Greeter/target/lambda.zip") bytes"

first=$(sum_of Greeter)
succeeds Greeter -o
expect 'nothing changed, nothing built' 1 "$(says Greeter 'is up to date')"
expect 'the package is the same' "$first" "$(sum_of Greeter)"

mkdir -p "$work/graalvm/bin"
printf '#!/bin/sh\necho "[1/8] Initializing..."\necho "ld: cannot find -lz"\nexit 1\n' >"$work/graalvm/bin/native-image"
chmod 755 "$work/graalvm/bin/native-image"
GRAALVM_HOME=$work/graalvm package Greeter -o
expect 'a builder that refuses fails the build' 1 $?
expect 'its last lines are shown' 1 "$(says Greeter '    ld: cannot find -lz')"
expect 'so is the likely cause' 1 "$(says Greeter 'apt-get install zlib1g-dev')"

make_project Greeting libhello-aws <<'END'
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

public final class Greeting implements RequestHandler<String, Map<String, String>> {

  @Override
  public Map<String, String> handleRequest(String name, Context context) {
    return Map.of("greeting", "Hello, " + name + "!");
  }
}
END
succeeds Greeting -Dlibhello.quickBuild=true
expect "a handler for AWS's interfaces answers" '{"greeting":"Hello, Ada!"}' "$(answer Greeting '"Ada"')"

if [ -n "$arm64_root" ]; then
  succeeds Greeter -o -Dlibhello.arch=arm64 -Dlibhello.quickBuild=true
  unzip -q "$work/Greeter/target/lambda-arm64.zip" -d "$work/arm64"
  expect 'the package for arm64 greets, under qemu' 'Hello, "Ada"!' \
    "$(cd "$work/arm64" && printf '"Ada"' | "$emulator" --quiet --event - -- qemu-aarch64 -L "$arm64_root" ./bootstrap)"
  echo "  lambda-arm64.zip: $(stat -c %s "$work/Greeter/target/lambda-arm64.zip") bytes"
fi

conclude
