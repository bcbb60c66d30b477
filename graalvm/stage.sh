# shellcheck shell=bash
# Sourced by assemble.sh and the stages: messages, the pinned versions, and the run of one stage
# with its progress, its time and, if it fails, the end of its log.

: "${graalvm_dir:?}"

say() { echo "graalvm: $*" >&2; }

# For what is not available on this machine: one sentence that says why and what to do.
cannot() {
  say "$@"
  exit 3
}

# pinned WORD COLUMN: what the file 'versions' says about WORD.
pinned() {
  awk -v word="$1" -v column="$2" '$1 == word { print $column; exit }' "$graalvm_dir/versions"
}

check_sum() {
  local file=$1 expected=$2 found
  found=$(sha256sum <"$file")
  found=${found%% *}
  [[ $found == "$expected" ]] && return 0
  echo "${file##*/} has the SHA-256 $found, not $expected as pinned" >&2
  return 1
}

# Shows that a job is alive: seconds that count up on a terminal, else a dot every 5 seconds.
wait_showing_progress() {
  local job=$1 name=$2 start=$SECONDS ticks=0
  while kill -0 "$job" 2>/dev/null; do
    sleep 0.2
    ticks=$((ticks + 1))
    if [[ -t 2 ]]; then
      ((ticks % 5 == 0)) && printf '\rgraalvm: %s ... %s' "$name" "$((SECONDS - start))" >&2
    elif ((ticks % 25 == 0)); then
      printf '.' >&2
    fi
  done
}

# run_stage NAME SCRIPT [ARGUMENT...]: a stage that finds its result in place says nothing.
run_stage() {
  local name=$1 log=${store:?}/logs/${2%.sh}.log start=$SECONDS job status=0
  shift
  mkdir -p "$store/logs"
  printf 'graalvm: %s ...' "$name" >&2
  # A session of its own, so that an interrupt can end all that the stage started; 9 is the lock.
  setsid bash "$graalvm_dir/stages/$1" "${@:2}" >"$log" 2>&1 9>&- &
  job=$!
  # shellcheck disable=SC2064 # this stage's job is meant
  trap "kill -TERM -- -$job 2>/dev/null; echo ' interrupted' >&2; exit 130" INT TERM
  wait_showing_progress "$job" "$name"
  wait "$job" || status=$?
  trap - INT TERM
  [[ -t 2 ]] && printf '\rgraalvm: %s ...' "$name" >&2
  if ((status == 0)); then
    echo " $((SECONDS - start)) seconds" >&2
    sed -n 's/^NOTICE: /graalvm:   /p' "$log" >&2
    return 0
  fi
  echo " failed after $((SECONDS - start)) seconds; the end of its log:" >&2
  tail -n 15 "$log" | sed 's/^/    /' >&2
  say "the whole log is $log; to try again, type: $graalvm_dir/assemble.sh"
  exit "$status"
}
