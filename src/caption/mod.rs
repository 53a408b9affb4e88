//! What an agency caption is made of: `slug` + `body` + `credit`, as in
//! `51002073. México 02 Oct 2015 (Notimex-José Pazos).-`*body*` NOTIMEX/FOTO/JOSÉ PAZOS/JPF/POL`.
//!
//! [`slug`] reads what stands before the body, [`credit`] what stands behind it, [`date`] the dates of both, `wrapping` what the
//! page printed around them. Each is a small recursive-descent grammar over a [`Cursor`](cursor::Cursor); names of agencies,
//! months and desks come from `data/lexicon/`. To read another agency's form, add its name there; a new shape is a new branch
//! in `slug`, `credit` or `wrapping`, and what can make a caption alone needs a mark in `marks`.

pub mod credit;
mod cursor;
pub mod date;
mod marks;
mod people;
pub mod slug;
mod story;
mod wrapping;

pub use marks::Marks;
pub use wrapping::unwrapped;

use crate::article::Span;
use crate::language::{Language, detect};
use cursor::Cursor;
use jiff::civil::Date;

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

/// A caption as printed, taken apart. Spans point into the article's text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Caption {
    /// All of it, as printed.
    pub raw: Span,
    /// What it says: without slug, tail and credit.
    pub body: Span,
    /// Notimex's photo number.
    pub photo_id: Option<PhotoId>,
    /// The city of the slug, as printed.
    pub place: Option<String>,
    /// The day of the slug.
    pub date: Option<Date>,
    /// The agency's usual name, or the outlet's as printed.
    pub agency: Option<String>,
    /// The photographers, as in the slug, else as in the credit.
    pub photographers: Vec<String>,
    /// The editor's initials in the tail.
    pub editor: Option<String>,
    /// The desk's code in the tail.
    pub desk: Option<String>,
    /// The tail or credit.
    pub credit: Option<Span>,
}

impl Caption {
    /// The language that slug, credit and label are written in, where they are written in one: a photo number, or `Foto` against
    /// `Photo`. A hint only, since desks leave Spanish credits behind English text.
    pub fn language_of_form(&self, text: &str) -> Option<Language> {
        let label = Span::new(self.raw.start, self.body.start.clamp(self.raw.start, self.raw.end)).of(text);
        let form = crate::text::fold(&format!("{label} {}", self.credit.map_or("", |c| c.of(text))));
        let holds = |forms: &[&str]| forms.iter().any(|printed| form.contains(printed));
        let spanish = self.photo_id.is_some() || holds(&["foto", "cortesia", "archivo", "[es]", "espanol:"]);
        let english = holds(&["photo", "courtesy", "[en]", "english:", "caption:"]);
        match (spanish, english) {
            (true, false) => Some(Language::Spanish),
            (false, true) => Some(Language::English),
            _ => None,
        }
    }
}

/// Reads a passage as a caption.
///
/// `None` for anything without a photo credit, a label, a photographer in the slug, a photo id or a tail: an article's dateline
/// (`MÉXICO, 16 Dic (Notimex).-`) shares the slug's shape but is none.
pub fn parse(text: &str, raw: Span) -> Option<Caption> {
    let peeled = wrapping::peel(text, raw);
    let inside = peeled.inside.of(text);
    if is_furniture(inside) {
        return None;
    }
    let behind = credit::find_in(inside, ends_line(&text[raw.end..]));
    let front = if behind.is_none() { credit::front(inside) } else { None };
    let said = match (&behind, &front) {
        (Some(credit), _) => Span::new(0, credit.span.start),
        (_, Some(credit)) => Span::new(credit.span.end, inside.len()),
        _ => Span::new(0, inside.len()),
    };
    let said = bare(inside, said);
    let credit = behind.or(front);
    let slug = if credit.is_some() { slug::before_credit(said.of(inside)) } else { slug::parse(said.of(inside)) };
    if credit.is_none() && !peeled.labelled && !slug.as_ref().is_some_and(slug::Slug::names_a_photo) {
        return None;
    }
    let start = slug.as_ref().map_or(0, |s| s.end);
    let body = bare(inside, Span::new((said.start + start).min(said.end), said.end));
    if body.is_empty() && credit.as_ref().is_some_and(|c| c.bare) {
        return None;
    }
    let body = wrapping::emphasis(body.of(inside)).map_or(body, |inner| inner.shifted(body.start)).shifted(peeled.inside.start);
    let mut caption = Caption { raw, body, ..Caption::default() };
    if let Some(slug) = slug {
        caption.date = slug.date;
        if slug.day_or_month && detect(body.of(text)).language == Language::English {
            caption.date = slug.date.and_then(|d| Date::new(d.year(), d.day(), d.month()).ok());
        }
        caption.photo_id = slug.photo_id;
        caption.place = slug.place;
        caption.agency = slug.agency;
        caption.photographers = slug.photographers;
    }
    if let Some(credit) = credit {
        caption.credit = Some(credit.span.shifted(peeled.inside.start));
        caption.agency = caption.agency.or(credit.agency);
        if caption.photographers.is_empty() {
            caption.photographers = credit.photographers;
        }
        caption.editor = credit.editor;
        caption.desk = credit.desk;
    }
    Some(caption)
}

/// A stretch without white space and without what sets a credit off: a bar, a slash or a dash.
fn bare(text: &str, stretch: Span) -> Span {
    let sets_off = |c: char| cursor::is_dash(c) || matches!(c, '|' | '/') || c.is_whitespace();
    let body = stretch.trimmed(text);
    // behind a credit, its full stop too
    let from = if body.start > 0 { body.of(text).trim_start_matches(|c| sets_off(c) || matches!(c, '.' | ':')) } else { body.of(text) };
    let start = body.end - from.len();
    Span::new(start, start + from.trim_end_matches(sets_off).len())
}

/// Whether nothing but white space stands before the next end of a line.
fn ends_line(behind: &str) -> bool {
    let is_end = |c: char| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let is_blank = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}');
    behind.chars().find(|&c| is_end(c) || !is_blank(c)).is_none_or(is_end)
}

/// Whether a line only names another page, or who wrote this one: `Lee también: ...`, `Publicado por: ...`.
fn is_furniture(text: &str) -> bool {
    const LABELS: &[&str] = &[
        "lee tambien",
        "lea tambien",
        "leer mas",
        "ver tambien",
        "te puede interesar",
        "te recomendamos",
        "mas informacion",
        "sigue leyendo",
        "publicado por",
        "escrito por",
        "redactado por",
        "por",
        "read also",
        "also read",
        "read more",
        "see also",
        "related",
        "you may also like",
        "published by",
        "written by",
        "reporting by",
        "by",
    ];
    let mut c = Cursor::new(text.trim_start_matches(|c: char| !c.is_alphanumeric()));
    let label = c.take_while(|c| cursor::is_letter(c) || c == ' ');
    c.take(':') && LABELS.contains(&crate::text::fold(label.trim()).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Caption, String)> {
        let caption = parse(text, Span::new(0, text.len()))?;
        let body = caption.body.of(text).to_owned();
        Some((caption, body))
    }

    #[test]
    fn notimex() {
        let (c, body) =
            read("51002073. México 02 Oct 2015 (Notimex-José Pazos).-En rueda de prensa. NOTIMEX/FOTO/JOSÉ PAZOS/JPF/POL").unwrap();
        assert_eq!(body, "En rueda de prensa.");
        assert_eq!(c.photo_id.as_ref().unwrap().as_str(), "51002073");
        assert!(c.photo_id.unwrap().agrees_with(c.date.unwrap()));
        assert_eq!(c.date.unwrap().to_string(), "2015-10-02");
        assert_eq!((c.place.as_deref(), c.agency.as_deref()), (Some("México"), Some("Notimex")));
        assert_eq!(c.photographers, ["José Pazos"]);
        assert_eq!((c.editor.as_deref(), c.desk.as_deref()), (Some("JPF"), Some("POL")));
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
            ("Soldados. FOTO: SEDENA/CUARTOSCURO.COM", "Soldados.", "Cuartoscuro", "SEDENA", ""),
        ];
        for (text, body, agency, name, date) in cases {
            let (c, found) = read(text).unwrap_or_else(|| panic!("no caption: {text}"));
            assert_eq!((found.as_str(), c.agency.as_deref(), c.photographers.join("; ").as_str()), (body, Some(agency), name), "{text}");
            assert_eq!(c.date.map(|d| d.to_string()).unwrap_or_default(), date, "{text}");
        }
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
