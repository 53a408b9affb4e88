#!/usr/bin/env python3
# venv: verifier
# build: cotejo
"""What the audit finds of differences that were planted in other people's translations, and what it says of translations as they are.

    scripts/dev bench planted SHARED [--each 300] [--seed 11] [--show] [--options "--no-verify"]

Translations: `--each` of WMT news, NTREX, TICO-19, XTD10 descriptions and Tatoeba, of the parts that the verifier was not fitted on, none changed.
Prints how many have a warning or an error, for each corpus; --show prints these, to be read.
Planted: so many pairs of each of these corpora, and of the written captions that are kept aside, changed by rule (scripts/fit/verifier/edits.py).
Prints for each kind of change the share that has a finding, and one of the right code; the share of changed stretches that a label of such a finding
touches; and the share of labels that touch one.
"""
import argparse
import collections
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from common import COTEJO
from meaning_articles import CORPORA, WRITTEN, number, write

NUMBERS = {"number-differs", "amount-differs", "percentage-differs", "score-differs", "ordinal-differs", "age-differs"}
TIME = {"date-differs", "weekday-wrong", "clock-differs"}
NAMES = {"person-differs", "name-missing", "name-added", "name-partial", "name-typo", "organisation-differs", "place-differs", "office-differs"}
CLAIM = {"claim-differs", "not-a-translation"}
LESS = {"part-missing", "content-added", "lifted-from-story", "name-missing", "name-added", "truncated"}
# what is right for a kind of change; a change of words may fall on any word
RIGHT = {
    "number": NUMBERS | TIME, "day": TIME | NUMBERS, "name": NAMES | CLAIM, "names_turned": NAMES | CLAIM, "same_kind": NAMES | TIME | CLAIM,
    "word": CLAIM | NAMES | NUMBERS | TIME,
    "money": NUMBERS, "percent": NUMBERS, "score": NUMBERS, "date": TIME | NUMBERS, "weekday": TIME, "time": TIME, "place": NAMES | CLAIM, "person": NAMES | CLAIM,
    "office": NAMES | CLAIM, "organisation": NAMES | CLAIM, "age": NUMBERS | CLAIM, "quantity": NUMBERS | CLAIM, "unit": NUMBERS, "gender": NAMES | CLAIM, "swap": NAMES | CLAIM,
}


def text(marked):
    """The text of a marked one, and its changed stretches as places in it."""
    made, spans = "", []
    for part, tag in marked:
        for word in part.split():
            made += " " * bool(made) + word
            if tag:
                spans.append([len(made) - len(word), len(made)])
    return made, spans


def audited(pairs, options):
    """The findings of each pair, notes left out: code, severity, and its labels as (side, start, end) in characters of the text."""
    with tempfile.TemporaryDirectory() as work:
        path = pathlib.Path(work) / "articles.jsonl"
        texts = write(path, [(pair["es"], pair["en"]) for pair in pairs])
        call = [COTEJO, "audit", "--no-config", "-q", "--fail-on", "never", "--format", "json", "--ignore", "photo-old", *options, path]
        printed = subprocess.run(call, check=True, capture_output=True, text=True).stdout
    found = [[] for _ in pairs]
    for finding in map(json.loads, printed.splitlines()):
        at_pair = number(finding["article"])
        if finding["severity"] == "note":
            continue
        labels = []
        for label in finding["labels"]:
            line = texts[at_pair].split("\n")[label["line"] - 1]
            for side in ("es", "en"):
                at = line.find(pairs[at_pair][side])
                if at >= 0:
                    start, end = label["column"] - 1 - at, label["end_column"] - 1 - at
                    # all of a text says nothing of a place in it
                    if label["line"] == label["end_line"] and end - start < len(pairs[at_pair][side]):
                        labels.append((side, start, end))
        found[at_pair].append({"code": finding["code"], "severity": finding["severity"], "message": finding["message"], "labels": labels})
    return found


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("shared", type=pathlib.Path)
    asked.add_argument("--each", type=int, default=300)
    asked.add_argument("--seed", type=int, default=11)
    asked.add_argument("--show", action="store_true")
    asked.add_argument("--options", default="")
    given = asked.parse_args()
    os.environ["SHARED"] = str(given.shared.resolve())
    import edits
    import examples

    rng = random.Random(given.seed)
    source = examples.Source(rng, fitted=False)
    fits = {corpus: [pair for pair in source.parts[corpus] if len(pair.es) > 25] for corpus in CORPORA}
    clean = [{"corpus": corpus, "es": " ".join(pair.es.split()), "en": " ".join(pair.en.split())}
             for corpus in CORPORA for pair in rng.sample(fits[corpus], min(given.each, len(fits[corpus])))]
    told = audited(clean, given.options.split())
    print("translations as they are: with a warning or an error, with an error")
    groups = collections.defaultdict(list)
    for pair, findings in zip(clean, told):
        groups[pair["corpus"]].append(findings)
        groups["all"].append(findings)
        if given.show and findings:
            print(f"  {pair['corpus']}: {pair['es']}\n    {pair['en']}\n" + "\n".join(f"    {f['severity']} {f['code']}: {f['message']}" for f in findings))
    for corpus, own in groups.items():
        bad = sum(any(f["severity"] == "error" for f in findings) for findings in own)
        print(f"  {corpus:10} {len(own):5}  {sum(map(bool, own)) / len(own):.4f}  {bad / len(own):.4f}")
    counts = collections.Counter(code for findings in told for code in {f["code"] for f in findings})
    print("  " + ", ".join(f"{code} {count}" for code, count in counts.most_common()))

    planted = []
    for corpus in (*CORPORA, WRITTEN):
        made = 0
        while made < given.each:
            drawn = source.written.draw() if corpus == WRITTEN else edits.draw(source.corpus, lambda: rng.choice(fits[corpus]))
            kind, es, en, relation = drawn
            if relation:
                (es, es_spans), (en, en_spans) = text(es), text(en)
                planted.append({"corpus": corpus, "kind": kind, "relation": relation, "es": es, "en": en, "spans": {"es": es_spans, "en": en_spans}})
                made += 1
    kinds = collections.defaultdict(collections.Counter)
    for pair, findings in zip(planted, audited(planted, given.options.split())):
        right = LESS | CLAIM if pair["relation"] == 1 else RIGHT.get(pair["kind"].removeprefix("written "), CLAIM)
        own = [f for f in findings if f["code"] in right]
        labels = [label for f in own for label in f["labels"]]
        touches = lambda side, start, end: any(start < b and a < end for a, b in pair["spans"][side])
        stretches = [(side, *span) for side in ("es", "en") for span in pair["spans"][side]]
        hit = any(touches(*label) for label in labels)
        for name in (("partial", "mismatch")[pair["relation"] - 1] + "/" + pair["kind"], ("all partial", "all mismatch")[pair["relation"] - 1], "corpus " + pair["corpus"]):
            kinds[name].update(n=1, found=bool(findings), right=bool(own))
            if own and stretches:
                kinds[name].update(touched=hit, touchable=1, labels=len(labels), inside=sum(touches(*label) for label in labels))
    print("planted: pairs, with a finding, with one of the right code, changed stretches touched, labels that touch one")
    share = lambda a, b: f"{a / b:.2f}" if b else "  - "
    for name, c in sorted(kinds.items()):
        print(f"  {name:28} {c['n']:5}  {share(c['found'], c['n'])}  {share(c['right'], c['n'])}  {share(c['touched'], c['touchable'])}  {share(c['inside'], c['labels'])}")


if __name__ == "__main__":
    main()
