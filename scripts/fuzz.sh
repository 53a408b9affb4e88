#!/usr/bin/env bash
# Fuzzes: each target of fuzz/ for some seconds, from fuzz/seeds and from what earlier runs found (fuzz/corpus).
#
#   scripts/fuzz.sh [SECONDS [TARGET...]]      30 seconds for each target without arguments
#   SANITIZER=address scripts/fuzz.sh ...      with AddressSanitizer; slower, and on stable needs RUSTC_BOOTSTRAP=1
#   HEART=1 scripts/fuzz.sh ...                without Parquet, review and translation, hardly optimised: built in two minutes, not ten
#
# Prints a table: inputs run, edges of the program's code met at the beginning and at the end, inputs kept because they met new code. Ends
# at the first fault, whose input is then in fuzz/artifacts.
set -euo pipefail
seconds=${1:-30}
shift || true
cd "$(dirname "$0")/.."
PATH=$(scripts/cargo_tool.sh fuzz):$PATH
options=(--sanitizer "${SANITIZER:-none}")
all=$(cargo fuzz list | tr '\n' ' ')
if [ -n "${HEART:-}" ]; then
    export CARGO_PROFILE_RELEASE_OPT_LEVEL=1
    options+=(--no-default-features --codegen-units 16 --target-dir "$PWD/target/fuzz-heart")
    # those that ask for no feature
    all=$(awk -F'"' '/^name/ {name = $2} /^required-features/ {name = ""} /^test/ && name {print name}' fuzz/Cargo.toml | tr '\n' ' ')
fi
read -ra targets <<< "${*:-$all}"
cargo fuzz build "${options[@]}" ${1+"$1"} >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "| target | seconds | inputs | code met: first, last | kept |"
echo "|---|---|---|---|---|"
for target in "${targets[@]}"; do
    mkdir -p "fuzz/corpus/$target"
    limits=(-max_total_time="$seconds" -timeout=60 -rss_limit_mb=3072 -max_len=16384 -print_final_stats=1)
    if ! cargo fuzz run "${options[@]}" "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" -- "${limits[@]}" > "$log" 2>&1; then
        grep -v '^#' "$log" | tail -n 60 >&2
        echo "$target: fault found" >&2
        exit 1
    fi
    stat() { sed -n "s/^stat::$1: *//p" "$log"; }
    first=$(sed -n 's/^#[0-9]*\tINITED cov: \([0-9]*\).*/\1/p' "$log")
    last=$(sed -n 's/^#[0-9]*\tDONE *cov: \([0-9]*\).*/\1/p' "$log")
    echo "| $target | $seconds | $(stat number_of_executed_units) | $first, $last | $(stat new_units_added) |"
done
