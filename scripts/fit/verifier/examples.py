"""Examples for the network: two texts in pieces with a tag each and the relation, of many kinds, and batches of them."""

import numpy as np

import desk
import edits
import residue
import written
from base import SHARED
from corpora import corpora, free

BEGIN, END = 0, 2
LIMIT = 128


def encoded(processor, marked):
    """Numbers and tags of a marked text's pieces: the tag is that of most of a piece's characters."""
    text = "".join(part for part, _ in marked)
    tags = [tag for part, tag in marked for _ in part]
    ids, labels = [], []
    for piece in processor.encode(text, return_type="proto").pieces[:LIMIT]:
        own = [tag for tag, c in zip(tags[piece.begin : piece.end], text[piece.begin : piece.end]) if not c.isspace()]
        ids.append(piece.id)
        labels.append(max(own, key=own.count) if own else -1)
    return ids, labels


def example(processor, es, en, relation):
    (a, tags_a), (b, tags_b) = encoded(processor, es), encoded(processor, en)
    end = processor.piece_to_id("</s>")
    begin = processor.piece_to_id("<s>")
    ids = [begin, *a, end, end, *b, end]
    return ids, [0] * (len(a) + 2) + [1] * (len(b) + 2), [-1, *tags_a, -1, -1, *tags_b, -1], relation


def batch(examples, padding, width):
    """ids, sides, mask, tags (texts x pieces) and relations."""
    shape = (len(examples), width)
    ids, sides, tags, mask = np.full(shape, padding, np.int64), np.ones(shape, np.int64), np.full(shape, -1, np.int64), np.zeros(shape, bool)
    for row, (i, s, t, _) in enumerate(examples):
        ids[row, : len(i)], sides[row, : len(i)], tags[row, : len(i)], mask[row, : len(i)] = i, s, t, True
    return ids, sides, mask, tags, np.array([e[3] for e in examples])


class Source:
    """Draws marked pairs: first the relation, then the kind, then a pair that allows it."""

    def __init__(self, rng, fitted=True):
        self.rng = rng
        parts = {name: pairs[0 if fitted else 1] for name, pairs in corpora(SHARED / "data").items()}
        fits = lambda pair: len(pair.es) < 260 and len(pair.en) < 260
        self.parts = {name: [pair for pair in pairs if fits(pair)] for name, pairs in parts.items()}
        self.parts["short"] = [pair for pair in self.parts["tatoeba"] if len(pair.es) > 34]
        self.parts["free"] = free(self.parts["tatoeba"], rng, 10**6) if fitted else []
        everything = [pair for name in ("news", "ntrex", "wiki", "tico", "scenes", "short") for pair in self.parts[name][:20000]]
        self.corpus = edits.Corpus(everything, rng)
        self.shares = {"news": 0.58, "wiki": 0.06, "tico": 0.08, "scenes": 0.05, "short": 0.15, "free": 0.08} if fitted else {}
        self.desk = desk.Desk(rng)
        self.written = written.Written(rng, fitted)

    def pair(self):
        name = self.rng.choices(list(self.shares), list(self.shares.values()))[0]
        pairs = self.parts[name]
        pair = self.rng.choice(pairs)
        # long ones cost much
        return pair if len(pair.es) < 140 or self.rng.random() < 0.45 else self.rng.choice(pairs)

    def draw(self):
        """kind, marked Spanish, marked English, relation."""
        by = self.rng.random()
        if by < written.SHARE:
            made = self.written.draw()
        else:
            made = self.desk.draw() if by < written.SHARE + desk.SHARE else edits.draw(self.corpus, self.pair)
        kind, es, en, relation = made
        return kind, *residue.dressed(es, en, self.desk, self.rng), relation
