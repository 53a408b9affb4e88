# venv: spark
# build: cotejo
"""What Spark costs beside the program alone.

    scripts/dev bench spark [RECORDS] [--every 20] [--workers 1 2]      1,000,000 records by default; needs Java 17

The same records go through `cotejo pair -jN` and through scripts/run/spark-pairs.py on `local[N]`: those of scripts/dev make stream,
uncompressed; then through the same script with the Python package, where `scripts/dev check python` left it. Processor time is that of all
processes together (JVM, Python, program), so it holds on a busy machine too. The start of each is measured with one record and taken off what is told for a record.
"""
import argparse
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from common import COTEJO, ROOT, packages


PROGRAMS = {"spark": "the program", "package": "the package"}


def measured(command, environment=None):
    """Seconds from start to end, and of the processor for all its processes."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def alone(workers, records, output):
    return [COTEJO, "pair", f"-j{workers}", "--format", "parquet", "-o", output, records]


def on_spark(workers, records, output):
    settings = {
        "spark.ui.enabled": "false",
        # a partition for each worker, so that the start is paid once
        "spark.sql.files.maxPartitionBytes": "64g",
        # the daemon waits for no worker, so the processor time of these and of their programs would be lost
        "spark.python.use.daemon": "false",
    }
    settings = [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    return ["spark-submit", "--master", f"local[{workers}]", *settings, "--files", COTEJO, ROOT / "scripts/run/spark-pairs.py", output, records]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--every", type=int, default=20)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for count in (1, args.records):
            with (folder / f"{count}.jsonl").open("wb") as file:
                subprocess.run([sys.executable, ROOT / "scripts/make/stream.py", str(count), "--every", str(args.every)], stdout=file, check=True)
        for workers in args.workers:
            each = {}
            ways = [("alone", alone, None), ("spark", on_spark, None)]
            if installed := packages():
                ways.append(("package", on_spark, os.environ | {"PYTHONPATH": str(installed)}))
            for name, command, environment in ways:
                times = {}
                for count in (1, args.records):
                    output = folder / f"{name}.parquet"
                    load = os.getloadavg()[0]
                    times[count] = wall, used = measured(command(workers, folder / f"{count}.jsonl", output), environment)
                    print(f"{name:7} {workers} workers, {count:7} records: {wall:6.1f} s, {used:6.1f} s of processor, "
                          f"{count / wall:6.0f} records/s; load before {load:.1f}", flush=True)
                    shutil.rmtree(output) if output.is_dir() else output.unlink()
                each[name] = [(many - one) / args.records * 1e6 for one, many in zip(times[1], times[args.records])]
            wall, used = each.pop("alone")
            for name, (wall_spark, used_spark) in each.items():
                print(f"{workers} workers: a record costs {used:.0f} µs of processor alone, {used_spark:.0f} on Spark by {PROGRAMS[name]}: "
                      f"{used_spark - used:+.0f} µs; from start to end {wall:.0f} and {wall_spark:.0f} µs", flush=True)


main()
