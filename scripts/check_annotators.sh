#!/usr/bin/env bash
# doccano's and Argilla's own code reads our tasks, writes its export, and `cotejo import` reads that; see scripts/check_annotators.py. Both
# come from PyPI into target/annotators; what does not install is told. No server is started. KEOPS (a PHP site), Prodigy (sold) and
# Pearmut's server are not run. Not in CI.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -x target/release/cotejo ] || cargo build --release --quiet
failed=0
check() { # TOOL PACKAGE...
    local tool=$1 place=target/annotators/$1
    shift
    [ -x "$place/bin/python" ] || python3 -m venv "$place"
    if "$place/bin/pip" install --quiet --disable-pip-version-check "$@"; then
        "$place/bin/python" scripts/check_annotators.py "$tool" || failed=1
    else
        echo "$tool: $* did not install; not checked"
        failed=1
    fi
}
check doccano doccano==1.8.4 'marshmallow<4' 'numpy<2' # its older dependencies break on later ones
check argilla argilla==2.8.0 requests # which it imports and does not ask for
exit $failed
