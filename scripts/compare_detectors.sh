#!/usr/bin/env bash
# Detection on pages of English news beside whatlang and lingua alone, MB/s on one core, and that the first look says what the full
# path says on every line; a table for README. --check fails under the goals of benches/language.rs.
#
#   scripts/compare_detectors.sh SHARED [--check]      SHARED holds data/ntrex-dev.tsv and data/xquad-dev.tsv
set -euo pipefail
shared=$(cd "$1" && pwd)
shift
cd "$(dirname "$0")/.."
cargo bench --quiet --bench language --no-run
taskset -c "${CORE:-0}" cargo bench --quiet --bench language -- "$@" "$shared/data/ntrex-dev.tsv" "$shared/data/xquad-dev.tsv"
