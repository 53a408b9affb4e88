#!/usr/bin/env python3
"""How long the program takes from start to end: median and least of 30 runs.

    bench_start.py          after cargo build --release; needs Python 3 only
"""
import pathlib
import statistics
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SEED = "data/articles/segob.txt"

for arguments in (["--version"], ["pair", SEED], ["audit", "--no-config", "--fail-on", "never", SEED]):
    times = []
    for _ in range(30):
        start = time.perf_counter()
        subprocess.run([ROOT / "target/release/cotejo", *arguments], cwd=ROOT, check=True, capture_output=True)
        times.append((time.perf_counter() - start) * 1e3)
    print(f"cotejo {' '.join(arguments)}: median {statistics.median(times):.1f} ms, least {min(times):.1f} ms")
