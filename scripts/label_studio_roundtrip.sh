#!/usr/bin/env bash
# A real Label Studio takes our project, tasks and predictions over its REST API, people's answers over the same, and `cotejo import` joins
# every one of them; see scripts/label_studio_roundtrip.py. Label Studio comes from PyPI into target/annotators/label-studio (a minute and
# a gigabyte). Not in CI.
set -euo pipefail
cd "$(dirname "$0")/.."
place=target/annotators/label-studio
[ -x "$place/bin/python" ] || python3 -m venv "$place"
"$place/bin/pip" install --quiet --disable-pip-version-check label-studio==1.23.2
[ -x target/release/cotejo ] || cargo build --release --quiet
exec "$place/bin/python" scripts/label_studio_roundtrip.py "$@"
