#!/usr/bin/env bash
# How fast the review page is on 100,000 pairs, a tenth of them judged: time to open it, to step, to decide, to filter.
#   scripts/bench_review.sh [PAIRS]
# Times are those that a client on this machine sees; with Chromium and Playwright (tests/review_browser.sh installs them) also what
# a person sees.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -x target/release/cotejo ] || cargo build --release --quiet
python=python3
[ -x target/browser/bin/python ] && python=target/browser/bin/python
"$python" scripts/bench_review.py "${1:-100000}"
