#!/usr/bin/env bash
# build: cotejo
# doccano's and Argilla's own code reads our tasks; `cotejo import` reads its export.
#
#   scripts/dev check annotators
#
# Each in an environment of its own (scripts/lib/annotator_tools.py); what does not install is told. No server is started. KEOPS (a PHP
# site), Prodigy (sold) and Pearmut's server are not run. Not in CI.
set -euo pipefail
. "$(dirname "$0")/../lib/common.sh"
failed=0
for tool in doccano argilla; do
    if python=$(scripts/dev venv "$tool"); then
        "$python" scripts/lib/annotator_tools.py "$tool" || failed=1
    else
        echo "$tool did not install; not checked"
        failed=1
    fi
done
exit $failed
