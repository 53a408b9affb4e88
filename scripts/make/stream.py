"""A stream of JSONL records: Spanish captions in some, plain English in the others.

    scripts/dev make stream N [--every 20] [--articles DIR]

One record in `--every` has captions, those of the seed article; with `--articles`, a folder of texts as bench/make_articles.py makes it,
these come from there.
"""
import argparse
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from common import ROOT

SEED = ROOT / "data/articles/segob.txt"
PLAIN = """The town opened its new library on Tuesday, after two years of work and a long dispute over its cost.
Visitors waited in the rain for more than an hour before the doors were opened by the mayor and a class from the school next door.
"It is the first thing here that was built for us," said one of the pupils, who had already found a seat beside the window.
The building has three floors, a hall for concerts and a garden on the roof (closed in winter). It replaces the one that burned down in 1998.
The council says that the money came from a fund for small towns: about a third was given by people who live there.
Not everybody is happy. Some of the shops in the main street will have to move, and the car park behind them has been closed since March.
The library will be open on every day of the week but Monday, from nine in the morning until eight in the evening, council {} said.
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=int)
    parser.add_argument("--every", type=int, default=20)
    parser.add_argument("--articles", type=pathlib.Path)
    args = parser.parse_args()
    texts = sorted(args.articles.glob("*.txt")) if args.articles else [SEED]
    texts = [path.read_text(encoding="utf-8") for path in texts]
    for at in range(args.records):
        if at % args.every:
            text = PLAIN.replace("{}", str(at))
        else:
            text = texts[at // args.every % len(texts)].replace("Campa", f"Campa{at % 997}")
        record = {"id": f"r{at}", "url": f"https://example.org/{at}", "date": "2025-03-12", "text": text}
        print(json.dumps(record, ensure_ascii=False))


main()
