#!/usr/bin/env bash
# The code that is `unsafe`, watched by AddressSanitizer and Miri.
#
#   scripts/dev check sanitize      AddressSanitizer with any toolchain; Miri needs a nightly one with the components miri and rust-src
#
# AddressSanitizer over the tests of every kernel that the processor has, and of the layers above; Miri over all kernels, on slices without
# a byte to spare.
set -euo pipefail
. "$(dirname "$0")/../lib/common.sh"
export CARGO_TARGET_DIR=$PWD/target/sanitize
host=$(rustc -vV | sed -n 's/^host: //p')
# the core alone: the other rooms have no `unsafe`. Build scripts are not watched, since --target is given.
# Not optimised: built in half the time, and every addition is checked for overflow.
RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Zsanitizer=address PROPTEST_CASES=32 \
    cargo test --quiet --no-default-features --lib --target "$host" -- encoder::kernel encoder::reading
if cargo +nightly miri --version >/dev/null 2>&1 && [ -d "$(rustc +nightly --print sysroot)/lib/rustlib/src" ]; then
    vectors=+avx2,+avx512f,+avx512bw,+avx512vl,+avx512dq,+avx512vnni # what Miri plays, whatever the processor has
    case $host in x86_64*) export RUSTFLAGS=-Ctarget-feature=$vectors ;; esac
    MIRIFLAGS=-Zmiri-disable-isolation cargo +nightly miri test --quiet --no-default-features --lib -- encoder::kernel::tests::nothing
else
    echo "no nightly toolchain with miri and rust-src: Miri not run (rustup toolchain install nightly --component miri --component rust-src)"
fi
