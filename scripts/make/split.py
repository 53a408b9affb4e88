"""A corpus split by document: what is fitted on stands in no evaluation.

    scripts/dev make split CORPUS.tsv OUT_DIR      writes OUT_DIR/fit.tsv and OUT_DIR/eval.tsv

Every second document goes to `eval`; a document is its first column. Same input, same bytes.
"""
import pathlib
import sys


def main(corpus, out):
    lines = pathlib.Path(corpus).read_text(encoding="utf-8").splitlines(keepends=True)
    documents = list(dict.fromkeys(line.split("\t", 1)[0] for line in lines))
    held = set(documents[1::2])
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for name, wanted in (("fit", False), ("eval", True)):
        part = [line for line in lines if (line.split("\t", 1)[0] in held) == wanted]
        (out / f"{name}.tsv").write_text("".join(part), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
