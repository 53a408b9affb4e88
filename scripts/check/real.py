# build: cotejo
"""What real printed captions give does not fall below what was reached.

    scripts/dev check real SHARED

SHARED/real/score_real.py sets each caption of the developers' gold into an English article, as text and in HTML, and reads it;
SHARED/meaning/score_meaning.py does so with pairs of captions whose relation is known.
"""
import json
import os
import subprocess
import sys

# figure, where it stands, and its floor; a figure that only may not rise has its ceiling as a negative number
FLOORS = [
    ("Spanish captions found in text", ("text", "es", "recall"), 0.90),
    ("... every field right", ("text", "es", "whole_entry"), 0.86),
    ("Spanish captions in HTML, text exact", ("html", "es", "body_exact"), 0.97),
    ("... every field right", ("html", "es", "whole_entry"), 0.93),
    ("English captions recognised in text", ("text", "en", "recall"), 0.95),
    ("lines that only look like captions, in text", ("text", "negatives", "rate"), -0.015),
    ("... in HTML", ("html", "negatives", "rate"), -0.015),
    ("pairs of short articles, F1", ("pages", "pair_f1"), 0.97),
    ("... relation right, of the captions found", ("pages", "relation_of_found"), 0.93),
    ("captions as desks write them, relation right", ("meaning", "relation", "accuracy"), 0.84),
    ("... area under the curve of the score", ("meaning", "score", "auc"), 0.93),
    ("... expected calibration error", ("meaning", "score", "ece"), -0.05),
    ("... translations with an error of the audit", ("meaning", "false_alarm", "error"), -0.01),
]


def scored(*call):
    """What a scorer prints last, or all of it, as JSON."""
    printed = subprocess.run([sys.executable, *call], stdout=subprocess.PIPE, check=True).stdout.decode().strip()
    try:
        return json.loads(printed)["all"]
    except json.JSONDecodeError:
        return json.loads(printed.splitlines()[-1])["all"]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    gold, meaning = (os.path.join(sys.argv[1], name) for name in ("real", "meaning"))
    figures = scored(os.path.join(gold, "score_real.py"), os.environ["COTEJO"], gold)
    pairs = os.path.join(meaning, "pairs.jsonl")
    figures["meaning"] = scored(os.path.join(meaning, "score_meaning.py"), os.environ["COTEJO"], pairs)
    failed = False
    for name, path, floor in FLOORS:
        figure = figures
        for step in path:
            figure = figure[step]
        good = figure >= floor if floor >= 0 else figure <= -floor
        failed |= not good
        print(f"{'' if good else 'FELL: '}{name}: {figure:.4f} ({'at least' if floor >= 0 else 'at most'} {abs(floor)})")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
