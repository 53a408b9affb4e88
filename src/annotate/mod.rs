//! Tasks for other annotation tools, and the answers from them.
//!
//! A [`Task`] is a pair to be judged; [`Tool::task`] writes it in a tool's format. An [`Opinion`] is what a person said of one;
//! [`Tool::read`] reads them from the tool's export, and an [`Index`] finds the pair that each is about.
//!
//! Everywhere the same three levels are asked (`questions`): are the languages right, does the English say all of the Spanish, a part of
//! it or something else, and how good is it, 1 to 5. The first two make the [`Verdict`].
//!
//! To add a tool: a file with its `FORM`, a line in [`Tool`] and in its `form`, and one in the command line's `ToolName`.

mod argilla;
mod doccano;
mod join;
mod keops;
mod label_studio;
mod pearmut;
mod prodigy;
mod questions;
mod rows;
mod task;
#[cfg(test)]
mod testing;

pub(crate) use join::{Index, Joined, on_trust};
pub(crate) use questions::Answers;
pub(crate) use rows::{is_rows, read_rows};
pub(crate) use task::{Side, Task};

use crate::read::json_fault;
use crate::review::Verdict;
use serde_json::Value;

/// The name of the model, for tools that ask for one.
const AGENT: &str = concat!("cotejo-", env!("CARGO_PKG_VERSION"));

/// A tool that people annotate with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tool {
    /// Label Studio: tasks with predictions, and a labelling config.
    LabelStudio,
    /// doccano, project type sequence to sequence.
    Doccano,
    /// Argilla: records with suggestions.
    Argilla,
    /// Prodigy, interface `choice`.
    Prodigy,
    /// KEOPS, mode validation.
    Keops,
    /// Pearmut, a campaign with three sliders, error spans and post-editing.
    Pearmut,
}

/// A tool's format.
struct Form {
    /// How its makers write it.
    name: &'static str,
    /// The name of its file in a folder.
    file: &'static str,
    /// What stands before, between and after the tasks.
    frame: [&'static str; 3],
    /// A task in it, without a line's end.
    task: fn(&Task) -> String,
    /// The opinions in an export.
    read: fn(&str) -> Result<Vec<Read>, String>,
    /// A file that the tool's project is set up with: its name and content.
    config: Option<(&'static str, &'static str)>,
}

/// An opinion, or what of the export makes no sense.
pub(crate) type Read = Result<Opinion, Broken>;

/// A part of an export that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    /// Where: `line 3`, `task 12`.
    pub place: String,
    /// Why.
    pub cause: String,
}

/// What a person said of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opinion {
    /// Where it stands in the export.
    pub place: String,
    /// Which pair it is about.
    pub key: Key,
    /// Who said it, as the tool calls them; `None` where it does not say.
    pub reviewer: Option<String>,
    /// What they said; `None` where they skipped the task.
    pub said: Option<Answers>,
}

/// What the tool kept of the pair.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Key {
    /// The pair's id.
    pub pair_id: Option<String>,
    /// The article's name.
    pub article: Option<String>,
    /// Spanish, as it was exported.
    pub es: Option<String>,
    /// English, as it was exported.
    pub en: Option<String>,
}

impl Opinion {
    /// Takes silence for consent: the annotator approved the pair as it stands.
    #[must_use]
    pub(crate) fn approved(mut self) -> Self {
        if let Some(said) = &mut self.said {
            said.verdict = said.verdict.or(Some(Verdict::Translation));
        }
        self
    }
}

impl Key {
    /// What stands under the names that all our JSON tasks use.
    fn of(fields: &Value) -> Self {
        // tools keep what they do not know below `meta`, some of them as JSON in a text
        let nested = ["meta", "metadata"].map(|name| match &fields[name] {
            Value::String(text) => crate::read::json(text).unwrap_or_default(),
            other => other.clone(),
        });
        let text = |name: &str| {
            let all = std::iter::once(fields).chain(&nested);
            all.filter_map(|fields| fields.get(name)?.as_str()).find(|text| !text.is_empty()).map(str::to_owned)
        };
        Self { pair_id: text("pair_id"), article: text("article"), es: text("es"), en: text("en") }
    }
}

impl Tool {
    fn form(self) -> &'static Form {
        match self {
            Self::LabelStudio => &label_studio::FORM,
            Self::Doccano => &doccano::FORM,
            Self::Argilla => &argilla::FORM,
            Self::Prodigy => &prodigy::FORM,
            Self::Keops => &keops::FORM,
            Self::Pearmut => &pearmut::FORM,
        }
    }

    /// The name of the tool's file in a folder.
    pub(crate) fn file(self) -> &'static str {
        self.form().file
    }

    /// What stands before, between and after tasks.
    pub(crate) fn frame(self) -> [&'static str; 3] {
        self.form().frame
    }

    /// A task in the tool's format.
    pub(crate) fn task(self, task: &Task) -> String {
        (self.form().task)(task)
    }

    /// The file that sets up the tool's project, where it takes one: name and content.
    pub(crate) fn config(self) -> Option<(&'static str, &'static str)> {
        self.form().config
    }

    /// Reads the tool's export.
    ///
    /// # Errors
    /// The text as a whole is no export of this tool, and why.
    pub(crate) fn read(self, text: &str) -> Result<Vec<Read>, String> {
        let form = self.form();
        (form.read)(text.trim_start_matches('\u{feff}')).map_err(|cause| format!("no export of {}: {cause}", form.name))
    }
}

/// A place in an export and the JSON there, or why there is none.
type Placed = (String, Result<Value, String>);

/// The JSON values of an export: one, those of an array, or one per line.
fn values(text: &str, unit: &str) -> Result<Vec<Placed>, String> {
    match crate::read::json(text) {
        Ok(Value::Array(all)) => Ok(all.into_iter().enumerate().map(|(at, value)| (format!("{unit} {}", at + 1), Ok(value))).collect()),
        Ok(one) => Ok(vec![("line 1".to_owned(), Ok(one))]),
        Err(_) if text.trim().is_empty() => Err("it is empty".to_owned()),
        Err(error) if !text.trim_start().starts_with('{') => {
            let (cause, column) = json_fault(&error);
            Err(format!("line {}, column {column}: {cause}", error.line()))
        }
        Err(_) => {
            let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
            let value = |(at, line)| match crate::read::json(line) {
                Ok(value) => (format!("line {}", at + 1), Ok(value)),
                Err(error) => {
                    let (cause, column) = json_fault(&error);
                    (format!("line {}, column {column}", at + 1), Err(cause))
                }
            };
            Ok(lines.map(value).collect())
        }
    }
}

/// What the values of an export are known by.
struct Sign {
    /// A value's name: `task`, `line`.
    unit: &'static str,
    /// What one has, in words.
    with: &'static str,
    is: fn(&Value) -> bool,
}

/// Reads each JSON value of an export with `each`; an error where none has the tool's sign.
fn read_values(text: &str, sign: &Sign, mut each: impl FnMut(&str, &Value, &mut Vec<Read>)) -> Result<Vec<Read>, String> {
    let mut found = Vec::new();
    let values = values(text, sign.unit)?;
    if !values.iter().any(|(_, value)| value.as_ref().is_ok_and(|value| value.is_object() && (sign.is)(value))) {
        let first = values.iter().find_map(|(place, value)| Some(format!("; {place}: {}", value.as_ref().err()?)));
        return Err(format!("it has no {} with {}{}", sign.unit, sign.with, first.unwrap_or_default()));
    }
    for (place, value) in values {
        match value {
            Ok(value) if value.is_object() => each(&place, &value, &mut found),
            Ok(_) => found.push(Err(Broken { place, cause: "no JSON object".to_owned() })),
            Err(cause) => found.push(Err(Broken { place, cause })),
        }
    }
    Ok(found)
}

/// Whether a value has something under a name.
fn has(value: &Value, name: &str) -> bool {
    value.get(name).is_some()
}

/// A name or number under which a tool knows a person.
fn person(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => Some(name.trim().to_owned()).filter(|name| !name.is_empty()),
        Value::Number(number) => Some(format!("user {number}")),
        _ => None,
    }
}
