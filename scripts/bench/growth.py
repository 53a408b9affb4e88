# build: cotejo
"""Whether time and memory grow with the work and no faster.

    scripts/dev bench growth [--quick] [--only WORD]

Each row makes an input of n, 2n, 4n and 8n parts (captions, paragraphs, elements, records) and gives it to `cotejo` on one thread. n is
doubled until the run costs enough to be measured. Cost is the processor's time (user and system) less that of the smallest input; the
table shows it for each size, and the peak of memory. A row fails where a doubling costs more than 2 x 1.3 times, in time or in memory (the
peak less that of the smallest input, under which the encoder is loaded: the first FREE_MB and FREE_S are free), or where a large input
has no rows though one part has. What fails is measured
again, since another program's load may be the cause; the least of all tries counts. Time that still fails is counted in instructions where
valgrind is there (the row then says so). Exits with 1 where a row fails.

--quick takes n and 4n alone, and allows (2 x 1.3)^2 between them. --only takes the rows whose name holds a word.
"""
import argparse
import html
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from common import COTEJO

ALLOWED = 2 * 1.3
LEAST_S, QUICK_S = 0.12, 0.1
FREE_S = 0.05
FREE_MB = 64
TRIES = 4
# an article has no more parts (docs/robustness.md)
MOST_PARTS = 524_288

SPANISH = {
    "inauguró": "opened", "visitó": "visited", "presentó": "presented", "encabezó": "headed",
    "el parque": "the park", "la escuela": "the school", "el hospital": "the hospital", "la plaza": "the square",
}
VERBS, PLACES = list(SPANISH)[:4], list(SPANISH)[4:]
NAMES = ["Juan Pérez", "Ana Ruiz", "Luis Gómez", "Rosa Vega", "Pedro Salas"]
SYLLABLES = [a + b for a in "bcdfglmnprstvz" for b in ("a", "e", "i", "o", "ana", "ero")]


def name(i):
    """A name that is another for every number."""
    first = second = ""
    for _ in range(3):
        first += SYLLABLES[i % len(SYLLABLES)]
        i //= len(SYLLABLES)
        second += SYLLABLES[(i * 7 + len(first)) % len(SYLLABLES)]
    return f"{first.capitalize()} {second.capitalize()}"


def drawn(i):
    """Who did what where, by the number alone."""
    mixed = i * 2654435761 % (1 << 32) >> 7
    return NAMES[mixed % len(NAMES)], VERBS[mixed // 8 % len(VERBS)], PLACES[mixed // 64 % len(PLACES)]


def caption(i, photographer="José Pazos", photo=None, said=None):
    who, verb, place = drawn(i)
    said = said or f"El alcalde {who} {verb} {place} número {i} en la ciudad de Puebla, con los vecinos de la zona."
    english = f"Mayor {who} {SPANISH[verb]} {SPANISH[place]} number {i} in the city of Puebla, with residents of the area."
    photo = photo or 51000000 + i
    slug = f"{photo}. México, {1 + i % 28} Oct 2015 (Notimex-{photographer}).- "
    return slug + said, f"{english} Photo: Notimex/{photographer}"


def paragraph(i):
    who, verb, place = drawn(i)
    return f"The mayor, {who}, {SPANISH[verb]} {SPANISH[place]} on Monday, and {i} residents said that they had waited for it for years."


def lines(of):
    return lambda n: "\n\n".join(line for i in range(n) for line in of(i))


def page(body, head=""):
    return f"<!doctype html><html><head><title>A page</title></head><body><article><h1>The Mayor Opens a Park</h1>{head}{body}</article></body></html>"


def gallery(i):
    spanish, english = caption(i)
    return f'<figure><img src="{i}.jpg" alt="{html.escape(spanish)}"><figcaption>{html.escape(english)}</figcaption></figure>'


FIRST = caption(0)[0]


def body(part):
    """One caption whose body holds n times something."""
    return lambda n: caption(0, said="El alcalde habló con " + "".join(part(i) for i in range(n)))[0] + " NOTIMEX/FOTO/JOSÉ PAZOS/JPF/POL/"


def line(part, join=" "):
    """A caption, and one long line below it."""
    return lambda n: FIRST + "\n\n" + join.join(part(i) for i in range(n))


def record(i):
    return "\n\n".join([paragraph(i), *caption(i)])


def jsonl(n):
    return "".join(json.dumps({"id": str(i), "text": record(i)}) + "\n" for i in range(n))


def table(n):
    return "id,text\n" + "".join(f'{i},"{record(i)}"\n' for i in range(n))


def warc(n):
    found = []
    for i in range(n):
        inside = page(gallery(i) + f"<p>{paragraph(i)}</p>").encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(inside)}\r\n\r\n".encode()
        fields = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/{i}\r\nWARC-Date: 2015-10-02T00:00:00Z\r\n"
        fields += f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{i:012}>\r\nContent-Type: application/http; msgtype=response\r\n"
        found.append(f"{fields}Content-Length: {len(head) + len(inside)}\r\n\r\n".encode() + head + inside + b"\r\n\r\n")
    return b"".join(found)


PAIR = ["pair", "--format", "jsonl"]
AUDIT = ["audit", "--fail-on", "never", "--format"]
SAID = "El alcalde inauguró el parque de la ciudad, con los vecinos de la zona."
# name, command, ending of the input, first n, input
ROWS = [
    ("captions without English", PAIR, "txt", 500, lines(lambda i: caption(i)[:1])),
    ("captions with English", PAIR, "txt", 520, lines(caption)),
    ("captions with English, audited", [*AUDIT, "json"], "txt", 520, lines(caption)),
    ("captions without English, audited as a page", [*AUDIT, "html"], "txt", 500, lines(lambda i: caption(i)[:1])),
    ("captions in an HTML gallery", PAIR, "html", 520, lambda n: page("\n".join(gallery(i) for i in range(n)))),
    ("the same on one line, audited", [*AUDIT, "json"], "html", 520, lambda n: page("".join(gallery(i) for i in range(n)))),
    ("captions of as many photographers", PAIR, "txt", 520, lines(lambda i: caption(i, name(i)))),
    ("English first, Spanish behind all of it", PAIR, "txt", 520,
     lambda n: "\n\n".join([caption(i)[1] for i in range(n)] + [caption(i)[0] for i in range(n)])),
    ("captions that are all the same", PAIR, "txt", 1000, lines(lambda i: caption(0))),
    ("captions that say the same of other photos", [*AUDIT, "json"], "txt", 500, lines(lambda i: [caption(i, said=SAID)[0]])),
    ("captions of one photo number", [*AUDIT, "json"], "txt", 500, lines(lambda i: caption(i, photo=51002073)[:1])),
    ("captions in one paragraph", PAIR, "txt", 500, lambda n: " ".join(caption(i)[0] + " NOTIMEX/FOTO/JOSÉ PAZOS/JPF/POL/" for i in range(n))),
    ("captions, each with a sentence of the story", [*AUDIT, "json"], "txt", 520,
     lines(lambda i: [paragraph(i), caption(i)[0], paragraph(i) + " Photo: Notimex/José Pazos"])),
    ("paragraphs of plain English", PAIR, "txt", 2000, lines(lambda i: [paragraph(i)])),
    ("the same below a caption", PAIR, "txt", 1000, lambda n: FIRST + "\n\n" + "\n\n".join(paragraph(i) for i in range(n))),
    ("lines without blank lines", PAIR, "txt", 1000, lambda n: FIRST + "\n" + "\n".join(paragraph(i) for i in range(n))),
    ("a text broken to a width", PAIR, "txt", 1000,
     lambda n: FIRST + "\n\n" + "\n".join(f"the residents of the {i}th street have waited for it for" for i in range(n))),
    ("one line of Spanish", PAIR, "txt", 1000, lambda n: " ".join(caption(i % 90_000)[0][44:] for i in range(n))),
    ("one line of Spanish below a caption", PAIR, "txt", 1000, line(lambda i: caption(i)[0][44:])),
    ("one line of English below a caption", PAIR, "txt", 1000, line(paragraph)),
    ("one line without blanks below a caption", PAIR, "txt", 4000, line(lambda i: "vecinos", "")),
    ("one line of full stops below a caption", PAIR, "txt", 4000, line(lambda i: "a.", "")),
    ("a body of names", [*AUDIT, "json"], "txt", 1000, body(lambda i: name(i) + ", ")),
    ("a body of numbers", [*AUDIT, "json"], "txt", 1000, body(lambda i: f"{51000000 + i} y {i}, ")),
    ("a body of quotation marks", [*AUDIT, "json"], "txt", 1000, body(lambda i: "“vino” y \"se fue\" ")),
    ("a body of brackets", [*AUDIT, "json"], "txt", 1000, body(lambda i: "(Notimex) (el [señor] (vino ")),
    ("a body of dashes", [*AUDIT, "json"], "txt", 1000, body(lambda i: "vino – se fue - y -- ")),
    ("a body of slashes and credits", [*AUDIT, "json"], "txt", 1000, body(lambda i: "NOTIMEX/FOTO/ Foto: EFE/ ")),
    ("elements side by side", PAIR, "html", 2000, lambda n: page("".join(f"<p>{paragraph(i)}</p>" for i in range(n)), f"<p>{FIRST}</p>")),
    ("elements inside each other", PAIR, "html", 2000, lambda n: page("<div>a" * n + "</div>" * n, f"<p>{FIRST}</p>")),
    ("tags that nobody closes", PAIR, "html", 2000, lambda n: page("".join(f"<p><b><a href='{i}'>a<i><li>" for i in range(n)), f"<p>{FIRST}</p>")),
    ("end tags without a start", PAIR, "html", 2000, lambda n: page("<div><i><b>" * n + "</p></i></span>" * n, f"<p>{FIRST}</p>")),
    ("attributes of one tag", PAIR, "html", 4000, lambda n: page("<p " + " ".join(f"data-a{i}='b'" for i in range(n)) + ">a</p>", f"<p>{FIRST}</p>")),
    ("pictures of one figure", PAIR, "html", 1000,
     lambda n: page("<figure>" + "".join(f"<img alt=\"{html.escape(caption(i)[0])}\">" for i in range(n)) + "</figure>")),
    ("records of JSONL", PAIR, "jsonl", 100, jsonl),
    ("records of CSV", PAIR, "csv", 100, table),
    ("records of a web archive", PAIR, "warc", 100, warc),
]


class Row:
    def __init__(self, row, folder):
        self.name, self.command, self.ending, self.first, self.make = row
        self.folder, self.least, self.empty = folder, {}, {}

    def cost(self, n, again=False):
        """Seconds and megabytes of an input of n parts: the least that was ever measured."""
        if n not in self.least or again:
            path = self.input(n)
            command = [COTEJO, *self.command, "-q", "-j1", str(path)]
            printed = pathlib.Path(self.folder, "printed")
            with open(printed, "wb") as file:
                process = subprocess.Popen(command, stdout=file, stderr=subprocess.PIPE)
            told = process.stderr.read().decode(errors="replace")
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode != 0:
                sys.exit(f"growth: {' '.join(map(str, command))}: exit {process.returncode}\n{told}")
            self.empty[n] = printed.stat().st_size == 0
            found = (used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
            self.least[n] = tuple(map(min, found, self.least.get(n, found)))
        return self.least[n]

    def input(self, n):
        """A file of n parts, made by another process: the peak of this one would count as that of its children."""
        path = pathlib.Path(self.folder, f"{n}.{self.ending}")
        if not path.exists():
            subprocess.run([sys.executable, __file__, "--make", self.name, str(n), path], check=True)
        return path

    def instructions(self, n):
        command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", COTEJO, *self.command, "-q", "-j1", self.input(n)]
        told = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True).stderr
        return int(re.search(r"Collected : (\d+)", told)[1])

    def grows_by_instructions(self, small, large, allowed):
        base, least, most = (self.instructions(n) for n in (1, small, large))
        return most - base <= allowed * (least - base)

    def faults(self, sizes, allowed):
        """The steps that cost too much, as (n, what)."""
        base = self.cost(1)
        for small, large in zip(sizes, sizes[1:]):
            (t, m), (t2, m2) = self.cost(small), self.cost(large)
            if t2 - base[0] > allowed * max(t - base[0], FREE_S):
                yield small, large, "time"
            if m2 - base[1] > FREE_MB and m2 - base[1] > allowed * max(m - base[1], FREE_MB):
                yield small, large, "memory"
            if self.empty[large] and not self.empty[1]:
                yield small, large, "rows lost"


def measure(row, quick):
    """Prints the row; whether it grows as the work does."""
    steps, allowed = ((1, 4), ALLOWED**2) if quick else ((1, 2, 4, 8), ALLOWED)
    with tempfile.TemporaryDirectory() as folder:
        row = Row(row, folder)
        row.cost(1), row.cost(1, True)
        n, parts = row.first, max(1, str(row.make(64)).count("<") // 64 if row.ending == "html" else 1)
        while row.cost(n)[0] - row.cost(1)[0] < (QUICK_S if quick else LEAST_S) and 2 * n * steps[-1] * parts < MOST_PARTS:
            n *= 2
        sizes = [n * step for step in steps]
        for _ in range(TRIES):
            faults = list(row.faults(sizes, allowed))
            if not faults:
                break
            for size in {size for fault in faults for size in fault[:2]}:
                row.cost(size, True)
        faults, note = list(row.faults(sizes, allowed)), ""
        if faults and shutil.which("valgrind"):
            note = "  (by instructions)"
            faults = [fault for fault in faults if fault[2] != "time" or not row.grows_by_instructions(*fault[:2], allowed)]
        base = row.cost(1)
        shown = [(size, row.cost(size)[0] - base[0], row.cost(size)[1]) for size in sizes]
        cells = "  ".join(f"{size:>8} {seconds:>6.2f} s {peak:>5.0f} MB" for size, seconds, peak in shown)
        worst = max((b[1] / max(a[1], 0.01) for a, b in zip(shown, shown[1:])), default=0)
        wrong = "; ".join(f"{what}, from {small} to {large}" for small, large, what in faults)
        print(f"{row.name:<46} {cells}  x {worst:.2f}{note}{'  WRONG: ' + wrong if wrong else ''}", flush=True)
        return not faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--make", nargs=3, metavar=("ROW", "N", "FILE"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.make:
        made = next(row for row in ROWS if row[0] == args.make[0])[4](int(args.make[1]))
        return pathlib.Path(args.make[2]).write_bytes(made if isinstance(made, bytes) else made.encode())
    rows = [row for row in ROWS if args.only in row[0]]
    if not rows:
        sys.exit(f"growth: no row's name holds {args.only!r}")
    good = [measure(row, args.quick) for row in rows]
    print(f"{good.count(True)} of {len(good)} rows grow as the work does")
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
