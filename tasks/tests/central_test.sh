#!/usr/bin/env bash
# Tests what tasks/central.py rejects. The last line is 'N passed, N failed'.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
source tasks/tests/expect.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

put() {
  mkdir -p "$(dirname "$work/$1")"
  cat >"$work/$1"
  md5sum <"$work/$1" | cut -d ' ' -f 1 >"$work/$1.md5"
  sha1sum <"$work/$1" | cut -d ' ' -f 1 >"$work/$1.sha1"
}

# A parent with what all have, and a jar.
repository() {
  rm -rf "${work:?}"/*
  put org/example/above/1/above-1.pom <<XML
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>org.example</groupId><artifactId>above</artifactId><version>1</version><packaging>pom</packaging>
<name>above</name><description>above</description><url>https://project.example</url>
<licenses><license><name>Apache-2.0</name><url>https://licence.example</url></license></licenses>
<developers><developer><name>us</name><organization>us</organization></developer></developers>
<scm><connection>scm:git:https://project.example</connection><url>https://project.example</url></scm></project>
XML
  put org/example/one/1/one-1.pom <<XML
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<parent><groupId>org.example</groupId><artifactId>above</artifactId><version>1</version></parent>
<artifactId>one</artifactId><name>one</name><description>one</description></project>
XML
  for end in .jar -sources.jar -javadoc.jar; do put "org/example/one/1/one-1$end" <<<"$end"; done
}

# finds WHAT LINE [OPTION]: that line, and no other; status 1 if there is one.
finds() {
  local found status=0
  found=$(python3 tasks/central.py "$work" "${@:3}" 2>&1) || status=$?
  expect "$1" "$2 status $([ -z "$2" ] && echo 0 || echo 1)" "$found status $status"
}

repository
touch "$work/maven-metadata.xml"
finds 'a complete repository' ''
rm "$work/org/example/one/1/one-1-javadoc.jar"
finds 'a jar without documentation' 'one-1-javadoc.jar is missing'
repository
sed -i 's:<description>one</description>::' "$work/org/example/one/1/one-1.pom"
put org/example/one/1/one-1.pom <<<"$(cat "$work/org/example/one/1/one-1.pom")"
finds "a pom with its parent's description alone" 'one-1.pom has no description'
repository
sed -i 's:<scm>.*</scm>::' "$work/org/example/above/1/above-1.pom"
expect 'a pom without the address of its sources' 4 "$(python3 tasks/central.py "$work" 2>&1 | grep -c 'has no scm/')"
repository
echo more >>"$work/org/example/one/1/one-1.jar"
finds 'a file that is another than its sums say' $'one-1.jar.md5 is missing or wrong\none-1.jar.sha1 is missing or wrong'
repository
for file in "$work"/org/example/*/1/*.{jar,pom}; do touch "$file.asc"; done
finds 'signatures' '' --signed
rm "$work/org/example/one/1/one-1-sources.jar.asc"
finds 'a file without a signature' 'one-1-sources.jar.asc is missing' --signed

conclude
