#!/usr/bin/env python3
"""SHARED/bench/make_articles.py with harder pairs; same arguments and outputs.

    make_hard_articles.py SHARED CORPUS.tsv OUT_DIR [--styles FILE] [--seed N] [--articles N]

A part of the translations becomes partial inside a sentence: one side keeps only what stands before or behind a comma, as captions
do that only name who is shown. A part of the mismatches gets that other sentence of the document which shares most names with the
caption: the same people, another statement.
"""
import importlib.util
import pathlib
import re
import sys


def load(shared):
    path = pathlib.Path(shared) / "bench/make_articles.py"
    spec = importlib.util.spec_from_file_location("make_articles", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def names(text):
    """Capitalised words that open no sentence."""
    return set(re.findall(r"(?<=[a-z,] )[A-Z]\w+", text))


def clause(text, rng):
    """What stands before or behind a comma, between a fifth and two thirds of the text; `None` where there is no such comma."""
    bare = text.strip().rstrip(".!?\"”")
    cuts = [m.start() for m in re.finditer(", ", bare)]
    parts = [bare[:at] for at in cuts] + [bare[at + 2:] for at in cuts]
    parts = [part for part in parts if 0.2 * len(bare) <= len(part) <= 0.67 * len(bare) and len(part.split()) >= 4]
    if not parts:
        return None
    part = rng.choice(parts)
    return part[0].upper() + part[1:] + "."


def harder(module):
    class Maker(module.Maker):
        def caption(self, pairs, sequence, tight):
            made = super().caption(pairs, sequence, tight)
            at = min(made["used"])
            if made["relation"] == "translation" and not made["in_body"] and self.rng.random() < 0.3:
                self.shorten(made, pairs[at], pairs[at + 1])
            elif made["relation"] == "mismatch" and self.rng.random() < 0.6:
                self.same_people(made, pairs, at)
            return made

        def shorten(self, made, first, second):
            side, key = self.rng.choice([(0, "english"), (1, "spanish")])
            short = clause(first[side], self.rng)
            whole = module.sentence_end(first[side])
            if short is None or whole not in made[key]:
                return
            for both in (whole + " " + module.sentence_end(second[side]), whole):
                if both in made[key]:
                    made[key] = made[key].replace(both, short)
                    made["relation"] = "partial"
                    return

        def same_people(self, made, pairs, at):
            wanted = names(pairs[at][0])
            others = [p for i, p in enumerate(pairs) if i not in (at, at + 1)]
            printed = next((p for p in others if module.sentence_end(p[0]) in made["english"]), None)
            best = max(others, key=lambda p: len(wanted & names(p[0])))
            if printed and wanted & names(best[0]):
                made["english"] = made["english"].replace(module.sentence_end(printed[0]), module.sentence_end(best[0]))

    return Maker


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    articles = load(sys.argv[1])
    articles.Maker = harder(articles)
    sys.argv[1:] = [*sys.argv[2:], *([] if "--styles" in sys.argv else ["--styles", str(pathlib.Path(sys.argv[1]) / "bench/styles.json")])]
    articles.main()
