# build: cotejo
"""How long the program takes from start to end: median and least of 30 runs.

    scripts/dev bench start [--check]

--check exits with 1 where the least is over the goal: other work on the machine makes a run slower, never faster.
"""
import pathlib
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from common import COTEJO, ROOT

SEED = "data/articles/segob.txt"
RUNS = 30
GOALS = [  # arguments, milliseconds
    (["--version"], 5),
    (["pair", SEED], 40),
    (["audit", "--no-config", "--fail-on", "never", SEED], 40),
]

late = []
print("| command | median, ms | least, ms | goal, ms |\n|---|---|---|---|")
for arguments, goal in GOALS:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([COTEJO, *arguments], cwd=ROOT, check=True, capture_output=True)
        times.append((time.perf_counter() - start) * 1e3)
    command = f"cotejo {' '.join(arguments)}"
    print(f"| `{command}` | {statistics.median(times):.1f} | {min(times):.1f} | {goal} |")
    late += [command] if min(times) > goal else []
if "--check" in sys.argv and late:
    sys.exit(f"over the goal: {', '.join(late)}")
