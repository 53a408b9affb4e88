# venv: agreement
# build: cotejo
"""Kappa and alpha of `cotejo agreement` beside other people's formulas.

    scripts/dev check agreement [--rounds 20]

Those of scikit-learn and of the `krippendorff` package, on random decisions: two to five reviewers, some of whom skip pairs, agree often,
or know few verdicts. Ends with 1 where a figure differs by more than 1e-9.
"""
import argparse
import itertools
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from common import COTEJO
from fill_reviews import VERDICTS, create, fill

import krippendorff
import numpy
from sklearn.metrics import cohen_kappa_score

LIMIT = 1e-9


def decisions(chance):
    """For each pair who says what."""
    reviewers = ["Ana", "Eva", "Luz", "Max", "Zoe"][:chance.randint(2, 5)]
    known = VERDICTS[:chance.randint(2, 5)]
    agreeing, present = chance.random(), chance.uniform(0.3, 1)

    def one(_):
        common = chance.choice(known)
        here = [name for name in reviewers if chance.random() < present]
        return {name: common if chance.random() < agreeing else chance.choice(known) for name in here}
    return [one(at) for at in range(chance.randint(5, 400))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    args = parser.parse_args()
    seed = random.SystemRandom().randrange(1 << 32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    kappas, alphas, worst = 0, 0, 0.0
    for _ in range(args.rounds):
        made = decisions(chance)
        with tempfile.TemporaryDirectory() as folder:
            db = os.path.join(folder, "reviews.db")
            create(db)
            fill(db, len(made), lambda at: made[at])
            found = json.loads(subprocess.run([COTEJO, "agreement", "--format", "json", db], check=True, capture_output=True, text=True).stdout)
        reviewers = sorted({name for pair in made for name in pair})
        expected = {}
        for two in itertools.combinations(reviewers, 2):
            both = [pair for pair in made if all(name in pair for name in two)]
            if both:
                value = cohen_kappa_score(*([pair[name] for pair in both] for name in two), labels=VERDICTS)
                expected[two] = None if numpy.isnan(value) else value
        told = {(two["first"], two["second"]): two["kappa"] for two in found["between"]}
        assert told.keys() == expected.keys(), (told, expected)
        figures = [(told[two], expected[two]) for two in told]
        kappas += len(figures)
        table = [[VERDICTS.index(pair[name]) if name in pair else numpy.nan for pair in made] for name in reviewers]
        alpha = krippendorff.alpha(reliability_data=table, level_of_measurement="nominal", value_domain=list(range(len(VERDICTS))))
        figures.append((found["alpha"], None if numpy.isnan(alpha) else alpha))
        alphas += 1
        for mine, theirs in figures:
            assert (mine is None) == (theirs is None), (mine, theirs)
            worst = max(worst, abs(mine - theirs) if mine is not None else 0.0)
    print(f"{kappas} kappas, {alphas} alphas; the greatest difference is {worst:.2e}")
    sys.exit(1 if worst > LIMIT else 0)


if __name__ == "__main__":
    main()
