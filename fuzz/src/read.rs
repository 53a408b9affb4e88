//! Readers, one per format.

use cotejo::Article;
use cotejo::read::{Error, Format, Input, Options, jobs};
use std::fs::File;
use std::os::fd::AsRawFd;
use std::os::unix::fs::FileExt;
use std::sync::{Arc, LazyLock};

/// A file in memory, so that no disk is waited for.
static FILE: LazyLock<File> = LazyLock::new(|| {
    let folder = if std::path::Path::new("/dev/shm").is_dir() { "/dev/shm".into() } else { std::env::temp_dir() };
    tempfile::tempfile_in(folder).expect("a file")
});

/// The most bytes of an article: little, so that the limit is met.
const LIMIT: u64 = 1 << 16;

/// What the articles of an input are, each sound, or why they are none.
fn articles(bytes: &[u8], format: Option<Format>) -> Vec<Result<Article, Error>> {
    articles_with(bytes, options(format))
}

/// As they are by default, with our limit.
fn options(format: Option<Format>) -> Options {
    let mut options = Options::default();
    (options.max_bytes, options.format) = (LIMIT, format);
    options
}

fn articles_with(bytes: &[u8], options: Options) -> Vec<Result<Article, Error>> {
    FILE.set_len(0).and_then(|()| FILE.write_all_at(bytes, 0)).expect("written");
    let input = Input::File(format!("/proc/self/fd/{}", FILE.as_raw_fd()).into());
    let options = Arc::new(options);
    let found: Vec<_> = jobs(input, &options).map(|job| job()).collect();
    for result in &found {
        match result {
            Ok(article) => assert_sound(article),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
    found
}

fn assert_sound(article: &Article) {
    let mut end = 0;
    for block in &article.blocks {
        let said = article.at(block.span);
        assert!(!said.is_empty() && said.trim() == said, "{said:?}");
        assert!(end <= block.span.start, "blocks overlap");
        end = block.span.end;
        let source = article.source_span(block.span);
        assert!(source.start <= source.end, "{source:?}");
        let [first, last] = article.positions(block.span);
        assert!(first <= last && first.0 >= 1 && first.1 >= 1, "{first:?} {last:?}");
        assert!(block.line >= 1);
    }
}

/// Plain text in any encoding. UTF-8 stays as it is.
pub fn text_file(bytes: &[u8]) {
    let found = articles(bytes, Some(Format::Text));
    assert_eq!(found.len(), 1);
    if let (Ok(article), Ok(given)) = (&found[0], std::str::from_utf8(bytes)) {
        // what looks like a page is read as one; entities are undone, characters that print nothing are passed over
        let stays = |c: char| c.is_alphanumeric() || c.is_ascii_whitespace() || c.is_ascii_graphic() && !matches!(c, '<' | '&');
        assert!(article.text == given || !given.chars().all(stays), "the text was changed");
    }
}

/// Whether it begins like a picture, a program, a font, and was told for what it is.
fn is_foreign(found: &[Result<Article, Error>]) -> bool {
    matches!(found, [Err(Error::Foreign { .. })])
}

/// A page.
pub fn html(bytes: &[u8]) {
    assert_eq!(articles(bytes, Some(Format::Html)).len(), 1);
}

/// Objects, one per line: what `serde_json` reads alone is what we read. Documents of another make need only be sound.
pub fn jsonl(bytes: &[u8]) {
    type Object = serde_json::Map<String, serde_json::Value>;
    let found = articles(bytes, Some(Format::Jsonl));
    let Ok(given) = std::str::from_utf8(bytes) else { return };
    if given.contains('\0') || given.starts_with('\u{feff}') || is_foreign(&found) {
        return;
    }
    let lines: Vec<&str> = given.split('\n').filter(|line| !line.as_bytes().trim_ascii().is_empty()).collect();
    let objects: Option<Vec<Object>> = lines.iter().map(|line| serde_json::from_str(line).ok()).collect();
    // a field that stands twice is refused
    let Some(objects) = objects.filter(|_| lines.iter().all(|line| line.matches("text").count() < 2)) else { return };
    assert_eq!(found.len(), lines.len(), "one result per line");
    for ((article, object), line) in found.iter().zip(&objects).zip(lines) {
        let text = object.get("text").and_then(|text| text.as_str()).filter(|_| line.len() as u64 <= LIMIT);
        // mark-up is read as such
        if text.is_none_or(|text| !text.contains('<')) && line.len() as u64 <= LIMIT && !line.contains("\\u") {
            assert_eq!(article.as_ref().ok().map(|article| article.text.as_str()), text, "{line}");
        }
    }
}

/// A table, by commas, by tabs and by what its header tells.
pub fn table(bytes: &[u8]) {
    articles(bytes, Some(Format::Tsv));
    for delimiter in [b',', b'\t'] {
        let mut options = options(Some(Format::Csv));
        options.delimiter = Some(delimiter);
        let found = articles_with(bytes, options);
        let marked = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) || bytes.starts_with(&[0xef, 0xbb, 0xbf]);
        if marked || is_foreign(&found) || bytes.len() as u64 > LIMIT || bytes.to_ascii_lowercase().windows(4).any(|four| four == b"sep=") {
            continue;
        }
        // as many as the library that is built for files has rows
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(bytes);
        let Ok(header) = reader.byte_headers().cloned() else { continue };
        let rows = reader.byte_records().count();
        let once = |wanted: &[u8]| header.iter().filter(|name| name.trim_ascii().eq_ignore_ascii_case(wanted)).count() < 2;
        if header.iter().any(|name| name == b"text") && [&b"text"[..], b"id", b"url", b"date"].into_iter().all(once) {
            assert_eq!(found.len(), rows);
        }
    }
}

/// A web archive, or its plain text.
pub fn warc(bytes: &[u8]) {
    articles(bytes, Some(Format::Warc));
}

/// A Parquet file.
#[cfg(feature = "parquet")]
pub fn parquet(bytes: &[u8]) {
    /// The fuzzer's own hook ends the program before a panic can be caught.
    static CAUGHT: LazyLock<()> = LazyLock::new(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !cotejo::internals::is_guarded() {
                usual(panic);
            }
        }));
    });
    LazyLock::force(&CAUGHT);
    articles(bytes, Some(Format::Parquet));
}

/// Something compressed; what is in it tells its format.
pub fn compressed(bytes: &[u8]) {
    articles(bytes, None);
}
