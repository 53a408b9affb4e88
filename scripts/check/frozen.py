# build: cotejo
"""What the program says of many articles is what another build said.

    scripts/dev check frozen keep DIR [--articles N] [--shared DIR]      writes every output into DIR
    scripts/dev check frozen compare DIR ...                             runs again and compares; exits with 1 where a byte differs

For changes that move walls only. Outputs are those of `pair`, `pair --explain`, `audit` and `detect` on the founding article, the test
pages and captions, N mutated articles and, where the shared folder is there, N made ones, N hard ones, the printed forms and the web pages
of `real`.
"""
import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import mutations
from common import COTEJO, ROOT

COMMANDS = {
    "pair": ["pair", "--no-config", "--format", "jsonl"],
    "explain": ["pair", "--no-config", "--explain"],
    "audit": ["audit", "--no-config", "--fail-on", "never", "--format", "json"],
    "detect": ["detect", "--format", "jsonl"],
}


def inputs(folder, shared, count):
    """Names with the paths that each stands for; relative ones, so that ids do not hang on the folder."""
    texts = folder / "mutated.jsonl"
    source = random.Random(7)
    texts.write_text("".join(mutations.record(source, f"m{i}") for i in range(count)), encoding="utf-8")
    yield "mutated", [texts.name]
    for name, path in [("seed", "data/articles/segob.txt"), ("captions", "tests/data/captions.jsonl"), ("lines", "tests/data/datelines.txt")]:
        (folder / name).mkdir()
        target = folder / name / pathlib.Path(path).name
        target.write_bytes((ROOT / path).read_bytes())
        yield name, [str(target.relative_to(folder))]
    (folder / "pages").mkdir()
    for page in sorted([*ROOT.glob("tests/pages/*.htm"), *ROOT.glob("tests/pages/*.html")]):
        (folder / "pages" / page.name).write_bytes(page.read_bytes())
    yield "pages", ["pages"]
    read = lambda name: [json.loads(line) for line in (ROOT / f"tests/data/audit/{name}.jsonl").open(encoding="utf-8")]
    clean = {item["id"]: item for item in read("clean")}
    with (folder / "audit.jsonl").open("w", encoding="utf-8") as out:
        for item in [*clean.values(), *read("faults")]:
            page = dict(clean[item.get("of", item["id"])])
            story, more = list(page["story"]), []
            for field, find, put in item.get("edits", []):
                if field in ("story", "line"):
                    (story if field == "story" else more).append(put)
                else:
                    page[field] = put if find == "*" else page[field].replace(find, put, 1)
            text = "\n\n".join([*story, page["es"] + "\n" + page["en"], *more])
            out.write(json.dumps({"id": item["id"], "text": text}) + "\n")
    yield "audit gold", ["audit.jsonl"]
    if not shared.is_dir():
        print("no shared folder: made articles and real ones not compared")
        return
    corpus = shared / "data/ntrex-dev.tsv"
    makers = [("made", shared / "bench/make_articles.py", []), ("hard", ROOT / "scripts/make/hard-articles.py", [shared])]
    for name, script, first in makers:
        command = [sys.executable, script, *first, corpus, folder / name, "--seed", "5", "--articles", str(count)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        yield name, [f"{name}/articles"]
    for name in ("captions", "negatives", "pages"):
        with (folder / f"real-{name}.jsonl").open("w", encoding="utf-8") as out:
            for line in (shared / f"real/{name}.jsonl").open(encoding="utf-8"):
                item = json.loads(line)
                out.write(json.dumps({"id": item["id"], "text": item.get("text") or item.get("html")}) + "\n")
        yield f"real {name}", [f"real-{name}.jsonl"]
    (folder / "web.warc.xz").symlink_to((shared / "real/pages/pages.warc.xz").resolve())
    yield "web", ["web.warc.xz"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("act", choices=["keep", "compare"])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--shared", type=pathlib.Path, default=ROOT.parent / "shared")
    args = parser.parse_args()
    kept = args.folder.resolve()
    kept.mkdir(parents=True, exist_ok=True)
    same = other = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for what, paths in inputs(folder, args.shared.resolve(), args.articles):
            for act, command in COMMANDS.items():
                said = subprocess.run([COTEJO, *command, "-q", *paths], cwd=folder, capture_output=True)
                if said.returncode not in (0, 3):
                    sys.exit(f"{what}, {act}: exit code {said.returncode}\n{said.stderr.decode(errors='replace')}")
                file = kept / f"{what.replace(' ', '-')}.{act}"
                if args.act == "keep":
                    file.write_bytes(said.stdout)
                elif file.read_bytes() == said.stdout:
                    same += 1
                else:
                    other += 1
                    before, after = file.read_bytes().splitlines(), said.stdout.splitlines()
                    changed = [pair for pair in zip(before, after) if pair[0] != pair[1]] or [(b"(fewer or more lines)",) * 2]
                    print(f"{what}, {act}: {len(before)} lines before, {len(after)} now, {len(changed)} differ in place; the first:")
                    print("".join(f"  {line.decode(errors='replace')[:400]}\n" for line in changed[0]), flush=True)
    if args.act == "compare":
        print(f"{same} outputs are the same, {other} are not")
    sys.exit(1 if other else 0)


if __name__ == "__main__":
    main()
