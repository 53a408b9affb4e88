# venv: fit
# build: cotejo
"""data/model/machine.csv: what a machine's translation adds to the trees of score.csv.

    scripts/dev fit machine SHARED [--engines NAME ...] [--seeds 201,202,...] [--articles 200] [--cache FILE] [--out data/model/machine.csv]

See src/pair/score.rs. Articles are made as for scripts/dev fit score, from documents that no figure is measured on, but of other seeds: of
those that it was fitted on, score.csv is surer than it should be. `cotejo pair --features --translate` prints the evidence for every
candidate, by each engine in turn; LightGBM goes on from the log odds of score.csv, so that what is fitted is what the machine adds, and
without a machine nothing changes. The figures of machine.csv are of all engines together. Needs the engines. Same input, same bytes.
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

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from common import COTEJO, ROOT

import lightgbm
import numpy as np
from score import ABSENT, SAYING, articles, rows_of, write

MACHINE = ["machine", "machine_source", "machine_target", "machine_margin"]
ENGINES = ["apertium:spa-eng", "apertium:es-pt_BR+firefox:pt-en"]
BELONGING = {"similarity", "source_margin", "credit", "figure", "passage", "length"}
SCORE = ROOT / "data/model/score.csv"


def candidates(folder, engine, cache):
    """The evidence of every candidate of one folder: names, and rows of (features, belongs, relation)."""
    command = [COTEJO, "pair", "--features", "--model", SCORE, "--translate", "--translator", engine, "--cache", cache, folder / "articles"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    gold = {}
    for line in open(folder / "gold.jsonl", encoding="utf-8"):
        row = json.loads(line)
        if "es_line" in row:
            gold[row["article"], row["es_line"]] = row
    table = csv.reader(io.StringIO(printed))
    names, rows = next(table)[3:], []
    for row in table:
        truth = gold.get((os.path.basename(row[0]), int(row[1])))
        if truth:
            rows.append(([float(x) for x in row[3:]], int(row[2]) in truth["en_lines"], truth["relation"]))
    return names, rows


def odds(name, x, names):
    """The log odds of a model of score.csv."""
    nodes, total = [], np.zeros(len(x))
    for row in csv.DictReader(open(SCORE, encoding="utf-8")):
        if row["model"] == name:
            if row["node"]:
                nodes.append(row)
            else:
                total += float(row["value"])
    children = {int(row[side]) for row in nodes if row["item"] for side in ("left", "right")}

    def add(at, rows):
        row = nodes[at]
        if not row["item"]:
            total[rows] += float(row["value"])
            return
        left = x[rows, names.index(row["item"])] <= float(row["threshold"])
        add(int(row["left"]), rows[left])
        add(int(row["right"]), rows[~left])
    for root in set(range(len(nodes))) - children:
        add(root, np.arange(len(x)))
    return total


def boost(x, y, names, wanted, start, direction, rounds=25):
    """Trees on the wanted columns that go on from `start`; the more the machine shares, the more (1) or the less (-1)."""
    settings = {
        "objective": "binary", "learning_rate": 0.08, "num_leaves": 6, "min_data_in_leaf": 40, "lambda_l2": 4.0, "use_missing": False,
        "verbosity": -1, "deterministic": True, "num_threads": 2, "seed": 1, "feature_fraction": 0.8, "bagging_fraction": 0.8,
        "bagging_freq": 1, "monotone_constraints": [direction * int(name in MACHINE) for name in names],
    }
    data = lightgbm.Dataset(x * np.array([name in wanted for name in names]), y, feature_name=list(names), init_score=start)
    return lightgbm.train(settings, data, num_boost_round=rounds)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("--engines", nargs="+", default=ENGINES)
    parser.add_argument("--seeds", default=",".join(map(str, range(201, 209))))
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--cache", type=pathlib.Path, default=ROOT / "target/fit-machine.sqlite")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "data/model/machine.csv")
    args = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as work:
        for folder in articles(args.shared.resolve(), args.seeds.split(","), args.articles, pathlib.Path(work)):
            for engine in args.engines:
                names, found = candidates(folder, engine, args.cache)
                rows.extend(found)
    x, belongs = np.array([r[0] for r in rows]), np.array([r[1] for r in rows], dtype=int)
    relation = np.array([r[2] for r in rows])
    has = lambda item: x[:, names.index(item)] != ABSENT
    translated, told = has("machine"), has("machine") & has("target_said")
    pair, same = told & (belongs == 1), told & (belongs == 1) & (relation != "mismatch")

    def fitted(name, which, y, wanted, direction):
        start = odds(name, x[which], names)
        if name == "belongs":
            # as src/pair/score.rs has it: of what the encoder was not asked about, `near` tells
            start = np.where(has("similarity")[which], start, odds("near", x[which], names))
        booster = boost(x[which], y, names, wanted | set(MACHINE), start, direction)
        return rows_of(booster, names, f"{name}_machine")
    models = [
        fitted("belongs", translated, belongs[translated], BELONGING, 1),
        fitted("mismatch", pair, relation[pair] == "mismatch", SAYING, -1),
        fitted("partial", same, relation[same] == "partial", SAYING, -1),
    ]
    print(f"{len(rows)} candidates, {belongs.sum()} pairs")
    write(args.out, models)


if __name__ == "__main__":
    main()
