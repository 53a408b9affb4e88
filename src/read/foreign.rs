//! What is no article in any format that is read, and what can be made of it.
//!
//! A table of our own: libraries of signs (`infer`, `file-format`) take "BMW announced" for a bitmap and "MZ" for a program, and no
//! article may be lost so. A sign that could begin a text counts only where a byte near it could not stand in one.

use super::Format;
use super::html;

/// Something that is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Foreign {
    /// What it is, in a sentence: `a PDF document`.
    pub what: &'static str,
    /// What a person can do.
    pub remedy: &'static str,
    /// It is text of a kind, which `--input-format` may ask for all the same.
    text: bool,
}

impl Foreign {
    /// Whether a format that was asked for reads it as it stands.
    pub(super) fn is_read_as(self, asked: Option<Format>) -> bool {
        self.text && asked.is_some()
    }
}

impl std::fmt::Display for Foreign {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{}, which is not read: {}", self.what, self.remedy)
    }
}

const fn binary(what: &'static str, remedy: &'static str) -> Foreign {
    Foreign { what, remedy, text: false }
}

const fn text(what: &'static str, remedy: &'static str) -> Foreign {
    Foreign { what, remedy, text: true }
}

const PICTURE: Foreign =
    binary("a picture", "take the caption out of it with `exiftool -Description FILE`, or printed text with `tesseract FILE -`");
const SOUND: Foreign = binary("sound or video", "give its transcript");
const PROGRAM: Foreign = binary("a program", "give the articles themselves");
const ARCHIVE: Foreign = binary("an archive of files", "unpack it and give the folder");
const OFFICE: Foreign = binary(
    "an older Office document or an Outlook message",
    "make text of it with `soffice --headless --convert-to txt:Text FILE`, of a message with `msgconvert`",
);
const WORD: Foreign = binary("a Word document", "make text of it with `pandoc --to plain --wrap none FILE`");
const OPEN_DOCUMENT: Foreign = binary("an OpenDocument file", "make text of it with `pandoc --to plain --wrap none FILE`");
const EPUB: Foreign = binary("an EPUB book", "make text of it with `pandoc --to plain --wrap none FILE`");
const SHEET: Foreign = binary("a spreadsheet", "save it as CSV, with the articles in a column `text`");
const OFFICE_XML: Foreign = binary("an Office document", "save it as text, or a spreadsheet as CSV");
const COMPRESSED: Foreign = binary("compressed in a way that is not undone", "decompress it, or compress it with gzip, zstd, bzip2 or xz");
const COLUMNS: Foreign =
    binary("a table of another kind than Parquet", "save it as Parquet, JSONL or CSV, for example with pandas or DuckDB");
const FONT: Foreign = binary("a font", "give the articles themselves");
const UTF_32: Foreign = binary("a table or lines in UTF-32", "convert it with `iconv -f UTF-32 -t UTF-8 FILE`");
const RTF: Foreign = text("an RTF document", "make text of it with `pandoc --from rtf --to plain --wrap none FILE`");
const ARC: Foreign = text("an ARC archive", "make a WARC of it with `warcio recompress FILE NEW.warc.gz`");
const XML: Foreign = text("XML", "give its text as plain text, HTML or JSONL; --input-format html takes it for a page");
const NITF: Foreign = text("news in XML (NITF)", "give its text as plain text, HTML or JSONL; --input-format html takes it for a page");
const NEWSML: Foreign = text("news in XML (NewsML)", "give its text as plain text, HTML or JSONL; --input-format html takes it for a page");
const XMP: Foreign = text("picture metadata in XML (XMP)", "take the caption out of it with `exiftool -Description FILE`");
const FEED: Foreign = text("a feed in XML (RSS or Atom)", "fetch the pages that it names and give those");
const SVG: Foreign = text("a drawing (SVG)", "give the articles themselves");

/// A sign: where it stands, its bytes, what it is a sign of. What stands first counts.
const SIGNS: &[(usize, &[u8], Foreign)] = &[
    (
        0,
        b"%PDF-",
        binary("a PDF document", "make text of it with `pdftotext FILE`, of a scan with `ocrmypdf` first; check that columns stay apart"),
    ),
    (0, b"\x89PNG\r\n\x1a\n", PICTURE),
    (0, b"\xff\xd8\xff", PICTURE),
    (0, b"GIF87a", PICTURE),
    (0, b"GIF89a", PICTURE),
    (0, b"II*\0", PICTURE),
    (0, b"MM\0*", PICTURE),
    (0, b"8BPS\0", PICTURE),
    (0, b"\0\0\x01\0", PICTURE),
    (0, b"\0\0\0\x0cjP  ", PICTURE),
    (0, b"\xff\x0a", PICTURE),
    (0, b"%!PS-Adobe", binary("a PostScript document", "make text of it with `ps2ascii FILE`")),
    (0, b"OggS\0", SOUND),
    (0, b"fLaC\0", SOUND),
    (0, b"ID3\x02", SOUND),
    (0, b"ID3\x03", SOUND),
    (0, b"ID3\x04", SOUND),
    (0, b"\xff\xfb", SOUND),
    (0, b"\xff\xf3", SOUND),
    (0, b"\xff\xf1", SOUND),
    (0, b"\x1a\x45\xdf\xa3", SOUND),
    (0, b"FLV\x01", SOUND),
    (0, b"\0\0\x01\xba", SOUND),
    (0, b"\0\0\x01\xb3", SOUND),
    (0, b"0&\xb2u\x8ef\xcf\x11", SOUND),
    (0, b"\x7fELF", PROGRAM),
    (0, b"\xfe\xed\xfa\xce", PROGRAM),
    (0, b"\xfe\xed\xfa\xcf", PROGRAM),
    (0, b"\xce\xfa\xed\xfe", PROGRAM),
    (0, b"\xcf\xfa\xed\xfe", PROGRAM),
    (0, b"\xca\xfe\xba\xbe", PROGRAM),
    (0, b"\0asm", PROGRAM),
    (
        0,
        b"SQLite format 3\0",
        binary(
            "an SQLite database",
            "save a table as CSV with `sqlite3 -header -csv FILE 'SELECT ...'`; a file of reviews is given with --db or --reviews",
        ),
    ),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OFFICE),
    (0, b"!BDN", binary("an Outlook mailbox", "make messages of it with `readpst FILE`, and give their text")),
    (0, b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (0, b"Rar!\x1a\x07", ARCHIVE),
    (0, b"!<arch>\n", ARCHIVE),
    (0, b"MSCF\0\0\0\0", ARCHIVE),
    (257, b"ustar", ARCHIVE),
    (0, b"\x1f\x9d", COMPRESSED),
    (0, b"\x04\x22\x4d\x18", COMPRESSED),
    (0, b"LZIP\x01", COMPRESSED),
    (0, b"\xff\x06\0\0sNaPpY", COMPRESSED),
    (0, b"\x5d\0\0", COMPRESSED),
    (0, b"ARROW1\0\0", COLUMNS),
    (0, b"FEA1\0\0\0\0", COLUMNS),
    (0, b"Obj\x01", COLUMNS),
    (0, b"\x93NUMPY", COLUMNS),
    (0, b"\x89HDF\r\n\x1a\n", COLUMNS),
    (0, b"bplist00", binary("an Apple property list", "make XML of it with `plutil`, and give its text")),
    (0, b"wOFF\0", FONT),
    (0, b"wOF2\0", FONT),
    (0, b"OTTO\0", FONT),
    (0, b"\0\x01\0\0", FONT),
    (0, b"{\\rtf", RTF),
    (0, b"filedesc://", ARC),
];

/// What the bytes at the beginning of an input are a sign of, where that is nothing that is read.
pub(super) fn told(head: &[u8]) -> Option<Foreign> {
    let known = SIGNS.iter().find(|(at, sign, _)| head.get(*at..).is_some_and(|rest| rest.starts_with(sign)));
    if let Some((_, _, foreign)) = known {
        return Some(*foreign);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Some(zipped(head));
    }
    if let Some(foreign) = with_text_signs(head) {
        return Some(foreign);
    }
    xml(head)
}

/// Lines and tables in UTF-32 are not read.
pub(super) fn in_utf32(head: &[u8]) -> Option<Foreign> {
    super::encoding::utf32(head).map(|_| UTF_32)
}

/// Signs that could stand in a text.
fn with_text_signs(head: &[u8]) -> Option<Foreign> {
    // a text in UTF-16 has them, too, but always on one side of its letters
    let is_binary = || super::encoding::unmarked_utf16(head).is_none() && head.iter().take(64).any(|byte| matches!(byte, 0..=8 | 14..=26));
    let foreign = match head {
        [b'B', b'M', ..] => PICTURE,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => PICTURE,
        [b'R', b'I', b'F', b'F', ..] => SOUND,
        [b'M', b'Z', ..] => PROGRAM,
        // after the size of the box
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => {
            let picture = [&b"avif"[..], b"hei", b"mif1"].into_iter().any(|name| brand.starts_with(name));
            if picture { PICTURE } else { SOUND }
        }
        _ => return None,
    };
    is_binary().then_some(foreign)
}

/// A ZIP archive, which may be a document: the names of the first files in it tell.
fn zipped(head: &[u8]) -> Foreign {
    let holds = |name: &[u8]| memchr::memmem::find(head, name).is_some();
    if holds(b"application/epub+zip") {
        EPUB
    } else if holds(b"opendocument.spreadsheet") {
        SHEET
    } else if holds(b"application/vnd.oasis.opendocument") {
        OPEN_DOCUMENT
    } else if holds(b"word/") {
        WORD
    } else if holds(b"xl/") {
        SHEET
    } else if holds(b"[Content_Types].xml") || holds(b"_rels/.rels") {
        OFFICE_XML
    } else {
        ARCHIVE
    }
}

/// Names of root elements, without prefix, and what they are of. Where none fits, XML is told by its declaration or a name space.
const ROOTS: &[(&str, Foreign)] = &[
    ("nitf", NITF),
    ("newsitem", NEWSML),
    ("newsmessage", NEWSML),
    ("newsml", NEWSML),
    ("packageitem", NEWSML),
    ("xpacket", XMP),
    ("xmpmeta", XMP),
    ("rdf", XMP),
    ("rss", FEED),
    ("feed", FEED),
    ("urlset", XML),
    ("sitemapindex", XML),
    ("tei", XML),
    ("tmx", XML),
    ("xliff", XML),
    ("svg", SVG),
];

/// XML that is no page.
fn xml(head: &[u8]) -> Option<Foreign> {
    // before anything is copied: after marks, blanks and UTF-16's NULs, it begins with a tag
    let before = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, 0 | 0xef | 0xbb | 0xbf | 0xfe | 0xff);
    if head.iter().find(|byte| !before(byte)) != Some(&b'<') {
        return None;
    }
    // UTF-16 has a NUL beside each letter
    let head: Vec<u8> = head.iter().filter(|byte| **byte != 0).copied().collect();
    let head = [&b"\xef\xbb\xbf"[..], b"\xff\xfe", b"\xfe\xff"].iter().find_map(|mark| head.strip_prefix(*mark)).unwrap_or(&head);
    let mut rest = head.trim_ascii_start();
    if rest.first() != Some(&b'<') || html::is_page("", head) {
        return None;
    }
    let declared = rest.get(..6).is_some_and(|start| start[..5].eq_ignore_ascii_case(b"<?xml") && start[5].is_ascii_whitespace());
    loop {
        if rest.starts_with(b"<?xpacket") {
            return Some(XMP);
        }
        let end = match rest {
            [b'<', b'!', b'-', b'-', ..] => memchr::memmem::find(rest, b"-->").map(|at| at + 3),
            [b'<', b'?', ..] => memchr::memmem::find(rest, b"?>").map(|at| at + 2),
            // with a subset, its own marks stand in it
            [b'<', b'!', ..] if memchr::memchr(b'[', rest).is_some_and(|open| memchr::memchr(b'>', rest).is_none_or(|end| open < end)) => {
                memchr::memmem::find(rest, b"]").and_then(|at| memchr::memchr(b'>', &rest[at..]).map(|end| at + end + 1))
            }
            [b'<', b'!', ..] => memchr::memchr(b'>', rest).map(|at| at + 1),
            _ => break,
        };
        // what goes on after what is looked at is decided by how it begins
        let Some(end) = end else { return declared.then_some(XML) };
        rest = rest[end..].trim_ascii_start();
    }
    let Some(tag) = rest.strip_prefix(b"<") else { return declared.then_some(XML) };
    let tag = &tag[..memchr::memchr(b'>', tag).unwrap_or(tag.len())];
    let name = &tag[..tag.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'/').unwrap_or(tag.len())];
    let spaced = memchr::memmem::find(tag, b"xmlns").is_some();
    let local = String::from_utf8_lossy(name.rsplit(|byte| *byte == b':').next().unwrap_or_default()).to_ascii_lowercase();
    if local == "html" {
        return None;
    }
    let known = ROOTS.iter().find(|(root, _)| *root == local).map(|(_, foreign)| *foreign);
    // `<feed me>` begins a text
    let is_xml = declared || spaced || tag.contains(&b'=') || tag.len() == name.len();
    known.filter(|_| is_xml).or_else(|| (declared || spaced).then_some(XML))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what(head: &[u8]) -> Option<&'static str> {
        told(head).map(|foreign| foreign.what)
    }

    #[test]
    fn articles_are_none_of_it() {
        for text in [
            "BMW announced on Friday.\n",
            "MZ, a maker of motorcycles, said.\n",
            "RIFF RAFF: the band plays.\n",
            "GIFs are old.\n",
            "PK was founded in 1990.\n",
            "ID3 is a tag.\n",
            "<feed me> said the cat.\n",
            "<Photo: Ana Ruiz>\nText.\n",
            "%Percent rises.\n",
            "<?php echo 1 ?>\n",
            "{\"idftyp\": \"found by fuzzing\"}\n",
            "",
        ] {
            assert_eq!(what(text.as_bytes()), None, "{text}");
            let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(what(&utf16), None, "{text} in UTF-16");
        }
        let utf16 = "<p>BM".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        assert_eq!(what(&utf16), None);
    }

    #[test]
    fn pages_in_xml_are_pages() {
        for page in [
            "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"x\"><html xmlns=\"http://www.w3.org/1999/xhtml\">",
            "<?xml version='1.0'?>\n<!-- a > b -->\n<html xmlns='x'>",
            "<html xmlns=\"http://www.w3.org/1999/xhtml\">",
            "<div class=a>",
            "<?xml version='1.0'?><?xml-stylesheet href='a.css'?><h:html xmlns:h='http://www.w3.org/1999/xhtml'>",
        ] {
            assert_eq!(what(page.as_bytes()), None, "{page}");
        }
    }

    #[test]
    fn xml_is_told_by_its_root() {
        for (head, wanted) in [
            ("<?xml version=\"1.0\"?>\n<nitf>", NITF),
            ("<?xml version=\"1.0\"?><!DOCTYPE nitf SYSTEM \"nitf.dtd\" [<!ENTITY a \"b\">]><nitf version=\"3\">", NITF),
            ("\u{feff}<newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\">", NEWSML),
            ("<?xpacket begin=\"\u{feff}\" id=\"W5M0\"?><x:xmpmeta>", XMP),
            ("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">", XMP),
            ("<rss version=\"2.0\">", FEED),
            ("<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\">", FEED),
            ("<?xml version=\"1.0\"?><article><p>a</p></article>", XML),
            ("<doc xmlns='x'>", XML),
            ("<?xml version=\"1.0\"?>", XML),
        ] {
            // `<article>` of our own page signs stays a page
            let wanted = if head.contains("<article>") { None } else { Some(wanted.what) };
            assert_eq!(what(head.as_bytes()), wanted, "{head}");
        }
        let utf16: Vec<u8> = "\u{feff}<?xml version=\"1.0\"?><nitf>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(what(&utf16), Some(NITF.what));
    }

    #[test]
    fn documents_in_zip_are_told_apart() {
        let zip = |name: &str, content: &str| [b"PK\x03\x04\x14\0\0\0\0\0", name.as_bytes(), content.as_bytes()].concat();
        assert_eq!(what(&zip("mimetype", "application/epub+zip")), Some(EPUB.what));
        assert_eq!(what(&zip("mimetype", "application/vnd.oasis.opendocument.text")), Some(OPEN_DOCUMENT.what));
        assert_eq!(what(&zip("[Content_Types].xml", "...word/document.xml")), Some(WORD.what));
        assert_eq!(what(&zip("a.txt", "The News")), Some(ARCHIVE.what));
        assert_eq!(what(b"BM\x36\0\x0c\0\0\0\0\0"), Some(PICTURE.what));
        assert_eq!(what(b"MZ\x90\0\x03\0\0\0"), Some(PROGRAM.what));
    }
}
