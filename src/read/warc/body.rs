//! What codings of HTTP make of a body, undone. Crawlers often undo a coding and leave its header, or are cut off in the middle: what
//! a coding does not fit stays as it is, and what is cut short is read as far as it goes.

use super::head::Fields;
use std::io::{self, Read};

/// A body without its codings.
#[derive(Debug)]
pub(super) struct Plain {
    pub(super) bytes: Vec<u8>,
    /// Which coding breaks off, and why.
    pub(super) broken: Option<String>,
}

/// Why there is no such pair.
#[derive(Debug)]
pub(super) enum Refused {
    /// It unpacks to more than the limit.
    TooLarge,
    /// A coding that is not read, or is damaged from its beginning.
    Unread(String),
}

/// Codings that are undone; more are an attack.
const MOST: usize = 4;

/// Undoes the codings that a response's head names, and those that it does not name but a body begins with.
pub(super) fn plain(head: &Fields, body: &[u8], limit: u64) -> Result<Plain, Refused> {
    // in the order in which they were put on: those of the page, then those of the way here
    let named = head.all("content-encoding").chain(head.all("transfer-encoding"));
    let codings: Vec<String> = named.flat_map(|value| value.split(',')).map(|coding| coding.trim().to_ascii_lowercase()).collect();
    if codings.len() > MOST {
        return Err(Refused::Unread(format!("a page packed {} times over", codings.len())));
    }
    let mut plain = Plain { bytes: body.to_vec(), broken: None };
    for coding in codings.iter().rev() {
        match coding.as_str() {
            "chunked" => unchunk(&mut plain),
            "gzip" | "x-gzip" | "deflate" | "br" | "zstd" | "x-zstd" => plain.undo(coding, limit)?,
            "" | "identity" => {}
            // no coding has text without control characters
            _ if is_text(&plain.bytes) => {}
            other => return Err(Refused::Unread(format!("a page compressed as `{other:.40}`, which is not read"))),
        }
    }
    for _ in 0..MOST {
        match plain.bytes.as_slice() {
            [0x1f, 0x8b, 8, ..] => plain.undo("gzip", limit)?,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => plain.undo("zstd", limit)?,
            _ => break,
        }
    }
    Ok(plain)
}

impl Plain {
    fn undo(&mut self, coding: &str, limit: u64) -> Result<(), Refused> {
        let packed = self.bytes.as_slice();
        let undone = match coding {
            "gzip" | "x-gzip" if packed.starts_with(&[0x1f, 0x8b]) => read(flate2::read::MultiGzDecoder::new(packed), limit)?,
            "deflate" if is_zlib(packed) => read(flate2::read::ZlibDecoder::new(packed), limit)?,
            // some servers leave zlib's head out
            "deflate" if !is_utf8_text(packed) => read(flate2::read::DeflateDecoder::new(packed), limit)?,
            "br" if !is_utf8_text(packed) => read(brotli_decompressor::Decompressor::new(packed, 1 << 14), limit)?,
            "zstd" | "x-zstd" if packed.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) || is_skippable(packed) => {
                read(zstd::stream::read::Decoder::with_buffer(packed).map_err(|cause| damaged(coding, &cause))?, limit)?
            }
            _ if is_text(packed) => return Ok(()),
            _ => return Err(damaged(coding, &io::Error::other("it does not begin as one"))),
        };
        match undone {
            (bytes, None) => self.bytes = bytes,
            (_, Some(_)) if !["gzip", "x-gzip", "zstd", "x-zstd"].contains(&coding) && is_text(packed) => {}
            (bytes, Some(cause)) if bytes.is_empty() => return Err(damaged(coding, &cause)),
            (bytes, Some(cause)) => {
                self.broken.get_or_insert_with(|| format!("its `{coding}` breaks off: {cause}"));
                self.bytes = bytes;
            }
        }
        Ok(())
    }
}

fn damaged(coding: &str, cause: &io::Error) -> Refused {
    Refused::Unread(format!("the page's `{coding}` is damaged: {cause}"))
}

/// All that a decoder gives, and why it gives no more.
fn read(decoder: impl Read, limit: u64) -> Result<(Vec<u8>, Option<io::Error>), Refused> {
    let mut bytes = Vec::new();
    let end = decoder.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    if bytes.len() as u64 > limit { Err(Refused::TooLarge) } else { Ok((bytes, end.err())) }
}

/// The two bytes that zlib begins with: the method, and a number that makes both divisible by 31.
fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [method, flags, ..] if method & 0x0f == 8 && method >> 4 <= 7 && (u16::from(*method) << 8 | u16::from(*flags)) % 31 == 0)
}

fn is_skippable(bytes: &[u8]) -> bool {
    matches!(bytes, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// Whether bytes may be text in some encoding: control characters are in no page.
fn is_text(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte >= b'\t')
}

fn is_utf8_text(bytes: &[u8]) -> bool {
    is_text(bytes) && std::str::from_utf8(bytes).is_ok()
}

/// Takes HTTP's chunks together, as far as they go; a body that has none stays as it is.
fn unchunk(plain: &mut Plain) {
    let mut rest = plain.bytes.as_slice();
    let mut whole = Vec::with_capacity(rest.len());
    let broken = loop {
        let Some((size, behind)) = chunk_size(rest) else {
            // the first line is no size: a crawler has taken the chunks together
            if whole.is_empty() {
                return;
            }
            break Some("no size stands before the next of its chunks");
        };
        if size == 0 {
            break None;
        }
        let Some(chunk) = behind.get(..size) else {
            whole.extend_from_slice(behind);
            break Some("its last chunk is cut short");
        };
        whole.extend_from_slice(chunk);
        rest = &behind[size..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        if rest.is_empty() {
            break Some("its last chunk is missing");
        }
    };
    if let Some(cause) = broken {
        plain.broken.get_or_insert_with(|| cause.to_owned());
    }
    plain.bytes = whole;
}

/// The size in front of a chunk, and what follows its line.
fn chunk_size(bytes: &[u8]) -> Option<(usize, &[u8])> {
    /// A size, and what servers write after it.
    const LONGEST: usize = 1 << 10;
    let end = memchr::memchr(b'\n', &bytes[..bytes.len().min(LONGEST)])?;
    let digits = std::str::from_utf8(&bytes[..end]).ok()?.split(';').next()?.trim();
    // `from_str_radix` takes a sign
    let size = digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| usize::from_str_radix(digits, 16).ok())??;
    Some((size, &bytes[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const PAGE: &[u8] = "<p>José</p> <p>a page that is long enough, long enough, long enough to be packed</p>".as_bytes();

    fn undone(headers: &[&str], body: &[u8]) -> Result<Plain, Refused> {
        let mut head = Fields::default();
        headers.iter().for_each(|line| head.add(line.as_bytes(), |_| true));
        plain(&head, body, 1 << 20)
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap()
    }

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut writer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap()
    }

    fn raw(bytes: &[u8]) -> Vec<u8> {
        let mut writer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        zstd::encode_all(bytes, 1).unwrap()
    }

    fn chunked(bytes: &[u8]) -> Vec<u8> {
        let (first, second) = bytes.split_at(9);
        let chunk = |part: &[u8]| [format!("{:X} ;a=b\r\n", part.len()).as_bytes(), part, b"\r\n"].concat();
        [chunk(first), chunk(second), b"0\r\n\r\n".to_vec()].concat()
    }

    /// `PAGE` by the `brotli` of Python, version 1.1.0.
    const BROTLI: &[u8] = include_bytes!("../../../tests/data/page.html.br");

    #[test]
    fn codings_are_undone_and_those_that_are_not_there_are_not_missed() {
        let packed: [(&str, Vec<u8>); 8] = [
            ("Content-Encoding: gzip", gzip(PAGE)),
            ("Content-Encoding: X-GZIP", gzip(PAGE)),
            ("Content-Encoding: deflate", zlib(PAGE)),
            ("Content-Encoding: deflate", raw(PAGE)),
            ("Content-Encoding: zstd", zstd(PAGE)),
            ("Content-Encoding: br", BROTLI.to_vec()),
            ("Content-Encoding: gzip, zstd", zstd(&gzip(PAGE))),
            ("Content-Encoding: identity", gzip(PAGE)),
        ];
        for (header, body) in packed {
            for (chunks, body) in
                [(header, body.clone()), ("Transfer-Encoding: chunked", chunked(&body)), ("Transfer-Encoding: chunked", body)]
            {
                let plain = undone(&[header, chunks], &body).unwrap();
                assert_eq!((plain.bytes.as_slice(), plain.broken), (PAGE, None), "{header} {chunks}");
            }
            // undone by the crawler, in UTF-8 or in an older encoding
            for page in [PAGE, b"<p>Jos\xe9</p>"] {
                assert_eq!(undone(&[header], page).unwrap().bytes, page, "{header}");
            }
        }
        assert_eq!(undone(&["Content-Encoding: utf-8"], PAGE).unwrap().bytes, PAGE);
    }

    #[test]
    fn what_is_cut_short_is_read_as_far_as_it_goes() {
        let long: Vec<u8> =
            (0..20_000_u32).flat_map(|number| format!("<p>{}</p>", number.wrapping_mul(2_654_435_761)).into_bytes()).collect();
        for (header, body) in [
            ("Content-Encoding: gzip", gzip(&long)),
            ("Content-Encoding: deflate", zlib(&long)),
            ("Content-Encoding: deflate", raw(&long)),
            ("Content-Encoding: zstd", zstd(&long)),
            ("Transfer-Encoding: chunked", chunked(&long)),
        ] {
            let plain = undone(&[header], &body[..body.len() / 2]).unwrap();
            assert!(plain.bytes.len() > 1000 && long.starts_with(&plain.bytes), "{header}: {}", plain.bytes.len());
            assert!(plain.broken.is_some(), "{header}");
        }
        assert!(undone(&["Content-Encoding: br"], &[0x8b, 0xff, 0x80, 3]).map_or(true, |plain| plain.broken.is_some()));
        assert!(matches!(undone(&["Content-Encoding: compress"], &[0x1f, 0x9d, 3]), Err(Refused::Unread(_))));
        assert!(matches!(undone(&["Content-Encoding: gzip"], &gzip(&vec![b'a'; 1 << 21])), Err(Refused::TooLarge)));
        assert!(matches!(undone(&["Content-Encoding: gzip, gzip, gzip, gzip, gzip"], PAGE), Err(Refused::Unread(_))));
    }
}
