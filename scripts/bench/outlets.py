#!/usr/bin/env python3
# venv: captions
"""How captions are read whose outlet's forms the labeller was not fitted on.

    scripts/dev bench outlets SHARED [--folds N] [--only K] [--build DIR]

Cross-validation over the outlets of SHARED/real: for each fold the labeller is fitted without the forms that data/forms.csv has from the fold's
outlets, the program is built with it in a copy of the working tree (DIR, target/outlets if none is named), and SHARED/real/score_real.py scores
the fold's captions, negatives and pages. An hour for four folds. Prints the figures of each fold, and of all outlets, each as it was left out.
"""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
# figure, where it stands in the scorer's answer, and what it is a share of
FIGURES = [
    ("Spanish captions found in text", ("text", "es", "recall"), ("text", "es", "n")),
    ("text exact", ("text", "es", "body_exact"), ("text", "es", "n")),
    ("every field right", ("text", "es", "whole_entry"), ("text", "es", "n")),
    ("in HTML, text exact", ("html", "es", "body_exact"), ("html", "es", "n")),
    ("in HTML, every field right", ("html", "es", "whole_entry"), ("html", "es", "n")),
    ("English captions recognised", ("text", "en", "recall"), ("text", "en", "n")),
    ("lines that only look like captions", ("text", "negatives", "rate"), ("text", "negatives", "n")),
]


def at(figures, path):
    for step in path:
        figures = figures[step]
    return figures


def copy_tree(to):
    """The working tree without what git ignores."""
    files = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout.decode().split("\n")
    for name in filter(None, files):
        source, target = ROOT / name, to / name
        if source.is_file() and not (target.exists() and target.read_bytes() == source.read_bytes()):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("shared", type=pathlib.Path)
    asked.add_argument("--folds", type=int, default=4)
    asked.add_argument("--only", type=int, help="one fold, from 0")
    asked.add_argument("--build", type=pathlib.Path, default=ROOT / "target/outlets")
    given = asked.parse_args()
    gold = given.shared.resolve() / "real"
    split = json.loads((gold / "split.json").read_text(encoding="utf-8"))
    fold_of = {outlet: zlib.crc32(outlet.encode()) % given.folds for outlet in split["outlets"]}
    build = given.build.resolve()
    copy_tree(build)
    env = {key: value for key, value in os.environ.items() if key != "COTEJO"}
    sums = {}
    for fold in range(given.folds) if given.only is None else [given.only]:
        outlets = sorted(outlet for outlet, own in fold_of.items() if own == fold)
        subprocess.run(["cargo", "build", "--release", "--quiet", "--example", "caption_features"], cwd=build, env=env, check=True)
        features = pathlib.Path(env.get("CARGO_TARGET_DIR", build / "target")) / "release/examples/caption_features"
        subprocess.run([sys.executable, ROOT / "scripts/fit/captions.py", given.shared, "--features", features, "--without", *outlets,
                        "--out", build / "data/model/captions.bin"], check=True)
        subprocess.run(["cargo", "build", "--release", "--quiet", "--bin", "cotejo"], cwd=build, env=env, check=True)
        program = features.parents[1] / "cotejo"
        folder = build / "gold"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(gold, folder, ignore=shutil.ignore_patterns("pages"))
        left_out = {outlet: "held" if own == fold else "dev" for outlet, own in fold_of.items()}
        (folder / "split.json").write_text(json.dumps({**split, "outlets": left_out}), encoding="utf-8")
        told = subprocess.run([sys.executable, folder / "score_real.py", program, folder], stdout=subprocess.PIPE, check=True).stdout
        figures = json.loads(told.decode().strip().splitlines()[-1])["held"]
        print(f"fold {fold}, {len(outlets)} outlets")
        for name, path, count in FIGURES:
            share, of = at(figures, path), at(figures, count)
            if of:
                hits, all_of = sums.get(name, (0, 0))
                sums[name] = (hits + share * of, all_of + of)
                print(f"  {name}: {share:.4f} of {of}", flush=True)
    print("all, each left out")
    for name, (hits, of) in sums.items():
        print(f"  {name}: {hits / of:.4f} of {of}")


if __name__ == "__main__":
    main()
