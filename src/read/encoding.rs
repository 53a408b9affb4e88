//! Bytes to UTF-8.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Decodes a text. UTF-8 is taken as it is, byte-order mark and all, so that offsets are those of the file.
///
/// # Errors
/// The offset of the first NUL byte, where the bytes are no text.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, usize> {
    if let Some(text) = utf16(&bytes) {
        return Ok(text);
    }
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        return Err(at);
    }
    String::from_utf8(bytes).or_else(|error| Ok(legacy(error.as_bytes())))
}

/// Decodes a text whose encoding is told (the `charset` of an HTTP header), where it is no UTF-8 and no UTF-16.
///
/// # Errors
/// As [`decode`].
pub(super) fn decode_as(bytes: Vec<u8>, label: Option<&str>) -> Result<String, usize> {
    let told = label.and_then(|label| Encoding::for_label(label.as_bytes())).filter(|e| ![UTF_8, UTF_16LE, UTF_16BE].contains(e));
    match told {
        Some(encoding) if std::str::from_utf8(&bytes).is_err() && !bytes.contains(&0) && utf16(&bytes).is_none() => {
            Ok(encoding.decode_without_bom_handling(&bytes).0.into_owned())
        }
        _ => decode(bytes),
    }
}

/// Decodes a page, whose encoding is told by a byte-order mark, else by `label` (the `charset` of an HTTP header), else by the page's
/// own `<meta>`. UTF-8 is taken as it is, whatever label it carries, since nothing else looks like UTF-8 by chance; NULs are left in.
pub(super) fn decode_page(bytes: Vec<u8>, label: Option<&str>) -> String {
    if let Some(text) = utf16(&bytes) {
        return text;
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return text,
        Err(error) => error.into_bytes(),
    };
    let encoding = label.and_then(|label| Encoding::for_label(label.as_bytes())).or_else(|| declared(&bytes));
    // who says UTF-16 in ASCII, or UTF-8 and breaks it, has told nothing
    match encoding.filter(|e| ![UTF_8, UTF_16LE, UTF_16BE].contains(e)) {
        Some(encoding) => encoding.decode_without_bom_handling(&bytes).0.into_owned(),
        None => legacy(&bytes),
    }
}

/// The encoding that a page's `<meta charset>` or `<meta http-equiv>` names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(8192)].to_ascii_lowercase();
    let metas = head.windows(5).enumerate().filter(|(_, w)| *w == b"<meta").map(|(at, _)| &head[at..]);
    metas
        .filter_map(|meta| {
            let tag = &meta[..meta.iter().position(|b| *b == b'>').unwrap_or(meta.len())];
            let at = tag.windows(7).position(|w| w == b"charset")?;
            let value = tag[at + 7..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
            let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
            let end = value.iter().position(|b| !b.is_ascii_alphanumeric() && !b"-_:.".contains(b)).unwrap_or(value.len());
            Encoding::for_label(&value[..end])
        })
        .next()
}

/// UTF-16 or UTF-32, with a mark or without.
fn utf16(bytes: &[u8]) -> Option<String> {
    // first: its mark begins as that of UTF-16
    if let Some((order, marked)) = utf32(bytes) {
        let letter = |four: &[u8]| four.try_into().ok().and_then(|four| char::from_u32(order(four))).unwrap_or(char::REPLACEMENT_CHARACTER);
        return Some(bytes[if marked { 4 } else { 0 }..].chunks(4).map(letter).collect());
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes).filter(|(e, _)| *e == UTF_16LE || *e == UTF_16BE) {
        return Some(encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned());
    }
    unmarked_utf16(bytes).map(|encoding| encoding.decode_without_bom_handling(bytes).0.into_owned())
}

/// How four bytes of UTF-32 make a number, and whether its mark stands first. Without a mark: no letter needs the upper half of its
/// four bytes, but for a rare few, whose highest byte is still NUL.
#[allow(clippy::type_complexity)] // a number from four bytes
pub(super) fn utf32(bytes: &[u8]) -> Option<(fn([u8; 4]) -> u32, bool)> {
    let big: fn([u8; 4]) -> u32 = u32::from_be_bytes;
    let little: fn([u8; 4]) -> u32 = u32::from_le_bytes;
    if bytes.starts_with(&[0xff, 0xfe, 0, 0]) {
        return Some((little, true));
    }
    if bytes.starts_with(&[0, 0, 0xfe, 0xff]) {
        return Some((big, true));
    }
    const SAMPLE: usize = 1024;
    let letters = || bytes.chunks_exact(4).take(SAMPLE).map(|four| [four[0], four[1], four[2], four[3]]);
    // printed letters of the first plane, without which UTF-32 that carries no mark cannot be told from other numbers
    let is_text = |order: fn([u8; 4]) -> u32| letters().all(|four| matches!(order(four), 9..=13 | 0x20..=0xd7ff | 0xe000..=0xfffd));
    let order = [little, big].into_iter().find(|order| is_text(*order))?;
    (letters().count() >= 2).then_some((order, false))
}

/// UTF-16 without a mark: Latin text has a NUL in nearly every second byte, always on the same side.
pub(super) fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096)];
    if sample.len() < 4 {
        return None;
    }
    let nul = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|b| **b == 0).count() * 2;
    let (even, odd) = (nul(0), nul(1));
    let most = sample.len() * 7 / 10;
    match (even > most, odd > most) {
        (true, false) if odd == 0 => Some(UTF_16BE),
        (false, true) if even == 0 => Some(UTF_16LE),
        _ => None,
    }
}

/// Mostly UTF-8 with a few broken bytes stays UTF-8 (each broken byte becomes U+FFFD); else what `chardetng` guesses.
fn legacy(bytes: &[u8]) -> String {
    let lossy = String::from_utf8_lossy(bytes);
    let broken = lossy.matches('\u{fffd}').count();
    let sound = lossy.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count();
    if sound > broken {
        return lossy.into_owned();
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"mx"), chardetng::Utf8Detection::Deny);
    // Latin pages of any label are read as Windows-1252, as browsers do
    let encoding = if guess.is_single_byte() && guess.name().starts_with("windows-125") { WINDOWS_1252 } else { guess };
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "México, Cifrián: “sí”.\n";

    #[test]
    fn every_encoding_gives_the_same_text() {
        let utf16 = |big: bool| TEXT.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect::<Vec<u8>>();
        let utf32 = |big: bool| {
            let letters = TEXT.chars().map(u32::from);
            letters.flat_map(|c| if big { c.to_be_bytes() } else { c.to_le_bytes() }).collect::<Vec<u8>>()
        };
        let marked = |mark: [u8; 2], bytes: Vec<u8>| [mark.to_vec(), bytes].concat();
        for bytes in [
            TEXT.as_bytes().to_vec(),
            utf16(true),
            utf16(false),
            marked([0xfe, 0xff], utf16(true)),
            marked([0xff, 0xfe], utf16(false)),
            WINDOWS_1252.encode(TEXT).0.into_owned(),
            utf32(true),
            utf32(false),
            marked([0, 0], [vec![0xfe, 0xff], utf32(true)].concat()),
            marked([0xff, 0xfe], [vec![0, 0], utf32(false)].concat()),
        ] {
            assert_eq!(decode(bytes).unwrap(), TEXT);
        }
        assert_eq!(decode([b"\xef\xbb\xbf", TEXT.as_bytes()].concat()).unwrap(), format!("\u{feff}{TEXT}"));
    }

    #[test]
    fn a_page_is_read_as_it_says() {
        let cyrillic = "<html><meta http-equiv=\"Content-Type\" content=\"text/html; charset=KOI8-R\"><p>Мехико";
        let bytes = encoding_rs::KOI8_R.encode(cyrillic).0.into_owned();
        assert_eq!(decode_page(bytes.clone(), None), cyrillic);
        assert_ne!(decode_page(bytes, Some("windows-1251")), cyrillic);
        let latin = "<meta charset='iso-8859-1'><p>José “Pepe” Cifrián";
        assert_eq!(decode_page(WINDOWS_1252.encode(latin).0.into_owned(), None), latin);
        assert_eq!(decode_page(latin.as_bytes().to_vec(), None), latin);
    }

    #[test]
    fn a_picture_is_no_text() {
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()), Err(8));
    }
}
