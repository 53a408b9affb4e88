//! Which format an input has: by what it is called, else by how it begins.

/// A format of inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// One article, a line a block.
    Text,
    /// One page.
    Html,
    /// One object per line.
    Jsonl,
    /// A table with a header, separated by commas.
    Csv,
    /// A table with a header, separated by tabs.
    Tsv,
    /// Web archive: HTML responses, or plain text (WET).
    Warc,
    /// Apache Parquet.
    Parquet,
}

/// Endings of compressed files, taken off before the format's own.
const COMPRESSED: &[&str] = &["gz", "zst", "zstd", "bz2", "xz"];

impl Format {
    /// The format that a file name tells.
    pub fn of_name(name: &str) -> Option<Self> {
        let mut parts = name.rsplit('.').map(str::to_ascii_lowercase);
        let mut ending = parts.next()?;
        if COMPRESSED.contains(&ending.as_str()) {
            ending = parts.next()?;
        }
        Some(match ending.as_str() {
            "txt" => Self::Text,
            "html" | "htm" | "xhtml" => Self::Html,
            "jsonl" | "ndjson" | "json" => Self::Jsonl,
            "csv" => Self::Csv,
            "tsv" => Self::Tsv,
            "warc" | "wet" => Self::Warc,
            "parquet" | "pq" => Self::Parquet,
            _ => return None,
        })
    }

    /// The format that the first bytes tell; text where they tell none.
    pub fn of_content(head: &[u8]) -> Self {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        let starts = |mark: &str| head.len() >= mark.len() && head[..mark.len()].eq_ignore_ascii_case(mark.as_bytes());
        if starts("PAR1") {
            Self::Parquet
        } else if starts("WARC/") {
            Self::Warc
        } else if head.first() == Some(&b'{') && memchr::memchr(b'"', &head[..head.len().min(64)]).is_some() {
            Self::Jsonl
        } else if super::html::is_page("", head) {
            Self::Html
        } else {
            Self::Text
        }
    }

    /// Whether a file of this format is one article.
    pub(super) fn is_one_article(self) -> bool {
        matches!(self, Self::Text | Self::Html)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell() {
        assert_eq!(Format::of_name("a/b.JSONL.zst"), Some(Format::Jsonl));
        assert_eq!(Format::of_name("crawl.warc.wet.gz"), Some(Format::Warc));
        assert_eq!(Format::of_name("page.htm"), Some(Format::Html));
        assert_eq!((Format::of_name("README"), Format::of_name("a.gz")), (None, None));
    }

    #[test]
    fn beginnings_tell() {
        assert_eq!(Format::of_content(b"\xef\xbb\xbf  <!DOCTYPE html><p>"), Format::Html);
        assert_eq!(Format::of_content(b"{\"text\": \"a\"}\n"), Format::Jsonl);
        assert_eq!(Format::of_content(b"WARC/1.0\r\n"), Format::Warc);
        assert_eq!(Format::of_content(b"The News\n"), Format::Text);
        assert_eq!(Format::of_content(b""), Format::Text);
    }
}
