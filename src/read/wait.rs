//! Reads that may wait for ever: a pipe without a writer, an idle terminal.
//!
//! Such a source is opened and read on a thread of its own, and its consumer waits for them a moment at a time, looking
//! whether the run is to stop. The thread is never joined: where it still waits when the run is over, it ends with the program. That
//! needs no `unsafe`, no signals in system calls and nothing of one system alone, and it covers `open`, which waits for a writer, as
//! well as `read`.

use std::io::{self, BufRead, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

/// What ends a run early: a flag that a signal sets. Nothing does by default.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Stop(Option<&'static AtomicBool>);

impl Stop {
    /// Reads end, with an error that [`super::Error::is_stop`] knows, when the flag is set.
    pub(crate) const fn at(flag: &'static AtomicBool) -> Self {
        Self(Some(flag))
    }

    /// Whether the run is to end.
    pub(crate) fn is_set(self) -> bool {
        self.0.is_some_and(|flag| flag.load(Ordering::Relaxed))
    }

    /// Whether it can ever be.
    pub(super) const fn can_be(self) -> bool {
        self.0.is_some()
    }
}

impl PartialEq for Stop {
    fn eq(&self, other: &Self) -> bool {
        match (self.0, other.0) {
            (Some(one), Some(two)) => std::ptr::eq(one, two),
            (one, two) => one.is_none() && two.is_none(),
        }
    }
}

impl Eq for Stop {}

#[derive(Debug, thiserror::Error)]
#[error("stopped")]
struct Stopped;

/// Whether a read ended because the run is to.
pub(crate) fn is_stop(cause: &io::Error) -> bool {
    cause.get_ref().is_some_and(|inner| inner.is::<Stopped>())
}

/// A source that ends with the run.
pub(super) struct Watched<R>(pub(super) R, pub(super) Stop);

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.1.is_set() { Err(io::Error::other(Stopped)) } else { self.0.read(to) }
    }
}

/// Outside a buffer, not inside: a buffer that a file fills itself is not cleared first.
impl<R: BufRead> BufRead for Watched<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.1.is_set() { Err(io::Error::other(Stopped)) } else { self.0.fill_buf() }
    }

    fn consume(&mut self, bytes: usize) {
        self.0.consume(bytes);
    }
}

/// How often it is checked whether the run is to stop.
const MOMENT: Duration = Duration::from_millis(20);
/// Bytes that are read at once.
const PIECE: usize = 1 << 16;

/// The bytes of a source that another thread reads.
pub(super) struct Waiting {
    pieces: Receiver<io::Result<Vec<u8>>>,
    piece: Vec<u8>,
    used: usize,
    stop: Stop,
}

impl Waiting {
    /// Opens a source and reads it.
    ///
    /// # Errors
    /// There can be no further thread.
    pub(super) fn open<R: Read>(open: impl FnOnce() -> io::Result<R> + Send + 'static, stop: Stop) -> io::Result<Self> {
        // a piece waits while another is read
        let (to, pieces) = sync_channel(1);
        std::thread::Builder::new().name("reader".to_owned()).spawn(move || match open() {
            Ok(source) => send_all(source, &to),
            // if the receiver is gone, the error need not be reported
            Err(cause) => drop(to.send(Err(cause))),
        })?;
        Ok(Self { pieces, piece: Vec::new(), used: 0, stop })
    }
}

/// Sends what is read, until it ends or the receiver is gone.
fn send_all(mut source: impl Read, to: &SyncSender<io::Result<Vec<u8>>>) {
    let mut begun = false;
    loop {
        let mut piece = vec![0; PIECE];
        let mut length = 0;
        let read = loop {
            match source.read(&mut piece[length..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Ok(read) => {
                    length += read;
                    // what the source is is told by its beginning, which may come in bits
                    if read == 0 || begun || tells(&piece[..length]) {
                        break Ok(read);
                    }
                }
                failed => break failed,
            }
        };
        begun = true;
        piece.truncate(length);
        if !piece.is_empty() && to.send(Ok(piece)).is_err() {
            return;
        }
        match read {
            Ok(0) => return,
            Ok(_) => {}
            Err(cause) => return drop(to.send(Err(cause))),
        }
    }
}

/// Whether a beginning is long enough to tell a format; a line may be waiting for its answer.
fn tells(head: &[u8]) -> bool {
    head.len() >= super::source::LOOK || memchr::memchr(b'\n', head).is_some()
}

impl Read for Waiting {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.used == self.piece.len() {
            if self.stop.is_set() {
                return Err(io::Error::other(Stopped));
            }
            match self.pieces.recv_timeout(MOMENT) {
                Ok(piece) => (self.piece, self.used) = (piece?, 0),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
            }
        }
        let read = (&self.piece[self.used..]).read(to)?;
        self.used += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn bytes_come_as_they_are() {
        let bytes: Vec<u8> = (0..300_000_u32).map(|n| (n * 7 % 251) as u8).collect();
        let source = bytes.clone();
        let mut read = Vec::new();
        Waiting::open(move || Ok(Cursor::new(source)), Stop::default()).unwrap().read_to_end(&mut read).unwrap();
        assert!(read == bytes);
    }

    #[test]
    fn the_beginning_comes_whole() {
        struct Bits(std::vec::IntoIter<&'static [u8]>);
        impl Read for Bits {
            fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
                self.0.next().map_or(Ok(0), |mut bit| bit.read(to))
            }
        }
        let bits: Vec<&[u8]> = vec![b"W", b"ARC/", b"1.0\r\nWARC-Type: x\r\n", b"rest"];
        let mut source = Waiting::open(move || Ok(Bits(bits.into_iter())), Stop::default()).unwrap();
        let mut head = [0; 100];
        let length = source.read(&mut head).unwrap();
        assert_eq!(&head[..length], b"WARC/1.0\r\nWARC-Type: x\r\n");
    }

    #[test]
    fn what_cannot_be_opened_is_told() {
        let mut source = Waiting::open(|| Err::<Cursor<&[u8]>, _>(io::ErrorKind::NotFound.into()), Stop::default()).unwrap();
        assert_eq!(source.read(&mut [0; 8]).unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn a_read_that_nobody_answers_ends_with_the_run() {
        static FLAG: AtomicBool = AtomicBool::new(false);
        struct Never(Receiver<()>);
        impl Read for Never {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                self.0.recv().map_or(Ok(0), |()| Ok(0))
            }
        }
        let (held, silent) = std::sync::mpsc::channel();
        let mut source = Waiting::open(move || Ok(Never(silent)), Stop::at(&FLAG)).unwrap();
        FLAG.store(true, Ordering::Relaxed);
        assert!(is_stop(&source.read(&mut [0; 8]).unwrap_err()));
        drop(held);
    }
}
