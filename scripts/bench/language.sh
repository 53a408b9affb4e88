#!/usr/bin/env bash
# Language detection beside whatlang and lingua: name-heavy lines, news in ten languages, short lines in twenty-two.
#
#   scripts/dev bench language [SHARED]      SHARED holds data/ntrex-dev-languages.tsv and languages-short.tsv; the name-heavy lines are
#                                            those of tests/data. Of the short lines, those that the model was not fitted on
set -euo pipefail
shared=${1:+$(cd "$1" && pwd)}
. "$(dirname "$0")/../lib/common.sh"
files=(tests/data/name_heavy.tsv)
[ -z "$shared" ] || files+=("$shared/data/ntrex-dev-languages.tsv")
cargo run --release --quiet --example detectors -- "${files[@]}"
[ -z "$shared" ] || cargo run --release --quiet --example detectors -- --held-out "$shared/data/languages-short.tsv"
