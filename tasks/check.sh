# shellcheck shell=bash
# Format, lints and documentation. Nothing here changes a file.

readonly ACTIONLINT=github.com/rhysd/actionlint/cmd/actionlint@v1.7.12

task_check() {
  need_rust
  need_maven
  need_together "gcc gcc libc6-dev" "c++ g++" python3 shellcheck
  need_tools
  step "Rust format" "./build.sh format" cargo fmt --all --check
  step "Rust lints" "" cargo clippy --locked --workspace --all-targets --all-features -- -D warnings
  step "Rust docs" "" env RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --no-deps --document-private-items
  step "licences, bans and sources of crates" "" cargo_deny licenses bans sources
  step "Java format" "./build.sh format" mvn -B -ntp -q spotless:check
  step "Java format of bench/" "" mvn -B -ntp -q -f bench/pom.xml spotless:check
  step "Java format of bench/java" "" mvn -B -ntp -q -f bench/java/pom.xml spotless:check
  step "Java format of java/acceptance-libraries" "./build.sh format" mvn -B -ntp -q -f java/acceptance-libraries/pom.xml spotless:check
  step "Rust format and lints of rust/fuzz and bench/" "" lint_other_workspaces
  step "Java lints, nullness by NullAway" "" lint_java
  step "Java docs" "" mvn -B -ntp -q -pl "$RELEASED_MODULES" compile javadoc:javadoc
  step "Dockerfiles" "" hadolint docker/Dockerfile docker/stand-ins/Dockerfile
  step "one version everywhere" "./build.sh version VERSION" python3 tasks/version.py check
  step "shell scripts" "" lint_shell
  step "workflows" "" zizmor --offline --no-progress --quiet .github
  step "Python" "" lint_python
  step "C" "" lint_c
  if command -v go >/dev/null; then
    step "Go" "" lint_go
    lint_workflows
  else
    say "> Go, and the workflows' syntax: not looked at, since there is no Go here"
  fi
  all_done "All checks passed."
}

# build.sh brings its tasks in, so they are seen as they are used: together. Three warnings are wrong there: a Java
# class path ends in an asterisk that is meant (SC2125), and locals of one name in two functions, of which one is an
# array, are two variables (SC2128, SC2178).
lint_shell() {
  shellcheck -x --check-sourced --exclude=SC2125,SC2128,SC2178 build.sh
  shellcheck -x .ci/run tasks/tests/*.sh
  shellcheck -x deploy/deploy.sh deploy/test.sh deploy/smoke-test.sh deploy/tests/*.sh
  shellcheck -x docs/test.sh examples/test.sh java/junit/src/test/sh/*.sh java/maven-plugin/*.sh java/maven-plugin/src/main/resources/jvm/bootstrap docker/stand-ins/*.sh
  (cd graalvm && git ls-files '*.sh' | xargs shellcheck -x)
}

lint_java() {
  local project
  for project in . bench bench/java java/acceptance-libraries; do
    mvn -B -ntp -q -P lint -f "$project/pom.xml" test-compile || return
  done
}

lint_other_workspaces() {
  local manifest
  for manifest in rust/fuzz bench/micro bench/kernel/linfa; do
    cargo fmt --manifest-path "$manifest/Cargo.toml" --check
  done
  cargo clippy --locked --all-targets --manifest-path bench/micro/Cargo.toml --target-dir target/micro -- -D warnings
  cargo clippy --locked --all-targets --manifest-path bench/kernel/linfa/Cargo.toml --target-dir target/kernel -- -D warnings
  RUSTFLAGS="--cfg fuzzing" cargo clippy --locked --all-targets --manifest-path rust/fuzz/Cargo.toml \
    --target-dir target/fuzz-lint -- -D warnings
}

lint_python() { git ls-files -z '*.py' | xargs -0 ruff check --quiet; }

# Our C, by the compiler's own analysis. One header is the JDK's, from the carried libraries.
lint_c() {
  local headers=target/lint source compiler
  mkdir -p "$headers"
  tar -xJf graalvm/fallback/static-libs.tar.xz -C "$headers" --strip-components=1 static-libs/include
  for source in java/runtime/src/main/image/*.c rust/bridge/native/*.c graalvm/glue/native/*.c; do
    compiler=gcc
    if [[ $source == *_aarch64.c ]]; then
      compiler=aarch64-linux-gnu-gcc
      command -v "$compiler" >/dev/null || continue
    fi
    "$compiler" -std=gnu11 -O2 -fPIC -Wall -Wextra -Wshadow -fanalyzer -Werror -Igraalvm/glue/include -Igraalvm/glue/jdk-shim \
      -I"$headers/include" -I"$JAVA_HOME/include" -I"$JAVA_HOME/include/linux" -c "$source" -o "$headers/object.o"
  done
}

# The library of 2018 is C as well, for which go vet needs the JDK's headers.
lint_go() {
  local module unformatted
  unformatted=$(gofmt -l bench)
  [ -z "$unformatted" ] || { echo "gofmt -w $unformatted" && return 1; }
  export CGO_CFLAGS="-I$JAVA_HOME/include -I$JAVA_HOME/include/linux"
  for module in bench/go bench/go-2018 bench/https-server; do
    (cd "$module" && go vet ./...) || return
  done
}

# actionlint looks at the commands of workflows too, by shellcheck.
lint_workflows() {
  local linter=$CACHE/tools/actionlint-${ACTIONLINT##*@}/actionlint
  if [ ! -x "$linter" ]; then
    step "actionlint ${ACTIONLINT##*@} (once)" "" env GOBIN="${linter%/*}" go install "$ACTIONLINT"
  fi
  step "workflows' syntax" "" "$linter"
}

format_rust() {
  local manifest
  for manifest in . rust/fuzz bench/micro bench/kernel/linfa; do cargo fmt --all --manifest-path "$manifest/Cargo.toml" || return; done
}

task_format() {
  need_rust
  need_maven
  step "Rust" "" format_rust
  step "Java" "" mvn -B -ntp -q spotless:apply
  step "Java of bench/" "" mvn -B -ntp -q -f bench/pom.xml spotless:apply
  step "Java of bench/java" "" mvn -B -ntp -q -f bench/java/pom.xml spotless:apply
  step "Java of java/acceptance-libraries" "" mvn -B -ntp -q -f java/acceptance-libraries/pom.xml spotless:apply
}
