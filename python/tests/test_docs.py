"""Every example runs: of the docstrings, of docs/python.md and in python/examples."""
import doctest
import importlib.util
import inspect
import pathlib
import runpy
import shutil
import sys

import cotejo_captions as cotejo
import pytest
from conftest import ROOT, SEED

EXAMPLES = ROOT / "python/examples"
PAGE = ROOT / "docs/python.md"


def documented():
    """What users see: the module, what it exports, and the methods of these."""
    yield "cotejo_captions", cotejo
    for name in cotejo.__all__:
        found = getattr(cotejo, name)
        yield name, found
        for method, function in vars(found).items() if inspect.isclass(found) else ():
            if not method.startswith("_") and callable(getattr(found, method)):
                yield f"{name}.{method}", getattr(found, method)


@pytest.mark.parametrize("name, found", list(documented()), ids=lambda given: given if isinstance(given, str) else "")
def test_the_docstring_has_an_example_that_runs(name, found, in_root):
    text = inspect.getdoc(found)
    article = SEED.read_text(encoding="utf-8")
    test = doctest.DocTestParser().get_doctest(text, {"cotejo": cotejo, "article": article}, name, None, None)
    assert test.examples, f"{name} has no example"
    said = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=said.append)
    assert not said, "".join(said)


def blocks(language):
    """The code blocks of the page in a language, each with its line."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    starts = [number for number, line in enumerate(lines) if line == f"```{language}"]
    for start in starts:
        yield start + 2, "\n".join(lines[start + 1 : lines.index("```", start)]) + "\n"


def test_every_block_of_the_page_runs(in_root, tmp_path, capsys):
    """One after the other, as a reader would run them; each block in Python is a doctest."""
    names = {}
    ran = 0
    for line, block in blocks("python"):
        wants = [package for package in ("datasets", "pyspark", "pandas", "polars", "pyarrow") if package in block]
        if not all(importlib.util.find_spec(package) for package in wants):
            continue
        test = doctest.DocTestParser().get_doctest(block, names, f"{PAGE.name}:{line}", str(PAGE), line)
        assert test.examples, f"{PAGE.name}:{line}: no example"
        said = []
        doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=said.append, clear_globs=False)
        assert not said, "".join(said)
        names.update(test.globs)
        ran += 1
    assert ran >= 5
    assert not list(blocks("py")), "write ```python"


def run_example(name, *words, monkeypatch):
    monkeypatch.setattr(sys, "argv", [name, *map(str, words)])
    return runpy.run_path(str(EXAMPLES / name), run_name="__main__")


def test_the_example_for_datasets(tmp_path, monkeypatch, capsys):
    pytest.importorskip("datasets")
    shutil.copy(SEED, tmp_path / "a.txt")
    (tmp_path / "b.txt").write_text("No caption.", encoding="utf-8")
    run_example("with_datasets.py", tmp_path, monkeypatch=monkeypatch)
    said = capsys.readouterr().out
    assert "2 rows of 2 articles" in said and "'partial'" in said


def test_the_example_for_spark(tmp_path, monkeypatch, capsys):
    pytest.importorskip("pyspark")
    if not shutil.which("java"):
        pytest.skip("no Java")
    # its workers are the Python that has the package
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    shutil.copy(SEED, tmp_path / "a.txt")
    (tmp_path / "b.txt").write_text("No caption.", encoding="utf-8")
    run_example("with_spark.py", tmp_path, tmp_path / "rows", monkeypatch=monkeypatch)
    import pyarrow.parquet

    rows = pyarrow.parquet.read_table(tmp_path / "rows")
    assert rows["relation"].to_pylist() == ["partial", "mismatch"]
    assert rows.schema.equals(cotejo.pairs("").to_pyarrow().schema)


def test_every_example_is_run_by_a_test():
    tests = pathlib.Path(__file__).read_text(encoding="utf-8")
    assert all(f'"{path.name}"' in tests for path in EXAMPLES.glob("*.py"))
