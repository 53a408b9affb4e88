# build: cotejo
"""What real printed captions give does not fall below what was reached.

    scripts/dev check real SHARED

SHARED/real/score_real.py sets each caption of the developers' gold into an English article, as text and in HTML, and reads it.
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
    ("lines that only look like captions, in text", ("text", "negatives", "rate"), -0.03),
    ("... in HTML", ("html", "negatives", "rate"), -0.03),
    ("pairs of short articles, F1", ("pages", "pair_f1"), 0.94),
]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    gold = os.path.join(sys.argv[1], "real")
    told = subprocess.run([sys.executable, os.path.join(gold, "score_real.py"), os.environ["COTEJO"], gold], stdout=subprocess.PIPE, check=True)
    figures = json.loads(told.stdout.decode().strip().splitlines()[-1])["all"]
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
