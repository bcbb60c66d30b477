#!/usr/bin/env bash
# find-jdk.sh [FEATURE_VERSION]
# Prints the home of a JDK: of exactly that feature version, or, without one, of 25 if there is one
# and else of the newest that is at least 21. Exit 3, with one sentence on stderr, if there is none.
set -euo pipefail

readonly oldest=21 preferred=25
wanted=${1:-}
if [[ -n $wanted && ! $wanted =~ ^[0-9]+$ ]]; then
  echo "find-jdk.sh: '$wanted' is not a feature version such as $preferred" >&2
  exit 2
fi

# The feature version of a complete JDK, or nothing for a JRE or anything else.
feature_of() {
  local home=$1 line
  [[ -x $home/bin/javac && -f $home/include/jni.h && -f $home/release ]] || return 0
  while IFS= read -r line; do
    if [[ $line =~ ^JAVA_VERSION=\"?(1\.)?([0-9]+) ]]; then
      echo "${BASH_REMATCH[2]}"
      return 0
    fi
  done <"$home/release"
}

candidates() {
  local named javac
  for named in BASE_JDK JAVA_HOME; do
    [[ -n ${!named:-} ]] || continue
    if [[ -n $(feature_of "${!named}") ]]; then
      echo "${!named}"
    else
      echo "find-jdk.sh: $named is set to ${!named}, which is not a JDK; looking further" >&2
    fi
  done
  shopt -s nullglob
  printf '%s\n' /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/*jdk* /opt/*java* /opt/*/*jdk* \
    /usr/local/*jdk* /usr/local/lib/jvm/* "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/*
  if javac=$(command -v javac); then
    javac=$(readlink -f "$javac")
    echo "${javac%/bin/javac}"
  fi
}

best_home='' best_feature=0
choose() {
  local home feature
  while IFS= read -r home; do
    feature=$(feature_of "$home")
    [[ -n $feature ]] || continue
    if [[ $feature == "${wanted:-$preferred}" ]]; then
      best_home=$home best_feature=$feature
      return
    fi
    if [[ -z $wanted ]] && ((feature >= oldest && feature > best_feature)); then
      best_home=$home best_feature=$feature
    fi
  done < <(candidates)
}

choose
if [[ -z $best_home ]]; then
  package=openjdk-${wanted:-$preferred}-jdk-headless
  need="JDK ${wanted:-$oldest or later}"
  if ! command -v apt-get >/dev/null || ! apt-cache show "$package" >/dev/null 2>&1; then
    echo "find-jdk.sh: no $need was found here and there is no package $package to install:" \
      "install a JDK ${wanted:-$preferred} and set JAVA_HOME to its home." >&2
    exit 3
  fi
  if ((EUID != 0)); then
    echo "find-jdk.sh: no $need was found here: type 'sudo apt-get install -y $package'." >&2
    exit 3
  fi
  # The package's own chatter would bury the one line that matters, unless it fails.
  echo "find-jdk.sh: installing $package, since no $need was found here; up to a minute" >&2
  log=$(mktemp)
  if ! DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    echo "find-jdk.sh: no $need was found here and 'apt-get install -y $package' failed (see above)." >&2
    rm -f "$log"
    exit 3
  fi
  rm -f "$log"
  choose
fi
if [[ -z $best_home ]]; then
  echo "find-jdk.sh: no JDK ${wanted:-$oldest or later} was found: set JAVA_HOME to the home of one." >&2
  exit 3
fi
(cd "$best_home" && pwd -P)
