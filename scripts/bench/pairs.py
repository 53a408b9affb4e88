# build: cotejo
"""Detection, pairing, relation and calibration on articles with known pairs.

    scripts/dev bench pairs SHARED [--seeds 11,12,13,14,15] [--articles 300] [--styles FILE] [--hard] [--whole] [--baselines] [--check]
                            [--translators NAME ... [--cache FILE]]

SHARED holds bench/make_articles.py, bench/score_*.py and data/. Articles are made from the documents that scripts/dev fit score does not
fit on (every second one, scripts/dev make split), and given to `cotejo pair`, with and without --fast; --whole takes all documents, --hard
the pairs of scripts/dev make hard-articles. --baselines adds "the line next to it" and "cosine alone". --translators adds a line for the
machine translation of each engine as evidence (names for `cotejo pair --translator`), on the same articles, and exits with 1 where the
mean of pair_f1 or relation_accuracy is under that without. --check exits with 1 where a figure falls under the floors of FLOORS.
"""
import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from common import COTEJO, ROOT

CORPORA = ["ntrex-dev.tsv", "xquad-dev.tsv"]
SHOWN = ["detect_f1", "pair_f1", "relation_accuracy", "f1_translation", "f1_partial", "f1_mismatch", "f1_unpaired", "language"]
FLOORS = {"detect_f1": 0.995, "pair_f1": 0.98, "relation_accuracy": 0.92, "f1_partial": 0.88, "f1_mismatch": 0.84, "language": 0.998}
FAST, FLOORS_FAST = "pair --fast", {"pair_f1": 0.97, "relation_accuracy": 0.88}


def run(command, **settings):
    return subprocess.run(command, check=True, capture_output=True, text=True, **settings).stdout


def rows(text):
    return [json.loads(line) for line in text.splitlines()]


def score(shared, script, gold, predicted, work):
    path = work / "predicted.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in predicted), encoding="utf-8")
    return json.loads(run([sys.executable, shared / "bench" / script, gold, path]))


def next_line(lines, pairs):
    """Every Spanish caption with the English caption on the next line, else on the one before, else with the English line behind it;
    the relation is always `translation`."""
    roles = {(row["article"], row["line"]): row["role"] for row in lines if row["language"] == "en"}
    for row in pairs:
        place = lambda step: (row["article"], row["es_line"] + step)
        line = next((step for step in (1, -1) if roles.get(place(step)) == "caption"), None)
        line = line or next((step for step in (1, 2) if place(step) in roles), None)
        line = row["es_line"] + line if line else None
        yield {"article": row["article"], "es_line": row["es_line"], "en_line": line, "relation": "translation" if line else "unpaired"}


def cosine_alone(lines, pairs, least=0.5):
    """Every Spanish caption with the English line of the highest cosine; above 0.5, none twice."""
    english = collections.defaultdict(list)
    for row in lines:
        if row["language"] == "en" and row["role"] != "furniture":
            english[row["article"]].append((row["line"], row["text"]))
    texts = list(dict.fromkeys([row["es"] for row in pairs] + [text for page in english.values() for _, text in page]))
    printed = run([COTEJO, "embed", "--format", "jsonl"], input="".join(text.replace("\n", " ") + "\n" for text in texts))
    vectors = dict(zip(texts, (row["vector"] for row in rows(printed))))
    for row in pairs:
        own = vectors[row["es"]]
        ranked = [(sum(a * b for a, b in zip(own, vectors[text])), line) for line, text in english[row["article"]]]
        best = max(ranked, default=(0, None))
        line = best[1] if best[0] >= least else None
        yield {"article": row["article"], "es_line": row["es_line"], "en_line": line, "relation": "translation" if line else "unpaired"}


def calibration(gold_path, pairs):
    """(score, is a translation pair) of every row with a score."""
    gold = {(row["article"], row["es_line"]): row for row in rows(gold_path.read_text(encoding="utf-8")) if "es_line" in row}
    for row in pairs:
        truth = gold.get((os.path.basename(row["article"]), row["es_line"]))
        if row["score"] is not None and truth:
            yield row["score"], row["en_line"] in truth["en_lines"] and truth["relation"] == "translation"


def reliability(points):
    """Expected calibration error over ten bins, and the bins as (from, rows, mean score, share of translations)."""
    bins = [[p for p in points if at / 10 <= p[0] < (at + 1) / 10 or at == 9 and p[0] == 1.0] for at in range(10)]
    table = [(at / 10, len(b), sum(p[0] for p in b) / len(b), sum(p[1] for p in b) / len(b)) for at, b in enumerate(bins) if b]
    return sum(n * abs(mean - share) for _, n, mean, share in table) / max(1, len(points)), table


def total(all_figures, key):
    return sum(figures[key] for figures in all_figures)


def line_of(name, figures):
    return f"{name:<55}" + "".join(f"{figures[key]:>9.4f}" if key in figures else f"{'-':>9}" for key in SHOWN)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("--seeds", default="11,12,13,14,15")
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--styles", type=pathlib.Path)
    parser.add_argument("--hard", action="store_true")
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--baselines", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--translators", nargs="+", default=[])
    parser.add_argument("--cache", type=pathlib.Path, default=ROOT / "target/bench-translations.sqlite")
    args = parser.parse_args()
    shared = args.shared.resolve()
    print(f"{'':<55}" + "".join(f"{key.replace('relation_accuracy', 'relation').replace('translation', 'transl'):>9.9}" for key in SHOWN))
    points, low, worse = [], [], []
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        for corpus in CORPORA:
            source = shared / "data" / corpus
            if not args.whole:
                run([sys.executable, ROOT / "scripts/make/split.py", source, work / corpus])
                source = work / corpus / "eval.tsv"
            sums = collections.defaultdict(list)
            for seed in args.seeds.split(","):
                out = work / f"{corpus}-{seed}"
                styles = ["--styles", args.styles] if args.styles else []
                maker = [ROOT / "scripts/make/hard-articles.py", shared] if args.hard else [shared / "bench/make_articles.py"]
                run([sys.executable, *maker, source, out, "--seed", seed, "--articles", str(args.articles), *styles])
                pairs = rows(run([COTEJO, "pair", "--format", "jsonl", out / "articles"]))
                lines = rows(run([COTEJO, "detect", "--format", "jsonl", out / "articles"]))
                fast = rows(run([COTEJO, "pair", "--fast", "--format", "jsonl", out / "articles"]))
                predictions = {f"{corpus} seed {seed}": pairs, f"{corpus} {FAST}": fast}
                for engine in args.translators:
                    translated = ["--translate", "--translator", engine, "--cache", args.cache]
                    printed = run([COTEJO, "pair", "--format", "jsonl", *translated, out / "articles"])
                    predictions[f"{corpus} with {engine}"] = rows(printed)
                if args.baselines:
                    predictions[f"{corpus} the line next to it"] = list(next_line(lines, pairs))
                    predictions[f"{corpus} cosine alone"] = list(cosine_alone(lines, pairs))
                for name, predicted in predictions.items():
                    figures = score(shared, "score_pairs.py", out / "gold.jsonl", predicted, work)
                    if predicted is pairs:
                        figures["language"] = score(shared, "score_lines.py", out / "gold.jsonl", lines, work)["language_accuracy"]
                        points.extend(calibration(out / "gold.jsonl", pairs))
                        low += [f"{name}: {k} {figures[k]} < {floor}" for k, floor in FLOORS.items() if figures[k] < floor]
                        print(line_of(name, figures), flush=True)
                        sums[f"{corpus} mean"].append(figures)
                    else:
                        sums[name].append(figures)
            for name, all_figures in sums.items():
                without = sums[f"{corpus} mean"]
                worse += [f"{name}: {key} is under that without"
                          for key in ("pair_f1", "relation_accuracy") if " with " in name and total(all_figures, key) < total(without, key)]
                mean = {k: sum(f[k] for f in all_figures) / len(all_figures) for k in SHOWN if k in all_figures[0]}
                if name.endswith(FAST):
                    low += [f"{name}: {k} {mean[k]} < {floor}" for k, floor in FLOORS_FAST.items() if mean[k] < floor]
                print(line_of(name, mean))
    error, table = reliability(points)
    print(f"\nexpected calibration error {error:.4f} over {len(points)} rows\nscore from   rows  mean score  translations")
    for start, count, mean, share in table:
        print(f"{start:>10.1f} {count:>6} {mean:>11.3f} {share:>13.3f}")
    # scores are fitted on harder pairs than these: on made articles they are too low
    if error > 0.09:
        low.append(f"expected calibration error {error:.4f} > 0.09")
    if worse:
        sys.exit("\n".join(worse))
    if args.check and low:
        sys.exit("under the floors:\n" + "\n".join(low))


if __name__ == "__main__":
    main()
