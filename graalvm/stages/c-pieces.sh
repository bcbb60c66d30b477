# shellcheck shell=bash
# Sourced: compiles the C pieces of images for one processor. The caller has set: tools, what stands before the names
# of gcc and its tools for that processor; static, its static JDK libraries; clibraries, where the pieces go; headers,
# the one of those libraries; work, a folder.
: "${graalvm_dir:?}" "${jdk:?}"

compile() {
  "${tools?}gcc" -std=gnu11 -O2 -fPIC -fvisibility=hidden -ffunction-sections -fdata-sections -Wall -Wextra \
    -I"$graalvm_dir/glue/include" -I"$graalvm_dir/glue/jdk-shim" -I"${headers:?}" -I"$jdk/include" \
    -I"$jdk/include/linux" -c "$1" -o "$2"
}

# archive NAME SOURCE...
archive() {
  local name=$1 source objects=()
  shift
  for source in "$@"; do
    objects+=("${work:?}/$source.o")
    compile "$graalvm_dir/glue/native/$source.c" "$work/$source.o"
  done
  "${tools}ar" rcs "${clibraries:?}/$name" "${objects[@]}"
}

# Every function of a VM that the static libraries name must be there to link; one that is not
# really needed says so and aborts.
add_missing_jvm_functions() {
  "${tools}nm" -A -u "${static:?}"/*.a 2>/dev/null | awk '{ print $NF }' |
    grep -E '^(JVM_|jio_|JNI_Get|JNI_Create)' | sort -u >"$work/named"
  "${tools}nm" --defined-only "$work/jvm_functions.o" | awk '{ print $NF }' | sort -u >"$work/written"
  {
    printf '#include <stdio.h>\n#include <stdlib.h>\n'
    printf 'static void missing(const char *name) {\n'
    printf '  fprintf(stderr, "native image: %%s is not implemented\\n", name);\n  abort();\n}\n'
    comm -23 "$work/named" "$work/written" | sed 's/.*/void &(void) { missing("&"); }/'
  } >"$work/missing.c"
  compile "$work/missing.c" "$work/missing.o"
  "${tools}ar" rcs "$clibraries/libjvm.a" "$work/missing.o"
}

# compile_c_pieces PROCESSOR: amd64 or aarch64.
compile_c_pieces() {
  mkdir -p "$clibraries/include"
  cp "$graalvm_dir"/glue/include/*.h "$clibraries/include/"
  archive liblibchelper.a posix_wrappers signals locale_and_time_zone english_locale "cpu_features_$1" cpu_features_check
  archive libsvm_container.a svm_container cgroup_mounts cgroup_limits
  archive libjvm.a jvm_functions
  add_missing_jvm_functions
}
