//! What an agency caption is made of: `slug` + `body` + `credit`, as in
//! `51002073. México 02 Oct 2015 (Notimex-José Pazos).-`*body*` NOTIMEX/FOTO/JOSÉ PAZOS/JPF/POL`.
//!
//! [`slug`] reads what stands before the body, [`credit`] what stands behind it, [`date`] the dates of both, `wrapping` what the
//! page printed around them. Each is a small recursive-descent grammar over a `Cursor`; names of agencies,
//! months and desks come from `data/lexicon/`. To read another agency's form, add its name there; a new shape is a new branch
//! in `slug`, `credit` or `wrapping`, and what can make a caption alone needs a mark in `marks`.

pub(crate) mod boilerplate;
pub mod credit;
mod cursor;
pub mod date;
mod marks;
pub(crate) mod people;
pub mod slug;
mod story;
mod wrapping;

pub use marks::Marks;
pub use wrapping::unwrapped;

use crate::article::{is_blank, is_line_end};
use crate::language::{Language, detect};
use crate::span::Span;
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
    /// The caption of another text that was printed under the same credit.
    pub(crate) fn shared_with(&self, raw: Span, body: Span) -> Self {
        Self { raw, body, credit: None, ..self.clone() }
    }

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
    if boilerplate::is_boilerplate(inside) {
        return None;
    }
    let behind = credit::find_in(inside, ends_line(&text[raw.end..]));
    let front = if behind.is_none() { credit::front(inside) } else { None };
    let said = match (&behind, &front) {
        (Some(credit), _) => Span::new(wrapping::picture(&inside[..credit.span.start]).unwrap_or(0), credit.span.start),
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

/// A stretch without white space and without what sets a credit off: a bar, a slash, a dash or a dot in the middle.
fn bare(text: &str, stretch: Span) -> Span {
    let sets_off = |c: char| cursor::is_dash(c) || matches!(c, '|' | '/' | '·' | '•') || c.is_whitespace();
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

/// Whether nothing but white space stands before the next end of a line.
fn ends_line(behind: &str) -> bool {
    behind.chars().find(|&c| is_line_end(c) || !is_blank(c)).is_none_or(is_line_end)
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

    /// Said in both languages, to be put before or behind a credit.
    const SAID: [&str; 2] = ["Una niña pinta un mural en la plaza de Tecali.", "A girl paints a mural in the square of Tecali."];

    fn told(text: &str) -> (String, String, String) {
        let (caption, body) = read(text).unwrap_or_else(|| panic!("no caption: {text}"));
        (body, caption.agency.unwrap_or_default(), caption.photographers.join("; "))
    }

    #[test]
    fn short_credits() {
        for (credit, agency, names) in [
            ("© dpa", "dpa", ""),
            ("© Luis Gil / Reuters", "Reuters", "Luis Gil"),
            ("© 2019 EFE", "EFE", ""),
            ("(c) AP/Luis Gil", "AP", "Luis Gil"),
            ("(Xinhua)", "Xinhua", ""),
            ("(Agencia Enfoque)", "Agencia Enfoque", ""),
            ("(Cortesía)", "", "Cortesía"),
            ("(File)", "", "File"),
            ("Notimex", "Notimex", ""),
            ("REUTERS.", "Reuters", ""),
            ("- ANADOLU", "Anadolu", ""),
            ("— AP", "AP", ""),
            ("/ Télam", "Télam", ""),
            ("| CUARTOSCURO.COM", "Cuartoscuro", ""),
            ("Archivo", "", "Archivo"),
            ("File photo.", "", "File photo"),
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
            ("Cortesía SEP", "", "SEP"),
            ("Handout via Reuters", "Reuters", "Handout"),
            ("SEP via AP", "AP", "SEP"),
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
        ] {
            for said in SAID {
                let text = format!("{said} {credit}");
                assert_eq!(told(&text), (said.to_owned(), agency.to_owned(), names.to_owned()), "{text}");
            }
        }
    }

    #[test]
    fn a_credit_before_the_body() {
        for credit in ["Foto: AFP/Luis Gil.", "FOTO: LUIS GIL/AFP.", "(Photo: AFP/Luis Gil)", "© AFP/Luis Gil. –", "Photo: Luis Gil/AFP -"]
        {
            for said in SAID {
                let text = format!("{credit} {said}");
                let Some((caption, body)) = read(&text) else {
                    // a dash alone ends no credit, and a sign at the start of a block is the page's
                    assert!(credit.ends_with(['–', '-']), "{text}");
                    continue;
                };
                assert_eq!((body.as_str(), caption.agency.as_deref()), (said, Some("AFP")), "{text}");
                assert_eq!(caption.photographers.join("; ").to_lowercase(), "luis gil", "{text}");
            }
        }
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
            assert_eq!((body.as_str(), caption.date.unwrap().to_string().as_str()), (said, date));
        }
    }

    #[test]
    fn no_captions() {
        for text in [
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
            "En la plaza de Tecali, una niña pinta. Imagen de la familia",
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
            "En la plaza de Tecali, una niña pinta. Foto de la familia",
        ] {
            assert!(read(text).is_none(), "{text}: {:?}", read(text));
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
