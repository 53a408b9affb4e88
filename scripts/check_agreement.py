#!/usr/bin/env python3
"""Compares Cohen's kappa and Krippendorff's alpha of `cotejo agreement` with scikit-learn and the `krippendorff` package.

    scripts/check_agreement.py [--rounds 20]

On random decisions: two to five reviewers, some of whom skip pairs, agree often, or know few verdicts. Installs both packages into
target/agreement. Ends with 1 where a figure differs by more than 1e-9.
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
import venv

from fill_reviews import COTEJO, ROOT, VERDICTS, create, fill

PLACE = ROOT / "target/agreement"
PACKAGES = ["scikit-learn==1.9.1", "krippendorff==0.9.0"]
LIMIT = 1e-9


def in_own_place():
    """Runs this script again where the packages are."""
    python = PLACE / "bin/python"
    if pathlib.Path(sys.prefix) == PLACE:
        return
    if not python.exists():
        venv.create(PLACE, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES], check=True)
    os.execv(python, [python, __file__, *sys.argv[1:]])


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
    in_own_place()
    import krippendorff
    import numpy
    from sklearn.metrics import cohen_kappa_score

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
