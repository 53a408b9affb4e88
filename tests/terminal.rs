//! What an article, a path or an argument says reaches a terminal as text, never as an order to it; through a pipe it stays exact.
#![allow(clippy::unwrap_used)] // a test

use crate::support;
use std::path::Path;
use std::process::{Command, Stdio};

/// Sets the window's title; conceals what follows; the same in one byte; turns the direction; deletes; is not seen.
const ORDERS: [&str; 6] = ["\u{1b}]0;pwned\u{7}", "\u{1b}[8m", "\u{9b}2J", "\u{202e}", "\u{7f}", "\u{2066}"];

fn article() -> String {
    let evil = ORDERS.concat();
    format!(
        "Head\n\n60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- El alcalde {evil} inauguró el parque de la ciudad con vecinos.\n\
         The mayor {evil} opened the park of the city with neighbors. Photo: Notimex/Ana Ruiz\n"
    )
}

/// What the program sends to a terminal that is its standard output and standard error.
fn on_terminal(folder: &Path, arguments: &[&str]) -> String {
    let quoted = |word: &&str| format!("'{word}'");
    let command = [&[env!("CARGO_BIN_EXE_cotejo")], arguments].concat().iter().map(quoted).collect::<Vec<_>>().join(" ");
    let mut script = Command::new("script");
    script.args(["-qec", &command, "/dev/null"]).current_dir(folder).stdin(Stdio::null()).env("TERM", "xterm").env_remove("NO_COLOR");
    let ended = script.output().expect("script(1) of util-linux starts");
    String::from_utf8(ended.stdout).unwrap()
}

fn harmless(what: &[&str], sent: &str) {
    for order in ORDERS {
        assert!(!sent.contains(order), "{what:?}: {order:?} in {sent:?}");
    }
    assert!(!sent.contains('\u{7}') && !sent.contains("\u{1b}]"), "{what:?}: {sent:?}");
}

#[test]
fn articles_give_no_orders() {
    let folder = support::folder();
    support::file(&folder, "esc.txt", article());
    let commands: [&[&str]; 12] = [
        &["pair"],
        &["pair", "--explain"],
        &["pair", "-vv", "-f", "jsonl"],
        &["pair", "-f", "tsv", "-o", "/dev/stdout"],
        &["pair", "-f", "moses", "-o", "/dev/stderr"],
        &["detect"],
        &["detect", "-f", "jsonl"],
        &["embed"],
        &["audit", "--no-config"],
        &["audit", "--no-config", "--color", "always"],
        &["audit", "--no-config", "-f", "json"],
        &["audit", "--no-config", "-f", "csv"],
    ];
    for command in commands {
        let sent = on_terminal(folder.path(), &[command, &["esc.txt"]].concat());
        harmless(command, &sent);
    }
    // it did come to the terminal
    for command in [&["pair"][..], &["pair", "--explain"], &["detect"], &["pair", "-f", "tsv", "-o", "/dev/stdout"]] {
        let sent = on_terminal(folder.path(), &[command, &["esc.txt"]].concat());
        assert!(sent.contains("alcalde \u{fffd}]0;pwned\u{fffd}\u{fffd}[8m"), "{command:?}: {sent:?}");
    }
}

#[test]
fn through_a_pipe_and_into_a_file_nothing_is_changed() {
    let folder = support::folder();
    let path = support::file(&folder, "esc.txt", article());
    let target = folder.path().join("out.tsv");
    assert!(support::run(["pair", "-f", "tsv", &path]).stdout.contains(&ORDERS.concat()));
    // as it is read: without what prints nothing, C1 controls as Windows-1252
    let read = "\u{1b}]0;pwned\u{7}\u{1b}[8m\u{203a}2J\u{7f}";
    for command in [&["pair", "--explain"][..], &["detect", "-f", "tsv"]] {
        assert!(support::run([command, &[&path]].concat()).stdout.contains(read), "{command:?}");
    }
    assert_eq!(support::run(["pair", "-o", target.to_str().unwrap(), &path]).code, Some(0));
    assert!(std::fs::read_to_string(target).unwrap().contains(&ORDERS.concat()));
}

#[test]
fn our_own_colours_pass() {
    let folder = support::folder();
    let seed = support::SEED_PATH;
    assert!(on_terminal(folder.path(), &["audit", "--no-config", seed]).contains("\u{1b}["));
    assert!(on_terminal(folder.path(), &["pair", "nowhere.txt"]).contains("\u{1b}[1m"));
}

#[test]
fn names_and_arguments_give_no_orders() {
    let folder = support::folder();
    let evil = format!("a{}b", ORDERS.concat());
    let name = format!("{evil}.txt");
    support::file(&folder, &name, "\0\0\0 binary");
    support::file(&folder, &format!("{evil}.csv"), "article,es_line,en_line,relation\nx,1,2,translation\n");
    support::file(&folder, "gold.csv", format!("article,es_line,en_line,relation\n{evil},1,2,translation\n"));
    let table = format!("{evil}.csv");
    let wrong = format!("--{evil}");
    let commands: [&[&str]; 15] = [
        &["pair", &name],
        &["pair", "-v", &name],
        &["detect", &format!("{evil}/nowhere.txt")],
        &["pair", "-o", &format!("{evil}/nowhere/rows.csv"), support::SEED_PATH],
        &["pair", &wrong],
        &["pair", "--format", &evil],
        &["pair", "--relation", &evil],
        &[&evil],
        &["checks", &evil],
        &["score", "gold.csv", &table],
        &["audit", "--baseline", &name, support::SEED_PATH],
        &["pair", "-j", &evil],
        #[cfg(feature = "review")]
        &["review", "--reviewer", &evil],
        #[cfg(feature = "review")]
        &["agreement", &name],
        #[cfg(feature = "review")]
        &["import", "--from", "keops", &name],
    ];
    for command in commands {
        let sent = on_terminal(folder.path(), command);
        harmless(command, &sent);
        // the parser of arguments leaves out what it knows for an order; a name is not repeated
        assert!(["pwned", "\u{fffd}2J\u{fffd}", "holds U+001B"].iter().any(|shown| sent.contains(shown)), "{command:?}: {sent:?}");
    }
}

/// As [`on_terminal`], of that width, with more in the environment.
fn on_terminal_of(width: usize, environment: &[(&str, &str)], arguments: &[&str]) -> String {
    let set: String = environment.iter().map(|(name, value)| format!("{name}={value} ")).collect();
    let command = format!("stty rows 24 cols {width}; {set}{} {}", env!("CARGO_BIN_EXE_cotejo"), arguments.join(" "));
    let mut script = Command::new("script");
    script.args(["-qec", &command, "/dev/null"]).stdin(Stdio::null()).env("TERM", "xterm");
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        script.env_remove(name);
    }
    String::from_utf8(script.output().expect("script(1) of util-linux starts").stdout).unwrap().replace("\r\n", "\n")
}

#[test]
fn rows_are_a_short_table_on_a_terminal_and_csv_elsewhere() {
    let folder = support::folder();
    let seed = support::SEED_PATH;
    let header = "article,pair_id,relation";
    for width in [60, 100] {
        let shown = on_terminal_of(width, &[], &["-q", "pair", "--color", "never", seed]);
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(lines.len(), 5, "{shown}");
        assert!(lines[0].starts_with("relation ") && lines[1].starts_with("partial ") && lines[3].starts_with("mismatch "), "{shown}");
        assert!(lines[1].contains("  12  es  En conferencia") && lines[2].contains("  13  en  Roberto Campa"), "{shown}");
        // cut to the width, and not much shorter
        assert!(lines.iter().all(|line| line.chars().count() <= width), "{shown}");
        assert!(lines[1].chars().count() >= width - 2 && lines[1].ends_with('…'), "{shown}");
    }
    // several articles have headings
    let other = support::file(&folder, "other.txt", support::SEED);
    let shown = on_terminal_of(100, &[], &["-q", "pair", "--color", "never", seed, &other]);
    assert!(shown.contains(&format!("\n{}", &seed[..20])) && shown.contains(&format!("\n\n{}", &other[..10])), "{shown}");
    // what is asked for is written
    for arguments in [&["-f", "csv"][..], &["-o", "-"], &["--excel"], &["--spreadsheet-safe"]] {
        let shown = on_terminal_of(100, &[], &[&["-q", "pair"], arguments, &[seed]].concat());
        assert!(shown.contains(header), "{arguments:?}: {shown}");
    }
    assert!(support::run(["pair", seed]).stdout.starts_with(header));
}

#[test]
fn the_table_has_colours_where_they_are_wanted() {
    let seed = support::SEED_PATH;
    let coloured = |environment: &[(&str, &str)], arguments: &[&str]| {
        on_terminal_of(100, environment, &[&["-q", "pair"], arguments, &[seed]].concat()).contains("\u{1b}[33mpartial")
    };
    assert!(coloured(&[], &[]) && coloured(&[("NO_COLOR", "1")], &["--color", "always"]));
    for (environment, arguments) in [(&[("NO_COLOR", "1")][..], &[][..]), (&[("CLICOLOR", "0")], &[]), (&[], &["--color", "never"])] {
        assert!(!coloured(environment, arguments), "{environment:?} {arguments:?}");
    }
}
