//! For a person: code, severity, message, the source lines with both sides marked, and what to do, laid out as rustc does it. A caption is
//! one line of several hundred characters, so each mark is shown with what fits around it. (The crates that print such things count columns
//! in the line that they are given; here lines are cut, and places come from the source of a page.)

use super::{Audited, Show, clipped, visible};
use crate::audit::{Finding, Label, Severity};
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// What the terminal takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terminal {
    /// Characters on a line.
    pub width: usize,
    /// Whether escape sequences for colours are understood.
    pub colour: bool,
}

/// The least that a line with a mark and its label needs.
const NARROWEST: usize = 40;
/// Characters of a message that are shown.
const MESSAGE: usize = 600;

pub(super) struct Text<W: Write> {
    out: io::BufWriter<W>,
    terminal: Terminal,
}

impl<W: Write> Text<W> {
    pub(super) fn new(terminal: Terminal, target: W) -> Self {
        Self { out: io::BufWriter::new(target), terminal }
    }

    fn style(&self, colour: AnsiColor) -> Style {
        if self.terminal.colour { colour.on_default().bold() } else { Style::new() }
    }

    fn finding(&mut self, finding: &Finding) -> io::Result<()> {
        let worst = self.style(match finding.severity {
            Severity::Error => AnsiColor::BrightRed,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Note => AnsiColor::BrightGreen,
        });
        let (frame, bold) = (self.style(AnsiColor::BrightBlue), if self.terminal.colour { Style::new().bold() } else { Style::new() });
        let (name, code, message) = (finding.severity.name(), finding.code, visible(&clipped(&finding.message, MESSAGE)));
        writeln!(self.out, "{worst}{name}[{code}]{worst:#}{bold}: {message}{bold:#}")?;
        let digits = finding.labels.iter().map(|label| label.place().line.to_string().len()).max().unwrap_or(1);
        let width = self.terminal.width.saturating_sub(digits + 4).max(NARROWEST);
        let mut before = None;
        for (at, label) in finding.labels.iter().enumerate() {
            let place = label.place();
            let here = (&place.article, place.line);
            if before != Some(here) {
                let arrow = if before.is_none() { "-->" } else { ":::" };
                let article = visible(&clipped(&place.article, MESSAGE));
                writeln!(self.out, "{:digits$}{frame}{arrow}{frame:#} {article}:{}:{}", "", place.line, place.column)?;
                writeln!(self.out, "{:digits$} {frame}|{frame:#}", "")?;
            }
            before = Some(here);
            let (line, mark) = excerpt(label, width);
            let (space, length) = (line[..mark.start].width(), line[mark].width().max(1));
            let (style, sign) = if at == 0 { (worst, "^") } else { (frame, "-") };
            writeln!(self.out, "{frame}{:>digits$} |{frame:#} {line}", place.line)?;
            let under = format!("{} {}", sign.repeat(length), shown_label(label, width));
            writeln!(self.out, "{:digits$} {frame}|{frame:#} {:space$}{style}{}{style:#}", "", "", under.trim_end())?;
        }
        if let Some(help) = &finding.help {
            writeln!(self.out, "{:digits$} {frame}={frame:#} {bold}help{bold:#}: {}", "", visible(&clipped(help, MESSAGE)))?;
        }
        writeln!(self.out)
    }
}

impl<W: Write> Show for Text<W> {
    fn add(&mut self, audited: &Audited) -> io::Result<()> {
        audited.findings.iter().try_for_each(|finding| self.finding(finding))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn shown_label(label: &Label, width: usize) -> String {
    visible(&clipped(&label.text, width / 2))
}

/// The part of a label's line that fits into `width` characters together with the label, and the mark in it. A mark that is too long
/// loses its middle, since what it begins and ends with says where it is.
fn excerpt(label: &Label, width: usize) -> (String, Range<usize>) {
    let place = label.place();
    let needed = shown_label(label, width).chars().count() + 1;
    let mark = without_middle(&visible(place.text()), width.saturating_sub(needed).max(NARROWEST / 4));
    let left = width.saturating_sub(mark.chars().count() + 2);
    let before = visible(place.before());
    let after = visible(place.after());
    // the label stands below what comes after the mark
    let room_after = (left / 2).max(needed.min(left)).max(left.saturating_sub(before.chars().count()));
    let after = head(&after, room_after);
    let used = after.chars().count().max(needed);
    let before = tail(&before, left.saturating_sub(used));
    let span = before.len()..before.len() + mark.len();
    (before + &mark + &after, span)
}

fn without_middle(text: &str, most: usize) -> String {
    let all = text.chars().count();
    if all <= most {
        return text.to_owned();
    }
    let (first, last) = (most * 2 / 3, most - most * 2 / 3 - 3);
    let first: String = text.chars().take(first).collect();
    let last: String = text.chars().skip(all - last).collect();
    format!("{} … {}", first.trim_end(), last.trim_start())
}

/// The beginning, to the end of a word.
fn head(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let end = text[..end].rfind(' ').map_or(0, |space| space + 1);
    format!("{}…", &text[..end])
}

/// The end, from the beginning of a word.
fn tail(text: &str, most: usize) -> String {
    let all = text.chars().count();
    let Some((start, _)) = all.checked_sub(most).filter(|cut| *cut > 0).and_then(|cut| text.char_indices().nth(cut)) else {
        return if most == 0 && all > 0 { "…".to_owned() } else { text.to_owned() };
    };
    let start = text[start..].find(' ').map_or(text.len(), |space| start + space);
    format!("…{}", &text[start..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::audit::show::FindingFormat;
    use crate::audit::show::testing::{finding, hostile, written};
    use crate::span::Span;
    use crate::visible::obeyed;

    const PLAIN: FindingFormat = FindingFormat::Text(Terminal { width: 80, colour: false });

    #[test]
    fn as_compilers_print_it() {
        let expected = "\
warning[name-spelling]: `Ana` is `Anna` elsewhere
 --> a:b,c.txt:2:4
  |
2 | El Ana dice
  |    ^^^ here Ana
 ::: a:b,c.txt:3:1
  |
3 | Ana says
  | --- here Ana
  = help: write \"Anna\"

";
        assert_eq!(written(PLAIN, &finding("Ana", "`Ana` is `Anna` elsewhere").into()), expected);
    }

    #[test]
    fn long_lines_are_cut_around_the_mark() {
        let words = "palabra ".repeat(100);
        let text = format!("{words}Ruiz {words}");
        for (start, end, shown) in [(800, 804, "Ruiz"), (0, 7, "palabra"), (8, 1200, " … "), (1590, 1604, "palabra")] {
            let article = Article::from_text("a", text.as_str());
            let label = Label::here(&article, Span::new(start, end), "says something else");
            let (line, mark) = excerpt(&label, 70);
            assert!(line[mark.clone()].contains(shown), "{line}");
            let reach = line[..mark.end].chars().count() + 1 + label.text.len();
            assert!(line.chars().count() <= 72 && reach <= 72, "{} {reach} {line}", line.chars().count());
            assert!(line.chars().count() >= 30, "{line}");
        }
    }

    #[test]
    fn nothing_that_a_terminal_obeys() {
        let text = written(PLAIN, &hostile());
        assert!(!text.chars().any(|c| c != '\n' && obeyed(c)));
        assert!(text.lines().all(|line| line.chars().count() <= MESSAGE + 200));
        assert!(text.contains("<script>alert(1)</script>"));
    }

    #[test]
    fn colour_only_where_it_is_taken() {
        let audited = finding("Ana", "m").into();
        assert!(written(FindingFormat::Text(Terminal { width: 80, colour: true }), &audited).contains("\u{1b}["));
        assert!(!written(PLAIN, &audited).contains('\u{1b}'));
    }
}
