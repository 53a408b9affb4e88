"""Figures of probabilities: how well they are calibrated, and how well they part two kinds."""

import numpy as np


def calibration(p, right):
    """Expected calibration error over ten bins (Naeini et al. 2015)."""
    bins = np.minimum((p * 10).astype(int), 9)
    return sum(abs(p[bins == b].sum() - right[bins == b].sum()) for b in range(10)) / len(p)


def area(good, bad):
    """The area under the curve: how often a good one has more than a bad one; not a number where there are none of a kind."""
    if not len(good) or not len(bad):
        return float("nan")
    return float((good[:, None] > bad[None]).mean() + 0.5 * (good[:, None] == bad[None]).mean())
