# build: cotejo
"""What goes wrong around the program, done to it: nothing is lost, nothing panics.

    scripts/dev check faults [--quick] [--seed N] [CASE...]

Nothing is half-written either. Prints a table. Without `--quick`: 10,000 inputs of random bytes, 100,000 mutated articles. Full disks need
a root who may mount; cases that cannot be done here say so. The kinds stand here and in scripts/lib/fault_inputs.py. What is done once and
fast stands in tests/bad_input.rs, tests/bad_corpora.rs and tests/resume.rs.
"""
import argparse
import gzip
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import fault_inputs
import mutations
from common import COTEJO, ROOT
from fault_tools import SEED, Skipped, dump, end, ids, names, run, start

OPTIONS = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
OPTIONS.add_argument("--quick", action="store_true")
OPTIONS.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
OPTIONS.add_argument("case", nargs="*")
ARGS = OPTIONS.parse_args()
RANDOM = random.Random(ARGS.seed)


class Disk:
    """A file system of a given size, while it lives."""

    def __init__(self, folder, size):
        self.folder = folder
        folder.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "cotejo-faults", folder], capture_output=True).returncode:
            raise Skipped("this user may not mount a small disk")

    def __enter__(self):
        return self

    def grow(self, size):
        subprocess.run(["mount", "-o", f"remount,size={size}", self.folder], check=True)

    def __exit__(self, *_):
        subprocess.run(["umount", self.folder], check=True)


WRITERS = {
    "pair csv": ("pair", "rows.csv"),
    "pair jsonl": ("pair", "rows.jsonl"),
    "pair tmx": ("pair", "rows.tmx"),
    "pair xliff": ("pair", "rows.xlf"),
    "pair parquet": ("pair", "rows.parquet"),
    "audit html": ("audit", "--no-config", "--fail-on", "never", "--format", "html", "rows.html"),
    "audit json": ("audit", "--no-config", "--fail-on", "never", "--format", "json", "rows.json"),
    "detect": ("detect", "rows.csv"),
}


def writers(folder, articles):
    """Command and target of each way to write a file, with the bytes of an undisturbed run."""
    source = dump(folder / "dump.jsonl", articles)
    for name, (*command, target) in WRITERS.items():
        whole = folder / f"whole-{target}"
        code, _, err = run(*command, "-o", whole, source)
        assert code == 0, err
        yield name, command, source, target, whole.read_bytes()


def full_disk(folder):
    """Exit code 4 and the cause; no output is there, but what `--resume` goes on from; with room, the same bytes as an undisturbed run."""
    count = resumed = 0
    for name, command, source, target, whole in writers(folder, 60):
        with Disk(folder / "disk", max(len(whole) // 3 // 4096, 2) * 4096) as disk:
            path = disk.folder / target
            code, _, err = run(*command, "-o", path, source)
            assert code == 4 and "No space left" in err, (name, code, err)
            journal = f"{target}.cotejo-journal"
            assert all(found == journal for found in names(disk.folder)), (name, names(disk.folder))
            disk.grow("64m")
            go_on = ["--resume"] if journal in names(disk.folder) and command[0] == "pair" else []
            code, _, err = run(*command, *go_on, "-o", path, source)
            assert code == 0 and path.read_bytes() == whole, (name, code, err)
            assert names(disk.folder) == [target], names(disk.folder)
            count, resumed = count + 1, resumed + len(go_on)
        (folder / "disk").rmdir()
    return f"{count} ways to write, {resumed} went on with `--resume`; the bytes are those of an undisturbed run"


def no_permission(folder):
    """Input that may not be read is told and the rest is done (3); where nothing may be written nothing is begun (4)."""
    if os.getuid():
        raise Skipped("only root can give up its rights and clean up after")
    nobody = {"user": 65534, "group": 65534, "extra_groups": []}
    folder.chmod(0o755)
    for name, mode in (("open.txt", 0o644), ("shut.txt", 0o000)):
        (folder / name).write_text(SEED)
        (folder / name).chmod(mode)
    with tempfile.TemporaryDirectory() as place:
        binary = pathlib.Path(place) / "cotejo"
        shutil.copy(COTEJO, binary)
        pathlib.Path(place).chmod(0o755)

        def as_nobody(*arguments):
            process = subprocess.Popen([binary, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **nobody)
            return end(process)

        code, out, err = as_nobody("pair", folder)
        assert code == 3 and out.count(b"\n") == 3 and err.count("permission") == 1 and "shut.txt" in err, (code, err)
        before = names(folder)
        for command in ("pair", "audit", "detect"):
            code, _, err = as_nobody(command, "-o", folder / "rows.csv", folder / "open.txt", *(["--no-config"] if command == "audit" else []))
            assert code == 4 and "ermission denied" in err and "panicked" not in err, (command, code, err)
        code, _, err = as_nobody("review", "--port", "0", "--db", folder / "reviews.db", folder / "open.txt")
        assert code == 4, (code, err)
        assert names(folder) == before, names(folder)
    return "1 of 2 inputs may not be read: exit code 3, the other's rows; 4 commands may not write: exit code 4, nothing is there"


def stopped(folder, name_of_signal, rounds):
    """A file is whole or absent; standard output is a beginning of what an undisturbed run writes."""
    stop, absent, whole_files, cut = getattr(signal, name_of_signal), 0, 0, 0
    for name, command, source, target, whole in writers(folder, 120):
        path = folder / target
        begun = time.monotonic()
        run(*command, source)
        usual = time.monotonic() - begun
        for _ in range(rounds):
            process = start(*command, "-o", path, source)
            time.sleep(RANDOM.random() * usual * 1.1)
            process.send_signal(stop)
            end(process)
            left = [found for found in names(folder) if not found.startswith("whole-") and found not in ("dump.jsonl", target, f"{target}.cotejo-journal")]
            if name_of_signal != "SIGKILL":
                assert not left, left
            if path.exists():
                assert path.read_bytes() == whole, f"{name}: half-written"
                whole_files += 1
            else:
                absent += 1
            for found in (*left, target, f"{target}.cotejo-journal"):
                (folder / found).unlink(missing_ok=True)
    source = folder / "dump.jsonl"
    whole = run("pair", "--format", "jsonl", source)[1]
    for _ in range(rounds):
        process = start("pair", "--format", "jsonl", source)
        time.sleep(RANDOM.random() * usual)
        process.send_signal(stop)
        _, out, _ = end(process)
        assert whole.startswith(out), "standard output has something else"
        cut += len(out) < len(whole)
    return f"{absent + whole_files} runs into files: {absent} left none, {whole_files} a whole one; {rounds} runs into a pipe, {cut} cut short: only what belongs there"


def vanished(folder):
    """What was read before stays; what is not there any more is told, a line each."""
    source = dump(folder / "dump.jsonl", 400)
    whole = run("pair", "--format", "jsonl", source)[1]
    # removed while it is read: an open file stays
    process = start("pair", "--format", "jsonl", source)
    process.stdout.read(1)
    source.unlink()
    code, out, _ = end(process)
    assert code == 0 and whole[1:] == out, code
    # cut while it is read: what stood before is paired, a torn line is told
    source = dump(folder / "dump.jsonl", 4000)
    process = start("pair", "-j1", "--format", "jsonl", source)
    process.stdout.read(1)
    size = source.stat().st_size
    os.truncate(source, size // 2 + 1)
    code, out, err = end(process)
    found = ids(b"{" + out)
    assert code == 3 and found == [f"a{at}" for at in range(len(found))] and 1900 < len(found) < 2100, (code, len(found), err)
    # half of a folder
    articles = folder / "articles"
    articles.mkdir()
    for at in range(400):
        (articles / f"{at:03}.txt").write_text(SEED)
    process = start("pair", "-j1", "--format", "jsonl", articles)
    process.stdout.read(1)
    for at in range(200, 400):
        (articles / f"{at:03}.txt").unlink()
    code, out, err = end(process)
    told = err.count("no such file")
    read = len(ids(b"{" + out))
    assert code == 3 and read + told == 400 and told >= 150, (code, read, told, err[-500:])
    # whoever writes into our pipe dies inside a compressed stream
    data = gzip.compress("".join(json.dumps({"id": f"a{at}", "text": SEED}) + "\n" for at in range(50)).encode())
    code, out, err = run("pair", "--format", "jsonl", stdin=data[: len(data) - 200])
    assert code == 3 and "breaks off" in err and len(ids(out)) >= 40, (code, err)
    return f"removed while open: every row; cut in the middle: the rows before, exit code 3; {told} of 400 files removed: a line each, {read} read; a writer that dies: told"


def memory(process):
    """Resident memory of a process in kB."""
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])


def slow_pipes(folder):
    """The same bytes, in bounded memory, however slowly they are brought or taken."""
    source = dump(folder / "dump.jsonl", 40)
    whole = run("pair", "--format", "jsonl", source)[1]
    process = start("pair", "--format", "jsonl", stdin=subprocess.PIPE)
    data = source.read_bytes()
    cuts = sorted(RANDOM.randrange(len(data)) for _ in range(60))
    for first, last in zip([0, *cuts], [*cuts, len(data)]):
        process.stdin.write(data[first:last])
        process.stdin.flush()
        time.sleep(0.02)
    code, out, _ = end(process)
    assert code == 0 and out == whole, "a slow writer changes the output"
    source = dump(folder / "dump.jsonl", 3000)
    process = start("pair", "--format", "jsonl", source)
    before = process.stdout.read(1)
    time.sleep(4)
    waiting = memory(process)
    time.sleep(4)
    later = memory(process)
    assert later <= waiting * 1.02 + 1024, f"{waiting} kB, then {later} kB while nobody reads"
    out = before
    while piece := process.stdout.read(4096):
        out += piece
        if RANDOM.random() < 0.02:
            time.sleep(0.01)
    assert process.wait() == 0 and ids(out) == [f"a{at}" for at in range(3000)]
    return f"61 pieces with pauses in between: the same bytes; nobody reads for 8 s: memory stays at {later // 1024} MB; then every row"


ENDINGS = [".txt", ".html", ".jsonl", ".csv", ".tsv", ".warc", ".parquet", ".txt.gz", ".jsonl.zst", ".txt.bz2", ".txt.xz", ".wet.gz"]
BEGINNINGS = [b"", b"", b"\x1f\x8b\x08\x00", b"\x28\xb5\x2f\xfd", b"BZh91AY&SY", b"\xfd7zXZ\0", b"PAR1", b"WARC/1.0\r\n", b"\xff\xfe", b"<!doctype html>",
              b'{"text": "', b"id,text\n", b"id\ttext\n"]


def random_bytes(folder):
    """Each is read or told on one line; the articles between them are paired as if they stood alone."""
    count = 1000 if ARGS.quick else 10_000
    for at in range(count):
        data = RANDOM.choice(BEGINNINGS) + RANDOM.randbytes(int(2 ** (RANDOM.random() * 13)) - 1)
        (folder / f"{at:05}{RANDOM.choice(ENDINGS)}").write_bytes(data + (b"PAR1" if data.startswith(b"PAR1") else b""))
    for at in range(0, count, 100):
        (folder / f"{at:05}-seed.txt").write_text(SEED)
    seeds = len(range(0, count, 100))
    wanted = run("pair", "--format", "jsonl", ROOT / "data/articles/segob.txt")[1].count(b"\n") * seeds
    told = {}
    for command in (["pair", "--format", "jsonl"], ["audit", "--no-config", "--format", "json", "--fail-on", "never"], ["detect", "--format", "jsonl"]):
        code, out, err = run(*command, folder)
        errors = [line for line in err.splitlines() if line.startswith("error: ")]
        # nothing else stands between them; the summary stands behind
        between = [line for line in err.split(errors[-1])[0].splitlines() if not line.startswith("[WARN ]")]
        assert code == 3 and len(between) == len(errors) - 1 and all(str(folder) in line for line in errors), (command, code)
        told[command[0]] = len(errors)
        if command[0] == "pair":
            rows = [row for row in map(json.loads, out.splitlines()) if row["article"].endswith("-seed.txt")]
            assert len(rows) == wanted, (len(rows), wanted)
    return f"{count:,} inputs, {told['pair']:,} reasons on a line each, no panic; the {seeds} articles between them have all their {wanted} rows"


def mutated(folder):
    """One process takes them all: exit code 0, rows of known articles in their order, as many articles counted as were given."""
    count = 2000 if ARGS.quick else 100_000
    source = folder / "mutated.jsonl"
    with source.open("w") as file:
        for at in range(count):
            file.write(mutations.record(RANDOM, f"m{at}"))
    code, out, err = run("pair", "--format", "jsonl", source)
    assert code == 0, err
    assert f"{count} articles" in err.replace(",", ""), err
    found = [json.loads(row) for row in out.splitlines()]
    articles = [int(row["article"][1:]) for row in found]
    assert articles == sorted(articles), "out of order"
    for row in found:
        assert (row["en"] is None) == (row["relation"] == "unpaired") and row["es_end"] > row["es_start"], row
        # a body is written on one line, however it was printed; what prints nothing, entities and C1 controls are read as what they mean
        if "&" not in row["es_raw"] and not any(unicodedata.category(c) in ("Cc", "Cf", "Mn") or c == "\ufffd" for c in row["es_raw"]):
            assert " ".join(row["es"].split()) in " ".join(row["es_raw"].split()), row
    few = folder / "few.jsonl"
    few.write_text("".join(source.open().readlines()[: count // 20]))
    one = run("pair", "-j1", "--format", "jsonl", few)[1]
    assert out.startswith(one), "one thread gives something else"
    return f"{count:,} articles in one process: exit code 0, {len(found):,} rows of {len(set(articles)):,} articles in their order; on one thread the same"


CASES = {
    "full disk": full_disk,
    "no permission": no_permission,
    "SIGTERM": lambda folder: stopped(folder, "SIGTERM", 3 if ARGS.quick else 12),
    "SIGKILL": lambda folder: stopped(folder, "SIGKILL", 3 if ARGS.quick else 12),
    "vanished input": vanished,
    "slow pipes": slow_pipes,
    "random bytes": random_bytes,
    "mutated articles": mutated,
    **fault_inputs.CASES,
}

print(f"seed {ARGS.seed}", file=sys.stderr)
print("| fault | seen | seconds |\n|---|---|---|", flush=True)
for name, case in CASES.items():
    if ARGS.case and name not in ARGS.case:
        continue
    with tempfile.TemporaryDirectory() as work:
        begun = time.monotonic()
        try:
            seen = case(pathlib.Path(work))
        except Skipped as reason:
            seen = f"skipped: {reason}"
        print(f"| {name} | {seen} | {time.monotonic() - begun:.0f} |", flush=True)
