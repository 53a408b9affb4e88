use crate::audit::checks::{Case, Check, Draft, Example, Find, Page, Rule, Severity, Side, Turn};
use crate::span::Span;

pub(super) const RULE: Rule = Rule {
    check: Check {
        code: "unbalanced",
        family: super::FAMILY,
        severity: Severity::Warning,
        title: "a quotation mark or bracket without its other half",
        explanation: "Brackets and quotation marks open and close in pairs. Only whole texts are looked at, not sentences of a paragraph; where both sides leave a quotation open, they quote a part of something longer, and nothing is said.",
        examples: &[
            Example::of("La escritora dijo “gracias al público y leyó un poema.", "The writer thanked the audience and read a poem."),
            Example::of("La escritora leyó un poema (el último de la noche).", "The writer read a poem (the last of the night."),
        ],
    },
    find: &[Find::Many(Turn::Text, find)],
};

fn find(_: &Page, case: &Case) -> Vec<Draft> {
    let marks = [Some(&case.es).filter(|es| es.whole), case.whole_english()].map(|side| side.and_then(unbalanced));
    // both sides quote a part of something longer, whose other half was left where it stood
    let excerpt = marks.iter().all(|mark| mark.as_ref().is_some_and(|(c, _)| is_quotation(*c)));
    marks.into_iter().flatten().filter(|_| !excerpt).map(|(_, draft)| draft).collect()
}

const PAIRS: &[(char, char)] = &[('(', ')'), ('[', ']'), ('“', '”'), ('«', '»'), ('¿', '?'), ('¡', '!')];

fn is_quotation(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '«' | '»')
}

/// The first mark without its other half.
fn unbalanced(side: &Side) -> Option<(char, Draft)> {
    let mark = |at: usize, c: char| {
        let span = Span::new(side.span.start + at, side.span.start + at + c.len_utf8());
        (c, Draft::new(span, format!("`{c}` has no other half")).help("add the other half, or take this one away"))
    };
    for &(open, close) in &PAIRS[..4] {
        let mut opened: Vec<usize> = Vec::new();
        for (at, c) in side.text.char_indices() {
            // `1)` and smileys
            let listed = c == ')' && side.text[..at].chars().next_back().is_some_and(|b| b.is_ascii_digit()) && opened.is_empty();
            if c == open {
                opened.push(at);
            } else if c == close && !listed && opened.pop().is_none() {
                return Some(mark(at, c));
            }
        }
        if let Some(&at) = opened.first() {
            return Some(mark(at, open));
        }
    }
    // a mark after a figure is inches
    let straight: Vec<usize> = side.text.match_indices('"').map(|(at, _)| at).collect();
    let inches = |at: &usize| side.text[..*at].ends_with(|c: char| c.is_ascii_digit());
    (straight.len() % 2 == 1 && !straight.iter().any(inches)).then(|| mark(straight[straight.len() - 1], '"'))
}
