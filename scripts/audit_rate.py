#!/usr/bin/env python3
"""How often the audit speaks on benchmark articles: the rate of each code in rows of relation `translation`, whose texts are true
translations and whose credits nobody has touched.

    audit_rate.py SHARED [--seed 11] [--articles 300] [--show N]

SHARED holds bench/make_articles.py and data/. The photo's day is drawn by chance and the page's is 2025, so `photo-old` is left out.
--show prints N rows with findings of severity warning or above, to be read. Needs Python 3 only.
"""
import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPORA = ["ntrex-dev.tsv", "xquad-dev.tsv"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--show", type=int, default=0)
    args = parser.parse_args()
    example = ["--quiet", "--release", "--no-default-features", "--example", "audit_findings"]
    subprocess.run(["cargo", "build", *example], cwd=ROOT, check=True)
    for corpus in CORPORA:
        with tempfile.TemporaryDirectory() as work:
            maker = [sys.executable, args.shared / "bench/make_articles.py", args.shared / "data" / corpus, work]
            subprocess.run([*maker, "--seed", str(args.seed), "--articles", str(args.articles)], check=True)
            command = [ROOT / "target/release/examples/audit_findings", pathlib.Path(work) / "articles"]
            printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        report(corpus, [json.loads(line) for line in printed.splitlines()], args.show)


def report(corpus, rows, show):
    rows = [row for row in rows if row.get("relation") == "translation"]
    for row in rows:
        row["findings"] = [finding for finding in row["findings"] if finding["code"] != "photo-old"]
        row["bad"] = [finding for finding in row["findings"] if finding["severity"] != "note"]
    bad = [row for row in rows if row["bad"]]
    print(f"{corpus}: {len(bad)} of {len(rows)} rows of relation translation have a finding of severity warning or above")
    for code, count in collections.Counter(code for row in rows for code in {f["code"] for f in row["findings"]}).most_common():
        print(f"  {code:<22}{count:>5}{count / len(rows):>9.4f}")
    for row in bad[:show]:
        print(f"\n{row['article']}:{row['es_line']}\n  {row['es']}\n  {row['en']}")
        for finding in row["bad"]:
            print(f"    {finding['severity']}[{finding['code']}] {finding['message']}")


if __name__ == "__main__":
    main()
