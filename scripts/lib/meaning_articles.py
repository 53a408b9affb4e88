"""Pairs of the texts that no model was fitted on, with their relation, each in a small article: for fitting and measuring the relation."""

import json
import os
import pathlib
import random
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "fit/verifier"))

RELATIONS = ("translation", "partial", "mismatch")
CORPORA = ("news", "ntrex", "tico", "scenes", "tatoeba")
WRITTEN = "written"
PEOPLE = ["Blanca Zamora", "José Pineda", "Arturo Montes", "Nora Salinas", "Hugo Alarcón", "Elena Bustamante", "Paola Ríos", "Javier Luna"]
STORY = ["Officials said that more details would follow later in the week.", "It was the second time in a month that people had gathered there.",
         "A spokesman did not answer calls for comment.", "Analysts expect the matter to come up again before the end of the year."]
LAYOUTS = [
    "{slug}{es} NOTIMEX/FOTO/{UPPER}/COR/POL/\n{en} Photo: Notimex/{person}",
    "{es} Foto: {person}\n\n{en} Photo: {person}",
    "{es} (EFE/{person})\n{en} (EFE/{person})",
    "{en} (AP Photo/{person})\n\n{es} (AP Foto/{person})",
]


def drawn(shared, each, seed):
    """(corpus, kind, Spanish, English, relation): pairs that scripts/fit/verifier/corpora.py keeps aside, changed by rule as for the verifier, and the
    captions of scripts/fit/verifier/captions that are kept aside."""
    os.environ["SHARED"] = str(shared)
    import edits
    import examples

    rng = random.Random(seed)
    source = examples.Source(rng, fitted=False)
    text = lambda marked: " ".join("".join(part for part, _ in marked).split())
    for corpus in CORPORA:
        pairs = [pair for pair in source.parts[corpus] if len(pair.es) > 25]
        for _ in range(each):
            kind, es, en, relation = edits.draw(source.corpus, lambda: rng.choice(pairs))
            yield corpus, kind, text(es), text(en), relation
    for _ in range(each):
        kind, es, en, relation = source.written.draw()
        yield WRITTEN, kind, text(es), text(en), relation


def article(number, es, en):
    """A small article with this caption and its English, in one of the layouts; and the English's line."""
    person = PEOPLE[number % len(PEOPLE)]
    day = number % 27 + 1
    slug = f"6{number % 12 + 1:02}{day:02}{number % 900 + 10:03}. México, {day:02} {'Ene Feb Mar Abr May Jun Jul Ago Sep Oct Nov Dic'.split()[number % 12]} 2016 (Notimex-{person}).- "
    both = LAYOUTS[number % len(LAYOUTS)].format(slug=slug, es=es, en=en, person=person, UPPER=person.upper())
    text = f"The News\n\n{STORY[number % 4]} {STORY[(number + 1) % 4]}\n\n{both}\n\n{STORY[(number + 2) % 4]}\n"
    return text, next(at for at, line in enumerate(text.split("\n"), 1) if line.startswith(en[:40]))


def write(path, pairs):
    """A JSONL file with an article for each (Spanish, English), named by its number; gives their texts."""
    texts = [article(number, es, en)[0] for number, (es, en) in enumerate(pairs)]
    with open(path, "w", encoding="utf-8") as file:
        for number, text in enumerate(texts):
            file.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")
    return texts


def number(name):
    """The number of an article of such a file, by its name in a row."""
    return int(re.split("[#:]", name)[-1])
