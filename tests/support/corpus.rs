//! Records in the formats of corpora, and compression around them.

use std::io::{Read, Write};
#[cfg(feature = "parquet")]
use std::sync::Arc;

/// A record as FineWeb has it.
pub struct Record<'a> {
    pub id: &'a str,
    pub text: &'a str,
}

/// One object per line.
pub fn jsonl(records: &[Record]) -> Vec<u8> {
    records
        .iter()
        .map(|r| format!("{}\n", serde_json::json!({"id": r.id, "date": "2025-03-12", "text": r.text})))
        .collect::<String>()
        .into()
}

/// A table with a header.
pub fn table(records: &[Record], delimiter: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    let rows = records.iter().map(|r| [r.id, "2025-03-12", r.text]);
    std::iter::once(["id", "date", "text"]).chain(rows).for_each(|row| writer.write_record(row).expect("a row"));
    writer.into_inner().expect("a table")
}

/// A Parquet file with the text in a column of that name, a few rows a group.
#[cfg(feature = "parquet")]
pub fn parquet(records: &[Record], text: &str) -> Vec<u8> {
    let columns = [Cells::texts(records.iter().map(|r| r.id)), Cells::texts(records.iter().map(|r| r.text))];
    parquet_of(&format!("required binary id (UTF8); required binary {text} (UTF8);"), &columns)
}

/// A column of a Parquet file.
#[cfg(feature = "parquet")]
#[derive(Clone)]
pub enum Cells {
    Bytes(Vec<::parquet::data_type::ByteArray>),
    Longs(Vec<i64>),
    Ints(Vec<i32>),
    Doubles(Vec<f64>),
}

#[cfg(feature = "parquet")]
impl Cells {
    pub fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        Self::Bytes(texts.into_iter().map(Into::into).collect())
    }
}

/// A Parquet file of any columns, each named in the schema.
#[cfg(feature = "parquet")]
pub fn parquet_of(schema: &str, columns: &[Cells]) -> Vec<u8> {
    use ::parquet::data_type::{ByteArrayType, DoubleType, Int32Type, Int64Type};
    use ::parquet::file::writer::SerializedFileWriter;
    const GROUP: usize = 3;
    let schema = ::parquet::schema::parser::parse_message_type(&format!("message rows {{ {schema} }}")).expect("a schema");
    let mut writer = SerializedFileWriter::new(Vec::new(), schema.into(), Arc::default()).expect("a writer");
    let rows = match &columns[0] {
        Cells::Bytes(cells) => cells.len(),
        Cells::Longs(cells) => cells.len(),
        Cells::Ints(cells) => cells.len(),
        Cells::Doubles(cells) => cells.len(),
    };
    for start in (0..rows).step_by(GROUP) {
        let some = start..rows.min(start + GROUP);
        let mut group = writer.next_row_group().expect("a group");
        for cells in columns {
            let mut column = group.next_column().expect("sound so far").expect("a column for the cells");
            match cells {
                Cells::Bytes(cells) => column.typed::<ByteArrayType>().write_batch(&cells[some.clone()], None, None),
                Cells::Longs(cells) => column.typed::<Int64Type>().write_batch(&cells[some.clone()], None, None),
                Cells::Ints(cells) => column.typed::<Int32Type>().write_batch(&cells[some.clone()], None, None),
                Cells::Doubles(cells) => column.typed::<DoubleType>().write_batch(&cells[some.clone()], None, None),
            }
            .expect("written");
            column.close().expect("a whole column");
        }
        group.close().expect("a whole group");
    }
    writer.into_inner().expect("a file")
}

/// One record of a web archive.
pub fn warc_record(kind: &str, uri: &str, content: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2025-03-12T00:00:00Z\r\nContent-Type: {content}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

/// A page as a server gave it, with more lines in the head.
pub fn response(uri: &str, headers: &str, page: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\r\n");
    warc_record("response", uri, "application/http; msgtype=response", &[head.as_bytes(), page].concat())
}

/// A page's text, as WET has it.
pub fn conversion(uri: &str, text: &str) -> Vec<u8> {
    warc_record("conversion", uri, "text/plain", text.as_bytes())
}

/// A text as a page, line for line: a paragraph a group of lines.
pub fn page(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    let story: Vec<String> = escaped.split("\n\n").map(|group| format!("<p>{}</p>", group.replace('\n', "<br>\n"))).collect();
    format!("<!doctype html><html><head><title>x</title></head><body><article>{}</article></body></html>", story.join("\n\n"))
}

/// Plain bytes to an archive.
pub type Compress = fn(&mut dyn Read) -> Vec<u8>;

/// The four ways that archives are compressed, with their endings.
pub const COMPRESSIONS: [(&str, Compress); 4] = [("gz", gzip), ("zst", zstd), ("bz2", bzip2), ("xz", xz)];

pub fn gzip(plain: &mut dyn Read) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    copy(plain, &mut writer);
    writer.finish().expect("gzip")
}

pub fn zstd(plain: &mut dyn Read) -> Vec<u8> {
    let mut writer = zstd::stream::write::Encoder::new(Vec::new(), 1).expect("zstd");
    copy(plain, &mut writer);
    writer.finish().expect("zstd")
}

pub fn bzip2(plain: &mut dyn Read) -> Vec<u8> {
    let mut writer = ::bzip2::write::BzEncoder::new(Vec::new(), ::bzip2::Compression::fast());
    copy(plain, &mut writer);
    writer.finish().expect("bzip2")
}

pub fn xz(plain: &mut dyn Read) -> Vec<u8> {
    let mut writer = liblzma::write::XzEncoder::new(Vec::new(), 0);
    copy(plain, &mut writer);
    writer.finish().expect("xz")
}

fn copy(plain: &mut dyn Read, writer: &mut impl Write) {
    std::io::copy(plain, writer).expect("compressed");
}
