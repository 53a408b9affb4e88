//! A table, one row per finding.

use super::{Audited, Show};
use crate::audit::Finding;
use crate::write::{self, Cells, Records};
use serde::Serialize;
use std::io::{self, Write};

const COLUMNS: &[&str] = &[
    "article",
    "line",
    "column",
    "end_line",
    "end_column",
    "severity",
    "code",
    "message",
    "text",
    "pair_id",
    "help",
    "replacement",
    "start",
    "end",
    "fingerprint",
];

#[derive(Serialize)]
#[cfg_attr(test, derive(serde::Deserialize, PartialEq, Debug))]
struct Row {
    article: String,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    severity: String,
    code: String,
    message: String,
    text: String,
    pair_id: Option<String>,
    help: Option<String>,
    replacement: Option<String>,
    start: Option<usize>,
    end: Option<usize>,
    fingerprint: String,
}

impl Row {
    fn new(finding: &Finding, cells: Cells) -> Self {
        let cell = |text: &str| cells.text(text);
        let place = finding.labels.first().map(|label| label.place());
        Self {
            article: cells.id(finding.article()),
            line: place.map(|p| p.line),
            column: place.map(|p| p.column),
            end_line: place.map(|p| p.end_line),
            end_column: place.map(|p| p.end_column),
            severity: finding.severity.name().to_owned(),
            code: finding.code.to_owned(),
            message: cell(&finding.message),
            text: cell(place.map_or("", |p| p.text())),
            pair_id: finding.pair_id.as_deref().map(|id| cells.id(id)),
            help: finding.help.as_deref().map(cell),
            replacement: finding.fix.as_ref().map(|fix| cell(&fix.replacement)),
            start: place.map(|p| p.start),
            end: place.map(|p| p.end),
            fingerprint: cells.id(&finding.fingerprint()),
        }
    }
}

pub(super) struct Csv<'w> {
    rows: Box<dyn Records<Row> + 'w>,
    cells: Cells,
}

impl<'w> Csv<'w> {
    pub(super) fn new(cells: Cells, mut target: Box<dyn Write + Send + 'w>) -> io::Result<Self> {
        cells.begin(&mut target)?;
        Ok(Self { rows: write::records(write::TableFormat::Csv, COLUMNS, target)?, cells })
    }
}

impl Show for Csv<'_> {
    fn add(&mut self, audited: &Audited) -> io::Result<()> {
        audited.findings.iter().try_for_each(|finding| self.rows.add(&Row::new(finding, self.cells)))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.rows.finish().map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, Row};
    use crate::audit::show::FindingFormat;
    use crate::audit::show::testing::{hostile, written};
    use crate::write::Cells;

    #[test]
    fn read_back_is_the_same() {
        let audited = hostile();
        let text = written(FindingFormat::Csv(Cells::Plain), &audited);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.headers().unwrap(), COLUMNS);
        let rows: Vec<Row> = reader.deserialize().map(Result::unwrap).collect();
        let expected: Vec<Row> = audited.findings.iter().map(|finding| Row::new(finding, Cells::Plain)).collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn no_cell_runs_in_a_spreadsheet() {
        let text = written(FindingFormat::Csv(Cells::Safe), &hostile());
        let cells = csv::Reader::from_reader(text.as_bytes())
            .into_records()
            .flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>());
        assert!(!cells.into_iter().any(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r'])));
    }
}
