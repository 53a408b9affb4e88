//! `cotejo embed`

use super::args::{EmbedArgs, VectorFormat};
use super::output::Output;
use super::{Outcome, say};
use crate::encoder::{Encoder, Vector};
use crate::read::{self, Input};
use anyhow::{Context, Result};
use serde::Serialize;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, Write};

/// Lines that wait for each other, where more are at hand.
const BATCH: usize = 256;
/// Bytes of a line that are kept; the encoder reads fewer.
const MAX_LINE: u64 = 1 << 20;

/// One line with its vector.
#[derive(Serialize)]
struct Embedded<'a> {
    source: &'a str,
    line: u64,
    text: &'a str,
    vector: &'a [f32],
    #[serde(skip_serializing_if = "Option::is_none")]
    pieces: Option<Vec<u32>>,
}

pub(super) fn run(args: &EmbedArgs) -> Result<Outcome> {
    let opened;
    let encoder = match &args.encoder {
        Some(folder) => {
            opened = Encoder::open(folder)?;
            &opened
        }
        None => Encoder::embedded(),
    };
    let mut output = Output::open(args.output.as_deref())?;
    let mut sink = Sink::new(args.format, &mut output)?;
    let (mut read, mut failed) = (0, 0);
    for input in read::inputs(&args.paths) {
        match input.and_then(|input| Ok((input.name(), open(&input)?))) {
            Ok((name, reader)) => match embed(encoder, args.pieces, &name, reader, &mut sink)? {
                Ok(()) => read += 1,
                Err(cause) => {
                    say("error", &format!("{name}: cannot be read to its end: {cause}; the lines before are written"));
                    (read, failed) = (read + 1, failed + 1);
                }
            },
            Err(error) => {
                say("error", &error.to_string());
                failed += 1;
            }
        }
    }
    sink.finish().with_context(failed_to_write)?;
    if (read, failed) != (0, failed.max(1)) {
        output.finish()?;
    }
    Ok(match (read, failed) {
        (_, 0) => Outcome::Done,
        (0, _) => Outcome::Nothing,
        _ => Outcome::SomeUnread,
    })
}

fn failed_to_write() -> &'static str {
    "the output could not be written"
}

fn open(input: &Input) -> Result<Box<dyn Read>, read::Error> {
    match input {
        Input::Stdin => Ok(Box::new(io::stdin().lock())),
        Input::File(path) => {
            File::open(path).map(|file| Box::new(file) as _).map_err(|cause| read::Error::Unreadable { path: input.name(), cause })
        }
    }
}

/// Embeds the lines of one input, as many at a time as are at hand. The inner error is that of reading.
fn embed(encoder: &Encoder, pieces: bool, name: &str, reader: Box<dyn Read>, sink: &mut Sink<'_>) -> Result<io::Result<()>> {
    let mut reader = BufReader::with_capacity(1 << 16, reader);
    let (mut texts, mut line) = (Vec::with_capacity(BATCH), 0);
    loop {
        let next = next_line(&mut reader);
        if let Ok(Some(bytes)) = &next {
            line += 1;
            texts.push(text(bytes, name, line));
        }
        let ended = !matches!(next, Ok(Some(_)));
        if ended || texts.len() == BATCH || !reader.buffer().contains(&b'\n') {
            let first = line + 1 - texts.len() as u64;
            for ((text, vector), line) in texts.iter().zip(encoder.encode(&texts)).zip(first..) {
                let pieces = pieces.then(|| encoder.pieces(text));
                sink.put(&Embedded { source: name, line, text, vector: vector.as_slice(), pieces }).with_context(failed_to_write)?;
            }
            texts.clear();
            sink.flush().with_context(failed_to_write)?;
        }
        match next {
            Ok(Some(_)) => {}
            Ok(None) => return Ok(Ok(())),
            Err(cause) => return Ok(Err(cause)),
        }
    }
}

/// The next line without its end, of a very long one the head; `None` at the end of the input.
fn next_line(reader: &mut BufReader<Box<dyn Read>>) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    if reader.by_ref().take(MAX_LINE + 1).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() != Some(&b'\n') && line.len() as u64 > MAX_LINE {
        reader.skip_until(b'\n')?;
    } else if line.last() == Some(&b'\n') {
        line.pop();
        line.pop_if(|end| *end == b'\r');
    }
    Ok(Some(line))
}

/// A line as text; what is not UTF-8 is told and replaced, so that every line keeps its row.
fn text(bytes: &[u8], name: &str, line: u64) -> String {
    if bytes.len() as u64 > MAX_LINE {
        log::warn!("{name}:{line}: longer than {MAX_LINE} bytes; only its head is embedded and written");
    }
    let mark = if line == 1 { "\u{feff}" } else { "" };
    let text = String::from_utf8_lossy(bytes);
    if let Err(error) = std::str::from_utf8(bytes) {
        log::warn!("{name}:{line}: byte {} is not UTF-8, U+FFFD stands for it; convert the file with iconv", error.valid_up_to() + 1);
    }
    text.strip_prefix(mark).unwrap_or(&text).to_owned()
}

/// Where vectors go.
enum Sink<'a> {
    Jsonl(BufWriter<&'a mut Output>),
    /// The head of a `.npy` file says how many rows follow, so these wait in a temporary file.
    Npy {
        rows: u64,
        spool: BufWriter<File>,
        output: &'a mut Output,
    },
}

impl<'a> Sink<'a> {
    fn new(format: VectorFormat, output: &'a mut Output) -> Result<Self> {
        Ok(match format {
            VectorFormat::Jsonl => Self::Jsonl(BufWriter::new(output)),
            VectorFormat::Npy => {
                let spool = tempfile::tempfile().context("no temporary file can be made; set TMPDIR to a folder with room")?;
                Self::Npy { rows: 0, spool: BufWriter::new(spool), output }
            }
        })
    }

    fn put(&mut self, row: &Embedded<'_>) -> io::Result<()> {
        match self {
            Self::Jsonl(out) => {
                serde_json::to_writer(&mut *out, row)?;
                out.write_all(b"\n")
            }
            Self::Npy { rows, spool, .. } => {
                *rows += 1;
                row.vector.iter().try_for_each(|v| spool.write_all(&v.to_le_bytes()))
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Jsonl(out) => out.flush(),
            Self::Npy { .. } => Ok(()),
        }
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Jsonl(mut out) => out.flush(),
            Self::Npy { rows, spool, mut output } => {
                let mut spool = spool.into_inner().map_err(io::IntoInnerError::into_error)?;
                spool.rewind()?;
                (&mut output).write_all(&npy_head(rows))?;
                io::copy(&mut spool, &mut output)?;
                Ok(())
            }
        }
    }
}

/// The head of a NumPy file, format 1.0 (NEP 1): rows x 512 little-endian 32-bit floats.
fn npy_head(rows: u64) -> Vec<u8> {
    let shape = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {}), }}", Vector::DIMENSIONS);
    let length = (10 + shape.len() + 1).next_multiple_of(64) - 10;
    let mut head = b"\x93NUMPY\x01\x00".to_vec();
    head.extend((length as u16).to_le_bytes());
    head.extend(format!("{shape:<width$}\n", width = length - 1).into_bytes());
    head
}
