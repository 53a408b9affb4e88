//! Lines of files and of standard input, as many at a time as are at hand.

use super::{Outcome, say, stop_signal, tell_skipped};
use crate::read;
use anyhow::{Result, bail};
use std::io::{self, BufRead, BufReader, Read};
use std::path::PathBuf;

/// Lines that wait for each other, where more are at hand.
const BATCH: usize = 256;
/// Bytes of a line that are kept.
const MAX_LINE: u64 = 1 << 20;

/// Gives the lines of every input to `take`: the input's name, the number of the first line, the lines. What cannot be read is reported on
/// standard error. What the run writes, `outputs`, is no input.
pub(super) fn each(paths: &[PathBuf], outputs: &[PathBuf], mut take: impl FnMut(&str, u64, &[String]) -> Result<()>) -> Result<Outcome> {
    let (mut read, mut failed) = (0, 0);
    let walk = read::Walk { outputs: outputs.to_vec(), stop: read::Stop::at(stop_signal()), ..read::Walk::default() };
    for input in read::inputs_beside(paths, &walk) {
        match input.and_then(|input| Ok((input.name(), read::raw(&input, walk.stop)?))) {
            Ok((name, reader)) => match each_of(&name, reader, &mut take)? {
                Ok(0) => {
                    say("error", &read::Error::Empty { path: name }.to_string());
                    failed += 1;
                }
                Ok(_) => read += 1,
                Err(cause) if read::is_stop(&cause) => {
                    bail!("stopped in {name}; what was written up to there is whole, an output file is not there")
                }
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
    if walk.stop.is_set() {
        bail!("stopped; what was written up to there is whole, an output file is not there");
    }
    tell_skipped(&walk.skipped);
    Ok(match (read, failed) {
        (_, 0) => Outcome::Done,
        (0, _) => Outcome::Nothing,
        _ => Outcome::SomeUnread,
    })
}

/// The lines of one input; how many there were. The inner error is that of reading.
fn each_of(name: &str, reader: Box<dyn Read + Send>, take: &mut impl FnMut(&str, u64, &[String]) -> Result<()>) -> Result<io::Result<u64>> {
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
            take(name, line + 1 - texts.len() as u64, &texts)?;
            texts.clear();
        }
        match next {
            Ok(Some(_)) => {}
            Ok(None) => return Ok(Ok(line)),
            Err(cause) => return Ok(Err(cause)),
        }
    }
}

/// The next line without its end, of a very long one the head; `None` at the end of the input.
fn next_line(reader: &mut BufReader<Box<dyn Read + Send>>) -> io::Result<Option<Vec<u8>>> {
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

/// A line as text; what is not UTF-8 is reported and replaced, so that every line keeps its row.
fn text(bytes: &[u8], name: &str, line: u64) -> String {
    if bytes.len() as u64 > MAX_LINE {
        log::warn!("{name}:{line}: longer than {MAX_LINE} bytes; only its beginning is used");
    }
    let mark = if line == 1 { "\u{feff}" } else { "" };
    let text = String::from_utf8_lossy(bytes);
    if let Err(error) = std::str::from_utf8(bytes) {
        log::warn!("{name}:{line}: byte {} is not UTF-8 and is replaced by U+FFFD; convert the file with iconv", error.valid_up_to() + 1);
    }
    text.strip_prefix(mark).unwrap_or(&text).to_owned()
}
