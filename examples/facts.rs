//! What the facts of Spanish and English texts differ in: reads `es<TAB>en` lines, writes JSON lines.
//!
//! ```text
//! cargo run --release --example facts < pairs.tsv
//! ```

use cotejo::internals::differences;
use std::io::{BufRead, Write};

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let Some((es, en)) = line.split_once('\t') else { continue };
        let found = differences(es, en).into_iter().map(|(kind, there, here, certain)| {
            serde_json::json!({ "kind": kind, "es": there.map(|s| s.of(es)), "en": here.map(|s| s.of(en)), "certain": certain })
        });
        let found: Vec<_> = found.collect();
        writeln!(out, "{}", serde_json::json!({ "es": es, "en": en, "differences": found }))?;
    }
    out.flush()
}
