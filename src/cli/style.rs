//! `[terms]`, `[people]` and `[[patterns]]` of `cotejo.toml`: a newsroom's own style, written there, in CSV files or in TBX beside it.

use super::config::{Error, Pattern, Text};
use super::house::{Name, Table, Tables, cell, forms};
use super::tbx;
use crate::audit::{Style, StylePattern, StylePerson, StyleTerm};
use crate::language::Language;
use toml_edit::{Document, Item};

impl Tables<'_> {
    /// Everything that the file says of the house's style.
    pub(super) fn style(&self, patterns: &[Pattern]) -> Result<Style, Error> {
        let mut style = Style::default();
        // that it is TOML was seen before
        let Ok(document) = Document::parse(self.text) else { return Ok(style) };
        if let Some(item) = document.get("terms") {
            self.terms(&mut style, item)?;
        }
        if let Some(table) = self.table(document.get("people"), "name")? {
            self.people(&mut style, table)?;
        }
        for pattern in patterns {
            let mut own = StylePattern::new(pattern.r#match.get_ref()).map_err(|cause| {
                self.wrong(&pattern.r#match.span(), format!("`{}` is no regular expression: {cause}", pattern.r#match.get_ref()))
            })?;
            own.language = pattern.language.map(|text| match text {
                Text::Es => Language::Spanish,
                Text::En => Language::English,
            });
            own.message.clone_from(&pattern.message);
            own.severity = pattern.severity();
            own.replacement.clone_from(&pattern.replace);
            style.add_pattern(own);
        }
        Ok(style)
    }

    fn terms(&self, style: &mut Style, item: &Item) -> Result<(), Error> {
        let is_tbx = |file: &&str| [".tbx", ".xml"].iter().any(|ending| file.to_ascii_lowercase().ends_with(ending));
        if let Some(file) = item.as_str().filter(is_tbx) {
            let (path, bytes) = self.file(file, &item.span().unwrap_or_default())?;
            let terms = tbx::read(&bytes).map_err(|fault| Error::Table { path, line: fault.line, message: fault.message })?;
            terms.into_iter().for_each(|term| style.add_term(term));
            return Ok(());
        }
        match self.table(Some(item), "en")? {
            Some(Table::Names(names)) => {
                for (name, english) in names {
                    let es = vec![self.filled(&name)?.to_owned()];
                    style.add_term(StyleTerm { es, en: self.all(&english)?, ..StyleTerm::default() });
                }
            }
            Some(Table::Lines(path, header, lines)) => {
                for (line, record) in lines {
                    let of = |column| forms(&header, &record, column).map(str::to_owned).collect::<Vec<_>>();
                    let term = StyleTerm {
                        es: of("es"),
                        en: of("en"),
                        avoid: of("avoid"),
                        note: cell(&header, &record, "note").map(str::to_owned),
                    };
                    if term.avoid.is_empty() && (term.es.is_empty() || term.en.is_empty()) {
                        let message = "a term needs `avoid`, or `es` and `en`".to_owned();
                        return Err(Error::Table { path, line, message });
                    }
                    style.add_term(term);
                }
            }
            None => {}
        }
        Ok(())
    }

    fn people(&self, style: &mut Style, table: Table) -> Result<(), Error> {
        match table {
            Table::Names(names) => {
                for (name, offices) in names {
                    let names = vec![self.filled(&name)?.to_owned()];
                    let office = |at: usize| self.all(offices.get(at..=at).unwrap_or_default());
                    style.add_person(StylePerson { names, es: office(0)?, en: office(1)? });
                }
            }
            Table::Lines(_, header, lines) => {
                for (_, record) in lines {
                    let of = |column| forms(&header, &record, column).map(str::to_owned).collect::<Vec<_>>();
                    let names: Vec<String> = [of("name"), of("aliases")].concat();
                    if !names.is_empty() {
                        style.add_person(StylePerson { names, es: of("es"), en: of("en") });
                    }
                }
            }
        }
        Ok(())
    }

    fn all(&self, names: &[Name]) -> Result<Vec<String>, Error> {
        names.iter().map(|name| self.filled(name).map(str::to_owned)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn read(folder: &Path, text: &str) -> Result<String, String> {
        let path = folder.join("cotejo.toml");
        let style = Tables { path: &path, text }.style(&[]).map_err(|error| error.to_string())?;
        Ok(format!("{style:?}"))
    }

    #[test]
    fn terms_and_people() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("terms.csv", "es,en,avoid,note\ncolonia,neighborhood|district,colony,\n,,illegal alien,the style book\n");
        write("people.csv", "name,aliases,es,en\nAna Ruiz Vega,Ana Ruiz,alcaldesa,mayor\n");
        let style = read(folder.path(), "terms = 'terms.csv'\npeople = 'people.csv'\n").unwrap();
        for part in ["[\"neighborhood\", \"district\"]", "[\"illegal alien\"]", "[\"Ana Ruiz Vega\", \"Ana Ruiz\"]", "[\"mayor\"]"] {
            assert!(style.contains(part), "{part} {style}");
        }
        let style = read(folder.path(), "[terms]\ncolonia = ['neighborhood']\n[people]\n\"Ana Ruiz\" = ['alcaldesa', 'mayor']\n").unwrap();
        assert!(style.contains("[\"neighborhood\"]") && style.contains("[\"mayor\"]"), "{style}");
        write("terms.csv", "es,en\ncolonia,\n");
        let error = read(folder.path(), "terms = 'terms.csv'").unwrap_err();
        assert!(error.contains("terms.csv:2: a term needs `avoid`"), "{error}");
        write("terms.tbx", "<tbx><text><body>\n<termEntry></body>");
        let error = read(folder.path(), "terms = 'terms.tbx'").unwrap_err();
        assert!(error.contains("terms.tbx:2: "), "{error}");
    }
}
