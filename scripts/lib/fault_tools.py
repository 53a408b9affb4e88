"""What the cases of scripts/check/faults.py share: the program, its ends, inputs of any size."""
import json
import os
import subprocess

from common import COTEJO, ROOT

SEED = (ROOT / "data/articles/segob.txt").read_text(encoding="utf-8")


class Skipped(Exception):
    """Why a case cannot be done here."""


def start(*arguments, **options):
    options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "bufsize": 0} | options
    return subprocess.Popen([COTEJO, *map(str, arguments)], env=os.environ | {"RUST_BACKTRACE": "1"}, **options)


def end(process, stdin=None, timeout=None):
    """Exit code, standard output, standard error of a process that did not panic."""
    try:
        out, err = process.communicate(stdin, timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        raise AssertionError(f"{process.args}: not at an end after {timeout} s") from None
    err = (err or b"").decode()
    assert "panicked" not in err, err
    return process.returncode, out, err


def run(*arguments, stdin=None, timeout=None, **options):
    """A whole run; `stdin` is its bytes, or an open file."""
    if isinstance(stdin, bytes):
        return end(start(*arguments, stdin=subprocess.PIPE, **options), stdin, timeout)
    return end(start(*arguments, **({"stdin": stdin} if stdin else {}), **options), timeout=timeout)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def dump(path, articles):
    """A JSONL file of articles with two captions each, every one a little different."""
    with path.open("w") as file:
        for at in range(articles):
            file.write(json.dumps({"id": f"a{at}", "text": SEED.replace("Campa", f"Campa{at}")}) + "\n")
    return path


def ids(jsonl):
    """The articles of rows, in order, each once."""
    return list(dict.fromkeys(json.loads(row)["article"] for row in jsonl.splitlines()))
