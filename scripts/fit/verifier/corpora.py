"""The texts that the verifier is fitted on and measured on: pairs of Spanish and English sentences that translate each other.

NTREX-dev is for measuring only and never fitted on; of the others the last part is kept aside."""

import collections
import gzip
import random


class Pair:
    """Two texts that translate each other, and the document that they stand in ("" for none)."""

    __slots__ = ("es", "en", "doc", "links", "names")

    def __init__(self, es, en, doc=""):
        self.es, self.en, self.doc, self.links, self.names = es, en, doc, None, None


def rows(path, columns, skip=0):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")
    with opened as file:
        for number, line in enumerate(file):
            cells = line.rstrip("\n").split("\t")
            if number >= skip and len(cells) > max(columns):
                yield [cells[c].strip().lstrip("\ufeff") for c in columns]


def corpora(data):
    """name -> (pairs to fit on, pairs kept aside)."""
    news = [Pair(es, en, doc) for doc, en, es in rows(data / "parallel/wmt-newstest2008-2012.tsv", (0, 1, 2)) if es and en]
    scenes = [Pair(es, en) for en, es in rows(data / "parallel/xtd10-dev.tsv", (1, 2)) if es and en]
    tico = [Pair(es, en) for es, en in rows(data / "tico19-es-en.tsv", (0, 1), skip=1) if es and en]
    wiki = [Pair(es, en, doc) for doc, en, es in rows(data / "xquad-dev.tsv", (0, 1, 2)) if es and en]
    ntrex = [Pair(es, en, doc) for doc, en, es in rows(data / "ntrex-dev.tsv", (0, 1, 2)) if es and en]
    short = [Pair(es, en) for en, es in rows(data / "parallel/tatoeba-spa-eng.tsv.gz", (1, 2)) if es and en]
    dev = [Pair(es, en) for en, es in rows(data / "parallel/tatoeba-dev.tsv", (1, 2)) if es and en]
    return {
        "news": (news[:-700], news[-700:]),
        "scenes": (scenes[:400], scenes[400:]),
        "tico": (tico[:1800], tico[1800:]),
        "wiki": (wiki, []),
        "tatoeba": (short, dev[-800:]),
        "ntrex": ([], ntrex),
    }


def free(pairs, rng, count):
    """Translations of translations: es and en that share a translation with each other's translation, not with each other."""
    spanish, english = collections.defaultdict(set), collections.defaultdict(set)
    for pair in pairs:
        spanish[pair.en].add(pair.es)
        english[pair.es].add(pair.en)
    found = {}
    for pair in pairs:
        for es in sorted(spanish[pair.en]):
            for en in sorted(english[pair.es]):
                if en not in english[es] and len(es) > 14:
                    found[es, en] = Pair(es, en)
    found = [found[key] for key in sorted(found)]
    rng.shuffle(found)
    return found[:count]


if __name__ == "__main__":
    import pathlib
    import sys

    loaded = corpora(pathlib.Path(sys.argv[1]) / "data")
    print({name: [len(part) for part in parts] for name, parts in loaded.items()})
    some = free(loaded["tatoeba"][0], random.Random(1), 10**9)
    print(len(some))
    for pair in some[:25]:
        print(pair.es, "|", pair.en)
