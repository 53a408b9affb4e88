//! Reads lines of JSON on standard input, `{"text": ..., "spans": [[start, end, "label"], ...]}` with places in bytes, and prints for each token its
//! label, its place and its features; an empty line behind each text. `scripts/dev fit captions` calls it.

use cotejo::internals::CaptionLine;
use std::io::{BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let item: serde_json::Value = serde_json::from_str(&line?)?;
        let text = item["text"].as_str().ok_or("no text")?;
        let spans: Vec<(usize, usize, &str)> = item["spans"]
            .as_array()
            .ok_or("no spans")?
            .iter()
            .filter_map(|span| Some((span[0].as_u64()? as usize, span[1].as_u64()? as usize, span[2].as_str()?)))
            .collect();
        for (span, features) in CaptionLine::new(text).all() {
            let label = spans.iter().find(|(start, end, _)| (*start..*end).contains(&span.start)).map_or("body", |span| span.2);
            write!(out, "{label}@{}-{}", span.start, span.end)?;
            for feature in features {
                write!(out, "\t{feature:x}")?;
            }
            writeln!(out)?;
        }
        writeln!(out)?;
    }
    out.flush()?;
    Ok(())
}
