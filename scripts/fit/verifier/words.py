"""Words of both languages: how a text is cut, which words translate each other, which stand for which, and the names among them."""

import collections
import csv
import pathlib
import re
import unicodedata

from base import ROOT, SHARED

LANGUAGES = ("es", "en")
HERE = pathlib.Path(__file__).resolve().parent
WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’\-.][^\W\d_]+)*|\w+|[^\w\s]")
NAME = re.compile(
    r"(?:[A-ZÁÉÍÓÚÑ][\wáéíóúñ'’\-]+)(?:\s(?:(?:de|del|la|los|of|the|y|van|von|bin|al)\s)?[A-ZÁÉÍÓÚÑ][\wáéíóúñ'’\-]+)*"
)
CLAUSE = re.compile(r"[,;:()]| [-–—] ")
LITTLE = set(
    "de la el los las un una unos unas y o u e a al del en con por para que se su sus lo le les no es son fue como más pero ha han "
    "the a an of to in on at for and or with by from is are was were be been it its that this as his her their he she they not have has had but "
    "which who will would can at i you we me my your one".split()
)
PREPOSITIONS = (
    set("en con para por desde durante tras ante bajo sobre entre según hasta contra sin de del al mientras cuando porque que".split()),
    set("in on at with for from during after before under near by between against without of to while when because since over through about "
        "around behind into which who".split()),
)
DAYS = ("lunes martes miércoles jueves viernes sábado domingo".split(), "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
MONTHS = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "January February March April May June July August September October November December".split(),
)
NUMERALS = (
    "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte treinta cuarenta cincuenta cien".split(),
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty forty fifty hundred".split(),
)
VALUES = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 20, 30, 40, 50, 100]
GIVEN = (
    "John Mary Peter Susan Michael Barack Angela Vladimir Nicolas David Sarah Emma James Robert William Hans Jean Pierre Anna Martin Tom George Jack "
    "Karel Václav Mario Silvio Hillary Donald Kevin Laura Li Wang Ahmed Mohamed Ali Ivan Olga Yuki"
).split()
FAMILY = (
    "Smith Johnson Brown Obama Merkel Putin Sarkozy Cameron Clinton Bush Jones Miller Davis Wilson Novak Svoboda Müller Schmidt Dupont Rossi "
    "Berlusconi Ivanov Petrov Tanaka Kim Lee Chen Wang Hassan Taylor Walker Lewis Romney Klaus Blair Trump Biden Sheinbaum"
).split()
FIRMS = (
    "Google Microsoft Apple Toyota Siemens Volkswagen Sony Nokia Samsung Boeing Airbus Repsol Telefónica Pemex BBVA Santander Nestlé Ford Renault "
    "Fiat Amazon Facebook Twitter Reuters Unicef Greenpeace Interpol Barcelona Chelsea Arsenal Liverpool Juventus Boca River Pumas Chivas"
).split()


def table(name):
    """The rows of a list beside this file."""
    with open(HERE / "lists" / f"{name}.tsv", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def lexicon(name):
    with open(SHARED / "data/lexicon" / name, encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def cut(text):
    """Words and marks with their places: (word, start, end)."""
    return [(m.group(), m.start(), m.end()) for m in WORD.finditer(text)]


def plain(text):
    """Without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def translations():
    """word -> word -> probability, from Spanish and from English."""
    there, back = collections.defaultdict(dict), collections.defaultdict(dict)
    with open(SHARED / "data/lexicon/ibm1-es-en.tsv", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            es, en, probability = list(row.values())[:3]
            there[es][en] = back[en][es] = float(probability)
    return there, back


TRANSLATIONS = translations()
with open(ROOT / "data/lexicon/countries.csv", encoding="utf-8") as file:
    COUNTRIES = [(row["es"], row["en"]) for row in csv.DictReader(file)]
COUNTRY_NAMES = tuple({pair[g] for pair in COUNTRIES} for g in (0, 1))
CITIES = [row["name"] for row in lexicon("geonames-mexico-cities.tsv")][:600]
CITY_NAMES = set(CITIES) | {"London", "Paris", "Madrid", "Washington", "Berlin", "Moscow", "Chicago", "Boston"}
PEOPLE = lexicon("faker-es_MX-persons.tsv")
GIVEN += [row["name"] for row in PEOPLE if row["kind"].startswith("first")]
FAMILY += [row["name"] for row in PEOPLE if row["kind"].startswith("last")]
GIVEN_NAMES, FAMILY_NAMES = set(GIVEN), set(FAMILY)
NO_NAMES = set(MONTHS[1]) | set(DAYS[1]) | {w.capitalize() for w in MONTHS[0] + DAYS[0]} | {"The", "El", "La", "Los", "Mr", "Sr"}


def both_ways(name):
    """word -> words that a list sets beside it, in each language."""
    found = (collections.defaultdict(list), collections.defaultdict(list))
    for row in table(name):
        g = LANGUAGES.index(row["language"])
        found[g][row["one"]].append(row["other"])
        found[g][row["other"]].append(row["one"])
    return found


def same_kind():
    """word -> (the pairs of its kind, its own pair), in each language."""
    kinds = collections.defaultdict(list)
    for row in table("same_kind"):
        kinds[row["kind"]].append((row["es"], row["en"]))
    found = (collections.defaultdict(list), collections.defaultdict(list))
    for kind, pairs in kinds.items():
        for pair in pairs:
            for g in (0, 1):
                found[g][pair[g].lower()].append((kind, pairs, pair))
    return found


OPPOSITES, SAME_KIND = both_ways("opposites"), same_kind()
SAME, CERTAINTY = (
    tuple([(row["one"], row["other"]) for row in table(name) if row["language"] == language] for language in LANGUAGES) for name in ("same", "certainty")
)
ADDITIONS = [(row["es"], row["en"]) for row in table("additions")]
FALSE_FRIENDS = collections.defaultdict(list)
for row in table("false_friends"):
    FALSE_FRIENDS[row["es"]] += [(right, row["wrong"]) for right in row["right"].split("|")]


def likeness(es, en):
    """How likely two lower words translate each other."""
    if es == en:
        return 1.2 if len(es) > 1 and es not in LITTLE else 0.5
    found = max(TRANSLATIONS[0].get(es, {}).get(en, 0), TRANSLATIONS[1].get(en, {}).get(es, 0))
    if found < 0.3 and len(es) > 3 and len(en) > 3:
        a, b = plain(es), plain(en)
        if a == b:
            return 1.1
        common = 0
        while common < min(len(a), len(b)) and a[common] == b[common]:
            common += 1
        if common >= 4 and common >= 0.6 * max(len(a), len(b)):
            found = max(found, 0.6)
    return found


def linked(pair):
    """Places (Spanish word, English word) that translate each other: each is the other's best. Computed once for a pair."""
    if pair.links is None:
        es, en = ([w.lower() for w, _, _ in cut(text)] for text in (pair.es, pair.en))
        far = lambda i, j: 0.12 * abs(i / len(es) - j / len(en)) * (2 if es[i] in LITTLE or en[j] in LITTLE else 1)
        scores = [[likeness(a, b) - far(i, j) for j, b in enumerate(en)] for i, a in enumerate(es)]
        best_en = [max(range(len(en)), key=row.__getitem__) for row in scores] if en else []
        best_es = [max(range(len(es)), key=lambda i: scores[i][j]) for j in range(len(en))] if es else []
        pair.links = [(i, j) for i, j in enumerate(best_en) if best_es[j] == i and scores[i][j] > 0.08]
    return pair.links


def names(text):
    """Names with their places: (start, end, name)."""
    found = []
    for m in NAME.finditer(text):
        start, end = m.span()
        name = m.group()
        opens = start == 0 or text[max(0, start - 2) : start] in (". ", "? ", "! ", '" ') or text[start - 1 : start] in '"¿¡«“'
        known = name in GIVEN_NAMES or name in FAMILY_NAMES or name in COUNTRY_NAMES[0] or name in COUNTRY_NAMES[1] or name in CITY_NAMES
        if (opens and " " not in name and not known) or name in NO_NAMES:
            continue
        found.append((start, end, name))
    return found


def parts(text):
    """Stretches between marks: (start, end), each with the mark before it."""
    number = lambda at: 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit()
    starts = [0, *(m.start() for m in CLAUSE.finditer(text) if not number(m.start())), len(text)]
    return list(zip(starts, starts[1:]))


def cased(old, new):
    """A word with the capitals of another."""
    if old.isupper() and len(old) > 2:
        return new.upper()
    return new[:1].upper() + new[1:] if old[:1].isupper() and not new[:1].isupper() else new


def ending(word, g):
    """The ending that says what sort of word it is."""
    endings = (
        "ciones ción mente ando iendo ados idos adas idas ado ido ada ida aron ieron aba ar er ir os as es ó o a e",
        "tions tion ingly ing ed ly ers er ies ment ness ity es s e t",
    )
    return next((e for e in endings[g].split() if word.endswith(e)), "*")
