# build: cotejo
"""Instructions of the main paths, by valgrind, beside those of benches/instructions.csv.

    scripts/dev bench callgrind SHARED             prints the table
    scripts/dev bench callgrind SHARED --check     and exits with 1 where a path takes over 3 % more instructions than before
    scripts/dev bench callgrind SHARED --write     and writes the new counts

Counts do not depend on what else the machine does: a slow-down of a few percent shows. They do change with the compiler, with valgrind
and the C library, and a little with the processor's features (memchr and memcpy choose by them); where rustc is another than in the
file, write the file anew before you compare. Valgrind knows no AVX-512, so the encoder runs on its AVX2 kernel here. Hash tables are
seeded at random; that moves the counts by less than 0.1 %. Articles are made as for scripts/dev bench pipeline. Needs Debian's valgrind.
"""
import argparse
import csv
import datetime
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from common import COTEJO, ROOT
from made_articles import make, without_spanish

RECORD = ROOT / "benches/instructions.csv"
TOLERANCE = 0.03
SEED = "data/articles/segob.txt"


def paths(shared, work):
    """(name, arguments)."""
    made = make(shared, shared / "data/ntrex-dev.tsv", work / "made", seed=41, articles=50)
    english = without_spanish(made, work / "english")
    return [
        ("pair, seed", ["pair", SEED]),
        ("audit, seed", ["audit", "--no-config", "--fail-on", "never", SEED]),
        ("pair, 50 benchmark articles", ["pair", "-j", "1", made / "articles"]),
        ("pair, 50 pages without Spanish", ["pair", "-j", "1", english / "articles"]),
        ("detect, 50 benchmark articles", ["detect", "-j", "1", made / "articles"]),
    ]


def instructions(arguments):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", COTEJO, *arguments]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    return int(re.search(r"Collected : (\d+)", done.stderr)[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    if not shutil.which("valgrind"):
        sys.exit("valgrind is not here: apt-get install valgrind")
    rustc = subprocess.run(["rustc", "--version"], check=True, capture_output=True, text=True).stdout.split()[1]
    before = {row["path"]: row for row in csv.DictReader(open(RECORD, encoding="utf-8"))} if RECORD.exists() else {}
    rows, slower = [], []
    print("| path | million instructions | before | change |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as work:
        for name, arguments in paths(args.shared.resolve(), pathlib.Path(work)):
            count = instructions(arguments)
            rows.append({"path": name, "instructions": count, "date": datetime.date.today().isoformat(), "rustc": rustc})
            old = int(before[name]["instructions"]) if name in before else None
            change = count / old - 1 if old else 0.0
            slower += [f"{name}: {change:+.1%}"] if change > TOLERANCE else []
            print(f"| {name} | {count / 1e6:,.1f} | {f'{old / 1e6:,.1f} | {change:+.1%}' if old else '|'} |", flush=True)
    others = {row["rustc"] for row in before.values()} - {rustc}
    if others:
        print(f"counted before with rustc {', '.join(others)}, now with {rustc}")
    if args.write:
        with open(RECORD, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    if args.check and slower:
        sys.exit("more instructions than before:\n" + "\n".join(slower))


if __name__ == "__main__":
    main()
