//! `cotejo embed`

use super::args::{EmbedArgs, VectorFormat};
use super::output::{FAILED, Output, format_by_ending};
use super::{Outcome, Usage, lines};
use crate::encoder::{Encoder, Vector};
use anyhow::{Context, Result};
use serde::Serialize;
use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};

pub(crate) const EXAMPLES: &str = "Examples:
  cotejo embed captions.txt > vectors.jsonl
  cotejo embed --format npy -o vectors.npy captions.txt     numpy.load(\"vectors.npy\"): one row per line
  tail -f captions.txt | cotejo embed | jq -c '[.line, .vector[0]]'

Two vectors' dot product is their cosine: about 0.8 for a translation, under 0.45 for another sentence.";

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
    let format = format(args)?;
    let mut output = Output::open(args.output.as_deref())?;
    let mut sink = Sink::new(format, &mut output)?;
    let outcome = lines::each(&args.paths, args.output.as_slice(), |source, first, texts| {
        for ((text, vector), line) in texts.iter().zip(encoder.encode(texts)).zip(first..) {
            let pieces = args.pieces.then(|| encoder.pieces(text));
            sink.put(&Embedded { source, line, text, vector: vector.as_slice(), pieces }).context(FAILED)?;
        }
        sink.flush().context(FAILED)
    })?;
    sink.finish().context(FAILED)?;
    output.finish_after(outcome)
}

/// What was asked for, else what the output's name says.
fn format(args: &EmbedArgs) -> Result<VectorFormat, Usage> {
    if let Some(format) = args.format {
        return Ok(format);
    }
    let found = format_by_ending(args.output.as_deref(), "jsonl or npy, or choose with --format", |ending| match ending {
        "jsonl" | "ndjson" => Some(VectorFormat::Jsonl),
        "npy" => Some(VectorFormat::Npy),
        _ => None,
    });
    Ok(found?.unwrap_or(VectorFormat::Jsonl))
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
