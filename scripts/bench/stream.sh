#!/usr/bin/env bash
# build: cotejo
# A long stream: N records of JSONL, compressed with zstd; time, busy cores, peak memory.
#
#   scripts/dev bench stream [N]            1,000,000 by default; needs zstd
#
# One record in twenty has Spanish captions (the seed article), the others are plain English. Prints time, records a second, the share of
# the cores that was busy, and the peak memory after a tenth and after all of the records.
set -euo pipefail
. "$(dirname "$0")/../lib/common.sh"
records=${1:-1000000}
free=$(awk '{print $1}' /proc/loadavg 2>/dev/null || echo ?)
echo "load before: $free"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for count in $((records / 10)) "$records"; do
    python3 scripts/make/stream.py "$count" | zstd -q -3 -o "$work/$count.jsonl.zst"
    python3 - "$count" "$cotejo" pair --format jsonl -o "$work/rows.jsonl" "$work/$count.jsonl.zst" <<'PY'
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
