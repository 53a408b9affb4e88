//! `[agencies]`, `[photographers]`, `[desks]` and `[forms]` of `cotejo.toml`: a newsroom's own tables, written there or in CSV files beside it.

use super::config::Error;
use crate::caption::{FormError, House};
use crate::lexicon::SourceKind;
use csv::{Reader, StringRecord};
use std::ops::Range;
use std::path::Path;
use toml_edit::{Document, Item, Value};

/// A table of a newsroom has at most so many bytes.
const MOST_BYTES: u64 = 16 << 20;

/// What kinds of sources there are.
const KINDS: &str = "agency, outlet, stock or stand-in";

/// A configuration whose tables are read.
pub(super) struct Tables<'t> {
    pub(super) path: &'t Path,
    pub(super) text: &'t str,
}

/// What a file says of one table.
pub(super) enum Table<'i> {
    /// Names, each with what else it is called.
    Names(Vec<(Name<'i>, Vec<Name<'i>>)>),
    /// The lines of a CSV file and its header.
    Lines(String, StringRecord, Vec<(u64, StringRecord)>),
}

/// A text of the file and where it stands.
#[derive(Clone)]
pub(super) struct Name<'i> {
    pub(super) text: &'i str,
    span: Range<usize>,
}

impl Tables<'_> {
    /// Everything that the file says of the house.
    pub(super) fn read(&self) -> Result<House, Error> {
        // that it is TOML was seen before
        let Ok(document) = Document::parse(self.text) else { return Ok(House::default()) };
        let mut house = House::default();
        if let Some(table) = self.table(document.get("agencies"), "name")? {
            self.agencies(&mut house, table)?;
        }
        if let Some(table) = self.table(document.get("photographers"), "name")? {
            self.each(table, |name| house.add_photographer(name))?;
        }
        if let Some(table) = self.table(document.get("desks"), "code")? {
            self.each(table, |code| house.add_desk(code))?;
        }
        if let Some(table) = self.table(document.get("forms"), "form")? {
            self.forms(&mut house, table)?;
        }
        Ok(house)
    }

    pub(super) fn table<'i>(&self, item: Option<&'i Item>, column: &str) -> Result<Option<Table<'i>>, Error> {
        let Some(item) = item else { return Ok(None) };
        let at = item.span().unwrap_or_default();
        if let Some(file) = item.as_str() {
            return self.lines(file, at, column).map(Some);
        }
        if let Some(list) = item.as_array() {
            let names = list.iter().map(|value| Ok((self.name(value)?, Vec::new()))).collect::<Result<_, Error>>();
            return names.map(Table::Names).map(Some);
        }
        let Some(table) = item.as_table_like() else {
            return Err(self.wrong(&at, "a list, a table of lists or the name of a CSV file belongs here".to_owned()));
        };
        let mut names = Vec::new();
        for (key, item) in table.iter() {
            let span = table.key(key).and_then(toml_edit::Key::span).unwrap_or_default();
            let list = item.as_array().ok_or_else(|| {
                let message = format!("`{key}` needs a list, such as [\"{}\"]; [] is one, too", key.to_uppercase());
                self.wrong(&item.span().unwrap_or(span.clone()), message)
            })?;
            let list = list.iter().map(|value| self.name(value)).collect::<Result<_, Error>>()?;
            names.push((Name { text: key, span }, list));
        }
        Ok(Some(Table::Names(names)))
    }

    fn name<'i>(&self, value: &'i Value) -> Result<Name<'i>, Error> {
        let span = value.span().unwrap_or_default();
        let text = value.as_str().ok_or_else(|| self.wrong(&span, format!("{} is no text; put it in quotes", value.to_string().trim())))?;
        Ok(Name { text, span })
    }

    /// A file whose name counts from the configuration: its path and what is in it.
    pub(super) fn file(&self, file: &str, at: &Range<usize>) -> Result<(String, Vec<u8>), Error> {
        let path = self.path.parent().unwrap_or(Path::new("")).join(file);
        let name = path.display().to_string();
        let unread = |cause| self.wrong(at, format!("{name}: cannot be read: {cause}; file names count from the folder of this file"));
        let bytes = crate::read::small(&path, MOST_BYTES).map_err(unread)?;
        Ok((name, bytes))
    }

    /// The lines of a CSV file.
    fn lines<'i>(&self, file: &str, at: Range<usize>, column: &str) -> Result<Table<'i>, Error> {
        let (name, bytes) = self.file(file, &at)?;
        let malformed = |cause: csv::Error| {
            let line = cause.position().map_or(1, csv::Position::line);
            Error::Table { path: name.clone(), line, message: format!("{cause}; a table is CSV in UTF-8 with a header") }
        };
        let mut reader = Reader::from_reader(bytes.as_slice());
        let header = reader.headers().map_err(malformed)?.clone();
        if !header.iter().any(|name| name == column) {
            let message = format!("the header has no column `{column}`");
            return Err(Error::Table { path: name, line: 1, message });
        }
        let mut lines = Vec::new();
        for record in reader.records() {
            let record = record.map_err(malformed)?;
            lines.push((record.position().map_or(1, csv::Position::line), record));
        }
        Ok(Table::Lines(name, header, lines))
    }

    /// Each name or code of a table, and whatever else it is called.
    fn each(&self, table: Table, mut add: impl FnMut(&str)) -> Result<(), Error> {
        match table {
            Table::Names(names) => {
                for name in names.iter().flat_map(|(name, more)| std::iter::once(name).chain(more)) {
                    add(self.filled(name)?);
                }
            }
            Table::Lines(_, header, lines) => {
                for (_, line) in &lines {
                    let named = ["name", "code"].into_iter().find_map(|column| cell(&header, line, column));
                    named.into_iter().chain(aliases(&header, line)).filter(|name| !name.trim().is_empty()).for_each(&mut add);
                }
            }
        }
        Ok(())
    }

    fn agencies(&self, house: &mut House, table: Table) -> Result<(), Error> {
        match table {
            Table::Names(names) => {
                for (name, spellings) in &names {
                    let spellings = spellings.iter().map(|spelling| self.filled(spelling)).collect::<Result<Vec<_>, _>>()?;
                    house.add_agency(self.filled(name)?, spellings);
                }
            }
            Table::Lines(path, header, lines) => {
                for (number, line) in &lines {
                    let kind = cell(&header, line, "kind").unwrap_or("agency");
                    let kind = SourceKind::of_name(kind).ok_or_else(|| {
                        let message = format!("`{kind}` is no kind of source; write {KINDS}");
                        Error::Table { path: path.clone(), line: *number, message }
                    })?;
                    if let Some(name) = cell(&header, line, "name") {
                        house.add_source(name, aliases(&header, line), kind);
                    }
                }
            }
        }
        Ok(())
    }

    fn forms(&self, house: &mut House, table: Table) -> Result<(), Error> {
        let place = |line: usize| format!("{}:{line}", self.path.display());
        match table {
            Table::Names(names) => {
                for (name, templates) in &names {
                    // a list has templates, a table agencies with theirs
                    let alone = [(None, name)];
                    let of_agency: Vec<_> = templates.iter().map(|template| (Some(name.text), template)).collect();
                    for (agency, template) in if templates.is_empty() { &alone[..] } else { &of_agency } {
                        let agency = agency.map(|name| usual(house, name));
                        let added = house.add_known(template.text, agency.as_deref(), None, &place(self.line(&template.span)));
                        added.map_err(|fault| self.wrong(&template.span, fault.to_string()))?;
                    }
                }
            }
            Table::Lines(path, header, lines) => {
                for (number, line) in &lines {
                    let of = |column| cell(&header, line, column);
                    let agency = of("agency").map(|name| usual(house, name));
                    let seen = of("seen").map_or_else(|| format!("{path}:{number}"), str::to_owned);
                    let added = house.add_known(of("form").unwrap_or_default(), agency.as_deref(), of("language"), &seen);
                    added.map_err(|fault: FormError| Error::Table { path: path.clone(), line: *number, message: fault.to_string() })?;
                }
            }
        }
        Ok(())
    }

    pub(super) fn filled<'n>(&self, name: &Name<'n>) -> Result<&'n str, Error> {
        if name.text.trim().is_empty() {
            return Err(self.wrong(&name.span, "a name is empty; write it, or leave it out".to_owned()));
        }
        Ok(name.text)
    }

    fn line(&self, span: &Range<usize>) -> usize {
        self.text[..span.start].matches('\n').count() + 1
    }

    pub(super) fn wrong(&self, span: &Range<usize>, message: String) -> Error {
        let column = self.text[..span.start].rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Error::House { path: self.path.display().to_string(), line: self.line(span), column, message }
    }
}

/// What an agency is called in rows.
fn usual(house: &House, name: &str) -> String {
    house.agency(name).map_or_else(|| name.to_owned(), |agency| agency.name.clone())
}

/// A cell that has something in it.
pub(super) fn cell<'l>(header: &StringRecord, line: &'l StringRecord, column: &str) -> Option<&'l str> {
    let at = header.iter().position(|name| name == column)?;
    line.get(at).map(str::trim).filter(|text| !text.is_empty())
}

fn aliases<'l>(header: &StringRecord, line: &'l StringRecord) -> impl Iterator<Item = &'l str> {
    forms(header, line, "aliases")
}

/// What a cell lists, parted by `|`.
pub(super) fn forms<'l>(header: &StringRecord, line: &'l StringRecord, column: &str) -> impl Iterator<Item = &'l str> + use<'l> {
    cell(header, line, column).into_iter().flat_map(|cell| cell.split('|')).map(str::trim).filter(|form| !form.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<House, String> {
        Tables { path: Path::new("cotejo.toml"), text }.read().map_err(|error| error.to_string())
    }

    #[test]
    fn tables_in_the_file() {
        let house = read(
            "desks = ['LOC']\nphotographers = ['Luz Mar']\n[agencies]\n\"Faro Imagen\" = ['FARO', \"faroimagen.mx\"]\n\
             [forms]\nFARO = ['{body} [{person} x {agency}]', '{body} ({person}, FARO)']\n",
        )
        .unwrap();
        assert_eq!(house.agency("faro").unwrap().name, "Faro Imagen");
        let forms: Vec<_> = house.forms().iter().map(|form| (form.agency.as_deref(), form.seen.as_str())).collect();
        assert_eq!(forms, [(Some("Faro Imagen"), "cotejo.toml:6"); 2]);
        assert_eq!(read("forms = ['{body} [{person}]']").unwrap().forms().len(), 1);
        assert_eq!(read("[audit]\n").unwrap().forms().len(), 0);
    }

    #[test]
    fn tables_in_files() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("a.csv", "name,aliases,kind\nFaro Imagen,FARO|faroimagen.mx,agency\nLa Hora,,outlet\n");
        write("f.csv", "form,agency,language,seen\n\"{body} [{person}, x]\",FARO,es,faroimagen.mx\n");
        let path = folder.path().join("cotejo.toml");
        let house = Tables { path: &path, text: "agencies = 'a.csv'\nforms = 'f.csv'" }.read().unwrap();
        assert_eq!(house.agency("La hora").unwrap().kind, SourceKind::Outlet);
        let form = &house.forms()[0];
        assert_eq!(
            (form.agency.as_deref(), form.language.as_deref(), form.seen.as_str()),
            (Some("Faro Imagen"), Some("es"), "faroimagen.mx")
        );
        write("f.csv", "form,agency\n{body} [{person}],\n{person},\n");
        let error = Tables { path: &path, text: "forms = 'f.csv'" }.read().unwrap_err().to_string();
        assert!(error.contains("f.csv:3: `{person}` has no {body}"), "{error}");
        write("a.csv", "name,kind\nFaro,agencia\n");
        let error = Tables { path: &path, text: "agencies = 'a.csv'" }.read().unwrap_err().to_string();
        assert!(error.contains("a.csv:2: `agencia` is no kind of source"), "{error}");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (text, said) in [
            ("[forms]\nX = ['{body} {foto}']", "cotejo.toml:2:6: `{body} {foto}` has a slot {foto}, and there is none"),
            ("forms = [\n  '{person}',\n]", "cotejo.toml:2:3: `{person}` has no {body}"),
            ("forms = ['']", "cotejo.toml:1:10: a form is empty"),
            ("[agencies]\nFaro = 'FARO'", "cotejo.toml:2:8: `Faro` needs a list"),
            ("[agencies]\nFaro = [3]", "cotejo.toml:2:9: 3 is no text"),
            ("[agencies]\nFaro = ['']", "cotejo.toml:2:9: a name is empty"),
            ("desks = 3", "cotejo.toml:1:9: a list, a table of lists"),
            ("agencies = 'none.csv'", "cotejo.toml:1:12: none.csv: cannot be read"),
        ] {
            let error = read(text).map(|_| ()).unwrap_err();
            assert!(error.starts_with(said), "{text}: {error}");
        }
    }
}
