# shellcheck shell=bash
# How a task tells what it does: a line for each step with its duration, a sign of life during long
# ones, and for a failed one the end of its output and the command that fixes or repeats it.

readonly LOGS=target/log

# Inside of side_by_side: the function that this is a part of.
LANE=

if [ -t 1 ]; then BOLD=$'\e[1m' DIM=$'\e[2m' RED=$'\e[31m' PLAIN=$'\e[0m'; else BOLD='' DIM='' RED='' PLAIN=''; fi

say() { printf '%s\n' "$*"; }
die() {
  printf '%s%s%s\n' "$RED" "build.sh: $*" "$PLAIN" >&2
  exit 1
}

# step NAME FIX COMMAND...: runs the command with its output in a log. FIX is what to type when it
# fails; an empty one stands for the command itself.
step() {
  local name=$1 fix=$2
  shift 2
  local log="$LOGS/${name//[^A-Za-z0-9]/-}.log" began=$SECONDS status=0
  mkdir -p "$LOGS"
  if [ -n "${VERBOSE:-}" ]; then
    say "${BOLD}> $name${PLAIN}"
    "$@" || status=$?
  elif [ -n "$LANE" ]; then
    "$@" >"$log" 2>&1 </dev/null || status=$?
    [ "$status" -ne 0 ] || say "${BOLD}> $name${PLAIN} ${DIM}$((SECONDS - began)) s${PLAIN}"
  else
    printf '%s' "${BOLD}> $name${PLAIN} "
    "$@" >"$log" 2>&1 </dev/null &
    watch_over $! "$began" || status=$?
  fi
  if [ "$status" -eq 0 ]; then
    [ -n "$LANE" ] || say "${DIM}$((SECONDS - began)) s${PLAIN}"
    return
  fi
  [ -z "$LANE" ] || printf '%s' "${BOLD}> $name${PLAIN} "
  say "${RED}failed after $((SECONDS - began)) s${PLAIN}"
  if [ -z "${VERBOSE:-}" ]; then
    tail -n 40 "$log" | sed 's/^/    /'
    say "    (all of it: $log)"
  fi
  die "$name failed. To repeat or fix it: ${fix:-$*}"
}

# Waits for a process, and shows every ten seconds that it is still at work.
watch_over() {
  local pid=$1 began=$2 shown=0
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
    if ((SECONDS - began >= shown + 10)); then
      shown=$(((SECONDS - began) / 10 * 10))
      printf '%s' "${DIM}${shown}s.. ${PLAIN}"
    fi
  done
  wait "$pid"
}

# side_by_side LANE...: functions that need nothing of each other, at the same time. A step of theirs is
# one line, once it has ended; the first failure ends them all. What they set is theirs alone.
side_by_side() {
  local lane began=$SECONDS shown=0 status=0 lanes=()
  if [ -n "${VERBOSE:-}" ]; then
    for lane; do "$lane"; done
    return
  fi
  # Each a process group of its own, so that all it has started can be ended with it.
  set -m
  for lane; do
    (
      set +m
      LANE=$lane
      "$lane"
    ) </dev/null &
    lanes+=($!)
  done
  set +m
  trap 'end_lanes "${lanes[@]}"; exit 130' INT TERM
  while [ ${#lanes[@]} -gt 0 ] && [ "$status" -eq 0 ]; do
    sleep 0.2
    for lane in "${!lanes[@]}"; do
      kill -0 "${lanes[lane]}" 2>/dev/null && continue
      wait "${lanes[lane]}" || status=$?
      unset "lanes[$lane]"
    done
    if ((SECONDS - began >= shown + 30)); then
      shown=$(((SECONDS - began) / 30 * 30))
      say "${DIM}  ${shown}s..${PLAIN}"
    fi
  done
  end_lanes "${lanes[@]}"
  trap - INT TERM
  [ "$status" -eq 0 ] || exit "$status"
}

end_lanes() {
  local lane
  for lane; do
    kill -TERM -- "-$lane" 2>/dev/null || true
    wait "$lane" 2>/dev/null || true
  done
}

# shown_step NAME COMMAND...: a step whose output is the point, such as a test run.
shown_step() {
  local name=$1 began=$SECONDS
  shift
  say "${BOLD}> $name${PLAIN}"
  "$@" || die "$name failed. To repeat it: $*"
  say "${DIM}  $name: $((SECONDS - began)) s${PLAIN}"
}

all_done() { say "${BOLD}$1${PLAIN} ${DIM}(${SECONDS} s in all)${PLAIN}"; }
