//! What the first layers make of a piece: computed once, and looked up from then on.
//!
//! Up to the first convolution a piece is read alone, whatever stands beside it: its projection, and what it adds to the sum of a window at
//! each place of it. These are six tenths of the work on a text, and the pieces of most texts are few. The sums are added in the same order
//! as without this memory, so that every bit stays.

use super::model::{BRANCH, ORDERS};
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Numbers of a piece: its projection for the three branches, then what it adds at each place of each branch's window.
pub(crate) const NUMBERS: usize = 3 * BRANCH + PLACES * BRANCH;
/// Places of all windows.
const PLACES: usize = ORDERS[0].0 + ORDERS[1].0 + ORDERS[2].0;

/// Where a piece's numbers hold its projection for a branch.
pub(crate) const fn projection(branch: usize) -> Range<usize> {
    branch * BRANCH..(branch + 1) * BRANCH
}

/// Where they hold what it adds at a place of a branch's window.
pub(crate) const fn at_place(branch: usize, place: usize) -> Range<usize> {
    let mut before = 3 + place;
    let mut other = 0;
    while other < branch {
        before += ORDERS[other].0;
        other += 1;
    }
    before * BRANCH..(before + 1) * BRANCH
}

/// The numbers of the pieces that were met. Threads share it: no number ever changes.
pub(crate) struct Known {
    pieces: Box<[OnceLock<Box<[f32]>>]>,
    /// How many more are kept: those that are met first, which are mostly the frequent ones.
    room: AtomicUsize,
}

impl Known {
    /// Empty, for this many pieces, with room for some of them.
    pub(crate) fn new(pieces: usize, room: usize) -> Self {
        Self { pieces: std::iter::repeat_with(OnceLock::new).take(pieces).collect(), room: AtomicUsize::new(room) }
    }

    /// The numbers of a piece.
    #[inline(always)]
    pub(crate) fn get(&self, piece: u32) -> Option<&[f32]> {
        self.pieces[piece as usize].get().map(|numbers| &**numbers)
    }

    /// Keeps a piece's numbers, where there is room.
    pub(crate) fn keep(&self, piece: u32, numbers: &[f32]) {
        if self.room.fetch_update(Relaxed, Relaxed, |room| room.checked_sub(1)).is_ok() {
            // another thread may have been faster; its numbers are the same
            let _ = self.pieces[piece as usize].set(numbers.into());
        }
    }
}
