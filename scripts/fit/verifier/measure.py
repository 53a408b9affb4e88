"""How well a fitted network tells the kinds apart: on pairs made from the texts kept aside, and on heldout.tsv, written for this.

    measure.py SHARED FITTED [--each N] [--misses]"""

import argparse
import collections
import csv
import os
import pathlib
import random
import sys

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("shared", type=pathlib.Path)
parser.add_argument("fitted", type=pathlib.Path)
parser.add_argument("--each", type=int, default=40)
parser.add_argument("--misses", action="store_true")
args = parser.parse_args()
os.environ["SHARED"] = str(args.shared.resolve())
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "lib"))

import numpy as np
import torch

import base
import desk
import edits
import examples
from figures import area, calibration
from network import RELATIONS, Network


def load(path):
    saved = torch.load(path)
    start, kept = base.Base(), np.load(path.parent / "kept.npy")
    model = Network(start, base.unpacked(start.table()[kept]))
    model.load_state_dict(saved["model"], strict=False)
    return model.eval(), saved["state"]


def told(model, processor, marked):
    """Shares of the relations and of the tags for marked pairs."""
    made = [examples.example(processor, es, en, relation) for _, es, en, relation in marked]
    shares, tags = np.zeros((len(made), 3)), [None] * len(made)
    order = sorted(range(len(made)), key=lambda i: len(made[i][0]))
    padding = processor.piece_to_id("<pad>")
    for at in range(0, len(order), 32):
        part = order[at : at + 32]
        width = -(-max(len(made[i][0]) for i in part) // 16) * 16
        ids, sides, mask, *_ = (torch.from_numpy(a) for a in examples.batch([made[i] for i in part], padding, width))
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            a, b = model(ids, sides, mask)
        for row, i in enumerate(part):
            shares[i], tags[i] = a[row].softmax(-1), b[row, : len(made[i][0])].softmax(-1).numpy()
    return shares, tags, made


def table(marked, shares, name):
    relation, best = np.array([m[3] for m in marked]), shares.argmax(1)
    kinds = collections.defaultdict(list)
    for i, m in enumerate(marked):
        kinds[m[3], m[0]].append(i)
    print(f"{name}: {len(marked)} pairs, right {np.mean(best == relation):.3f}, translation or not {np.mean((best == 0) == (relation == 0)):.3f}, "
          f"AUC {area(shares[relation == 0, 0], shares[relation > 0, 0]):.3f}, ECE {calibration(shares[:, 0], relation == 0):.3f}")
    for (r, kind), own in sorted(kinds.items()):
        print(f"    {RELATIONS[r][:1]} {kind:18s} {len(own):4d}  right {np.mean(best[own] == r):.2f}  translation {np.mean(best[own] == 0):.2f}  p {shares[own, 0].mean():.2f}")


def main():
    torch.set_num_threads(1)
    model, state = load(args.fitted)
    _, processor = base.vocabulary(None, None, args.fitted.parent)
    print(state)
    with open(base.ROOT / "scripts/fit/verifier/heldout.tsv", encoding="utf-8") as file:
        written = [(row["kind"], [(row["es"], 0)], [(row["en"], 0)], RELATIONS.index(row["relation"])) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    shares, tags, made = told(model, processor, written)
    table(written, shares, "written by hand")
    if args.misses:
        for (kind, es, en, relation), p in zip(written, shares):
            if p.argmax() != relation:
                print("   ", kind, np.round(p, 2), es[0][0], "|", en[0][0])
    rng = random.Random(7)
    source = examples.Source(rng, fitted=False)
    for name in ("ntrex", "news", "scenes", "tico", "tatoeba"):
        pairs = source.parts[name]
        marked = []
        for kind in edits.KINDS:
            count = 0
            for pair in rng.sample(pairs, min(len(pairs), 300)):
                one = edits.edit(pair, kind, rng.randrange(2), source.corpus)
                if one:
                    marked.append((kind, *one))
                    count += 1
                if count >= (args.each if kind != "as_it_is" else 4 * args.each) // 4:
                    break
        shares, tags, made = told(model, processor, marked)
        table(marked, shares, name)
        if name == "ntrex":
            for what, tag in (("not said", 1), ("contradicted", 2)):
                right = wrong = missed = 0
                for m, t, e in zip(marked, tags, made):
                    y, q = np.array(e[2]), t.argmax(1)
                    right, missed = right + ((y == tag) & (q > 0)).sum(), missed + ((y == tag) & (q == 0)).sum()
                    if (y == tag).any():
                        wrong += ((y == 0) & (q > 0)).sum()
                print(f"    tags {what}: precision {right / max(1, right + wrong):.3f}, recall {right / max(1, right + missed):.3f}")
        plain = [i for i, m in enumerate(marked) if m[0] == "as_it_is"]
        off = [(tags[i].argmax(1)[np.array(made[i][2]) >= 0] > 0).mean() for i in plain]
        print(f"    pieces of true translations told not said or contradicted: {np.mean(off):.4f}")
    drawn = []
    while len(drawn) < 12 * args.each:
        drawn.append(source.desk.draw())
    shares, *_ = told(model, processor, drawn)
    table(drawn, shares, "made by the grammar")
    drawn = [source.written.draw() for _ in range(12 * args.each)]
    shares, *_ = told(model, processor, drawn)
    table(drawn, shares, "written captions kept aside")


if __name__ == "__main__":
    main()
