#!/usr/bin/env python3
"""BLEU and chrF of every translation engine that is there, with and without protection of names and terms; the table of README.

    bench_translate.py SHARED [--engines NAME ...] [--lines 956] [--check]

SHARED holds data/ntrex-dev.tsv (news, English and Mexican Spanish). Engines are names for `cotejo translate --translator`; without
--engines all that this machine has of Apertium, and the chain through Portuguese where `cotejo models path`/pt-en is there.
--check exits with 1 where the chain is under 33 BLEU. Needs sacrebleu, which it installs into target/sacrebleu.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import time
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent
COTEJO = ROOT / "target/release/cotejo"
SACREBLEU = "sacrebleu==2.5.1"
CHAIN = "apertium:es-pt_BR+firefox:pt-en"
LEAST = 33.0


def sacrebleu():
    """The interpreter of an environment that has sacrebleu."""
    place = ROOT / "target/sacrebleu"
    python = place / "bin/python"
    if not python.exists() or subprocess.run([python, "-c", "import sacrebleu"], capture_output=True).returncode:
        venv.create(place, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", SACREBLEU], check=True)
    return python


def figures(python, said, wanted):
    script = ("import json, sys; from sacrebleu.metrics import BLEU, CHRF; said, wanted = json.load(sys.stdin); "
              "print(json.dumps([m.corpus_score(said, [wanted]).score for m in (BLEU(), CHRF())]))")
    return json.loads(subprocess.run([python, "-c", script], input=json.dumps([said, wanted]), check=True, capture_output=True, text=True).stdout)


def translate(engine, lines, protected):
    command = [COTEJO, "translate", "--lines", "-j", "1", "--translator", engine, *([] if protected else ["--no-protection"])]
    start = time.time()
    said = subprocess.run(command, input="".join(line + "\n" for line in lines), check=True, capture_output=True, text=True).stdout
    return said.splitlines(), time.time() - start


def is_there(engine):
    return subprocess.run([COTEJO, "translate", "--lines", "--translator", engine], input="Hola\n", capture_output=True, text=True).returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("--engines", nargs="+", default=["firefox:es-en", CHAIN, "apertium:spa-eng"])
    parser.add_argument("--lines", type=int, default=10**6)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    rows = [line.rstrip("\n").split("\t") for line in open(args.shared / "data/ntrex-dev.tsv", encoding="utf-8")][: args.lines]
    english, spanish = [row[1] for row in rows], [row[2] for row in rows]
    python, low = sacrebleu(), []
    print(f"{len(rows)} sentences, one thread\n{'engine':<38}{'protection':<12}{'BLEU':>6}{'chrF':>7}{'s':>8}")
    for engine in filter(is_there, args.engines):
        for protected in (False, True):
            said, seconds = translate(engine, spanish, protected)
            if len(said) != len(rows):
                sys.exit(f"{engine}: {len(said)} lines for {len(rows)}")
            bleu, chrf = figures(python, said, english)
            print(f"{engine:<38}{'yes' if protected else 'no':<12}{bleu:>6.1f}{chrf:>7.1f}{seconds:>8.1f}", flush=True)
            if engine == CHAIN and bleu < LEAST:
                low.append(f"{engine}, protection {protected}: BLEU {bleu:.1f} < {LEAST}")
    if args.check and low:
        sys.exit("\n".join(low))


if __name__ == "__main__":
    main()
