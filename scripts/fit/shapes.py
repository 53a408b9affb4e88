"""data/model/shapes.bin: how Spanish or English a word looks, by its trigrams of letters.

    scripts/dev fit shapes            from data/lexicon/translations.csv and words.csv

One signed byte for each trigram over 30 symbols (29 = end of word), in row-major order: natural log odds times 16, Spanish positive.
Counted over word types, so that it speaks for words that no table knows. Same input, same bytes. Prints the accuracy on every
tenth word, which the printed figure's model has not seen.
"""
import collections
import csv
import math
import pathlib
import sys
import unicodedata

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from common import ROOT

SYMBOLS = 30


def symbol(c):
    if "a" <= c <= "z":
        return ord(c) - ord("a")
    if c == "ñ":
        return 26
    return 27 if c in "áéíóúü" else 28


def trigrams(word):
    line = [29, 29, *map(symbol, word), 29]
    return [line[i] * SYMBOLS * SYMBOLS + line[i + 1] * SYMBOLS + line[i + 2] for i in range(len(line) - 2)]


def words():
    spanish, english = set(), collections.Counter()
    for row in csv.DictReader(open(ROOT / "data/lexicon/translations.csv", encoding="utf-8")):
        if int(row["count"]) >= 3:
            spanish.add(row["es"])
        english[row["en"]] += float(row["probability"]) * int(row["count"])
    english = {word for word, count in english.items() if count >= 2}
    for row in csv.DictReader(open(ROOT / "data/lexicon/words.csv", encoding="utf-8")):
        (spanish if row["language"] == "es" else english).add(row["word"])
    usable = lambda word: len(word) > 2 and word.isalpha() and unicodedata.is_normalized("NFC", word)
    return sorted(filter(usable, spanish - english)), sorted(filter(usable, english - spanish))


def fit(spanish, english):
    counts = [collections.Counter(t for word in side for t in trigrams(word)) for side in (spanish, english)]
    totals = [sum(c.values()) for c in counts]
    odds = [0.0] * SYMBOLS**3
    for t in set(counts[0]) | set(counts[1]):
        rates = [(c[t] + 0.5) / (total + 0.5 * SYMBOLS**3) for c, total in zip(counts, totals)]
        odds[t] = math.log(rates[0] / rates[1])
    return odds


def accuracy(odds, spanish, english):
    score = lambda word: sum(odds[t] for t in trigrams(word))
    right = sum(score(w) > 0 for w in spanish) + sum(score(w) < 0 for w in english)
    return right / (len(spanish) + len(english))


def table():
    """The bytes of data/model/shapes.bin."""
    return bytes(max(-127, min(127, round(16 * x))) & 0xFF for x in fit(*words()))


def main():
    spanish, english = words()
    held = [side[::10] for side in (spanish, english)]
    seen = [[w for i, w in enumerate(side) if i % 10] for side in (spanish, english)]
    print(f"{len(spanish)} Spanish and {len(english)} English words; unseen words right: {accuracy(fit(*seen), *held):.4f}")
    (ROOT / "data/model/shapes.bin").write_bytes(table())


if __name__ == "__main__":
    main()
