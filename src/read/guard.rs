//! Other people's decoders that panic over damaged input.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic of this thread, now, is caught and told as the input's fault: a panic hook need say nothing of it.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// What the work gives; `None` where it panicked. What it has changed by then must not be used again.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    GUARDED.set(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(false);
    done.ok()
}
