"""Which pieces of the multilingual vocabulary English and Spanish text picks, likeliest first.

From word frequencies (the wordfreq package: only the choice of pieces comes from it, none of its data is written), TICO-19
(CC0) and the names of ../shared/data/lexicon.
"""

import csv
import unicodedata
from collections import Counter, defaultdict

import sentencepiece
import wordfreq

WORDS = 200_000  # of each language
NAME = 1e-6  # the frequency that a name of the lists counts as


def without_accents(text):
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def word_forms(language):
    """Every spelling of the commonest words with its frequency: three casings; Spanish also without accents, as desks type."""
    forms = defaultdict(float)
    for word in wordfreq.top_n_list(language, WORDS):
        frequency = wordfreq.word_frequency(word, language)
        bases = [(word, 1.0)]
        if language == "es" and without_accents(word) != word:
            bases.append((without_accents(word), 0.1))
        for base, share in bases:
            capitals = 0.3 if len(base) <= 4 else 0.05  # acronyms are short
            for form, casing in ((base, 1.0), (base.capitalize(), 0.3), (base.upper(), capitals)):
                forms[form] = max(forms[form], frequency * share * casing)
    return forms


def cells(path, columns):
    with open(path, encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield from (row[column] for column in columns)


def name_forms(data):
    """Mexican people and places, countries."""
    names = set(cells(data / "lexicon/faker-es_MX-persons.tsv", ["name"]))
    names |= set(cells(data / "lexicon/cldr-countries-es-en.tsv", ["es", "es_MX", "en"]))
    places = cells(data / "lexicon/geonames-mexico-cities.tsv", ["name", "population"])
    names |= {name for name, population in zip(places, places) if int(population or 0) > 15_000}
    return {form: NAME for name in names for form in (name, name.upper(), without_accents(name))}


def western(piece):
    """Latin letters up to U+024F, and the punctuation and signs of typed text."""
    return all(ord(c) < 0x250 or c == "▁" or 0x2000 <= ord(c) < 0x2122 for c in piece)


def always(piece):
    """Digits, punctuation and what spans them; single characters: any text may hold them."""
    return western(piece) and (len(piece.lstrip("▁")) <= 1 or not any(c.isalpha() for c in piece))


def chosen(model, data, count):
    """The numbers of the `count` pieces to keep, ascending."""
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.SerializeToString())
    weight = defaultdict(float)

    def add(forms):
        # words stand behind a space, or behind a mark, where other pieces are picked
        for before, share in (("", 1.0), ("(", 0.05)):
            for form, ids in zip(forms, processor.encode([before + form for form in forms])):
                for i in ids:
                    weight[i] += forms[form] * share

    for forms in (word_forms("en"), word_forms("es"), name_forms(data)):
        add(forms)
    running = Counter(i for ids in processor.encode(list(cells(data / "tico19-es-en.tsv", ["es_LA", "en"]))) for i in ids)
    total = sum(running.values())
    for i, times in running.items():
        weight[i] = max(weight[i], 0.5 * times / total)
    kept = {i for i, piece in enumerate(model.pieces) if piece.type != piece.NORMAL or always(piece.piece)}
    # the least score of all sets the price of an unknown character: with it, the price stays
    kept.add(min(range(len(model.pieces)), key=lambda i: (model.pieces[i].score, i)))
    ranked = sorted((i for i in weight if i not in kept), key=lambda i: (-weight[i], i))
    return sorted(kept | set(ranked[: count - len(kept)]))
