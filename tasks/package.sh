# shellcheck shell=bash
# What is uploaded: the zip, which the Maven plugin makes and checks, its budget, and the lists of what is inside.

readonly BOM_TOOL_VERSION=0.5.9
readonly JAVA_BOM=org.cyclonedx:cyclonedx-maven-plugin:2.9.1:makeBom
# Bytes that this project's own package may have.
readonly LIBRARY_BUDGET=2000000 BOOTSTRAP_BUDGET=20000000 ZIP_BUDGET=8000000

# task_package [--jvm]
task_package() {
  case ${1:-} in
    '')
      task_image
      check_budgets dist
      write_boms
      ;;
    --jvm) package_jvm ;;
    *) die "package: --jvm is the only option, not \"$1\"" ;;
  esac
}

# dist/lambda.zip, dist/libHello.so and dist/bootstrap, and all jars in the same run of Maven. The library must be there.
build_package() {
  prepare_jars
  step "jars, and dist/lambda.zip: native image of Test.main, by the Maven plugin" "" \
    package_app dist lambda.zip "$(uname -m | sed s/aarch64/arm64/)" -pl '!java/emulator'
}

# package_app FOLDER ZIP ARCHITECTURE OPTION...: the showcase's package as the plugin makes one of any project, checked: ZIP of
# java/app/target becomes FOLDER/lambda.zip. The files are copied, since the linker's lies in the page cache in larger
# pieces than one that was written in order, as Lambda's is, and 2 MB more of it become resident.
package_app() {
  local folder=$1 built=java/app/target
  GRAALVM_HOME=$(realpath "$(dirname "$NATIVE_IMAGE")/..") \
    mvn -B -ntp -P lambda package -Dmaven.test.skip=true "-Dlibhello.arch=$3" "${@:4}" || return
  mkdir -p "$folder"
  install -m 644 "$built/$2" "$folder/lambda.zip"
  install -m 755 "$built/libhello-$3/image/libHello.so" "$built/libhello-$3/image/bootstrap" "$folder/"
}

# check_budgets FOLDER: of a package and its files.
check_budgets() {
  within "$1/libHello.so" "$LIBRARY_BUDGET"
  within "$1/bootstrap" "$BOOTSTRAP_BUDGET"
  within "$1/lambda.zip" "$ZIP_BUDGET"
}

within() {
  local size
  size=$(stat -c %s "$1")
  ((size <= $2)) || die "${1##*/} has $size bytes, over its budget of $2"
  printf '  %-12s %5.1f MB of at most %.0f\n' "${1##*/}" "$(awk "BEGIN { print $size / 1e6 }")" "$(awk "BEGIN { print $2 / 1e6 }")"
}

# The newest glibc among the symbols that nm lists.
newest_glibc() { sed -n 's/.*@GLIBC_\([0-9.]*\)$/\1/p' | sort -Vu | tail -n 1; }

# CycloneDX, one list for each language. The tool for Rust's comes as source alone, and is compiled without
# optimization, which takes a third of the time. GraalVM's own classes are in the image too; its distribution has
# the list of those.
write_boms() {
  local tools=$CACHE/tools/cyclonedx-$BOM_TOOL_VERSION
  if [ ! -x "$tools/bin/cargo-cyclonedx" ]; then
    step "cargo-cyclonedx $BOM_TOOL_VERSION (once)" "" \
      cargo install --quiet --locked --debug --root "$tools" "cargo-cyclonedx@$BOM_TOOL_VERSION"
  fi
  step "dist/libHello.cdx.json, dist/bootstrap.cdx.json" "" bill_of_materials "$tools/bin/cargo-cyclonedx"
}

bill_of_materials() {
  PATH="${1%/*}:$PATH" cargo cyclonedx --manifest-path rust/bridge/Cargo.toml --format json --spec-version 1.5 \
    --no-build-deps --override-filename libHello.cdx
  find rust bench -name libHello.cdx.json -not -path 'rust/bridge/*' -delete
  # What is listed is what was built, not where.
  sed "s#file://$PWD/#file:///#g" rust/bridge/libHello.cdx.json >dist/libHello.cdx.json
  rm rust/bridge/libHello.cdx.json
  list_jars
  cp java/app/target/bootstrap.cdx.json dist/
}

# java/app/target/bootstrap.cdx.json
list_jars() {
  mvn -B -ntp -q -pl java/app -am package -DskipTests "$JAVA_BOM" -DoutputFormat=json -DoutputName=bootstrap.cdx \
    -DincludeTestScope=false -DincludeProvidedScope=false -Dcyclonedx.skipAttach=true
}
