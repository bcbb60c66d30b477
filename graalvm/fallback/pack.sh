#!/usr/bin/env bash
# pack.sh DIRECTORY [aarch64]: makes static-libs.tar.xz, or static-libs-aarch64.tar.xz, beside this script, of what
# stages/static-libs.sh has left in the cache (for aarch64 answers.sh comes between); the same libraries give the same
# archive. Its sum goes into 'versions'.
set -euo pipefail
libs=${1:?usage: pack.sh DIRECTORY [aarch64], such as CACHE/graalvm/static-libs-VERSION}
archive=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)/static-libs${2:+-$2}.tar.xz
tar -C "$libs" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode='u=rwX,go=rX' \
  --transform='s,^\.,static-libs,' -c . | xz -9e >"$archive.part"
mv "$archive.part" "$archive"
sha256sum "$archive"
