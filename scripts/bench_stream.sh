#!/usr/bin/env bash
# A long stream: N records of JSONL, compressed with zstd, one in twenty with Spanish captions (the seed article), the others plain
# English. Prints time, records a second, the share of the cores that was busy, and the peak memory after a tenth and after all of the
# records.
#
#   scripts/bench_stream.sh [N]            1,000,000 by default; needs Python 3 and zstd
set -euo pipefail
cd "$(dirname "$0")/.."
records=${1:-1000000}
cargo build --release --quiet
free=$(awk '{print $1}' /proc/loadavg 2>/dev/null || echo ?)
echo "load before: $free"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
make() {
    python3 - "$1" <<'PY' | zstd -q -3 -o "$2"
import json, sys
seed = open("data/articles/segob.txt", encoding="utf-8").read()
plain = """The town opened its new library on Tuesday, after two years of work and a long dispute over its cost.
Visitors waited in the rain for more than an hour before the doors were opened by the mayor and a class from the school next door.
"It is the first thing here that was built for us," said one of the pupils, who had already found a seat beside the window.
The building has three floors, a hall for concerts and a garden on the roof (closed in winter). It replaces the one that burned down in 1998.
The council says that the money came from a fund for small towns: about a third was given by people who live there.
Not everybody is happy. Some of the shops in the main street will have to move, and the car park behind them has been closed since March.
The library will be open on every day of the week but Monday, from nine in the morning until eight in the evening, council {} said.
"""
for at in range(int(sys.argv[1])):
    text = plain.replace("{}", str(at)) if at % 20 else seed.replace("Campa", f"Campa{at % 997}")
    print(json.dumps({"id": f"r{at}", "url": f"https://example.org/{at}", "date": "2025-03-12", "text": text}, ensure_ascii=False))
PY
}
for count in $((records / 10)) "$records"; do
    make "$count" "$work/$count.jsonl.zst"
    python3 - "$count" target/release/cotejo pair --format jsonl -o "$work/rows.jsonl" "$work/$count.jsonl.zst" <<'PY'
import os, resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(sys.argv[2:], check=True)
wall = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
count, busy = int(sys.argv[1]), (used.ru_utime + used.ru_stime) / wall / os.cpu_count()
print(f"{count} records: {wall:.1f} s, {count / wall:.0f} records/s, {100 * busy:.0f} % of {os.cpu_count()} cores, "
      f"peak memory {used.ru_maxrss / 1024:.0f} MB")
PY
done
