//! The documentation: its links and the files and commands that it names are there, and what it shows is what the program prints.

use crate::support;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// In bytes: a front page is read in two minutes.
const LARGEST_README: usize = 8 * 1024;
const FOLDERS: &[&str] = &[".ci/", "benches/", "data/", "docs/", "examples/", "fuzz/", "scripts/", "src/", "tests/"];

/// The pages of users and developers with their texts. The changelog tells of files as they were.
fn pages() -> Vec<(PathBuf, String)> {
    let top = ["CONTRIBUTING.md", "README.md", "RELEASE.md"].map(|name| Path::new(ROOT).join(name));
    let docs = fs::read_dir(Path::new(ROOT).join("docs")).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> =
        top.into_iter().chain(docs).filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read_to_string(&path).expect("UTF-8"))).collect()
}

/// A page without its blocks of code.
fn without_blocks(text: &str) -> String {
    text.split("```").step_by(2).collect()
}

/// Where links and pictures lead.
fn targets(prose: &str) -> Vec<&str> {
    let links = prose.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    let pictures = prose.split("src=\"").skip(1).chain(prose.split("srcset=\"").skip(1)).filter_map(|rest| rest.split_once('"'));
    links.chain(pictures).map(|(target, _)| target).collect()
}

/// The anchors of a page's headings, as GitHub makes them.
fn anchors(text: &str) -> HashSet<String> {
    let headings: Vec<String> = without_blocks(text).lines().filter(|line| line.starts_with('#')).map(str::to_lowercase).collect();
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    headings.iter().map(|line| line.trim_start_matches('#').trim().chars().filter(kept).collect::<String>().replace(' ', "-")).collect()
}

#[test]
fn links_lead_somewhere() {
    for (page, text) in pages() {
        // links stand outside of inline code
        let prose: String = without_blocks(&text).split('`').step_by(2).collect();
        for target in targets(&prose).into_iter().filter(|target| !target.contains("://")) {
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let path = if file.is_empty() { page.clone() } else { page.with_file_name("").join(file) };
            assert!(path.exists(), "{}: {target}", page.display());
            let found = anchor.is_empty() || anchors(&fs::read_to_string(&path).unwrap()).contains(anchor);
            assert!(found, "{}: {target}: no such heading", page.display());
        }
    }
}

#[test]
fn files_that_are_named_are_there() {
    for (page, text) in pages() {
        let prose = without_blocks(&text);
        let words = prose.split('`').skip(1).step_by(2).filter_map(|code| code.split_whitespace().next());
        for word in words.filter(|word| FOLDERS.iter().any(|folder| word.starts_with(folder)) && !word.contains('*')) {
            assert!(Path::new(ROOT).join(word).exists(), "{}: {word}", page.display());
        }
    }
}

#[test]
fn commands_of_scripts_are_there() {
    let is_name = |word: &&str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    for (page, text) in pages() {
        for call in text.split("scripts/dev ").skip(1) {
            let mut words = call.split([' ', '`', '\n', '|']);
            // GROUP and COMMAND stand for any
            let (Some(group), Some(command)) = (words.next().filter(is_name), words.next().filter(is_name)) else { continue };
            let at = |ending: &str| Path::new(ROOT).join(format!("scripts/{group}/{command}.{ending}"));
            assert!(at("py").exists() || at("sh").exists(), "{}: scripts/dev {group} {command}", page.display());
        }
    }
}

#[test]
fn the_checks_are_those_of_the_program() {
    let page = fs::read_to_string(Path::new(ROOT).join("docs/audit.md")).unwrap();
    let printed = support::run(["checks", "--markdown"]).stdout;
    let made = format!("\n<!-- made by scripts/dev make audit-docs -->\n{printed}<!-- end of what is made -->\n");
    assert!(printed.contains("`not-a-translation`") && page.contains(&made), "docs/audit.md is old: scripts/dev make audit-docs");
}

#[test]
fn the_readme_is_a_front_page() {
    let size = fs::metadata(Path::new(ROOT).join("README.md")).unwrap().len();
    assert!(size <= LARGEST_README as u64, "{size} bytes");
}
