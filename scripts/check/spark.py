# venv: spark
# build: cotejo
"""Pairs on a real Spark cluster that loses an executor: as by the program alone; and by the Python package, where `check python` left it.

    scripts/dev check spark [RECORDS]      2,000 by default; needs Java 17

The cluster is Spark's own `local-cluster`: a master, two workers and an executor process each, of
which one is killed in the middle of scripts/run/spark-pairs.py. The partitions are counted in Spark's event
log: each is done once, but for the one that the killed executor was at.
"""
import gzip
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from common import COTEJO, ROOT, packages

import pyarrow
import pyarrow.parquet
import pyspark

# what executors say, and what is shipped to them
WORK = pathlib.Path(pyspark.__file__).parent / "work"
# one of two rows
OPTIONS = ["--relation", "partial"]
ORDER = [("article", "ascending"), ("es_line", "ascending")]


def descendants(parent):
    """The processes below one, each with its command line."""
    children, found = {}, {}
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            above = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            found[int(folder.name)] = (folder / "cmdline").read_text()
            children.setdefault(above, []).append(int(folder.name))
        except OSError:
            pass  # gone
    below, waiting = {}, [parent]
    while waiting:
        for child in children.get(waiting.pop(), []):
            below[child] = found[child]
            waiting.append(child)
    return below


def kill_an_executor(job, output):
    """Kills one with its first partition behind it, while its program works."""
    while job.poll() is None:
        below = descendants(job.pid)
        executors = {pid for pid, command in below.items() if "CoarseGrainedExecutorBackend" in command and "java" in command.split("\0")[0]}
        done = len(list(output.glob("_temporary/0/task_*")))
        for executor in executors if done >= 2 else ():
            programs = [pid for pid, command in descendants(executor).items() if "--filter" in command]
            if programs:
                os.kill(executor, signal.SIGKILL)
                return programs
        time.sleep(0.02)
    raise SystemExit("the job ended before an executor could be killed")


def tasks(log):
    """How each task of the last stage ended, by Spark's event log: its partition and why. Stages before look into Parquet files."""
    ended = [event for event in map(json.loads, log.open()) if event["Event"] == "SparkListenerTaskEnd"]
    last = max(event["Stage ID"] for event in ended)
    return [(event["Task Info"]["Index"], event["Task End Reason"]["Reason"]) for event in ended if event["Stage ID"] == last]


def inputs(folder, count):
    """JSONL with an empty line and a broken one, compressed JSONL, and Parquet with a day as a date."""
    made = subprocess.run([sys.executable, ROOT / "scripts/make/stream.py", str(count), "--every", "2"], capture_output=True, check=True)
    records = made.stdout.splitlines(keepends=True)
    few = len(records) // 4
    lines, packed, table = folder / "records.jsonl", folder / "more.jsonl.gz", folder / "records.parquet"
    lines.write_bytes(b"".join([b" \r\n", b'{"id": "broken\n', *records[2 * few :]]))
    packed.write_bytes(gzip.compress(b"".join(records[few : 2 * few])))
    rows = pyarrow.Table.from_pylist([json.loads(record) for record in records[:few]])
    day = rows.schema.get_field_index("date")
    pyarrow.parquet.write_table(rows.set_column(day, "date", rows["date"].cast(pyarrow.date32())), table)
    return [table, packed, lines]


def by_package(folder, records, wanted):
    """The same rows and the same failures without a program."""
    installed = packages()
    if installed is None:
        print("no target/scripts/python (scripts/dev check python makes it): the package is passed over")
        return
    output = folder / "by-package"
    only = {name: value for name, value in os.environ.items() if name != "COTEJO"}
    command = ["spark-submit", "--master", "local[2]", "--conf", "spark.ui.enabled=false", ROOT / "scripts/run/spark-pairs.py", output, *records]
    own = only | {"PYTHONPATH": str(installed)}
    # Spark sends what the script says on standard error to its own standard output
    job = subprocess.run([*command, "--", *OPTIONS], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=own)
    told = "works by the package\n" in job.stdout and "1 records could not be read\n" in job.stdout
    assert job.returncode == 3 and told, f"exit code {job.returncode}\n{job.stdout[-4000:]}"
    found = pyarrow.parquet.read_table(output)
    assert found.schema.equals(wanted.schema), f"{found.schema}\n{wanted.schema}"
    assert found.sort_by(ORDER).equals(wanted.sort_by(ORDER)), "the package's rows differ"
    print(f"{found.num_rows} rows by the package: as the program alone")


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        records, output, events, bare = inputs(folder, count), folder / "rows", folder / "events", folder / "bare.parquet"
        events.mkdir()
        settings = {
            "spark.ui.enabled": "false",
            "spark.eventLog.enabled": "true",
            "spark.eventLog.dir": events.as_uri(),
            "spark.eventLog.rolling.enabled": "false",
            "spark.eventLog.compress": "false",
            "spark.sql.files.maxPartitionBytes": str(records[-1].stat().st_size // 7),
            # starts faster
            "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        }
        command = ["spark-submit", "--master", "local-cluster[2,1,1024]", "--files", COTEJO]
        command += [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
        log = (folder / "log").open("w+")
        command += [ROOT / "scripts/run/spark-pairs.py", output, *records, "--", *OPTIONS]
        shutil.rmtree(WORK, ignore_errors=True)
        job = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=os.environ | {"SPARK_LOCAL_IP": "127.0.0.1"})
        programs = kill_an_executor(job, output)
        code = job.wait()
        log.seek(0)
        said = log.read()
        executors = "".join(path.read_text() for path in WORK.glob("*/*/stderr"))
        shutil.rmtree(WORK)
        # the broken record
        assert ': {"id": "broken\n' in executors, "no executor says which record is broken"
        assert code == 3 and "\n1 records could not be read\n" in said, f"exit code {code}\n{said[-4000:]}"
        alone = subprocess.run([COTEJO, "pair", "--quiet", "--format", "parquet", "-o", bare, *OPTIONS, *records], stderr=subprocess.DEVNULL)
        assert alone.returncode == 3, alone
        wanted, found = pyarrow.parquet.read_table(bare), pyarrow.parquet.read_table(output)
        assert wanted.num_rows == count // 2, wanted.num_rows
        assert found.schema.equals(wanted.schema), f"{found.schema}\n{wanted.schema}"
        assert found.sort_by(ORDER).equals(wanted.sort_by(ORDER)), "the rows differ"
        ended = tasks(next(events.iterdir()))
        lost = [index for index, reason in ended if reason != "Success"]
        done = sorted(index for index, reason in ended if reason == "Success")
        assert done == list(range(len(done))) and len(done) >= 7, ended
        assert len(lost) == 1, f"lost: {lost}"
        left = [pid for pid in programs if pathlib.Path(f"/proc/{pid}").exists()]
        assert not left, f"programs of the killed executor still run: {left}"
        print(f"{found.num_rows} rows of {len(done)} partitions, partition {lost[0]} done again: as the program alone")
        by_package(folder, records, wanted)


main()
