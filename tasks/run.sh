# shellcheck shell=bash
# The main job, once over the shipped events or behind Lambda's Invoke API.

readonly MEMORY_MB=128

# The clusters of each event, as a picture.
readonly PICTURES=target/clusters

# All that users get, without the lists of what is inside; without the image and the zip where none can be built.
build_all() {
  # In one installation, and before the lanes begin: two of them could not install at the same time.
  need_together "cc gcc libc6-dev" "/usr/include/zlib.h zlib1g-dev" "mvn maven" "readelf binutils" "xz xz-utils" \
    python3 zip unzip
  need_rust
  need_maven
  side_by_side build_library find_builder
  find_native_image
  if [ -n "$NATIVE_IMAGE" ]; then
    side_by_side build_emulator build_package
  else
    side_by_side build_emulator build_jars
  fi
}

# FUNCTION becomes the command that answers: the native image, or the JVM where none can be built.
choose_function() {
  build_all
  if [ -n "$NATIVE_IMAGE" ]; then
    FUNCTION=("$PWD/dist/bootstrap")
  else
    say "No native image on this machine (see above), so the JVM answers; a JVM needs more than 128 MB to be at ease."
    FUNCTION=("$JAVA_HOME/bin/java" -Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED
      -Djava.library.path="$PWD/target/release" -cp "$PWD/$APP_JAR" Test)
  fi
}

task_run() {
  choose_function
  local event events=()
  for event in events/*.json; do events+=(--event "$event"); done
  say
  "$EMULATOR" --memory "$MEMORY_MB" --responses readable --pictures "$PICTURES" --quiet "${events[@]}" "$@" -- "${FUNCTION[@]}" ||
    die "the function did not answer every event; its log is above"
  say
  all_done "Every event was answered. The clusters are drawn in $PICTURES."
}

task_serve() {
  choose_function
  exec "$EMULATOR" --memory "$MEMORY_MB" "$@" -- "${FUNCTION[@]}"
}
