//! Lines that were printed as one: a credit below its caption, a slug above it, a text broken to the width of a page.

use crate::article::{Article, Block, Origin};
use crate::caption::{self, House};
use crate::language::surely_english;
use crate::lexicon;
use crate::span::Span;
use crate::text::{ends_a_sentence, fold, words};
use std::borrow::Cow;

/// One or more blocks, read as one text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Printed<'h> {
    pub(super) span: Span,
    pub(super) origin: Origin,
    /// The part of it of which the page says that it is the credit.
    pub(super) credit: Option<Span>,
    /// Whether its lines were broken to a width: where they end says nothing.
    pub(super) broken: bool,
    /// The tables of who reads it.
    pub(super) house: &'h House,
}

/// The blocks of an article, those that belong together as one.
pub(super) fn printed<'h>(article: &Article, house: &'h House) -> impl Iterator<Item = Printed<'h>> {
    let width = width(article);
    let (mut at, mut broken_to) = (0, None);
    std::iter::from_fn(move || {
        let first = article.blocks.get(at)?;
        let mut printed = Printed { span: first.span, origin: first.origin, credit: first.credit, broken: false, house };
        // in a story that is broken to a width itself, a line goes on by that width
        let whole = width.is_none_or(|width| width > WIDEST);
        let found = whole.then(|| wrapped(article, at, house, broken_to)).flatten();
        broken_to = found.map(|found| found.width);
        let mut lines = found.map_or(1, |found| found.lines);
        at += lines;
        printed.span.end = article.blocks[at - 1].span.end;
        printed.broken = lines > 1;
        while let Some(next) = article.blocks.get(at) {
            let last = &article.blocks[at - 1];
            let joint = (next.origin == first.origin).then(|| goes_on(article, printed, lines, [last, next], width)).flatten();
            let Some(joint) = joint else { break };
            printed.broken |= joint == Joint::Width;
            printed.span.end = next.span.end;
            printed.credit = next.credit.or(printed.credit);
            lines += 1;
            at += 1;
        }
        Some(printed)
    })
}

/// The line ends of texts that were broken to a width, as blanks: the article's text, byte for byte in the same places.
pub(super) fn unbroken<'a>(text: &'a str, printed: &[Printed]) -> Cow<'a, str> {
    let mut text = Cow::Borrowed(text);
    for span in printed.iter().filter(|printed| printed.broken).map(|printed| printed.span) {
        let blank = span.of(&text).replace(['\n', '\r'], " ");
        text.to_mut().replace_range(span.start..span.end, &blank);
    }
    text
}

/// Why a line belongs to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// There was no room for it.
    Width,
    /// It is a slug's text, or the text's credit.
    Source,
}

/// Why what was printed so far, in `lines` lines, goes on in the next; `None` where it does not.
fn goes_on(article: &Article, so_far: Printed, lines: usize, [last, next]: [&Block; 2], width: Option<usize>) -> Option<Joint> {
    let Printed { span: so_far, house, .. } = so_far;
    let (before, line) = (article.at(last.span), article.at(next.span));
    let together = last.group == next.group;
    if together && next.credit == Some(next.span) {
        return Some(Joint::Source);
    }
    let last_words = || end_of(article.at(so_far)).replace(['\n', '\r'], " ");
    if together && width.is_some() && is_broken(before, line, width, lines > 1) && !has_credit(&last_words(), house) {
        return Some(Joint::Width);
    }
    if together && line.len() <= LONGEST_REST && breaks_a_credit(before, line, house) {
        return Some(Joint::Width);
    }
    if line.len() <= LONGEST_CREDIT && !surely_english(line) && caption::may_be_credited(line, house) && caption::is_credit(line, house) {
        // what names no photo may be a byline below a headline; behind a blank line, only what is not English is a caption
        let led = || ["foto", "photo", "image"].iter().any(|lead| fold(line).contains(lead));
        let of_caption = if together { ends_a_sentence(before) || led() } else { !surely_english(article.at(so_far)) };
        let open = || last.origin != Origin::Heading && !caption::is_credit(before, house) && !has_credit(article.at(so_far), house);
        return (of_caption && open()).then_some(Joint::Source);
    }
    let leads = lines == 1 && before.len() <= LONGEST_CREDIT && (caption::is_label(before) || together && caption::is_slug(before, house));
    leads.then_some(Joint::Source)
}

/// A caption that was broken to a width.
#[derive(Debug, Clone, Copy)]
struct Wrapped {
    lines: usize,
    width: usize,
}

/// The lines from a block on that are one caption, broken to a width, its credit at the end, in a story that was not. `above`: the width of the
/// text above it.
fn wrapped(article: &Article, at: usize, house: &House, above: Option<usize>) -> Option<Wrapped> {
    let first = &article.blocks[at];
    let group = article.blocks[at..].iter().take_while(|block| block.group == first.group && block.origin == Origin::Text).take(MOST_LINES);
    let lines: Vec<&str> = group.map(|block| article.at(block.span)).take_while(|line| line.len() <= WIDEST).collect();
    if lines.len() < 2 || lines[0].len() < NARROWEST && !caption::begins_with_slug(lines[0], house) {
        return None;
    }
    // a headline and a caption may be as long by chance
    let breaks_off =
        |line: &str| line.ends_with(',') || line.rsplit(' ').next().is_some_and(|word| lexicon::function_word(&fold(word)).is_some());
    let is_broken = |pair: &[&str]| !ends_a_sentence(pair[0]) && (pair[1].starts_with(char::is_lowercase) || breaks_off(pair[0]));
    let as_above = above.is_some_and(|width| length(lines[0]).abs_diff(width) <= LONGEST_WORD);
    if !(as_above || lines.windows(2).any(is_broken) || caption::begins_with_slug(lines[0], house)) {
        return None;
    }
    let ends = |last: &usize| has_credit(&lines[..=*last].join(" "), house);
    let last = (0..lines.len()).find(ends).filter(|last| *last > 0)?;
    let lines = &lines[..=last];
    let width = lines.iter().map(|line| length(line)).max().unwrap_or_default();
    let full = lines.windows(2).all(|pair| has_no_room(pair[0], pair[1], width));
    full.then_some(Wrapped { lines: last + 1, width })
}

/// How wide a line is printed, in characters.
fn length(line: &str) -> usize {
    line.chars().count()
}

/// Whether the first word of the next line would not have stood on a line of some width.
fn has_no_room(line: &str, next: &str, width: usize) -> bool {
    length(line) + 1 + length(next.split_whitespace().next().unwrap_or_default()) > width
}

/// No caption is broken to more lines.
const MOST_LINES: usize = 16;

/// No credit or slug is longer, in bytes.
const LONGEST_CREDIT: usize = 120;

/// A page with a longer line, in characters, was not broken to a width.
const WIDEST: usize = 120;

/// What is shorter, in bytes, is an item of a list rather than the first line of a broken text.
const NARROWEST: usize = 30;

/// The longest line of a text and the width that it was broken to differ by less than a long word, in characters.
const LONGEST_WORD: usize = 15;

/// What is left of a credit on the next line is no longer, in bytes,
const LONGEST_REST: usize = 60;
/// and has no more words, but where a slash or a bracket shows that it belongs to it.
const MOST_OF_NAME: usize = 2;

/// Whether a line ends inside a credit, as `... Foto: Notimex/Omar`, with the next line's `Martínez`.
fn breaks_a_credit(line: &str, next: &str, house: &House) -> bool {
    let few = || words(next).nth(MOST_OF_NAME).is_none() && !ends_a_sentence(next);
    let shows = || next.contains('/') || next.trim_end_matches('.').ends_with(')') && !next.contains('(');
    if !(few() || shows()) || !next.starts_with(char::is_uppercase) {
        return false;
    }
    let line = end_of(line);
    let Some(start) = caption::credit_start(&format!("{line} {next}"), house).filter(|start| *start < line.len()) else { return false };
    // a name of one word goes on, and so does an open bracket
    let open = line.rfind('(').is_some_and(|at| at >= start && !line[at..].contains(')'));
    let first = line.rsplit(['/', ':', '|', '(']).next().unwrap_or_default().trim();
    open || words(first).count() == 1 && first.starts_with(char::is_uppercase) && house.agency(first).is_none()
}

fn has_credit(text: &str, house: &House) -> bool {
    caption::credit_start(end_of(text), house).is_some()
}

/// So much of a text, in bytes, tells whether a credit ends it.
const REACH: usize = 400;

/// The last words of a text.
fn end_of(text: &str) -> &str {
    let near = text.floor_char_boundary(text.len().saturating_sub(REACH));
    let word = if near == 0 { 0 } else { text[near..].find(char::is_whitespace).unwrap_or_default() };
    &text[near + word..]
}

/// The width that the lines of a plain text were broken to; `None` where no line goes on in the next.
fn width(article: &Article) -> Option<usize> {
    let mut pairs = article.blocks.windows(2).filter(|pair| pair[0].group == pair[1].group && pair[0].origin == Origin::Text);
    pairs
        .any(|pair| is_broken(article.at(pair[0].span), article.at(pair[1].span), None, false))
        .then(|| article.blocks.iter().map(|block| length(article.at(block.span))).max().unwrap_or_default())
}

/// Whether a line was broken off: the next begins in the middle of a sentence, or with a word for which there was no room. Inside a
/// paragraph so broken, a sentence may end at the end of a line.
fn is_broken(line: &str, next: &str, width: Option<usize>, inside: bool) -> bool {
    let ends = ends_a_sentence(line);
    if !inside && (ends || line.len() < NARROWEST) {
        return false;
    }
    let full = || width.is_some_and(|width| width <= WIDEST && has_no_room(line, next, width));
    !ends && next.starts_with(char::is_lowercase) || full()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<String> {
        let article = Article::from_text("a", text);
        printed(&article, &caption::NONE).map(|p| article.at(p.span).replace('\n', "/")).collect()
    }

    #[test]
    fn lines_stay_lines() {
        for text in [
            "The Mayor Opens a Park\nBy Ana Ruiz / AFP\nThe mayor opened a park on Monday.",
            "Un hombre pasa. Foto: EFE/Ana Ruiz\nA man walks by. Photo: EFE/Ana Ruiz",
            "apples\npears\nplums",
            "The Mayor Opens a Park in Reynosa for the Children\nReuters/Ana Ruiz",
        ] {
            assert_eq!(seen(text), text.lines().collect::<Vec<_>>());
        }
        // an English paragraph and the credit of a picture that the page has lost
        assert_eq!(seen("The mayor opened the park on Monday and left.\n\nPhoto: EFE/Ana Ruiz").len(), 2);
    }

    #[test]
    fn a_credit_belongs_to_the_line_above_it() {
        assert_eq!(
            seen("Palmeras en una calle.\nFoto: EFE/Ana Ruiz\nPalm trees in a street.\nPhoto: EFE/Ana Ruiz"),
            ["Palmeras en una calle./Foto: EFE/Ana Ruiz", "Palm trees in a street./Photo: EFE/Ana Ruiz"]
        );
        assert_eq!(seen("Las palmeras caen en una calle.\n\n(Foto: EFE/Ana Ruiz)").len(), 1);
    }

    #[test]
    fn a_credit_may_be_broken() {
        for (first, second, one) in [
            ("Vecinos llenan cubetas. Foto: Notimex/Omar", "Martínez", true),
            ("Vecinos llenan cubetas. (AP Foto/Omar", "Martínez)", true),
            ("Vecinos llenan cubetas. FOTO: OMAR", "MARTÍNEZ /CUARTOSCURO.COM", true),
            ("Vecinos llenan cubetas. Foto: Omar Martínez", "Ana Ruiz", false),
            ("Vecinos llenan cubetas. Foto: Notimex", "Palm Trees", false),
            ("Vecinos llenan cubetas. Foto: Notimex/Omar", "Residents fill buckets in the street.", false),
        ] {
            assert_eq!(seen(&format!("{first}\n{second}")).len() == 1, one, "{first} {second}");
        }
    }

    #[test]
    fn a_slug_belongs_to_the_line_below_it() {
        assert_eq!(
            seen(
                "51002073. México 02 Oct 2015 (Notimex-José Pazos).-\nPalmeras en una calle.\nNOTIMEX/FOTO/JOSÉ PAZOS/JPF/POL\nPalm trees."
            )
            .len(),
            2
        );
    }

    #[test]
    fn a_caption_broken_to_a_width_in_a_story_that_is_not() {
        let story = "The town bought the bicycles with money that it had saved on street lights, officials said on Friday. Each comes with a helmet.";
        let text = format!(
            "{story}\n\n51002073. Zapopan, 19 Ene 2018 (Notimex-Irene Salcedo).- La\nalcaldesa de Zapopan, Berenice Olmos Tapia, entregó bicicletas a\n\
             estudiantes. NOTIMEX/FOTO/IRENE SALCEDO/COR/SOC/\nZapopan Mayor Berenice Olmos Tapia on Friday handed bicycles to\nstudents. Photo: Notimex/Irene Salcedo"
        );
        assert_eq!(seen(&text).len(), 3);
    }

    #[test]
    fn a_text_broken_to_a_width() {
        let text = "Vecinos de Villahermosa caminan entre el agua tras las\n\
                    inundaciones de la semana. Llegaron soldados y médicos.\n\
                    Volverán mañana. Foto: EFE/Ana Ruiz\n\
                    Residents of Villahermosa walk through the water after\n\
                    the floods. Photo: EFE/Ana Ruiz";
        assert_eq!(seen(text).iter().map(|s| s.split('/').count() - 1).collect::<Vec<_>>(), [3, 2]);
    }
}
