"""Rows and tables: those of the command, typed."""
import datetime
import json
import pathlib
import pickle
import re

import cotejo_captions as cotejo
import pytest
from conftest import PAGES, ROOT, SEED, command

pyarrow = pytest.importorskip("pyarrow")
COLUMNS = cotejo.pairs("").columns


def as_json(row):
    """A row as the command writes it."""
    return {name: value for name, value in row._asdict().items() if name in COLUMNS}


def test_the_columns_are_those_of_the_documentation():
    table = (ROOT / "docs/row.md").read_text(encoding="utf-8").split("| column | meaning |")[1].split("\n\n")[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert list(cotejo.Row._fields) == [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]
    assert COLUMNS == list(cotejo.Row._fields[:-2])


def test_rows_are_those_of_the_command(in_root):
    printed = command("pair", "--format", "jsonl", "--no-config", "data/articles/segob.txt", *map(str, PAGES))
    wanted = [json.loads(line) for line in printed.stdout.splitlines()]
    paths = [pathlib.Path("data/articles/segob.txt"), *PAGES]
    assert [as_json(row) for rows in cotejo.pairs_many(paths) for row in rows] == wanted
    assert len(wanted) > len(paths)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_pages_give_their_stored_rows(path, in_root):
    _, *stored = map(json.loads, path.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines())
    found = [as_json(row) for row in cotejo.pairs(path.relative_to(ROOT))]
    kept = [{k: v for k, v in row.items() if v is not None and k not in ("score", "similarity", "findings")} for row in found]
    assert kept == stored


def test_text_bytes_path_and_record_give_the_same(article):
    named = [cotejo.pairs(given, id="a") for given in (article, article.encode(), bytearray(article.encode()), SEED, {"text": article})]
    assert all(rows == named[0] for rows in named) and len(named[0]) == 2
    assert cotejo.pairs({"text": article, "url": "u"})[0].article == "u"
    assert cotejo.pairs({"text": article, "url": "u", "id": 7})[0].article == "7"
    assert cotejo.pairs(article)[0].article == "0"
    assert cotejo.pairs(SEED)[0].article == str(SEED)


def test_the_day_of_publication_counts(article):
    old = lambda rows: ["photo-old" in row.findings.split() for row in rows]
    early = cotejo.pairs(article, date="2016-04-01")
    assert early == cotejo.pairs(article, date=datetime.date(2016, 4, 1)) == cotejo.pairs({"text": article, "date": "2016-04-01T10:00:00Z"})
    assert old(early) == [False, False] and old(cotejo.pairs(article)) == old(cotejo.pairs(article, date="some day")) == [True, True]


def test_a_page_is_told_by_its_look_or_by_its_format():
    page = PAGES[0].read_text(encoding="utf-8")
    assert len(cotejo.pairs(page)) > 0
    assert cotejo.pairs(page) == cotejo.pairs(page, format="html")
    assert cotejo.pairs(page, format="text") != cotejo.pairs(page)
    with pytest.raises(ValueError, match='`format` is "auto"'):
        cotejo.pairs(page, format="pdf")


def test_tables_have_the_types_of_the_command_s_parquet(article, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    (tmp_path / "a.txt").write_text(article, encoding="utf-8")
    assert command("pair", "--no-config", "-o", "rows.parquet", "a.txt", cwd=tmp_path).returncode == 0
    wanted = parquet.read_table(tmp_path / "rows.parquet")
    rows = cotejo.pairs(article, id="a.txt")
    assert pyarrow.table(rows).equals(wanted) and pyarrow.table(rows).schema.equals(wanted.schema)
    assert pyarrow.record_batch(rows).schema.equals(wanted.schema)
    assert pyarrow.schema(rows).equals(wanted.schema)
    assert rows.to_pyarrow().equals(wanted)
    assert [tuple(row.values()) for row in wanted.to_pylist()] == [row[:-2] for row in rows]


def test_no_rows_are_an_empty_table():
    table = cotejo.pairs("Nothing.").to_pyarrow()
    assert table.num_rows == 0 and table.column_names == COLUMNS


def test_what_pyarrow_gets_is_not_copied_on_the_way(article):
    batch = pyarrow.record_batch(cotejo.pairs(article))
    # our own memory: none of pyarrow's pool
    assert pyarrow.total_allocated_bytes() == 0 or all(buffer.address for array in batch for buffer in array.buffers() if buffer)
    before = pyarrow.total_allocated_bytes()
    table = pyarrow.table(cotejo.pairs(article))
    assert table.nbytes > 1000 and pyarrow.total_allocated_bytes() == before


def test_pandas(article):
    pytest.importorskip("pandas")
    frame = cotejo.pairs(article).to_pandas()
    assert list(frame.columns) == COLUMNS and frame["es_line"].tolist() == [12, 25]
    assert str(frame["score"].dtype) == "float64" and str(frame["es_start"].dtype) == "int64"


def test_polars(article):
    polars = pytest.importorskip("polars")
    rows = cotejo.pairs(article)
    frame = polars.DataFrame(rows)
    assert frame.equals(rows.to_polars()) and frame.columns == COLUMNS
    assert frame.schema["score"] == polars.Float64 and frame.schema["es_line"] == polars.Int64 and frame.schema["en"] == polars.String
    assert frame.row(0) == rows[0][:-2]


def test_rows_are_a_sequence(article):
    rows = cotejo.pairs(article)
    assert len(rows) == 2 and list(rows) == [rows[0], rows[1]] and rows[-1] == rows[1]
    assert list(rows[::-1]) == [rows[1], rows[0]] and isinstance(rows[:1], cotejo.Rows) and len(rows[5:]) == 0
    assert rows[0] in rows and rows == cotejo.pairs(article) and rows != rows[:1]
    for index in (2, -3):
        with pytest.raises(IndexError):
            rows[index]
    with pytest.raises(TypeError):
        rows["es"]


def test_rows_and_what_is_examined_can_be_pickled(article):
    rows = cotejo.pairs(article)
    again = pickle.loads(pickle.dumps(rows))
    assert again == rows and list(again) == list(rows) and again.columns == rows.columns
    examined = cotejo.examine(article)
    assert pickle.loads(pickle.dumps(examined)) == examined


def test_concat(article):
    rows = cotejo.pairs(article)
    assert list(cotejo.Rows.concat([rows, cotejo.pairs(""), rows[:1]])) == [*rows, rows[0]]
    assert len(cotejo.Rows.concat([])) == 0
    with pytest.raises(TypeError, match="not 5"):
        cotejo.Rows.concat([rows, 5])
    translated = cotejo.Pairer(translator=lambda texts: texts).pairs(article)
    assert cotejo.Rows.concat([cotejo.pairs(""), translated]).columns[-1] == "mt_engine"
    with pytest.raises(ValueError, match="mt_engine"):
        cotejo.Rows.concat([rows, translated])
