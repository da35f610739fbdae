#!/bin/sh
# Print the newest tried Python of this machine that can make a virtual environment; PYTHON names
# another one. A name alone proves nothing (version managers leave empty shims), so each is run.
if [ -n "${PYTHON:-}" ]; then
  set -- "$PYTHON"
else
  set -- python3.13 python3.12 python3.11 python3
fi
for python in "$@"; do
  if "$python" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
  then
    printf '%s\n' "$python"
    exit 0
  fi
done
{
  echo "Found no Python 3.11 or newer that can make a virtual environment (tried: $*)."
  echo "Install one (on Debian: apt-get install python3 python3-venv), or name one that you have:"
  echo "  make PYTHON=/path/to/python3.12 ..."
} >&2
exit 1
