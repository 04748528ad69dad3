#!/usr/bin/env bash
# All tests: Python, pages, browser, conversations. Slow suites run beside each other.
set -uo pipefail
cd "$(dirname "$0")/.."

have_browser() { [ -x /usr/bin/chromium ]; }
if ! have_browser && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "installing Chromium for the browser tests …"
  (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk) \
    >/dev/null 2>&1 || true
fi
if ! have_browser; then
  echo "!!! Chromium is missing and cannot be installed: THE BROWSER TESTS ARE SKIPPED !!!"
fi

logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
status=0

echo "== lint, types"
(ruff check . && ruff format --check . && mypy) >"$logs/lint" 2>&1 &
lint=$!
echo "== pages (vitest, types)"
(cd web && npm run --silent typecheck && npm test --silent) >"$logs/web" 2>&1 &
web=$!

echo "== training the model for the tests"
xiaoer train || status=1
echo "== python"
python -m pytest -n "$(nproc)" --dist loadgroup || status=1

wait "$lint" || { status=1; echo "lint or types FAILED"; }
cat "$logs/lint"
wait "$web" || { status=1; echo "pages FAILED"; }
tail -n 40 "$logs/web"
exit "$status"
