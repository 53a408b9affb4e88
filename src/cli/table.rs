//! Rows for a person at a terminal: relation, score, lines, and both texts, one below the other. A pipe or a file gets CSV.

use crate::audit::show::Terminal;
use crate::pair::Relation;
use crate::row::Row;
use crate::visible::visible;
use crate::write::{Records, Written};
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// What stands before a text, in characters.
const BEFORE: usize = "mismatch     0.02     12  es  ".len();
/// The least that a text gets.
const NARROWEST: usize = 20;

pub(super) struct Table<W: Write> {
    out: W,
    terminal: Terminal,
    /// The article that needs no heading, since nothing else was asked for.
    alone: Option<String>,
    /// The article of the row before.
    last: Option<String>,
    written: Written,
}

impl<W: Write> Table<W> {
    pub(super) fn new(terminal: Terminal, alone: Option<String>, out: W) -> Self {
        Self { out, terminal, alone, last: None, written: Written::default() }
    }

    fn style(&self, style: Style) -> Style {
        if self.terminal.colour { style } else { Style::new() }
    }

    /// The article's name, where the row is the first of another one; above all rows the names of the columns.
    fn heading(&mut self, row: &Row) -> io::Result<()> {
        if self.last.as_ref() == Some(&row.article) {
            return Ok(());
        }
        let (bold, faint) = (self.style(Style::new().bold()), self.style(Style::new().dimmed()));
        if self.last.is_none() {
            writeln!(self.out, "{faint}{:<11} {:>5}  {:>5}{faint:#}", "relation", "score", "line")?;
        }
        if self.alone.as_ref() != Some(&row.article) {
            let above = if self.last.is_none() { "" } else { "\n" };
            writeln!(self.out, "{above}{bold}{}{bold:#}", cut(&visible(&row.article), self.terminal.width))?;
        }
        self.last = Some(row.article.clone());
        Ok(())
    }
}

impl<W: Write> Records<Row> for Table<W> {
    fn add(&mut self, row: &Row) -> io::Result<()> {
        self.heading(row)?;
        let colour = match row.relation {
            Relation::Translation => AnsiColor::Green,
            Relation::Partial => AnsiColor::Yellow,
            Relation::Mismatch => AnsiColor::Red,
            Relation::Unpaired => AnsiColor::Magenta,
        };
        let (style, faint) = (self.style(colour.on_default()), self.style(Style::new().dimmed()));
        let room = self.terminal.width.saturating_sub(BEFORE).max(NARROWEST);
        let score = row.score.map_or_else(String::new, |score| format!("{score:.2}"));
        let line = |number: Option<usize>| number.map_or_else(String::new, |number| number.to_string());
        write!(self.out, "{style}{:<11}{style:#} {score:>5}", row.relation.name())?;
        let sides = [("es", Some(&row.es), Some(row.es_line)), ("en", row.en.as_ref(), row.en_line), ("mt", row.mt.as_ref(), None)];
        let sides = sides.into_iter().filter_map(|(side, text, number)| Some((side, text?, number)));
        for (at, (side, text, number)) in sides.enumerate() {
            let indent = if at == 0 { 0 } else { "mismatch     0.02".len() };
            writeln!(self.out, "{:indent$}  {:>5}  {faint}{side}{faint:#}  {}", "", line(number), cut(&visible(text), room))?;
        }
        self.written.rows += 1;
        Ok(())
    }

    fn finish(&mut self) -> io::Result<Written> {
        self.out.flush()?;
        Ok(std::mem::take(&mut self.written))
    }
}

/// The beginning of a text that fits into a width, with an ellipsis where that is not all.
fn cut(text: &str, most: usize) -> String {
    // characters without a width count, too: a text may consist of them
    let near = text.char_indices().nth(most * 4).map_or(text, |(end, _)| &text[..end]);
    if near.len() == text.len() && text.width() <= most {
        return text.to_owned();
    }
    let ends = near.char_indices().map(|(at, c)| at + c.len_utf8());
    let end = ends.take_while(|end| near[..*end].width() < most).last().unwrap_or(0);
    format!("{}…", near[..end].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(article: &str, relation: Relation) -> Row {
        let row = serde_json::json!({
            "article": article, "pair_id": "1", "relation": relation.name(), "score": 0.9512, "es": "El alcalde inauguró el parque",
            "en": "The mayor opened the park", "es_raw": "", "en_raw": "", "es_line": 12, "en_line": 13, "es_start": 0, "es_end": 0,
            "en_start": 0, "en_end": 0, "photo_id": null, "date": null, "place": null, "agency": null, "photographer": null, "editor": null,
            "desk": null, "similarity": null, "findings": null,
        });
        serde_json::from_value(row).unwrap()
    }

    fn printed(width: usize, colour: bool, alone: Option<&str>, rows: &[Row]) -> String {
        let mut out = Vec::new();
        let mut table = Table::new(Terminal { width, colour }, alone.map(str::to_owned), &mut out);
        rows.iter().for_each(|row| table.add(row).unwrap());
        assert_eq!(table.finish().unwrap().rows, rows.len() as u64);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn both_texts_below_each_other() {
        let unpaired = Row { en: None, en_line: None, score: None, ..row("a.txt", Relation::Unpaired) };
        let expected = "\
relation    score   line
translation  0.95     12  es  El alcalde inauguró el parque
                      13  en  The mayor opened the park
unpaired              12  es  El alcalde inauguró el parque
";
        assert_eq!(printed(80, false, Some("a.txt"), &[row("a.txt", Relation::Translation), unpaired]), expected);
    }

    #[test]
    fn several_articles_have_headings() {
        let rows = [row("a.txt", Relation::Partial), row("a.txt", Relation::Mismatch), row("b\u{1b}[2J.txt", Relation::Partial)];
        let text = printed(80, false, None, &rows);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!((lines[1], lines[2].starts_with("partial "), lines[4].starts_with("mismatch ")), ("a.txt", true, true));
        assert_eq!((lines[6], lines[7], lines.len()), ("", "b\u{fffd}[2J.txt", 10));
    }

    #[test]
    fn a_machines_translation_is_a_third_line() {
        let row = Row { mt: Some("The mayor inaugurated the park".to_owned()), ..row("a", Relation::Translation) };
        let text = printed(80, false, Some("a"), &[row]);
        assert_eq!(text.lines().last().unwrap().trim(), "mt  The mayor inaugurated the park");
    }

    #[test]
    fn colour_only_where_it_is_taken() {
        let rows = [row("a.txt", Relation::Mismatch)];
        assert!(printed(80, true, None, &rows).contains("\u{1b}[31mmismatch"));
        assert!(!printed(80, false, None, &rows).contains('\u{1b}'));
    }

    #[test]
    fn texts_are_cut_to_the_width_that_they_take() {
        let long = |es: &str| Row { es: es.repeat(40), en: None, ..row("a", Relation::Unpaired) };
        // two columns each, one with a mark above it, an emoji by its selector, and marks alone
        for text in ["palabra ", "北京", "e\u{301}", "❤\u{fe0f}", "\u{301}"] {
            for width in [30, 50, 51, 80] {
                let text = printed(width, false, Some("a"), &[long(text)]);
                let line = text.lines().last().unwrap();
                let (least, most) = (BEFORE + NARROWEST, width.max(BEFORE + NARROWEST));
                assert!(line.width() <= most, "{width}: {} {line}", line.width());
                assert!(line.width() + 8 >= least || line.contains('\u{301}'), "{width}: {} {line}", line.width());
            }
        }
        for (text, most, shown) in
            [("北京市", 6, "北京市"), ("北京市", 5, "北京…"), ("北京市", 4, "北…"), ("abc", 3, "abc"), ("abcd", 3, "ab…")]
        {
            assert_eq!(cut(text, most), shown);
        }
    }
}
