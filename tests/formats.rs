//! `cotejo pair` and its formats, as a user meets them: files, folders, refusals.

#![allow(clippy::unwrap_used)] // a test

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const SEED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/articles/segob.txt");

fn pair(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cotejo")).arg("pair").args(arguments).current_dir(folder).output().unwrap()
}

/// Runs, must succeed, gives standard output.
fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = pair(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// An article whose captions have no English, one with a control character, one photo printed with two texts.
fn more(folder: &Path) {
    let slug = "51002073. México 02 Oct 2015 (Notimex-José Pazos).-";
    let tail = "NOTIMEX/FOTO/JOSÉ PAZOS/JPF/POL";
    fs::write(folder.join("alone.txt"), format!("{slug} Bomberos sofocaron el incendio en la bodega. {tail}\n")).unwrap();
    let english = "The mayor opened the park on Sunday. Photo: Notimex/José Pazos";
    fs::write(folder.join("control.txt"), format!("{slug} El alcalde\u{1} inauguró el parque el domingo. {tail}\n{english}\n")).unwrap();
}

#[test]
fn wrong_uses_are_refused_with_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let refused = [
        (&["--format", "moses"][..], "-o PREFIX"),
        (&["--format", "moses", "-o", "-"], "-o PREFIX"),
        (&["--split", "90:5:5"], "-o DIR/"),
        (&["--split", "90:5:5", "-o", "rows.csv"], "-o DIR/"),
        (&["--split", "90:10", "-o", "set/"], "90:5:5"),
        (&["--license", "cc0-1.0"], "-o DIR/"),
        (&["--format", "tmx", "--spreadsheet-safe"], "--format csv"),
        (&["--format", "jsonl", "--excel"], "--format csv"),
        (&["--format", "parquet", "--excel", "-o", "rows.parquet"], "--format csv"),
        (&["--min-score", "80"], "from 0 to 1"),
        (&["--relation", "translated"], "translation"),
        (&["--dedup", "fuzzy"], "exact"),
        (&["--format", "xls"], "parquet"),
    ];
    for (arguments, remedy) in refused {
        let output = pair(folder.path(), &[arguments, &[SEED]].concat());
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {message}");
        assert!(message.contains(remedy), "{arguments:?}: {message}");
        assert!(output.stdout.is_empty());
        assert!(names(folder.path()).is_empty(), "{arguments:?}");
    }
}

#[test]
fn moses_writes_two_aligned_files() {
    let folder = tempfile::tempdir().unwrap();
    more(folder.path());
    done(folder.path(), &["--format", "moses", "-o", "corpus", SEED, "control.txt"]);
    let [es, en] = ["corpus.es", "corpus.en"].map(|name| fs::read_to_string(folder.path().join(name)).unwrap());
    assert_eq!((es.lines().count(), en.lines().count()), (3, 3));
    assert_eq!(es.lines().last().unwrap(), "El alcalde inauguró el parque el domingo.");
    assert_eq!(en.lines().last().unwrap(), "The mayor opened the park on Sunday.");
}

#[test]
fn what_a_format_cannot_hold_is_told() {
    let folder = tempfile::tempdir().unwrap();
    more(folder.path());
    let output = pair(folder.path(), &["--format", "tmx", "alone.txt", "control.txt"]);
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success());
    assert!(
        message.contains("1 rows left out: they have no English side") && message.contains("1 characters that XML forbids"),
        "{message}"
    );
    assert_eq!(String::from_utf8(output.stdout).unwrap().matches("<tu ").count(), 1);
    let output = pair(folder.path(), &["--format", "xliff", "alone.txt", "control.txt"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!((text.matches("<unit ").count(), text.matches("<target>").count(), text.matches("<cp hex=\"0001\"/>").count()), (2, 1, 1));
}

#[test]
fn rows_are_chosen() {
    let folder = tempfile::tempdir().unwrap();
    more(folder.path());
    let rows = |arguments: &[&str]| {
        done(folder.path(), &[arguments, &["--format", "jsonl", SEED, "alone.txt", "control.txt"]].concat()).lines().count()
    };
    assert_eq!(rows(&[]), 4);
    assert_eq!(rows(&["--relation", "partial,mismatch"]), 2);
    assert_eq!(rows(&["--relation", "partial", "--relation", "unpaired"]), 2);
    assert_eq!(rows(&["--min-score", "0.5"]), 1);
    assert_eq!(rows(&["--min-score", "0"]), 3);
    // the first caption of the seed and the two others have one photo number
    assert_eq!(rows(&["--one-per-photo"]), 2);
    assert_eq!(done(folder.path(), &["--dedup", "near", "-f", "jsonl", SEED, SEED, SEED]).lines().count(), 2);
    assert_eq!(done(folder.path(), &["--dedup", "exact", "-f", "jsonl", SEED, SEED, SEED]).lines().count(), 2);
}

#[test]
fn a_folder_gets_files_and_a_card() {
    let folder = tempfile::tempdir().unwrap();
    more(folder.path());
    done(folder.path(), &["--license", "cc-by-4.0", "-o", "new/set/", SEED, "alone.txt", "control.txt"]);
    let set = folder.path().join("new/set");
    assert_eq!(names(&set), ["README.md", "pairs.csv"]);
    let card = fs::read_to_string(set.join("README.md")).unwrap();
    let told = [
        "license: cc-by-4.0",
        "- translation\n",
        "- n<1K",
        "path: pairs.csv",
        "| captions | 4 |",
        "| unpaired | 1 |",
        "3 articles were read",
        "`Notimex` | 4",
        "| `findings` |",
        "cotejo pair --license cc-by-4.0 -o new/set/",
        "the embedded one",
        "rights in them lie there",
    ];
    told.iter().for_each(|text| assert!(card.contains(text), "{text}\n{card}"));
    // a folder that is there needs no slash, and the card of another run takes the old one's place
    done(folder.path(), &["--format", "moses", "-o", "new/set", SEED]);
    assert_eq!(names(&set), ["README.md", "pairs.csv", "pairs.en", "pairs.es"]);
    assert!(fs::read_to_string(set.join("README.md")).unwrap().contains("license: unknown"));
}

/// An article whose caption no other number's is like.
fn story(number: u64) -> String {
    let name = |place: u64| {
        let mut bits = (number * 8 + place + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut name = String::new();
        for _ in 0..5 {
            bits ^= bits >> 29;
            bits = bits.wrapping_mul(0xbf58_476d_1ce4_e5b9);
            name.push("bcdfglmnprst".as_bytes()[(bits >> 40) as usize % 12].into());
            name.push("aeiou".as_bytes()[(bits >> 50) as usize % 5].into());
        }
        name[..1].to_uppercase() + &name[1..]
    };
    let [a, b, c, d, e, f] = [0, 1, 2, 3, 4, 5].map(name);
    format!(
        "60119027. {c}, 19 Ene 2016 (Notimex-Irene Salcedo).- La alcaldesa {a} {b} entregó bicicletas en {c}, a estudiantes de la colonia \
         {d} {e} {f}. NOTIMEX/FOTO/IRENE SALCEDO/COR/SOC/\nMayor {a} {b} handed bicycles in {c} to students of the {d} {e} {f} \
         neighborhood. Photo: Notimex/Irene Salcedo\n"
    )
}

/// The lines of train, dev and test, of a run with these texts as articles, that is the same the second time.
fn split(texts: impl Iterator<Item = String>, more: &[&str]) -> [Vec<String>; 3] {
    let folder = tempfile::tempdir().unwrap();
    let articles: Vec<String> = texts
        .enumerate()
        .map(|(number, text)| {
            let name = format!("{number}.txt");
            fs::write(folder.path().join(&name), text).unwrap();
            name
        })
        .collect();
    let mut arguments = vec!["--format", "jsonl", "--split", "2:1:1", "-o", "set/"];
    arguments.extend(more);
    arguments.extend(articles.iter().map(String::as_str));
    let run = || {
        done(folder.path(), &arguments);
        let set = folder.path().join("set");
        ["train", "dev", "test"].map(|name| {
            let lines = fs::read_to_string(set.join(format!("{name}.jsonl"))).unwrap();
            lines.lines().map(str::to_owned).collect()
        })
    };
    let first: [Vec<String>; 3] = run();
    assert_eq!(run(), first);
    first
}

#[test]
fn a_split_holds_every_row_once_and_is_the_same_on_every_run() {
    let parts = split((0..20).map(story), &[]);
    assert_eq!(parts.iter().map(Vec::len).sum::<usize>(), 20);
    assert!(parts.iter().all(|part| !part.is_empty()), "{:?}", parts.map(|part| part.len()));
}

#[test]
fn the_same_text_is_in_one_set_whatever_its_article() {
    let seed = fs::read_to_string(SEED).unwrap();
    let sizes = |parts: [Vec<String>; 3]| {
        let mut sizes = parts.map(|part| part.len());
        sizes.sort_unstable();
        sizes
    };
    assert_eq!(sizes(split((0..20).map(|_| seed.clone()), &[])), [0, 0, 40]);
    assert_eq!(sizes(split((0..20).map(|_| seed.clone()), &["--dedup", "near"])), [0, 0, 2]);
    // another slug and day
    let other =
        |number: u64| story(7).replace("60119027", &format!("601{:02}027", number + 10)).replace("19 Ene", &format!("{} Ene", number + 10));
    assert_eq!(sizes(split((0..20).map(other), &[])), [0, 0, 20]);
    assert_eq!(sizes(split((0..20).map(other), &["--dedup", "near"])), [0, 0, 1]);
}

#[test]
fn a_run_that_fails_leaves_no_folder() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("taken"), "").unwrap();
    let output = pair(folder.path(), &["-o", "taken/", SEED]);
    assert_eq!(output.status.code(), Some(4), "{}", String::from_utf8_lossy(&output.stderr));
    let output = pair(folder.path(), &["--model", "missing.csv", "-o", "set/", SEED]);
    assert_eq!(output.status.code(), Some(4));
    assert_eq!(names(folder.path()), ["taken"]);
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_goes_into_a_pipe() {
    let folder = tempfile::tempdir().unwrap();
    let output = pair(folder.path(), &["--format", "parquet", SEED]);
    assert!(output.status.success() && output.stdout.starts_with(b"PAR1") && output.stdout.ends_with(b"PAR1"));
}

#[test]
fn the_ending_of_the_output_says_the_format() {
    let folder = tempfile::tempdir().unwrap();
    for (name, start) in [("a.tmx", "<?xml"), ("a.jsonl", "{\"article\""), ("a.tsv", "article\t"), ("a.txt", "article,")] {
        done(folder.path(), &["-o", name, SEED]);
        assert!(fs::read_to_string(folder.path().join(name)).unwrap().starts_with(start), "{name}");
    }
    done(folder.path(), &["-f", "csv", "-o", "b.jsonl", SEED]);
    assert!(fs::read_to_string(folder.path().join("b.jsonl")).unwrap().starts_with("article,"));
}

#[test]
fn a_name_that_promises_another_format_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let refused = [
        (&["pair", "-o", "rows.json"][..], "csv, tsv, jsonl"),
        (&["pair", "-o", "rows.csv.gz"], "csv, tsv, jsonl"),
        (&["pair", "-o", "rows.pdf"], "csv, tsv, jsonl"),
        (&["pair", "--explain", "-o", "rows.csv"], "txt"),
        (&["pair", "--explain", "--dedup", "near"], "--dedup"),
        (&["pair", "--explain", "--resume", "-o", "a.txt"], "--resume"),
        (&["detect", "-o", "lines.parquet"], "csv, tsv or jsonl"),
        (&["audit", "-o", "report.xlsx"], "html"),
        (&["embed", "-o", "vectors.csv"], "jsonl or npy"),
    ];
    for (arguments, remedy) in refused {
        let output = Command::new(env!("CARGO_BIN_EXE_cotejo")).args(arguments).arg(SEED).current_dir(folder.path()).output().unwrap();
        let message = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && message.contains(remedy), "{arguments:?}: {message}");
        assert!(names(folder.path()).is_empty(), "{arguments:?}");
    }
    for (name, begins) in
        [("r.html", "<!doctype html>"), ("r.json", "{\"fingerprint\""), ("r.sarif", "{\"$schema\""), ("r.csv", "article,")]
    {
        let output =
            Command::new(env!("CARGO_BIN_EXE_cotejo")).args(["audit", "-o", name, SEED]).current_dir(folder.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let text = fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(text.replace(['\n', ' '], "").starts_with(&begins.replace(' ', "")), "{name}: {}", &text[..60]);
    }
}

#[test]
fn an_explanation_is_of_the_pairs_that_are_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let explained = |arguments: &[&str]| done(folder.path(), &[&["--explain", SEED], arguments].concat()).matches("\n  es  ").count();
    assert_eq!((explained(&[]), explained(&["--relation", "mismatch"]), explained(&["--min-score", "0.99"])), (2, 1, 0));
}

#[test]
fn parts_of_an_earlier_run_go() {
    let folder = tempfile::tempdir().unwrap();
    let set = folder.path().join("set");
    done(folder.path(), &["--split", "1:0:0", "-o", "set/", SEED]);
    fs::write(set.join("mine.csv"), "").unwrap();
    done(folder.path(), &["-o", "set/", SEED]);
    assert_eq!(names(&set), ["README.md", "mine.csv", "pairs.csv"]);
    // another format of the same is no other part
    done(folder.path(), &["--format", "jsonl", "-o", "set/", SEED]);
    assert_eq!(names(&set), ["README.md", "mine.csv", "pairs.csv", "pairs.jsonl"]);
    // and stays this program's own: nobody is asked before it is replaced
    done(folder.path(), &["--format", "tsv", "-o", "set/", SEED]);
    done(folder.path(), &["-o", "set/", SEED]);
    assert_eq!(names(&set), ["README.md", "mine.csv", "pairs.csv", "pairs.jsonl", "pairs.tsv"]);
}

#[test]
fn the_settings_of_all_runs_hold_for_rows_too() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("cotejo.toml"), "[audit]\nignore = ['name-accent']\n").unwrap();
    let rows = |arguments: &[&str]| done(folder.path(), &[arguments, &[SEED]].concat());
    assert!(!rows(&[]).contains("name-accent") && rows(&["--no-config"]).contains("name-accent"));
    fs::write(folder.path().join("cotejo.toml"), "[audit]\nignore = ['name-acent']\n").unwrap();
    assert_eq!(pair(folder.path(), &[SEED]).status.code(), Some(2));
}

#[test]
fn every_table_of_rows_can_be_scored() {
    let folder = tempfile::tempdir().unwrap();
    let formats = [
        "csv",
        "tsv",
        "jsonl",
        #[cfg(feature = "parquet")]
        "parquet",
    ];
    for format in formats {
        done(folder.path(), &["-o", &format!("rows.{format}"), SEED]);
    }
    let score = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_cotejo")).arg("score").args(arguments).current_dir(folder.path()).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    for format in formats {
        let (code, text, message) = score(&["rows.csv", &format!("rows.{format}")]);
        assert!(code == Some(0) && text.contains("relation accuracy 1.0000"), "{format}: {message}");
    }
    fs::write(folder.path().join("other.csv"), "article,es_line,en_line,relation\nelsewhere.txt,1,2,partial\n").unwrap();
    let (code, _, message) = score(&["other.csv", "rows.csv"]);
    assert!(code == Some(0) && message.contains("no article is in both tables"), "{message}");
    let (code, _, message) = score(&["nofile", "rows.csv"]);
    assert!(code == Some(4) && message.contains("check the spelling"), "{message}");
}

#[test]
fn excel_reads_accents_and_keeps_ids() {
    let folder = tempfile::tempdir().unwrap();
    let seed = fs::read_to_string(SEED).unwrap().replacen("51002073", "00119027", 1).replacen("El ", "-El ", 1);
    // its name is a number too
    fs::write(folder.path().join("007"), seed).unwrap();
    let plain = done(folder.path(), &["007"]);
    assert!(!plain.starts_with('\u{feff}') && !plain.contains("=\""));
    for format in ["csv", "tsv"] {
        let shown = done(folder.path(), &["--excel", "--format", format, "007"]);
        assert!(shown.starts_with('\u{feff}'));
        assert!(shown.contains("\"=\"\"007\"\"\"") && shown.contains("\"=\"\"00119027\"\"\""), "{shown}");
        // into files, also those of a folder, the same
        let name = format!("rows.{format}");
        done(folder.path(), &["--excel", "-o", &name, "007"]);
        assert_eq!(fs::read_to_string(folder.path().join(&name)).unwrap(), shown);
        let part = folder.path().join(format!("{format}/pairs.{format}"));
        done(folder.path(), &["--excel", "--format", format, "-o", &format!("{format}/"), "007"]);
        assert_eq!(fs::read_to_string(part).unwrap(), shown);
        // and read back
        fs::write(folder.path().join("plain.csv"), &plain).unwrap();
        let scored =
            Command::new(env!("CARGO_BIN_EXE_cotejo")).args(["score", "plain.csv", &name]).current_dir(folder.path()).output().unwrap();
        assert!(scored.status.success(), "{}", String::from_utf8_lossy(&scored.stderr));
        assert!(
            String::from_utf8_lossy(&scored.stdout).contains("relation accuracy 1.0000"),
            "{}",
            String::from_utf8_lossy(&scored.stdout)
        );
    }
}
