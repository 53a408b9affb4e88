//! Bytes in: a file or standard input, with compression undone as it is read.

use super::wait::{Stop, Waiting, Watched};
use super::{Input, walk};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

/// A stream of bytes that can be looked into before it is read.
pub(super) type Source = Box<dyn BufRead + Send>;

/// Bytes that are looked at to tell a format.
pub(super) const LOOK: usize = 4096;

const BUFFER: usize = 1 << 17;

/// Opens an input. gzip, zstd, bzip2 and xz are undone, also where several streams stand one after the other, and one inside another.
///
/// Every read ends with an error when `stop` is set, also one that waits for bytes.
pub(super) fn open(input: &Input, stop: Stop) -> io::Result<Source> {
    let mut source = buffered(raw(input, stop)?, stop);
    for _ in 0..NESTED {
        source = match magic(look(&mut source)?) {
            Some(Compression::Gzip) => buffered(flate2::bufread::MultiGzDecoder::new(source), stop),
            Some(Compression::Zstd) => buffered(zstd::stream::read::Decoder::with_buffer(source)?, stop),
            Some(Compression::Bzip2) => buffered(bzip2::bufread::MultiBzDecoder::new(source), stop),
            Some(Compression::Xz) => {
                let stream = liblzma::stream::Stream::new_stream_decoder(XZ_MEMORY, liblzma::stream::CONCATENATED)?;
                buffered(liblzma::bufread::XzDecoder::new_stream(source, stream), stop)
            }
            None => break,
        };
    }
    Ok(source)
}

/// An archive in an archive is undone; one that goes on deeper is a trap.
const NESTED: usize = 2;

/// Memory that an xz archive may ask for, as zstd's decoder limits itself: `xz -9` asks for 65 MiB, a few crafted bytes for 4 GiB.
const XZ_MEMORY: u64 = 256 << 20;

fn buffered(reader: impl Read + Send + 'static, stop: Stop) -> Source {
    Box::new(Watched(BufReader::with_capacity(BUFFER, reader), stop))
}

/// An input's bytes as they are.
pub(super) fn raw(input: &Input, stop: Stop) -> io::Result<Box<dyn Read + Send>> {
    Ok(match input {
        Input::Stdin if stop.can_be() => Box::new(Waiting::open(|| Ok(io::stdin()), stop)?),
        Input::Stdin => Box::new(io::stdin()),
        Input::File(path) => match walk::open(path)? {
            Some(file) => Box::new(file),
            None if stop.can_be() => {
                let path = path.clone();
                Box::new(Waiting::open(move || File::open(path), stop)?)
            }
            None => Box::new(File::open(path)?),
        },
    })
}

/// The first bytes, without reading them; fewer than [`LOOK`] where the source brings fewer at once.
pub(super) fn look(source: &mut Source) -> io::Result<&[u8]> {
    let bytes = loop {
        match source.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => break other?.len(),
        }
    };
    Ok(&source.fill_buf()?[..bytes.min(LOOK)])
}

/// UTF-16 that carries its mark as UTF-8: what is read line by line looks for single bytes. Anything else stays as it is.
pub(super) fn without_utf16(mut source: Source) -> io::Result<Source> {
    let head = look(&mut source)?;
    let marked = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    Ok(if marked { buffered(encoding_rs_io::DecodeReaderBytes::new(source), Stop::default()) } else { source })
}

enum Compression {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
}

fn magic(head: &[u8]) -> Option<Compression> {
    match head {
        [0x1f, 0x8b, 8, ..] => Some(Compression::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Compression::Zstd),
        // a frame to be skipped may stand first
        [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Compression::Zstd),
        [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, ..] => Some(Compression::Bzip2),
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Compression::Xz),
        _ => None,
    }
}

/// A line of a source.
pub(super) enum Line {
    /// Without its end.
    Whole(Vec<u8>),
    /// Longer than the limit; it was passed over.
    TooLong,
}

/// The next line of at most `limit` bytes; `None` at the end. Memory stays near the limit, however long a line is.
pub(super) fn line(source: &mut Source, limit: u64) -> io::Result<Option<Line>> {
    let mut bytes = Vec::new();
    let (mut long, mut any) = (false, false);
    loop {
        let chunk = match source.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        if chunk.is_empty() {
            break;
        }
        any = true;
        let end = memchr::memchr(b'\n', chunk);
        let part = &chunk[..end.unwrap_or(chunk.len())];
        long |= (bytes.len() + part.len()) as u64 > limit;
        if long {
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(part);
        }
        let used = part.len() + usize::from(end.is_some());
        source.consume(used);
        if end.is_some() {
            break;
        }
    }
    if long {
        return Ok(Some(Line::TooLong));
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    Ok(any.then_some(Line::Whole(bytes)))
}
