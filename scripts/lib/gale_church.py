"""Pairs by a length-based sentence aligner (Gale and Church 1993, PyPI galechurch), given which lines are Spanish captions.

    gale_church.py MADE OUT.jsonl       MADE: gold.jsonl and articles/ of make_articles.py

An aligner cannot find captions: it gets an article's Spanish captions and its other lines in the page's order, both from the gold. Prints
articles a second of the alignment alone, without reading and start-up.
"""
import collections
import json
import pathlib
import sys
import time

import galechurch


def main(made, out):
    spanish, english = collections.defaultdict(list), collections.defaultdict(list)
    for row in map(json.loads, open(made / "gold.jsonl", encoding="utf-8")):
        if "es_line" in row:
            spanish[row["article"]].append(row["es_line"])
        elif row["role"] != "furniture":
            english[row["article"]].append(row["line"])
    seconds, pages = 0.0, sorted((made / "articles").glob("*.txt"))
    with open(out, "w", encoding="utf-8") as file:
        for path in pages:
            lines = path.read_text(encoding="utf-8").splitlines()
            sides = [sorted(side[path.name]) for side in (spanish, english)]
            texts = [[lines[number - 1] for number in side] for side in sides]
            start = time.process_time()
            beads = galechurch.align(*texts).beads if all(texts) else []
            seconds += time.process_time() - start
            paired = [bead for bead in beads if bead.target_end > bead.target_start]
            found = {source: bead.target_start for bead in paired for source in range(bead.source_start, bead.source_end)}
            for at, es_line in enumerate(sides[0]):
                en_line = sides[1][found[at]] if at in found else None
                print(json.dumps({"article": path.name, "es_line": es_line, "en_line": en_line, "relation": "translation" if en_line else "unpaired"}), file=file)
    print(json.dumps({"articles_a_second": len(pages) / seconds}))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
