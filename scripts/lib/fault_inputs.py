"""Inputs and places that are not what they seem, for scripts/check/faults.py: each case is one of a kind."""
import functools
import gzip
import json
import os
import pty
import random
import resource
import select
import signal
import socket
import stat
import subprocess
import time
import urllib.error
import urllib.request

from common import COTEJO
from fault_tools import SEED, dump, end, run, start

AUDIT = ("audit", "--no-config", "--fail-on", "never", "-q")
# more memory than a run may need; an allocation beyond it ends the process
ADDRESS_SPACE = 6 << 30


@functools.cache
def paired():
    """The seed's rows as JSON lines."""
    return run("pair", "-q", "--format", "jsonl", stdin=SEED.encode())[1]


def rows(jsonl):
    return [json.loads(row) for row in jsonl.splitlines()]


def foreign_files(folder):
    """What Cotejo did not write is refused with exit code 2 or 4, byte for byte as it was; a link is not followed."""
    article = folder / "a.txt"
    article.write_text(SEED)
    count = 0

    def refused(place, *command):
        nonlocal count
        before = {path.name: (path.is_symlink(), path.read_bytes() if path.exists() else None) for path in place.iterdir()}
        code, _, err = run(*command)
        assert code in (2, 4) and "error: " in err, (command, code, err)
        after = {path.name: (path.is_symlink(), path.read_bytes() if path.exists() else None) for path in place.iterdir()}
        assert before == after, (command, sorted(before), sorted(after))
        count += 1

    for name in ("README.md", "pairs.csv", "train.csv"):
        place = folder / f"with-{name}"
        place.mkdir()
        (place / name).write_text("mine\n")
        split = ["--split", "90:5:5"] if name == "train.csv" else []
        refused(place, "pair", *split, "-o", f"{place}/", article)
    place = folder / "journal"
    place.mkdir()
    journal = place / "out.csv.cotejo-journal"
    journal.write_text("mine\n")
    refused(place, "pair", "-o", place / "out.csv", article)
    (place / "victim").write_text("mine\n")
    for target in ("victim", "nowhere"):
        journal.unlink()
        journal.symlink_to(target)
        refused(place, "pair", "-o", place / "out.csv", article)
    # a link where the unfinished file would stand
    place = folder / "unfinished"
    place.mkdir()
    (place / "victim").write_text("mine\n")
    (place / ".cotejo-out.csv").symlink_to("victim")
    run("pair", "-q", "-o", place / "out.csv", article)
    assert (place / "victim").read_text() == "mine\n"
    return f"{count} files and links of other people's in the place of ours: refused, untouched"


def output_is_input(folder):
    """Refused with exit code 2 before anything is read, by file and not by name."""
    jsonl, page = dump(folder / "a.jsonl", 1), folder / "p.html"
    page.write_text(SEED)
    hard, link = folder / "hard.jsonl", folder / "link.jsonl"
    os.link(jsonl, hard)
    link.symlink_to(jsonl)
    before = jsonl.read_bytes()
    tries = [
        ("pair", "-o", jsonl, jsonl), ("pair", "-o", hard, jsonl), ("pair", "-o", link, jsonl), ("pair", "-o", jsonl, link),
        ("pair", "-o", f"{folder}/./a.jsonl", jsonl), (*AUDIT, "-o", page, page), ("detect", "-o", jsonl, jsonl), ("embed", "-o", jsonl, jsonl),
        ("export", "--to", "doccano", "-o", jsonl, jsonl), ("score", "-o", jsonl, jsonl, jsonl), ("translate", "-o", jsonl, jsonl),
    ]
    for command in tries:
        code, _, err = run(*command)
        assert code == 2 and jsonl.read_bytes() == before and page.read_text() == SEED, (command, code, err)
    with jsonl.open("rb") as standard:
        code, _, err = run("pair", "-o", jsonl, "-", stdin=standard)
    assert code == 2 and jsonl.read_bytes() == before, (code, err)
    return f"{len(tries) + 1} calls (other spellings, hard and symbolic links, standard input): exit code 2, the input is as it was"


def another_input(folder):
    """A run goes on with the bytes that it began with, and with no others, whatever they are called."""
    def broken_off(stdin, *inputs):
        process = start("pair", "-q", "-j1", "-o", folder / "out.csv", *inputs, stdin=stdin)
        journal = folder / "out.csv.cotejo-journal"
        for _ in range(600):
            if journal.exists() and journal.stat().st_size > 100_000:
                break
            time.sleep(0.02)
        process.kill()
        end(process)
        assert journal.exists()

    one = dump(folder / "one.jsonl", 800)
    other = folder / "other.jsonl"
    other.write_text("".join(reversed(one.open().readlines())))
    whole = run("pair", "-q", "--format", "csv", "-", stdin=one.read_bytes())[1]
    with one.open("rb") as standard:
        broken_off(standard, "-")
    with other.open("rb") as standard:
        code, _, err = run("pair", "-o", folder / "out.csv", "--resume", "-", stdin=standard)
    assert code == 2 and not (folder / "out.csv").exists(), (code, err)
    with one.open("rb") as standard:
        code, _, err = run("pair", "-o", folder / "out.csv", "--resume", "-", stdin=standard)
    assert code == 0 and (folder / "out.csv").read_bytes() == whole, (code, err)
    (folder / "out.csv").unlink()
    # a file of the same name, size and time
    broken_off(subprocess.DEVNULL, one)
    times = one.stat()
    other.replace(one)
    os.utime(one, ns=(times.st_atime_ns, times.st_mtime_ns))
    code, _, err = run("pair", "-o", folder / "out.csv", "--resume", one)
    assert code == 2, (code, err)
    return "`--resume` with another standard input, and with another file of the same name, size and time: exit code 2; with the same one: the bytes of an unbroken run"


def permissions(folder):
    """A new file may be read by whom the umask lets, an old one by whom it let before."""
    article = folder / "a.txt"
    article.write_text(SEED)
    count = 0
    for mask in (0o022, 0o077, 0o027):
        outputs = [(("pair", "-q"), "rows.csv"), ((*AUDIT,), "report.html"), (("detect", "-q"), "lines.csv"), (("pair", "-q"), "folder/")]
        for command, name in outputs:
            target = folder / f"{mask:o}-{name}" if not name.endswith("/") else folder / f"{mask:o}-folder"
            code, _, err = run(*command, "-o", f"{target}/" if name.endswith("/") else target, article, umask=mask)
            assert code == 0, err
            for path in [target] if target.is_file() else target.iterdir():
                mode = stat.S_IMODE(path.stat().st_mode)
                assert mode == 0o666 & ~mask, (path, oct(mode), oct(mask))
                count += 1
    kept = folder / "22-rows.csv"
    kept.chmod(0o640)
    assert run("pair", "-q", "-o", kept, article)[0] == 0
    assert stat.S_IMODE(kept.stat().st_mode) == 0o640
    return f"{count} files under three umasks have the permissions of any new file; a replaced one keeps its own"


def special_files(folder):
    """None is opened that was not named; the articles beside them have their rows; a signal ends a read that waits."""
    place = folder / "articles"
    place.mkdir()
    (place / "a.txt").write_text(SEED)
    os.mkfifo(place / "fifo.txt")
    (place / "zero.txt").symlink_to("/dev/zero")
    (place / "nowhere.txt").symlink_to("not-there")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(place / "socket.txt"))
    code, out, err = run("pair", "--format", "jsonl", place, timeout=20)
    assert out.count(b"\n") == paired().count(b"\n") and code in (0, 3), (code, err)
    waits = [(("pair", "--format", "jsonl", place / "fifo.txt"), None), (("pair", "--format", "jsonl", "-"), subprocess.PIPE),
             (("pair", "--filter"), subprocess.PIPE), (("detect", "-"), subprocess.PIPE), ((*AUDIT, "-"), subprocess.PIPE),
             (("pair", "-o", folder / "never.csv", "-"), subprocess.PIPE)]
    ends = []
    for command, stdin in waits:
        for which in (signal.SIGTERM, signal.SIGINT):
            process = start(*command, stdin=stdin or subprocess.DEVNULL)
            if stdin:
                process.stdin.write(json.dumps({"id": "a", "text": SEED}).encode() + b"\n")
            time.sleep(0.5)
            begun = time.monotonic()
            process.send_signal(which)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                raise AssertionError(f"{command}: the first {which.name} is not obeyed") from None
            ends.append(time.monotonic() - begun)
            assert process.returncode != 0 and b"panicked" not in process.stderr.read(), command
    assert not (folder / "never.csv").exists()
    return f"FIFO, socket, links to a device and to nothing in a folder: passed over, told; {len(ends)} waiting reads end within {max(ends):.2f} s of the first signal"


def bombs(folder):
    """What unpacks to too much is told with its name; the other articles have their rows; 6 GB of address space are enough."""
    place = folder / "articles"
    place.mkdir()
    (place / "a.txt").write_text(SEED)
    million = 1_000_000
    pages = {
        "paragraphs.html.gz": b"<html><body>" + b"<p>a" * (15 * million),
        "nested.html.gz": b"<html><body>" + b"<div>" * (12 * million),
        "lines.txt.gz": b"a\n" * (31 * million),
        "attributes.html.gz": b"<p " + b"a=b " * (15 * million) + b">",
        "entities.html.gz": b"<p>" + b"&amp;" * (12 * million),
        "breaks.html.gz": b"<p>" + b"a<br>" * (12 * million),
        "one-line.txt.gz": b"el alcalde de la ciudad " * (2 * million),
        "too-long.txt.gz": b"a" * (300 * million),
        "field.jsonl.gz": b'{"text": "' + b"a\\n" * (20 * million) + b'"}\n',
    }
    for name, content in pages.items():
        (place / name).write_bytes(gzip.compress(content, 6))
    limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))  # noqa: E731
    code, out, err = run("pair", "--format", "jsonl", place, preexec_fn=limit, timeout=600)
    mine = [row for row in rows(out) if row["article"].endswith("a.txt")]
    assert code in (0, 3) and len(mine) == paired().count(b"\n"), (code, err[-2000:])
    told = sum(line.startswith("error: ") for line in err.splitlines())
    huge = folder / "huge.jsonl.gz"
    huge.write_bytes(gzip.compress(b'{"a": "' + b"a" * (2000 * million), 6))
    for command in (("import", "--from", "doccano", huge), ("score", huge, huge), ("pair", "--model", huge, place / "a.txt")):
        code, _, err = run(*command, preexec_fn=limit, timeout=600)
        assert code in (2, 3, 4) and "memory" not in err.lower().replace("bytes of memory", ""), (command, code, err[-500:])
    return f"{len(pages)} bombs of 12 to 300 MB in a folder: {told} told, the article beside them has its rows; `import`, `score` and `--model` refuse 2 GB in a file"


HOSTILE = "\x1b]0;pwned\x07\x1b[31m\x9b31m\u202eolleh\u2066\x08"


def terminals(folder):
    """No control or bidirectional character of an article, a name or a message reaches a terminal; a pipe gets the bytes."""
    article = folder / "esc.txt"
    article.write_text(
        f"Head {HOSTILE}\n\n60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- El alcalde {HOSTILE} inauguró el parque de la ciudad con vecinos.\n"
        f"The mayor opened the park {HOSTILE} of the city with neighbors. Photo: Notimex/Ana Ruiz\n")
    lines = folder / "esc.jsonl"
    lines.write_text(json.dumps({"id": f"i{HOSTILE}", "text": article.read_text()}) + "\n")
    missing = folder / "no\x1b]0;pwned\x07such.txt"
    calls = [
        ("pair", article), ("pair", lines), ("pair", "--format", "jsonl", lines), ("pair", "--explain", article), ("pair", "--explain", lines),
        ("detect", article), ("detect", lines), ("audit", "--no-config", article), ("audit", "--no-config", lines),
        ("audit", "--no-config", "--format", "csv", lines), ("pair", "-vv", lines), ("pair", missing), ("pair", f"--{HOSTILE}"),
        ("checks", HOSTILE), ("export", "--to", "doccano", lines), ("pair", "--format", "tmx", lines),
    ]
    for command in calls:
        seen = on_terminal(command)
        for bad in ("\x1b]0;", "\x07", "\x1b[31m\x9b", "\x9b31m", "\u202e", "\u2066", "\x08"):
            assert bad.encode() not in seen, (command, bad, seen[:400])
    piped = run("pair", "--format", "csv", article)[1].decode()
    assert "\u202e" in piped, "what goes into a pipe is changed"
    return f"{len(calls)} calls on a terminal: no control, escape or bidirectional character of the article, its name or an argument is sent"


def on_terminal(command):
    """What a terminal is sent."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([COTEJO, *map(str, command)], stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs)
    os.close(theirs)
    seen = b""
    while select.select([ours], [], [], 20)[0]:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    process.wait(20)
    os.close(ours)
    return seen


KINDS = {
    "report.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n",
    "letter.docx": b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0" + b"[Content_Types].xml" + b"word/document.xml" * 3,
    "photo.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0",
    "photo.jpg": b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0",
    "old.arc": b"filedesc://old.arc 0.0.0.0 20090101000000 text/plain 77\n1 0 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n\n",
    "story.xml": b'<?xml version="1.0" encoding="UTF-8"?>\n<nitf><body><body.content><p>El alcalde.</p></body.content></body></nitf>\n',
    "feed.rss": b'<?xml version="1.0"?>\n<rss version="2.0"><channel><title>T</title></channel></rss>\n',
    "side.xmp": b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF/></x:xmpmeta>\n',
    "letter.rtf": b"{\\rtf1\\ansi El alcalde}\n",
    "program": b"\x7fELF\x02\x01\x01\0" + bytes(64),
    "base.db": b"SQLite format 3\0" + bytes(100),
}


def foreign_kinds(folder):
    """What is no text, page or table of ours is told for what it is, with what to do; in a folder it is counted."""
    for name, content in KINDS.items():
        # under a name that says text, and from standard input
        for disguise in (name, f"{name}.txt"):
            (folder / disguise).write_bytes(content)
            code, _, err = run("pair", folder / disguise)
            assert code == 4 and "error: " in err and disguise in err and "0 captions" not in err.split("error: ")[0], (disguise, code, err)
            assert len(err.split("error: ")[1].splitlines()[0]) > 40, err
        code, _, err = run("pair", "-", stdin=content)
        assert code == 4 and "error: " in err, (name, code, err)
    place = folder / "all"
    place.mkdir()
    for name, content in KINDS.items():
        (place / name).write_bytes(content)
    (place / "a.txt").write_text(SEED)
    code, out, err = run("pair", "--format", "jsonl", place)
    assert out.count(b"\n") == paired().count(b"\n") and "skipped" in err, (code, err)
    return f"{len(KINDS)} kinds of files, under their names, as .txt and from standard input: told; beside an article in a folder: counted in the last line"


INVISIBLE = "\u200b\u2060\ufeff\u00ad\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2069\u061c"


def invisible(folder):
    """The rows of an article are those of the same article without invisible characters, the raw texts as printed."""
    draw = random.Random(7)
    wanted = rows(paired())
    records = []
    for at in range(400):
        text = list(SEED)
        for _ in range(draw.randint(1, 12)):
            text.insert(draw.randrange(len(text) + 1), draw.choice(INVISIBLE))
        records.append({"id": f"i{at}", "text": "".join(text)})
    source = folder / "invisible.jsonl"
    source.write_text("".join(json.dumps(record) + "\n" for record in records))
    code, out, err = run("pair", "--format", "jsonl", source)
    assert code == 0, err
    found = rows(out)
    assert len(found) == len(wanted) * len(records), (len(found), len(wanted) * len(records))
    same = [key for key in wanted[0] if key not in ("article", "pair_id", "es_raw", "en_raw", "es_start", "es_end", "en_start", "en_end")]
    for at, row in enumerate(found):
        like, text = wanted[at % len(wanted)], records[at // len(wanted)]["text"].encode()
        differing = {key: (row[key], like[key]) for key in same if row[key] != like[key]}
        assert not differing, (row["article"], differing)
        for side in ("es", "en"):
            assert text[row[f"{side}_start"]:row[f"{side}_end"]].decode() == row[f"{side}_raw"], (row["article"], side)
    return f"{len(records)} articles with 1 to 12 of {len(INVISIBLE)} invisible characters anywhere: the {len(found)} rows of the clean article; raw texts as printed"


def shared_numbers(folder):
    """Articles of one run that share a photo's number, with letters of other lengths: every report is made."""
    count = 0
    a, b = folder / "a.txt", folder / "b.txt"
    a.write_text("The mayor opened a park today\n\n60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- El alcalde inauguró el parque de la ciudad con vecinos.\n"
                 "The mayor opened the park of the city with neighbors. Photo: Notimex/Ana Ruiz\n")
    for pad in range(12):
        b.write_text(f"The mayor opened a park toda{'y' * pad}\n\n60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- Él inauguró {'á' * 37} la biblioteca de la ciudad.\n"
                     "He opened the library of the city. Photo: Notimex/Ana Ruiz\n")
        for kind in ("html", "json", "sarif", "csv", "text"):
            code, _, err = run(*AUDIT, "--format", kind, "-o", folder / f"report.{kind}", a, b)
            assert code == 0 and (folder / f"report.{kind}").stat().st_size, (kind, pad, err)
            count += 1
    return f"{count} reports of two articles with one photo number: each is whole"


def idle_connections(folder):
    """A visitor is let in, however many connections say nothing; without the token nobody sees a thing."""
    article = folder / "a.txt"
    article.write_text(SEED)
    process = start("review", "--port", "0", "--db", folder / "r.db", article)
    idle = []
    try:
        said, address = b"", None
        while address is None and select.select([process.stderr, process.stdout], [], [], 20)[0]:
            for pipe in select.select([process.stderr, process.stdout], [], [], 0)[0]:
                said += os.read(pipe.fileno(), 4096)
            address = next((word.rstrip(".,;") for word in said.decode().split() if word.startswith("http://") and said.endswith(b"\n")), None)
        assert address and "token=" in address, said
        port = int(address.split("/")[2].split(":")[1])
        bare = f"http://127.0.0.1:{port}/"
        for path in ("", "api/items", "api/state"):
            try:
                with urllib.request.urlopen(bare + path, timeout=5) as page:
                    raise AssertionError(f"{path}: {page.status} without a token")
            except urllib.error.HTTPError as error:
                assert error.code in (401, 403, 404), (path, error.code)
        idle = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(300)]
        begun = time.monotonic()
        with urllib.request.urlopen(address, timeout=20) as page:
            assert page.status == 200
        took = time.monotonic() - begun
        assert took < 5, took
    finally:
        for connection in idle:
            connection.close()
        process.send_signal(signal.SIGTERM)
        process.wait(10)
    return f"300 connections that say nothing: a visitor waits {took:.2f} s; without the token: refused"


def same_ids(folder):
    """Records with one id have rows under ids of their own, the same for any number of threads."""
    source = folder / "same.jsonl"
    with source.open("w") as file:
        for at in range(60):
            file.write(json.dumps({"id": f"a{at % 3}", "text": SEED.replace("Campa", f"Campa{at}")}) + "\n")
    outs = {run("pair", f"-j{threads}", "--format", "jsonl", source)[1] for threads in (1, 2, 7)}
    assert len(outs) == 1
    found = [(row["article"], row["pair_id"]) for row in rows(outs.pop())]
    assert len(found) == len(set(found)) == 60 * paired().count(b"\n"), (len(found), len(set(found)))
    return f"60 records of three ids: {len(found)} rows, no two with the same article and pair"


CASES = {
    "foreign files": foreign_files,
    "output is input": output_is_input,
    "another input": another_input,
    "permissions": permissions,
    "special files": special_files,
    "bombs": bombs,
    "terminals": terminals,
    "foreign kinds": foreign_kinds,
    "invisible characters": invisible,
    "shared photo numbers": shared_numbers,
    "idle connections": idle_connections,
    "same ids": same_ids,
}
