#!/usr/bin/env bash
# Fuzzes each target of fuzz/ for some seconds, as many targets at once as there are cores.
#
#   scripts/dev run fuzz [SECONDS [TARGET...]]      30 seconds for each target without arguments
#   JOBS=N scripts/dev run fuzz ...                 N targets at once
#   SANITIZER=address scripts/dev run fuzz ...      with AddressSanitizer; slower, and on stable needs RUSTC_BOOTSTRAP=1
#   HEART=1 scripts/dev run fuzz ...                without Parquet, review and translation, hardly optimised: built in two minutes, not ten
#
# From fuzz/seeds (scripts/dev make fuzz-seeds) and from what earlier runs found (fuzz/corpus).
# Prints a table: seconds of the clock and of the processor, inputs run, edges of the program's code met at the beginning and at the end,
# inputs kept because they met new code. A fault's input is in fuzz/artifacts; no further target is begun after it, and the exit code is 1.
set -euo pipefail
. "$(dirname "$0")/../lib/common.sh"

# one target; called by xargs below
if [ "${1:-}" = --one ]; then
    seconds=$2 target=$3 binary=$4/$3
    mkdir -p "fuzz/corpus/$target" "fuzz/artifacts/$target"
    log=$(mktemp)
    trap 'rm -f "$log" "$log.time"' EXIT
    limits=(-max_total_time="$seconds" -timeout=60 -rss_limit_mb=3072 -max_len=16384 -print_final_stats=1 -artifact_prefix="fuzz/artifacts/$target/")
    TIMEFORMAT='%U %S'
    if ! { time "$binary" "${limits[@]}" "fuzz/corpus/$target" "fuzz/seeds/$target" > "$log" 2>&1; } 2> "$log.time"; then
        grep -v '^#' "$log" | tail -n 60 >&2
        echo "$target: fault found" >&2
        exit 255 # xargs begins no other
    fi
    stat() { sed -n "s/^stat::$1: *//p" "$log"; }
    edges() { sed -n "s/^#[0-9]*\t$1 *cov: \([0-9]*\).*/\1/p" "$log"; }
    processor=$(awk '{printf "%.0f", $1 + $2}' "$log.time")
    echo "| $target | $seconds | $processor | $(stat number_of_executed_units) | $(edges INITED), $(edges DONE) | $(stat new_units_added) |"
    exit
fi

seconds=${1:-30}
shift || true
PATH=$(bash scripts/lib/cargo_tool.sh fuzz):$PATH
place=$PWD/fuzz/target
options=(--sanitizer "${SANITIZER:-none}")
all=$(cargo fuzz list)
if [ -n "${HEART:-}" ]; then
    export CARGO_PROFILE_RELEASE_OPT_LEVEL=1
    place=$PWD/target/fuzz-heart
    options+=(--no-default-features --codegen-units 16)
    # those that ask for no feature
    all=$(awk -F'"' '/^name/ {name = $2} /^required-features/ {name = ""} /^test/ && name {print name}' fuzz/Cargo.toml)
fi
read -ra targets <<< "$(echo "${*:-$all}" | tr '\n' ' ')"
cargo fuzz build "${options[@]}" --target-dir "$place" ${1+"$1"} >&2
host=$(rustc -vV | sed -n 's/^host: //p')
echo "| target | seconds | of the processor | inputs | code met: first, last | kept |"
echo "|---|---|---|---|---|---|"
printf '%s\n' "${targets[@]}" | xargs -P "${JOBS:-$(nproc)}" -I{} bash scripts/run/fuzz.sh --one "$seconds" {} "$place/$host/release" || exit 1
