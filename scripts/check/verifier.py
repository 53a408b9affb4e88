#!/usr/bin/env python3
# venv: verifier
"""The embedded verifier beside the network that it was made from, on sentences that neither was fitted on.

    scripts/dev check verifier [SHARED]      ../shared by default

The reference is the torch network with the weights of data/verifier, computed in 32 bits; what the program rounds beside is what flows between
the layers. On NTREX-dev, each sentence with its translation and with the next one: the same pieces in every pair, the same relation in at least
99 of 100, and a mean difference of the probabilities of at most 0.01.
"""
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts/lib"), str(ROOT / "scripts/fit/verifier")]

import base
import corpora
import numpy as np
import sentencepiece
import torch
from network import RELATIONS, Network


def container(path):
    """The tensors of a safetensors file."""
    data = path.read_bytes()
    length = int.from_bytes(data[:8], "little")
    kinds = {"F32": np.float32, "I8": np.int8, "U8": np.uint8}
    found = {}
    for name, what in json.loads(data[8 : 8 + length]).items():
        a, b = what["data_offsets"]
        found[name] = np.frombuffer(data[8 + length + a : 8 + length + b], kinds[what["dtype"]]).reshape(what["shape"])
    return found


def network(tensors):
    table = tensors["table"].reshape(len(tensors["table"]), -1, base.BLOCK // 2 + 2)
    model = Network(base.Base(), base.unpacked(table))

    def weights(name):
        if f"{name}.step" not in tensors:
            return tensors[name].reshape(3, -1)
        eight = tensors[name].astype(np.float32)
        blocks, fours = eight.shape[:2]
        return eight.transpose(0, 2, 1, 3).reshape(blocks * 16, fours * 4) * tensors[f"{name}.step"][:, None]

    width = len(tensors["norm.gamma"])
    own = {"side": tensors["side"].reshape(2, -1)}
    for name, _ in model.named_parameters():
        if name == "side":
            continue
        layer, _, what = name.rpartition(".")
        there = layer.removeprefix("layers.")
        if f"{there}.gamma" in tensors:
            own[name] = tensors[f"{there}.{'gamma' if what == 'weight' else 'beta'}"]
        elif what == "bias":
            own[name] = tensors[f"{there}.bias"]
        else:
            own[name] = weights(there)
    own["hidden.weight"] = np.concatenate([own["hidden.weight"], tensors["hidden.worst"].reshape(6, width).T], 1)
    model.load_state_dict({name: torch.tensor(np.ascontiguousarray(value)) for name, value in own.items()}, strict=False)
    return model.eval()


def main():
    shared = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT.parent / "shared").resolve()
    tensors = container(ROOT / "data/verifier/verifier.safetensors")
    model = network(tensors)
    processor = sentencepiece.SentencePieceProcessor(model_file=str(ROOT / "data/verifier/pieces.model"))
    pairs = corpora.corpora(shared / "data")["ntrex"][1]
    begin, end = processor.piece_to_id("<s>"), processor.piece_to_id("</s>")
    limit = len(tensors["places"]) // len(tensors["norm.gamma"]) // 2 - 2
    path = ROOT / "target/verifier-reference.jsonl"
    path.parent.mkdir(exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        for pair, following in zip(pairs, pairs[1:]):
            for en in (pair.en, following.en):
                a, b = processor.encode(pair.es)[:limit], processor.encode(en)[:limit]
                ids = torch.tensor([[begin, *a, end, end, *b, end]])
                sides = torch.tensor([[0] * (len(a) + 2) + [1] * (len(b) + 2)])
                with torch.no_grad():
                    told, tags = model(ids, sides, torch.ones_like(ids, dtype=torch.bool))
                row = {"es": pair.es, "en": en, "pieces": ids[0].tolist(), **dict(zip(RELATIONS, told[0].softmax(-1).tolist()))}
                out.write(json.dumps(row | {"tags": tags[0].softmax(-1).tolist()}, ensure_ascii=False) + "\n")
    command = ["cargo", "test", "--release", "--lib", "as_the_reference", "--", "--ignored", "--nocapture"]
    sys.exit(subprocess.run(command, cwd=ROOT, env=os.environ | {"COTEJO_VERIFIER_REFERENCE": str(path)}).returncode)


if __name__ == "__main__":
    main()
