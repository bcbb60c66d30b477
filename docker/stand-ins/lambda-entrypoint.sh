#!/bin/sh
# Does what the entry point of AWS's image does when a Runtime API is there.
if [ $# -ne 1 ]; then
  echo "entrypoint requires the handler name to be the first argument" >&2
  exit 142
fi
if [ -z "$AWS_LAMBDA_RUNTIME_API" ]; then
  echo "this stand-in has no Runtime Interface Emulator: set AWS_LAMBDA_RUNTIME_API" >&2
  exit 1
fi
export _HANDLER="$1"
exec /var/runtime/bootstrap
