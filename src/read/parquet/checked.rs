//! A reader that takes a file's word for nothing that costs. The library makes room for as many values as a dictionary claims to have, and
//! goes on reading after the end for as many as a header claims: a file of some hundred bytes could ask for all memory and all time.

use bytes::Bytes;
use parquet::basic::Type as PhysicalType;
use parquet::bloom_filter::Sbbf;
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::{ChunkReader, FileReader, Length, RowGroupReader};
use parquet::record::reader::RowIter;
use parquet::schema::types::Type;
use std::fs::File;
use std::io::{self, BufReader, Read};

/// A file of fixed length: nothing is read after its last byte.
pub(super) struct Whole {
    file: File,
    length: u64,
}

impl Whole {
    pub(super) fn new(file: File) -> io::Result<Self> {
        Ok(Self { length: file.metadata()?.len(), file })
    }
}

impl Length for Whole {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Whole {
    type T = Ending<BufReader<File>>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        let mut head = [0; HEAD];
        let read = self.file.get_read(start)?.read(&mut head)?;
        if let Some(bytes) = unpacked(&head[..read]).filter(|bytes| *bytes > MOST_UNPACKED) {
            return Err(ParquetError::General(too_large(bytes)));
        }
        self.file.get_read(start).map(Ending)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        if start.checked_add(length as u64).is_none_or(|end| end > self.length) {
            return Err(ParquetError::EOF(format!("{length} bytes are said to be at byte {start} of {}", self.length)));
        }
        let bytes = self.file.get_bytes(start, length)?;
        // gzip, unlike the other codecs, is undone to its end whatever the header says
        if length as u64 * GZIP_MOST > MOST_UNPACKED
            && let Some(at) = memchr::memmem::find(&bytes[..length.min(HEAD)], &[0x1f, 0x8b, 8])
        {
            let mut plain = flate2::read::MultiGzDecoder::new(&bytes[at..]).take(MOST_UNPACKED + 1);
            // what is damaged is told by who reads it
            if io::copy(&mut plain, &mut io::sink()).is_ok_and(|unpacked| unpacked > MOST_UNPACKED) {
                return Err(ParquetError::General(too_large(MOST_UNPACKED + 1)));
            }
        }
        Ok(bytes)
    }
}

/// A page has no more bytes, unpacked. Writers cut pages at about a megabyte.
const MOST_UNPACKED: u64 = 256 << 20;
/// The most bytes that a byte of gzip makes.
const GZIP_MOST: u64 = 1032;
/// Bytes in which a page's header says how large it is.
const HEAD: usize = 32;

fn too_large(bytes: u64) -> String {
    format!("a page has {bytes} bytes or more when it is unpacked, of which {MOST_UNPACKED} are read; write the file with smaller pages")
}

/// How large a page says that it is when it is unpacked, by the beginning of its header: Thrift's compact protocol, `1: PageType,
/// 2: uncompressed_page_size`. The library makes room for as much before it looks at the page.
fn unpacked(head: &[u8]) -> Option<u64> {
    /// The next field, a 32-bit number.
    const NEXT: u8 = 0x15;
    let behind_kind = head.strip_prefix(&[NEXT])?;
    let [_, NEXT, size @ ..] = behind_kind else { return None };
    let end = size.iter().take(5).position(|byte| byte & 0x80 == 0)?;
    let zigzag = size[..=end].iter().rev().fold(0_u64, |sum, byte| sum << 7 | u64::from(byte & 0x7f));
    // negative ones are told by the library
    (zigzag % 2 == 0).then_some(zigzag / 2)
}

/// The end is an error.
pub(super) struct Ending<R>(R);

impl<R: Read> Read for Ending<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        match self.0.read(to)? {
            0 if !to.is_empty() => Err(io::ErrorKind::UnexpectedEof.into()),
            read => Ok(read),
        }
    }
}

/// What is in a file.
pub(super) struct Checked<R>(pub(super) R);

impl<R: FileReader> FileReader for Checked<R> {
    fn metadata(&self) -> &ParquetMetaData {
        self.0.metadata()
    }

    fn num_row_groups(&self) -> usize {
        self.0.num_row_groups()
    }

    fn get_row_group(&self, i: usize) -> Result<Box<dyn RowGroupReader + '_>> {
        Ok(Box::new(Group(self.0.get_row_group(i)?)))
    }

    fn get_row_iter(&self, projection: Option<Type>) -> Result<RowIter<'_>> {
        RowIter::from_file(projection, self)
    }
}

struct Group<'a>(Box<dyn RowGroupReader + 'a>);

impl RowGroupReader for Group<'_> {
    fn metadata(&self) -> &RowGroupMetaData {
        self.0.metadata()
    }

    fn num_columns(&self) -> usize {
        self.0.num_columns()
    }

    fn get_column_page_reader(&self, i: usize) -> Result<Box<dyn PageReader>> {
        let column = self.metadata().column(i).column_descr();
        // of a value as it is written: a text has its length before it
        let least = match column.physical_type() {
            PhysicalType::BOOLEAN => 0,
            PhysicalType::INT32 | PhysicalType::FLOAT | PhysicalType::BYTE_ARRAY => 4,
            PhysicalType::INT64 | PhysicalType::DOUBLE => 8,
            PhysicalType::INT96 => 12,
            PhysicalType::FIXED_LEN_BYTE_ARRAY => usize::try_from(column.type_length())?,
        };
        Ok(Box::new(Pages { pages: self.0.get_column_page_reader(i)?, least }))
    }

    fn get_column_bloom_filter(&self, i: usize) -> Option<&Sbbf> {
        self.0.get_column_bloom_filter(i)
    }

    fn get_row_iter(&self, projection: Option<Type>) -> Result<RowIter<'_>> {
        RowIter::from_row_group(projection, self)
    }
}

struct Pages {
    pages: Box<dyn PageReader>,
    /// Bytes of a value.
    least: usize,
}

impl Pages {
    fn sound(&self, page: Page) -> Result<Page> {
        match &page {
            Page::DictionaryPage { buf, num_values, .. } if (*num_values as usize).saturating_mul(self.least.max(1)) > buf.len() => {
                Err(ParquetError::General(format!("a dictionary of {} bytes cannot hold {num_values} values", buf.len())))
            }
            _ => Ok(page),
        }
    }
}

impl Iterator for Pages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        self.pages.get_next_page()?.map(|page| self.sound(page)).transpose()
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.pages.skip_next_page()
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.pages.at_record_boundary()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_says_how_large_its_page_is() {
        assert_eq!(unpacked(&[0x15, 0, 0x15, 0x14, 0x15]), Some(10));
        assert_eq!(unpacked(&[0x15, 4, 0x15, 0x80, 0x80, 0x80, 0x80, 0x02]), Some(1 << 28));
        assert_eq!(unpacked(&[0x15, 4, 0x15, 0x01]), None);
        assert_eq!(unpacked(b"PAR1"), None);
        assert_eq!(unpacked(&[]), None);
    }
}
