//! Spanish against English by the words between the names.
//!
//! Names keep their language wherever they are printed: `Secretaría de la Función Pública` in English, `Harry Potter and the
//! Cursed Child` in Spanish. What a line is written in shows in the rest: in its lower-case words, and most of all where a
//! connector of one language stands beside a name of the other (`Guillermo Ochoa and Héctor Moreno`, `Arcade Fire y The Strokes`).

use super::{Language, orthography};
use crate::lexicon::{cue, is_name, vocabulary};
use crate::text::is_capitalised;
use crate::text::word::{self, Word};

/// A word with what it says.
struct Token<'t> {
    word: Word<'t>,
    /// Printed as a name: with a capital, where capitals mean something.
    name: bool,
    /// Inside quotation marks, with other words outside of them.
    quoted: bool,
    /// Behind a full stop, a colon, or at the start.
    first: bool,
    /// Natural log odds of the word itself, Spanish positive.
    odds: f32,
}

/// What the words between the names say.
pub(super) struct Weighed<'t> {
    /// Natural log odds that the text is Spanish and not English.
    pub(super) spanish_odds: f32,
    /// There is nothing but names, as in `Los Angeles Chargers v Oakland Raiders`.
    pub(super) only_names: bool,
    /// All words.
    pub(super) words: Vec<Counted<'t>>,
    /// The words that are no part of a name and outside of quotation marks, as printed.
    pub(super) unquoted: Vec<&'t str>,
}

/// A word with what it counts.
pub(super) struct Counted<'t> {
    /// The word.
    pub(super) word: Word<'t>,
    /// Printed as a name.
    pub(super) name: bool,
    /// 0 (nothing: part of a name) to 1.
    pub(super) weight: f32,
}

/// Weighs every word of a text.
pub(super) fn read<'t>(text: &'t str) -> Weighed<'t> {
    let tokens = tokens(text);
    let mut weights = Vec::with_capacity(tokens.len());
    let capitals = !text.chars().any(char::is_lowercase);
    let titled = !capitals && is_titled(&tokens);
    let outside = tokens.iter().any(|t| !t.quoted);
    let mut weighed = Weighed { spanish_odds: 0.0, only_names: true, words: Vec::new(), unquoted: Vec::new() };
    for (at, token) in tokens.iter().enumerate() {
        let mut weight = weight(&tokens, at, capitals, titled);
        let quoted = token.quoted && outside;
        let lower = token.word.lower.as_str();
        if !quoted && (weight > 0.25 || !token.name && !is_connector(lower)) {
            weighed.unquoted.push(token.word.whole().of(text));
        }
        if quoted {
            weight *= 0.15;
        }
        // `a` stands before nouns in English and before people in Spanish
        let odds = if lower == "a" { if tokens.get(at + 1).is_some_and(|t| t.name) { 0.9 } else { 0.0 } } else { token.odds };
        weighed.spanish_odds += odds * weight - if token.word.possessive > 0 { 2.4 } else { 0.0 };
        weighed.only_names &=
            matches!(lower, "v" | "vs") || token.name && weight < 0.5 && (is_connector(lower) || is_name(&token.word.folded) || odds < 1.0);
        weights.push(weight);
    }
    let counted = |(token, weight): (Token<'t>, f32)| Counted { word: token.word, name: token.name, weight };
    weighed.words = tokens.into_iter().zip(weights).map(counted).collect();
    weighed
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let quotes = quotes(text);
    let capitals = !text.chars().any(char::is_lowercase);
    let mut tokens: Vec<Token> = Vec::new();
    let mut end = 0;
    for word in word::read(text) {
        let between = &text[end..word.span.start];
        if !word.text.chars().any(char::is_alphabetic) {
            end = word.whole().end;
            continue;
        }
        end = word.whole().end;
        let first = tokens.is_empty() || between.contains(['.', '!', '?', ':', '¿', '¡']) && !is_short(tokens.last());
        // the ranges are in order, as the words are
        let quoted = quotes.get(quotes.partition_point(|q| q.end <= word.span.start)).is_some_and(|q| q.contains(&word.span.start));
        let odds = word_odds(&word.lower);
        let name = !capitals && is_capitalised(word.text);
        tokens.push(Token { word, name, quoted, first, odds });
    }
    tokens
}

/// `Gov.`, `Sen.`: the stop behind them ends nothing.
fn is_short(token: Option<&Token>) -> bool {
    token.is_some_and(|t| t.name && t.word.lower.len() <= 4)
}

/// Byte ranges inside quotation marks.
fn quotes(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        match open {
            Some((start, close)) if c == close => {
                found.push(start..at);
                open = None;
            }
            None => {
                open = match c {
                    '“' => Some((at, '”')),
                    '«' => Some((at, '»')),
                    '"' => Some((at, '"')),
                    _ => None,
                }
            }
            _ => {}
        }
    }
    found
}

/// Most longer words start with a capital: a headline, or a list of names.
fn is_titled(tokens: &[Token]) -> bool {
    let (mut capital, mut all) = (0, 0);
    for token in tokens.iter().filter(|t| t.word.lower.chars().count() > 3) {
        all += 1;
        capital += usize::from(token.name);
    }
    capital * 10 >= all * 7
}

/// Words of both languages whose counts would say more than they know.
const BOTH: &[&str] =
    &["a", "no", "me", "he", "v", "vs", "final", "general", "radio", "real", "capital", "social", "local", "central", "actor", "director"];

/// The word alone: how often it stands in text of either language, else what it looks like.
fn word_odds(lower: &str) -> f32 {
    if BOTH.contains(&lower) {
        return 0.0;
    }
    match cue(lower) {
        Some(Language::Spanish) => return 3.0,
        Some(Language::English) => return -3.0,
        _ => {}
    }
    let (spanish, english) = vocabulary().counts(lower);
    if spanish + english > 0.0 {
        let seen = ((spanish + 0.5) / (english + 0.5)).ln() * 0.8;
        // seldom seen: its looks count too
        let known = ((spanish + english) / 8.0).min(1.0);
        return (seen * known + orthography::spanish_odds(lower) * (1.0 - known)).clamp(-3.5, 3.5);
    }
    match lower.rsplit_once('\'') {
        Some((_, "t" | "re" | "ll" | "ve" | "m" | "d")) => -3.0,
        _ => orthography::spanish_odds(lower),
    }
}

/// Words that stand inside names of institutions, works and people.
fn is_connector(lower: &str) -> bool {
    matches!(
        lower,
        "de" | "del"
            | "la"
            | "las"
            | "los"
            | "el"
            | "y"
            | "e"
            | "en"
            | "al"
            | "a"
            | "para"
            | "of"
            | "the"
            | "and"
            | "for"
            | "on"
            | "in"
            | "to"
            | "with"
            | "at"
    )
}

fn weight(tokens: &[Token], at: usize, capitals: bool, titled: bool) -> f32 {
    let token = &tokens[at];
    let cue = cue(&token.word.lower).is_some();
    if token.name {
        return match (token.first, cue) {
            _ if !cue && is_name(&token.word.folded) => 0.02,
            // `The`, `El`, `Los` open sentences and names alike
            (true, true) if is_connector(&token.word.lower) && next_is_name(tokens, at) => 0.3,
            (true, true) => 1.0,
            (true, false) if next_is_name(tokens, at) => 0.15,
            (true, false) => 0.5,
            (false, true) if titled || next_is_name(tokens, at) => 0.6,
            _ => 0.06,
        };
    }
    if capitals && !is_connector(&token.word.lower) {
        return if cue {
            1.0
        } else if is_name(&token.word.folded) {
            0.0
        } else {
            0.25
        };
    }
    if is_connector(&token.word.lower) { connector_weight(tokens, at, capitals) } else { 1.0 }
}

/// Whether a name goes on behind this word, with connectors of a name (`Rayados de Monterrey`) between.
fn next_is_name(tokens: &[Token], at: usize) -> bool {
    let after = tokens[at + 1..]
        .iter()
        .take(3)
        .find(|t| t.name || !matches!(t.word.lower.as_str(), "de" | "del" | "la" | "los" | "las" | "of" | "the"));
    after.is_some_and(|t| t.name)
}

/// A connector inside a name of its own language says nothing; beside a name of the other language it says everything.
fn connector_weight(tokens: &[Token], at: usize, capitals: bool) -> f32 {
    let is_part = |t: &&Token| (t.name || capitals) && !is_connector(&t.word.lower);
    let glued = |t: &Token| is_connector(&t.word.lower) && !t.name;
    let before = tokens[..at].iter().rev().take(3).find(|t| !glued(t)).filter(is_part);
    let after = tokens[at + 1..].iter().take(3).find(|t| !glued(t)).filter(is_part);
    let token = &tokens[at];
    let side = token.odds.signum();
    // how much the names beside it speak the connector's own language: -1 the other one .. 1 the same
    let alike = |t: &Token| (name_odds(&t.word) * side / 1.5).clamp(-1.0, 1.0);
    match (before, after) {
        (Some(a), Some(b)) => {
            let (a, b) = (alike(a), alike(b));
            let least = a.min(b);
            // `Kings of Leon`, `Bank of Mexico`: one side may be foreign to a name; for `and`, `y`, `at` it may not
            let joins = matches!(token.word.lower.as_str(), "and" | "y" | "e" | "at" | "in" | "en" | "with" | "on");
            let strange = if joins { -least } else { -(a + b) / 2.0 };
            if strange > 0.25 { 1.0 } else { 0.25 - 0.2 * least.max(0.0) }
        }
        // `El Partido Verde`: an article may open a name
        (None, Some(b)) if tokens[at].first => {
            if alike(b) < -0.2 {
                0.8
            } else {
                0.3
            }
        }
        _ => 1.0,
    }
}

/// What a name looks like, in log odds: known names are Spanish (the table is Mexican), other words as they are.
fn name_odds(word: &Word) -> f32 {
    if is_name(&word.folded) {
        return 1.2;
    }
    word_odds(&word.lower)
}
