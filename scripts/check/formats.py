# venv: formats
# build: cotejo
"""What other people's readers make of our formats, and we of their web archives.

    scripts/dev check formats [SHARED]      SHARED, ../shared by default, holds bench/ and data/, for more articles

Runs `cotejo pair` over articles (and over two of its own, with text that breaks formats) in every format, opens each with readers that
have nothing to do with Cotejo, and compares what they read with the JSON lines; so also for rows whose cells are made to break every
format. Archives are written by warcio. Schemas of TMX and XLIFF come from two packages of Debian (unpacked, not installed); LibreOffice is
installed where it may be. Prints one line per check; the exit code is 1 where one failed.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from common import COTEJO, KEPT, ROOT, debian

import pandas
import pyarrow
import pyarrow.csv
import pyarrow.json
import pyarrow.parquet
from lxml import etree
from archives import write_warc, write_wet
from translate.storage import tmx, xliff2

HOSTILE = """60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- =HYPERLINK("http://x") <script>alert('1')</script> ]]> & "comillas",\
 punto; y\u202e coma \u200f 🦀 con\u0001 control\tal final del parque de la colonia. NOTIMEX/FOTO/ANA RUIZ/COR/POL/
The =HYPERLINK("http://x") <script>alert('1')</script> ]]> & "quotes", point; and\u202e comma \u200f 🦀 with\u0001 control\tat the end\
 of the park of the district. Photo: Notimex/Ana Ruiz
"""
ALONE = """The market closed early on Friday because of the rain.

51002073. México 02 Oct 2015 (Notimex-José Pazos).- Bomberos sofocaron el incendio en la bodega. NOTIMEX/FOTO/JOSÉ PAZOS/JPF/POL
"""
XML = "{http://www.w3.org/XML/1998/namespace}"
ITS = "{http://www.w3.org/2005/11/its}"
MTC = "{urn:oasis:names:tc:xliff:matches:2.0}"
XLF = "{urn:oasis:names:tc:xliff:document:2.0}"
# ITS 2.0, section 8.17: the values of locQualityIssueType
ISSUES = set(
    "terminology mistranslation omission untranslated addition duplication inconsistency grammar legal register "
    "locale-specific-content locale-violation style characters misspelling typographical formatting inconsistent-entities numbers "
    "markup pattern-problem whitespace internationalization length non-conformance uncategorized other".split()
)
# XML 1.0, section 2.2: what has no place in a document
FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Checks:
    def __init__(self):
        self.passed = self.failed = 0

    def that(self, name, truth, detail=""):
        self.passed += bool(truth)
        self.failed += not truth
        print(f"{'ok    ' if truth else 'FAILED'}  {name}{'' if truth else '  ' + str(detail)[:600]}", flush=True)

    def same(self, name, found, expected):
        wrong = [(f, e) for f, e in zip(found, expected) if f != e][:2]
        self.that(f"{name} ({len(expected)})", list(found) == list(expected), f"{len(found)} of {len(expected)}; {wrong}")


def without_forbidden(text):
    return FORBIDDEN.sub("\ufffd", text)


def text_of(path):
    return path.read_bytes().decode("utf-8")


def one_line(text):
    """Text as the formats with one text per line have it."""
    gap = r"[\s\x00-\x1f\x7f-\x9f]"
    breaks = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
    return re.sub(f"{gap}+", lambda run: " " if breaks.search(run[0]) else run[0], text).strip()


def check_tables(checks, folder, rows):
    schema = pyarrow.parquet.read_schema(folder / "rows.parquet")
    parquet = pyarrow.parquet.read_table(folder / "rows.parquet")
    checks.same("pyarrow reads the Parquet as the JSON lines", parquet.to_pylist(), rows)
    plain = pyarrow.schema([pyarrow.field(f.name, f.type) for f in schema])
    options = pyarrow.json.ParseOptions(explicit_schema=plain)
    jsonl = pyarrow.json.read_json(folder / "rows.jsonl", parse_options=options)
    checks.that("pyarrow: JSON lines and Parquet are the same table", jsonl.equals(parquet.cast(plain)))
    convert = pyarrow.csv.ConvertOptions(column_types=plain, strings_can_be_null=True, null_values=[""])
    for name, delimiter in (("rows.csv", ","), ("rows.tsv", "\t")):
        parse = pyarrow.csv.ParseOptions(delimiter=delimiter, newlines_in_values=True)
        table = pyarrow.csv.read_csv(folder / name, parse_options=parse, convert_options=convert)
        checks.that(f"pyarrow: {name} and Parquet are the same table", table.equals(parquet.cast(plain)))
    types = {f.name: {"string": "string", "int64": "Int64", "double": "Float64"}[str(f.type)] for f in schema}
    frames = {
        "rows.parquet": pandas.read_parquet(folder / "rows.parquet").astype(types),
        "rows.jsonl": pandas.read_json(folder / "rows.jsonl", lines=True, dtype=types, precise_float=True).astype(types),
        "rows.csv": pandas.read_csv(folder / "rows.csv", dtype=types, keep_default_na=False, na_values=[""]),
        "rows.tsv": pandas.read_csv(folder / "rows.tsv", sep="\t", dtype=types, keep_default_na=False, na_values=[""]),
    }
    for name in ("rows.jsonl", "rows.csv", "rows.tsv"):
        checks.that(f"pandas: {name} and Parquet are the same table", frames[name].equals(frames["rows.parquet"]), frames[name].compare(frames["rows.parquet"]))


def check_tmx(checks, folder, schemas, paired, clean):
    path = folder / "rows.tmx"
    store = tmx.tmxfile.parsefile(str(path))
    machine = lambda r: r["en"] is None
    english = lambda r: r["mt"] if machine(r) else r["en"]
    expected = [(without_forbidden(r["es"]), without_forbidden(english(r))) for r in paired]
    checks.same("translate-toolkit finds every pair of the TMX", [(u.source, u.target) for u in store.units], expected)
    document = etree.parse(path)
    dtd = etree.DTD(str(schemas / "tmx14.dtd"))
    checks.that("the TMX is valid by its DTD", dtd.validate(document), dtd.error_log)
    checks.same("the TMX's tuids are the pairs' ids", [tu.get("tuid") for tu in document.iter("tu")], [r["pair_id"] for r in paired])
    sides = [[tuv for tuv in tu.iter("tuv")] for tu in document.iter("tu")]
    checks.same("a machine's English is signed by it, a person's is not", [[tuv.get("creationtool") for tuv in side] for side in sides], [[None, without_forbidden(r["mt_engine"]) if machine(r) else None] for r in paired])
    told = subprocess.run(["tmxutil", path, "-i", "tmx", "-o", "tab", "--output-languages", "es", "en"], capture_output=True, text=True)
    lines = told.stdout.removesuffix("\n").split("\n")
    checks.that(f"tmxutil reads the TMX ({len(paired)})", told.returncode == 0 and (len(lines) == len(paired) or not clean), (told.stderr[-400:], len(lines)))


def check_xliff(checks, folder, schemas, rows):
    path = folder / "rows.xlf"
    store = xliff2.Xliff2File.parsefile(str(path))
    read = [(u.source, u.target or None) for u in store.units]
    # `cp` elements are shown in readers' own ways: compared without what they stand for
    bare = lambda text: text and re.sub(r"<cp hex=.\w+./>|\{?\ufffd\}?", "", FORBIDDEN.sub("", text))
    checks.same("translate-toolkit finds every caption of the XLIFF", [(bare(s), bare(t) or None) for s, t in read], [(bare(r["es"]), bare(r["en"]) or None) for r in rows])
    document = etree.parse(path)
    schema = etree.XMLSchema(etree.parse(schemas / "xliff-core-2.0.xsd"))
    checks.that("the XLIFF is valid by OASIS's core schema", schema.validate(document), schema.error_log)
    root = document.getroot()
    checks.that("the XLIFF says 2.1, es and en", (root.get("version"), root.get("srcLang"), root.get("trgLang")) == ("2.1", "es", "en"))
    text = lambda e: None if e is None else "".join(chr(int(x.get("hex"), 16)) if x.tag == f"{XLF}cp" else "" for x in [e]) + (e.text or "") + "".join(text(c) + (c.tail or "") for c in e)
    units = list(root.iter(f"{XLF}unit"))
    sides = lambda e: (text(e.find(f"{XLF}source")), text(e.find(f"{XLF}target")))
    checks.same("the XLIFF's texts are exact", [sides(u.find(f"{XLF}segment")) for u in units], [(r["es"], r["en"]) for r in rows])
    if rows and "mt" in rows[0]:
        candidates = [(m.get("type"), m.get("origin"), *sides(m), text(u.find(f".//*[@id='{m.get('ref')[1:]}'][@type='mtc:match']"))) for u in units for m in u.iter(f"{MTC}match")]
        expected = [("mt", without_forbidden(r["mt_engine"]), r["es"], r["mt"], r["es"]) for r in rows if r["mt"] is not None]
        checks.same("a machine's translations are candidates for the marked source, of type mt, with their origin", candidates, expected)
    ids = [e.get("id") for e in root.iter(f"{XLF}file")]
    doubled = [f.get("id") for f in root.iter(f"{XLF}file") if len({u.get("id") for u in f.iter(f"{XLF}unit")}) != len(list(f.iter(f"{XLF}unit")))]
    checks.that("ids are unique where the standard wants it", len(set(ids)) == len(ids) and not doubled, doubled)
    issues = {e.get(f"{XML}id"): e for e in root.iter(f"{ITS}locQualityIssues")}
    marks = [m.get(f"{ITS}locQualityIssuesRef") for m in root.iter(f"{XLF}mrk") if m.get("type") == "its:generic"]
    types = {i.get("locQualityIssueType") for e in issues.values() for i in e}
    checks.that(f"ITS issues ({len(issues)}) are each marked once, with known types", sorted(marks) == sorted(f"#its={i}" for i in issues) and types <= ISSUES)


def check_lines(checks, folder, paired, clean):
    hf = [json.loads(line) for line in text_of(folder / "rows.hf").removesuffix("\n").split("\n")]
    checks.same("Hugging Face lines", [(h["id"], h["translation"]) for h in hf], [(r["pair_id"], {"es": r["es"], "en": r["en"]}) for r in paired])
    paired = [r for r in paired if one_line(r["es"]) and one_line(r["en"])]
    expected = [(one_line(r["es"]), one_line(r["en"])) for r in paired]
    moses = [text_of(folder / f"rows.{side}") for side in ("es", "en")]
    sides = [text.removesuffix("\n").split("\n") for text in moses]
    checks.same("Moses' files stand line by line", list(zip(*sides)), expected)
    checks.that("Python sees the same lines in them", all(len(text.splitlines()) == len(paired) for text in moses))
    bitext = [line.split("\t") for line in text_of(folder / "rows.bitext").removesuffix("\n").split("\n")]
    checks.same("the bitext's cells", [tuple(cells) for cells in bitext], [(one_line(r["article"]),) * 2 + sides + (f"{r['score'] or 0:g}",) for r, sides in zip(paired, expected)])
    command = ["bifixer", "--scol", "3", "--tcol", "4", "--ignore_duplicates", "--ignore_segmentation", "-q", folder / "rows.bitext", folder / "fixed.tsv", "es", "en"]
    told = subprocess.run(command, capture_output=True, text=True)
    fixed = text_of(folder / "fixed.tsv").removesuffix("\n").split("\n") if (folder / "fixed.tsv").exists() else []
    checks.that(f"bifixer reads the bitext ({len(fixed)} of {len(paired)} lines kept)", told.returncode == 0 and (len(fixed) == len(paired) or not clean), told.stderr[-600:])


def check_card(checks, folder, inputs, rows):
    from datasets import disable_progress_bars, load_dataset
    from huggingface_hub import DatasetCard

    disable_progress_bars()
    articles = {}
    for form in ("csv", "tsv", "jsonl", "parquet", "hf", "bitext"):
        target = folder / f"set-{form}"
        run("--format", form, "--split", "2:1:1", "--license", "cc-by-4.0", "-o", f"{target}/", *inputs)
        card = DatasetCard.load(target / "README.md").data
        right = (card.language, card.license, card.task_categories) == (["es", "en"], "cc-by-4.0", ["translation"])
        data = load_dataset(str(target), cache_dir=str(folder / "cache"))
        expected = [r for r in rows if form not in ("hf", "bitext") or r["en"] is not None]
        found = sum(len(part) for part in data.values())
        sets = set(data) <= {"train", "validation", "test"}
        checks.that(f"datasets loads the folder with its card, {form} ({found})", right and sets and found == len(expected), (card, data))
        if form == "parquet":
            articles = {name: set(part["article"]) for name, part in data.items()}
    names = [a for part in articles.values() for a in part]
    checks.that("no article is in two sets", len(names) == len(set(names)) and set(names) == {r["article"] for r in rows})


def check_spreadsheet(checks, folder):
    """LibreOffice opens the CSV (UTF-8, every column as text) and writes it again; the cells are the same."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        print("skip    no LibreOffice: apt-get install libreoffice-calc-nogui")
        return
    cells = lambda path: list(csv.reader(path.open(encoding="utf-8", newline="")))
    count = len(cells(folder / "rows.csv")[0])
    formats = "/".join(f"{column + 1}/2" for column in range(count))
    out = folder / "office"
    command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", f"--infilter=CSV:44,34,76,1,{formats},0,false,false"]
    told = subprocess.run([*command, "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false", "--outdir", out, folder / "rows.csv"], capture_output=True, text=True, timeout=300)
    if not (out / "rows.csv").exists():
        checks.that("LibreOffice opens the CSV", False, told.stderr + told.stdout)
        return
    # a spreadsheet cell holds no control characters
    clean = lambda table: [[FORBIDDEN.sub("", c).replace("\ufffd", "") for c in row] for row in table]
    checks.same("LibreOffice opens the CSV with the same cells", clean(cells(out / "rows.csv")), clean(cells(folder / "rows.csv")))


def check_excel(checks, folder):
    """LibreOffice opens what `--excel` writes as a person would, by double click: ids are text with their zeros, accents are read."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        return
    place = folder / "excel"
    place.mkdir()
    (place / "007").write_text(HOSTILE.replace("60331086", "00119027"), encoding="utf-8")
    subprocess.run([COTEJO, "pair", "-q", "--excel", "-o", "excel.csv", "007"], cwd=place, check=True)
    # what looks like a number is one, and formulas are evaluated
    command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,0,true"]
    told = subprocess.run([*command, "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true", "--outdir", place / "out", "excel.csv"],
                          cwd=place, capture_output=True, text=True, timeout=300)
    out = place / "out/excel.csv"
    rows = list(csv.DictReader(out.open(encoding="utf-8-sig", newline=""))) if out.exists() else []
    said = [(row["article"], row["photo_id"], row["place"]) for row in rows] or told.stderr
    checks.same("LibreOffice shows the ids of --excel with their zeros, and accents", said, [("007", "00119027", "México")])


def check_archives(checks, folder, articles):
    """warcio's archives give the rows of the texts in them; those of pages but for lines and offsets."""
    files = sorted(file for path in articles for file in ([path] if path.is_file() else path.rglob("*.txt")))
    texts = {str(file): text_of(file) for file in files}
    read = lambda *paths: [json.loads(line) for line in run("--format", "jsonl", *paths).stdout.split("\n") if line]
    rows = read(*files)
    said = lambda row: {key: value for key, value in row.items() if not re.search("_(id|line|start|end)$", key)}
    for gzip in (False, True):
        ending = ".gz" if gzip else ""
        wet, warc = folder / f"texts.wet{ending}", folder / f"pages.warc{ending}"
        write_wet(wet, texts, gzip)
        write_warc(warc, texts, gzip)
        checks.same(f"the rows of warcio's {wet.name} are those of the texts", read(wet), rows)
        checks.same(f"the rows of warcio's {warc.name} are those of the texts", list(map(said, read(warc))), list(map(said, rows)))


def run(*arguments):
    told = subprocess.run([COTEJO, "pair", *map(str, arguments)], capture_output=True, text=True)
    if told.returncode != 0:
        sys.exit(f"cotejo pair {arguments}: exit code {told.returncode}\n{told.stderr}")
    return told


def check_all(checks, folder, schemas, clean):
    """Whether cleaners find everything is asked of `clean` rows only: they drop what is broken, which is their task."""
    rows = [json.loads(line) for line in text_of(folder / "rows.jsonl").split("\n") if line]
    paired = [r for r in rows if r["en"] is not None]
    checks.that(f"{len(rows)} rows, {len(paired)} pairs", len(rows) > len(paired) > 0)
    check_tables(checks, folder, rows)
    check_tmx(checks, folder, schemas, [r for r in rows if r["en"] is not None or r.get("mt") is not None], clean)
    check_xliff(checks, folder, schemas, rows)
    check_lines(checks, folder, paired, clean)
    return rows


def fetched_schemas(place):
    """OASIS's schema of XLIFF's core (2.1 has the namespace and the schema of 2.0) and LISA's DTD of TMX 1.4, fetched once."""
    schemas = place / "schemas"
    if not (schemas / "tmx14.dtd").exists():
        packages = ["php-symfony-translation", "omegat"]
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            steps = (["update", "-qq"], ["download", "-qq", *packages])
            fetched = shutil.which("apt-get") and all(
                subprocess.run(["apt-get", *step], cwd=folder, stderr=subprocess.DEVNULL).returncode == 0 for step in steps)
            if not fetched:
                sys.exit(f"no schemas: apt-get cannot fetch {' and '.join(packages)}, which carry them")
            for deb in folder.glob("*.deb"):
                subprocess.run(["dpkg", "-x", deb, folder], check=True)
            xliff = folder / "usr/share/php/Symfony/Component/Translation/Resources/schemas"
            imported = schemas / "informativeCopiesOf3rdPartySchemas/w3c"
            imported.mkdir(parents=True, exist_ok=True)
            shutil.copy(xliff / "xliff-core-2.0.xsd", schemas)
            shutil.copy(xliff / "xml.xsd", imported)
            with zipfile.ZipFile(folder / "usr/share/omegat/OmegaT.jar") as jar:
                (schemas / "tmx14.dtd").write_bytes(jar.read("schemas/tmx14.dtd"))
    return schemas


def hostile_rows(place):
    """Rows in every format whose cells are made to break it, written by a test of the library."""
    hostile = place / "hostile"
    hostile.mkdir(parents=True, exist_ok=True)
    test = ["cargo", "test", "--release", "--quiet", "--lib", "--", "--ignored", "hostile_files"]
    subprocess.run(test, cwd=ROOT, env=os.environ | {"COTEJO_HOSTILE": str(hostile)}, stdout=subprocess.DEVNULL, check=True)
    return hostile


def made_articles(shared, place):
    """A folder of 60 benchmark articles, where SHARED is there."""
    if not (shared / "bench/make_articles.py").exists():
        return []
    made, articles = place / "made", place / "articles"
    for folder in (made, articles):
        shutil.rmtree(folder, ignore_errors=True)
    maker = [sys.executable, shared / "bench/make_articles.py", shared / "data/ntrex-dev.tsv", made, "--seed", "5"]
    subprocess.run(maker, stdout=subprocess.DEVNULL, check=True)
    articles.mkdir()
    for file in sorted((made / "articles").glob("*.txt"))[:60]:
        shutil.copy(file, articles)
    return [articles]


def main():
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "../shared").resolve()
    place = KEPT / "formats"
    schemas, hostile = fetched_schemas(place), hostile_rows(place)
    articles = [ROOT / "data/articles", *made_articles(shared, place)]
    if not shutil.which("soffice") and not debian("libreoffice-calc-nogui"):
        print("LibreOffice cannot be installed")
    print("; ".join(f"{p} {version(p)}" for p in ("translate-toolkit", "tmxutil", "pyarrow", "pandas", "lxml", "bifixer", "datasets", "warcio")))
    checks = Checks()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
        (folder / "alone.txt").write_text(ALONE, encoding="utf-8")
        inputs = [*articles, folder / "hostile.txt", folder / "alone.txt"]
        files = {"csv": "csv", "tsv": "tsv", "jsonl": "jsonl", "parquet": "parquet", "tmx": "tmx", "xliff": "xlf", "bitext": "bitext", "hf": "hf"}
        for form, ending in files.items():
            run("--format", form, "-o", folder / f"rows.{ending}", *inputs)
        run("--format", "moses", "-o", folder / "rows", *inputs)
        print("\nrows of articles")
        rows = check_all(checks, folder, schemas, clean=True)
        check_spreadsheet(checks, folder)
        check_excel(checks, folder)
        check_card(checks, folder, inputs, rows)
        check_archives(checks, folder, articles)
        print("\nrows made to break formats")
        check_all(checks, hostile, schemas, clean=False)
        print("\nthe same with a machine's translations")
        check_all(checks, hostile / "machine", schemas, clean=False)
    print(f"{checks.passed} passed, {checks.failed} failed")
    sys.exit(bool(checks.failed))


if __name__ == "__main__":
    main()
