#!/usr/bin/env bash
# The image builder's jars: Maven copies them from wherever its settings say; every file must be
# one that 'versions' lists, with the sum that it lists.
set -euo pipefail
# shellcheck source=../stage.sh
. "${graalvm_dir:?}/stage.sh"

: "${store:?}" "${jdk:?}"

version=$(pinned graalvm 2)
jars=$store/jars-$version
rm -rf "$jars.part"
mkdir -p "$jars.part"
# Maven may write beside the pom, which may be in a read-only checkout.
cp "$graalvm_dir/maven/pom.xml" "$jars.part/pom.xml"
JAVA_HOME=$jdk mvn -B --no-transfer-progress -f "$jars.part/pom.xml" -Dgraalvm.version="$version" \
  org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies -DoutputDirectory="$jars.part/all"

bad=0
while read -r _ place file sum; do
  if [[ ! -f $jars.part/all/$file ]]; then
    echo "$file is pinned, but Maven did not bring it"
    bad=1
    continue
  fi
  check_sum "$jars.part/all/$file" "$sum" || bad=1
  mkdir -p "$jars.part/$place"
  mv "$jars.part/all/$file" "$jars.part/$place/"
done < <(grep '^jar ' "$graalvm_dir/versions")
for file in "$jars.part"/all/*; do
  [[ -e $file ]] || continue
  echo "${file##*/} came with the image builder, but is not pinned"
  bad=1
done
((bad == 0)) || { echo "The file 'versions' and Maven's jars differ: nothing of them is used."; exit 1; }
rmdir "$jars.part/all"
rm -f "$jars.part/pom.xml"
mv "$jars.part" "$jars"
