#!/usr/bin/env bash
# Tests which steps the tasks take, without taking any. The last line is 'N passed, N failed'.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
source tasks/tests/expect.sh

# steps_of TASK: the names of its steps, sorted, of a machine that has everything but what they make.
steps_of() {
  LIBHELLO_CACHE=/nonexistent bash -c '
    set -euo pipefail
    for part in steps machine tools build image package bundle run fuzz test libraries console release strangers; do source tasks/$part.sh; done
    step() { echo "step: $1"; }
    install() { :; }
    side_by_side() { local lane; for lane; do "$lane"; done; }
    need_together() { :; }
    need_rust() { :; }
    need_maven() { :; }
    find_native_image() { NATIVE_IMAGE=native-image; }
    build_image() { step "$1"; }
    carry() { :; }
    build_heap_shim() { :; }
    need() { :; }
    need_python_venv() { :; }
    carry_arm64() { :; }
    check_budgets() { :; }
    shown_step() { :; }
    test_processors() { :; }
    '"$1" 2>&1 | sed -n 's/^step: //p' | LC_ALL=C sort | tr '\n' ';'
}

package='jars, and dist/lambda.zip: native image of Test.main, by the Maven plugin;'
expect 'run lists no components, and compiles nothing to do so' \
  "${package}lambda-emulator;libHello.so;native-image: found, or assembled by graalvm/;" "$(steps_of choose_function)"
expect 'package lists them' \
  "cargo-cyclonedx 0.5.9 (once);dist/libHello.cdx.json, dist/bootstrap.cdx.json;${package}libHello.so;native-image: found, or assembled by graalvm/;" \
  "$(steps_of task_package)"
expect 'verify fuzz builds the targets alone' 'fuzz targets;' "$(steps_of 'task_verify fuzz')"
expect 'parts of verify that need the same build it once' \
  "${package}lambda-emulator;libHello.so;native-image: found, or assembled by graalvm/;" "$(steps_of 'task_verify processors docs')"
expect 'verify console builds the function, and brings axe-core' \
  "axe-core (once);${package}lambda-emulator;libHello.so;native-image: found, or assembled by graalvm/;" "$(steps_of 'task_verify console')"
libraries='source() { :; }; find_deploy_tools() { DEPLOY_TOOLS=tools DEPLOY_TOOLS_MISSING=; }; task_verify libraries'
handlers='handlers with libraries'
expect 'verify libraries builds three images of its own' \
  "$handlers: jars;libHello.so;native image of $handlers: cloud;native image of $handlers: logging;native image of $handlers: types;" \
  "$(steps_of "$libraries")"

strangers=${libraries/libraries/plugin walk examples}
expect 'what strangers have is built once' 'jars as released, in a local repository;lambda-emulator;libHello.so;' "$(steps_of "$strangers")"

tasks_of() { grep -o '\./build\.sh .*' "$1"; }
expect 'CI on GitHub takes the tasks of .ci/run' "$(tasks_of .ci/run)" "$(tasks_of .github/workflows/ci.yml)"

conclude
