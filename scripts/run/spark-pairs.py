# venv: spark
# build: cotejo
"""`cotejo pair` on a Spark cluster: records in, a Parquet data set out.

    spark-submit --files target/release/cotejo scripts/run/spark-pairs.py OUTPUT INPUT... [-- OPTION OF COTEJO PAIR...]
    scripts/dev run spark-pairs OUTPUT INPUT... [-- OPTION OF COTEJO PAIR...]      on this machine alone; needs Java 17

The columns are those of `cotejo pair --format parquet`. INPUT: JSONL (also .gz) or Parquet (a name or folder that ends in .parquet), on
whatever file system Spark reads, with the text in `text` and the name in `id` or `url`; records without a name have none that can be told
apart. In each task one program works as long as the partition lasts (docs/filter.md), so a lost executor costs the partitions that it was
at and no other. Where the driver has the Python package (docs/python.md), as the nodes then must, it works in the program's place, if it has all
the options. Exit codes: 0 done; 3 some records could not be read (standard error of the executors tells which; the rest is written).
"""
import argparse
import functools
import importlib.util
import json
import os
import subprocess
import sys
import tempfile

import pyarrow
import pyarrow.parquet
from pyspark import SparkFiles
from pyspark.sql import DataFrame, SparkSession, functions
from pyspark.sql.pandas.types import from_arrow_schema

PROGRAM = "cotejo"


def pairer_options(options):
    """The options as those of a `Pairer`; None where it is not installed or has not all of them."""
    if importlib.util.find_spec("cotejo_captions") is None:
        return None
    parser = argparse.ArgumentParser(allow_abbrev=False, exit_on_error=False, argument_default=argparse.SUPPRESS)
    for name in ("relation", "forms"):
        parser.add_argument(f"--{name}", type=lambda names: names.split(","))
    for name, kind in (("min-score", float), ("max-bytes", int), ("config", str), ("encoder", str), ("model", str)):
        parser.add_argument(f"--{name}", type=kind)
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--no-verify", dest="verify", action="store_false")
    try:
        known, others = parser.parse_known_args(options)
    except argparse.ArgumentError:
        return None  # the program says what is wrong
    return None if others else vars(known)


def row_schema(options):
    """The columns, as the program itself writes them."""
    with tempfile.NamedTemporaryFile() as rows:
        command = [SparkFiles.get(PROGRAM), "pair", "--quiet", "--input-format", "jsonl", "--format", "parquet", *options]
        rows.write(subprocess.run(command, input=b'{"text": "-"}', stdout=subprocess.PIPE, check=True).stdout)
        rows.flush()
        return pyarrow.parquet.read_schema(rows.name)


def records(spark, paths):
    """A record a row, as JSON."""
    parquet = [path for path in paths if path.rstrip("/").endswith(".parquet")]
    lines = [path for path in paths if path not in parquet]
    found = []
    if lines:
        found.append(spark.read.text(lines, lineSep="\n"))
    if parquet:
        table = spark.read.parquet(*parquet)
        columns = [functions.col(name).cast("string").alias(name) for name in ("text", "id", "url", "date") if name in table.columns]
        found.append(table.select(functions.to_json(functions.struct(*columns)).alias("value")))
    # an empty line would ask for an answer
    return functools.reduce(DataFrame.unionAll, found).where(functions.col("value").rlike(r"\S"))


def answer(lines):
    """The rows of a batch and what is told of records that could not be read."""
    rows, unread = [], []
    for line in iter(lines.readline, b"\n"):
        if not line:
            raise RuntimeError(f"{PROGRAM} ended inside a batch; its standard error tells why")
        (unread if line.startswith(b'{"error":') else rows).append(json.loads(line))
    return rows, unread


def by_program(options, schema, failures):
    """What a task does: batches of records in, batches of rows out, through one program."""

    def work(batches):
        command = [SparkFiles.get(PROGRAM), "pair", "--filter", "-j1", "--quiet", *options]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
            for batch in batches:
                lines = batch.column("value").to_pylist()
                program.stdin.write("".join(f"{line}\n" for line in lines).encode() + b"\n")
                program.stdin.flush()
                rows, unread = answer(program.stdout)
                for record in unread:
                    failures.add(1)
                    print(f"{record['error']}: {lines[record['record'] - 1][:200]}", file=sys.stderr)
                yield pyarrow.RecordBatch.from_pylist(rows, schema=schema)

    return work


def by_package(options, failures):
    """The same in the task's own process."""

    def work(batches):
        import cotejo_captions as cotejo

        pairer = cotejo.Pairer(**options)
        count = 0

        def record(number, line):
            """A record with a name; for a line that is none, what `pairs_many` refuses."""
            try:
                found = json.loads(line)
            except ValueError:
                return None
            if not isinstance(found, dict):
                return None
            return found if found.get("id") or found.get("url") else {**found, "id": f"<stdin>:{number}"}

        def rows(lines):
            records = (record(count + at, line) for at, line in enumerate(lines, 1))
            for line, found in zip(lines, pairer.pairs_many(records, jobs=1, errors="yield")):
                if isinstance(found, cotejo.Rows):
                    yield found
                else:
                    failures.add(1)
                    print(f"{found}: {line[:200]}", file=sys.stderr)

        for batch in batches:
            lines = batch.column("value").to_pylist()
            yield pyarrow.record_batch(cotejo.Rows.concat(rows(lines)))
            count += len(lines)

    return work


def main():
    argv = sys.argv[1:]
    cut = argv.index("--") if "--" in argv else len(argv)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output")
    parser.add_argument("inputs", nargs="+")
    args, options = parser.parse_args(argv[:cut]), argv[cut + 1 :]
    session = SparkSession.builder.appName("cotejo pair")
    if "COTEJO" in os.environ:  # scripts/dev
        session = session.config("spark.files", os.environ["COTEJO"])
    spark = session.getOrCreate()
    failures = spark.sparkContext.accumulator(0)
    packaged = pairer_options(options)
    if packaged is None:
        schema = row_schema(options)
        work = by_program(options, schema, failures)
    else:
        import cotejo_captions as cotejo

        schema = cotejo.Pairer(**packaged).pairs("").to_pyarrow().schema
        work = by_package(packaged, failures)
    print(f"works by {'the package' if packaged is not None else 'the program'}", file=sys.stderr)
    rows = records(spark, args.inputs).mapInArrow(work, from_arrow_schema(schema))
    rows.write.parquet(args.output, compression="zstd")
    print(f"{failures.value} records could not be read", file=sys.stderr)
    spark.stop()
    sys.exit(3 if failures.value else 0)


main()
