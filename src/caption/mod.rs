//! What an agency caption is made of: `slug` + `body` + `credit`, as in
//! `51002073. México 02 Oct 2015 (Notimex-José Pazos).-`*body*` NOTIMEX/FOTO/JOSÉ PAZOS/JPF/POL`.
//!
//! `wrapping` takes off what the page printed around a caption. The rest is cut into tokens; [`features`] says how each is printed and what is known
//! of it, [`labeller`] gives each its field, [`fields`] reads the fields, and [`date`] their days. Names of agencies, months and desks come from
//! `data/lexicon/`. The labeller is fitted on `data/forms.csv` (CONTRIBUTING.md, "Add an agency"). Where a newsroom's own form ([`House`]) fits a
//! line whole, [`forms`] gives the labels.

pub(crate) mod boilerplate;
mod cursor;
mod date;
mod explained;
pub(crate) mod features;
mod fields;
pub(crate) mod forms;
mod house;
mod labeller;
mod story;
mod wrapping;

pub(crate) use explained::{Explained, explain};
pub use fields::{Field, Source};
pub use forms::FormError;
pub use house::House;
pub(crate) use house::{Known, NONE};
use wrapping::Peeled;
pub use wrapping::unwrapped;

use crate::language::{Language, detect};
use crate::span::Span;
use crate::text::words;
use features::Line;
use jiff::civil::Date;
pub(crate) use labeller::Markup;
use labeller::{Label, Labelled};
use serde::{Deserialize, Serialize};

/// A Notimex photo number `Y MM DD NNN`: last digit of the year, month, day, number of the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoId(String);

impl PhotoId {
    /// Eight digits, as printed. `None` for anything else.
    pub fn new(digits: &str) -> Option<Self> {
        (digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit())).then(|| Self(digits.to_owned()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether year digit, month and day are those of `date`.
    pub fn agrees_with(&self, date: Date) -> bool {
        self.0[..5] == format!("{}{:02}{:02}", date.year().rem_euclid(10), date.month(), date.day())
    }
}

/// What a caption was known by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Form {
    /// A slug or credit that names a news or photo agency of the tables, has a photo number, or ends in an editor's initials and a desk.
    Agency,
    /// A credit or slug that names somebody else, or stands for somebody (`Especial`).
    #[default]
    Credit,
    /// The page or a label says that it is a caption, or which part of it is the credit: `<figcaption>`, `.credit`, `Pie de foto:`.
    Markup,
    /// Only the text in the other language tells.
    Language,
}

impl Form {
    /// The word in the column `form`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Credit => "credit",
            Self::Markup => "markup",
            Self::Language => "language",
        }
    }
}

/// A caption as printed, taken apart. Spans point into the article's text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Caption {
    /// All of it, as printed.
    pub raw: Span,
    /// What it says: without slug, tail and credit.
    pub body: Span,
    /// What stands before the body.
    pub slug: Option<Source>,
    /// What stands behind the body, or before it where there is no slug: a photo credit or an agency's tail.
    pub credit: Option<Source>,
    /// The probability of the labeller that slug or credit are there; 1 where a label or the page says that it is a caption.
    pub probability: f32,
    /// What it was known by.
    pub form: Form,
}

impl Caption {
    fn sources(&self) -> impl Iterator<Item = &Source> {
        [&self.slug, &self.credit].into_iter().flatten()
    }

    /// Notimex's photo number.
    pub fn photo_id(&self) -> Option<&PhotoId> {
        self.sources().find_map(|source| source.photo_id.as_ref()).map(|field| &field.value)
    }

    /// The city of the slug, as printed.
    pub fn place(&self) -> Option<&str> {
        self.sources().find_map(|source| source.place.as_ref()).map(|field| field.value.as_str())
    }

    /// The day of the slug, else of the credit.
    pub fn date(&self) -> Option<Date> {
        self.sources().find_map(|source| source.date.as_ref()).map(|field| field.value)
    }

    /// The agency's usual name, or the outlet's as printed: of the slug, else of the credit.
    pub fn agency(&self) -> Option<&str> {
        self.sources().find_map(|source| source.agency.as_ref()).map(|field| field.value.as_str())
    }

    /// The photographers: of the slug, else of the credit.
    pub fn photographers(&self) -> impl Iterator<Item = &str> {
        let named = self.sources().find(|source| !source.photographers.is_empty());
        named.into_iter().flat_map(|source| &source.photographers).map(|field| field.value.as_str())
    }

    /// The editor's initials in the tail.
    pub fn editor(&self) -> Option<&str> {
        self.sources().find_map(|source| source.editor.as_ref()).map(|field| field.value.as_str())
    }

    /// The desk's code in the tail.
    pub fn desk(&self) -> Option<&str> {
        self.sources().find_map(|source| source.desk.as_ref()).map(|field| field.value.as_str())
    }

    /// Where its credit is printed, if it has one of its own.
    pub fn own_credit(&self) -> Option<Span> {
        self.credit.as_ref().map(|credit| credit.span).filter(|span| self.raw.start <= span.start && span.end <= self.raw.end)
    }

    /// A caption of which the page says that it is one.
    pub(crate) fn of_page(raw: Span) -> Self {
        Self { raw, body: raw, probability: 1.0, form: Form::Markup, ..Self::default() }
    }

    /// The caption of another text that was printed under the same credit. Where the credit stands inside that text, its body is the longer part
    /// beside the credit; `None` where none is left.
    pub(crate) fn shared_with(&self, text: &str, raw: Span, body: Span) -> Option<Self> {
        let shared = Self { raw, body, ..self.clone() };
        let Some(credit) = shared.own_credit() else { return Some(shared) };
        let part = |from: usize, to: usize| Span::new(from.clamp(body.start, body.end), to.clamp(body.start, body.end)).trimmed(text);
        let (before, behind) = (part(body.start, credit.start), part(credit.end, body.end));
        let body = if behind.len() > before.len() { behind } else { before };
        (!body.is_empty()).then_some(Self { body, ..shared })
    }

    /// The language that slug, credit and label are written in, where they are written in one: a photo number, or `Foto` against
    /// `Photo`. A hint only, since desks leave Spanish credits behind English text.
    pub fn language_of_form(&self, text: &str) -> Option<Language> {
        let label = Span::new(self.raw.start, self.body.start.clamp(self.raw.start, self.raw.end)).of(text);
        let form = crate::text::fold(&format!("{label} {}", self.credit.as_ref().map_or("", |c| c.span.of(text))));
        let holds = |language| crate::text::words(&form).any(|word| crate::lexicon::credit_language(word.of(&form)) == Some(language));
        let labelled = |labels: &[&str]| labels.iter().any(|label| form.contains(label));
        let spanish = self.photo_id().is_some() || holds(Language::Spanish) || labelled(&["[es]", "espanol:"]);
        let english = holds(Language::English) || labelled(&["[en]", "english:", "caption:"]);
        match (spanish, english) {
            (true, false) => Some(Language::Spanish),
            (false, true) => Some(Language::English),
            _ => None,
        }
    }
}

/// From this probability on, a line with a slug or a credit is a caption.
const LIKELY: f32 = 0.5;

/// Reads a passage as a caption.
///
/// `None` for anything without a photo credit, a label, a photographer in the slug, a photo id or a tail: an article's dateline
/// (`MÉXICO, 16 Dic (Notimex).-`) shares the slug's shape but is none.
pub fn parse(text: &str, raw: Span) -> Option<Caption> {
    parse_with(text, raw, Markup::default(), &NONE)
}

/// Reads a passage as a caption, with what the page says of it.
pub(crate) fn parse_with(text: &str, raw: Span, markup: Markup, house: &House) -> Option<Caption> {
    read(text, raw, markup, house).ok()
}

/// Why a text is no caption.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It names another page, or who wrote this one: `Lee también: ...`.
    Boilerplate,
    /// It has neither slug nor credit.
    Bare,
    /// Slug and credit are less likely than [`LIKELY`].
    Unlikely,
    /// It is a credit, and nobody's.
    CreditAlone,
    /// Neither slug nor credit name anybody.
    SaysNothing,
}

/// A passage with the labels of its tokens.
struct Reading<'t> {
    /// What was cut into tokens.
    peeled: Peeled,
    line: Line<'t>,
    labels: Vec<Label>,
    probability: f32,
    /// The house's form that it has.
    own: Option<&'t Known>,
}

impl<'t> Reading<'t> {
    fn of(text: &'t str, raw: Span, peeled: Peeled, markup: Markup, house: &'t House) -> Self {
        // a house's form may begin with what is taken off otherwise
        for inside in [raw.trimmed(text), peeled.inside] {
            if let Some((line, labels, own)) = house.read(inside.of(text)) {
                return Self { peeled: Peeled { inside, ..peeled }, line, labels, probability: 1.0, own: Some(own) };
            }
        }
        let line = Line::of(peeled.inside.of(text), house);
        let inside = |place: usize| place.saturating_sub(peeled.inside.start);
        let credit = markup.credit.map(|span| Span::new(inside(span.start), inside(span.end)));
        let Labelled { mut labels, probability } = labeller::label(&line, Markup { credit, ..markup });
        line.bind_own(&mut labels);
        close(&line, &mut labels);
        Self { peeled, line, labels, probability, own: None }
    }
}

/// Reads a passage as a caption, or says why it is none.
pub(crate) fn read(text: &str, raw: Span, markup: Markup, house: &House) -> Result<Caption, Refusal> {
    let peeled = wrapping::peel(text, raw);
    if boilerplate::is_boilerplate(peeled.inside.of(text)) {
        return Err(Refusal::Boilerplate);
    }
    let marked = markup.credit.is_some();
    let Reading { peeled, line, labels, probability, own } = Reading::of(text, raw, peeled, markup, house);
    let inside = peeled.inside.of(text);
    let count = labels.len();
    let is_body = |at: &usize| labels[*at] == Label::Body;
    let start = (0..count).find(is_body);
    let end = (0..count).rev().find(is_body);
    let (start, end) = start.zip(end).map_or((count, count), |(start, end)| (start, end + 1));
    let source = |from: usize, to: usize| (from < to).then(|| Source::read(&line, &labels, from, to));
    let (mut slug, mut credit) = (source(0, start), source(end, count));
    let printed = slug.is_some() || credit.is_some();
    if !(peeled.labelled || printed && probability >= LIKELY) {
        return Err(if printed { Refusal::Unlikely } else { Refusal::Bare });
    }
    let of = |from: usize, to: usize| Span::new(line.tokens[from].span.start, line.tokens[to - 1].span.end);
    let body = if start < end { bare(inside, of(start, end)) } else { Span::new(inside.len(), inside.len()) };
    // the mark that ends an emphasis belongs to what it opened
    let body = match inside[body.start..].chars().next().filter(|c| matches!(c, '*' | '_')) {
        Some(mark) => Span::new(body.start, inside.len() - inside[body.end..].trim_start_matches(mark).len()),
        None => body,
    };
    // marks that close an emphasis are the body's, though a credit may begin with such marks
    if let Some(credit) = &mut credit {
        credit.span.start = credit.span.start.max(body.end);
    }
    // a credit alone is nobody's caption, and a label before a name says who made what stands around it
    if body.is_empty() || peeled.labelled && !printed && !(start..end).any(|at| line.is_content(at)) {
        return Err(Refusal::CreditAlone);
    }
    // behind a text that nothing else marks, a credit names somebody, or stands for somebody
    let silent = || [&slug, &credit].into_iter().flatten().all(|source| source.says_nothing(inside));
    if !peeled.labelled && own.is_none() && silent() {
        return Err(Refusal::SaysNothing);
    }
    let of_agency = own.is_some_and(|form| form.agency.is_some()) || [&slug, &credit].into_iter().flatten().any(Source::is_of_agency);
    let form = match of_agency {
        true => Form::Agency,
        false if peeled.labelled || marked => Form::Markup,
        false => Form::Credit,
    };
    // a credit that stands first
    let leads = |slug: &Source| slug.photo_id.is_none() && slug.place.is_none() && slug.date.is_none();
    if credit.is_none() && slug.as_ref().is_some_and(leads) {
        credit = slug.take();
    }
    let body = wrapping::emphasis(body.of(inside)).map_or(body, |inner| inner.shifted(body.start)).shifted(peeled.inside.start);
    for source in [&mut slug, &mut credit].into_iter().flatten() {
        source.shift(peeled.inside.start);
        if source.day_or_month && detect(body.of(text)).language == Language::English {
            source.exchange();
        }
    }
    let probability = if peeled.labelled { 1.0 } else { probability };
    Ok(Caption { raw, body, slug, credit, probability, form })
}

/// A text, cut into tokens, and their labels.
fn labelled<'t>(text: &'t str, house: &'t House) -> (Line<'t>, Vec<Label>) {
    let line = Line::of(text, house);
    let mut labels = labeller::label(&line, Markup::default()).labels;
    line.bind_own(&mut labels);
    close(&line, &mut labels);
    (line, labels)
}

/// Where a text is to be cut since a caption ends or begins inside it.
pub(crate) fn cuts(text: &str, house: &House) -> Vec<usize> {
    let (line, labels) = labelled(text, house);
    // a house's form is one caption's, but for what its body holds
    let own = house.read(text).map(|(_, own, _)| own);
    let in_body = |at: usize| own.as_ref().is_none_or(|own| own[at] == Label::Body && own[at - 1] == Label::Body);
    let mut found = Vec::new();
    let is_said = |from: usize| {
        let words = (from..labels.len()).skip_while(|&at| labels[at].is_slug()).take_while(|&at| labels[at] == Label::Body);
        words.filter(|&at| !line.is_mark(at)).nth(LEAST).is_some()
    };
    for at in 1..labels.len() {
        let (before, now) = (labels[at - 1], labels[at]);
        if (before.is_credit() && !now.is_credit() || before == Label::Body && now.is_slug()) && in_body(at) && is_said(at) {
            // mark-up behind the credit is the next text's
            let tag = at - usize::from(line.tokens[at - 1].span.of(text) == "<");
            found.push(line.tokens[tag].span.start);
        }
    }
    found
}

/// A text behind a credit has more words than these, else it is a part of it.
const LEAST: usize = 3;

/// Gives a credit the last words of its line, where they are too few to be another text.
fn close(line: &Line, labels: &mut [Label]) {
    let Some(last) = labels.iter().rposition(|label| label.is_credit()) else { return };
    let words = (last + 1..labels.len()).filter(|&at| !line.is_mark(at)).count();
    let label = labels[last];
    if words <= LEAST {
        labels[last + 1..].fill(label);
    }
}

/// Whether a text may hold a slug or a credit; a cheap look at a text without a Spanish word. It has a mark that sets a source off, a number, a
/// stop inside, `foto` or `photo`, or ends with an agency.
pub(crate) fn may_be_credited(text: &str, house: &House) -> bool {
    let bare = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    let marked =
        |c: char| matches!(c, '/' | '|' | ':' | '(' | '[' | '.' | '@' | '©' | '_' | '*') || c.is_ascii_digit() || cursor::is_dash(c);
    let last = bare.rsplit(char::is_whitespace).next().unwrap_or_default();
    let led = || text.contains("oto") || text.contains("OTO");
    bare.contains(marked) || text.ends_with([')', ']']) || led() || house.agency(last).is_some()
}

/// Whether a line is a credit and nothing else.
pub(crate) fn is_credit(text: &str, house: &House) -> bool {
    credit_alone(text, house).is_some()
}

/// What a line says that is a credit and nothing else.
fn credit_alone(text: &str, house: &House) -> Option<Source> {
    let (line, labels) = labelled(text, house);
    let is_known = house.is_credit(text);
    if labels.is_empty() || !is_known && !labels.iter().all(|label| label.is_credit() || label.is_slug()) {
        return None;
    }
    let source = Source::read(&line, &labels, 0, labels.len());
    // `Foto: Cortesía` names nobody; `Fotos` alone may be a heading
    let says = || !source.is_empty() || words(text).nth(1).is_some() && !source.says_nothing(text);
    (is_known || says()).then_some(source)
}

/// A line that is a credit and nothing else: a caption without a body.
pub(crate) fn of_credit(text: &str, raw: Span, house: &House) -> Option<Caption> {
    let mut credit = credit_alone(raw.of(text), house)?;
    credit.shift(raw.start);
    Some(Caption { raw, body: Span::new(raw.start, raw.start), credit: Some(credit), probability: 1.0, ..Caption::default() })
}

/// Whether a line is the label of a caption and nothing else: `Photo caption in Spanish:`.
pub(crate) fn is_label(text: &str) -> bool {
    wrapping::is_label(text)
}

/// Whether a line is a slug and nothing else.
pub(crate) fn is_slug(text: &str, house: &House) -> bool {
    text.contains(|c: char| c.is_ascii_digit()) && {
        let (_, labels) = labelled(text, house);
        labels.iter().all(|label| label.is_slug()) && labels.contains(&Label::Id)
    }
}

/// Whether a text begins with a slug that numbers a photo.
pub(crate) fn begins_with_slug(text: &str, house: &House) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && labelled(text, house).1.iter().take_while(|label| label.is_slug()).any(|label| *label == Label::Id)
}

/// Where the credit starts that ends a text, or is all of it. Behind nothing but a slug there is none: the text goes on.
pub(crate) fn credit_start(text: &str, house: &House) -> Option<usize> {
    let (line, labels) = labelled(text, house);
    let count = labels.iter().rev().take_while(|label| label.is_credit()).count();
    let before = &labels[..labels.len() - count];
    (count > 0 && (before.is_empty() || before.contains(&Label::Body))).then(|| line.tokens[before.len()].span.start)
}

/// A stretch without white space and without what sets a credit off: a bar, a slash, a dash or a dot in the middle.
fn bare(text: &str, stretch: Span) -> Span {
    let sets_off = |c: char| cursor::is_dash(c) || matches!(c, '|' | '/' | '·' | '•' | '<') || c.is_whitespace();
    let body = stretch.trimmed(text);
    // behind a credit, its full stop too
    let from = if body.start > 0 { body.of(text).trim_start_matches(|c| sets_off(c) || matches!(c, '.' | ':')) } else { body.of(text) };
    let start = body.end - from.len();
    let mut said = from.trim_end_matches(|c| sets_off(c) || c == ',');
    // mark-up left over between body and credit
    while let Some(rest) = BREAKS.iter().find_map(|tag| said.strip_suffix(tag)) {
        said = rest.trim_end_matches(sets_off);
    }
    Span::new(start, start + said.len())
}

/// Mark-up for white space.
const BREAKS: &[&str] = &["<br>", "<br/>", "<br />", "&nbsp;"];

#[cfg(test)]
mod tests {
    use super::*;

    fn people(caption: &Caption) -> String {
        caption.photographers().collect::<Vec<_>>().join("; ")
    }

    fn read(text: &str) -> Option<(Caption, String)> {
        let caption = parse(text, Span::new(0, text.len()))?;
        let body = caption.body.of(text).to_owned();
        Some((caption, body))
    }

    /// Found by fuzzing: the marks between were both the body's and the credit's.
    #[test]
    fn body_and_credit_do_not_overlap() {
        for text in ["******\u{1}f********esportev/ettej", "*Un hombre pasa.* *Foto: EFE/Ana Ruiz*"] {
            let Some((caption, _)) = read(text) else { continue };
            assert!(caption.credit.iter().all(|credit| caption.body.end <= credit.span.start), "{caption:?}");
        }
    }

    #[test]
    fn notimex() {
        let (c, body) =
            read("51002073. México 02 Oct 2015 (Notimex-José Pazos).-En rueda de prensa. NOTIMEX/FOTO/JOSÉ PAZOS/JPF/POL").unwrap();
        assert_eq!(body, "En rueda de prensa.");
        assert_eq!(c.photo_id().unwrap().as_str(), "51002073");
        assert!(c.photo_id().unwrap().agrees_with(c.date().unwrap()));
        assert_eq!(c.date().unwrap().to_string(), "2015-10-02");
        assert_eq!((c.place(), c.agency()), (Some("México"), Some("Notimex")));
        assert_eq!(people(&c), "José Pazos");
        assert_eq!((c.editor(), c.desk()), (Some("JPF"), Some("POL")));
    }

    #[test]
    fn other_agencies() {
        let cases = [
            (
                "CIUDAD DE MÉXICO, 03MARZO2016.- Protesta en Reforma. FOTO: ANA RUIZ/CUARTOSCURO.COM",
                "Protesta en Reforma.",
                "Cuartoscuro",
                "ANA RUIZ",
                "2016-03-03",
            ),
            ("MEX01. MÉXICO (MÉXICO), 02/10/2015.- Un hombre pasa. EFE/Ana Ruiz", "Un hombre pasa.", "EFE", "Ana Ruiz", "2015-10-02"),
            (
                "(151002) -- MÉXICO, 2 de octubre de 2015 (Xinhua) -- Un hombre pasa. (Xinhua/Ana Ruiz) (jg) (ah)",
                "Un hombre pasa.",
                "Xinhua",
                "Ana Ruiz",
                "2015-10-02",
            ),
            ("Un hombre pasa. (Foto AP/Ana Ruiz)", "Un hombre pasa.", "AP", "Ana Ruiz", ""),
            ("Un hombre pasa. (AP Foto/Ana Ruiz)", "Un hombre pasa.", "AP", "Ana Ruiz", ""),
            ("FOTO DE ARCHIVO-Un hombre pasa. REUTERS/Ana Ruiz", "Un hombre pasa.", "Reuters", "Ana Ruiz", ""),
            ("Un hombre pasa. Foto: Ana Ruiz | El Sol de México", "Un hombre pasa.", "El Sol de México", "Ana Ruiz", ""),
            ("A man walks by. Photo by Ana Ruiz/Notimex", "A man walks by.", "Notimex", "Ana Ruiz", ""),
            ("A man walks by.Photo: Notimex / Ana Ruiz", "A man walks by.", "Notimex", "Ana Ruiz", ""),
            ("A man walks by (AFP PHOTO / ANA RUIZ)", "A man walks by", "AFP", "ANA RUIZ", ""),
            ("A man walks by. (FOTO: ANA RUIZ/CUARTOSCURO.COM)", "A man walks by.", "Cuartoscuro", "ANA RUIZ", ""),
            ("Soldados. FOTO: SEDENA/CUARTOSCURO.COM", "Soldados.", "Cuartoscuro", "", ""),
        ];
        for (text, body, agency, name, date) in cases {
            let (c, found) = read(text).unwrap_or_else(|| panic!("no caption: {text}"));
            assert_eq!((found.as_str(), c.agency(), people(&c).as_str()), (body, Some(agency), name), "{text}");
            assert_eq!(c.date().map(|d| d.to_string()).unwrap_or_default(), date, "{text}");
        }
    }

    /// Said in both languages, to be put before or behind a credit.
    const SAID: [&str; 2] = ["Una niña pinta un mural en la plaza de Tecali.", "A girl paints a mural in the square of Tecali."];

    fn told(text: &str) -> (String, String, String) {
        let Some((caption, body)) = read(text) else { return Default::default() };
        (body, caption.agency().unwrap_or_default().to_owned(), people(&caption))
    }

    /// A labeller is judged by shares: of the lines, so many in a hundred are read right, and those that are not are printed.
    fn assert_most_are_right(percent: usize, lines: impl IntoIterator<Item = (String, (String, String, String))>) {
        let (mut count, mut wrong) = (0, Vec::new());
        for (text, right) in lines {
            count += 1;
            let seen = told(&text);
            if seen != right {
                wrong.push(format!("{text}\n    {seen:?}\n    {right:?}"));
            }
        }
        assert!((count - wrong.len()) * 100 >= count * percent, "{} of {count} are read otherwise:\n{}", wrong.len(), wrong.join("\n"));
    }

    #[test]
    fn short_credits() {
        let credits = [
            ("© dpa", "dpa", ""),
            ("© Luis Gil / Reuters", "Reuters", "Luis Gil"),
            ("© 2019 EFE", "EFE", ""),
            ("(c) AP/Luis Gil", "AP", "Luis Gil"),
            ("(Xinhua)", "Xinhua", ""),
            ("(Agencia Enfoque)", "Agencia Enfoque", ""),
            ("(Cortesía)", "", ""),
            ("(File)", "", ""),
            ("Notimex", "Notimex", ""),
            ("REUTERS.", "Reuters", ""),
            ("- ANADOLU", "Anadolu", ""),
            ("— AP", "AP", ""),
            ("/ Télam", "Télam", ""),
            ("| CUARTOSCURO.COM", "Cuartoscuro", ""),
            ("Archivo", "", ""),
            ("File photo.", "", ""),
            ("Foto Luis Gil", "", "Luis Gil"),
            ("FOTO. Luis Gil y Ana Ruiz", "", "Luis Gil; Ana Ruiz"),
            ("Photo Luis Gil", "", "Luis Gil"),
            ("Foto: Luis Gil (AFP)", "AFP", "Luis Gil"),
            ("(Foto: Luis Gil (AFP))", "AFP", "Luis Gil"),
            ("Luis Gil (AFP)", "AFP", "Luis Gil"),
            ("Luis Gil - AFP", "AFP", "Luis Gil"),
            ("Luis Gil, AFP", "AFP", "Luis Gil"),
            ("foto: AFP", "AFP", ""),
            ("Imagen de Luis Gil", "", "Luis Gil"),
            ("Image by Luis Gil", "", "Luis Gil"),
            ("Cortesía SEP", "SEP", ""),
            ("Handout via Reuters", "Reuters", ""),
            ("SEP via AP", "AP", ""),
            ("Photo: Luis Gil – AFP", "AFP", "Luis Gil"),
            ("Foto: Luis Gil, Notimex.", "Notimex", "Luis Gil"),
            ("Photo: Luis Gil, AP, File", "AP", "Luis Gil"),
            ("Foto: ANSA.-", "ANSA", ""),
            ("Foto: INAH/Luis Gil", "INAH", "Luis Gil"),
            ("Foto: Cortesía / Luis Gil", "", "Luis Gil"),
            ("Foto: Cortesía INBA / Luis Gil", "INBA", "Luis Gil"),
            ("Foto: Luis Gil · El Universal", "El Universal", "Luis Gil"),
            ("Foto: Notimex-Luis Gil", "Notimex", "Luis Gil"),
            ("foto: notimex/luis gil", "Notimex", "Luis Gil"),
            ("NOTIMEX/FOTO/ENVIADO/LUIS GIL/JPF/POL", "Notimex", "LUIS GIL"),
            ("Photo: Notimex archive", "Notimex", ""),
            ("Photo: Notimex/Luis Gil (See gallery)", "Notimex", "Luis Gil"),
            ("Foto: Luis Gil, enviado especial", "", "Luis Gil"),
            ("(AP Foto/Luis Gil, archivo)", "AP", "Luis Gil"),
            ("Gráfico: AFP", "AFP", ""),
            ("Fuente: Reuters", "Reuters", ""),
            ("Source: Reuters", "Reuters", ""),
            ("📷 Luis Gil", "", "Luis Gil"),
            ("📸: Luis Gil/EFE", "EFE", "Luis Gil"),
            ("REUTERS/Luis Gil TPX IMAGES OF THE DAY", "Reuters", "Luis Gil"),
            ("(Photo credit should read LUIS GIL/AFP/Getty Images)", "AFP", "LUIS GIL"),
            ("Foto: © dpa", "dpa", ""),
            ("Imagen de archivo: dpa", "dpa", ""),
            ("File image: dpa", "dpa", ""),
            ("Foto: archivo dpa", "dpa", ""),
            ("Photo: AP file", "AP", ""),
            ("Imagen de archivo. EFE/Luis Gil", "EFE", "Luis Gil"),
            ("Foto de archivo: AP/Luis Gil", "AP", "Luis Gil"),
            ("File photo. EFE/Luis Gil", "EFE", "Luis Gil"),
            ("(File photo) EFE/Luis Gil", "EFE", "Luis Gil"),
            ("Foto: EFE/Jose\u{301} Me\u{301}ndez", "EFE", "Jose\u{301} Me\u{301}ndez"),
        ];
        let line = |(credit, agency, names): &(&str, &str, &str), said: &str| {
            (format!("{said} {credit}"), (said.to_owned(), (*agency).to_owned(), (*names).to_owned()))
        };
        assert_most_are_right(90, credits.iter().flat_map(|credit| SAID.map(|said| line(credit, said))));
    }

    #[test]
    fn a_credit_before_the_body() {
        let credits = ["Foto: AFP/Luis Gil.", "FOTO: LUIS GIL/AFP.", "(Photo: AFP/Luis Gil)", "(Foto: Luis Gil / AFP)"];
        let line = |credit: &str, said: &str| {
            let name = if credit.contains("LUIS") { "LUIS GIL" } else { "Luis Gil" };
            (format!("{credit} {said}"), (said.to_owned(), "AFP".to_owned(), name.to_owned()))
        };
        assert_most_are_right(85, credits.iter().flat_map(|credit| SAID.map(|said| line(credit, said))));
    }

    #[test]
    fn what_the_page_printed_around_it() {
        for (around, is_label) in [
            ("(2) #", false),
            ("- #", false),
            ("_#_", false),
            ("\"#\"", false),
            ("[ES] #", true),
            ("Caption: #", true),
            ("Foto 3. #", true),
        ] {
            for said in SAID {
                let text = around.replace('#', &format!("{said} Foto: AFP/Luis Gil"));
                assert_eq!(told(&text), (said.to_owned(), "AFP".to_owned(), "Luis Gil".to_owned()), "{text}");
                let text = around.replace('#', said);
                assert_eq!(read(&text).map(|(_, body)| body), is_label.then(|| said.to_owned()), "{text}");
            }
        }
        assert_eq!(told("*Una niña pinta.* Foto: AFP").0, "Una niña pinta.");
        assert_eq!(told("Una niña pinta.&nbsp;<br /> Foto: AFP").0, "Una niña pinta.");
        assert_eq!(told("Foto: Una niña pinta un mural. EFE/Luis Gil").0, "Una niña pinta un mural.");
    }

    #[test]
    fn a_day_in_figures_is_read_in_the_language_of_the_body() {
        for (said, date) in SAID.into_iter().zip(["2021-03-04", "2021-04-03"]) {
            let (caption, body) = read(&format!("04/03/2021 {said} AP/Luis Gil")).unwrap();
            assert_eq!((body.as_str(), caption.date().unwrap().to_string().as_str()), (said, date));
        }
    }

    #[test]
    fn no_captions() {
        let texts = [
            "Lee también: Dos heridos en Tecali / Foto: AFP",
            "Publicado por: Redacción / Foto: Archivo",
            "Te puede interesar: Una niña pinta un mural. Foto: AFP",
            "Read more: A girl paints a mural. Photo: AFP",
            "Por: Luis Gil / EFE",
            "By Luis Gil / AFP",
            "Por Luis Gil / AFP",
            "By Luis Gil (AFP)",
            "By Luis Gil, AFP",
            "TECALI, AP",
            "Una niña pinta para la agencia. Cortesía de todos",
            "TECALI, Mexico (AP)",
            "© 2015 Notimex",
            "EFE",
            "(Reuters)",
            "El alcalde inauguró un mural en la plaza. (EFE)",
            "Los vecinos no quieren el mural, según el alcalde. EFE",
            "Tecali, 3 mar (EFE).- La alcaldesa inaugura un mural. EFE",
            "TECALI, 3 May. (Lugares/EP) - La alcaldesa inaugura un mural. (Europa Press)",
            "The mayor opened the mural in the square. (AP)",
            "El mural que pintan en la plaza, para la agencia France Presse (AFP)",
            "Fuente: INEGI, con datos de los censos",
        ];
        assert_most_are_right(75, texts.map(|text| (text.to_owned(), Default::default())));
    }

    #[test]
    fn a_dateline_is_no_caption() {
        for text in [
            "MÉXICO, 16 Dic (Notimex).- El gobierno anunció un plan.",
            "MEXICO CITY (AP) -- The government announced a plan.",
            "Madrid, 3 mar (EFE).- El rey recibió al presidente. EFE",
            "The plan was announced on Monday. (Reuters)",
        ] {
            assert!(read(text).is_none(), "{text}");
        }
    }
}
