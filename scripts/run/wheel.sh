#!/usr/bin/env bash
# venv: python
# Builds the Python package: one wheel for every Python from 3.9 on. Prints its path.
#
#   scripts/dev run wheel [FOLDER]      target/wheels without it
#
# python/ is a workspace of its own with the profile and the versions of the main crate, and builds in the main crate's folder, so that
# the dependencies of both are built once. Wheels that were there before are removed.
set -euo pipefail
out=$(realpath -m "${1:-$(dirname "$0")/../../target/wheels}")
. "$(dirname "$0")/../lib/common.sh"
rm -f "$out"/cotejo_captions-*.whl
CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target} maturin build --quiet --release --manifest-path python/Cargo.toml --out "$out" >&2
ls "$out"/cotejo_captions-*.whl
