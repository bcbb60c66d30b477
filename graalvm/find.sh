#!/usr/bin/env bash
# find.sh: prints the absolute path of a native-image executable, and nothing else, on stdout.
# Order: GRAALVM_HOME, native-image on the PATH, the assembly that assemble.sh makes.
# Exit 3, with one sentence on stderr, where none is available.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)

if [[ -n ${GRAALVM_HOME:-} ]]; then
  if [[ -x $GRAALVM_HOME/bin/native-image ]]; then
    echo "native-image: the one of GRAALVM_HOME" >&2
    readlink -f "$GRAALVM_HOME/bin/native-image"
    exit 0
  fi
  echo "native-image: GRAALVM_HOME has no bin/native-image; looking further" >&2
fi

if on_path=$(type -P native-image); then
  echo "native-image: the one on the PATH" >&2
  readlink -f "$on_path"
  exit 0
fi

exec bash "$here/assemble.sh"
