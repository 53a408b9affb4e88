#!/usr/bin/env python3
# venv: verifier
# build: cotejo
"""What `pair` says of the meaning of pairs, on texts that the verifier was not fitted on.

    scripts/dev bench meaning SHARED [--each 300] [--seed 11] [--kinds] [--options "--no-verify"]

Prints for each corpus: relations right, F1 of each, calibration (ECE, ten bins) and AUC of the score, and the share of content words (four letters
and more) of human translations that are marked as not said on the other side. --kinds adds a line for each kind of change.
The pairs are those of scripts/lib/meaning_articles.py, with another seed than scripts/dev fit relation.
"""
import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from common import COTEJO
from figures import area, calibration
from meaning_articles import CORPORA, RELATIONS, WRITTEN, drawn, number, write

import numpy as np

WORD = re.compile(r"[^\W\d_]{4,}")


def asked(pairs, options):
    """For each pair the row that the program makes of it, or None; and the words of both sides that it marks."""
    with tempfile.TemporaryDirectory() as work:
        path = pathlib.Path(work) / "articles.jsonl"
        write(path, [(es, en) for _, _, es, en, _ in pairs])
        call = lambda *more: subprocess.run([COTEJO, "pair", "--no-config", "-q", *options, *more, path], check=True, capture_output=True, text=True).stdout
        rows, explained = call("--format", "jsonl"), call("--explain")
    found, marked, at = [None] * len(pairs), [[] for _ in pairs], None
    for row in map(json.loads, rows.splitlines()):
        if row["es"] == pairs[number(row["article"])][2]:
            found[number(row["article"])] = row
    for line in explained.splitlines():
        head = re.match(r"(?:\S*#)?(\d+):\d+  ", line)
        at = int(head[1]) if head else at
        mark = re.match(r"  only in (es|en) +(.*)", line)
        if mark:
            marked[at] += re.sub(r" \([\d.]+(, contradicted)?\)", "", mark[2]).split(", ")
    return found, marked


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("--each", type=int, default=300)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--kinds", action="store_true")
    parser.add_argument("--options", default="")
    args = parser.parse_args()
    pairs = list(drawn(args.shared.resolve(), args.each, args.seed))
    found, marked = asked(pairs, args.options.split())
    relation = np.array([pair[4] for pair in pairs])
    told = np.array([RELATIONS.index(row["relation"]) if row and row["relation"] in RELATIONS else -1 for row in found])
    score = np.array([float(row["score"] or 0) if row else 0.0 for row in found])
    corpus = np.array([pair[0] for pair in pairs])
    for name in (*CORPORA, WRITTEN, "all"):
        own = (corpus == name) | (name == "all")
        y, best, p = relation[own], told[own], score[own]
        f1 = [2 * ((best == r) & (y == r)).sum() / max(1, (best == r).sum() + (y == r).sum()) for r in range(3)]
        plain = [i for i in np.flatnonzero(own) if pairs[i][1] in ("as_it_is", "written same")]
        words = sum(len(WORD.findall(pairs[i][2] + " " + pairs[i][3])) for i in plain)
        false = sum(len(WORD.findall(stretch)) for i in plain for stretch in marked[i])
        print(f"{name:8} {len(y):5} pairs: right {np.mean(best == y):.3f}, F1 " + ", ".join(f"{r} {f:.3f}" for r, f in zip(RELATIONS, f1))
              + f", ECE {calibration(p, y == 0):.3f}, AUC {area(p[y == 0], p[y > 0]):.3f}, false marks {false / max(1, words):.4f} of {words} words")
    if args.kinds:
        kinds = collections.defaultdict(list)
        for i, pair in enumerate(pairs):
            kinds[RELATIONS[pair[4]], pair[1]].append(told[i] == pair[4])
        for (r, kind), right in sorted(kinds.items()):
            print(f"  {r:12} {kind:24} {len(right):4} right {np.mean(right):.2f}")


if __name__ == "__main__":
    main()
