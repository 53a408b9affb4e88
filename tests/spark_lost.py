#!/usr/bin/env python3
"""scripts/spark_pairs.py on a real cluster of two executors, of which one is killed in the middle: the data set is that of the program alone.

    spark_lost.py JSONL PARTITIONS      in the Python that has PySpark, after cargo build --release

The cluster is Spark's own `local-cluster`: a master, two workers and an executor process each. The partitions are counted in Spark's event
log: each is done once, but for the one that the killed executor was at.
"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import pyarrow.parquet

ROOT = pathlib.Path(__file__).resolve().parent.parent
COTEJO = ROOT / "target/release/cotejo"
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


def tasks(events):
    """How each task ended: its partition and why."""
    for line in next(events.glob("**/events_1_*")).open() if any(events.glob("**/events_1_*")) else next(events.glob("*")).open():
        event = json.loads(line)
        if event["Event"] == "SparkListenerTaskEnd":
            yield event["Task Info"]["Index"], event["Task End Reason"]["Reason"]


def main():
    records, partitions = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        output, events, bare = folder / "rows", folder / "events", folder / "bare.parquet"
        events.mkdir()
        settings = {
            "spark.ui.enabled": "false",
            "spark.eventLog.enabled": "true",
            "spark.eventLog.dir": events.as_uri(),
            "spark.eventLog.rolling.enabled": "false",
            "spark.eventLog.compress": "false",
            "spark.sql.files.maxPartitionBytes": str(-(-records.stat().st_size // partitions)),
            "spark.sql.files.openCostInBytes": "0",
        }
        command = ["spark-submit", "--master", "local-cluster[2,1,1024]", "--files", COTEJO]
        command += [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
        log = (folder / "log").open("w+")
        job = subprocess.Popen([*command, ROOT / "scripts/spark_pairs.py", output, records], cwd=folder, stdout=log, stderr=log)
        programs = kill_an_executor(job, output)
        if job.wait() != 0:
            log.seek(0)
            raise SystemExit(log.read()[-4000:])
        subprocess.run([COTEJO, "pair", "--quiet", "--format", "parquet", "-o", bare, records], check=True)
        alone, found = pyarrow.parquet.read_table(bare), pyarrow.parquet.read_table(output)
        assert found.schema.equals(alone.schema), f"{found.schema}\n{alone.schema}"
        assert found.sort_by(ORDER).equals(alone.sort_by(ORDER)), "the rows differ"
        ended = list(tasks(events))
        lost = [index for index, reason in ended if reason != "Success"]
        done = sorted(index for index, reason in ended if reason == "Success")
        assert done == list(range(len(done))) and len(done) >= partitions, ended
        assert len(lost) == 1, f"lost: {lost}"
        left = [pid for pid in programs if pathlib.Path(f"/proc/{pid}").exists()]
        assert not left, f"programs of the killed executor still run: {left}"
        print(f"{found.num_rows} rows of {len(done)} partitions, partition {lost[0]} done again: as the program alone")


main()
