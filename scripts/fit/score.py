# venv: fit
# build: cotejo
"""data/model/score.csv: the boosted trees of src/pair/score.rs.

    scripts/dev fit score SHARED [--seeds 101,102,...] [--articles 300] [--out data/model/score.csv] [--reviews reviews.db --reviewed PATH...]

SHARED holds bench/make_articles.py and data/. Articles with known pairs are made from every second document of both corpora
(scripts/dev make split; the other documents are for scripts/dev bench pairs), in the surface forms of SHARED/bench/styles.json and of
scripts/fit/styles-wide.json, half of them with the harder pairs of scripts/dev make hard-articles. `cotejo pair --features` prints the
evidence for every candidate, and LightGBM fits
  - `near`: does this English text belong to this caption, from what needs no encoder,
  - `mismatch_near` and `partial_near`: as the two below, from what needs no encoder,
  - `belongs`: the same from everything,
  - `mismatch`: does each side say something that the other does not, given that they belong together,
  - `partial`: does one side say more than the other, given that they belong together and are no mismatch.
--reviews adds what people decided in `cotejo review` on real articles, which --reviewed names as that command was given them.
Same input, same bytes.
"""
import argparse
import csv
import io
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from common import COTEJO, ROOT

import lightgbm
import numpy as np

CORPORA = ["ntrex-dev.tsv", "xquad-dev.tsv"]
MEANING = {"similarity", "source_similarity", "source_least_similarity", "target_similarity", "target_least_similarity",
           "source_margin", "target_margin"}
ABSENT = -1.0
SAID = {"source_said", "source_least_said", "target_said", "target_least_said"}
COVERED = {"source_covered", "source_least_covered", "target_covered", "target_least_covered"}
# What two texts say to each other hangs neither on where a page prints them nor on whose names they share.
SAYING = MEANING - {"source_margin", "target_margin"} | SAID | COVERED | {"words", "source_numbers", "target_numbers", "length", "size"}
# More of these never speaks against a pair.
RISING = MEANING | SAID | COVERED | {"words", "source_words_margin", "target_words_margin", "credit", "figure", "distance", "source_names", "target_names"}


def articles(shared, seeds, count, work):
    """Makes the articles; yields their folders."""
    for corpus in CORPORA:
        parts = work / pathlib.Path(corpus).stem
        subprocess.run([sys.executable, ROOT / "scripts/make/split.py", shared / "data" / corpus, parts], check=True)
        for at, seed in enumerate(seeds):
            styles = [shared / "bench/styles.json", ROOT / "scripts/fit/styles-wide.json"][at % 2]
            out = work / f"{parts.name}-{seed}"
            maker = [ROOT / "scripts/make/hard-articles.py", shared] if at % 4 > 1 else [shared / "bench/make_articles.py"]
            subprocess.run([sys.executable, *maker, parts / "fit.tsv", out, "--styles", styles, "--seed", str(seed),
                            "--articles", str(count)], check=True)
            yield out


def evidence(model, *paths):
    """The evidence of every candidate: names, and (article, es_line, en_line, features)."""
    printed = subprocess.run([COTEJO, "pair", "--features", "--no-verify", "--model", model, *paths], check=True, capture_output=True, text=True).stdout
    table = csv.reader(io.StringIO(printed))
    return next(table)[3:], [(row[0], int(row[1]), int(row[2]), [float(x) for x in row[3:]]) for row in table]


def candidates(folder, model):
    """The evidence of every candidate of one folder: names, and rows of (features, belongs, relation)."""
    gold = {}
    for line in open(folder / "gold.jsonl", encoding="utf-8"):
        row = json.loads(line)
        if "es_line" in row:
            gold[row["article"], row["es_line"]] = row
    names, rows = evidence(model, folder / "articles")
    known = [(gold.get((os.path.basename(article), es)), en, features) for article, es, en, features in rows]
    return names, [(features, en in truth["en_lines"], truth["relation"]) for truth, en, features in known if truth]


def decisions(db):
    """What people decided: (article, es_line) to (en_line or None, relation); rejected rows teach nothing."""
    database = sqlite3.connect(f"file:{db}?mode=rw", uri=True)
    chosen = """SELECT r.after ->> 'en_line' FROM live r WHERE r.pair = p.id AND r.action = 're-pair' ORDER BY r.id DESC LIMIT 1"""
    query = f"""SELECT a.name, p.row ->> 'es_line', coalesce(({chosen}), p.row ->> 'en_line'), p.verdict
                FROM pairs p JOIN articles a ON a.id = p.article WHERE p.verdict IS NOT NULL AND p.verdict <> 'rejected'"""
    return {(article, es): (None if verdict == "unpaired" else en, verdict) for article, es, en, verdict in database.execute(query)}


def reviewed(said, paths, model):
    """As `candidates`, of the articles that people looked at."""
    found = []
    for article, es, en, features in evidence(model, *paths)[1]:
        if (article, es) in said:
            right, relation = said[article, es]
            found.append((features, en == right, relation))
    return found


def boost(x, y, names, wanted, rounds, direction=1):
    """Fits trees on the wanted columns; the others are blanked, so that column numbers stay. What rises with RISING: `direction`."""
    settings = {
        "objective": "binary", "learning_rate": 0.08, "num_leaves": 8, "min_data_in_leaf": 40, "lambda_l2": 2.0, "use_missing": False,
        "verbosity": -1, "deterministic": True, "num_threads": 2, "seed": 1, "feature_fraction": 0.7, "bagging_fraction": 0.8,
        "bagging_freq": 1, "monotone_constraints": [direction * int(name in RISING) for name in names],
    }
    data = lightgbm.Dataset(x * np.array([name in wanted for name in names]), y, feature_name=list(names))
    return lightgbm.train(settings, data, num_boost_round=rounds)


def rows_of(booster, names, model):
    """The trees as the rows of score.csv."""
    yield [model, "", "", "", "", "", "0"]
    count = 0
    for tree in booster.dump_model()["tree_info"]:
        order = []

        def walk(node):
            order.append(node)
            if "split_feature" in node:
                walk(node["left_child"])
                walk(node["right_child"])
        walk(tree["tree_structure"])
        place = {id(node): count + i for i, node in enumerate(order)}
        for node in order:
            if "split_feature" in node:
                yield [model, place[id(node)], names[node["split_feature"]], f"{node['threshold']:.5f}",
                       place[id(node["left_child"])], place[id(node["right_child"])], ""]
            else:
                yield [model, place[id(node)], "", "", "", "", f"{node['leaf_value']:.5f}"]
        count += len(order)


def write(path, parts):
    with open(path, "w", encoding="utf-8", newline="") as target:
        out = csv.writer(target, lineterminator="\n")
        out.writerow(["model", "node", "item", "threshold", "left", "right", "value"])
        for part in parts:
            out.writerows(part)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("--seeds", default=",".join(map(str, range(101, 117))))
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "data/model/score.csv")
    parser.add_argument("--reviews", type=pathlib.Path)
    parser.add_argument("--reviewed", nargs="+", default=[])
    args = parser.parse_args()
    if bool(args.reviews) != bool(args.reviewed):
        parser.error("--reviews and --reviewed go together")
    said = decisions(args.reviews) if args.reviews else {}
    with tempfile.TemporaryDirectory() as work:
        folders = list(articles(args.shared.resolve(), args.seeds.split(","), args.articles, pathlib.Path(work)))
        draft = pathlib.Path(work) / "draft.csv"
        write(draft, [])
        rows = []
        for folder in folders:
            # place, credit and words do not depend on the weights
            names, found = candidates(folder, draft)
            rows.extend(found)
        if said:
            taught = reviewed(said, args.reviewed, draft)
            print(f"{len(said)} decisions, {len(taught)} candidates of theirs, {sum(r[1] for r in taught)} pairs")
            rows.extend(taught)
        x, belongs = np.array([r[0] for r in rows]), np.array([r[1] for r in rows], dtype=int)
        near = list(rows_of(boost(x, belongs, names, set(names) - MEANING - SAID, 200), names, "near"))
        write(draft, [near])
        rows = [row for folder in folders for row in candidates(folder, draft)[1]] + (reviewed(said, args.reviewed, draft) if said else [])
    x, belongs = np.array([r[0] for r in rows]), np.array([r[1] for r in rows], dtype=int)
    relation = np.array([r[2] for r in rows])
    if os.environ.get("DUMP"):
        np.savez(os.environ["DUMP"], x=x, belongs=belongs, relation=relation, names=names)
    told = x[:, names.index("target_said")] != ABSENT
    pair, same = told & (belongs == 1), told & (belongs == 1) & (relation != "mismatch")
    models = [rows_of(boost(x, belongs, names, set(names) - SAID, 120), names, "belongs")]
    for ending, wanted in (("", SAYING), ("_near", SAYING - MEANING - SAID | {"source_names", "target_names"})):
        models.append(rows_of(boost(x[pair], relation[pair] == "mismatch", names, wanted, 180, -1), names, "mismatch" + ending))
        models.append(rows_of(boost(x[same], relation[same] == "partial", names, wanted, 180, -1), names, "partial" + ending))
    print(f"{len(rows)} candidates, {belongs.sum()} pairs")
    write(args.out, [near, *models])


if __name__ == "__main__":
    main()
