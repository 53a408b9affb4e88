#!/usr/bin/env bash
# Licences, sources and known faults of the dependencies.
#
#   scripts/dev check licences
#
# cargo deny by deny.toml, cargo audit. The advisories are a repository on GitHub; where that cannot be reached they are not checked, and
# that is said.
set -euo pipefail
. "$(dirname "$0")/../lib/common.sh"
PATH=$(bash scripts/lib/cargo_tool.sh deny):$(bash scripts/lib/cargo_tool.sh audit):$PATH
cargo deny check licenses bans sources
(cd python && cargo deny --config ../deny.toml check licenses bans sources)
if timeout 20 git ls-remote --quiet https://github.com/RustSec/advisory-db HEAD >/dev/null 2>&1; then
    cargo deny check advisories
    cargo audit --deny warnings
else
    echo "no way to https://github.com/RustSec/advisory-db: known faults of dependencies not checked"
fi
