//! The card of a data set: a `README.md` with a YAML head, as Hugging Face reads it.

use super::line::one_line;
use super::{Reason, RowFormat, Split, Statistics, TableFormat, Written};
use crate::row::{Columns, Kind};
use std::fmt::Write;

/// What a card says.
#[derive(Debug, Clone)]
pub(crate) struct Card<'c> {
    /// The data's format.
    pub format: RowFormat,
    /// Its columns, where it has those of rows.
    pub columns: Columns,
    /// Whether the data are in three sets.
    pub split: bool,
    /// The licence, as an identifier of Hugging Face's list where it is in it.
    pub license: &'c str,
    /// Articles that were read, those without a caption among them.
    pub articles: u64,
    /// What was written into each part.
    pub statistics: &'c [Statistics],
    /// What was written and what was not.
    pub outcome: &'c Written,
    /// Where the articles were read from.
    pub inputs: &'c [String],
    /// The command that made the data.
    pub command: &'c str,
    /// Another encoder than the embedded one.
    pub encoder: Option<&'c str>,
    /// Other weights of the score than the embedded ones.
    pub model: Option<&'c str>,
    /// Files of an earlier run that stay beside the data.
    pub former: &'c [String],
}

/// The name of a part's files, without ending.
pub(crate) fn part_names(split: bool) -> &'static [&'static str] {
    if split { &Split::NAMES } else { &["pairs"] }
}

const TITLE: &str = "# Spanish photo captions with their English counterparts";
const FILES: &str = "## Files";
const FORMER: &str = "Of an earlier run, and no part of the data: ";

/// The files that a card names; none where it is no card of ours.
pub(crate) fn files_of(card: &str) -> Vec<&str> {
    let Some((_, files)) = card.split_once(&format!("\n{FILES}\n\n")).filter(|_| card.contains(TITLE)) else { return Vec::new() };
    let named = files.lines().next().and_then(|line| line.split_once(": ")).map_or("", |(names, _)| names);
    let former = files.lines().find_map(|line| line.strip_prefix(FORMER)).unwrap_or_default().trim_end_matches('.');
    let is_part =
        |name: &&str| name.split_once('.').is_some_and(|(part, _)| part_names(true).contains(&part) || part_names(false).contains(&part));
    named
        .split(", ")
        .chain(former.split(", "))
        .map(|name| name.trim_matches('`'))
        .filter(is_part)
        .filter(|name| !name.contains(['/', '\\']))
        .collect()
}

/// At most this many inputs are named; of more, the number is given.
const NAMED_INPUTS: usize = 20;
/// Agencies and sites that are named.
const NAMED_SOURCES: usize = 20;

impl Card<'_> {
    /// The card as Markdown.
    pub(crate) fn text(&self) -> String {
        let mut all = Statistics::default();
        self.statistics.iter().for_each(|part| all.add(part));
        let mut text = String::new();
        // a proof: writing into a string cannot fail
        self.head(&mut text, &all).and_then(|()| self.body(&mut text, &all)).expect("a string takes everything");
        text
    }

    fn files(&self) -> Vec<(&'static str, Vec<String>)> {
        let names = part_names(self.split).iter();
        names.map(|part| (*part, self.format.endings().iter().map(|ending| format!("{part}.{ending}")).collect())).collect()
    }

    fn head(&self, out: &mut String, all: &Statistics) -> std::fmt::Result {
        writeln!(out, "---\nlanguage:\n- es\n- en\nlicense: {}", yaml(self.license))?;
        writeln!(
            out,
            "task_categories:\n- translation\nsize_categories:\n- {}\ntags:\n- parallel-corpus\n- photo-captions",
            size(all.rows)
        )?;
        let reader = match self.format {
            _ if all.rows == 0 => return writeln!(out, "---\n"),
            RowFormat::Table(TableFormat::Tsv) => "  sep: \"\\t\"\n",
            RowFormat::Bitext => "  sep: \"\\t\"\n  quoting: 3\n  names: [url1, url2, src, tgt, score]\n",
            RowFormat::Tmx | RowFormat::Xliff | RowFormat::Moses => return writeln!(out, "---\n"),
            RowFormat::Table(TableFormat::Csv | TableFormat::Jsonl) | RowFormat::Hf => "",
            #[cfg(feature = "parquet")]
            RowFormat::Parquet => "",
        };
        // types are stated, because a reader would infer others from a set that is empty or lacks a column
        writeln!(out, "dataset_info:\n  features:")?;
        for (name, kind) in self.features() {
            writeln!(out, "  - name: {name}\n    dtype: {kind}")?;
        }
        writeln!(out, "configs:\n- config_name: default\n{reader}  data_files:")?;
        // a set without rows is an error to a reader
        for ((part, files), _) in self.files().into_iter().zip(self.statistics).filter(|(_, s)| s.rows > 0) {
            // the names that Hugging Face gives to such sets
            let set = match part {
                "dev" => "validation",
                "pairs" => "train",
                other => other,
            };
            writeln!(out, "  - split: {set}\n    path: {}", files[0])?;
        }
        writeln!(out, "---\n")
    }

    /// The columns as Hugging Face names their types.
    fn features(&self) -> Vec<(&'static str, &'static str)> {
        match self.format {
            RowFormat::Hf => {
                let sides = "\n      translation:\n        languages:\n        - es\n        - en";
                vec![("id", "string"), ("translation", sides), ("relation", "string"), ("score", "float64")]
            }
            RowFormat::Bitext => vec![("url1", "string"), ("url2", "string"), ("src", "string"), ("tgt", "string"), ("score", "float64")],
            _ => self.columns.all().iter().map(|column| (column.name, type_name(column.kind))).collect(),
        }
    }

    fn body(&self, out: &mut String, all: &Statistics) -> std::fmt::Result {
        writeln!(out, "{TITLE}\n")?;
        writeln!(
            out,
            "Captions of Spanish-language photo agencies that were found inside English news articles, each with the English that belongs \
             to it: a caption or a passage of the story. The languages are Spanish (es) and English (en).\n"
        )?;
        writeln!(out, "## Licence\n\n{}\n", code(self.license))?;
        writeln!(
            out,
            "The texts are the agencies' and the publishers'; the rights in them lie there. The licence above is what was given with \
             `--license`; {} checked nothing. Ask the publishers before you pass the texts on.\n",
            env!("CARGO_PKG_NAME")
        )?;
        self.counts(out, all)?;
        self.sources(out, all)?;
        self.columns(out)?;
        self.making(out)
    }

    fn counts(&self, out: &mut String, all: &Statistics) -> std::fmt::Result {
        let heads = if self.split { "train | dev | test | all" } else { "all" };
        writeln!(out, "## Counts\n\n| | {heads} |\n|---|{}", "---:|".repeat(heads.split('|').count()))?;
        let parts = if self.split { self.statistics } else { &[] };
        let mut line = |name: &str, figure: &dyn Fn(&Statistics) -> u64| {
            let figures: String = parts.iter().chain([all]).map(|part| format!(" {} |", figure(part))).collect();
            writeln!(out, "| {name} |{figures}")
        };
        line("articles with captions", &|s| s.articles)?;
        line("captions", &|s| s.rows)?;
        line("with English", &|s| s.paired)?;
        for relation in ["translation", "partial", "mismatch", "unpaired"] {
            line(relation, &|s| s.relations.get(relation).copied().unwrap_or_default())?;
        }
        for tenth in 0..10 {
            let from = tenth as f64 / 10.0;
            let name = if tenth == 9 { "score 0.9 to 1.0".to_owned() } else { format!("score {from:.1} to under {:.1}", from + 0.1) };
            line(&name, &|s| s.scores[tenth])?;
        }
        writeln!(out, "\n{} articles were read.", self.articles)?;
        for (reason, rows) in &self.outcome.left_out {
            writeln!(out, "{rows} rows were left out: {}.", why(*reason))?;
        }
        if self.outcome.replaced > 0 {
            writeln!(out, "{} characters that XML 1.0 forbids were written as U+FFFD.", self.outcome.replaced)?;
        }
        writeln!(out)
    }

    fn sources(&self, out: &mut String, all: &Statistics) -> std::fmt::Result {
        writeln!(out, "## Sources\n")?;
        for input in self.inputs.iter().take(NAMED_INPUTS) {
            writeln!(out, "- {}", code(input))?;
        }
        if self.inputs.len() > NAMED_INPUTS {
            writeln!(out, "- and {} more", self.inputs.len() - NAMED_INPUTS)?;
        }
        for (title, names) in [("Agency", &all.agencies), ("Site", &all.sites)] {
            if names.is_empty() {
                continue;
            }
            let mut sorted: Vec<_> = names.iter().collect();
            sorted.sort_by_key(|(name, rows)| (std::cmp::Reverse(**rows), name.as_str()));
            writeln!(out, "\n| {title} | captions |\n|---|---:|")?;
            for (name, rows) in sorted.iter().take(NAMED_SOURCES) {
                writeln!(out, "| {} | {rows} |", code(name))?;
            }
            let rest: u64 = sorted.iter().skip(NAMED_SOURCES).map(|(_, rows)| **rows).sum();
            if rest > 0 {
                writeln!(out, "| others | {rest} |")?;
            }
        }
        writeln!(out)
    }

    fn columns(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "{FILES}\n")?;
        let about = match self.format {
            RowFormat::Tmx => "A translation memory, TMX 1.4b: one `tu` per pair; `tuid` is the pair's id, its fields are `prop`s.",
            RowFormat::Xliff => "XLIFF 2.1: one `file` per article, one `unit` per caption; fields are in the metadata module.",
            RowFormat::Moses => "Plain text, one pair per line: line n of the Spanish file belongs to line n of the English one.",
            RowFormat::Bitext => {
                "Tab-separated, without header or quotes: `url1`, `url2` (both the article), `src` (Spanish), `tgt` (English), `score`."
            }
            RowFormat::Hf => "JSON lines: `id`, `translation` (`es`, `en`), `relation`, `score`.",
            RowFormat::Table(_) => "One row per caption.",
            #[cfg(feature = "parquet")]
            RowFormat::Parquet => "One row per caption.",
        };
        let names: Vec<String> = self.files().into_iter().flat_map(|(_, files)| files).map(|file| format!("`{file}`")).collect();
        writeln!(out, "{}: {about}\n", names.join(", "))?;
        if !self.former.is_empty() {
            writeln!(out, "{FORMER}{}.\n", self.former.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))?;
        }
        if self.format.is_whole() {
            writeln!(out, "| column | meaning |\n|---|---|")?;
            for column in self.columns.all() {
                writeln!(out, "| `{}` | {} |", column.name, column.meaning)?;
            }
            writeln!(out)?;
        }
        if self.split {
            writeln!(
                out,
                "An article is in one set: that of its texts where they were in another article before, else one by a hash of its name. The same \
                 text is in one set, in Spanish as in English, whatever articles it comes from (looking back over 1,048,576 captions), and so \
                 are texts that are nearly the same by MinHash, whatever their numbers and dates (over 65,536 captions).\n"
            )?;
        }
        Ok(())
    }

    fn making(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "## How it was made\n\n{} {}\n", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))?;
        let fence = "`".repeat(longest_run(self.command).max(2) + 1);
        writeln!(out, "{fence}sh\n{}\n{fence}\n", self.command)?;
        let which = |path: Option<&str>| path.map_or_else(|| "the embedded one".to_owned(), code);
        writeln!(
            out,
            "Encoder: {}. Weights of the score: {}.",
            which(self.encoder),
            self.model.map_or("the embedded ones".to_owned(), code)
        )?;
        writeln!(out, "\n`score` is the probability that the two sides are a translation pair: of 100 rows with 0.9, about 90 are.")
    }
}

/// Why rows were left out, as a part of a sentence.
pub(crate) fn why(reason: Reason) -> &'static str {
    match reason {
        Reason::LowScore => "their score is under --min-score, or they have none",
        Reason::OtherRelation => "their relation was not asked for",
        Reason::OtherForm => "what they were known by was not asked for",
        Reason::Duplicate => "the same text was written before",
        Reason::SamePhoto => "another row of the same photo has a better score, or the same and came first",
        Reason::NoEnglish => "they have no English side, and the format holds pairs",
        Reason::Empty => "one side is empty, and the format holds lines",
        Reason::Between => "they are like texts of another set than their article, and would have tied the sets together",
        Reason::Rejected => "a reviewer rejected them",
    }
}

fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "string",
        Kind::Integer => "int64",
        Kind::Real => "float64",
    }
}

/// Hugging Face's names for numbers of rows.
fn size(rows: u64) -> &'static str {
    match rows {
        0..1_000 => "n<1K",
        1_000..10_000 => "1K<n<10K",
        10_000..100_000 => "10K<n<100K",
        100_000..1_000_000 => "100K<n<1M",
        1_000_000..10_000_000 => "1M<n<10M",
        10_000_000..100_000_000 => "10M<n<100M",
        100_000_000..1_000_000_000 => "100M<n<1B",
        _ => "n>1B",
    }
}

/// A YAML scalar: plain where nothing could be taken for something else, else in double quotes as JSON writes it.
fn yaml(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'))
        && !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(&text);
    if plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

/// Text as Markdown's code, on one line, also in a table.
fn code(text: &str) -> String {
    let text = one_line(text).replace('|', "\\|");
    let fence = "`".repeat(longest_run(&text) + 1);
    if fence.len() == 1 { format!("`{text}`") } else { format!("{fence} {text} {fence}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_tells_its_files() {
        let (statistics, outcome) = (vec![Statistics::default(); 3], Written::default());
        let card = Card {
            format: RowFormat::Moses,
            columns: Columns::default(),
            split: true,
            license: "unknown",
            articles: 0,
            statistics: &statistics,
            outcome: &outcome,
            inputs: &[],
            command: "cotejo",
            encoder: None,
            model: None,
            former: &["pairs.csv".to_owned(), "pairs.jsonl".to_owned()],
        };
        let files = ["train.es", "train.en", "dev.es", "dev.en", "test.es", "test.en", "pairs.csv", "pairs.jsonl"];
        assert_eq!(files_of(&card.text()), files);
        assert!(files_of("# Another\n\n## Files\n\n`train.csv`: mine\n").is_empty());
    }

    #[test]
    fn what_is_given_cannot_break_out() {
        assert_eq!(yaml("cc-by-4.0"), "cc-by-4.0");
        assert_eq!(yaml("x\n---\n# "), r##""x\n---\n# ""##);
        assert_eq!(yaml("no"), "\"no\"");
        assert_eq!(code("a`b|\n"), "`` a`b\\| ``");
        assert_eq!(code("plain"), "`plain`");
    }
}
