#!/usr/bin/env bash
# pack.sh DIRECTORY: makes static-libs.tar.xz, beside this script, of what stages/static-libs.sh has
# left in the cache; the same libraries give the same archive. Its sum goes into 'versions'.
set -euo pipefail
libs=${1:?usage: pack.sh DIRECTORY, such as CACHE/graalvm/static-libs-VERSION}
archive=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)/static-libs.tar.xz
tar -C "$libs" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode='u=rwX,go=rX' \
  --transform='s,^\.,static-libs,' -c . | xz -9e >"$archive.part"
mv "$archive.part" "$archive"
sha256sum "$archive"
