# shellcheck shell=bash
# The published comparisons. What is measured is in bench/suite.toml, how it is built in bench/build.sh;
# lambda-emulator measures, draws and writes the page of bench/results/.

source bench/build.sh

readonly SUITE=bench/suite.toml

# task_bench [--quick | --smoke] [TABLE...]: only the full form leaves its figures in bench/results/. The smoke form
# shows that everything runs and answers rightly, and its figures mean nothing.
task_bench() {
  local form=full results=bench/results build builds tables=()
  while [ $# -gt 0 ]; do
    case $1 in
      --quick) form=quick results=target/bench/results ;;
      --smoke) form=smoke results=target/bench/smoke ;;
      -*) die "bench: --quick and --smoke are the options, not \"$1\"" ;;
      *) tables+=("$1") ;;
    esac
    shift
  done
  need_rust
  need_maven
  need_native_image
  build_emulator
  mkdir -p target/bench "$LOGS"
  builds=$("$EMULATOR" suite "$SUITE" --builds "${tables[@]}") || die "bench: the names of its tables are above"
  for build in $builds; do once "build_$build"; done
  say
  # A failure must not leave the server behind.
  trap stop_https_server EXIT
  [[ " ${builds//$'\n'/ } " != *" https_server "* ]] || start_https_server
  "$EMULATOR" suite "$SUITE" --form "$form" --results "$results" "${tables[@]}" 2>"$LOGS/bench.log" ||
    die "not everything was measured:
$(sed -n '/^lambda-emulator: /,$p' "$LOGS/bench.log")"
  stop_https_server
  trap - EXIT
  all_done "Every answer was right. The tables: $results/README.md"
}
