//! Where in a record a field stands: `a.b` for a field of a field, `a[]` for every item of a list, `a[0]` for one of them; several,
//! parted by commas. A field that is really called so comes first.

use super::error::kind;
use serde_json::{Map, Value};

/// The names of fields of the record itself that a field may stand in.
pub(super) fn roots(field: &str) -> impl Iterator<Item = &str> {
    std::iter::once(field).chain(field.split(',').map(|path| root(path.trim())))
}

fn root(path: &str) -> &str {
    &path[..path.find(['.', '[']).unwrap_or(path.len())]
}

/// The texts at a field; none where it is not there.
///
/// # Errors
/// What stands there is no text.
pub(super) fn texts(record: &Map<String, Value>, field: &str) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    for (path, value) in values(record, field)? {
        match value {
            Value::String(text) => found.push(text.clone()),
            Value::Array(_) => {
                return Err(format!("`{path}` is no text but a list; name the texts in it as {path}[], or as fields of its items"));
            }
            Value::Object(_) => return Err(format!("`{path}` is no text but an object; name the field in it as {path}.NAME")),
            other => return Err(format!("`{path}` is no text but {}; name the one that holds the text with --text-field", kind(other))),
        }
    }
    Ok(found)
}

/// The first word or number at a field that says something.
pub(super) fn word(record: &Map<String, Value>, field: &str) -> Option<String> {
    values(record, field).ok()?.into_iter().find_map(|(_, value)| match value {
        Value::String(word) if !word.is_empty() => Some(word.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

fn values<'r, 'p>(record: &'r Map<String, Value>, field: &'p str) -> Result<Vec<(&'p str, &'r Value)>, String> {
    if let Some(value) = record.get(field) {
        return Ok(vec![(field, value)]);
    }
    let mut found = Vec::new();
    for path in field.split(',').map(str::trim) {
        let name = root(path);
        let Some(first) = record.get(name) else { continue };
        let mut here = vec![first];
        let mut rest = &path[name.len()..];
        while !rest.is_empty() && !here.is_empty() {
            let (step, behind) = step(rest).ok_or_else(|| format!("`{path}` is no path of fields; write it as a.b, a[].b or a[0]"))?;
            let done = &path[..path.len() - rest.len()];
            here = follow(&here, &step, done)?;
            rest = behind;
        }
        // nothing is nothing, one or many
        found.extend(here.into_iter().filter(|value| path == name || !value.is_null()).map(|value| (path, value)));
    }
    Ok(found)
}

enum Step<'p> {
    Field(&'p str),
    All,
    Item(usize),
}

fn step(rest: &str) -> Option<(Step<'_>, &str)> {
    if let Some(name) = rest.strip_prefix('.') {
        let length = name.find(['.', '[']).unwrap_or(name.len());
        return (length > 0).then(|| (Step::Field(&name[..length]), &name[length..]));
    }
    let (number, behind) = rest.strip_prefix('[')?.split_once(']')?;
    let step = if number.is_empty() { Step::All } else { Step::Item(number.parse().ok()?) };
    Some((step, behind))
}

fn follow<'r>(here: &[&'r Value], step: &Step, done: &str) -> Result<Vec<&'r Value>, String> {
    let mut next = Vec::new();
    for value in here {
        match (step, value) {
            (_, Value::Null) => {}
            (Step::Field(name), Value::Object(fields)) => next.extend(fields.get(*name)),
            (Step::All, Value::Array(items)) => next.extend(items),
            (Step::Item(at), Value::Array(items)) => next.extend(items.get(*at)),
            (Step::Field(_), Value::Array(_)) => return Err(format!("`{done}` is a list; write {done}[] for its items")),
            (_, other) => return Err(format!("`{done}` is {}; leave out what stands behind it in the name of the field", kind(other))),
        }
    }
    Ok(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_texts() {
        let record = serde_json::json!({
            "a": {"b": [{"c": "one"}, {"d": "x"}, {"c": "two"}, {"c": null}]}, "a.x": "dotted", "list": ["p", "q"], "n": 7, "none": null,
        });
        let record = record.as_object().unwrap();
        let texts = |field: &str| texts(record, field);
        assert_eq!(texts("a.b[].c").unwrap(), ["one", "two"]);
        assert_eq!(texts("a.b[2].c").unwrap(), ["two"]);
        assert_eq!(texts("list[]").unwrap(), ["p", "q"]);
        assert_eq!(texts("a.x").unwrap(), ["dotted"]);
        assert_eq!(texts("list[0], a.x,a.b[0].c").unwrap(), ["p", "one"]);
        assert!(texts("missing").unwrap().is_empty() && texts("a.missing.c").unwrap().is_empty());
        assert!(texts("a.b.c").unwrap_err().contains("write a.b[]"));
        assert!(texts("list").unwrap_err().contains("list[]"));
        assert!(texts("n").unwrap_err().contains("`n` is no text but a number"));
        assert!(texts("none").unwrap_err().contains("null"));
        assert!(texts("a.b[x]").unwrap_err().contains("no path"));
        assert_eq!((word(record, "n").as_deref(), word(record, "a.b[0].c").as_deref()), (Some("7"), Some("one")));
        assert_eq!(roots("a.b[].c,d").collect::<Vec<_>>(), ["a.b[].c,d", "a", "d"]);
    }
}
