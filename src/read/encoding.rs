//! Bytes to UTF-8.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Decodes a text. UTF-8 is taken as it is, byte-order mark and all, so that offsets are those of the file.
///
/// # Errors
/// The offset of the first NUL byte, where the bytes are no text.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, usize> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes).filter(|(e, _)| *e == UTF_16LE || *e == UTF_16BE) {
        return Ok(encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned());
    }
    if let Some(encoding) = unmarked_utf16(&bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes).0.into_owned());
    }
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        return Err(at);
    }
    String::from_utf8(bytes).or_else(|error| Ok(legacy(error.as_bytes())))
}

/// UTF-16 without a mark: Latin text has a NUL in nearly every second byte, always on the same side.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
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
        let marked = |mark: [u8; 2], bytes: Vec<u8>| [mark.to_vec(), bytes].concat();
        for bytes in [
            TEXT.as_bytes().to_vec(),
            utf16(true),
            utf16(false),
            marked([0xfe, 0xff], utf16(true)),
            marked([0xff, 0xfe], utf16(false)),
            WINDOWS_1252.encode(TEXT).0.into_owned(),
        ] {
            assert_eq!(decode(bytes).unwrap(), TEXT);
        }
        assert_eq!(decode([b"\xef\xbb\xbf", TEXT.as_bytes()].concat()).unwrap(), format!("\u{feff}{TEXT}"));
    }

    #[test]
    fn a_picture_is_no_text() {
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()), Err(8));
    }
}
