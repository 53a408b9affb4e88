//! Workflow commands: GitHub shows them beside the lines of a pull request.
//! See <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use super::{Audited, Show, clipped, visible};
use crate::audit::{Finding, Severity};
use std::io::{self, Write};

/// GitHub cuts longer messages.
const MOST: usize = 4000;

pub(super) struct Github<W: Write>(io::BufWriter<W>);

impl<W: Write> Github<W> {
    pub(super) fn new(target: W) -> Self {
        Self(io::BufWriter::new(target))
    }

    fn command(&mut self, finding: &Finding) -> io::Result<()> {
        let name = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        write!(self.0, "::{name} title={}", property(finding.code))?;
        if let Some(place) = finding.labels.first().map(|label| label.place()) {
            write!(self.0, ",file={},line={},endLine={}", property(&place.article), place.line, place.end_line)?;
            // columns are only taken with one line
            if place.line == place.end_line {
                write!(self.0, ",col={},endColumn={}", place.column, place.end_column)?;
            }
        }
        let help = finding.help.as_ref().map(|help| format!("\n{}", visible(&clipped(help, MOST)))).unwrap_or_default();
        writeln!(self.0, "::{}", message(&(visible(&clipped(&finding.message, MOST)) + &help)))
    }
}

impl<W: Write> Show for Github<W> {
    fn add(&mut self, audited: &Audited) -> io::Result<()> {
        audited.findings.iter().try_for_each(|finding| self.command(finding))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(&visible(&clipped(text, MOST))).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::show::FindingFormat;
    use crate::audit::show::testing::{finding, hostile, written};

    /// As GitHub's runner reads it: properties end at the first `::`.
    fn read(line: &str) -> (Vec<(String, String)>, String) {
        let undone =
            |text: &str| text.replace("%0A", "\n").replace("%0D", "\r").replace("%3A", ":").replace("%2C", ",").replace("%25", "%");
        let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let properties = head.split_once(' ').unwrap().1.split(',').map(|p| p.split_once('=').unwrap());
        (properties.map(|(name, value)| (name.to_owned(), undone(value))).collect(), undone(message))
    }

    #[test]
    fn a_command_a_finding_whatever_it_says() {
        let audited = hostile();
        let text = written(FindingFormat::Github, &audited);
        assert_eq!(text.lines().count(), audited.findings.len());
        for (line, finding) in text.lines().zip(&audited.findings) {
            let (properties, said) = read(line);
            assert_eq!(properties[0], ("title".to_owned(), finding.code.to_owned()));
            assert_eq!(properties[1].1, visible(&clipped(finding.article(), MOST)));
            assert!(said.starts_with(&visible(&clipped(&finding.message, MOST))), "{said}");
        }
    }

    #[test]
    fn as_github_documents_it() {
        let text = written(FindingFormat::Github, &finding("Ana", "a, 100% b: c").into());
        assert_eq!(
            text,
            "::warning title=name-spelling,file=a%3Ab%2Cc.txt,line=2,endLine=2,col=4,endColumn=7::a, 100%25 b: c%0Awrite \"Anna\"\n"
        );
    }
}
