#!/usr/bin/env bash
# Parity of the unpruned, full-precision encoder with the reference (cosine >= 0.9999 on every line of
# tests/data/encoder-golden.jsonl), and that data/encoder is what scripts/build_encoder.py makes. Needs pip.
# Usage: scripts/check_encoder.sh [SHARED]   (../shared by default; without it only the parity is checked)
set -euo pipefail
cd "$(dirname "$0")/.."
shared=${1:-../shared}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check -r scripts/encoder-requirements.txt
python="$folder/venv/bin/python"
export OPENBLAS_NUM_THREADS=1
"$python" scripts/build_encoder.py --full "$folder/full"
COTEJO_FULL_ENCODER="$folder/full" cargo test --release --test all the_unpruned -- --ignored --nocapture
"$python" - data/encoder/pieces.model tests/data/encoder-golden.jsonl <<'PYTHON'
import json, subprocess, sys
import sentencepiece
theirs = sentencepiece.SentencePieceProcessor(model_file=sys.argv[1])
texts = [json.loads(line)["text"] for line in open(sys.argv[2], encoding="utf-8")]
rows = subprocess.run(["target/release/cotejo", "embed", "--pieces", "-"], input="\n".join(texts), capture_output=True, text=True, check=True)
ours = [json.loads(row)["pieces"] for row in rows.stdout.splitlines()]
assert ours == [[1, *theirs.encode(text), 2] for text in texts]
print(f"sentencepiece reads data/encoder/pieces.model and gives the same pieces for {len(texts)} texts")
PYTHON
if [ -d "$shared/data" ]; then
    "$python" scripts/build_encoder.py --shared "$shared" --out "$folder/pruned" >/dev/null
    diff -r --exclude PROVENANCE.md "$folder/pruned" data/encoder
    # numpy rounds as the processor does, which moves a sentence or two of 956
    shares='s/0\.99[0-9]*/0.99/g'
    diff <(sed "$shares" "$folder/pruned/PROVENANCE.md") <(sed "$shares" data/encoder/PROVENANCE.md)
    echo "data/encoder is what scripts/build_encoder.py makes"
fi
