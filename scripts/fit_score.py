#!/usr/bin/env python3
"""Refits data/model/score.csv: the two logistic models of src/pair/score.rs.

    fit_score.py SHARED [--corpus xquad-dev.tsv] [--seeds 101,102,...] [--articles 400]

SHARED holds bench/make_articles.py and data/. Articles with known pairs are made from the corpus, every candidate's
evidence is printed by `cotejo pair --features`, and scikit-learn fits
  - `belongs`: does this English passage belong to this caption (yes or no), and
  - `translation`, `partial`, `mismatch`: what the two are to each other, given that they belong together (softmax).
Evaluate on another corpus (scripts/bench_pairs.sh uses ntrex-dev.tsv). Needs: pip install numpy scikit-learn.
"""
import argparse
import csv
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
from sklearn.linear_model import LogisticRegression

ROOT = pathlib.Path(__file__).resolve().parent.parent
RELATIONS = ["translation", "partial", "mismatch"]
# What two texts say to each other does not hang on where a page prints them.
SAYING = {"bias", "source_names", "numbers", "numbers_absent", "source_covered", "target_covered", "covered_most", "covered_least", "shorter_covered", "longer_covered", "length", "length_far"}


def candidates(shared, corpus, seed, articles, work):
    """Yields (features, belongs, relation) for every candidate of one seed's articles."""
    out = pathlib.Path(work) / f"{corpus}-{seed}"
    subprocess.run([sys.executable, shared / "bench" / "make_articles.py", shared / "data" / corpus, out,
                    "--seed", str(seed), "--articles", str(articles)], check=True)
    printed = subprocess.run([ROOT / "target/release/cotejo", "pair", "--features", out / "articles"],
                             check=True, capture_output=True, text=True).stdout
    gold = {}
    for line in open(out / "gold.jsonl", encoding="utf-8"):
        row = json.loads(line)
        if "es_line" in row:
            gold[row["article"], row["es_line"]] = row
    for row in csv.reader(io.StringIO(printed)):
        if row[0] == "article":
            yield row[3:]
            continue
        truth = gold.get((os.path.basename(row[0]), int(row[1])))
        if truth:
            yield [float(x) for x in row[3:]], int(row[2]) in truth["en_lines"], truth["relation"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("--corpus", default="xquad-dev.tsv")
    parser.add_argument("--seeds", default="101,102,103,104")
    parser.add_argument("--articles", type=int, default=400)
    args = parser.parse_args()
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    features, rows = None, []
    with tempfile.TemporaryDirectory() as work:
        for seed in args.seeds.split(","):
            found = candidates(args.shared.resolve(), args.corpus, int(seed), args.articles, work)
            features = next(found)
            rows.extend(found)
    x = np.array([r[0] for r in rows])
    belongs = np.array([r[1] for r in rows])
    match = LogisticRegression(C=3.0, max_iter=5000, fit_intercept=False).fit(x, belongs)
    pairs = [r for r in rows if r[1]]
    xs, ys = np.array([r[0] for r in pairs]), np.array([RELATIONS.index(r[2]) for r in pairs])
    saying = np.array([name in SAYING for name in features])
    relation = LogisticRegression(C=3.0, max_iter=5000, fit_intercept=False).fit(xs * saying, ys)
    print(f"{len(rows)} candidates, {belongs.sum()} pairs; on these: relation accuracy {relation.score(xs * saying, ys):.4f}")
    with open(ROOT / "data" / "model" / "score.csv", "w", encoding="utf-8", newline="") as target:
        out = csv.writer(target, lineterminator="\n")
        out.writerow(["feature", "belongs", *RELATIONS])
        for at, name in enumerate(features):
            out.writerow([name, f"{match.coef_[0][at]:.4f}", *(f"{relation.coef_[c][at]:.4f}" for c in range(3))])


if __name__ == "__main__":
    main()
