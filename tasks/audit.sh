# shellcheck shell=bash
# Known holes in what the project is made of, and its licences and sources. What cannot be looked at where
# this runs is said, never passed over.

readonly OSV_SCANNER=github.com/google/osv-scanner/v2/cmd/osv-scanner@v2.5.0
readonly CARGO_WORKSPACES=(. rust/fuzz bench/micro bench/kernel/linfa)
# Jars with their groups; osv-scanner drops those when it reads CycloneDX, and then finds nothing.
readonly JARS=target/audit/gradle.lockfile
# What osv-scanner reads.
readonly OSV_FILES=("$JARS" bench/go/go.mod bench/go-2018/go.mod bench/node/package-lock.json
  bench/python/requirements.txt bench/kernel/requirements.txt deploy/requirements.txt requirements.txt:tasks/tools.txt requirements.txt:tasks/axe.txt)

# Others in the tests.
DENY_RULES=$PWD/deny.toml
ADVISORY_DBS=${CARGO_HOME:-$HOME/.cargo}/advisory-dbs

NOT_LOOKED_AT=()

# task_audit [--strict]: with it, a part that could not be looked at is a failure too.
task_audit() {
  [[ ${1:-} =~ ^(--strict)?$ ]] || die "audit: --strict is the only option, not \"$1\""
  need_rust
  need_tools
  NOT_LOOKED_AT=()
  step "licences, bans and sources of crates" "" cargo_deny licenses bans sources
  audit_crates
  audit_other_packages
  # No database covers these; what is new in them comes with a new release.
  NOT_LOOKED_AT+=("JDK and GraalVM classes inside an image: graalvm/versions and the JDK's own release tell their age")
  NOT_LOOKED_AT+=("jars of bench/, examples/, java/acceptance-libraries and of Maven's plugins: none of them is in a package")
  say "Not looked at:"
  printf '  %s\n' "${NOT_LOOKED_AT[@]}"
  [ -z "${1:-}" ] || [ ${#NOT_LOOKED_AT[@]} -eq 2 ] || die "audit --strict: the databases above could not be reached"
  all_done "Nothing is known of what was looked at."
}

# cargo_deny CHECK...: for each workspace by the same rules.
cargo_deny() {
  local workspace
  for workspace in "${CARGO_WORKSPACES[@]}"; do
    cargo deny --locked --config "$DENY_RULES" --manifest-path "$workspace/Cargo.toml" check --hide-inclusion-graph "$@" || return
  done
}

# A copy of RustSec's database that is there already serves where it cannot be fetched; cargo deny refuses
# one that is older than 90 days.
audit_crates() {
  local log=$LOGS/advisory-database.log option=()
  mkdir -p "$LOGS"
  if ! timeout 300 cargo deny --locked --config "$DENY_RULES" fetch db >"$log" 2>&1; then
    option=(--disable-fetch)
    if ! compgen -G "$ADVISORY_DBS/*/.git" >/dev/null; then
      NOT_LOOKED_AT+=("advisories for crates: RustSec's database could not be fetched ($log)")
      return
    fi
    say "RustSec's database could not be fetched; the copy of an earlier run is used."
  fi
  step "advisories for crates" "" cargo_deny advisories "${option[@]}"
}

# Jars, npm's, PyPI's and Go's packages, from OSV; LIBHELLO_OSV_DATABASE is a folder with a copy of it, in which
# osv-scalibr/Maven/all.zip and so on are.
audit_other_packages() {
  local option=() what="advisories for jars, and for npm's, PyPI's and Go's packages"
  if [ -n "${LIBHELLO_OSV_DATABASE:-}" ]; then
    option=(--offline --local-db-path "$LIBHELLO_OSV_DATABASE")
  elif ! getent hosts api.osv.dev >/dev/null; then
    NOT_LOOKED_AT+=("$what: OSV cannot be reached")
    return
  fi
  local scanner=$CACHE/tools/osv-${OSV_SCANNER##*@}/osv-scanner
  if [ ! -x "$scanner" ]; then
    if ! command -v go >/dev/null; then
      NOT_LOOKED_AT+=("$what: osv-scanner takes Go to compile, and there is none here")
      return
    fi
    step "osv-scanner ${OSV_SCANNER##*@} (once, minutes)" "" env GOBIN="${scanner%/*}" go install "$OSV_SCANNER"
  fi
  need_maven
  step "the list of jars" "" list_all_jars
  local file files=()
  for file in "${OSV_FILES[@]}"; do files+=(--lockfile "$file"); done
  step "$what" "" "$scanner" scan source "${option[@]}" "${files[@]}"
}

# Those of the tests too, in the form of Gradle's lock file.
list_all_jars() {
  mkdir -p "${JARS%/*}"
  rm -f "$JARS.maven"
  mvn -B -ntp -q package -Dmaven.test.skip=true dependency:list -DoutputFile="$PWD/$JARS.maven" -DappendOutput=true
  awk -F: '/:jar:/ { gsub(/ /, ""); print $1 ":" $2 ":" $(NF - 1) "=all" }' "$JARS.maven" | LC_ALL=C sort -u >"$JARS"
  grep -q '^tools.jackson.core:jackson-core:[0-9.]*=all$' "$JARS"
}

# What the tasks themselves are tested by.
test_tasks() {
  local test
  for test in run steps version release central audit docker; do "tasks/tests/${test}_test.sh" || return; done
}
