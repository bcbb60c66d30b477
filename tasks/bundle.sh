# shellcheck shell=bash
# The bundle for those who stay on the JVM: a JRE with nothing but what the function uses, and an AOT
# cache (JEP 483, JEP 514), in which its classes are loaded and linked.

readonly BUNDLE=target/bundle
readonly BUNDLE_BOOTSTRAP=java/runtime/src/main/bundle/bootstrap
readonly BUNDLE_MODULES=java.base,java.logging

# dist/lambda-jvm.zip
package_jvm() {
  build_library
  build_emulator
  build_jars
  JAVA_HOME=$(graalvm/find-jdk.sh 25) || die "the bundle for the JVM needs a JDK 25, for the AOT cache: set JAVA_HOME to one"
  need zip
  local inputs
  inputs=$(sha256sum "$LIBRARY" "$APP_JAR" java/app/target/lib/* "$BUNDLE_BOOTSTRAP" tasks/bundle.sh "$JAVA_HOME/release" | sha256sum)
  if [ -f dist/lambda-jvm.zip ] && [ "$(cat "$BUNDLE.inputs" 2>/dev/null)" = "$inputs" ]; then
    say "${BOLD}> dist/lambda-jvm.zip${PLAIN} ${DIM}unchanged${PLAIN}"
    return
  fi
  rm -rf "$BUNDLE" "$BUNDLE.inputs" dist/lambda-jvm.zip
  mkdir -p "$BUNDLE" dist
  step "a JRE of $BUNDLE_MODULES" "" "$JAVA_HOME/bin/jlink" --add-modules "$BUNDLE_MODULES" --vm server \
    --strip-debug --no-header-files --no-man-pages --output "$BUNDLE/jre"
  step "the function's files" "" gather_bundle
  step "AOT cache, trained on the shipped events" "" train_bundle
  step "dist/lambda-jvm.zip" "" zip_bundle
  check_bundle
  echo "$inputs" >"$BUNDLE.inputs"
}

gather_bundle() {
  # The default archives serve a JVM without a cache of its own.
  rm -f "$BUNDLE"/jre/lib/server/*.jsa
  install -m 755 "$BUNDLE_BOOTSTRAP" "$LIBRARY" "$BUNDLE/"
  install -m 644 "$APP_JAR" "$BUNDLE/k-means.jar"
  mkdir "$BUNDLE/lib"
  install -m 644 java/app/target/lib/*.jar "$BUNDLE/lib/"
  # What the zip will say; the cache notes the times of the jars.
  find "$BUNDLE" -exec env TZ=UTC touch -h -t 202601010000 {} +
}

# In two steps, since the first must end within the time between SIGTERM and SIGKILL: the process
# notes what it has used, and another makes the cache of that.
train_bundle() {
  local event events=() options=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED
    -Djava.library.path="$PWD/$BUNDLE" -cp "$PWD/$BUNDLE/k-means.jar")
  for event in events/*.json; do events+=(--event "$event"); done
  "$EMULATOR" --memory 128 --timeout 60 --responses none --grace 60 "${events[@]}" -- \
    "$BUNDLE/jre/bin/java" -XX:AOTMode=record -XX:AOTConfiguration="$PWD/$BUNDLE.used" -Xmx64m "${options[@]}" Test
  "$BUNDLE/jre/bin/java" -XX:AOTMode=create -XX:AOTConfiguration="$PWD/$BUNDLE.used" \
    -XX:AOTCache="$PWD/$BUNDLE/k-means.aot" -Xmx64m "${options[@]}"
  TZ=UTC touch -t 202601010000 "$BUNDLE/k-means.aot"
}

zip_bundle() {
  (cd "$BUNDLE" && find . -type f | LC_ALL=C sort | TZ=UTC zip -qX9 ../../dist/lambda-jvm.zip -@)
}

# Lambda takes 50 MB as a direct upload, and 250 MB unpacked.
check_bundle() {
  local newest zipped unpacked
  # A pattern alone would also be true of files that are no ELF.
  newest=$(find "$BUNDLE" -type f \( -name '*.so' -o -path '*/bin/java' \) -exec nm -D --undefined-only {} + | newest_glibc)
  [ "$(printf '%s\n' 2.34 "$newest" | sort -V | tail -n 1)" = 2.34 ] ||
    die "the JDK of $JAVA_HOME needs GLIBC_$newest, and Amazon Linux 2023 has 2.34: use a JDK built for older systems, such as Temurin's"
  zipped=$(stat -c %s dist/lambda-jvm.zip)
  unpacked=$(du -sb "$BUNDLE" | cut -f 1)
  ((zipped <= 50000000)) || die "dist/lambda-jvm.zip has $zipped bytes; Lambda takes 50 MB as a direct upload"
  ((unpacked <= 250000000)) || die "dist/lambda-jvm.zip unpacks to $unpacked bytes; Lambda takes 250 MB"
  awk -v zipped="$zipped" -v unpacked="$unpacked" -v glibc="$newest" 'BEGIN {
    printf "  dist/lambda-jvm.zip %.1f MB, unpacked %.1f MB; newest glibc needed: %s\n", zipped / 1e6, unpacked / 1e6, glibc }'
}
