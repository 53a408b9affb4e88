//! An article cut into passages: stretches of one text in one language, each with its part in the page.
//!
//! What is one text, `printed` says. It is cut where a slug starts inside it, behind a tail that has more text behind it, and where the
//! language changes for good. Then every passage is read as a caption, and the language of its body is asked. What only the
//! other language tells to be a caption is found last: `credits` by a credit that both share, `bilingual` by what both say.

mod bilingual;
mod code_switching;
mod credits;
mod printed;
mod screen;

use crate::article::{Article, Origin};
use crate::caption::{self, Caption, Form, House, Markup, boilerplate::is_boilerplate};
use crate::encoder::Encoder;
use crate::language::{self, Detected, Language, PageLanguage, detect, nothing_strange, surely_english};
use crate::span::Span;
use crate::text::{ends_a_sentence, words};
use printed::{Printed, printed, unbroken};
use screen::Screen;
use std::borrow::Cow;
use std::cell::OnceCell;

/// The part that a passage plays in its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// A paragraph of the story.
    Body,
    /// A photo's caption.
    Caption,
    /// The headline, or a line above the story that looks like one.
    Headline,
    /// The paper's name, the day, and other lines that belong to the page.
    Boilerplate,
}

impl Role {
    /// All of them.
    #[cfg(feature = "cli")]
    pub(crate) const ALL: [Self; 4] = [Self::Body, Self::Caption, Self::Headline, Self::Boilerplate];

    /// The word that `cotejo detect` prints.
    pub fn name(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Caption => "caption",
            Self::Headline => "headline",
            Self::Boilerplate => "furniture",
        }
    }
}

/// A stretch of a block in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// The number of the block in [`Article::blocks`].
    pub block: usize,
    /// 1-based line of the source.
    pub line: usize,
    /// All of it, as printed.
    pub raw: Span,
    /// What it says: without slug and credit.
    pub body: Span,
    /// The language of the body.
    pub detected: Detected,
    /// Its part in the page.
    pub role: Role,
    /// Its fields, where it was printed as a caption.
    pub caption: Option<Caption>,
}

impl Passage {
    /// Whether it is in that language.
    pub fn is(&self, language: Language) -> bool {
        self.detected.language == language
    }

    /// Whether it is a caption in Spanish.
    pub(crate) fn is_spanish_caption(&self) -> bool {
        self.caption.is_some() && self.is(Language::Spanish)
    }

    /// Whether it is a caption also among Spanish paragraphs, many of which end with a name or a source: it stands with a picture, or its credit
    /// is an agency's or set off.
    fn is_surely_caption(&self, article: &Article) -> bool {
        let is_plain = |caption: &Caption| {
            caption.probability >= PLAIN
                && (caption.form == Form::Agency || caption.credit.as_ref().is_some_and(|c| c.is_set_off(&article.text)))
        };
        article.blocks[self.block].origin.is_of_picture() || self.caption.as_ref().is_some_and(is_plain)
    }

    /// Whether it is Spanish by its words, whatever page it stands on, or by its slug, credit or label.
    fn is_surely_spanish(&self, text: &str) -> bool {
        self.detected.confidence >= SURE
            || self.caption.as_ref().and_then(|caption| caption.language_of_form(text)) == Some(Language::Spanish)
    }
}

/// Cuts an article into passages, in order.
pub fn passages(article: &Article) -> Vec<Passage> {
    passages_of(article, Some(Encoder::embedded()), &caption::NONE)
}

/// The same by another encoder, and as a house with tables of its own reads it; without an encoder, what only its meaning tells to be a caption
/// is none.
pub(crate) fn passages_of(article: &Article, encoder: Option<&Encoder>, house: &House) -> Vec<Passage> {
    Reading::new(article, house).passages(article, encoder)
}

/// The passages of an article that has a Spanish caption, at less cost where it has none.
pub(crate) fn passages_with_captions(article: &Article, encoder: Option<&Encoder>, house: &House) -> Option<Vec<Passage>> {
    let reading = Reading::new(article, house);
    let passages = reading.may_hold_captions(article).then(|| reading.passages(article, encoder));
    passages.filter(|passages| passages.iter().any(Passage::is_spanish_caption))
}

/// Whether some passage of the article is a Spanish caption: what [`passages`] would say, at less cost where none is.
pub fn has_spanish_caption(article: &Article) -> bool {
    passages_with_captions(article, Some(Encoder::embedded()), &caption::NONE).is_some()
}

/// The texts of an article. Those that may hold a Spanish caption are read, the others only looked at.
struct Reading<'a, 'h> {
    screen: Screen,
    /// The article's text, without the line ends that say nothing.
    text: Cow<'a, str>,
    texts: Vec<(Printed<'h>, Option<Vec<Piece>>)>,
    house: &'h House,
    /// The language of the page, told when it is first asked for.
    page: OnceCell<PageLanguage>,
}

impl<'a, 'h> Reading<'a, 'h> {
    fn new(article: &'a Article, house: &'h House) -> Self {
        let mut screen = Screen::default();
        let printed: Vec<Printed> = printed(article, house).collect();
        let text = unbroken(&article.text, &printed);
        let texts = printed.into_iter().map(|printed| (printed, screen.passes(&text, &printed).then(|| pieces(&text, printed)))).collect();
        Self { screen, text, texts, house, page: OnceCell::new() }
    }

    fn page(&self, article: &Article) -> PageLanguage {
        *self.page.get_or_init(|| language::of_page(article.blocks.iter().map(|block| article.at(block.span))))
    }

    fn may_hold_captions(&self, article: &Article) -> bool {
        let mut captions = self.texts.iter().filter_map(|(_, pieces)| pieces.as_ref()).flatten().filter(|piece| piece.is_spanish_caption());
        let found = captions.next().is_some();
        (found || self.screen.shares || self.screen.both) && !(found && self.page(article) == PageLanguage::Other)
    }

    /// Reads what is not read yet, and what several texts say together.
    fn passages(mut self, article: &Article, encoder: Option<&Encoder>) -> Vec<Passage> {
        let text = &article.text;
        let mut found = Vec::new();
        for (printed, read) in std::mem::take(&mut self.texts) {
            let passes = read.is_some();
            for mut piece in read.unwrap_or_else(|| pieces(&self.text, printed)) {
                if !passes && piece.is_spanish_caption() {
                    piece.caption = None;
                }
                let role = piece.role(printed.origin);
                let Piece { raw, body, detected, caption } = piece;
                let (block, line) = (article.block_at(raw.start), article.line_at(raw.start));
                found.push(Passage { block, line, raw, body, detected, role, caption });
            }
        }
        follow_the_page(text, &mut found);
        if self.screen.shares {
            credits::share(text, &mut found, self.house);
            credits::repeat(text, &mut found, self.house);
            credits::give_below(article, &mut found);
        }
        if found.iter().any(Passage::is_spanish_caption) {
            keep_to_the_page(article, self.page(article), &mut found);
        }
        give_headlines(text, &mut found);
        let may_be_bilingual = |_: &&Encoder| self.screen.both && matches!(self.page(article), PageLanguage::English | PageLanguage::Both);
        if let Some(encoder) = encoder.filter(may_be_bilingual) {
            bilingual::find(article, &mut found, encoder, self.house);
        }
        give_captions(article, &mut found);
        found
    }
}

/// A few words that say nothing (a masthead, a name) are in the language of the page.
fn follow_the_page(text: &str, passages: &mut [Passage]) {
    let printed = |language| {
        let story = passages.iter().filter(|p| p.is(language) && p.caption.is_none());
        story.map(|p| p.raw.of(text).len()).sum::<usize>()
    };
    if printed(Language::English) <= printed(Language::Spanish) {
        return;
    }
    for passage in passages {
        let few = words(passage.raw.of(text)).nth(5).is_none();
        if few && passage.caption.is_none() && !passage.is(Language::English) && passage.detected.confidence < 0.9 {
            passage.detected = Detected { language: Language::English, confidence: 0.5 };
        }
    }
}

/// A page in another language than English and Spanish has no Spanish captions. On an English one, a Spanish caption has something Spanish
/// about it: names alone, references and code are English. On a Spanish one, it is plainly a caption.
fn keep_to_the_page(article: &Article, page: PageLanguage, passages: &mut [Passage]) {
    let text = &article.text;
    for passage in passages.iter_mut().filter(|passage| passage.is_spanish_caption()) {
        match page {
            PageLanguage::Other => passage.detected.language = Language::Other,
            PageLanguage::English if !passage.is_surely_spanish(text) => {
                passage.detected = Detected { language: Language::English, confidence: 0.5 };
            }
            PageLanguage::Spanish if !passage.is_surely_caption(article) => passage.caption = None,
            _ => {}
        }
    }
}

/// A stretch of a block, read as a caption where it is one.
struct Piece {
    raw: Span,
    body: Span,
    detected: Detected,
    caption: Option<Caption>,
}

impl Piece {
    fn read(text: &str, raw: Span, Printed { origin, credit, house, .. }: Printed) -> Self {
        let credit = credit.filter(|credit| raw.start <= credit.start && credit.end <= raw.end);
        let mut caption = caption::parse_with(text, raw, Markup { credit, of_picture: origin.is_of_picture() }, house);
        let body = caption.as_ref().map_or(raw, |c| c.body);
        // where all that is printed is surely English, so is the body, whatever it alone would seem
        let printed = if caption.is_some() && surely_english(raw.of(text)) { raw } else { body };
        let mut detected = detect(printed.of(text));
        // few words without one that only Spanish has are mostly names
        let names = || words(body.of(text)).nth(STRETCH - 1).is_none() && nothing_strange(body.of(text));
        let unsure = detected.confidence < UNSURE || detected.language != Language::Other && detected.confidence < SURE && names();
        if let Some(language) = caption.as_ref().filter(|_| unsure).and_then(|c| c.language_of_form(text)) {
            detected = Detected { language, confidence: UNSURE };
        }
        // a picture's Spanish text is a caption without any credit, but for what speaks to the reader
        let is_spanish = detected.language == Language::Spanish && detected.confidence >= UNSURE;
        let says = |said: &str| words(said).nth(STRETCH - 1).is_some() && !is_boilerplate(said) && !bilingual::speaks_to_reader(said);
        if caption.is_none() && origin.is_of_picture() && is_spanish && says(raw.of(text)) {
            caption = Some(Caption::of_page(raw));
        }
        Self { raw, body, detected, caption }
    }

    fn is_spanish_caption(&self) -> bool {
        self.caption.is_some() && self.detected.language == Language::Spanish
    }

    /// A part of what was printed under one credit: where it has none of its own, it has that.
    fn with_credit_of(self, whole: Option<&Caption>, text: &str) -> Self {
        match whole.filter(|_| self.caption.is_none()).and_then(|whole| whole.shared_with(text, self.raw, self.body)) {
            Some(caption) => Self { body: caption.body, caption: Some(caption), ..self },
            None => self,
        }
    }

    fn role(&self, origin: Origin) -> Role {
        match origin {
            _ if self.caption.is_some() => Role::Caption,
            Origin::Text | Origin::Quotation => Role::Body,
            Origin::Heading => Role::Headline,
            _ => Role::Caption,
        }
    }
}

/// Below this confidence of its body, a caption is in the language of its slug and credit.
#[doc(hidden)]
pub const UNSURE: f32 = 0.6;

/// From this probability on, a slug or credit is one on any page.
const PLAIN: f32 = 0.95;

/// From this confidence on, a text is in its language whatever stands around it.
const SURE: f32 = 0.9;

/// The passages of a text that was printed as one.
fn pieces(text: &str, printed: Printed) -> Vec<Piece> {
    let mut found = Vec::new();
    for raw in hard_pieces(text, printed) {
        let piece = Piece::read(text, raw, printed);
        let turns = code_switching::find(text, raw, piece.body);
        if turns.is_empty() {
            found.push(piece);
            continue;
        }
        let mut start = raw.start;
        for (end, next) in turns.into_iter().chain([(raw.end, raw.end)]) {
            let part = Piece::read(text, Span::new(start, end).trimmed(text), printed);
            found.push(part.with_credit_of(piece.caption.as_ref(), text));
            start = next;
        }
    }
    found
}

/// A text, cut where a caption begins or ends inside it.
fn hard_pieces(text: &str, Printed { span, house, .. }: Printed) -> impl Iterator<Item = Span> {
    let inside = span.of(text);
    let mut start = 0;
    let ends = caption::cuts(inside, house).into_iter().chain([inside.len()]);
    let cut = move |end| Span::new(std::mem::replace(&mut start, end), end).trimmed(inside).shifted(span.start);
    ends.map(cut).filter(|raw| !raw.is_empty())
}

/// A language counts as changed for this many words or more.
#[doc(hidden)]
pub const STRETCH: usize = 5;

/// The first sentence of so many words begins the story.
const SENTENCE: usize = 8;

/// Headline and boilerplate stand above the story.
fn give_headlines(text: &str, passages: &mut [Passage]) {
    let story = passages
        .iter()
        .position(|p| p.caption.is_none() && ends_a_sentence(p.raw.of(text)) && words(p.raw.of(text)).nth(SENTENCE - 1).is_some());
    for passage in &mut passages[..story.unwrap_or(0)] {
        let said = passage.raw.of(text);
        if passage.role == Role::Body && !ends_a_sentence(said) {
            let count = words(said).count();
            let dated = count <= 7 && said.chars().any(|c| c.is_ascii_digit());
            passage.role = if count <= 3 || dated { Role::Boilerplate } else { Role::Headline };
        }
    }
}

/// An English line beside a Spanish caption is a caption too, credit or not.
fn give_captions(article: &Article, passages: &mut [Passage]) {
    let text = &article.text;
    let groups: Vec<usize> = passages.iter().map(|p| article.blocks[p.block].group).collect();
    for at in 0..passages.len() {
        let group = groups[at];
        let neighbours = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter(|&i| i < groups.len() && groups[i] == group);
        let few = groups[at.saturating_sub(3)..groups.len().min(at + 4)].iter().filter(|g| **g == group).count() <= 3;
        let beside = few && neighbours.into_iter().any(|i| passages[i].is_spanish_caption());
        if beside && passages[at].role == Role::Body && passages[at].is(Language::English) {
            passages[at].role = Role::Caption;
            passages[at].body = caption::unwrapped(text, passages[at].raw);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<(String, &'static str)> {
        let article = Article::from_text("a", text);
        passages(&article).into_iter().map(|p| (article.at(p.raw).to_owned(), p.detected.language.code())).collect()
    }

    /// Found by fuzzing: with the words of slug and credit surely English, without them not.
    #[test]
    fn the_first_look_and_the_second_read_the_same() {
        for text in [
            "50914031. México, 14 Sep 2015 (Notimex-Rodrigo /Santill\u{fffd}iónderSe;cretary of Human Rights of the Interior Secretariat (Segob). Photo: Notimex/José Pazos",
            "Roberto Campa Cifrián, undersecrs that we \u{fffd}an’t allow any exceptions,” he said. 51002073. México 02 Oct 2015 (Notimex-JoséTO\u{fffd}JOSÉ PAZOS/JPF/ersecretary of Human Rights of tary of Human Rights of the Interior Secretariat (Segob). Photo: Notimex/José Pazos",
        ] {
            let article = Article::from_text("a", text);
            let seen = passages(&article).iter().any(|p| p.caption.is_some() && p.is(Language::Spanish));
            assert_eq!(has_spanish_caption(&article), seen, "{text}");
        }
    }

    #[test]
    fn two_texts_that_name_one_source_are_captions() {
        let (spanish, english) = ("El alcalde saludó a los maestros en la plaza.", "The mayor greeted the teachers in the square.");
        for (es, en) in [("(AP)", "(AP)"), ("AP", "Photo: AP"), ("(Ana Ruiz)", "Photo: Notimex/Ana Ruiz"), ("CUARTOSCURO", "/ Cuartoscuro")]
        {
            for [first, second] in
                [[format!("{spanish} {es}"), format!("{english} {en}")], [format!("{english} {en}"), format!("{spanish} {es}")]]
            {
                let text = format!("The teachers have come from Oaxaca, they said on Monday.\n\n{first}\n\n{second}");
                let article = Article::from_text("a", text.clone());
                let found = passages(&article);
                let captions = found.iter().filter(|p| p.caption.is_some() && p.is(Language::Spanish)).count();
                assert_eq!((captions, has_spanish_caption(&article)), (1, true), "{text}");
                let bodies: Vec<&str> = found.iter().map(|p| article.at(p.body)).collect();
                assert!(bodies.contains(&spanish) && bodies.contains(&english), "{bodies:?}");
            }
        }
    }

    #[test]
    fn one_credit_below_both_languages() {
        let (spanish, english) = ("El alcalde saludó a los maestros en la plaza.", "The mayor greeted the teachers in the square.");
        for (between, credit) in [("\n", "\nFoto: Notimex/Ana Ruiz"), ("\n\n", "\nPhoto: Ana Ruiz"), ("\n", " Photo: Ana Ruiz")] {
            let text = format!("The teachers have come from Oaxaca, they said on Monday.\n\n{spanish}{between}{english}{credit}");
            let article = Article::from_text("a", text.clone());
            let found = passages(&article);
            let photographers = |language| {
                found
                    .iter()
                    .filter(move |p| p.is(language))
                    .find_map(|p| Some(p.caption.as_ref()?.photographers().collect::<Vec<_>>().join("; ")))
            };
            assert_eq!((photographers(Language::Spanish).as_deref(), has_spanish_caption(&article)), (Some("Ana Ruiz"), true), "{text}");
            assert_eq!(photographers(Language::English).as_deref(), Some("Ana Ruiz"), "{text}");
        }
    }

    #[test]
    fn a_block_in_two_languages_is_cut() {
        let english = "The senators will discuss the new law on Tuesday afternoon.";
        let spanish = "Los senadores discutirán la nueva ley el martes por la tarde.";
        for (first, second, codes) in [(english, spanish, ["en", "es"]), (spanish, english, ["es", "en"])] {
            let cut = seen(&format!("{first} {second}"));
            assert_eq!(cut.iter().map(|c| c.1).collect::<Vec<_>>(), codes);
            assert_eq!((cut[0].0.as_str(), cut[1].0.as_str()), (first, second));
        }
        let glued =
            format!("{english} 51002073. México, 02 Oct 2015 (Notimex-José Pazos).-{spanish} NOTIMEX/FOTO/JOSÉ PAZOS/JPF/POL {english}");
        assert_eq!(seen(&glued).iter().map(|c| c.1).collect::<Vec<_>>(), ["en", "es", "en"]);
    }
}
