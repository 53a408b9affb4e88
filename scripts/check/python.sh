#!/usr/bin/env bash
# venv: python
# build: cotejo
# The Python package: its wheel is built, installed into a fresh environment and tested there.
#
#   scripts/dev check python [OPTION OF PYTEST...]
#
# python/tests run, with every example of the docstrings, of docs/python.md and in python/examples; then mypy compares the type stubs with the
# module and reads the examples. The example for Spark runs where `scripts/dev venv spark` was made and Java is there. The environment,
# target/scripts/python, stays: other commands find the package in it.
set -euo pipefail
. "$(dirname "$0")/../lib/common.sh"
fresh=target/scripts/python
wheel=$(bash scripts/run/wheel.sh)
rm -rf "$fresh"
python -m venv --without-pip "$fresh"
python -m pip --disable-pip-version-check --python "$fresh/bin/python" install --quiet --no-deps "$wheel"
packages() { "$1" -c 'import sysconfig; print(sysconfig.get_path("purelib"))'; }
# the tools beside it, without a copy
tools=$(packages "$fresh/bin/python")/tools.pth
packages python > "$tools"
if [ -x target/venv/spark/bin/python ]; then packages target/venv/spark/bin/python >> "$tools"; fi
"$fresh/bin/python" -m pytest -q -p no:cacheprovider python/tests "$@"
"$fresh/bin/python" -m mypy --no-error-summary --cache-dir="$fresh/mypy" --config-file python/pyproject.toml --strict -p cotejo_captions
"$fresh/bin/python" -m mypy.stubtest --mypy-config-file python/pyproject.toml cotejo_captions._native
