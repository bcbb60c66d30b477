# shellcheck shell=bash
# Coverage-guided fuzzing of whatever reads bytes from outside, on the stable toolchain: libFuzzer, with
# the coverage that cargo fuzz asks for and without a sanitizer, which would need a nightly one.

readonly FUZZ_TARGETS=(envelope headers report text)
readonly COVERAGE="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table
  -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 --cfg fuzzing"

# task_fuzz [SECONDS]: so long for each target, beginning with its corpus.
task_fuzz() {
  local seconds=${1:-60}
  need_rust
  need c++ g++
  step "fuzz targets" "" build_fuzz_targets
  local target
  for target in "${FUZZ_TARGETS[@]}"; do
    shown_step "fuzzing $target for $seconds s" fuzz "$target" "$seconds"
  done
}

build_fuzz_targets() {
  RUSTFLAGS=$COVERAGE cargo build --locked --release --manifest-path rust/fuzz/Cargo.toml \
    --target x86_64-unknown-linux-gnu --target-dir target/fuzz
}

# What is found beyond the corpus stays in target/; a crash leaves the input that made it.
fuzz() {
  local target=$1 seconds=$2 found=target/fuzz/found/$1 log=$LOGS/fuzz-$1.log
  mkdir -p "$found" "$LOGS"
  if ! "target/fuzz/x86_64-unknown-linux-gnu/release/$target" -max_total_time="$seconds" -timeout=10 \
    -max_len=65536 -print_final_stats=1 -artifact_prefix=target/fuzz/crash- \
    "$found" "rust/fuzz/corpus/$target" >"$log" 2>&1; then
    tail -n 30 "$log"
    return 1
  fi
  grep -E 'number_of_executed_units|DONE' "$log" | sed 's/^/  /' | tail -n 2
}
