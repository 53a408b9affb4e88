#!/usr/bin/env bash
# Detection and pairing on articles with known pairs: three seeds, one JSON object of figures each.
#
#   scripts/bench_pairs.sh SHARED [SEED...]      SHARED holds bench/ and data/ (see data/lexicon/README.md)
set -euo pipefail
shared=$(cd "${1:?usage: scripts/bench_pairs.sh SHARED [SEED...]}" && pwd)
shift
seeds=("$@")
[ ${#seeds[@]} -gt 0 ] || seeds=(11 12 13)
cd "$(dirname "$0")/.."
corpus=${CORPUS:-$shared/data/ntrex-dev.tsv}
articles=${ARTICLES:-300}
cargo build --release --quiet
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for seed in "${seeds[@]}"; do
    python3 "$shared/bench/make_articles.py" "$corpus" "$work/$seed" --seed "$seed" --articles "$articles"
    target/release/cotejo pair --format jsonl "$work/$seed/articles" > "$work/pairs.jsonl"
    target/release/cotejo detect --format jsonl "$work/$seed/articles" > "$work/lines.jsonl"
    echo "seed $seed pairs $(python3 "$shared/bench/score_pairs.py" "$work/$seed/gold.jsonl" "$work/pairs.jsonl")"
    echo "seed $seed lines $(python3 "$shared/bench/score_lines.py" "$work/$seed/gold.jsonl" "$work/lines.jsonl")"
done
