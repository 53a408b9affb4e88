"""The pairs of tests/data/audit, clean and with their faults, as articles: what the checks of annotation tools export."""
import json

from common import ROOT

DATA = ROOT / "tests/data/audit"


def lines(name):
    return [json.loads(line) for line in (DATA / name).read_text().splitlines()]


def write(path):
    """Writes all of them to a JSONL file, and gives its path."""
    clean = {pair["id"]: pair for pair in lines("clean.jsonl")}
    pairs = list(clean.values())
    for fault in lines("faults.jsonl"):
        pair = clean[fault["of"]] | {"id": fault["id"]}
        for side, old, new in fault["edits"]:
            if side in ("es", "en"):
                pair[side] = pair[side].replace(old, new)
        pairs.append(pair)
    texts = ({"id": pair["id"], "text": "\n".join([*pair["story"], pair["es"], pair["en"]])} for pair in pairs)
    path.write_text("".join(f"{json.dumps(text)}\n" for text in texts))
    return path
