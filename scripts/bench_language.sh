#!/usr/bin/env bash
# Language detection beside whatlang and lingua alone: on the name-heavy lines of tests/data, and on news in ten languages.
#
#   scripts/bench_language.sh [SHARED]      SHARED holds data/ntrex-dev-languages.tsv
set -euo pipefail
shared=${1:+$(cd "$1" && pwd)}
cd "$(dirname "$0")/.."
files=(tests/data/name_heavy.tsv)
[ -z "$shared" ] || files+=("$shared/data/ntrex-dev-languages.tsv")
cargo run --release --quiet --example detectors -- "${files[@]}"
