//! Who may know whom: each room of the library knows the rooms below it, and those that are named here; nobody looks up, and there are no
//! circles.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The rooms from the lowest floor to the highest. Rooms of one floor do not know each other.
const FLOORS: &[&[&str]] = &[
    &["span", "visible"],
    &["text"],
    &["article", "lexicon"],
    &["encoder", "facts", "language"],
    // with the encoder's tokenizer and kernels
    &["verifier"],
    &["caption"],
    &["passage"],
    &["pair"],
    &["row"],
    &["write", "read", "translate"],
    // `audit` writes its findings as tables, by `write`
    &["audit"],
    &["examine"],
    &["evaluate", "review"],
    // a tool's answers are decisions of the review
    &["annotate"],
    &["cli"],
];

/// The rooms that a file names, with the files in which tests are not counted.
fn named(path: &Path, found: &mut BTreeSet<String>) {
    let text = fs::read_to_string(path).expect("a source file");
    // tests stand at the end, and may use what they like
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    for part in code.split("crate::").skip(1) {
        match part.strip_prefix('{') {
            Some(several) => {
                let names = several.split('}').next().unwrap_or_default().split(',');
                found.extend(names.map(|name| name.trim().split("::").next().unwrap_or_default().to_owned()));
            }
            None => found.extend(part.split(|c: char| !c.is_alphanumeric() && c != '_').next().map(str::to_owned)),
        }
    }
}

fn files(path: &Path, found: &mut BTreeSet<String>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a folder") {
            files(&entry.expect("an entry").path(), found);
        }
    } else if path.extension().is_some_and(|ending| ending == "rs") && path.file_stem().is_some_and(|name| name != "testing") {
        named(path, found);
    }
}

#[test]
fn nobody_looks_up() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let floor: BTreeMap<&str, usize> =
        FLOORS.iter().enumerate().flat_map(|(floor, rooms)| rooms.iter().map(move |room| (*room, floor))).collect();
    // what the front door names stands somewhere
    let front = fs::read_to_string(source.join("lib.rs")).expect("lib.rs");
    let mut wrong = Vec::new();
    for line in front.lines().filter_map(|line| line.trim().trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';')) {
        if !floor.contains_key(line) && line != "testing" {
            wrong.push(format!("the room `{line}` stands on no floor: name it in tests/floors.rs"));
        }
    }
    let items: BTreeMap<&str, &str> = [
        ("Article", "article"),
        ("Block", "article"),
        ("Span", "span"),
        ("Caption", "caption"),
        ("Language", "lexicon"),
        ("Evidence", "pair"),
        ("Gap", "pair"),
        ("Options", "pair"),
        ("Pair", "pair"),
        ("Relation", "pair"),
        ("Row", "row"),
        ("Cotejo", "examine"),
        ("Examined", "examine"),
    ]
    .into();
    for (room, own) in &floor {
        let mut known = BTreeSet::new();
        for path in [source.join(room), source.join(format!("{room}.rs"))] {
            if path.exists() {
                files(&path, &mut known);
            }
        }
        for other in known.iter().map(|name| *items.get(name.as_str()).unwrap_or(&name.as_str())).filter(|other| other != room) {
            match floor.get(other) {
                Some(other_floor) if other_floor < own => {}
                Some(_) => wrong.push(format!("`{room}` knows `{other}`, which is not below it")),
                None => wrong.push(format!("`{room}` knows `{other}`, which is no room")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The library's interface is what lib.rs names and what these rooms offer.
#[test]
fn other_rooms_are_private() {
    let front = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).expect("lib.rs");
    let open: Vec<&str> = front.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert_eq!(open, ["audit", "cli", "encoder", "pair", "read", "translate", "write"]);
}

/// Users match on errors and formats and set options; these get new variants and fields.
#[test]
fn errors_formats_and_options_can_grow() {
    fn sources(path: &Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in fs::read_dir(path).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { sources(&path, found) } else { found.push(path) }
        }
    }
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = vec![source.join("examine.rs")];
    ["audit", "encoder", "pair", "read", "translate", "write"].iter().for_each(|room| sources(&source.join(room), &mut paths));
    let (mut seen, mut closed) = (0, Vec::new());
    for path in paths.iter().filter(|path| path.extension().is_some_and(|ending| ending == "rs")) {
        let text = fs::read_to_string(path).expect("a source file");
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let name = line.strip_prefix("pub enum ").or_else(|| line.strip_prefix("pub struct "));
            let name = name.and_then(|rest| rest.split([' ', '(', '<']).next()).unwrap_or_default();
            if ["Error", "Format", "Options", "Settings", "Fields", "Policy"].iter().any(|kind| name.ends_with(kind)) {
                seen += 1;
                if !lines[..at].iter().rev().take_while(|line| line.starts_with("#[")).any(|line| *line == "#[non_exhaustive]") {
                    closed.push(format!("{}: {name}", path.display()));
                }
            }
        }
    }
    assert!(seen >= 14 && closed.is_empty(), "{seen}: {closed:?}");
}
