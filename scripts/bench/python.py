# venv: pipeline
# build: cotejo
"""The Python package beside the program's filter and a Python pipeline, on one core each; its start and its size.

    scripts/dev bench python SHARED [--articles 400] [--records 20000] [--core N]

Needs the environment that `scripts/dev check python` leaves. Articles are those of `scripts/dev bench pipeline`, another seed; each of the
three is a Python program that reads them from one JSONL file and counts what it gets. Times are processor seconds of the whole process with
its children, start-up counted. Then records without captions, where handing over is most of the work: what the package and the filter add to
a record beside `cotejo pair -j1`, which reads the file itself. Then the start of the command by either, and the sizes.
"""
import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from common import COTEJO, PACKAGED, ROOT
from made_articles import make

ENVIRONMENT = PACKAGED / "bin"
RUNS = 3

PACKAGE = """
import json, sys
import cotejo_captions as cotejo
with open(sys.argv[1], encoding="utf-8") as records:
    print(sum(len(rows) for rows in cotejo.pairs_many(map(json.loads, records), jobs=int(sys.argv[2]))))
"""
FILTER = """
import itertools, json, subprocess, sys
command = [sys.argv[3], "pair", "--filter", "--quiet", "-j" + sys.argv[2]]
program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
count = 0
with open(sys.argv[1], "rb") as records:
    # a record comes to a program as an object, and goes to the filter as a line
    while batch := [json.dumps(json.loads(line)) for line in itertools.islice(records, 1000)]:
        program.stdin.write(("\\n".join(batch) + "\\n\\n").encode())
        program.stdin.flush()
        while (line := program.stdout.readline()) != b"\\n":
            count += len(json.loads(line)) > 2
program.stdin.close()
program.wait()
print(count)
"""


def measured(command):
    """Processor seconds, least of some runs, and what was printed."""
    used = lambda: sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    times = []
    for _ in range(RUNS):
        before = used()
        done = subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True)
        times.append(used() - before)
    return min(times), done.stdout.strip()


def started(command):
    """Milliseconds from start to end: median and least."""
    times = []
    for _ in range(30):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append((time.perf_counter() - start) * 1e3)
    return f"{statistics.median(times):.1f} | {min(times):.1f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--core", type=int, default=min(os.sched_getaffinity(0)))
    args = parser.parse_args()
    python = ENVIRONMENT / "python"
    if not python.exists():
        sys.exit("there is no target/scripts/python: run scripts/dev check python")
    os.sched_setaffinity(0, {args.core})
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ[name] = "1"
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        subprocess.run([sys.executable, ROOT / "scripts/make/split.py", args.shared.resolve() / "data/ntrex-dev.tsv", work], check=True)
        made = make(args.shared.resolve(), work / "eval.tsv", work / "made", 47, args.articles)
        articles, records, rows = work / "articles.jsonl", work / "records.jsonl", work / "rows.jsonl"
        with articles.open("w", encoding="utf-8") as out:
            for path in sorted((made / "articles").iterdir()):
                out.write(json.dumps({"id": path.name, "text": path.read_text(encoding="utf-8")}) + "\n")
        with records.open("wb") as out:
            stream = [sys.executable, ROOT / "scripts/make/stream.py", str(args.records), "--every", str(args.records)]
            subprocess.run(stream, stdout=out, check=True)
        limits = '{"spanish": 0.9, "cosine": 0.5}'
        pipeline = [sys.executable, ROOT / "scripts/lib/python_pipeline.py", made / "articles", rows, "--limits", limits]
        print(f"{args.articles} articles, least of {RUNS} runs, load before {os.getloadavg()[0]:.1f}\n")
        print("| program | processor, s | articles a second | rows |\n|---|---|---|---|")
        package, by_filter = [python, "-c", PACKAGE], [python, "-c", FILTER]
        for name, command in (
            ("`pairs_many(jobs=1)`", [*package, articles, 1]),
            ("`cotejo pair --filter -j1`, from Python", [*by_filter, articles, 1, COTEJO]),
            ("lingua, numpy, scipy", pipeline),
        ):
            seconds, said = measured(command)
            counted = rows.read_text().count("\n") if command is pipeline else said
            print(f"| {name} | {seconds:.2f} | {args.articles / seconds:,.0f} | {counted} |", flush=True)
        print(f"\n{args.records} records without captions, but for one\n\n| program | µs a record | added |\n|---|---|---|")
        one = work / "one.jsonl"
        one.write_bytes(records.read_bytes().partition(b"\n")[0] + b"\n")
        alone = None
        for name, command in (
            ("`cotejo pair -j1`", lambda file: [COTEJO, "pair", "-j1", "--format", "jsonl", "-o", rows, file]),
            ("`cotejo pair --filter -j1`, from Python", lambda file: [*by_filter, file, 1, COTEJO]),
            ("`pairs_many(jobs=1)`", lambda file: [*package, file, 1]),
            ("`pairs_many(jobs=2)`", lambda file: [*package, file, 2]),
        ):
            each = (measured(command(records))[0] - measured(command(one))[0]) / args.records * 1e6
            alone = alone or each
            print(f"| {name} | {each:.1f} | {each - alone:+.1f} |", flush=True)
    print("\n| start to end | median, ms | least, ms |\n|---|---|---|")
    seed = ROOT / "data/articles/segob.txt"
    for words in (["--version"], ["pair", seed]):
        shown = " ".join(map(str, words)).replace(f"{ROOT}/", "")
        print(f"| the program: `cotejo {shown}` | {started([COTEJO, *words])} |")
        print(f"| the package's `cotejo {shown}` | {started([ENVIRONMENT / 'cotejo', *words])} |", flush=True)
    print(f"| `python -c pass` | {started([python, '-c', 'pass'])} |")
    print(f"| `python -c 'import cotejo_captions'` | {started([python, '-c', 'import cotejo_captions'])} |")
    wheel = next((ROOT / "target/wheels").glob("cotejo_captions-*.whl"))
    module = next((ENVIRONMENT.parent / "lib").glob("python*/site-packages/cotejo_captions/_native*"))
    print("\n| file | MB |\n|---|---|")
    for name, path in (("the program", COTEJO), ("the module", module), ("the wheel", wheel)):
        print(f"| {name} | {path.stat().st_size / 1e6:.1f} |")


main()
