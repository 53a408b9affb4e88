//! The audit of the founding article in every format, as `tests/audit/seed.FORMAT` has it; of the report only its data.
//!
//! `SNAPSHOTS=overwrite cargo test --release --test all audit_formats` renews them.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use crate::support;
use std::fs;

/// The score depends on the next fit.
fn without_scores(line: &str) -> String {
    let Ok(mut value) = serde_json::from_str::<serde_json::Value>(line) else { return line.to_owned() };
    if let Some(pairs) = value.get_mut("pairs").and_then(|pairs| pairs.as_array_mut()) {
        for pair in pairs {
            pair.as_object_mut().unwrap().retain(|key, _| !["score", "similarity"].contains(&key.as_str()));
        }
    }
    value.to_string()
}

fn seen(format: &str) -> String {
    let ended = support::run(["audit", "--no-config", "--format", format, "data/articles/segob.txt"]);
    // the second caption's English says something else
    assert_eq!(ended.code, Some(1), "{}", ended.stderr);
    match format {
        "html" => {
            let data = ended.stdout.split("id=\"data\">").nth(1).unwrap().split("</script>").next().unwrap();
            data.trim().lines().map(|line| without_scores(line) + "\n").collect()
        }
        _ => ended.stdout,
    }
}

#[test]
fn the_seed_in_every_format() {
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|how| how == "overwrite");
    for format in ["text", "json", "sarif", "github", "csv", "html"] {
        let stored = format!("tests/audit/seed.{format}");
        let seen = seen(format);
        if overwrite {
            fs::write(&stored, &seen).unwrap();
        }
        assert_eq!(seen, fs::read_to_string(&stored).unwrap_or_default(), "{format}");
    }
}

#[test]
fn a_baseline_leaves_only_what_is_new() {
    let folder = support::folder();
    let old = support::file(&folder, "old.json", support::run(["audit", "--no-config", "-f", "json", "data/articles/segob.txt"]).stdout);
    let ended = support::run(["audit", "--no-config", "--baseline", &old, "data/articles/segob.txt"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), ""), "{}", ended.stderr);
}

#[test]
fn the_worst_finding_decides_the_exit_code() {
    for (arguments, code) in [
        (&["--fail-on", "never"][..], 0),
        (&["--fail-on", "warning", "--only", "name-accent"], 1),
        (&["--fail-on", "error", "--only", "name-accent"], 0),
        (&["--fail-on", "warning", "--ignore", "meaning,people,text"], 0),
    ] {
        let ended = support::run([&["audit", "--no-config"], arguments, &["data/articles/segob.txt"]].concat());
        assert_eq!(ended.code, Some(code), "{arguments:?}");
    }
}

#[test]
fn two_articles_with_one_photo_number_in_every_format() {
    let folder = support::folder();
    let caption = "60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).-";
    let first = format!(
        "The mayor opened a park today\n\n{caption} El alcalde inauguró el parque de la ciudad con vecinos.\nThe mayor opened the park of the city with neighbors. Photo: Notimex/Ana Ruiz\n"
    );
    let first = support::file(&folder, "a.txt", first);
    // the other's caption begins at every place that a letter of two bytes can cut
    for pad in 0..4 {
        let second = format!(
            "The mayor opened a park toda{}\n\n{caption} Él inauguró {}la biblioteca de la ciudad.\nHe opened the library of the city. Photo: Notimex/Ana Ruiz\n",
            "y".repeat(pad),
            "él, ".repeat(18)
        );
        let second = support::file(&folder, "b.txt", second);
        for format in ["text", "json", "sarif", "github", "csv", "html"] {
            let ended = support::run(["audit", "--no-config", "--only", "same-photo", "-f", format, &first, &second]);
            assert_eq!(ended.code, Some(0), "{format} {pad}: {}", ended.stderr);
            // the place at fault is in the second article, the other in the first
            let (at, other) = match format {
                "text" => (format!("--> {second}:3:"), format!("::: {first}:3:")),
                "json" => (format!(r#""labels":[{{"article":"{second}","line":3"#), format!(r#"{{"article":"{first}","line":3"#)),
                "sarif" => (format!(r#"{{"uri":"{second}"}}"#), format!(r#"{{"uri":"{first}"}}"#)),
                "html" => (format!(r#"[{{"article":"{second}","line":3"#), format!(r#"{{"article":"{first}","line":3"#)),
                _ => (second.clone(), first.clone()),
            };
            assert!(ended.stdout.contains(&at) && ended.stdout.contains(&other), "{format} {pad}: {}", ended.stdout);
            if format == "html" {
                let data = ended.stdout.split("id=\"data\">").nth(1).unwrap().split("</script>").next().unwrap();
                let record: serde_json::Value = serde_json::from_str(data.trim().lines().nth(1).unwrap()).unwrap();
                let marked = record["pairs"][0]["es"]["pieces"].as_array().unwrap().iter().filter(|piece| !piece["findings"].is_null());
                let marked: String = marked.map(|piece| piece["text"].as_str().unwrap()).collect();
                assert!(marked.starts_with("Él inauguró") && marked.ends_with("la ciudad."), "{marked}");
                assert_eq!(
                    (&record["findings"][0]["labels"][0]["inside"], &record["findings"][0]["labels"][1]["inside"]),
                    (&true.into(), &false.into())
                );
            }
        }
    }
}
