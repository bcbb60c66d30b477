#!/usr/bin/env bash
# Holds the project's pages against the project, and runs what they show.
#   docs/test.sh
# Takes what `./build.sh build` makes. The blocks that build a native image are run where NATIVE_IMAGE is the
# path of one. Nothing is installed outside of target/docs, and only loopback is talked to.
# The last line is 'N passed, N failed'; exit 1 if anything failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
LIBHELLO=$PWD
emulator=dist/lambda-emulator
work=$PWD/target/docs
background=''
passed=0 failed=0

end() { [ -z "$background" ] || { kill "$background" && wait "$background"; } 2>/dev/null; }
trap end EXIT
trap 'exit 1' INT TERM

# result STATUS NAME [LOG]
result() {
  if [ "$1" -eq 0 ]; then
    passed=$((passed + 1))
    echo "  ok      $2"
  else
    failed=$((failed + 1))
    echo "  FAILED  $2"
    [ -z "${3:-}" ] || tail -n 30 "$3" | sed 's/^/    /'
  fi
}

# The pages against the tree.
check_pages() {
  ./build.sh help >"$work/tasks"
  { "$emulator" --help && "$emulator" measure --help && "$emulator" suite --help && "$emulator" draw --help && "$emulator" conformance --help && "$emulator" invoke --help; } >"$work/options"
  if ! python3 docs/pages.py check "$work/tasks" "$work/options" >"$work/checks"; then
    result 1 "docs/pages.py" "$work/checks"
    return
  fi
  cat "$work/checks"
  passed=$((passed + $(grep -c '^  ok ' "$work/checks")))
  failed=$((failed + $(grep -c '^  FAILED ' "$work/checks")))
}

# Every program of the pages compiles, without a warning.
compile_programs() {
  local page program name folder
  for page in README.md docs/*.md; do
    while IFS= read -r -d '' program; do
      name=$(grep -om 1 'class [A-Za-z]*' <<<"$program")
      name=${name#class }
      folder=$work/programs/$(basename "$page" .md)-$name
      mkdir -p "$folder"
      printf '%s' "$program" >"$folder/$name.java"
      "$JAVA_HOME/bin/javac" --release 21 -Xlint:all -Werror -cp "$jars" -d "$folder" "$folder/$name.java" >"$work/log" 2>&1
      result $? "$page: $name compiles" "$work/log"
    done < <(python3 docs/pages.py blocks "$page" java)
  done
}

# make_project FOLDER PAGE PROGRAMS...: a project with the pom of this page, and the programs of these.
make_project() {
  local folder=$1 page=$2 program
  mkdir -p "$folder/src/main/java"
  IFS= read -r -d '' program < <(python3 docs/pages.py blocks "$page" pom)
  printf '%s' "$program" >"$folder/pom.xml"
  shift 2
  for page; do cp "$work/programs/$page"-*/*.java "$folder/src/main/java/"; done
}

# Only what the pages install goes into this repository; the rest is linked to.
make_repository() {
  local local_repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
  mkdir -p "$work/repository"
  [ ! -d "$local_repository" ] || cp -as "$local_repository/." "$work/repository/" 2>/dev/null
  rm -rf "$work/repository/io/github/libhello"
  export MAVEN_OPTS="${MAVEN_OPTS:-} -Dmaven.repo.local=$work/repository"
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# Waits until the local Lambda listens, or has ended.
listens() {
  local port=$1
  until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    kill -0 "$background" 2>/dev/null || return 1
    sleep 0.1
  done
}

# run_page PAGE PROJECT: its marked blocks in order, all in this folder but those that say otherwise.
run_page() {
  local page=$1 project=$2 port block marker commands folder number=0 name
  port=$(free_port)
  while IFS= read -r -d '' block; do
    marker=${block%%$'\n'*} commands=${block#*$'\n'}
    commands=${commands//127.0.0.1:9000/127.0.0.1:$port}
    commands=${commands//lambda-emulator\" --/lambda-emulator\" --port $port --quiet --}
    folder=$project
    number=$((number + 1)) name="$page, block $number"
    case $marker in
      'run with NATIVE_IMAGE') [ -n "${NATIVE_IMAGE:-}" ] || { echo "  left    $name: NATIVE_IMAGE is not set" && continue; } ;;
      'run in clone') folder=$LIBHELLO ;;
    esac
    if [ "$marker" = 'run in background' ]; then
      end
      (cd "$folder" && exec bash -eu -c "exec $commands") >"$work/background.log" 2>&1 </dev/null &
      background=$!
      listens "$port"
      result $? "$name, in the background" "$work/background.log"
    else
      (cd "$folder" && bash -eu -c "$commands") >"$work/log" 2>&1 </dev/null
      result $? "$name" "$work/log"
      if [[ $commands == *curl* || $commands == *--event* ]]; then
        grep -Eq ', "?Ada"?!' "$work/log"
        result $? "$name: the function greets" "$work/log"
      fi
    fi
  done < <(python3 docs/pages.py blocks "$page" shell)
  end
  background=''
}

rm -rf "$work"
mkdir -p "$work"
JAVA_HOME=$(graalvm/find-jdk.sh 25 2>/dev/null || graalvm/find-jdk.sh) || exit 1
export JAVA_HOME LIBHELLO
PATH=$JAVA_HOME/bin:$PATH
[ -z "${NATIVE_IMAGE:-}" ] || PATH=$(dirname "$NATIVE_IMAGE"):$PATH
if [ ! -x "$emulator" ]; then
  echo "$emulator is missing; type: ./build.sh build" >&2
  exit 1
fi
mvn -B -ntp -q -pl java/acceptance-aws -am package -Dmaven.test.skip=true || exit 1
jars="$LIBHELLO/java/acceptance-aws/target/lib/*"

check_pages
compile_programs
make_project "$work/project" docs/getting-started.md README getting-started
make_project "$work/handlers" docs/handlers.md handlers
make_repository
run_page README.md "$work/project"
run_page docs/getting-started.md "$work/project"
run_page docs/packaging.md "$work/project"
run_page docs/handlers.md "$work/handlers"

echo "$passed passed, $failed failed"
((failed == 0))
