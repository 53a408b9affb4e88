"""What the checks of annotation tools share: the program, its articles, the words for verdicts."""
import subprocess

from common import COTEJO, ROOT

SEED = ROOT / "data/articles/segob.txt"
VERDICTS = {"all": "translation", "part": "partial", "other": "mismatch"}


def cotejo(*args):
    done = subprocess.run([COTEJO, *map(str, args)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    if done.stderr:
        print(f"  cotejo {args[0]}: {done.stderr.strip()}")
    return done.stdout
