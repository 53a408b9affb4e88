"""The weights of data/model are those that PROVENANCE.md tells of; shapes.bin is what its script makes.

    scripts/dev check model

score.csv, machine.csv and captions.bin take other people's corpora to fit, so their bytes are compared with the sums that PROVENANCE.md
gives: who fits them anew says there with which data. shapes.bin is made again and compared.
"""
import hashlib
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "fit"))
from common import ROOT

import shapes


def main():
    folder, wrong = ROOT / "data/model", []
    told = dict(re.findall(r"^\| `(\S+)` \|.*\| `([0-9a-f]{64})` \|$", (folder / "PROVENANCE.md").read_text(encoding="utf-8"), re.M))
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix != ".md"}
    for name in sorted(told.keys() | files.keys()):
        if name not in files:
            wrong.append(f"{name}: PROVENANCE.md tells of it, and it is not there")
        elif name not in told:
            wrong.append(f"{name}: PROVENANCE.md does not tell where it comes from")
        elif hashlib.sha256(files[name]).hexdigest() != told[name]:
            wrong.append(f"{name}: not the file that PROVENANCE.md tells of; say there how it was made, and its SHA-256")
    if files.get("shapes.bin") != shapes.table():
        wrong.append("shapes.bin: not what scripts/dev fit shapes makes of today's data/lexicon")
    print("\n".join(wrong) if wrong else f"{len(files)} files are as PROVENANCE.md says; shapes.bin was made again")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
