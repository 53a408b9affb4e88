"""What becomes of a pair of translations: changes by rule, with the tag of every stretch. One function a kind; `KINDS` lists them.

A marked text is a list of (text, tag): 0 said, 1 not said, 2 contradicted, -1 for what no tag is known of. A kind is given one side of a pair and gives
this side and the other, marked, or nothing where it cannot be done."""

import collections
import re

from words import (
    ADDITIONS, CERTAINTY, CITIES, CITY_NAMES, COUNTRIES, COUNTRY_NAMES, DAYS, FALSE_FRIENDS, FAMILY, FAMILY_NAMES, FIRMS, GIVEN, GIVEN_NAMES, LITTLE,
    MONTHS, NUMERALS, OPPOSITES, PREPOSITIONS, SAME, SAME_KIND, TRANSLATIONS, VALUES, cased, cut, ending, linked, names, parts, plain,
)

SAID, NOT_SAID, CONTRADICTED, UNKNOWN = 0, 1, 2, -1
TRANSLATION, PARTIAL, MISMATCH = 0, 1, 2
SHARES = (0.46, 0.24, 0.30)
KINDS = {}


def kind(relation, share):
    """Lists a function as a kind of change that makes this relation; `share` is how often, among those of the relation."""

    def listed(function):
        KINDS[function.__name__] = (relation, share, function)
        return function

    return listed


def tidy(text):
    """Marks put right after something was left out."""
    for pattern, new in ((r"^[\s,;:\)\-–—]+", ""), (r"\s+([,.;:])", r"\1"), (r"[,;]+\s*([,;])", r"\1"), (r"[,;:]+([.!?])", r"\1"), (r"  +", " ")):
        text = re.sub(pattern, new, text)
    return text[:1].upper() + text[1:]


def last_mark(text):
    return text.rstrip()[-1] if text.rstrip()[-1:] in tuple(".!?") and text.strip() else ""


def replaced(text, start, end, new, tag):
    return [(text[:start], SAID), (new, tag), (text[end:], SAID)]


class Side:
    """One side of a pair: g is 0 for Spanish and 1 for English."""

    def __init__(self, pair, g, rng):
        self.pair, self.g, self.rng = pair, g, rng
        self.text, self.other = (pair.es, pair.en) if g == 0 else (pair.en, pair.es)
        self.words = cut(self.text)
        self.lower = [word.lower() for word, _, _ in self.words]

    def links(self):
        """Places (word here, word there) that translate each other."""
        return linked(self.pair) if self.g == 0 else [(j, i) for i, j in linked(self.pair)]

    def over_there(self, start, end):
        """The words of the other side, and which of them translate words within a stretch of this one, and which others."""
        inside = {k for k, (_, a, b) in enumerate(self.words) if a >= start and b <= end}
        links = self.links()
        return cut(self.other), sorted({j for i, j in links if i in inside}), {j for i, j in links if i not in inside}

    def tagged(self, tag_of):
        """The other side with a tag for each word; between words none is known."""
        marked, at = [], 0
        for place, (word, start, end) in enumerate(cut(self.other)):
            if start > at:
                marked.append((self.other[at:start], UNKNOWN))
            marked.append((self.other[start:end], tag_of(place, word)))
            at = end
        return marked + [(self.other[at:], UNKNOWN)]

    def mark(self, start, end, tag):
        """The other side, with this tag on the words that translate a stretch of this one."""
        _, own, rest = self.over_there(start, end)
        if not own:
            return [(self.other, UNKNOWN)]
        return self.tagged(lambda place, word: UNKNOWN if not word[0].isalnum() else tag if place in own else SAID if place in rest else UNKNOWN)

    def gone(self, start, end):
        """The other side, when a stretch of this one is left out: what lies between the words that translate it is not said either."""
        there, own, rest = self.over_there(start, end)
        if not own:
            return [(self.other, UNKNOWN)]
        first, last = own[0], own[-1]
        between = [j for j in rest if first <= j <= last]
        if len(between) > max(1, len(own) // 3):
            return self.mark(start, end, NOT_SAID)
        left = max((j for j in rest if j < first), default=-1)
        right = min((j for j in rest if j > last), default=len(there))

        def tag(place, word):
            if place in between:
                return UNKNOWN
            if first <= place <= last:
                return NOT_SAID
            if left < place < right:
                return UNKNOWN
            return SAID if place in rest or word[0].isalnum() else UNKNOWN

        return self.tagged(tag)

    def whole(self):
        return [(self.other, SAID)]

    def pick(self, found):
        return self.rng.choice(found) if found else None


# ---- translations -----------------------------------------------------------------------------------------------------------------------------


@kind(TRANSLATION, 30)
def as_it_is(side, _):
    return [(side.text, SAID)], side.whole()


@kind(TRANSLATION, 22)
def harmless(side, _):
    """Other capitals, accents, marks, numerals, words for the same, another order."""
    way = side.rng.choice(HARMLESS)
    made = way(side)
    made = made if isinstance(made, tuple) else (made, side.other)
    if made[0] is None or made == (side.text, side.other):
        return None
    return [(made[0], SAID)], [(made[1], SAID)]


def other_words(side):
    return tuple(reworded(text, SAME[g], side.rng) for text, g in ((side.text, side.g), (side.other, 1 - side.g)))


def reworded(text, pairs, rng):
    for one, other in rng.sample(pairs, len(pairs) // 2):
        text = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", other, text, count=1)
    return text


def other_word(side):
    for one, other in side.rng.sample(SAME[side.g], len(SAME[side.g])):
        m = re.search(rf"(?<!\w){re.escape(one)}(?!\w)", side.text)
        if m:
            return side.text[: m.start()] + other + side.text[m.end() :]
    return None


def without_accents(side):
    text = side.text
    for start, end, name in reversed(names(text)):
        text = text[:start] + plain(name) + text[end:]
    return plain(text) if text == side.text and side.g == 0 else text


def other_numeral(side):
    for value, word in zip(VALUES, NUMERALS[side.g]):
        if re.search(rf"\b{word}\b", side.text, re.I):
            return re.sub(rf"\b{word}\b", str(value), side.text, flags=re.I)
        if value < 13 and re.search(rf"(?<![\d.,]){value}(?![\d.,])", side.text):
            return re.sub(rf"(?<![\d.,]){value}(?![\d.,])", word, side.text)
    return None


def time_moved(side):
    """A phrase of time from the beginning to the end, or back."""
    front = (r"^((?:El|En|Durante|Tras|A|Al) [^,]{3,40}), (.+?)([.!?]?)$", r"^((?:On|In|At|During|After) [^,]{3,40}), (.+?)([.!?]?)$")[side.g]
    m = re.match(front, side.text)
    if m:
        return m[2][:1].upper() + m[2][1:] + " " + m[1][:1].lower() + m[1][1:] + m[3]
    days = "|".join(DAYS[side.g])
    when = (rf"(?:el (?:{days}))|(?:en (?:19|20)\d\d)", rf"(?:on (?:{days}))|(?:in (?:19|20)\d\d)")[side.g]
    m = re.match(rf"^(.{{15,}}) ({when})([.!?]?)$", side.text)
    return m and m[2][:1].upper() + m[2][1:] + ", " + m[1][:1].lower() + m[1][1:] + m[3]


def title_before_a_name(side):
    found = side.pick([n for n in names(side.text) if n[2].split()[0] in GIVEN_NAMES or n[2].split()[-1] in FAMILY_NAMES])
    if not found:
        return None
    title = side.rng.choice((("el señor ", "Sr. ", "don "), ("Mr. ", "Mr "))[side.g])
    return side.text[: found[0]] + title + side.text[found[0] :]


SLIPS = (("z", "s"), ("s", "z"), ("v", "b"), ("b", "v"), ("y", "i"), ("i", "y"), ("c", "s"), ("ll", "l"), ("l", "ll"), ("n", "nn"), ("ff", "f"), ("h", ""), ("ñ", "n"), ("j", "g"), ("k", "c"))


def misspelt(side):
    """A slip in a long name that both sides print: still the same person or place."""
    found = side.pick([(start, word) for start, _, name in names(side.text) for word in name.split() if len(word) > 5 and word in side.other])
    if not found:
        return None
    word, at = found[1], side.rng.randrange(1, len(found[1]) - 1)
    slips = [(a, b) for a, b in SLIPS if a in word[1:]]
    way = side.rng.random()
    if way < 0.4 and slips:
        a, b = side.rng.choice(slips)
        new = word[0] + word[1:].replace(a, b, 1)
    elif way < 0.7:
        new = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    else:
        new = word[:at] + word[at + 1 :]
    return side.text.replace(word, new) if new != word else None


HARMLESS = (
    misspelt, misspelt,
    other_words, other_words, other_words, other_word, other_word, without_accents, other_numeral, time_moved, title_before_a_name,
    lambda side: side.text.lower(),
    lambda side: (side.text.lower(), side.other.lower()),
    lambda side: side.text.upper() if len(side.text) < 120 else None,
    lambda side: " ".join(w[:1].upper() + w[1:] for w in side.text.split()) if side.g else None,
    lambda side: re.sub(r'["“”«»]', side.rng.choice(('"', "“", "'", "")), side.text),
    lambda side: side.text.rstrip(".") if side.text.endswith(".") else side.text + ".",
    lambda side: re.sub(r"(\d)[.,](\d{3})(?!\d)", lambda m: m[1] + side.rng.choice((",", ".", " ", "")) + m[2], side.text),
)


@kind(TRANSLATION, 4)
def addition_on_both(side, _):
    addition = side.rng.choice(ADDITIONS)
    return [(added(side.text, addition[side.g], side)[0], SAID)], [(added(side.other, addition[1 - side.g], side)[0], SAID)]


def added(text, phrase, side):
    """A text with a phrase before or behind it; and its parts, the phrase apart."""
    end = last_mark(text)
    body = text.rstrip().removesuffix(end) if end else text.rstrip()
    if side.rng.random() < 0.25 and not phrase.startswith(("que ", "that ", "he told", "dijo ")):
        named = names(text)[:1] and names(text)[0][0] == 0
        pieces = [(phrase[:1].upper() + phrase[1:] + ", ", NOT_SAID), ((body if named else body[:1].lower() + body[1:]) + end, SAID)]
    else:
        pieces = [(body, SAID), ((", " if side.rng.random() < 0.3 else " ") + phrase, NOT_SAID), (end, SAID)]
    return "".join(part for part, _ in pieces), pieces


@kind(TRANSLATION, 4)
def two_sentences(side, corpus):
    following = corpus.following(side.pair)
    if not following:
        return None
    texts = (following.es, following.en)
    return [(f"{side.text} {texts[side.g]}", SAID)], [(f"{side.other} {texts[1 - side.g]}", SAID)]


@kind(TRANSLATION, 5)
def number_on_both(side, _):
    there = {word: (start, end) for word, start, end in cut(side.other)}
    once = [w for w in side.words if w[0][0].isdigit() and w[0] in there and side.text.count(w[0]) == 1 and side.other.count(w[0]) == 1]
    if not once:
        return None
    word, start, end = side.rng.choice(once)
    new = other_number(word, side.rng)
    return replaced(side.text, start, end, new, SAID), replaced(side.other, *there[word], new, SAID)


@kind(TRANSLATION, 4)
def day_on_both(side, _):
    found = dated(side)
    if not found:
        return None
    word, start, end, lists, i, j = found
    m = re.search(rf"\b{lists[1 - side.g][i]}\b", side.other)
    return m and (replaced(side.text, start, end, cased(word, lists[side.g][j]), SAID), replaced(side.other, *m.span(), lists[1 - side.g][j], SAID))


@kind(TRANSLATION, 5)
def name_on_both(side, corpus):
    found = side.pick([n for n in names(side.text) if side.text.count(n[2]) == 1 and side.other.count(n[2]) == 1])
    if not found:
        return None
    start, end, name = found
    new, at = corpus.other_name(name, side.g), side.other.index(name)
    if new in COUNTRY_NAMES[0] and new not in COUNTRY_NAMES[1]:
        return None
    return replaced(side.text, start, end, new, SAID), replaced(side.other, at, at + len(name), new, SAID)


@kind(TRANSLATION, 5)
def same_kind_on_both(side, _):
    found = of_a_kind(side)
    if not found:
        return None
    word, start, end, pairs, own = found
    m = re.search(rf"\b{re.escape(own[1 - side.g])}\b", side.other, re.I)
    new = side.pick([pair for pair in pairs if pair != own])
    if not m or not new:
        return None
    return replaced(side.text, start, end, cased(word, new[side.g]), SAID), replaced(side.other, *m.span(), cased(m[0], new[1 - side.g]), SAID)


@kind(TRANSLATION, 2)
def joined_names_turned(side, _):
    """`A y B` as `B y A`."""
    found = names(side.text)
    for (a, b, one), (c, d, other) in zip(found, found[1:]):
        if re.fullmatch(r"\s*(y|and)\s*", side.text[b:c]) and not side.text[:a].rstrip().endswith(",") and one != other:
            return [(side.text[:a] + other + side.text[b:c] + one + side.text[d:], SAID)], side.whole()
    return None


@kind(TRANSLATION, 4)
def names_turned_on_both(side, _):
    found = [n for n in names(side.text) if side.text.count(n[2]) == 1 and side.other.count(n[2]) == 1]
    if len(found) < 2:
        return None
    (a, b, one), (c, d, other) = sorted(side.rng.sample(found, 2))
    i, j = side.other.index(one), side.other.index(other)
    first, second = (one, other) if i < j else (other, one)
    i, j = min(i, j), max(i, j)
    if one in other or other in one or i + len(first) > j:
        return None
    there = side.other[:i] + second + side.other[i + len(first) : j] + first + side.other[j + len(second) :]
    return [(side.text[:a] + other + side.text[b:c] + one + side.text[d:], SAID)], [(there, SAID)]


@kind(TRANSLATION, 5)
def word_on_both(side, corpus):
    there = cut(side.other)
    usable = lambda word: len(word) > 3 and word.islower() and word.isalpha() and word not in LITTLE
    found = side.pick([(i, j) for i, j in side.links() if usable(side.words[i][0]) and usable(there[j][0])])
    if not found:
        return None
    i, j = found
    for _ in range(10):
        new = corpus.like(side.lower[i], side.g)
        known = TRANSLATIONS[side.g].get(new, {}) if new != side.lower[i] else {}
        translation = max(known, key=known.get, default="")
        if len(translation) > 3 and known[translation] >= 0.4:
            return replaced(side.text, *side.words[i][1:], new, SAID), replaced(side.other, *there[j][1:], translation, SAID)
    return None


@kind(TRANSLATION, 5)
def part_dropped_on_both(side, _):
    found = side.pick(short_parts(side.text, 0.7))
    if not found:
        return None
    start, end = found
    marked = side.gone(start, end)
    gone = [k for k, (_, tag) in enumerate(marked) if tag == NOT_SAID]
    if len(gone) < 3 or gone[-1] - gone[0] + 1 > 2 * len(gone) or sum(tag == UNKNOWN and len(part) > 3 for part, tag in marked) > 2:
        return None
    if any(tag == SAID and part.strip() for part, tag in marked[gone[0] : gone[-1]]):
        return None
    ended = lambda old, new: new.rstrip() + last_mark(old) if last_mark(old) and not last_mark(new) else new
    here = tidy(ended(side.text, side.text[:start] + side.text[end:]))
    there = tidy(ended(side.other, "".join(part for k, (part, _) in enumerate(marked) if not gone[0] <= k <= gone[-1])))
    return ([(here, UNKNOWN)], [(there, UNKNOWN)]) if min(len(here), len(there)) >= 12 else None


# ---- partial ----------------------------------------------------------------------------------------------------------------------------------


def short_parts(text, most):
    """Parts of a text that can be left out."""
    found = parts(text)
    if len(found) < 2:
        return []
    return [(a, b) for a, b in found if 2 <= len(text[a:b].split()) <= 16 and 8 < b - a < most * len(text)]


@kind(PARTIAL, 7)
def part_dropped(side, _):
    found = side.pick(short_parts(side.text, 0.75))
    if not found:
        return None
    start, end = found
    rest = side.text[:start] + side.text[end:]
    if last_mark(side.text) and end >= len(side.text.rstrip()):
        rest = rest.rstrip() + last_mark(side.text)
    rest = tidy(rest)
    return ([(rest, SAID)], side.gone(start, end)) if len(rest) >= 12 else None


@kind(PARTIAL, 6)
def phrase_dropped(side, _):
    """From a preposition to the end of its phrase."""
    prepositions, found = PREPOSITIONS[side.g], []
    for i, word in enumerate(side.lower):
        if word not in prepositions or i < 2:
            continue
        j = i + 1
        letters = lambda at: at < len(side.words) and side.words[at][0][0].isalnum()
        while letters(j) and (j - i < 3 or side.lower[j] not in prepositions) and j - i < 9:
            j += 1
        if letters(j) and side.lower[j] in ("de", "del", "of") and j - i < 6:
            j += 1
            while letters(j) and side.lower[j] not in prepositions and j - i < 10:
                j += 1
        if j - i >= 3 and not letters(j) and any(len(w) > 3 and w not in LITTLE for w in side.lower[i + 1 : j]):
            found.append((side.words[i][1], side.words[j - 1][2]))
    found = side.pick([(a, b) for a, b in found if b - a <= 0.6 * len(side.text)])
    return found and ([(tidy(side.text[: found[0]] + side.text[found[1] :]), SAID)], side.gone(*found))


@kind(PARTIAL, 3)
def end_dropped(side, _):
    cuts = PREPOSITIONS[side.g] | {"y", "and", "pero", "but", "e", "o", "or"}
    start = side.pick([side.words[i][1] for i in range(3, len(side.words) - 2) if side.lower[i] in cuts])
    if start is None or len(side.text) - start < 10 or start < 14:
        return None
    return [(tidy(side.text[:start].rstrip(" ,;:")) + last_mark(side.text), SAID)], side.gone(start, len(side.text))


QUALITIES = set(
    "viejo vieja nuevo nueva pequeño pequeña joven rojas rojos blancos blancas negros negras old new small young large little big famous former local grande "
    "grandes famoso exministro locales muy very really ayer hoy yesterday today also también recently recientemente solo only casi almost".split()
)


@kind(PARTIAL, 5)
def quality_dropped(side, _):
    coloured = lambda word: any(kind in ("color", "colorf", "nation", "nationf", "nation2", "ordinal", "ordinalf") for kind, _, _ in SAME_KIND[side.g].get(word, ()))
    found = side.pick([w[1:] for i, w in enumerate(side.words) if i and (coloured(side.lower[i]) or side.lower[i] in QUALITIES)])
    if not found:
        return None
    start, end = found
    if side.text[start:end].lower() in ("also", "también", "muy", "very", "really") and side.rng.random() < 0.7:
        return None
    return [(tidy(side.text[:start].rstrip() + side.text[end:]), SAID)], side.mark(start, end, NOT_SAID)


@kind(PARTIAL, 4)
def part_added(side, corpus):
    """A part of another sentence."""
    source = corpus.near(side.pair) if side.rng.random() < 0.5 else corpus.any()
    text = (source.es, source.en)[side.g]
    found = side.pick([(a, b) for a, b in parts(text) if 3 <= len(text[a:b].split()) <= 14])
    if not found:
        return None
    new = text[found[0] : found[1]].strip(' ,;:()-–—.!?"«»')
    if len(new) < 8:
        return None
    if new[:1].isupper() and not names(new)[:1]:
        new = new[0].lower() + new[1:]
    end = last_mark(side.text)
    body = side.text.rstrip().removesuffix(end) if end else side.text.rstrip()
    way, inner = side.rng.random(), side.pick([a for a, _ in parts(side.text) if a > 0])
    if way < 0.45:
        here = [(body, SAID), (", " + new, NOT_SAID), (end, SAID)]
    elif way < 0.6:
        named = names(side.text)[:1] and names(side.text)[0][0] == 0
        here = [(new[:1].upper() + new[1:] + ", ", NOT_SAID), (side.text if named else side.text[:1].lower() + side.text[1:], SAID)]
    elif way < 0.7 or inner is None:
        here = [(body, SAID), (f" ({new})" if way < 0.7 else " " + new, NOT_SAID), (end, SAID)]
    else:
        here = [(side.text[:inner], SAID), (", " + new, NOT_SAID), (side.text[inner:], SAID)]
    return here, side.whole()


@kind(PARTIAL, 6)
def addition(side, _):
    return added(side.text, side.rng.choice(ADDITIONS)[side.g], side)[1], side.whole()


@kind(PARTIAL, 2)
def sentence_dropped(side, corpus):
    following = corpus.following(side.pair)
    if not following:
        return None
    new = (following.es, following.en)[1 - side.g]
    there = [(side.other + " ", SAID), (new, NOT_SAID)] if side.rng.random() < 0.5 else [(new + " ", NOT_SAID), (side.other, SAID)]
    return [(side.text, SAID)], there


# ---- mismatch ---------------------------------------------------------------------------------------------------------------------------------


def other_number(word, rng):
    """A number that a slip would make of another."""
    places = [i for i, c in enumerate(word) if c.isdigit()]
    with_digit = lambda i, digit: word[:i] + digit + word[i + 1 :]
    for _ in range(9):
        way = rng.random()
        if re.fullmatch(r"(19|20)\d\d", word) and way < 0.8:
            new = str(int(word) + rng.choice((-30, -12, -10, -5, -3, -2, -1, 1, 2, 3, 4, 7, 10, 20)))
        elif word.isdigit() and way < 0.4 and len(word) < 4:
            new = str(max(1, int(word) + rng.choice((-20, -5, -3, -2, -1, 1, 2, 3, 5, 10, 30))))
        elif way < 0.6:
            new = with_digit(rng.choice(places), rng.choice("123456789"))
        elif way < 0.75 and len(places) > 1:
            i, j = sorted(rng.sample(places, 2))
            new = word[:i] + word[j] + word[i + 1 : j] + word[i] + word[j + 1 :]
        elif way < 0.85 and word.isdigit():
            new = word + "0" if rng.random() < 0.6 else str(rng.randrange(2, 99))
        else:
            new = with_digit(rng.choice(places), rng.choice("0123456789"))
        if new != word and not (new[0] == "0" and len(new) > 1 and word[0] != "0"):
            return new
    return str(rng.randrange(2, 99))


@kind(MISMATCH, 9)
def number(side, _):
    digits = [w for w in side.words if w[0][0].isdigit()]
    spelt = [w for w in side.words if w[0].lower() in NUMERALS[side.g]]
    if digits and (not spelt or side.rng.random() < 0.7):
        word, start, end = side.rng.choice(digits)
        new = other_number(word, side.rng)
    elif spelt:
        word, start, end = side.rng.choice(spelt)
        place = side.rng.choice([i for i, numeral in enumerate(NUMERALS[side.g]) if numeral != word.lower()])
        new = str(VALUES[place]) if side.rng.random() < 0.15 else cased(word, NUMERALS[side.g][place])
    else:
        return None
    return replaced(side.text, start, end, new, CONTRADICTED), side.mark(start, end, CONTRADICTED)


def dated(side):
    """A day of the week or a month: (word, start, end, the lists, its place, another place)."""
    found = [(*w, lists) for w in side.words for lists in (DAYS, MONTHS) if (w[0] if side.g else w[0].lower()) in lists[side.g]]
    found = side.pick([f for f in found if f[0] != "May" or side.g == 0 or re.search(r"\bmayo\b", side.other)])
    if not found:
        return None
    word, start, end, lists = found
    i = lists[side.g].index(word if side.g else word.lower())
    return word, start, end, lists, i, side.rng.choice([k for k in range(len(lists[0])) if k != i])


@kind(MISMATCH, 6)
def day(side, _):
    found = dated(side)
    if not found:
        return None
    word, start, end, lists, _, j = found
    return replaced(side.text, start, end, cased(word, lists[side.g][j]), CONTRADICTED), side.mark(start, end, CONTRADICTED)


@kind(MISMATCH, 8)
def name(side, corpus):
    found = side.pick(names(side.text))
    if not found:
        return None
    start, end, old = found
    new = corpus.other_name(old, side.g)
    if new == old or plain(new.lower()) in plain(side.other.lower()):
        return None
    before, after = old.split(), new.split()
    if len(before) != len(after) or len(before) == 1:
        return replaced(side.text, start, end, new, CONTRADICTED), side.mark(start, end, CONTRADICTED)
    # only the words that changed are wrong
    marked = [((" " if k else "") + b, SAID if a == b else CONTRADICTED) for k, (a, b) in enumerate(zip(before, after))]
    changed = [k for k, (a, b) in enumerate(zip(before, after)) if a != b]
    first = side.text.index(before[changed[0]], start)
    last = side.text.index(before[changed[-1]], first) + len(before[changed[-1]])
    return [(side.text[:start], SAID), *marked, (side.text[end:], SAID)], side.mark(first, last, CONTRADICTED)


@kind(MISMATCH, 7)
def names_turned(side, _):
    """Two names change places: who does it to whom."""
    found = names(side.text)
    first = re.match(r'[¿¡"«“]?([A-ZÁÉÍÓÚ][\wáéíóúñ]+)', side.text)
    if first and first[1].lower() not in LITTLE and re.search(rf"\b{re.escape(first[1])}\b", side.other) and all(n[0] != first.start(1) for n in found):
        found = [(*first.span(1), first[1]), *found]
    there = plain(side.other)
    found = [n for n in found if plain(n[2]) in there or n[2] in COUNTRY_NAMES[side.g] or len(n[2].split()) > 1 or side.rng.random() < 0.3]
    pairs = [(one, other) for i, one in enumerate(found) for other in found[i + 1 :] if one[2] not in other[2] and other[2] not in one[2]]
    side.rng.shuffle(pairs)
    for (a, b, one), (c, d, other) in pairs:
        between = side.text[b:c]
        if re.fullmatch(r"\s*(,|y|e|and|&|o|or)\s*|[\s,]*(?:[A-Z]\w+[\s,]*)*(?:y|and)?\s*", between):
            continue
        here = [(side.text[:a], SAID), (other, CONTRADICTED), (between, SAID), (one, CONTRADICTED), (side.text[d:], SAID)]
        return here, [(side.other, UNKNOWN)]
    return None


AUXILIARIES = set("is are was were has have had will can could would should must may might am".split())
VERBS = set(
    "es son fue fueron era eran está están estaba estaban ha han había habían hay hubo puede pueden podía podrá tiene tienen tenía tuvo debe deben será serán va van "
    "iba quiere quieren quería sabe saben hace hacen hizo dijo dio llegó pudo quiso vio vino gusta necesita existe parece cree creo sé quiero tengo puedo soy estoy "
    "espera vive trabaja habla come juega logró ganó aceptó aprobó asistió participó anunció recibió permitió murió ocurrió cambió funcionó apareció terminó empezó "
    "comenzó encontró perdió confirmó decidió pidió presentó firmó".split()
)
PRONOUNS = set("lo la se le me te nos los las les".split())
BASES = {
    form: verb
    for verb in (
        "attend accept approve reject support arrest kill announce visit sign call work play walk help need want like open close start finish arrive cancel change "
        "happen live move show use look ask turn seem believe suffer receive allow confirm decide present participate express report contain include cause increase "
        "reduce improve agree refuse vote"
    ).split()
    for form in (verb + ("d" if verb.endswith("e") else "ed"), verb + "s")
} | dict(
    said="say", went="go", came="come", took="take", gave="give", made="make", saw="see", knew="know", got="get", found="find", told="tell", won="win", lost="lose",
    left="leave", began="begin", met="meet", paid="pay", sold="sell", bought="buy", wrote="write", spoke="speak", stopped="stop", died="die", fell="fall", rose="rise",
    grew="grow", felt="feel", kept="keep", led="lead", ran="run", sent="send", broke="break", tried="try",
)


def spanish_negations(side):
    """(start, end, new) of what turns a sentence into its opposite."""
    for m in re.finditer(r"\b[Nn]o (?:(?:se|lo|la|le|me|te|nos|les|los|las) )?(?=\w)", side.text):
        yield m.start(), m.start() + 3, ""
    for i, (_, start, _) in enumerate(side.words):
        before = side.lower[i - 1] if i else ""
        if side.lower[i] not in VERBS or not i:
            continue
        if before not in PRONOUNS | {"no", "que", "nunca", "ya", "nadie", "nada", "ni"}:
            yield start, start, "no "
        elif before in PRONOUNS and i > 1 and side.lower[i - 2] != "no":
            yield side.words[i - 1][1], side.words[i - 1][1], "no "
    for old, new in (("sin", "con"), ("también", "tampoco")):
        for m in re.finditer(rf"\b{old}\b", side.text):
            yield *m.span(), new


def english_negations(side):
    for m in re.finditer(r" not\b(?! only)|n't\b", side.text):
        if not side.text[: m.start()].endswith(("ca", "wo", "Wo")):
            yield *m.span(), ""
    for m in re.finditer(r"\b(can't|cannot|won't)\b", side.text):
        yield *m.span(), "can" if m[0][0] == "c" else "will"
    for i, (word, start, end) in enumerate(side.words):
        if not i or not side.words[i - 1][0][0].isalpha():
            continue
        low, before = side.lower[i], side.lower[i - 1]
        if low in AUXILIARIES and i + 1 < len(side.words) and side.lower[i + 1] not in ("not", "never", "no") and side.words[i + 1][0][0].isalpha():
            yield end, end, side.rng.choice((" not", " not", " never")) if low != "am" else " not"
        elif low in BASES and before not in AUXILIARIES | {"to", "be", "been", "not", "n't", "and", "the", "a"}:
            past = side.rng.choices(("did not ", "didn't ", "refused to "), (60, 24, 16))[0]
            yield start, end, (past if not low.endswith("s") else "does not ") + BASES[low]
    for m in re.finditer(r"\bno (?=\w)", side.text):
        yield *m.span(), side.rng.choice(("some ", "many "))
    for m in re.finditer(r"\bwithout\b", side.text):
        yield *m.span(), "with"


@kind(MISMATCH, 10)
def negation(side, _):
    found = side.pick(list((spanish_negations, english_negations)[side.g](side)))
    if not found:
        return None
    start, end, new = found
    if new:
        return replaced(side.text, start, end, new, CONTRADICTED), side.mark(start, max(end, start + len(new)), CONTRADICTED)
    there = (r"\b(?:not|never|no|nobody|nothing|cannot|without|\w+n't)\b|n't", r"\b(?:no|nunca|ni|nadie|nada|sin|tampoco)\b")[side.g]
    m = re.search(there, side.other, re.I)
    return [(side.text[:start], SAID), (side.text[end:], UNKNOWN)], replaced(side.other, *m.span(), m[0], CONTRADICTED) if m else [(side.other, UNKNOWN)]


@kind(MISMATCH, 9)
def opposite(side, _):
    # words of many meanings less often
    vague = {"with", "con", "in", "for", "up", "like", "right", "his", "her", "he", "más", "este", "light", "left", "close", "fall", "vino", "fue", "baja", "bajo", "sobre"}
    found = side.pick([w for w in side.words if w[0].lower() in OPPOSITES[side.g] and (w[0].lower() not in vague or side.rng.random() < 0.3)])
    if not found:
        return None
    word, start, end = found
    return replaced(side.text, start, end, cased(word, side.rng.choice(OPPOSITES[side.g][word.lower()])), CONTRADICTED), side.mark(start, end, CONTRADICTED)


def of_a_kind(side):
    """A word of a kind: (word, start, end, the pairs of the kind, its own pair)."""
    found = side.pick([w for w in side.words if w[0].lower() in SAME_KIND[side.g]])
    if not found:
        return None
    which, pairs, own = side.rng.choice(SAME_KIND[side.g][found[0].lower()])
    return None if which in ("city", "continent") and not found[0][0].isupper() else (*found, pairs, own)


@kind(MISMATCH, 11)
def same_kind(side, _):
    found = of_a_kind(side)
    if not found:
        return None
    word, start, end, pairs, own = found
    m = re.search(rf"\b{re.escape(own[1 - side.g])}\b", side.other, re.I)
    if not m and side.rng.random() < 0.6:
        return None
    new = side.pick([pair for pair in pairs if all(pair[g].lower() != own[g].lower() for g in (0, 1))])
    if not new or plain(new[1 - side.g].lower()) in plain(side.other.lower()):
        return None
    there = replaced(side.other, *m.span(), m[0], CONTRADICTED) if m else side.mark(start, end, CONTRADICTED)
    return replaced(side.text, start, end, cased(word, new[side.g]), CONTRADICTED), there


@kind(MISMATCH, 6)
def word(side, corpus):
    """Any word by another of the same ending that does not translate it."""
    there = cut(side.other)
    usable = lambda i: len(side.lower[i]) > 3 and side.lower[i] not in LITTLE and side.lower[i].isalpha() and (i == 0 or side.words[i][0].islower())
    found = side.pick([(i, j) for i, j in side.links() if usable(i) and len(there[j][0]) > 3])
    if not found:
        return None
    i, _ = found
    old, known = side.lower[i], TRANSLATIONS[side.g]
    likely = lambda w: {t for t, p in known.get(w, {}).items() if p > 0.08}
    for _ in range(8):
        new = corpus.like(old, side.g)
        if not new or new == old or plain(new)[:4] == plain(old)[:4] or likely(new) & likely(old):
            continue
        if not any(w.lower() in known.get(new, {}) for w, _, _ in there):
            _, start, end = side.words[i]
            return replaced(side.text, start, end, cased(side.words[i][0], new), CONTRADICTED), side.mark(start, end, CONTRADICTED)
    return None


@kind(MISMATCH, 6)
def certainty(side, _):
    """`may` for `will`, `despite` for `because of`."""
    for old, new in side.rng.sample(CERTAINTY[side.g], 40):
        if old in ("with", "con", "for", "sin", "all", "todo", "some", "will") and side.rng.random() < 0.6:
            continue
        m = re.search(rf"\b{re.escape(old)}\b", side.text)
        if m:
            return replaced(side.text, *m.span(), cased(m[0], new), CONTRADICTED), side.mark(*m.span(), CONTRADICTED)
    return None


@kind(MISMATCH, 2)
def hearsay(side, _):
    """What is told as a fact becomes what is said to be one."""
    verb = lambda low: low in VERBS if side.g == 0 else low in BASES and low.endswith("ed")
    found = side.pick([w[1:] for w, low in zip(side.words, side.lower) if verb(low) and w[1]])
    if not found:
        return None
    new = side.rng.choice((("presuntamente", "presuntamente", "supuestamente", "al parecer"), ("allegedly", "allegedly", "reportedly", "supposedly"))[side.g])
    start, end = found
    return replaced(side.text, start, start, f"{new} ", CONTRADICTED) if side.g == 0 else replaced(side.text, end, end, f" {new}", CONTRADICTED), side.whole()


@kind(MISMATCH, 3)
def false_friend(side, _):
    pair, spanish = side.pair, [w for w in cut(side.pair.es) if w[0].lower() in FALSE_FRIENDS]
    side.rng.shuffle(spanish)
    for found, start, end in spanish:
        for right, wrong in FALSE_FRIENDS[found.lower()]:
            m = re.search(rf"\b{re.escape(right)}\b", pair.en, re.I)
            if m:
                es, en = replaced(pair.es, start, end, found, CONTRADICTED), replaced(pair.en, *m.span(), cased(m[0], wrong), CONTRADICTED)
                return (es, en) if side.g == 0 else (en, es)
    return None


@kind(MISMATCH, 2)
def neighbour(side, corpus):
    near = corpus.near(side.pair)
    return None if near is side.pair else ([(side.text, NOT_SAID)], [((near.es, near.en)[1 - side.g], NOT_SAID)])


@kind(MISMATCH, 1)
def another(side, corpus):
    other = corpus.any()
    return [(side.text, NOT_SAID)], [((other.es, other.en)[1 - side.g], NOT_SAID)]


@kind(MISMATCH, 2)
def same_names(side, corpus):
    """Another sentence that names the same."""
    other = corpus.with_a_name_of(side)
    return other and ([(side.text, UNKNOWN)], [((other.es, other.en)[1 - side.g], UNKNOWN)])


# ---- drawing ----------------------------------------------------------------------------------------------------------------------------------


class Corpus:
    """The texts that changes are taken from."""

    def __init__(self, pairs, rng):
        self.pairs, self.rng = pairs, rng
        self.places = {id(pair): i for i, pair in enumerate(pairs)}
        self.sorts = (collections.defaultdict(list), collections.defaultdict(list))
        self.named = (collections.defaultdict(list), collections.defaultdict(list))
        self.names = {1: [], 2: [], 3: []}
        for i, pair in enumerate(pairs):
            for g, text in ((0, pair.es), (1, pair.en)):
                for word, _, _ in cut(text):
                    if len(word) > 3 and word.isalpha() and word.islower() and word not in LITTLE:
                        self.sorts[g][ending(word, g)].append(word)
                for _, _, found in names(text):
                    self.named[g][found].append(i)
                    if len(found.split()) <= 3:
                        self.names[len(found.split())].append(found)

    def like(self, word, g):
        """A word that ends alike."""
        found = self.sorts[g].get(ending(word, g))
        return self.rng.choice(found) if found else None

    def any(self):
        return self.rng.choice(self.pairs)

    def near(self, pair):
        """A sentence of the same document nearby, or any."""
        i = self.places.get(id(pair), -9)
        for _ in range(5):
            j = i + self.rng.choice((-3, -2, -1, 1, 2, 3))
            if 0 <= j < len(self.pairs) and pair.doc and self.pairs[j].doc == pair.doc:
                return self.pairs[j]
        return self.any()

    def following(self, pair):
        j = self.places.get(id(pair), -1) + 1
        found = self.pairs[j] if 0 < j < len(self.pairs) and self.rng.random() < 0.7 else self.any()
        return found if len(found.es) + len(pair.es) < 260 else None

    def with_a_name_of(self, side):
        own = [found for _, _, found in names(side.text)]
        self.rng.shuffle(own)
        for found in own:
            others = [j for j in self.named[side.g][found] if self.pairs[j] is not side.pair]
            if others:
                return self.pairs[self.rng.choice(others)]
        return None

    def other_name(self, old, g):
        """Another name of the same sort; of a person often only the given name or the family's is another."""
        rng, words = self.rng, old.split()
        if old in COUNTRY_NAMES[g]:
            return rng.choice(COUNTRIES)[g]
        if old.lower() in SAME_KIND[g]:
            _, pairs, own = SAME_KIND[g][old.lower()][0]
            return rng.choice([pair for pair in pairs if pair != own])[g]
        if old in CITY_NAMES:
            return rng.choice(CITIES)
        if words[0] in GIVEN_NAMES and len(words) > 1:
            way = rng.random()
            return " ".join([rng.choice(GIVEN), *words[1:]] if way < 0.35 else [*words[:-1], rng.choice(FAMILY)] if way < 0.7 else [rng.choice(GIVEN), rng.choice(FAMILY)])
        if words[-1] in FAMILY_NAMES:
            return " ".join([*words[:-1], rng.choice(FAMILY)])
        if len(words) > 1 and rng.random() < 0.4:
            words[rng.randrange(len(words))] = rng.choice(self.names[1] or FAMILY)
            return " ".join(words)
        if rng.random() < 0.15 and len(words) == 1:
            return rng.choice(FIRMS + CITIES[:60])
        return rng.choice(self.names[min(3, len(words))] or FAMILY)


def edit(pair, name, g, corpus):
    """Marked Spanish, marked English, relation: the pair changed on side g; nothing where it cannot be."""
    relation, _, function = KINDS[name]
    made = function(Side(pair, g, corpus.rng), corpus)
    if not made or any(len("".join(part for part, _ in side)) < 4 for side in made):
        return None
    return (*(made if g == 0 else made[::-1]), relation)


def draw(corpus, pick, tries=25):
    """kind, marked Spanish, marked English, relation: first the relation and the kind, then a pair that allows it."""
    rng = corpus.rng
    while True:
        relation = rng.choices((0, 1, 2), SHARES)[0]
        own = {name: share for name, (of, share, _) in KINDS.items() if of == relation}
        name = rng.choices(list(own), list(own.values()))[0]
        for _ in range(tries):
            made = edit(pick(), name, rng.randrange(2), corpus)
            if made:
                return name, *made
