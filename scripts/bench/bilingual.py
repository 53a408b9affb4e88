#!/usr/bin/env python3
# build: cotejo
"""Captions without any credit, printed in both languages: how many are found in which layout, and what else is taken for one.

    scripts/dev bench bilingual SHARED [--articles N] [--seed N]

Sets translated picture descriptions (XTD10) between sentences of English news (WMT) in nine layouts, and Spanish lines that no English beside them
says (Tatoeba, XTD10) between such sentences. Prints for each layout the captions, how many were found with their exact text, how many of those
with their English, and all rows.
"""
import argparse
import collections
import json
import os
import pathlib
import random
import subprocess
import tempfile

LAYOUTS = ["{es}.\n{en}.", "{en}.\n{es}.", "{es}.\n\n{en}.", "{en}.\n\n{es}.", "{es}\n{en}", "{es} / {en}", "{en}/{es}", "{en} | {es}", "{es}. {en}."]
ALONE = "Spanish alone"


def columns(path):
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("shared", type=pathlib.Path)
    asked.add_argument("--articles", type=int, default=600)
    asked.add_argument("--seed", type=int, default=7)
    given = asked.parse_args()
    parallel, rng = given.shared / "data/parallel", random.Random(given.seed)
    sentence = lambda text: text.strip().rstrip(".")[:1].upper() + text.strip().rstrip(".")[1:]
    scenes = [(sentence(en), sentence(es)) for _, en, es in columns(parallel / "xtd10-dev.tsv")]
    said = [line[2] for line in columns(parallel / "tatoeba-dev.tsv")]
    news = [line[1] for line in columns(parallel / "wmt-newstest2008-2012.tsv") if 12 < len(line[1].split()) < 40]
    made = {}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(given.articles):
            layout, captions, parts = rng.choice(LAYOUTS) if number % 2 else ALONE, [], [rng.choice(news)]
            for _ in range(rng.randint(1, 3)):
                en, es = rng.choice(scenes)
                if layout == ALONE:
                    parts.append(rng.choice(said) if rng.random() < 0.5 else es + ".")
                else:
                    captions.append((es, en))
                    parts.append(layout.format(es=es, en=en))
                if layout == ALONE or rng.random() < 0.5:
                    parts.append(rng.choice(news))
            parts += [rng.choice(news), rng.choice(news)]
            name = f"{number:05}.txt"
            pathlib.Path(folder, name).write_text("\n\n".join(parts) + "\n", encoding="utf-8")
            made[name] = (layout, captions)
        told = subprocess.run([os.environ["COTEJO"], "pair", "--quiet", "--format", "jsonl", folder], stdout=subprocess.PIPE, check=True).stdout.decode()
    rows = collections.defaultdict(list)
    for row in map(json.loads, told.splitlines()):
        rows[os.path.basename(row["article"])].append((row["es"].rstrip("."), (row["en"] or "").rstrip(".")))
    sums = collections.defaultdict(lambda: [0, 0, 0, 0])
    for name, (layout, captions) in made.items():
        found = [next((row for row in rows[name] if row[0] == es), None) for es, _ in captions]
        paired = sum(row is not None and row[1] == en for row, (_, en) in zip(found, captions))
        for place, count in enumerate((len(captions), sum(row is not None for row in found), paired, len(rows[name]))):
            sums[layout][place] += count
    print(f"{'layout':24} {'captions':>8} {'found':>6} {'paired':>6} {'rows':>6}")
    for layout, counts in sorted(sums.items()):
        print(f"{layout!r:24} {counts[0]:8} {counts[1]:6} {counts[2]:6} {counts[3]:6}")
    total = [sum(column) for column in zip(*sums.values())]
    print(f"{'all':24} {total[0]:8} {total[1]:6} {total[2]:6} {total[3]:6}")


if __name__ == "__main__":
    main()
