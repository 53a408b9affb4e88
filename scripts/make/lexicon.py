"""The generated tables of data/lexicon, from their public sources.

    scripts/dev make lexicon SOURCES     (SOURCES holds ibm1-es-en.tsv, geonames-mexico-cities.tsv, ...; see data/lexicon/README.md)

Same input, same bytes. Writes translations.csv, cities.csv, countries.csv, names.csv; the other tables there are written by hand.
"""
import csv
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from common import ROOT

OUT = ROOT / "data/lexicon"


def rows(path):
    with open(path, encoding="utf-8", newline="") as source:
        yield from csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE)


def write(name, header, lines):
    with open(OUT / name, "w", encoding="utf-8", newline="") as target:
        out = csv.writer(target, lineterminator="\n")
        out.writerow(header)
        out.writerows(lines)
    print(f"{name}: {len(lines)} rows")


def main(sources):
    translations = [(r["es"], r["en"], r["prob"], r["count"]) for r in rows(sources / "ibm1-es-en.tsv") if float(r["prob"]) >= 0.08]
    write("translations.csv", ["es", "en", "probability", "count"], translations)
    cities = sorted({r["name"] for r in rows(sources / "geonames-mexico-cities.tsv") if int(r["population"]) >= 10_000})
    write("cities.csv", ["name"], [[city] for city in cities])
    countries = [(r["es_MX"], r["en"].replace("&", "and")) for r in rows(sources / "cldr-countries-es-en.tsv") if r["code"].isalpha()]
    write("countries.csv", ["es", "en"], countries)
    names = sorted({(r["name"], "surname" if r["kind"] == "last_names" else "given") for r in rows(sources / "faker-es_MX-persons.tsv")})
    write("names.csv", ["name", "kind"], names)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
