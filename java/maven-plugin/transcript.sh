#!/usr/bin/env bash
# transcript.sh REPOSITORY [ROUNDS]: from an empty folder to a lambda.zip that has answered an event, as a stranger has it who
# has no GraalVM and nothing in his local repository: the commands, seconds and sizes. Then the same project for x86-64 and for
# arm64 in turns, ROUNDS times (3). What REPOSITORY is, and what it wants: test.sh.
set -euo pipefail
here=$(cd "$(dirname "$(realpath "$0")")" && pwd -P)
repository=$(realpath "$1")
rounds=${2:-3}
# shellcheck source=tasks/tests/stranger.sh
source "$here/../../tasks/tests/stranger.sh"
version=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' "$here/../../pom.xml")
unset GRAALVM_HOME
unset LIBHELLO_CACHE
export XDG_CACHE_HOME=$work/cache
# For the assembly of the image builder as well.
export MAVEN_OPTS="${MAVEN_OPTS:-} -Dmaven.repo.local=$work/m2"
TIMEFORMAT='%R %U %S'

# timed NAME WORD...: mvn in its folder; TOOK has its seconds, and its processor's.
timed() {
  { time maven "$@"; } 2>"$work/took" || {
    tail -n 30 "$work/$1.out" "$work/$1.log"
    exit 1
  }
  TOOK=$(awk '{ printf "%.1f %.1f", $1, $2 + $3 }' "$work/took")
}

# shown NAME WORD...: the command as it is typed, with its seconds.
shown() {
  timed "$@"
  printf '  %6.1f s   mvn %s\n' "${TOOK% *}" "${*:2}"
  total=$(awk -v total="$total" -v took="${TOOK% *}" 'BEGIN { print total + took }')
}

total=0
mkdir "$work/new"
echo "From an empty folder to a tested lambda.zip:"
shown new archetype:generate -DarchetypeGroupId=io.github.libhello -DarchetypeArtifactId=libhello-archetype-java \
  "-DarchetypeVersion=$version" -DgroupId=com.example -DartifactId=hello-java
mv "$work/new/hello-java" "$work/"
shown hello-java package
shown hello-java -q libhello:invoke
sed 's/\x1b\[[0-9;]*m//g; s/^/             /' "$work/hello-java.out"
printf '  %6.1f s in 3 commands; lambda.zip has %s bytes\n' "$total" "$(size_of hello-java)"

# built ARCHITECTURE: TOOK of the package alone, of a project that is compiled and tested.
built() {
  rm -rf "$work/hello-java/target/libhello-$1"
  timed hello-java -o -DskipTests package "-Dlibhello.arch=$1"
}

if [ "$(uname -m)" != x86_64 ]; then
  echo "Nothing for arm64: that is built on x86-64."
  exit
fi
echo "The package for x86-64 and for arm64 in turns, seconds, and of the processor:"
built arm64 # the builder for arm64 is assembled
for ((round = 1; round <= rounds; round++)); do
  built x86_64
  one=$TOOK
  built arm64
  echo "$one $TOOK" | tee -a "$work/rounds" |
    awk '{ printf "  %6.1f (%.1f)   %6.1f (%.1f)   ratio %.3f (%.3f)\n", $1, $2, $3, $4, $3 / $1, $4 / $2 }'
done
# median COLUMN OTHER: of the ratios of two columns.
median() { awk -v a="$1" -v b="$2" '{ print $a / $b }' "$work/rounds" | sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }
printf '  median of the ratios: %.3f, of processor time %.3f\n' "$(median 3 1)" "$(median 4 2)"
awk -v own="$(size_of hello-java)" -v other="$(size_of hello-java lambda-arm64.zip)" \
  'BEGIN { printf "  lambda.zip %d bytes, lambda-arm64.zip %d bytes: ratio %.3f\n", own, other, other / own }'
