"""Captions made from the grammar of desk.txt: two wordings of the same, and what becomes of them when a slot of one side is left out, filled
with another value, or changes places with another. Every character has its tag."""

import csv
import pathlib
import re

import faker

from base import ROOT, SHARED

SHARE = 0.14
SAID, NOT_SAID, CONTRADICTED = 0, 1, 2
SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}")
HERE = pathlib.Path(__file__).resolve().parent

MONTHS = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "January February March April May June July August September October November December".split(),
    "Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec.".split(),
)
DAYS = ("lunes martes miércoles jueves viernes sábado domingo".split(), "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
PARTS = (("por la noche", "night"), ("por la tarde", "afternoon"), ("por la mañana", "morning"), ("de madrugada", "before dawn"))
SMALL = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte".split(),
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(),
)
STATES = (
    "Aguascalientes|Baja California|Baja California Sur|Campeche|Chiapas|Chihuahua|Coahuila|Colima|Durango|Guanajuato|Guerrero|Hidalgo|Jalisco|"
    "Michoacán|Morelos|Nayarit|Nuevo León|Oaxaca|Puebla|Querétaro|Quintana Roo|San Luis Potosí|Sinaloa|Sonora|Tabasco|Tamaulipas|Tlaxcala|Veracruz|"
    "Yucatán|Zacatecas|Texas|California|Florida|Arizona|Santa Fe|Antioquia|Zulia|Cusco|Andalucía=Andalusia|Cataluña=Catalonia|Nuevo México=New Mexico|"
    "Nueva York=New York|Estado de México=State of Mexico|Galicia|Táchira|Maranhão|Loja|Carolina del Norte=North Carolina"
).split("|")
CITIES = (
    "Londres=London|París=Paris|Berlín=Berlin|Roma=Rome|Moscú=Moscow|Pekín=Beijing|Tokio=Tokyo|Praga=Prague|Viena=Vienna|Atenas=Athens|Bruselas=Brussels|"
    "Lisboa=Lisbon|Ginebra=Geneva|Nueva York=New York|Washington|Chicago|Houston|Los Ángeles=Los Angeles|Filadelfia=Philadelphia|Madrid|Barcelona|Sevilla=Seville|"
    "Bogotá|Medellín|Lima|Caracas|Quito|Guayaquil|La Paz|Santiago|Valparaíso|Buenos Aires|Rosario|Montevideo|Asunción|La Habana=Havana|San Juan|San José|"
    "San Salvador|Tegucigalpa|Managua|Ciudad de Guatemala=Guatemala City|Ciudad de Panamá=Panama City|Ciudad de México=Mexico City|la Ciudad de México=Mexico City|"
    "Río de Janeiro=Rio de Janeiro|Sao Paulo|Jerusalén=Jerusalem|El Cairo=Cairo|Estambul=Istanbul|Nueva Delhi=New Delhi|Seúl=Seoul"
).split("|")


def spelt(number, language):
    return SMALL[language][number] if number <= 20 else str(number)


def counted(number, language, rng):
    """A count as desks print it."""
    if number <= 12 and rng.random() < 0.75 or number <= 20 and rng.random() < 0.3:
        return spelt(number, language)
    if number < 1000:
        return str(number)
    thousands, rest = divmod(number, 1000)
    if language:
        return f"{number:,}" if rng.random() < 0.85 else str(number)
    if number >= 1_000_000:
        return f"{number // 1_000_000} millones" if number % 1_000_000 == 0 else f"{number:,}"
    choices = [f"{number:,}", f"{number:,}".replace(",", "."), str(number)]
    mil = (f"{thousands} mil" if thousands > 1 else "mil") + (f" {rest}" if rest else "")
    return rng.choice(choices + [mil] * 3)


def some_number(rng, most=4):
    """Mostly small, some round."""
    size = rng.random()
    if size < 0.45:
        return rng.randrange(2, 21)
    if size < 0.7:
        return rng.randrange(21, 100)
    if size < 0.85:
        return rng.choice([rng.randrange(100, 1000), 50 * rng.randrange(2, 20)])
    return rng.choice([500 * rng.randrange(2, 20), 1000 * rng.randrange(1, 10 ** (most - 2)), rng.randrange(1000, 10**most)])


class Desk:
    """Draws captions."""

    def __init__(self, rng):
        self.rng = rng
        self.lists, self.frames = read((HERE / "desk.txt").read_text(encoding="utf-8"))
        faker.Faker.seed(rng.randrange(1 << 30))
        makers = [faker.Faker(locale) for locale in ("es_MX", "es_MX", "es_ES", "es_AR", "es_CO", "es_CL", "en_US", "fr_FR", "de_DE", "it_IT")]
        word = lambda text: text.split()[-1]
        self.men = [(m.first_name_male().split()[0], word(m.last_name()), word(m.last_name()) if i < 6 else "") for i, m in enumerate(makers) for _ in range(250)]
        self.women = [(m.first_name_female().split()[0], word(m.last_name()), word(m.last_name()) if i < 6 else "") for i, m in enumerate(makers) for _ in range(250)]
        both = lambda entries: [tuple((entry.split("=") * 2)[:2]) for entry in entries]
        with open(ROOT / "data/lexicon/cities.csv", encoding="utf-8") as file:
            mexican = [row["name"] for row in csv.DictReader(file)]
        self.cities = both(CITIES) * 6 + both(mexican)
        self.states = both(STATES)
        with open(ROOT / "data/lexicon/countries.csv", encoding="utf-8") as file:
            self.countries = [(row["es"], row["en"]) for row in csv.DictReader(file) if not re.match(r"(Isla|Territorio|San |RAE)", row["es"])]
        self.institutions = institutions()
        with open(SHARED / "data/parallel/tatoeba-dev.tsv", encoding="utf-8") as file:
            self.words = sorted({w for line in file for w in re.findall(r"[a-záéíóúñ]{4,9}", line.split("\t")[2].lower())})[:4000]

    # ---- values -----------------------------------------------------------------------------------------------------------------------

    def value(self, name):
        """A value of a slot: something that `wording` can say in both languages."""
        rng = self.rng
        if name in self.lists:
            return rng.randrange(len(self.lists[name]))
        if name in ("person", "woman"):
            given, family, mother = rng.choice(self.men if name == "person" else self.women)
            other = rng.choice(self.men if name == "person" else self.women)
            return given, rng.choice((family, other[1])), mother if rng.random() < 0.25 else ""
        if name in ("city", "state", "country", "institution"):
            return rng.choice({"city": self.cities, "state": self.states, "country": self.countries, "institution": self.institutions}[name])
        if name == "quantity":
            return rng.choices(HEDGES, [5, 3, 3, 2, 2, 1])[0], max(2, some_number(rng))
        if name == "number":
            return rng.randrange(2, 400)
        if name == "bignumber":
            return max(2, some_number(rng, 5))
        if name == "money":
            return rng.choice((1, 2, 3, 5, 8, 12, 15, 20, 25, 30, 45, 60, 80, 120, 250, 400, 700, 1500, 2000, 3500, 12000)), rng.choice((0, 0, 1, 1, 2))
        if name == "percent":
            return rng.randrange(2, 95) if rng.random() < 0.6 else round(rng.uniform(0.2, 20), 1)
        if name == "score":
            return rng.randrange(0, 6), rng.randrange(0, 6)
        if name == "when":
            return rng.randrange(7), rng.choice((None, None, None, 0, 1, 2, 3)), 0
        if name == "day":
            return rng.randrange(1, 31), rng.randrange(12)
        if name == "month":
            return rng.randrange(12)
        if name == "clock":
            return rng.randrange(24), rng.choice((0, 0, 15, 30, 45))
        if name == "age":
            return rng.randrange(5, 99)
        if name == "title":
            return " ".join(rng.choice(self.words) for _ in range(rng.randrange(1, 4))).capitalize()
        raise KeyError(name)

    def near(self, name, value):
        """Another value, often one that differs little: that is what slips look like."""
        rng = self.rng
        for _ in range(50):
            other = self.value(name)
            if name in ("person", "woman") and rng.random() < 0.5:
                other = (value[0], other[1], value[2]) if rng.random() < 0.5 else (other[0], value[1], value[2])
            elif name == "quantity":
                other = value[0], slip(value[1], rng)
            elif name in ("number", "bignumber", "age"):
                other = max(2, slip(value, rng))
            elif name == "money" and rng.random() < 0.5:
                other = (slip(value[0], rng), value[1]) if rng.random() < 0.7 else (value[0], (value[1] + 1) % 3)
            elif name == "percent" and rng.random() < 0.5:
                other = slip(value, rng) if isinstance(value, int) else round(value + rng.choice((-1, 1, 0.2, 3, 10)), 1)
            elif name == "score" and rng.random() < 0.7:
                other = rng.choice(((value[1], value[0]), (value[0] + 1, value[1]), (value[0], value[1] + 1)))
            elif name == "when":
                other = (value[0], other[1], 0) if rng.random() < 0.4 and other[1] is not None and value[1] is not None else (other[0], value[1], 0)
            elif name == "day":
                other = (other[0], value[1]) if rng.random() < 0.5 else (value[0], other[1])
            if other != value and not same(name, value, other):
                return other
        return None

    def wording(self, name, value, language):
        rng = self.rng
        if name in self.lists:
            return rng.choice(self.lists[name][value][language])
        if name in ("person", "woman"):
            given, family, mother = value
            return f"{given} {family}" + (f" {mother}" if mother else "")
        if name in ("city", "state") and rng.random() < 0.15:
            # what a place is may be said or not
            return rng.choice(EXPLAINED[name][language]).format(value[language].removeprefix("la "))
        if name in ("city", "state", "country"):
            return value[language]
        if name == "institution":
            return rng.choice(value[language])
        if name == "quantity":
            hedge, number = value
            return rng.choice(hedge[language]) + counted(number, language, rng)
        if name in ("number", "bignumber"):
            return counted(value, language, rng)
        if name == "money":
            return money(*value, language, rng)
        if name == "percent":
            digits = str(value) if language or rng.random() < 0.6 else str(value).replace(".", ",")
            return digits + rng.choice(("%", " percent") if language else ("%", " por ciento", " por ciento", " %"))
        if name == "score":
            a, b = value
            return rng.choice((f"{a}-{b}", f"{a}-{b}", f"{a} to {b}") if language else (f"{a}-{b}", f"{a} a {b}", f"{a} por {b}", f"{a}-{b}"))
        if name == "when":
            day, part, _ = value
            if language:
                text = DAYS[1][day] + (f" {PARTS[part][1]}" if part is not None and part < 3 else "")
                if part == 3:
                    return rng.choice((f"before dawn {DAYS[1][day]}", f"early {DAYS[1][day]}", f"in the early hours of {DAYS[1][day]}"))
                return rng.choice((text, f"on {text}"))
            text = DAYS[0][day]
            if part is None:
                return rng.choice((f"el {text}", f"este {text}", f"el {text}"))
            noun = PARTS[part][0].removeprefix("por ").removeprefix("de ")
            return rng.choice((f"el {text} {PARTS[part][0]}", f"la {noun.removeprefix('la ')} del {text}", f"este {text} {PARTS[part][0]}"))
        if name == "day":
            day, month = value
            if language:
                return rng.choice((f"on {MONTHS[2][month]} {day}", f"on {MONTHS[1][month]} {day}"))
            return f"el {day} de {MONTHS[0][month]}"
        if name == "month":
            return MONTHS[language][value]
        if name == "clock":
            return clock(*value, language, rng)
        if name == "age":
            return rng.choice((f", {value},", f", {value},", f", age {value},")) if language else rng.choice((f", de {value} años,", f", de {value} años de edad,"))
        if name == "title":
            return value
        raise KeyError(name)

    # ---- captions ---------------------------------------------------------------------------------------------------------------------

    def said(self, pattern, language, values, kept, prefix=""):
        """The pattern with its slots filled: characters with the key of the slot that each comes from."""
        out = []
        for text, slot in split(pattern):
            if slot is None:
                out += [(c, prefix) for c in text]
                continue
            name, key = slot
            key = f"{prefix}{key}/"
            if key not in values:
                values[key] = self.value(name)
            inner = self.wording(name, values[key], language)
            out += self.said(inner, language, values, kept, key)
        return out

    def patterns(self, frame):
        """A pattern a side and what can be left out of both, so that both say the same: (Spanish, English, optional keys)."""
        for _ in range(30):
            chosen = [self.rng.choice(side) for side in frame.sides]
            needs = [needed(pattern) for pattern in chosen]
            mays = [set(optional(pattern)) for pattern in chosen]
            if all(needs[s] <= needs[1 - s] | mays[1 - s] for s in (0, 1)):
                return chosen, mays[0] & mays[1], (needs[0] | needs[1])
        return None

    def draw(self):
        """kind, marked Spanish, marked English, relation."""
        while True:
            kind = self.rng.choices(list(KINDS), list(KINDS.values()))[0]
            made = getattr(self, kind.split("_")[0])(kind)
            if made:
                marked = [tidied(side, language) for language, side in enumerate(made[:2])]
                if all(sum(len(part) for part, _ in side) < 330 for side in marked):
                    return f"desk {kind}", *marked, made[2]

    def sides(self, frame, values, others=None, keep=0.45):
        """Both sides of a frame; `others` are the values of the English side, where they differ."""
        found = self.patterns(frame)
        if not found:
            return None
        chosen, may, must = found
        kept = {key for key in may if self.rng.random() < keep} | must
        texts = [self.said(reduced(pattern, kept), g, values if g == 0 or others is None else others, kept) for g, pattern in enumerate(chosen)]
        return texts, chosen, may, kept

    def same(self, kind):
        frame, values = self.rng.choice(self.frames), {}
        made = self.sides(frame, values)
        if not made:
            return None
        es, en = ([(c, SAID) for c, _ in side] for side in made[0])
        if kind == "same_two":
            second = self.same("same")
            if not second:
                return None
            return es + [(" ", SAID)] + second[0], en + [(" ", SAID)] + second[1], 0
        return es, en, 0

    def part(self, kind):
        """One side leaves something out."""
        frame, values = self.rng.choice(self.frames), {}
        if kind == "part_sentence":
            first, second = self.same("same"), self.same("same")
            if not first or not second:
                return None
            g = self.rng.randrange(2)
            order = (first, second) if self.rng.random() < 0.6 else (second, first)
            long = [pair for i, pair in enumerate((order[0][g], [(" ", -1)], order[1][g])) for pair in (pair if i == 1 or order[i // 2] is first else [(c, NOT_SAID) for c, _ in pair])]
            made = [None, None]
            made[g], made[1 - g] = long, first[1 - g]
            return made[0], made[1], 1
        found = self.patterns(frame)
        if not found or not found[1]:
            return None
        chosen, may, must = found
        kept = {key for key in may if self.rng.random() < 0.35} | must
        loose = sorted(may - must)
        if not loose:
            return None
        extra = set(self.rng.sample(loose, 1 if len(loose) == 1 or self.rng.random() < 0.75 else 2))
        g = self.rng.randrange(2)
        made = [None, None]
        whole = self.said(reduced(chosen[g], kept | extra, mark=extra), g, values, kept)
        made[g] = whole
        made[1 - g] = self.said(reduced(chosen[1 - g], kept - extra), 1 - g, values, kept)
        made = [[(c, NOT_SAID if side == g and inside(key, extra) else SAID) for c, key in text] for side, text in enumerate(made)]
        return made[0], made[1], 1

    def other(self, kind):
        """A contradiction."""
        rng, frame, values = self.rng, self.rng.choice(self.frames), {}
        made = self.sides(frame, values)
        if not made:
            return None
        (es, en), chosen, may, kept = made
        if kind == "other_swap":
            if not frame.swap:
                return None
            a, b = (f"{key}/" for key in frame.swap)
            if not all(any(key.startswith(k) for _, key in es) and any(key.startswith(k) for _, key in en) for k in (a, b)):
                return None
            if a.split(":")[0].strip("/") != b.split(":")[0].strip("/"):
                # an office beside a name: only the names change places
                a = next((k for k in values if k.startswith(a) and k.split("/")[-2] in ("person", "woman")), None)
                if a is None:
                    return None
            swapped = {}
            for key, value in values.items():
                swapped[b + key[len(a) :] if key.startswith(a) else a + key[len(b) :] if key.startswith(b) else key] = value
            en = self.said(reduced(chosen[1], kept), 1, swapped, kept)
            mark = lambda text: [(c, CONTRADICTED if key.startswith((a, b)) else SAID) for c, key in text]
            return mark(es), mark(en), 2
        if kind == "other_claim":
            # one drops something, the other adds something
            loose = sorted(may - set(needed(chosen[0])) - set(needed(chosen[1])))
            if len(loose) < 2:
                return None
            one, two = rng.sample(loose, 2)
            es = self.said(reduced(chosen[0], (kept - {two}) | {one}, mark={one, two}), 0, values, kept)
            en = self.said(reduced(chosen[1], (kept - {one}) | {two}, mark={one, two}), 1, values, kept)
            mark = lambda text: [(c, NOT_SAID if inside(key, {one, two}) else SAID) for c, key in text]
            return mark(es), mark(en), 2
        if kind == "other_statement":
            second = rng.choice(self.frames)
            shared = {key: value for key, value in values.items() if key.split("/")[0].split(":")[0] in ("official", "person", "team", "who")}
            if second is frame or not shared:
                return None
            others = dict(shared)
            made = self.sides(second, others)
            if not made:
                return None
            used = {key for _, key in made[0][1]} & {key for _, key in es} & set(shared)
            if not used:
                return None
            mark = lambda text: [(c, SAID if key in used else NOT_SAID) for c, key in text]
            return mark(es), mark(made[0][1]), 2
        both = [key for key in values if any(k == key for _, k in es) or any(k == key for _, k in en)]
        both = [key for key in both if any(k.startswith(key) for _, k in es) and any(k.startswith(key) for _, k in en)]
        if not both:
            return None
        # what changes: often the verb or another open value
        key = rng.choice(both)
        name = key.split("/")[-2].split(":")[0]
        if name in ("title",):
            return None
        new = self.near(name, values[key])
        if new is None:
            return None
        changed = dict(values) | {key: new}
        g = rng.randrange(2)
        texts = [es, en]
        texts[g] = self.said(reduced(chosen[g], kept), g, changed, kept)
        mine, theirs = ({k for _, k in text if k.startswith(key)} for text in (texts[g], texts[1 - g]))
        wrong = {key} | (mine ^ theirs)
        mark = lambda text: [(c, CONTRADICTED if k in wrong else SAID) for c, k in text]
        es, en = mark(texts[0]), mark(texts[1])
        if "".join(c for c, t in es if t) == "" or "".join(c for c, t in en if t) == "":
            return None
        if rng.random() < 0.25:
            second = self.same("same")
            if second:
                return es + [(" ", SAID)] + second[0], en + [(" ", SAID)] + second[1], 2
        return es, en, 2


KINDS = {"same": 34, "same_two": 10, "part": 20, "part_sentence": 4, "other_value": 34, "other_swap": 6, "other_claim": 4, "other_statement": 4}
EXPLAINED = {
    "city": (("la ciudad de {}", "el municipio de {}", "{}"), ("the city of {}", "the town of {}", "the municipality of {}")),
    "state": (("el estado de {}", "{}"), ("the state of {}", "{} state")),
}
HEDGES = (
    (("",), ("",)),
    (("al menos ", "por lo menos ", "cuando menos "), ("at least ",)),
    (("unos ", "alrededor de ", "cerca de ", "aproximadamente "), ("about ", "some ", "around ", "roughly ", "nearly ")),
    (("más de ",), ("more than ", "over ")),
    (("casi ",), ("almost ", "nearly ")),
    (("menos de ",), ("fewer than ", "less than ")),
)


class Frame:
    def __init__(self, swap):
        self.swap, self.sides = swap, ([], [])


def read(text):
    lists, frames, place = {}, [], None
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("@"):
            place = lists.setdefault(line[1:], [])
        elif line.startswith("&"):
            frames.append(Frame(line[1:].split()))
            place = frames[-1].sides[0]
        elif line == ">":
            place = frames[-1].sides[1]
        elif " | " in line and "{" not in line.split("|")[0][:0]:
            place.append(tuple([w.strip() for w in side.split(";") if w.strip()] for side in line.split(" | ")))
        else:
            place.append(line)
    return lists, frames


def institutions():
    """(Spanish wordings, English wordings) with articles."""
    found = []
    with open(ROOT / "data/lexicon/institutions.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["kind"] != "institution":
                continue
            es, en, short = (row[c].split("|") if row[c] else [] for c in ("es", "en", "acronym"))
            first = es[0].split()[0]
            article = "la" if re.search(r"(a|ción|dad|sión)$", first) else "los" if first.endswith("os") else "el"
            if first.endswith("as"):
                article = "las"
            spanish = [f"{article} {es[0]}"] * 2 + ([f"{article} {short[0]}"] * 2 if short and short[0] else [])
            english = [name if re.match(r"(Mexico's|Mexican )", name) and "'s" in name else f"the {name}" for name in en[:4]]
            english += [f"the {short[0]}", short[0]] if short and short[0] else []
            if spanish and english:
                found.append((tuple(spanish), tuple(english)))
    return found


def money(millions, currency, language, rng):
    unit = (("pesos", "pesos"), ("dólares", "dollars"), ("euros", "euros"))[currency]
    if language:
        if millions >= 1000:
            amount = f"{millions / 1000:g} billion"
        else:
            amount = f"{millions} million"
        if currency == 1 and rng.random() < 0.75:
            return f"${amount}"
        return f"{amount} {unit[1]}"
    if millions >= 1000:
        thousands, rest = divmod(millions, 1000)
        amount = (f"{thousands} mil" if thousands > 1 or rng.random() < 0.5 else "mil") + (f" {rest}" if rest else "")
        if rng.random() < 0.3:
            amount = f"{millions:,}"
        return f"{amount} millones de {unit[0]}"
    amount = ("un millón" if rng.random() < 0.5 else "1 millón") if millions == 1 else f"{millions} millones"
    if rng.random() < 0.12 and currency < 2:
        return f"{millions} {('mdp', 'mdd')[currency]}"
    return f"{amount} de {unit[0]}"


def clock(hour, minute, language, rng):
    twelve = hour % 12 or 12
    if language:
        text = f"{twelve}:{minute:02d}" if minute else str(twelve)
        return f"at {text} {'a.m.' if hour < 12 else 'p.m.'}"
    if rng.random() < 0.5:
        return f"a las {hour}:{minute:02d} horas"
    part = "de la madrugada" if hour < 6 else "de la mañana" if hour < 12 else "de la tarde" if hour < 20 else "de la noche"
    text = f"{twelve}:{minute:02d}" if minute else str(twelve)
    return f"{'a la' if twelve == 1 else 'a las'} {text} {part}"


def slip(number, rng):
    """A number that a slip would make of another."""
    digits = str(number)
    way = rng.random()
    if way < 0.25 and len(digits) > 1 and digits[0] != digits[1] and digits[1] != "0":
        return int(digits[1] + digits[0] + digits[2:])
    if way < 0.4:
        return number * 10
    if way < 0.65:
        return max(1, number + rng.choice((-3, -2, -1, 1, 2, 3, 5, 10)))
    if way < 0.8:
        at = rng.randrange(len(digits))
        return int(digits[:at] + rng.choice("123456789") + digits[at + 1 :])
    return some_number(rng)


def same(name, a, b):
    """Whether two values say the same for a reader."""
    if name in ("city", "state", "country"):
        return a[0].removeprefix("la ") == b[0].removeprefix("la ") or a[1] == b[1]
    if name in ("person", "woman"):
        return a[:2] == b[:2]
    return False


def split(pattern):
    """(text, None) and ("", (name, key)), in order."""
    at = 0
    for m in SLOT.finditer(pattern):
        if m.start() > at:
            yield pattern[at : m.start()], None
        yield "", (m[1], f"{m[1]}:{m[2]}" if m[2] else m[1])
        at = m.end()
    if at < len(pattern):
        yield pattern[at:], None


GROUP = re.compile(r"\[([^\]]*)\]")


def first_key(text):
    m = SLOT.search(text)
    return f"{m[1]}:{m[2]}" if m[2] else m[1]


def optional(pattern):
    return [first_key(m[1]) for m in GROUP.finditer(pattern)]


def needed(pattern):
    return {key for _, slot in split(GROUP.sub("", pattern)) if slot for key in [slot[1]]}


def reduced(pattern, kept, mark=()):
    """The pattern with the groups that are kept and without the others. The text of marked groups is known by their key."""

    def group(m):
        key = first_key(m[1])
        if key not in kept:
            return ""
        return f"\x01{key}\x02{m[1]}\x03" if key in mark else m[1]

    return GROUP.sub(group, pattern)


def inside(key, marked):
    return key.startswith("\x01") or key.split("/")[0] in marked


REPAIRS = (
    (re.compile(r",(\s*,)+"), ","),
    (re.compile(r",\s*([.;:])"), None),
    (re.compile(r"\s+(?=[,.;:])"), ""),
    (re.compile(r"\.(?=\.)"), ""),
    (re.compile(r"  +"), " "),
)


def tidied(chars, language):
    """Marks put right after slots were left out: parts with a tag each."""
    # stretches of marked groups
    depth, marked = None, []
    for c, tag in chars:
        if c == "\x01":
            depth = "key"
        elif c == "\x02":
            depth = "in"
        elif c == "\x03":
            depth = None
        elif depth != "key":
            marked.append((c, NOT_SAID if depth == "in" and tag != -1 else tag))
    chars = marked
    for pattern, new in REPAIRS:
        for _ in range(6):
            text = "".join(c for c, _ in chars)
            m = pattern.search(text)
            if not m:
                break
            kept = chars[m.start()] if new else None
            if new is None:
                chars = chars[: m.start()] + chars[m.end() - 1 :]
            else:
                chars = chars[: m.start()] + ([(new, kept[1])] if new else []) + chars[m.end() :]
    text = "".join(c for c, _ in chars)
    if language == 0:
        for m in reversed(list(re.finditer(r"\b(de|a) el (?=[a-záéíóúñA-Z])", text))):
            if text[m.end() - 3 : m.end() - 1] == "el":
                cut = m.end() - 3
                # "de el" -> "del"
                chars = chars[: cut - 1 - (1 if m[1] == "de" else 0)] + ([chars[cut]] if m[1] == "de" else []) + [chars[cut + 1]] * 1 + chars[cut + 2 :]
                text = "".join(c for c, _ in chars)
    out = []
    for i, (c, tag) in enumerate(chars):
        if i == 0 or (i > 1 and chars[i - 1][0] == " " and chars[i - 2][0] in ".!?" and not re.search(r"(?:Gov|Sen|Rep|Gen|Capt|U\.N|Jan|Feb|Aug|Sept|Oct|Nov|Dec|a\.m|p\.m)\. $", "".join(x for x, _ in chars[max(0, i - 7) : i]))):
            c = c.upper()
        if out and out[-1][1] == tag:
            out[-1] = (out[-1][0] + c, tag)
        else:
            out.append((c, tag))
    return out
