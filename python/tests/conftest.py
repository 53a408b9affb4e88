"""What the tests share: the seed article, the pages, and where the repository is."""
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEED = ROOT / "data/articles/segob.txt"
PAGES = sorted(path for path in (ROOT / "tests/pages").iterdir() if path.suffix in (".html", ".htm"))


@pytest.fixture(scope="session")
def article():
    """The seed article: a real one, with two captions."""
    return SEED.read_text(encoding="utf-8")


@pytest.fixture
def in_root(monkeypatch):
    """Paths count from the repository's root, as in the stored outputs."""
    monkeypatch.chdir(ROOT)


def command(*words, **options):
    """The command that the package brings, as a user starts it."""
    program = pathlib.Path(sys.executable).with_name("cotejo")
    return subprocess.run([program, *words], capture_output=True, timeout=120, **options)
