#!/usr/bin/env bash
# packages.sh commands|target|build: sees to the Debian packages that the assembly needs (commands), that images for
# linux-aarch64 need on top (target), or that compiling the JDK's static libraries needs (build). Exit 3 if they are
# not available.
set -euo pipefail
# shellcheck source=../stage.sh
. "${graalvm_dir:?}/stage.sh"

# What is there under another name, say a Maven of one's own, is not installed again.
packages=()
need_command() { command -v "$1" >/dev/null || packages+=("$2"); }
need_header() { [[ -e /usr/include/$1 ]] || packages+=("$2"); }

case $1 in
  commands)
    need_command gcc gcc
    need_command nm binutils
    need_command python3 python3
    need_command mvn maven
    need_command xz xz-utils
    need_header stdio.h libc6-dev
    need_header zlib.h zlib1g-dev
    ;;
  target)
    need_command aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu
    [[ -e /usr/aarch64-linux-gnu/include/stdio.h ]] || packages+=(libc6-dev-arm64-cross)
    ;;
  build)
    need_command g++ g++
    need_command make make
    need_command autoconf autoconf
    need_command zip zip
    need_command unzip unzip
    need_command file file
    need_header cups/cups.h libcups2-dev
    need_header fontconfig/fontconfig.h libfontconfig1-dev
    need_header freetype2/ft2build.h libfreetype-dev
    need_header alsa/asoundlib.h libasound2-dev
    need_header X11/Xlib.h libx11-dev
    need_header X11/extensions/Xext.h libxext-dev
    need_header X11/extensions/Xrender.h libxrender-dev
    need_header X11/extensions/Xrandr.h libxrandr-dev
    need_header X11/extensions/XTest.h libxtst-dev
    need_header X11/Intrinsic.h libxt-dev
    ;;
esac
((${#packages[@]})) || exit 0

install=(apt-get install -y -qq --no-install-recommends "${packages[@]}")
if ! command -v apt-get >/dev/null; then
  cannot "assembling native-image needs what Debian calls ${packages[*]}: install these first."
fi
if ((EUID != 0)); then
  cannot "assembling native-image needs more packages: type 'sudo apt-get install -y ${packages[*]}'."
fi

log=$store/logs/packages.log
mkdir -p "$store/logs"
printf 'graalvm: Debian packages %s ...' "${packages[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
{
  # The lists may be missing, or older than what the archive holds now.
  "${install[@]}" || { apt-get update && "${install[@]}"; }
} >"$log" 2>&1 9>&- &
job=$!
wait_showing_progress "$job" "Debian packages"
if ! wait "$job"; then
  echo " failed; the end of the log:" >&2
  tail -n 15 "$log" | sed 's/^/    /' >&2
  cannot "the packages could not be installed (log: $log): type '${install[*]}'."
fi
echo " $SECONDS seconds" >&2
