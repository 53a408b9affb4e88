#!/usr/bin/env bash
# The review page in headless Chromium; see tests/review_browser.py. Installs what it needs: Chromium from Debian, Playwright (only its
# client) into target/browser. Pictures of both colour schemes go to docs/ with --pictures.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v chromium >/dev/null; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
fi
[ -x target/browser/bin/python ] || python3 -m venv target/browser
target/browser/bin/pip install --quiet --disable-pip-version-check playwright==1.65.2
cargo build --release --quiet
exec target/browser/bin/python tests/review_browser.py "$@"
