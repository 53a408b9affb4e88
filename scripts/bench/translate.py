# venv: translate
# build: cotejo
"""BLEU and chrF of every translation engine that is there.

    scripts/dev bench translate SHARED [--engines NAME ...] [--lines 956] [--check]

With and without protection of names and terms. SHARED holds data/ntrex-dev.tsv (news, English and Mexican Spanish). Engines are names for
`cotejo translate --translator`; without --engines all that this machine has of Apertium, and the chain through Portuguese where `cotejo
models path`/pt-en is there. --check exits with 1 where the chain is under 33 BLEU.
"""
import argparse
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from common import COTEJO

from sacrebleu.metrics import BLEU, CHRF

CHAIN = "apertium:es-pt_BR+firefox:pt-en"
LEAST = 33.0


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
    low = []
    print(f"{len(rows)} sentences, one thread\n{'engine':<38}{'protection':<12}{'BLEU':>6}{'chrF':>7}{'s':>8}")
    for engine in filter(is_there, args.engines):
        for protected in (False, True):
            said, seconds = translate(engine, spanish, protected)
            if len(said) != len(rows):
                sys.exit(f"{engine}: {len(said)} lines for {len(rows)}")
            bleu, chrf = (metric.corpus_score(said, [english]).score for metric in (BLEU(), CHRF()))
            print(f"{engine:<38}{'yes' if protected else 'no':<12}{bleu:>6.1f}{chrf:>7.1f}{seconds:>8.1f}", flush=True)
            if engine == CHAIN and bleu < LEAST:
                low.append(f"{engine}, protection {protected}: BLEU {bleu:.1f} < {LEAST}")
    if args.check and low:
        sys.exit("\n".join(low))


if __name__ == "__main__":
    main()
