# build: cotejo
"""How often the audit speaks where nothing is wrong: the rate of each code.

Counted in rows of relation `translation` of benchmark articles, whose texts are true translations and whose credits nobody has touched.

    scripts/dev bench audit SHARED [--seed 11] [--articles 300] [--show N [--not-code CODE]]

SHARED holds bench/make_articles.py and data/. The photo's day is drawn by chance and the page's is 2025, so `photo-old` is left out.
--show prints N rows with findings of severity warning or above, to be read.
"""
import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from common import COTEJO

CORPORA = ["ntrex-dev.tsv", "xquad-dev.tsv"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--not-code", help="do not show rows that only have this code")
    args = parser.parse_args()
    for corpus in CORPORA:
        with tempfile.TemporaryDirectory() as work:
            maker = [sys.executable, args.shared / "bench/make_articles.py", args.shared / "data" / corpus, work]
            subprocess.run([*maker, "--seed", str(args.seed), "--articles", str(args.articles)], check=True, stdout=subprocess.DEVNULL)
            articles = pathlib.Path(work) / "articles"
            findings = collections.defaultdict(list)
            for finding in lines("audit", "--format", "json", "--fail-on", "never", "--no-config", articles):
                findings[finding["labels"][0]["article"], finding["pair_id"]].append(finding)
            rows = list(lines("pair", "--format", "jsonl", articles))
        for row in rows:
            row["findings"] = findings[row["article"], row["pair_id"]]
        report(corpus, rows, args.show, args.not_code)


def lines(*command):
    printed = subprocess.run([COTEJO, "--quiet", *command], check=True, capture_output=True, text=True).stdout
    return (json.loads(line) for line in printed.splitlines())


def report(corpus, rows, show, not_code):
    rows = [row for row in rows if row.get("relation") == "translation"]
    for row in rows:
        row["findings"] = [finding for finding in row["findings"] if finding["code"] != "photo-old"]
        row["bad"] = [finding for finding in row["findings"] if finding["severity"] != "note"]
    bad = [row for row in rows if row["bad"]]
    print(f"{corpus}: {len(bad)} of {len(rows)} rows of relation translation have a finding of severity warning or above")
    counts = collections.Counter(code for row in rows for code in sorted({f["code"] for f in row["findings"]}))
    for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        print(f"  {code:<22}{count:>5}{count / len(rows):>9.4f}")
    for row in [row for row in bad if any(f["code"] != not_code for f in row["bad"])][:show]:
        print(f"\n{row['article']}:{row['es_line']}\n  {row['es']}\n  {row['en']}")
        for finding in row["bad"]:
            print(f"    {finding['severity']}[{finding['code']}] {finding['message']}")


if __name__ == "__main__":
    main()
