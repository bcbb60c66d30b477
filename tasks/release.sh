# shellcheck shell=bash
# The version, and what a release consists of.

# task_version [NEW]: prints the version, or writes a new one to every place that has it.
task_version() {
  need python3
  if [ $# -eq 0 ]; then
    python3 tasks/version.py show
  else
    python3 tasks/version.py set "$1" || die "version: nothing was changed"
  fi
}
