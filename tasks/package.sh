# shellcheck shell=bash
# What is uploaded: the zip, what must hold of it, and the lists of what is inside.

readonly BOM_TOOL_VERSION=0.5.9
readonly JAVA_BOM=org.cyclonedx:cyclonedx-maven-plugin:2.9.1:makeBom
# Amazon Linux 2023.
readonly NEWEST_GLIBC=2.34
readonly LIBRARY_BUDGET=2000000 BOOTSTRAP_BUDGET=20000000 ZIP_BUDGET=8000000

# task_package [--jvm]
task_package() {
  case ${1:-} in
    '') package_image ;;
    --jvm) package_jvm ;;
    *) die "package: --jvm is the only option, not \"$1\"" ;;
  esac
}

package_image() {
  task_image
  pack
  write_boms
}

# dist/lambda.zip of what is in dist/, and the checks of it.
pack() {
  need zip
  step "dist/lambda.zip" "" zip_package dist
  need unzip
  need readelf binutils
  check_package dist
}

# zip_package FOLDER: its libHello.so and bootstrap as lambda.zip beside them. The same files give the
# same bytes: fixed times, fixed order, no extra fields.
zip_package() {
  local folder=$1
  rm -rf "$folder/lambda.zip" "$folder/packed"
  mkdir -p "$folder/packed"
  cp "$folder/libHello.so" "$folder/bootstrap" "$folder/packed/"
  chmod 755 "$folder"/packed/*
  TZ=UTC touch -t 202601010000 "$folder"/packed/*
  (cd "$folder/packed" && TZ=UTC zip -qX9 ../lambda.zip libHello.so bootstrap)
  rm -r "$folder/packed"
}

# check_package FOLDER [NM]: what is promised of FOLDER/lambda.zip, by looking into the zip itself. Another
# processor's takes an nm of its own.
check_package() {
  local zip=$1/lambda.zip nm=${2:-nm} unpacked newest
  unpacked=$(mktemp -d)
  # shellcheck disable=SC2064 # the folder of now
  trap "rm -rf '$unpacked'" RETURN
  holds_two_executables "$zip"
  unzip -q "$zip" -d "$unpacked"
  one_architecture "$unpacked"/*
  needs_only "$unpacked/libHello.so" "$C_LIBRARIES"
  needs_only "$unpacked/bootstrap" "$C_LIBRARIES libz.so.1"
  newest=$("$nm" -D --undefined-only "$unpacked"/* | newest_glibc)
  [ "$(printf '%s\n' "$NEWEST_GLIBC" "$newest" | sort -V | tail -n 1)" = "$NEWEST_GLIBC" ] ||
    die "$zip needs GLIBC_$newest, and Amazon Linux 2023 has $NEWEST_GLIBC: build where glibc is older, such as in docker/Dockerfile"
  within "$unpacked/libHello.so" "$LIBRARY_BUDGET"
  within "$unpacked/bootstrap" "$BOOTSTRAP_BUDGET"
  within "$zip" "$ZIP_BUDGET"
  say "  $zip: libHello.so and bootstrap, executable, $(architecture "$unpacked/bootstrap"), GLIBC up to $newest"
}

holds_two_executables() {
  local listed
  listed=$(unzip -Z1 "$1" | LC_ALL=C sort | tr '\n' ' ')
  [ "$listed" = "bootstrap libHello.so " ] || die "$1 must hold bootstrap and libHello.so and nothing else; it holds: $listed"
  [ "$(unzip -Z "$1" | grep -c '^-rwxr-xr-x')" = 2 ] || die "bootstrap and libHello.so must be executable for all in $1"
}

architecture() { LC_ALL=C readelf -h "$1" | sed -n 's/^ *Machine: *//p'; }

one_architecture() {
  local file
  for file; do
    case $(architecture "$file" 2>/dev/null) in
      *X86-64 | AArch64) ;;
      *) die "${file##*/} is no x86-64 or arm64 executable" ;;
    esac
  done
  [ "$(architecture "$1")" = "$(architecture "$2")" ] ||
    die "${1##*/} is for $(architecture "$1"), and ${2##*/} for $(architecture "$2")"
}

# What every provided.al2023 has.
readonly C_LIBRARIES="libc.so.6 libm.so.6 libgcc_s.so.1 ld-linux-x86-64.so.2 ld-linux-aarch64.so.1 libdl.so.2 libpthread.so.0 librt.so.1"

needs_only() {
  local file=$1 allowed=" $2 " library
  while read -r library; do
    [[ $allowed == *" $library "* ]] || die "${file##*/} needs $library, which is not in provided.al2023"
  done < <(LC_ALL=C readelf -d "$file" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
}

# The newest glibc among the symbols that nm lists.
newest_glibc() { sed -n 's/.*@GLIBC_\([0-9.]*\)$/\1/p' | sort -Vu | tail -n 1; }

within() {
  local size
  size=$(stat -c %s "$1")
  ((size <= $2)) || die "${1##*/} has $size bytes, over its budget of $2"
  printf '  %-12s %5.1f MB of at most %.0f\n' "${1##*/}" "$(awk "BEGIN { print $size / 1e6 }")" "$(awk "BEGIN { print $2 / 1e6 }")"
}

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
