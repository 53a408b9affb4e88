#!/usr/bin/env python3
# venv: verifier
# build: cotejo
"""data/model/relation.csv: the two linear models of src/pair/score.rs that say what the two texts of a pair are to each other.

    scripts/dev fit relation SHARED [--each 1200] [--seed 1] [--out data/model/relation.csv] [--dump FILE]

The pairs come from texts that neither encoder, verifier nor trees were fitted on (scripts/lib/meaning_articles.py), each in a small article;
`cotejo pair --features` prints the evidence, and a multinomial logistic regression weighs the log odds of ITEMS.
Prints accuracy, F1 and calibration of each corpus with the weights of the others, as the model would stand on a corpus that it has not seen.
"""
import argparse
import csv
import io
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "lib"))
from common import COTEJO, ROOT
from figures import area, calibration
from meaning_articles import RELATIONS, article, drawn, number, write

import numpy as np

ITEMS = ["verified_translation", "verified_partial", "verified_mismatch", "source_left_out", "target_left_out", "contradicted", "source_unsaid",
         "target_unsaid", "fact_differs", "fact_may_differ", "source_facts", "target_facts", "similarity", "source_least_said", "target_least_said"]
ABSENT = -1.0
# pull towards 0: of so few weights only those that nothing speaks for give way
PULL = 2.0
# in print most pairs are translations; in the mixture a third is
TRANSLATION = 2.0


def evidence(pairs):
    """For each pair its items; pairs whose texts the program does not find are left out."""
    with tempfile.TemporaryDirectory() as work:
        path = pathlib.Path(work) / "articles.jsonl"
        write(path, [(es, en) for _, _, es, en, _ in pairs])
        printed = subprocess.run([COTEJO, "pair", "--features", "--no-config", "-q", path], check=True, capture_output=True, text=True).stdout
    found = {}
    for row in csv.DictReader(io.StringIO(printed)):
        at = number(row["article"])
        # the counterpart of the layout, and no other line of the story
        if int(row["en_line"]) == article(at, *pairs[at][2:4])[1] and float(row["verified_translation"]) != ABSENT:
            found[at] = [float(row[item]) for item in ITEMS]
    return found


def leaning(values):
    """As src/pair/score.rs takes a probability."""
    p = np.clip(values, 0.0, 1.0)
    return np.where(values == ABSENT, 0.0, np.log((p + 1e-3) / (1.0 - p + 1e-3)))


def shares(weights, x):
    odds = np.hstack([np.zeros((len(x), 1)), x @ weights])
    odds = np.exp(odds - odds.max(1, keepdims=True))
    return odds / odds.sum(1, keepdims=True)


def fit(x, y, weight):
    """Newton's method; the base is not pulled."""
    inputs, weights = x.shape[1], np.zeros((x.shape[1], 2))
    pull = np.tile(np.r_[0.0, np.full(inputs - 1, PULL)], 2)
    for _ in range(30):
        p = shares(weights, x)[:, 1:]
        off = (p - np.stack([y == 1, y == 2], 1)) * weight[:, None]
        gradient = (x.T @ off).T.ravel() + pull * weights.T.ravel()
        curve = np.block([[x.T @ (x * (weight * p[:, a] * ((a == b) - p[:, b]))[:, None]) for b in (0, 1)] for a in (0, 1)])
        weights -= np.linalg.solve(curve + np.diag(pull + 1e-6), gradient).reshape(2, inputs).T
    return weights


def told(name, p, y):
    best = p.argmax(1)
    f1 = [2 * ((best == r) & (y == r)).sum() / max(1, (best == r).sum() + (y == r).sum()) for r in range(3)]
    print(f"{name:10} {len(y):5} pairs: right {np.mean(best == y):.3f}, F1 " + ", ".join(f"{r} {f:.3f}" for r, f in zip(RELATIONS, f1))
          + f", AUC {area(p[y == 0, 0], p[y > 0, 0]):.3f}, ECE {calibration(p[:, 0], y == 0):.3f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("--each", type=int, default=1200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dump", type=pathlib.Path, help="a file (.npz) for the evidence, to look at")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "data/model/relation.csv")
    args = parser.parse_args()
    pairs = list(drawn(args.shared.resolve(), args.each, args.seed))
    found = evidence(pairs)
    print(f"{len(found)} of {len(pairs)} pairs found")
    numbers = sorted(found)
    x = np.hstack([np.ones((len(numbers), 1)), leaning(np.array([found[n] for n in numbers]))])
    y = np.array([pairs[n][4] for n in numbers])
    corpus = np.array([pairs[n][0] for n in numbers])
    weight = np.where(y == RELATIONS.index("translation"), TRANSLATION, 1.0)
    if args.dump:
        kind, es, en = ([pairs[n][at] for n in numbers] for at in (1, 2, 3))
        np.savez(args.dump, x=x, y=y, corpus=corpus, kind=kind, es=es, en=en)
    for name in dict.fromkeys(corpus):
        own = corpus == name
        told(name, shares(fit(x[~own], y[~own], weight[~own]), x[own]), y[own])
    weights = fit(x, y, weight)
    told("all, fitted", shares(weights, x), y)
    with open(args.out, "w", encoding="utf-8", newline="") as target:
        out = csv.writer(target, lineterminator="\n")
        out.writerow(["model", "node", "item", "threshold", "left", "right", "value"])
        for at, model in enumerate(("partial_verified", "mismatch_verified")):
            for item, value in zip(["", *ITEMS], weights[:, at]):
                out.writerow([model, "", item, "", "", "", f"{value:.4f}"])


if __name__ == "__main__":
    main()
