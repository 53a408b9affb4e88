//! What a newsroom knows beside the embedded tables: agencies, photographers, desks and forms of its own.

use super::features::Line;
use super::forms::{FormError, Template};
use super::labeller::Label;
use crate::lexicon::{self, Agency, SourceKind};
use crate::text::{fold, token::tokens};
use std::collections::{BTreeMap, BTreeSet};

/// The tables of a newsroom: what it knows beside what is compiled in. They count more than the embedded ones.
///
/// ```
/// use cotejo::{Article, Cotejo, House};
///
/// let mut house = House::default();
/// house.add_agency("Faro Imagen", ["FARO", "faroimagen.mx"]);
/// house.add_form("{place} :: {day}{MONTH}{year} :: {body} [{PERSON} x {AGENCY}]")?;
/// let cotejo = Cotejo::builder().house(house).build()?;
///
/// let article = Article::from_text("example", "\
/// Reynosa :: 03MARZO2016 :: El alcalde inauguró el parque de la colonia. [ANA RUIZ x FARO]
/// The mayor opened the park of the neighbourhood.");
/// let row = &cotejo.rows(&article)[0];
/// assert_eq!((row.agency.as_deref(), row.date.as_deref()), (Some("Faro Imagen"), Some("2016-03-03")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct House {
    /// By folded spelling.
    sources: BTreeMap<String, Agency>,
    /// Folded spellings.
    photographers: BTreeSet<String>,
    desks: BTreeSet<String>,
    forms: Vec<Known>,
    /// So many tokens has the longest name.
    longest: usize,
}

/// What a name of the house's tables is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Own {
    Photographer,
    Source(SourceKind),
}

/// A form that is known.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) template: Template,
    /// The usual name of the agency that prints it, where it is one agency's.
    pub(crate) agency: Option<String>,
    /// `es` or `en`; nothing where it is known of none.
    pub(crate) language: Option<String>,
    /// Where it was seen.
    pub(crate) seen: String,
}

/// No tables.
pub(crate) static NONE: House =
    House { sources: BTreeMap::new(), photographers: BTreeSet::new(), desks: BTreeSet::new(), forms: Vec::new(), longest: 0 };

impl House {
    /// Adds a photo agency: rows carry `name`, however it is spelled. Case and accents do not matter.
    pub fn add_agency<'s>(&mut self, name: &'s str, spellings: impl IntoIterator<Item = &'s str>) {
        self.add_source(name, spellings, SourceKind::Agency);
    }

    /// Adds an agency, an outlet, a picture library or a stand-in.
    pub(crate) fn add_source<'s>(&mut self, name: &'s str, spellings: impl IntoIterator<Item = &'s str>, kind: SourceKind) {
        for spelling in std::iter::once(name).chain(spellings) {
            self.measure(spelling);
            self.sources.insert(fold(spelling.trim()), Agency { name: name.trim().to_owned(), kind });
        }
    }

    /// Adds a photographer's name, as it is printed or otherwise in case and accents: in a slug or credit it is a person.
    pub fn add_photographer(&mut self, name: &str) {
        self.measure(name);
        self.photographers.insert(fold(name.trim()));
    }

    /// Adds the code of a desk, in capitals.
    pub fn add_desk(&mut self, code: &str) {
        self.desks.insert(code.trim().to_owned());
    }

    /// Adds a form: text over typed slots, as in data/forms.csv. Where a line has it whole, it is read so and not otherwise; of several forms
    /// the first counts.
    ///
    /// # Errors
    /// [`FormError`] says what is wrong with the template.
    pub fn add_form(&mut self, template: &str) -> Result<(), FormError> {
        self.add_known(template, None, None, "")
    }

    /// Adds a form with what is known of it.
    pub(crate) fn add_known(&mut self, template: &str, agency: Option<&str>, language: Option<&str>, seen: &str) -> Result<(), FormError> {
        let own = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
        let template = Template::new(template)?;
        self.forms.push(Known { template, agency: own(agency), language: own(language), seen: seen.to_owned() });
        Ok(())
    }

    fn measure(&mut self, name: &str) {
        self.longest = self.longest.max(tokens(name).len());
    }

    /// Whether it has names or desks.
    pub(super) fn has_names(&self) -> bool {
        self.longest > 0 || !self.desks.is_empty()
    }

    /// So many tokens has its longest name.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    /// What a name of its tables is.
    pub(super) fn own(&self, printed: &str) -> Option<Own> {
        let folded = fold(printed);
        let photographer = self.photographers.contains(&folded).then_some(Own::Photographer);
        photographer.or_else(|| self.sources.get(&folded).map(|source| Own::Source(source.kind)))
    }

    /// Whether it is one of its photographers.
    pub(super) fn is_photographer(&self, printed: &str) -> bool {
        !self.photographers.is_empty() && self.photographers.contains(&fold(printed))
    }

    /// Whether it is one of its desks.
    pub(super) fn is_desk(&self, code: &str) -> bool {
        self.desks.contains(code)
    }

    /// The agency printed so: its own, else that of the embedded table, where one slip is forgiven.
    pub(crate) fn agency(&self, printed: &str) -> Option<&Agency> {
        let own = if self.sources.is_empty() { None } else { self.sources.get(&fold(printed.trim())) };
        own.or_else(|| lexicon::agency(printed))
    }

    /// Its forms.
    pub(crate) fn forms(&self) -> &[Known] {
        &self.forms
    }

    /// Whether a text is the credit of one of its forms.
    pub(super) fn is_credit(&self, text: &str) -> bool {
        !self.forms.is_empty() && {
            let line = Line::of(text, self);
            self.forms.iter().any(|form| form.template.is_credit(&line))
        }
    }

    /// A text as the first of its forms has it that it has whole.
    pub(super) fn read<'t>(&'t self, text: &'t str) -> Option<(Line<'t>, Vec<Label>, &'t Known)> {
        if self.forms.is_empty() {
            return None;
        }
        let line = Line::of(text, self);
        let (labels, form) = self.forms.iter().find_map(|form| Some((form.template.labels(&line)?, form)))?;
        Some((line, labels, form))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Form, Markup, read};
    use super::*;
    use crate::span::Span;

    fn house() -> House {
        let mut house = House::default();
        house.add_agency("Faro Imagen", ["FARO", "faroimagen.mx"]);
        house.add_source("Faro Norte", [], SourceKind::Outlet);
        house.add_source("Sin Firma", [], SourceKind::StandIn);
        house.add_photographer("Archivo Luz Mar");
        house.add_form("{place} :: {day}{MONTH}{year} :: {body} [{PERSON} x {AGENCY}]").unwrap();
        house
    }

    #[test]
    fn a_form_binds() {
        let (house, text) = (house(), "Reynosa :: 03MARZO2016 :: El alcalde inauguró el parque. [ANA RUIZ x FARO]");
        let caption = read(text, Span::new(0, text.len()), Markup::default(), &house).unwrap();
        assert_eq!(caption.body.of(text), "El alcalde inauguró el parque.");
        assert_eq!((caption.place(), caption.agency()), (Some("Reynosa"), Some("Faro Imagen")));
        assert_eq!(caption.date().unwrap().to_string(), "2016-03-03");
        assert!(caption.photographers().eq(["ANA RUIZ"]));
        assert_eq!((caption.form, caption.probability), (Form::Agency, 1.0));
    }

    #[test]
    fn names_are_looked_up() {
        let house = house();
        for (text, agency, people) in [
            ("El alcalde inauguró el parque. Foto: Ana Ruiz/FARO", Some("Faro Imagen"), "Ana Ruiz"),
            ("El alcalde inauguró el parque. (faroimagen.mx/Ana Ruiz)", Some("Faro Imagen"), "Ana Ruiz"),
            ("El alcalde inauguró el parque. (Faro Norte/Ana Ruiz)", Some("Faro Norte"), "Ana Ruiz"),
            ("El alcalde inauguró el parque. Foto: Sin Firma/Ana Ruiz", None, "Ana Ruiz"),
            ("El alcalde inauguró el parque. Foto: Archivo Luz Mar", None, "Archivo Luz Mar"),
        ] {
            let caption = read(text, Span::new(0, text.len()), Markup::default(), &house).unwrap_or_else(|why| panic!("{text}: {why:?}"));
            assert_eq!(caption.body.of(text), "El alcalde inauguró el parque.");
            let found = caption.photographers().collect::<Vec<_>>().join("; ");
            assert_eq!((caption.agency(), found.as_str()), (agency, people), "{text}");
        }
    }
}
