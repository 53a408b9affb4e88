"""Examples of captions/*.txt: bilingual captions in free translation, each with edits of one side. `check` says what is wrong with a file.

Records stand apart by a blank line. `es:` and `en:` are a pair, `es2:` and `en2:` the same in other words. `m KIND | STRETCH | STRETCH => NEW` says
what one side states instead (a contradiction); `p | STRETCH | STRETCH => NEW` what it leaves out, with what stands in its place. The stretches stand
once in `es` and `en`; the one with the arrow is replaced.

    written.py FILE...      checks files and counts what is in them"""

import collections
import pathlib
import sys

SAID, NOT_SAID, CONTRADICTED, UNKNOWN = 0, 1, 2, -1
TRANSLATION, PARTIAL, MISMATCH = 0, 1, 2
FOLDER = pathlib.Path(__file__).resolve().parent / "captions"
SHARE = 0.46
# one record of so many is kept for measuring
ASIDE = 12
RELATIONS = (0.44, 0.18, 0.38)
KINDS = set(
    "number money percent score date weekday time place person office organisation negation antonym quantity gender age friend modality swap "
    "noun verb position unit tense claim cause".split()
)


class Edit:
    """What becomes of one side: the stretch of each, and the new text of the one that is changed, None for the other."""

    def __init__(self, relation, kind, stretches, new):
        self.relation, self.kind, self.stretches, self.new = relation, kind, stretches, new


class Record:
    """`texts`: for Spanish and English the wordings, the one that edits apply to first."""

    def __init__(self, lines, tell):
        found, self.edits = {}, []
        for line in lines:
            head, _, rest = line.partition(" ")
            if head in ("es:", "en:", "es2:", "en2:"):
                found[head[:-1]] = rest.strip()
            elif head in ("m", "p"):
                edit = self.edit(line, head, found, tell)
                self.edits += [edit] if edit else []
            else:
                tell(f"no such line: {line}")
        self.texts = [[found[name] for name in (side, f"{side}2") if found.get(name)] for side in ("es", "en")]
        if not all(self.texts):
            tell(f"a side is missing: {lines[0]}")

    @staticmethod
    def edit(line, head, found, tell):
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) != 3:
            return tell(f"not three cells: {line}")
        parts = [[part.strip() for part in cell.split("=>", 1)] for cell in cells[1:]]
        stretches, new = [part[0] for part in parts], [part[1] if len(part) > 1 else None for part in parts]
        for side, stretch in zip(("es", "en"), stretches):
            if not stretch or found.get(side, "").count(stretch) != 1:
                return tell(f"not once in {side}: {stretch!r} of {line}")
        kind = cells[0][1:].strip()
        if (new[0] is None) == (new[1] is None) or head == "m" and kind not in KINDS:
            return tell(f"kind, or which side changes? {line}")
        return Edit(MISMATCH if head == "m" else PARTIAL, kind or "part", stretches, new)


def records(path, tell=lambda what: None):
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    found = [Record(lines, tell) for block in blocks if (lines := [line for line in block.split("\n") if line.strip()])]
    return [record for record in found if all(record.texts)]


def tidy(text):
    """A text from which a stretch was taken: its blanks, its marks, its capital."""
    text = " ".join(text.split())
    for mark in ",.;:":
        text = text.replace(f" {mark}", mark)
    text = text.lstrip(" ,;:.").replace(",.", ".").replace(",,", ",").replace(";.", ".").replace("..", ".")
    return text[:1].upper() + text[1:]


class Written:
    """Draws marked pairs."""

    def __init__(self, rng, fitted=True, folder=FOLDER):
        self.rng = rng
        aside = lambda at: at % ASIDE == 0
        files = [records(path) for path in sorted(folder.glob("*.txt"))]
        self.files = [[record for at, record in enumerate(file) if aside(at) != fitted] for file in files]
        self.records = [record for file in self.files for record in file]
        self.by_kind = collections.defaultdict(list)
        for record in self.records:
            for edit in record.edits:
                self.by_kind[edit.kind].append((record, edit))
        self.kinds = [kind for kind in sorted(self.by_kind) if kind != "part"]

    def draw(self):
        """kind, marked Spanish, marked English, relation."""
        rng = self.rng
        relation = rng.choices((TRANSLATION, PARTIAL, MISMATCH), RELATIONS)[0]
        if relation == TRANSLATION:
            kind, record = "same", rng.choice(self.records)
            sides = [[(rng.choice(texts), SAID)] for texts in record.texts]
        elif relation == MISMATCH and rng.random() < 0.08:
            # another caption of the same domain
            kind, file = "another", rng.choice([file for file in self.files if len(file) > 1])
            pair = rng.sample(file, 2)
            sides = [[(rng.choice(one.texts[g]), NOT_SAID)] for g, one in enumerate(pair)]
        elif relation == PARTIAL and rng.random() < 0.3:
            # a sentence more
            kind, (record, more) = "sentence", rng.sample(self.records, 2)
            sides = [[(rng.choice(texts), SAID)] for texts in record.texts]
            g = rng.randrange(2)
            added = (" " if sides[g][0][0][-1:] in ".!?\"”" else ". ") + rng.choice(more.texts[g])
            sides[g].append((added, NOT_SAID))
            return f"written {kind}", *sides, relation
        else:
            kind = "part" if relation == PARTIAL else rng.choices(self.kinds, [len(self.by_kind[kind]) ** 0.7 for kind in self.kinds])[0]
            record, edit = rng.choice(self.by_kind[kind])
            sides = [self.changed(record.texts[g][0], edit, g) for g in (0, 1)]
        if relation != PARTIAL and rng.random() < 0.22:
            # a second caption behind it, the same on both sides
            more = rng.choice(self.records)
            for g in (0, 1):
                last = sides[g][-1][0][-1:]
                sides[g] = sides[g] + [((" " if last in ".!?\"”" else ". ") + rng.choice(more.texts[g]), SAID)]
        return f"written {kind}", *sides, relation

    @staticmethod
    def changed(text, edit, g):
        """One side with its tags."""
        stretch, new = edit.stretches[g], edit.new[g]
        start = text.index(stretch)
        before, behind = text[:start], text[start + len(stretch) :]
        if new is None:
            return [(before, SAID), (stretch, CONTRADICTED if edit.relation == MISMATCH else NOT_SAID), (behind, SAID)]
        if edit.relation == MISMATCH:
            return [(before, SAID), (new, CONTRADICTED if new else UNKNOWN), (behind, SAID)]
        return [(tidy(f"{before}{new}{behind}"), SAID)]


if __name__ == "__main__":
    bad = []
    for path in map(pathlib.Path, sys.argv[1:]):
        tell = lambda what, path=path: bad.append(print(f"{path}: {what}"))
        found = records(path, tell)
        kinds = collections.Counter(edit.kind for record in found for edit in record.edits)
        print(f"{path}: {len(found)} records, {sum(kinds.values())} edits: {dict(kinds.most_common())}")
    sys.exit(bool(bad))
