"""Articles that went wrong: the founding article and the captions of the tests with bytes flipped, lines dropped, doubled, cut and shuffled."""
import json

from common import ROOT

LINES = [line.rstrip("\n") for line in (ROOT / "data/articles/segob.txt").open(encoding="utf-8")]
CAPTIONS = [json.loads(line)["text"] for line in (ROOT / "tests/data/captions.jsonl").open(encoding="utf-8")]
# what captions are made of, in the wrong places
MARKS = ["NOTIMEX/FOTO/", "(Notimex-Ana Ruiz).-", "Foto:", "/CUARTOSCURO.COM", "60331086. México, ", "31/02/2016", " -- ", "(", ")", "[", "/", "“", "»",
         "\u2028", "\u0085", "\t", "\r", "\u0301", "\u200b", "\ufeff", "\ufffd", "漢字", "😀", "ﷺ", "İ", "ß", "=1+1", "<b>", "&amp;", "12345678901234567890"]


def flipped(random, text):
    """Some bytes are others; what is no UTF-8 afterwards is U+FFFD."""
    data = bytearray(text.encode())
    for _ in range(random.randint(1, 12)):
        if data:
            data[random.randrange(len(data))] = random.randrange(256)
    return data.decode(errors="replace").replace("\0", " ")


def lines(random, kept):
    """One to five things done to lines."""
    for _ in range(random.randint(1, 5)):
        at = random.randrange(len(kept))
        what = random.randrange(6)
        if what == 0 and len(kept) > 1:
            del kept[at]
        elif what == 1:
            kept.insert(random.randrange(len(kept)), kept[at])
        elif what == 2:
            kept[at] = kept[at][: random.randrange(len(kept[at]) + 1)]
        elif what == 3:
            random.shuffle(kept)
        elif what == 4:
            where = random.randrange(len(kept[at]) + 1)
            kept[at] = kept[at][:where] + random.choice(MARKS) + kept[at][where:]
        else:
            kept.insert(at, random.choice(CAPTIONS))
    return kept


def article(random):
    """A mutated article: one of the founding one's two captions with some lines around it, so that none takes long."""
    first = random.randrange(9)
    caption = random.choice((LINES[11:13], LINES[24:]))
    text = "\n".join(lines(random, LINES[first : first + 3] + caption))
    return flipped(random, text) if random.random() < 0.5 else text


def record(random, name):
    """The article as a line of JSONL."""
    return json.dumps({"id": name, "text": article(random)}, ensure_ascii=False) + "\n"
