"""`[..]` for every score, similarity and confidence in tests/cmd/*.toml.

The next fit of the score changes them.

    TRYCMD=overwrite cargo test --release --test all cmd::; scripts/dev make snapshots
"""
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from common import ROOT

CUT = r"(?:,|\\t)"
MASKS = [
    (r'("(?:score|similarity|confidence|probability)":)[-\d.e]+', r"\1[..]"),
    # CSV and TSV: the score behind the relation, the similarity before the last two columns, the confidence before the role
    (rf"((?:translation|partial|mismatch){CUT})[\d.]+", r"\1[..]"),
    (rf"({CUT})-?[\d.]+({CUT}[a-z -]*{CUT}(?:agency|credit|markup|language))$", r"\1[..]\2"),
    # `cotejo forms try`
    (r"((?:Spanish|English) \()[\d.]+(\);)", r"\1[..]\2"),
    (r"(\bprobability )[\d.]+(?=\)?$| that)", r"\1[..]"),
    (rf"({CUT}(?:en|es|other){CUT})[\d.]+({CUT}(?:body|caption|headline|furniture))", r"\1[..]\2"),
]

for path in sorted((ROOT / "tests/cmd").glob("*.toml")):
    text = path.read_text()
    for pattern, mask in MASKS:
        text = re.sub(pattern, mask, text, flags=re.MULTILINE)
    path.write_text(text)
