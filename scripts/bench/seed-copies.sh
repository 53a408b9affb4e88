#!/usr/bin/env bash
# build: cotejo
# Time and peak memory on copies of the founding article, one file each.
#
#   scripts/dev bench seed-copies [COPIES]      1,000 without an argument
set -euo pipefail
copies=${1:-1000}
. "$(dirname "$0")/../lib/common.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/articles"
for number in $(seq -w "$copies"); do
    cp data/articles/segob.txt "$work/articles/$number.txt"
done
# the process's own figures, from the kernel, without GNU time
python3 - "$copies" "$cotejo" pair "$work/articles" -o "$work/rows.csv" <<'PY'
import resource, subprocess, sys, time
copies, command = int(sys.argv[1]), sys.argv[2:]
start = time.perf_counter()
subprocess.run(command, check=True)
wall = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{copies} articles: {wall:.2f} s, {copies / wall:.0f} articles/s, "
      f"{used.ru_utime + used.ru_stime:.2f} s of processor, peak memory {used.ru_maxrss / 1024:.1f} MiB")
PY
rows=$(($(wc -l < "$work/rows.csv") - 1))
[ "$rows" -eq $((2 * copies)) ] || { echo "expected $((2 * copies)) rows, got $rows" >&2; exit 1; }
