# shellcheck shell=bash
# K-means by several libraries as functions: in Java on the JVM and as a native image, in Rust and in Python.

readonly KERNEL_JAR=bench/kernel/target/libhello-bench-kernel.jar
readonly KERNEL_IMAGE=target/bench/kernel/kernel
readonly KERNEL_PYTHON=target/bench/kernel-python

build_kernel_jar() {
  once build_jars
  step "k-means by several libraries" "" mvn -B -ntp -q -f bench/pom.xml -pl kernel -am package -Dmaven.test.skip=true
}

# With vectors, as the package has them.
build_kernel_image() {
  local vectors=()
  [ "$(uname -m)" != x86_64 ] || mapfile -t vectors <tasks/vector-options
  once build_kernel_jar
  once build_library
  build_image "native image of k-means by several libraries" "$KERNEL_IMAGE" "$KERNEL_JAR:bench/kernel/target/lib/*" \
    io.github.libhello.kmeans.KernelFunction "${vectors[@]}"
  install -m 755 "$LIBRARY" "$(dirname "$KERNEL_IMAGE")/libHello.so"
}

build_kernel_linfa() {
  step "k-means by linfa, in Rust" "" cargo build --locked --release --manifest-path bench/kernel/linfa/Cargo.toml \
    --target-dir target/kernel
}

build_kernel_python() {
  need_python_venv
  local stamp=$KERNEL_PYTHON/installed
  unchanged "$stamp" bench/kernel/kernel.py bench/kernel/requirements.txt && return
  step "k-means by scikit-learn, in Python" "" install_kernel_python
  sha256sum bench/kernel/kernel.py bench/kernel/requirements.txt >"$stamp"
}

install_kernel_python() {
  rm -rf "$KERNEL_PYTHON"
  python3 -m venv "$KERNEL_PYTHON"
  "$KERNEL_PYTHON/bin/pip" install -q --disable-pip-version-check --no-deps --require-hashes -r bench/kernel/requirements.txt
  cp bench/kernel/kernel.py "$KERNEL_PYTHON/"
  "$KERNEL_PYTHON/bin/python" -m compileall -q "$KERNEL_PYTHON/kernel.py"
}
