"""Benchmark articles, with and without their Spanish captions."""
import json
import subprocess
import sys


def make(shared, corpus, out, seed, articles):
    subprocess.run([sys.executable, shared / "bench/make_articles.py", corpus, out, "--seed", str(seed), "--articles", str(articles)], check=True)
    return out


def without_spanish(made, out):
    """The articles less the lines that hold a Spanish caption."""
    spanish = {(row["article"], row.get("es_line")) for row in map(json.loads, open(made / "gold.jsonl", encoding="utf-8"))}
    (out / "articles").mkdir(parents=True)
    for path in (made / "articles").iterdir():
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for number, line in enumerate(lines, 1) if (path.name, number) not in spanish]
        (out / "articles" / path.name).write_text("".join(kept), encoding="utf-8")
    return out
