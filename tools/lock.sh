#!/bin/sh
# Write requirements.lock anew from pyproject.toml: one file for all tried Pythons and systems, with
# hashes and without addresses. Versions that still fit stay; UPGRADE=1 takes the newest ones.
set -eu
cd "$(dirname "$0")/.."
if command -v uv >/dev/null; then
  uv=uv
else
  aside=$(mktemp -d)
  trap 'rm -rf "$aside"' EXIT
  "$(tools/python.sh)" -m venv "$aside"
  "$aside/bin/python" -m pip install --quiet uv==0.13.9
  uv=$aside/bin/uv
fi
"$uv" pip compile pyproject.toml --extra dev --extra cluster --extra pack --extra s3 --universal --python-version 3.11 \
  --generate-hashes --no-header --no-annotate --quiet ${UPGRADE:+--upgrade} -o requirements.lock
echo "requirements.lock is written; now: make test"
