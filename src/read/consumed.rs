//! What this thread has read, in one number: a run that goes on tells by it whether its inputs are still the same.
//!
//! Bytes count when they are consumed, behind decompression and buffers, so that the number after a record is the same however the bytes
//! came in: in one piece from a file, or by and by from a pipe.

use super::source::Source;
use std::cell::RefCell;
use std::hash::Hasher;
use std::io::{self, BufRead, Read};
use twox_hash::XxHash64;

thread_local! {
    static CONSUMED: RefCell<Option<XxHash64>> = const { RefCell::new(None) };
}

/// The number of all bytes that this thread consumed since it was asked last; `None` for no byte.
#[cfg_attr(not(feature = "cli"), allow(dead_code))] // only runs that go on ask
pub(crate) fn take() -> Option<u64> {
    CONSUMED.take().map(|hasher| hasher.finish())
}

/// Adds bytes.
pub(super) fn add(bytes: &[u8]) {
    if !bytes.is_empty() {
        CONSUMED.with_borrow_mut(|consumed| consumed.get_or_insert_default().write(bytes));
    }
}

/// The source, whose bytes count from here on.
pub(super) fn counted(source: Source) -> Source {
    Box::new(Counted(source))
}

struct Counted(Source);

impl Read for Counted {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(to)?;
        add(&to[..read]);
        Ok(read)
    }
}

impl BufRead for Counted {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        // what was seen before is at hand: no byte is waited for
        if amount > 0
            && let Ok(seen) = self.0.fill_buf()
        {
            add(&seen[..amount.min(seen.len())]);
        }
        self.0.consume(amount);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// A source that brings three bytes at a time.
    struct Slow(Cursor<Vec<u8>>);

    impl Read for Slow {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            let most = to.len().min(3);
            self.0.read(&mut to[..most])
        }
    }

    #[test]
    fn the_number_is_that_of_the_bytes_however_they_come() {
        let text = b"one\ntwo\nthree\n".to_vec();
        let whole: Source = Box::new(Cursor::new(text.clone()));
        let slow: Source = Box::new(io::BufReader::with_capacity(4, Slow(Cursor::new(text))));
        let mut found = Vec::new();
        for source in [whole, slow] {
            let mut source = counted(source);
            assert_eq!(take(), None);
            let (mut line, mut rest) = (Vec::new(), Vec::new());
            source.read_until(b'\n', &mut line).unwrap();
            let first = take();
            source.read_to_end(&mut rest).unwrap();
            found.push([first, take(), take()]);
        }
        assert_eq!(found[0], found[1]);
        assert!(found[0][0].is_some() && found[0][0] != found[0][1] && found[0][2].is_none());
    }
}
