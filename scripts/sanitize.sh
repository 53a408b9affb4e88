#!/usr/bin/env bash
# The code that is `unsafe`, watched: AddressSanitizer over the encoder's tests, with every kernel that the processor has; Miri over the
# kernel that every processor has and over the checks before the others.
#
#   scripts/sanitize.sh          AddressSanitizer with any toolchain; Miri needs a nightly one with the components miri and rust-src
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TARGET_DIR=$PWD/target/sanitize
host=$(rustc -vV | sed -n 's/^host: //p')
# the core alone: the other rooms have no `unsafe`. Build scripts are not watched, since --target is given.
RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Zsanitizer=address cargo test --quiet --release --no-default-features --lib --target "$host" -- encoder::
if cargo +nightly miri --version >/dev/null 2>&1 && [ -d "$(rustc +nightly --print sysroot)/lib/rustlib/src" ]; then
    PROPTEST_CASES=4 MIRIFLAGS=-Zmiri-disable-isolation cargo +nightly miri test --quiet --no-default-features --lib -- encoder::kernel::
else
    echo "no nightly toolchain with miri and rust-src: Miri not run (rustup toolchain install nightly --component miri --component rust-src)"
fi
