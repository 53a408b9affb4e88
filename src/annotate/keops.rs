//! KEOPS, mode validation: a table with a header, Spanish and English. KEOPS reads the first two columns and keeps no other, so what comes
//! back is joined by its texts; it names no annotator either. A task is one annotator's, and so is a file.
//!
//! Format: <https://github.com/paracrawl/keops/blob/master/pm.md>, labels: ELRC validation guidelines.

use super::{Answers, Broken, Form, Key, Opinion, Read, Task};
use crate::review::Verdict;

/// KEOPS takes the languages from the end of the name.
pub(super) const FORM: Form =
    Form { name: "KEOPS", file: "keops.es-en", frame: ["Source text\tTarget text\tpair_id\n", "\n", "\n"], task, read, config: None };

fn task(task: &Task) -> String {
    let row = &task.row;
    [row.es.as_str(), task.en(), &row.pair_id].map(cell).join("\t")
}

/// KEOPS splits at tabs and line ends and knows no quotes.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What its labels say; `P` is pending. A translation with errors says something else than its source, as far as a label can say.
const LABELS: [(&str, Option<Verdict>, &str); 8] = [
    ("P", None, "pending"),
    ("L", Some(Verdict::Rejected), "wrong language"),
    ("A", Some(Verdict::Mismatch), "incorrect alignment"),
    ("T", Some(Verdict::Translation), "wrong tokenization"),
    ("MT", Some(Verdict::Translation), "machine translation"),
    ("E", Some(Verdict::Mismatch), "translation error"),
    ("F", Some(Verdict::Translation), "free translation"),
    ("V", Some(Verdict::Translation), ""),
];

fn read(text: &str) -> Result<Vec<Read>, String> {
    let mut lines = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let header = lines.next().unwrap_or_default();
    let column = |name: &str| header.iter().position(|head| head.trim().trim_matches('"') == name);
    let wanted = [column("Source"), column("Target 1"), column("Evaluation")];
    let [Some(source), Some(target), Some(evaluation)] = wanted else {
        return Err("the header lacks Source, Target 1 or Evaluation".to_owned());
    };
    let details = column("Evaluation details");
    let read = lines.enumerate().filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty())).map(|(at, cells)| {
        let place = format!("line {}", at + 2);
        let text = |column: usize| cells.get(column).map(|cell| cell.trim());
        let label = text(evaluation).unwrap_or_default();
        let Some((_, verdict, meaning)) = LABELS.iter().find(|(code, ..)| *code == label) else {
            return Err(Broken { place, cause: format!("`{label}` is no label of the mode validation") });
        };
        let note = [Some(*meaning), details.and_then(text)].into_iter().flatten().filter(|part| !part.is_empty());
        let note = Some(note.collect::<Vec<_>>().join("; ")).filter(|note| !note.is_empty());
        let said = verdict.map(|verdict| Answers { verdict: Some(verdict), note, ..Answers::default() });
        let key = Key { es: text(source).map(str::to_owned), en: text(target).map(str::to_owned), ..Key::default() };
        Ok(Opinion { place, key, reviewer: None, said })
    });
    Ok(read.collect())
}

#[cfg(test)]
mod tests {
    use super::super::Tool::Keops;
    use super::super::testing::{row, task};
    use super::*;

    #[test]
    fn what_keops_gives_back_is_read() {
        let line = Keops.task(&task());
        let [es, en, id] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        assert_eq!((es, en, id), (row().es.as_str(), "Mayor Peres opened the park.", row().pair_id.as_str()));
        let back = format!(
            "Source\tTarget 1\tSource lang\tTarget lang\tEvaluation\tDescription\tEvaluation details\tTime\n\
             {es}\t{en}\tes\ten\tV\tValid translation\t\t12\n\
             {es}\t{en}\tes\ten\tL\tWrong language\twrong: source\t3\n\
             {es}\t{en}\tes\ten\tP\tPending\t\t\n\
             {es}\t{en}\tes\ten\tX\t\t\t\n"
        );
        let read = Keops.read(&back).unwrap();
        let said = |at: usize| read[at].clone().unwrap().said;
        assert_eq!(said(0).unwrap(), Answers { verdict: Some(Verdict::Translation), ..Answers::default() });
        assert_eq!(said(1).unwrap().note.as_deref(), Some("wrong language; wrong: source"));
        assert_eq!(said(2), None);
        assert_eq!(read[3].clone().unwrap_err().place, "line 5");
        assert!(Keops.read("a\tb\n").is_err());
    }
}
