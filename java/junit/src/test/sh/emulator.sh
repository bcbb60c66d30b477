#!/bin/sh
# Stands for lambda-emulator: answers each event with its own command line.
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$(dirname "$0")/../../../target/test-classes" \
  io.github.libhello.junit.FakeEmulator "$@"
