#!/usr/bin/env bash
# Opens the audit's report in headless Chromium and validates its SARIF; see scripts/check_report.py. Installs what it needs: Chromium from
# Debian (where it may), Python packages into target/report, and the SARIF schema out of an npm package (MIT; it is not kept here).
#   tests/report_browser.sh [FOLDER FOR SCREENSHOTS, such as docs]
set -euo pipefail
cd "$(dirname "$0")/.."
place=$PWD/target/report
mkdir -p "$place/files" "${1:-$place/screenshots}"
screenshots=$(cd "${1:-$place/screenshots}" && pwd)

if ! command -v chromedriver >/dev/null && [ "$(id -u)" = 0 ]; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends chromium chromium-driver fonts-dejavu-core >/dev/null
fi
if [ ! -x "$place/venv/bin/python" ]; then python3 -m venv "$place/venv"; fi
"$place/venv/bin/pip" install --quiet --disable-pip-version-check -r scripts/report-requirements.txt
if [ ! -s "$place/sarif-2.1.0.json" ]; then
    (cd "$place" && npm pack --silent @microsoft/jest-sarif@1.0.0-beta.0 >/dev/null && tar xzf microsoft-jest-sarif-*.tgz)
    cp "$place"/package/lib/schemas/sarif-2.1.0-rtm.5.json "$place/sarif-2.1.0.json"
fi

cargo build --release --quiet
COTEJO_REPORTS=$place/files cargo test --release --quiet --lib -- --ignored report_files >/dev/null
"$place/venv/bin/python" scripts/check_report.py target/release/cotejo "$place" "$screenshots"
