#!/usr/bin/env bash
# venv: encoder
# build: cotejo
# The unpruned encoder beside the reference; data/encoder is what its script makes.
#
#   scripts/dev check encoder [SHARED]      ../shared by default; without it only the parity is checked
#
# Parity: cosine >= 0.9999 on every line of tests/data/encoder-golden.jsonl, in full precision.
set -euo pipefail
shared=$(realpath "${1:-$(dirname "$0")/../../../shared}")
. "$(dirname "$0")/../lib/common.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export OPENBLAS_NUM_THREADS=1
python scripts/make/encoder.py --full "$folder/full"
COTEJO_FULL_ENCODER="$folder/full" cargo test --release --test all the_unpruned -- --ignored --nocapture
python - data/encoder/pieces.model tests/data/encoder-golden.jsonl <<'PYTHON'
import json, os, subprocess, sys
import sentencepiece
theirs = sentencepiece.SentencePieceProcessor(model_file=sys.argv[1])
texts = [json.loads(line)["text"] for line in open(sys.argv[2], encoding="utf-8")]
rows = subprocess.run([os.environ["COTEJO"], "embed", "--pieces", "-"], input="\n".join(texts), capture_output=True, text=True, check=True)
ours = [json.loads(row)["pieces"] for row in rows.stdout.splitlines()]
assert ours == [[1, *theirs.encode(text), 2] for text in texts]
print(f"sentencepiece reads data/encoder/pieces.model and gives the same pieces for {len(texts)} texts")
PYTHON
if [ -d "$shared/data" ]; then
    python scripts/make/encoder.py --shared "$shared" --out "$folder/pruned" >/dev/null
    diff -r --exclude PROVENANCE.md "$folder/pruned" data/encoder
    # numpy rounds as the processor does, which moves a sentence or two of 956
    shares='s/0\.99[0-9]*/0.99/g'
    diff <(sed "$shares" "$folder/pruned/PROVENANCE.md") <(sed "$shares" data/encoder/PROVENANCE.md)
    echo "data/encoder is what scripts/dev make encoder makes"
fi
