#!/bin/sh
# Install what the browser tests need from npm. Without Node or Chromium they are skipped with a
# reason, except in CI (CI=true), where nothing may be left out.
lock=tests/browser/package-lock.json
stamp=tests/browser/node_modules/.ready

give_up() {
  if [ "${CI:-}" = true ]; then
    echo "$1 In CI the browser tests must run." >&2
    exit 1
  fi
  echo "$1 The browser tests will be skipped." >&2
  exit 0
}

for program in node npm; do
  command -v "$program" >/dev/null || give_up "Found no $program on this machine."
done
browser=
for program in ${CHROMIUM:-chromium chromium-browser google-chrome google-chrome-stable}; do
  command -v "$program" >/dev/null && browser=$program && break
done
[ -n "$browser" ] || give_up "Found no Chromium on this machine."
if [ -f "$stamp" ] && [ -z "$(find "$lock" -newer "$stamp")" ]; then
  exit 0
fi
echo "Installing the browser tests' packages (once) ..."
rm -f "$stamp"
npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund --loglevel=error ||
  give_up "npm could not install the packages of $lock (see above)."
touch "$stamp"
