#!/usr/bin/env bash
# Detection on pages of English news beside whatlang and lingua: MB/s on one core.
#
#   [CORE=0] scripts/dev bench detectors SHARED [--check]      SHARED holds bench/make_articles.py and data/
#
# Also that the first look says what the full path says on every line of both corpora and of the benchmark's articles. --check fails under
# the goals of benches/language.rs.
set -euo pipefail
shared=$(cd "$1" && pwd)
shift
. "$(dirname "$0")/../lib/common.sh"
cargo bench --quiet --bench language --no-run
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
corpora=("$shared/data/ntrex-dev.tsv" "$shared/data/xquad-dev.tsv")
folders=()
for corpus in "${corpora[@]}"; do
    for seed in 11 12 13 14 15; do
        made="$work/$(basename "$corpus")-$seed"
        python3 "$shared/bench/make_articles.py" "$corpus" "$made" --seed "$seed" --articles 300
        folders+=("$made/articles")
    done
done
taskset -c "${CORE:-0}" cargo bench --quiet --bench language -- "$@" "${corpora[@]}" "${folders[@]}"
