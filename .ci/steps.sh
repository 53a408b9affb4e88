# Sourced by .ci/run: how it takes its steps, and those of more than one line.
# shellcheck shell=bash

say() { echo "+ $SECONDS s: $*" >&2; }

# a step; the gate ends where it fails
step() {
    say "$*"
    "$@"
}

# a step, where this machine has all of the first word's things
where() {
    local thing
    for thing in $1; do
        has "$thing" || { say "no $thing: passed over: ${*:2}"; return 0; }
    done
    step "${@:2}"
}

has() {
    case $1 in
        pip) [ -n "$pypi" ] ;;
        apt-get) [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null ;;
        java) command -v java >/dev/null ;;
        ../shared/bench) [ -d ../shared/bench ] ;;
    esac
}
# whether pip reaches PyPI, asked once
pypi=$(scratch=$(mktemp -d) && python3 -m venv "$scratch/venv" >/dev/null 2>&1 &&
    python3 -m pip download --quiet --no-deps --dest "$scratch" py4j >/dev/null 2>&1 && echo yes; rm -rf "$scratch") || true

# a step in the background; what it prints is kept until `ended`
beside() {
    say "beside: $1"
    mkdir -p target/gate
    "$1" >"target/gate/$1.log" 2>&1 &
    printf -v "pid_$1" %s $!
}

ended() {
    local pid=pid_$1
    say "ended: $1"
    wait "${!pid}" || { cat "target/gate/$1.log"; exit 1; }
    tail -n 20 "target/gate/$1.log"
}

# what later steps would install; most of it comes from Debian, while the compiler works
debian_packages() {
    if has pip && has apt-get; then
        { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium chromium-driver fonts-dejavu-core libreoffice-calc-nogui \
            apertium apertium-eng-spa apertium-es-pt apertium-apy; } >/dev/null 2>&1 || true
    fi
}

# in a folder of their own, beside the tests: the end of a build keeps one core busy, and this one takes the other
lints() {
    lint() { CARGO_TARGET_DIR=target/lint nice cargo clippy --release --quiet "$@" -- -D warnings; }
    lint --all-targets && lint --no-default-features --lib &&
        RUSTDOCFLAGS="-D warnings" CARGO_TARGET_DIR=target/lint nice cargo doc --release --quiet --no-deps
}

# the encoder's kernels under AddressSanitizer, and Miri where a nightly toolchain has it; every target of fuzz/ compiles (libFuzzer itself,
# C++ that only a link needs, is left out)
sanitizer_and_fuzz_targets() {
    nice scripts/dev check sanitize &&
        CARGO_TARGET_DIR=target/fuzz-check CUSTOM_LIBFUZZER_PATH=/none/libfuzzer.a nice cargo check --quiet --locked --manifest-path fuzz/Cargo.toml
}

# two captions, as the README shows them
first_command() {
    local first
    first=$(cargo run --release --quiet -- pair data/articles/segob.txt)
    echo "$first" | head -c 600; echo
    [ "$(echo "$first" | wc -l)" -eq 3 ]
    echo "$first" | grep -oE ',(partial|mismatch),0\.[0-9]{2}' | while read -r shown; do grep -qF -- "$shown" README.md; done
}
