"""Benchmark articles with harder pairs.

    scripts/dev make hard-articles SHARED CORPUS.tsv OUT_DIR [--styles FILE] [--seed N] [--articles N]

Other arguments and outputs are those of SHARED/bench/make_articles.py. A part of the translations becomes partial inside a sentence: one
side keeps only what stands before or behind a comma, as captions do that only name who is shown. A part of the mismatches gets that other
sentence of the document which shares most names with the caption: the same people, another statement. A part of all becomes as brief as
captions often are: what stands between two commas, where both languages have as many; for a partial pair one side has the next such piece
too, for a mismatch another sentence's.
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


def printed(*said):
    said = ", ".join(said)
    return said[0].upper() + said[1:] + "."


def clause(text, rng):
    """What stands before or behind a comma, between a fifth and two thirds of the text; `None` where there is no such comma."""
    bare = text.strip().rstrip(".!?\"”")
    cuts = [m.start() for m in re.finditer(", ", bare)]
    parts = [bare[:at] for at in cuts] + [bare[at + 2:] for at in cuts]
    parts = [part for part in parts if 0.2 * len(bare) <= len(part) <= 0.67 * len(bare) and len(part.split()) >= 4]
    if not parts:
        return None
    return printed(rng.choice(parts))


def pieces(pair):
    """What stands between commas in both languages, where they have as many and each is about as long: (English, Spanish), ..."""
    english, spanish = ([piece.strip("\"“”'‘’«»().!? ") for piece in side.split(", ")] for side in pair)
    alike = len(english) == len(spanish) > 1 and all(0.55 < len(a) / max(len(b), 1) < 1.5 for a, b in zip(english, spanish))
    return list(zip(english, spanish)) if alike else []


def is_brief(piece):
    return all(2 <= len(side.split()) <= 9 for side in piece)


def harder(module):
    class Maker(module.Maker):
        def caption(self, pairs, sequence, tight):
            made = super().caption(pairs, sequence, tight)
            at = min(made["used"])
            if not made["in_body"] and self.rng.random() < 0.15 and self.make_brief(made, pairs, at):
                return made
            if made["relation"] == "translation" and not made["in_body"] and self.rng.random() < 0.3:
                self.shorten(made, pairs[at], pairs[at + 1])
            elif made["relation"] == "mismatch" and self.rng.random() < 0.6:
                self.same_people(made, pairs, at)
            return made

        def make_brief(self, made, pairs, at):
            own = pieces(pairs[at])
            places = [i for i, piece in enumerate(own) if is_brief(piece) and all(own[i])]
            if not places:
                return False
            i = self.rng.choice(places)
            english, spanish = [own[i][0]], [own[i][1]]
            if made["relation"] == "partial":
                if i + 1 == len(own) or not all(own[i + 1]):
                    return False
                side = self.rng.choice([0, 1])
                (english, spanish)[side].append(own[i + 1][side])
            elif made["relation"] == "mismatch":
                others = [p for n, pair in enumerate(pairs) if n not in (at, at + 1) for p in pieces(pair) if is_brief(p)]
                if not others:
                    return False
                english = [self.rng.choice(others)[0]]
            whole = [" ".join(module.sentence_end(pair[side]) for pair in pairs[at:at + count]) for side in (0, 1) for count in (2, 1)]
            brief = {}
            for key, said, texts in (("english", english, whole[:2]), ("spanish", spanish, whole[2:])):
                if made[key] is None:
                    continue
                if key == "english" and made["relation"] == "mismatch":
                    texts = [module.sentence_end(pair[0]) for n, pair in enumerate(pairs) if n not in (at, at + 1)]
                if made["relation"] == "partial":
                    texts = [*texts, module.sentence_end(pairs[at + 1][0 if key == "english" else 1])]
                text = next((text for text in texts if text in made[key]), None)
                if text is None:
                    return False
                brief[key] = made[key].replace(text, printed(*said))
            made.update(brief)
            return True

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
