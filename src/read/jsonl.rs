//! One JSON object a line, as FineWeb and most dumps have it.

use super::source::{Line, Source, line};
use super::{Error, Fields, Job, Options, Place, encoding, json_fault};
use crate::article::Article;
use serde_json::{Map, Value};
use std::sync::Arc;

/// The records of a source, each a job; empty lines are none.
pub(super) fn jobs(source: Source, name: String, options: Arc<Options>) -> impl Iterator<Item = Job> + Send {
    lines(source, name, options).flatten()
}

/// The lines of a source, each a job; `None` for an empty line.
pub(super) fn lines(mut source: Source, name: String, options: Arc<Options>) -> impl Iterator<Item = Option<Job>> + Send {
    let mut number = 0;
    let mut broken = false;
    std::iter::from_fn(move || {
        if broken {
            return None;
        }
        let found = line(&mut source, options.max_bytes);
        number += 1;
        let failed = |error| Some(Box::new(move || Err(error)) as Job);
        let place = Place { path: name.clone(), record: number, unit: "line" };
        Some(match found {
            Ok(None) => return None,
            Ok(Some(Line::Whole(bytes))) if bytes.trim_ascii().is_empty() => None,
            Ok(Some(Line::Whole(bytes))) => {
                let options = options.clone();
                Some(Box::new(move || article(bytes, place, &options.fields)) as Job)
            }
            Ok(Some(Line::TooLong)) => failed(Error::RecordTooLarge { place, limit: options.max_bytes }),
            Err(cause) => {
                broken = true;
                failed(Error::Broken { place, cause })
            }
        })
    })
}

fn article(bytes: Vec<u8>, place: Place, fields: &Fields) -> Result<Article, Error> {
    let wrong = |cause: String| Error::Record { place: place.clone(), cause };
    let line = encoding::decode(bytes).map_err(|at| wrong(format!("byte {at} is NUL")))?;
    let object: Map<String, Value> = serde_json::from_str(line.trim_start_matches('\u{feff}')).map_err(|error| {
        let (cause, column) = json_fault(&error);
        Error::NoObject { place: place.clone(), column, cause }
    })?;
    let text = match object.get(&fields.text) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => return Err(wrong(format!("`{}` is no text but {}", fields.text, kind(other)))),
        None => {
            return Err(Error::NoField {
                place,
                field: fields.text.clone(),
                option: "--text-field",
                found: object.keys().cloned().collect(),
            });
        }
    };
    let word = |field: &str| match object.get(field) {
        Some(Value::String(word)) if !word.is_empty() => Some(word.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    fields.article(text, word(&fields.id), word(&fields.url), word(&fields.date), &place)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
