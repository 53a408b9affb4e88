#!/usr/bin/env python3
# venv: captions
"""data/model/captions.bin: the labeller of src/caption/labeller.rs.

    scripts/dev fit captions SHARED [--texts N] [--seed N] [--without SITE ...] [--out FILE]

Makes captions from the forms of data/forms.csv: each slot is filled with names (Faker, data/lexicon), places, days and sentences (WMT news,
XTD10 captions and Tatoeba of SHARED/data), and slips of the hand are added; and texts that are no captions. CRFsuite fits a linear-chain conditional
random field on how their tokens are printed and on the closed words among them: no open word is a feature, so nothing of the texts is in the model.
--without leaves out the forms that were seen at these sites. Same input, same bytes.
"""
import argparse
import csv
import gzip
import json
import pathlib
import random
import re
import struct
import subprocess
import sys
import unicodedata

import faker
import pycrfsuite

ROOT = pathlib.Path(__file__).resolve().parents[2]
LABELS = ["body", "slug", "id", "place", "day", "slug-agency", "slug-person", "credit", "agency", "institution", "person", "editor", "desk",
          "credit-day"]
STEP = 1 / 16


def rows(name):
    with open(ROOT / "data" / name, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def spanish(path, columns):
    with open(path, encoding="utf-8") as file:
        return [[line.rstrip("\n").split("\t")[c] for c in columns] for line in file]


class World:
    """What slots are filled with."""

    def __init__(self, rng, shared):
        self.rng = rng
        wmt = spanish(shared / "parallel/wmt-newstest2008-2012.tsv", (2, 1))
        xtd = [[text.strip()[:1].upper() + text.strip()[1:] for text in pair] for pair in spanish(shared / "parallel/xtd10-dev.tsv", (2, 1))]
        with gzip.open(shared / "parallel/tatoeba-spa-eng.tsv.gz", "rt", encoding="utf-8") as file:
            tatoeba = [line.rstrip("\n").split("\t")[2:0:-1] for line in file]
        fits = lambda pair: all(6 <= len(text.split()) <= 32 and "/" not in text and "(" not in text and "|" not in text for text in pair)
        self.news = [pair for pair in wmt if fits(pair)]
        self.scenes = [pair for pair in xtd if fits(pair)]
        self.short = [pair for pair in tatoeba if all(5 <= len(t.split()) <= 16 for t in pair)]
        rng.shuffle(self.short)
        self.short = self.short[:6000]
        # what somebody says of himself or to somebody describes no picture
        speakers = {word for row in rows("lexicon/speakers.csv") for word in row["words"].split("|")}
        speaks = lambda pair: any(word in speakers for text in pair for word in re.findall(r"[\w']+", text.lower()))
        self.spoken = [pair for pair in self.short if speaks(pair)]
        self.told = [pair for pair in self.short if not speaks(pair)]
        faker.Faker.seed(rng.randrange(1 << 30))
        made = {locale: faker.Faker(locale) for locale in
                ("es_MX", "es_ES", "es_AR", "es_CO", "es_CL", "en_US", "en_GB", "fr_FR", "de_DE", "it_IT", "pt_BR", "pl_PL", "nl_NL", "tr_TR", "hr_HR")}
        self.people = {"es": [], "en": []}
        for locale, maker in made.items():
            for _ in range(700 if locale.startswith("es") else 250):
                given = maker.first_name().split()[0]
                family = [maker.last_name().split()[-1] for _ in range(2)]
                self.people["es" if locale.startswith("es") else "en"].append((given, maker.first_name().split()[0], *family))
        agencies = rows("lexicon/agencies.csv")
        names = lambda kinds: [[row["name"], *filter(None, row["aliases"].split("|"))] for row in agencies if row["kind"] in kinds]
        self.agencies, self.outlets = names(("agency", "stock")), names(("outlet",))
        self.institutions = [name for row in rows("lexicon/institutions.csv") if row["kind"] == "institution"
                             for name in (row["es"].split("|")[:1] + row["acronym"].split("|")[:1]) if name]
        self.institutions_en = [name for row in rows("lexicon/institutions.csv") if row["kind"] == "institution"
                                for name in (row["en"].split("|")[:1] + row["acronym"].split("|")[:1]) if name]
        self.cities = [row["name"] for row in rows("lexicon/cities.csv")]
        self.countries = rows("lexicon/countries.csv")
        self.desks = [row["code"] for row in rows("lexicon/desks.csv")]
        self.months = {language: [(row["name"], [f for f in row["forms"].split("|") if f]) for row in rows("lexicon/months.csv")
                                  if row["language"] == language] for language in ("es", "en")}

    def pick(self, *of):
        return self.rng.choice(of)

    def chance(self, share):
        return self.rng.random() < share

    def place(self):
        more = ["Madrid", "Sevilla", "Lima", "Quito", "Bogotá", "Medellín", "La Paz", "Santiago de Chile", "Valparaíso", "Montevideo", "Buenos Aires",
                "Rosario", "Caracas", "Managua", "San José", "San Salvador", "Tegucigalpa", "La Habana", "Santo Domingo", "Ponce", "Nueva York",
                "Washington", "París", "Londres", "Berlín", "Roma", "Moscú", "Pekín", "Tokio", "Gaza", "Jerusalén", "Kiev", "Bruselas", "Ginebra", "Murcia",
                "Getafe", "Vigo", "Oviedo", "Puebla", "Oaxaca", "Ucayali", "Harbin", "Durres", "Lviv", "Haifa", "Sderot", "Adís Abeba", "Yakarta"]
        return self.rng.choice(more) if self.chance(.5) else self.rng.choice(self.cities)

    def person(self, language="es"):
        pool = self.people["es" if language == "es" and self.chance(.85) or self.chance(.3) else "en"]
        given, second, family, other = self.rng.choice(pool)
        kind = self.rng.random()
        if kind < .55:
            name = f"{given} {family}"
        elif kind < .72:
            name = f"{given} {family} {other}"
        elif kind < .80:
            name = f"{given} {second} {family}"
        elif kind < .83:
            name = f"{given} {second} {family} {other}"
        elif kind < .87:
            name = f"{given[0]}. {family}"
        elif kind < .89:
            name = f"{given[0]}. {second[0]}. {family}"
        elif kind < .91:
            name = f"{given} {second[0]}. {family}"
        elif kind < .93:
            name = f"{given} {family} {other[0]}."
        elif kind < .96:
            name = f"{given} {self.pick('de la', 'de', 'del', 'De', 'van', 'von', 'Al', 'Ben', 'Abu')} {family}"
        elif kind < .98:
            name = f"{given} {family}-{other}"
        else:
            name = f"{given} {family.upper()}"
        return name.replace("..", ".")

    def word(self):
        return self.rng.choice("Sol Mundo Tiempo Norte Sur Valle Faro Puente Nación País Patria Pueblo Día Siglo Diario Eco Horizonte Debate Contexto Vistazo Hoy Ahora Mañana "
                               "Tribuna Opinión Verdad Crónica Región Frontera Costa Sierra Bahía Ciudad Capital Provincia Estrella Tribunal Semana Página Línea Punto Plaza Voces "
                               "Actualidad Reporte Expediente Gaceta Nacional Libre Central Popular Federal Público Digital Global Informativo Regional".split())

    def outlet(self, language="es"):
        if self.chance(.35):
            names = self.rng.choice(self.outlets)
            return names[0] if self.chance(.7) else self.rng.choice(names)
        word, other, city = self.word(), self.word(), self.place()
        if language == "en":
            name = self.rng.choice(["The {c} {t}", "{c} {t}", "{c} Daily {t}", "{w} {t}", "The {t}", "{c} {t} Staff", "{W}{t}", "{c} News", "{W}"])
            return name.format(c=city, t=self.rng.choice("Times Post Herald Tribune Journal Star Sentinel Gazette Globe Chronicle Observer Monitor Review Verge Atlantic Union Sun".split()),
                               w=word, W=word.capitalize())
        name = self.rng.choice(["El {w}", "La {w}", "El {w} de {c}", "La {w} de {c}", "Diario {w}", "{w} Noticias", "{c} Noticias", "{w} TV", "{w} {c}", "Grupo {w}", "{w}.com",
                                "{l}{w}", "{w} {o}", "Radio {c}", "Canal {n}", "{w} Media", "El {w} {o}", "Agencia {w}", "{w}{o}", "Prensa {w}", "{L}.mx", "Revista {w}", "La {w}", "El {w}", "{w}"])
        return name.format(w=word, o=other, c=city, l=self.pick("la", "el"), n=self.rng.randint(2, 40), L=word.lower())

    def acronym(self):
        made = "".join(self.rng.choice("ABCDEFGHILMNOPRSTUV") for _ in range(self.rng.choice((2, 2, 3, 3, 4))))
        return ".".join(made) + "." if self.chance(.12) else made

    def institution(self, language="es"):
        city, word = self.place(), self.word()
        if language == "en":
            if self.chance(.3):
                return self.rng.choice(self.institutions_en)
            return self.rng.choice(["{c} Police", "{c} Police Department", "University of {c}", "{c} Museum", "NASA", "SpaceX", "Netflix", "Random House", "Ministry of Defence",
                                    "{w} Academy", "U.S. Army", "Office of the Governor", "Smithsonian", "Warner Bros", "{c} Fire Department", "UN Photo", "Google Maps",
                                    "Disney", "Apple", "{w} Films", "National Park Service"]).format(c=city, w=word)
        if self.chance(.3):
            return self.rng.choice(self.institutions)
        return self.rng.choice(["Policía de {c}", "Policía Nacional", "Guardia Civil", "Ayuntamiento de {c}", "Bomberos de {c}", "Emergencias {c}", "Universidad de {c}",
                                "Ministerio de {w}", "Ministerio de Defensa de {c}", "Gobierno de {c}", "Alcaldía de {c}", "Presidencia", "Cruz Roja", "UCI", "Netflix", "NASA",
                                "Protección Civil", "Museo de {c}", "Club {c}", "Fundación {w}", "OIM", "INAH", "UNAM", "Pool {w}", "Grupo {w}", "Armada de {c}", "Universidad {w}",
                                "Secretaría de {w}", "Municipalidad de {c}", "Fiscalía de {c}", "Conadeh", "Sedena", "112 {c}", "UNICEF", "OMS", "Teatro {w}"]).format(c=city, w=word)

    def agency(self, given):
        if given and self.chance(.7):
            return given
        if self.chance(.12):
            return self.pick("Agencia " + self.word(), self.word() + " Press", self.acronym(), self.word() + " Images", self.place() + " News Service", "Inter " + self.word() + " Service")
        names = self.rng.choice(self.agencies[:12]) if self.chance(.55) else self.rng.choice(self.agencies)
        names = [name for name in names if "." not in name] or names
        return names[0] if self.chance(.75) else self.rng.choice(names)

    def standin(self, language="es"):
        if language == "en":
            return self.pick("File", "file photo", "Supplied", "Handout", "Courtesy", "Contributed", "Staff", "Pool", "Courtesy photo")
        return self.pick("Archivo", "Archivo", "Especial", "Cortesía", "Cortesía", "Cedida", "Gentileza", "Captura de pantalla", "Redes sociales", "Difusión", "Internet", "Referencial",
                         "Fuente externa", "Hemeroteca", "Ilustrativa", "Imagen ilustrativa", "Captura de video", "Tomada de Internet", "Suministrada", "Facebook", "Twitter", "Agencias",
                         "Foto de archivo", "Imagen de archivo", "Captura", "Pantallazo", "Tomada de redes sociales", "Foto cortesía", "Pool", "Redacción", "Handout", "Stringer")

    def handle(self):
        given, _, family, _ = self.rng.choice(self.people["es"])
        name = strip(self.pick(given + family, given[0] + family, given + "_" + family, "presidencia" + self.pick("mx", "pe", ""), family + "foto", self.word() + "MX"))
        return "@" + (name.lower() if self.chance(.6) else name)

    def date(self, kind, language="es"):
        day, month, year = self.rng.randint(1, 31), self.rng.randint(1, 12), self.rng.randint(2004, 2026)
        name, shorts = self.months[language][month - 1]
        if kind == "glued":
            return f"{day:02}{name.upper()}{year}"
        if kind == "num":
            return f"{day:02}/{month:02}/{year}"
        if kind == "packed":
            return f"{year % 100:02}{month:02}{day:02}"
        if kind == "id":
            return f"{year % 10}{month:02}{day:02}{self.rng.randint(1, 240):03}"
        if language == "en":
            return self.pick(f"{name} {day}, {year}", f"{name[:3]}. {day}, {year}", f"{name[:3]} {day} {year}", f"{day} {name} {year}")
        short = self.rng.choice(shorts) if shorts else name[:3]
        if kind == "long":
            return self.pick(f"{day} de {name} de {year}", f"{day} de {name} de {year}", f"{day} de {name} del {year}")
        return self.pick(f"{day:02} {short.capitalize()} {year}", f"{day} {short} {year}", f"{day} {name} {year}", f"{day} {name}, {year}", f"{day} de {name} de {year}",
                         f"{day:02}-{short.upper()}-{year}", f"{day} {short.capitalize()}", f"{day} de {name}", f"{day}/{month}/{year}", f"{day:02}{name.upper()}{year}")

    def body(self, language, stop, scene=None, named=False):
        """A sentence or two; `named` with somebody or a place in it, without which nobody would take it for a caption."""
        side = 0 if language == "es" else 1
        kind = self.rng.random()
        es = language == "es"
        if kind < .5 or scene:
            text = self.rng.choice(self.scenes)[side]
        elif kind < .9:
            text = self.rng.choice(self.news)[side]
        else:
            text = self.rng.choice(self.told)[side]
        text = text.strip().rstrip(" .")
        if self.chance(.02):
            text = (self.pick("Imagen de ", "Imagen de archivo de ", "Fotografía de archivo de ", "Vista de ", "Aspecto de ", "Foto de ") if es
                    else self.pick("File photo of ", "A photo of ", "A view of ", "File image of ")) + text[0].lower() + text[1:]
        if self.chance(.4 if named else .25):
            named = False
            who = self.person(language)
            text = who + self.pick(", ", " ") + text[0].lower() + text[1:]
        if self.chance(.08):
            text = self.person(language) + self.pick(", ", " y " if es else " and ") + self.person(language) + (", durante la ceremonia" if es else ", during the ceremony")
        if self.chance(.05):
            text = (self.pick("La alcaldesa", "El ministro de Hacienda", "El gobernador", "La presidenta del consejo", "El entrenador") if es
                    else self.pick("Mayor", "Gov.", "President", "Coach")) + self.pick(" ", ", ") + self.person(language)
        if self.chance(.22) or named:
            country = self.rng.choice(self.countries)["es" if es else "en"]
            text += self.pick(f", en {self.place()}", f" en {self.place()}, {country}", f", en {self.place()} ({country})", f" de {self.place()}", f" de la avenida {self.word()}",
                              f", {self.place()}", f" del {self.institution()}") if es else self.pick(f" in {self.place()}", f" in {self.place()}, {country}", f" at the {self.institution('en')}")
        if self.chance(.16):
            day = self.date("long", language)
            text += self.pick(f" el {day}", f", el {day}", " este viernes", f", el {day.split(' de 20')[0]}") if es else self.pick(f", {day}", f" on {day}", " on Tuesday")
        if self.chance(.06):
            text += self.pick(" junto a ", " con ", ", acompañado de ") + self.person() if es else " with " + self.person("en")
        if stop and self.chance(.18):
            text += ". " + self.rng.choice(self.scenes if self.chance(.5) else self.news)[side].strip().rstrip(" .")
        if self.chance(.03):
            text = self.pick("“" + text + "”", "«" + text + "»", "‘" + text + "’")
        end = self.rng.choice("....!?…") if self.chance(.03) else "."
        if stop and self.chance(.04):
            word = text.rfind(" ", 0, max(len(text) - 12, 1))
            return text[:word + 1] + self.pick("“{}.”", "\"{}.\"", "“{}”.").format(text[word + 1:]) if word > 0 else text + end
        return text + (end if stop else "")


def strip(text):
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).replace("ñ", "n")


LEADS = {
    "Lead": ["Foto", "Foto", "FOTO", "Foto", "Fotografía", "Imagen", "Crédito", "foto", "FOTOGRAFÍA", "Crédito foto", "Foto de", "IMAGEN", "Fotografía de"],
    "Leads": ["Fotos", "FOTOS", "Fotografías", "Imágenes"],
    "Photo": ["Photo", "Photograph", "Photo credit", "PHOTO", "Image", "Picture", "Photography", "Photo by", "Credit", "Photos"],
}
SOURCES = r"\b(AP|AFP|EFE|Efe|REUTERS|dpa|Getty Images|Getty|Wikimedia Commons|Europa Press)\b"
SLOT = re.compile(r"\{(\w+)\}")


def options(form, world):
    """Chooses one of each `<a¦b>`, the innermost first."""
    while True:
        found = re.search(r"<([^<>]*¦[^<>]*)>", form)
        if not found:
            return form
        form = form[:found.start()] + world.rng.choice(found.group(1).split("¦")) + form[found.end():]


def fill(row, world):
    """A text of a form: its pieces with their labels."""
    language = row["language"]
    form = options(row["form"], world).replace("\\n", "\n").replace("\\|", "|")
    zone, pieces, at = "slug" if "{body}" in form or "{text}" in form else "credit", [], 0
    bare = re.fullmatch(r"\{(body|text)\}\W*(\{(agency|AGENCY|outlet|OUTLET)\}|Efe|EFE)\W*", form)
    # nothing but a name
    weak = not re.search(r"[Ll]ead|LEAD|[Pp]hoto|[Ii]mage|AGENCY|agency|[Cc]r[eé]dit|standin|AP|EFE|REUTERS|AFP", form)
    for slot in SLOT.finditer(form):
        add(pieces, form[at:slot.start()], zone)
        at = slot.end()
        name = slot.group(1)
        lower = name.lower()
        front = zone == "slug"
        if lower in ("body", "text"):
            add(pieces, world.body(language, lower == "body", scene=bare, named=weak), "body")
            zone = "credit"
            continue
        label, value = zone, ""
        if lower == "person":
            label, value = "slug-person" if front else "person", world.person(language)
        elif lower == "initialed":
            given, _, family, _ = world.rng.choice(world.people["es"])
            label, value = "slug-person" if front else "person", f"{given[0]}. {family.upper() if world.chance(.4) else family}"
        elif lower == "agency":
            label, value = "slug-agency" if front else "agency", world.agency(row["agency"])
        elif lower == "outlet":
            label, value = "slug-agency" if front else "agency", world.outlet(language)
            if pieces and re.search(r"[VvÍí][íi]deo: $", pieces[-1][0]):
                label = "credit"
        elif lower == "giver":
            label, value = "credit", world.person(language)
        elif lower == "acronym":
            label, value = ("slug" if front else "agency"), world.acronym()
        elif lower == "institution":
            label, value = "slug-agency" if front else "institution", world.institution(language)
        elif lower == "handle":
            label, value = "credit" if "{person}" in row["form"] else "institution", world.handle()
        elif lower in ("standin", "standinen"):
            value = world.standin("en" if lower.endswith("en") or language == "en" else "es")
        elif lower in ("lead", "leads", "photo"):
            value = world.rng.choice(LEADS[{"lead": "Lead", "leads": "Leads", "photo": "Photo"}[lower]])
            if name == "lead":
                value = value.lower()
            elif name == "LEAD":
                value = value.upper()
        elif lower in ("place", "state"):
            label, value = "place" if name in ("place", "PLACE") else "slug", world.place()
        elif lower == "country":
            value = world.rng.choice(world.countries)["es" if language == "es" else "en"]
        elif lower.startswith("date") or lower == "packed":
            kind = {"dateglued": "glued", "datenum": "num", "packed": "packed", "datelong": "long", "dateen": "any", "date": "any"}[lower]
            label = "day" if front and kind != "packed" else ("slug" if front else "credit-day")
            value = world.date(kind, "en" if lower == "dateen" else language)
        elif lower == "id":
            label, value = "id", world.date("id")
        elif lower == "code":
            label, value = ("id" if front else "credit"), world.acronym().replace(".", "") + f"{world.rng.randint(1, 99):02}" if front else "RC2" + world.acronym() + "9A"
            if front:
                value = value.upper()
        elif lower == "editor":
            label, value = "editor", "".join(world.rng.choice("ABCDEFGHIJLMNOPRSV") for _ in range(world.rng.choice((2, 3, 3, 3))))
        elif lower == "desk":
            label, value = "desk", world.rng.choice(world.desks)
        elif lower == "initials":
            value = "".join(world.rng.choice("abcdefghilmnoprstuv") for _ in range(2))
        elif lower == "year":
            value = str(world.rng.randint(2005, 2026))
        elif lower == "number":
            value = str(world.rng.randint(2, 9))
        elif lower == "word":
            value = world.word().lower()
        else:
            sys.exit(f"data/forms.csv: no slot {name} in {row['form']}")
        if name.isupper() and lower != "code":
            value = value.upper()
        if lower == "agency" and name == "AGENCY":
            value = value.replace(" PHOTO", "")
        add(pieces, value, label)
    add(pieces, form[at:], zone)
    return pieces


def add(pieces, text, label):
    """Adds a text; the sources that a form prints as they are have their own label."""
    if label in ("slug", "credit"):
        for part in re.split(SOURCES, text):
            if part:
                source = re.fullmatch(SOURCES, part)
                pieces.append((part, ("slug-agency" if label == "slug" else "agency") if source else label))
    elif text:
        pieces.append((text, label))


def dateline(world, language, side):
    """The first paragraph of an agency's story."""
    news = lambda: world.rng.choice(world.news)[side].strip()
    name = world.pick("EFE", "AFP", "AP", "Notimex", "NOTIMEX", "Reuters", "Europa Press", "Xinhua", "ANSA", "AP", world.agency(None))
    date = world.date("any", language)
    if world.chance(.4):
        date = date.split(" de 20")[0].split(", 20")[0]
    place = world.place()
    place = world.pick(place, place.upper(), place + " (" + world.rng.choice(world.countries)["es" if language == "es" else "en"] + ")", world.person() + " / " + place)
    head = world.pick(f"{place}, {date} ({name})", f"{place}, {date} ({name})", f"{place} ({name})", f"{place}, {name}", f"{place}, {date} ({world.word()}/{name})")
    text = head + world.pick(".- ", " .- ", ".-", " -- ", "-- ", " — ", " – ", ".– ", " .—", " - ") + news() + world.pick("", " " + news())
    return text + world.pick("", "", "", " " + name, name, f" ({name})", f" ({name})", " Enditem", f" (Con información de {name})", " NTX/JCR/MGT", f" {name} {world.pick('jm/lar', 'rsm-act/eat', 'tvg/fp')}")


def other_text(world):
    """A text that is no caption."""
    language = world.pick("es", "es", "es", "en", "en")
    side = 0 if language == "es" else 1
    kind = world.rng.random() * 1.3
    if world.chance(.16):
        return [(dateline(world, language, side), "body")]
    news = lambda: world.rng.choice(world.news)[side].strip()
    if kind < .45:
        text = " ".join(news() for _ in range(world.rng.randint(1, 4)))
    elif kind < .55:
        text = world.body(language, world.chance(.7))
    elif kind < .62:
        told = [news() for _ in range(world.rng.randint(1, 3))]
        text = " ".join(told) + world.pick(" EFE", " (EFE)", " (Reuters)", " (AP)", " EFE.", f" ({world.outlet(language)})") if language == "es" and re.search(r"\b(dijo|señaló|anunció|afirmó|informó|fue|había|según|ha|declaró)\b", " ".join(told)) else " ".join(told)
    elif kind < .70:
        date = world.date("any", language)
        text = f"{world.place().upper()}, {date} ({world.agency(None)}){world.pick('.-', ' .-', ' --', '.')} {news()} {news()}"
        if world.chance(.4):
            text = f"{world.place().upper()} ({world.agency(None)}) {world.pick('—', '--', '-')} {news()}"
    elif kind < .72:
        text = world.pick(f"Director {world.person()} Editor {world.person()} Fotógrafos {world.person()}, {world.person()} y {world.person()}", f"Por: {world.standin()} {world.word()}", f"Por {world.person()} | Redacción",
                          news().split(",")[0].rstrip(".").upper(), " ".join(news().upper().rstrip(".").split()[:6]), f"{world.outlet(language).upper()} | {world.word().upper()}")
    elif kind < .76:
        who = world.pick(world.outlet(language), world.agency(None))
        text = world.pick("Por ", "By ", "Por: ", "Texto: ", "Redacción: ", "") + world.person(language) + world.pick("", " / " + who, ", " + who, "\n" + who, " (" + who + ")", " | " + who)
    elif kind < .84:
        text = news().rstrip(".").title() if language == "en" else news().rstrip(".")
        text = re.split(r"[,;:]", text)[0]
        if world.chance(.45):
            text = f"{text} {world.pick('|', '-', '–', '|')} {world.outlet(language) if world.chance(.7) else world.agency(None)}"
        elif world.chance(.3):
            text = world.pick(f"{text} {world.pick('FOTOS', '(FOTOS)', '| FOTOS', '(VIDEO)', '[FOTOS]', '+ FOTOS')}", f"{world.pick('FOTOS', 'VIDEO', 'Video', 'EN FOTOS', 'FOTOS Y VIDEO')}{world.pick(': ', ' | ', '. ')}{text}")
    elif kind < .92:
        text = world.rng.choice(world.short)[side]
        if world.chance(.5):
            text = f"“{text}”, {world.pick('dijo', 'says', 'explica')} {world.person(language)}."
    elif kind < 1.0:
        text = f"{news()} ({world.institution(language)}, {world.rng.randint(1, 90)})" if world.chance(.5) else f"{news().rstrip('.')} ({world.person(language)}). {news()}"
    elif kind < 1.06:
        said = world.rng.choice(world.spoken)[side].rstrip(".")
        text = world.pick(f"{said}. {world.person(language)}", f"{said}. ({world.person(language)})", f"{said}.” ({world.word()} {world.rng.randint(100, 1999)})",
                          f"{said} — {world.person(language)}", f"“{said}” – {world.person(language)}", f"«{said}.» {world.person(language)}", f"{said}. ({world.person(language)})",
                          f"“{said}.” ({world.person(language)}, {world.date('long', language)})", f"{said}. — {world.person(language)} ({world.handle()}) {world.date('any', language)}")
    elif kind < 1.10:
        title = re.split(r"[,;:]", world.rng.choice(world.short)[side].rstrip("."))[0]
        text = f"{world.rng.randint(1, 40)}{world.pick('. ', ' ', ') ')}{title} {world.pick('—', '-', '–')} {world.person(language)}{world.pick('', ' feat. ' + world.person(language))}"
    elif kind < 1.12:
        # one text in two languages
        first, second = world.rng.choice(world.told if world.chance(.5) else world.scenes)[:2]
        first, second = (" ".join(t.rstrip(".").split()[:9]) for t in (first, second))
        second = second.title() if world.chance(.5) else second
        first, second = world.pick((first, second), (second, first))
        text = first + world.pick("/", "/", " / ", " | ", " - ", " – ") + second
    elif kind < 1.15:
        text = world.pick(f"{world.person(language)}, {world.person(language)} et al., \"{news().split(',')[0].title()}\", RFC{world.rng.randint(100, 9999)}, {world.date('any', 'en')}. [{world.acronym()}]",
                          f"{world.rng.randint(100, 9999)}] doi:10.{world.rng.randint(1000, 9999)}/j.{world.word().lower()}.{world.rng.randint(1990, 2020)}.08 {world.outlet('en')}",
                          f"{world.place()} vs {world.place()} ({world.rng.randint(1, 9)} pm) - Estadio {world.person()}", f"{world.outlet(language)}: {news().split(',')[0]} ({world.pick('Oficial', 'Alterno', 'Video')})",
                          f"{world.rng.randint(1, 40)} {world.rng.choice(world.told)[side].rstrip('.').split(',')[0]} — {world.person(language)} feat. {world.person(language)}",
                          f"{news().split(',')[0].rstrip('.')} ({world.pick('solo disponible en español', 'sólo en inglés', 'actualizado', 'primera parte', 'resumen', '+ Video', '+Fotos', 'oficial')})",
                          f"{world.rng.choice(world.told)[side]} {world.rng.choice(world.told)[side]} pic.twitter.com/{world.acronym()}{world.rng.randint(1, 99)}", f"{news()} {world.handle()}. pic.twitter.com/{world.acronym()}1b2",
                          f"{world.rng.randint(1, 99)}-{world.person()} {world.pick('sale por', 'entra por')} {world.rng.randint(1, 99)}-{world.person()} (-)",
                          f"Director {world.person()} Editor general {world.person()} Fotógrafos {world.person()}, {world.person()} y {world.person()}",
                          f"© {world.pick('2020-2024 ', '2024 ', '')}{world.institution(language)}. Todos los derechos reservados", f"Copyright © {world.outlet(language)}", f"© {world.outlet(language)} · Aviso legal",
                          f"Translation: {world.outlet(language)}", f"Traducción de {world.person(language)} {world.handle()}", f"({world.outlet(language)}) Traducción: {world.outlet(language)}",
                          f"Una publicación compartida de {world.person(language)} ({world.handle()})", f"Lee este artículo en Español, Français", f"Fuente: {world.outlet(language)}", f"Con información de {world.agency(None)}",
                          f"Editado por {world.person(language)}", f"Por {world.agency(None)}", f"{world.person(language)} - {world.outlet(language)}", f"{world.agency(None)}/{world.place()}", f"Vía: {world.outlet(language)}", f"{world.handle()}")
    elif kind < 1.18:
        text = world.pick(f"{world.person(language)}, {news().rstrip('.').split(',')[0]}, {world.rng.randint(1890, 2020)}. {world.pick('Óleo sobre tela', 'Acrílico sobre lienzo', 'Plata sobre gelatina', 'Oil on canvas')}.{world.pick('', ' Colección particular', ' Colección ' + world.person(), ' ' + world.institution(language))}",
                          f"{world.person(language)} ({world.rng.randint(1900, 1960)}-{world.rng.randint(1961, 2020)})", f"{world.place()} v {world.place()}", f"{world.person(language)} vs {world.person(language)}",
                          f"{news().split(',')[0].rstrip('.')} {world.pick('http://bit.ly/2Xa', 'pic.twitter.com/aB3', 'https://t.co/x')}", f"{world.place()}, {world.date('long', language)}.", f"{world.institution(language)} ({world.acronym()})")
    elif kind < 1.24:
        date, name = world.date("any", language), world.pick("EFE", "AFP", "AP", "Notimex", "Reuters", "Europa Press", world.agency(None))
        place = world.pick(world.place(), world.place().upper(), world.place() + " (" + world.rng.choice(world.countries)["es"] + ")")
        text = f"{place}, {date} ({name}){world.pick('.-', '.- ', ' .- ', '. ', ' – ', ' - ', '.')} {news()}" + world.pick("", " " + news(), " " + name, f" {name} {world.pick('jm/lar', 'rsm-act/eat', '(foto)(vídeo)')}")
    else:
        text = f"{world.person(language)}, {world.pick('diputado', 'vocero', 'spokesman', 'director')} ({world.institution(language)})"
    return [(text, "body")]


DASHES = [".–", ".—", " .-", ". -", ".- ", ".--", " –", " -", "."]


def mutated(pieces, world):
    """Slips of the hand."""
    if world.chance(.25):
        dash = world.rng.choice(DASHES)
        pieces = [(text.replace(".-", dash) if label == "slug" else text, label) for text, label in pieces]
    if world.chance(.15):
        dash = world.rng.choice("–—")
        pieces = [(text.replace("-", dash) if label in ("slug", "credit") else text, label) for text, label in pieces]
    if world.chance(.05):
        pieces = [(text.replace(": ", world.rng.choice((":", " : ", " :", ". ", " "))) if label == "credit" else text, label) for text, label in pieces]
    if world.chance(.06):
        pieces = [(text.lstrip() if label == "credit" and n and pieces[n - 1][1] == "body" and pieces[n - 1][0][-1] in ".!?”" and len(text) > 2 else text, label) for n, (text, label) in enumerate(pieces)]
    if world.chance(.05):
        pieces = [(strip(text), label) for text, label in pieces]
    if world.chance(.03) and pieces[-1][0].endswith(")"):
        pieces = pieces[:-1] + [(pieces[-1][0][:-1], pieces[-1][1])] if len(pieces[-1][0]) > 1 else pieces[:-1]
    if world.chance(.03):
        pieces = [(text.replace(" ", "  ", 1) if label != "body" else text, label) for text, label in pieces]
    if world.chance(.04):
        pieces = [(re.sub(r"^ $", "\n", text) if label == "credit" else text, label) for text, label in pieces]
    if world.chance(.02):
        pieces = [(text.lower() if label not in ("body",) else text, label) for text, label in pieces]
    return pieces


def ends_only(pieces, world):
    """The slug or the credit of a caption, as they stand on lines of their own."""
    at = next((n for n, (_, label) in enumerate(pieces) if label == "body"), None)
    end = max((n for n, (_, label) in enumerate(pieces) if label == "body"), default=None)
    if at is None:
        return pieces
    slug = pieces[:at]
    if any(label == "id" for _, label in slug) and world.chance(.5):
        return slug
    credit = pieces[end + 1:]
    while credit and not re.search(r"\w|[(\[©]", credit[0][0]):
        credit = credit[1:]
    if credit:
        credit[0] = (credit[0][0].lstrip(" \n-|/"), credit[0][1])
    named = [label for _, label in credit if label in ("agency", "person", "institution")]
    led = any(re.search(r"[:/|(©-]|[Ff]oto|FOTO|[Pp]hoto|PHOTO", text) for text, label in credit if label == "credit")
    return credit if led and (named or len(credit) > 1) else None


def examples(world, count, without):
    # what most pages print is seen most
    weights = {"Notimex": 7, "Cuartoscuro": 4, "EFE": 2, "Xinhua": 2, "AP": 2, "Reuters": 2, "AFP": 2}
    forms = [row for row in rows("forms.csv") if row["seen"] not in without for _ in range(weights.get(row["agency"], 1))]
    for _ in range(count):
        if world.chance(.3):
            pieces = other_text(world)
        else:
            pieces = fill(world.rng.choice(forms), world)
            alone = ends_only(pieces, world) if world.chance(.05) else None
            if alone:
                pieces = alone
            elif world.chance(.06):
                pieces = pieces + [(world.pick(" ", " ", "\n", " / "), "slug")] + fill(world.rng.choice(forms), world)
            elif world.chance(.04):
                pieces = pieces + [(" ", "body"), (world.rng.choice(world.news)[0 if world.chance(.4) else 1], "body")]
            elif world.chance(.03):
                pieces = [(world.pick("Foto: ", "FOTO: ", "Imagen: ", "Photo: ", "Fotografía: "), "slug")] + pieces
            pieces = mutated(pieces, world)
        text, spans = "", []
        for piece, label in pieces:
            start = len(text.encode())
            text += piece
            if label != "body":
                spans.append([start, len(text.encode()), label])
        yield {"text": text, "spans": spans}


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("shared", type=pathlib.Path)
    asked.add_argument("--texts", type=int, default=26000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--without", nargs="*", default=[])
    asked.add_argument("--features", help="the built example caption_features")
    asked.add_argument("--out", default=str(ROOT / "data/model/captions.bin"))
    asked.add_argument("--keep", help="writes the texts there")
    asked.add_argument("--keep-model", help="writes CRFsuite's own file there")
    asked.add_argument("--iterations", type=int, default=90)
    given = asked.parse_args()
    if not given.features:
        subprocess.run(["cargo", "build", "--release", "--quiet", "--example", "caption_features"], cwd=ROOT, check=True)
        given.features = ROOT / "target/release/examples/caption_features"
    world = World(random.Random(given.seed), given.shared / "data")
    made = list(examples(world, given.texts, given.without))
    lines = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in made)
    if given.keep:
        pathlib.Path(given.keep).write_text(lines, encoding="utf-8")
    out = subprocess.run([given.features], input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout.decode()
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.6, "c2": 0.02, "max_iterations": given.iterations, "feature.possible_transitions": True})
    for block in out.split("\n\n"):
        tokens = [line.split("\t") for line in block.split("\n") if line]
        if tokens:
            trainer.append([token[1:] for token in tokens], [token[0].split("@")[0] for token in tokens])
    del out
    fitted = given.keep_model or given.out + ".crfsuite"
    trainer.train(fitted)
    tagger = pycrfsuite.Tagger()
    tagger.open(fitted)
    info = tagger.info()
    step = lambda weight: max(-127, min(127, round(weight / STEP)))
    with open(given.out, "wb") as file:
        for before in LABELS:
            file.write(struct.pack(f"{len(LABELS)}b", *(step(info.transitions.get((before, label), 0.0)) for label in LABELS)))
        features = {}
        for (feature, label), weight in info.state_features.items():
            features.setdefault(int(feature, 16), [0] * len(LABELS))[LABELS.index(label)] = step(weight)
        kept = 0
        for number, weights in sorted(features.items()):
            if any(weights):
                kept += 1
                file.write(struct.pack(f"<I{len(LABELS)}b", number, *weights))
    if not given.keep_model:
        pathlib.Path(fitted).unlink()
    print(f"{len(made)} texts, {kept} features, {pathlib.Path(given.out).stat().st_size} bytes")


if __name__ == "__main__":
    main()
