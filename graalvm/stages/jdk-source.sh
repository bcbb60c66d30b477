#!/usr/bin/env bash
# The JDK's source tarball, from the Debian archive that this machine's apt is set up for.
set -euo pipefail
# shellcheck source=../stage.sh
. "${graalvm_dir:?}/stage.sh"
# shellcheck source=static-libs-place.sh
. "$graalvm_dir/stages/static-libs-place.sh"

: "${store:?}" "${source_tarball:?}"

file=$(pinned jdk-source 3)
sum=$(pinned jdk-source 4)
work=$store/source.part
rm -rf "$work"
mkdir -p "$work" "$store/source"

# A source release leaves the index when the next one comes, while its tarball stays in the pool
# for some time: hence a download by name and sum instead of 'apt-get source'.
archives() {
  cat /etc/apt/sources.list.d/*.sources 2>/dev/null |
    awk '/^URIs:/ { for (i = 2; i <= NF; i++) print $i }'
  cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
    sed -n 's/^deb\(-src\)\? *\(\[[^]]*\] *\)\?\([^ ]*\) .*/\3/p'
}

fetch() {
  local archive area
  while read -r archive; do
    [[ $archive == */debian* ]] || continue
    for area in main updates/main; do
      timeout 300 /usr/lib/apt/apt-helper -o APT::Sandbox::User=root download-file \
        "${archive%/}/pool/$area/o/openjdk-25/$file" "$work/$file" "SHA256:$sum" &&
        check_sum "$work/$file" "$sum" && return 0
    done
  done < <(archives | sort -u)
  return 1
}

if [[ -x /usr/lib/apt/apt-helper ]] && fetch; then
  mv "$work/$file" "$source_tarball"
  rmdir "$work"
  exit 0
fi
rm -rf "$work"
echo "$file could not be downloaded from this machine's Debian archives: unset LIBHELLO_STATIC_LIBS to use the carried libraries"
exit 1
