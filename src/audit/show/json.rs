//! One JSON object per finding, one per line: a stream that `jq`, `grep` and `split` take as it comes; `cat` joins runs.
//! Counts are the reader's to make (`jq -s 'group_by(.code)'`); a summary at the end would be another kind of record in the stream.

use super::{Audited, Show};
use crate::audit::Finding;
use serde::Serialize;
use std::io::{self, Write};

/// A finding with its name.
#[derive(Serialize)]
struct Line<'a> {
    fingerprint: String,
    article: &'a str,
    #[serde(flatten)]
    finding: &'a Finding,
}

pub(super) struct Json<W: Write>(io::BufWriter<W>);

impl<W: Write> Json<W> {
    pub(super) fn new(target: W) -> Self {
        Self(io::BufWriter::new(target))
    }
}

impl<W: Write> Show for Json<W> {
    fn add(&mut self, audited: &Audited) -> io::Result<()> {
        audited.findings.iter().try_for_each(|finding| {
            let line = Line { fingerprint: finding.fingerprint(), article: finding.article(), finding };
            serde_json::to_writer(&mut self.0, &line)?;
            self.0.write_all(b"\n")
        })
    }

    fn finish(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use crate::audit::show::FindingFormat;
    use crate::audit::show::testing::{hostile, written};
    use serde_json::Value;

    #[test]
    fn read_back_is_the_same() {
        let audited = hostile();
        let text = written(FindingFormat::Json, &audited);
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), audited.findings.len());
        for (line, finding) in lines.iter().zip(&audited.findings) {
            assert_eq!(line["message"], finding.message);
            assert_eq!(line["labels"][0]["snippet"], finding.labels[0].place().snippet);
            assert_eq!(line["labels"][0]["column"], finding.labels[0].place().column);
            assert_eq!(line["fingerprint"], finding.fingerprint());
        }
    }
}
