#!/usr/bin/env bash
# Tests that docker/Dockerfile copies what is built in it. The last line is 'N passed, N failed'.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
# shellcheck source=tasks/tests/expect.sh
source tasks/tests/expect.sh

# copied FOLDER: whether a line of the Dockerfile copies it, or a folder around it.
copied() {
  local folder=$1
  while [ "$folder" != . ]; do
    grep -qxF "COPY --chown=1000:1000 $folder $folder" docker/Dockerfile && grep -qxF "!$folder" .dockerignore && return
    folder=$(dirname "$folder")
  done
  return 1
}

# Cargo reads them all, whichever it builds.
members=$(sed -n '/^members = \[/,/^\]/s/^ *"\(.*\)",$/\1/p' Cargo.toml)
expect 'the workspace has members' yes "$([ -n "$members" ] && echo yes)"
for member in $members; do
  expect "$member is copied" yes "$(copied "$member" && echo yes)"
done

conclude
