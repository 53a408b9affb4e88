//! The findings of plain-text articles as JSON lines, with the pair's relation and texts; for `scripts/audit_rate.py`.
//!
//! ```text
//! cargo run --release --example audit_findings -- FOLDER > findings.jsonl
//! ```

use cotejo::audit::{Auditor, Settings};
use cotejo::passage::passages;
use cotejo::{Article, Options, Pairer};
use serde_json::json;
use std::io::{BufWriter, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("which folder?")?;
    let pairer = Pairer::new(Options::default())?;
    let auditor = Auditor::new(Settings::default())?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut paths: Vec<_> = std::fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let article = Article::from_text(name, std::fs::read_to_string(&path)?);
        let pairs = pairer.pairs(&article);
        let findings = auditor.audit(&article, &passages(&article), &pairs).0;
        for pair in &pairs {
            let own: Vec<_> = findings.iter().filter(|f| f.pair_id.as_ref() == Some(&pair.id)).collect();
            let en = pair.en.as_ref().map(|en| article.at(en.raw));
            let row = json!({"article": article.id, "es_line": pair.line, "relation": pair.relation.name(), "es": article.at(pair.es.raw),
                "en": en, "findings": own});
            writeln!(out, "{row}")?;
        }
        for finding in findings.iter().filter(|f| f.pair_id.is_none()) {
            writeln!(out, "{}", json!({"article": article.id, "findings": [finding]}))?;
        }
    }
    Ok(out.flush()?)
}
