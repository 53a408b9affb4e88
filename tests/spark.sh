#!/usr/bin/env bash
# scripts/spark_pairs.py on a local cluster that loses an executor; see tests/spark.py. Needs Java 17; installs PySpark into target/spark.
#   tests/spark.sh [RECORDS]
set -euo pipefail
cd "$(dirname "$0")/.."
place=$PWD/target/spark
# a virtual environment that was copied with target/ runs, and installs into, the one that it was copied from
if ! head -n 1 "$place/venv/bin/pip" 2>/dev/null | grep -qF "$place/venv/"; then python3 -m venv --clear "$place/venv"; fi
"$place/venv/bin/pip" install --quiet --disable-pip-version-check -r scripts/spark-requirements.txt
cargo build --release --quiet
PATH=$place/venv/bin:$PATH SPARK_LOCAL_IP=127.0.0.1 exec python tests/spark.py "$@"
