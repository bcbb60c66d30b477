#!/usr/bin/env bash
# Every task of the project. `./build.sh help` lists them.
set -euo pipefail
cd "$(dirname "$(realpath "$0")")"

source tasks/steps.sh
source tasks/machine.sh
source tasks/tools.sh
source tasks/build.sh
source tasks/image.sh
source tasks/package.sh
source tasks/bundle.sh
source tasks/check.sh
source tasks/audit.sh
source tasks/test.sh
source tasks/libraries.sh
source tasks/console.sh
source tasks/run.sh
source tasks/fuzz.sh
source tasks/docker.sh
source tasks/processors.sh
source tasks/release.sh
source tasks/strangers.sh

usage() {
  cat <<'END'
usage: ./build.sh TASK [OPTION...]

  run        build everything, then answer the shipped events with k-means in a native image, and draw the clusters
  test       check, and all tests: Rust, Java, and the end-to-end cases on the JVM and as a native image
  verify     test, and what takes longer: fuzzing, arm64 under qemu, HTTPS, handlers with libraries, the console in
             a browser, every benchmark once, Docker, deployment against moto, the Maven plugin and the examples as
             others use them, the walk of docs/walk.md, the pages, audit (PART...: only those, without test)
  check      format, lints and documentation of all the code; says how to fix what it finds
  audit      known holes in crates, jars and other packages, licences and sources; says what could not be
             looked at (--strict: and fails then)
  build      libHello.so, lambda-emulator and the jars
  image      dist/bootstrap: the native image of Test.main
  package    dist/libHello.so, dist/bootstrap and dist/lambda.zip, ready for provided.al2023, checked, and
             what is inside as CycloneDX (--jvm: dist/lambda-jvm.zip, a JRE 25 with an AOT cache)
  docker     the same zip, and a function image, from docker/Dockerfile; then both are run
             (--local-bases where no image registry can be reached, --twice to compare two builds)
  deploy     dist/lambda.zip to AWS Lambda by the AWS CLI (--dry-run prints the calls;
             --function, --role, --memory, --zip, --url and more: deploy/README.md)
  arm64      dist/arm64/libHello.so, bootstrap and lambda.zip for arm64, and cases on them under qemu
  serve      the function behind Lambda's Invoke API on 127.0.0.1:9000 (options go to lambda-emulator)
  bench      the figures of bench/results, measured side by side (--quick for a first look)
  transcript  from an empty folder to a tested lambda.zip by the Maven plugin: commands, seconds, sizes; then
             the package for x86-64 and for arm64 in turns (ROUNDS times, 3)
  walk       bench/results/walk.md: from an empty folder to a deployed function by the Maven plugin, and in Rust by
             cargo-lambda: what is typed, and how long it takes
  conformance  the Runtime API's contract, case by case: ours and other runtimes
  fuzz       fuzz targets of the library (SECONDS for each)
  format     put all sources into the project's format
  release    dist/release: all artifacts of the tagged version, with jars and poms for Maven Central, sums and
             signatures (--snapshot: of what is here, to try it)
  version    the version, or with NEW sets it in every place that has it
  clean      remove what was built here; downloads stay cached
  help       this text

VERBOSE=1 shows the output of every step. GRAALVM_HOME, or native-image on the PATH, is used where
there is one; else graalvm/ assembles one (LIBHELLO_STATIC_LIBS=source: with the JDK's static libraries compiled
instead of the carried ones). LIBHELLO_CACHE is where that and other tools are kept.
END
}

main() {
  local task=${1:-help}
  shift || true
  case $task in
    run) task_run "$@" ;;
    test) task_test "$@" ;;
    verify) task_verify "$@" ;;
    check) task_check "$@" ;;
    audit) task_audit "$@" ;;
    build) task_build "$@" ;;
    image) task_image "$@" ;;
    package) task_package "$@" ;;
    docker) task_docker "$@" ;;
    arm64) task_arm64 "$@" ;;
    deploy) deploy/deploy.sh --function k-means --zip dist/lambda.zip "$@" ;;
    serve) task_serve "$@" ;;
    transcript) task_transcript "$@" ;;
    walk) task_walk ;;
    conformance) source tasks/conformance.sh && task_conformance "$@" ;;
    fuzz) task_fuzz "$@" ;;
    bench) source tasks/bench.sh && task_bench "$@" ;;
    format) task_format "$@" ;;
    release) task_release "$@" ;;
    version) task_version "$@" ;;
    clean) task_clean "$@" ;;
    help | -h | --help) usage ;;
    *)
      usage >&2
      die "there is no task \"$task\""
      ;;
  esac
}

main "$@"
