//! Precision and recall of the audit's checks on its gold set, by family; `--all` lists what is wrong.
//!
//! ```text
//! cargo run --release --example audit_gold [-- --all]
//! ```

#[path = "../tests/support/gold.rs"]
mod gold;

use std::io::Write;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout();
    let items = gold::items();
    let found = gold::found(&items);
    let faulty = items.iter().filter(|i| !i.expected.is_empty()).count();
    writeln!(out, "{} pairs without fault, {faulty} with planted ones", items.len() - faulty)?;
    writeln!(out, "{:<16}{:>28}{:>28}{:>28}", "", "all", "tuned on", "held out")?;
    let title = "precision  recall  faults";
    writeln!(out, "{:<16}{title:>28}{title:>28}{title:>28}", "family")?;
    let [all, tuned, held] = [
        gold::counted(&items, &found, |_| true),
        gold::counted(&items, &found, |i| !i.held_out),
        gold::counted(&items, &found, |i| i.held_out),
    ];
    for family in all.keys() {
        let shown = |c: gold::Counts| format!("{:>11.3}{:>8.3}{:>8}", c.precision(), c.recall(), c.right + c.missed);
        writeln!(out, "{family:<16} {} {} {}", shown(all[family]), shown(tuned[family]), shown(held[family]))?;
    }
    // what is held out is counted only: who reads it tunes on it
    if std::env::args().any(|a| a == "--all") {
        for (item, found) in items.iter().zip(&found).filter(|(i, _)| !i.held_out) {
            let missed: Vec<&str> = item.expected.iter().map(String::as_str).filter(|c| !found.contains(c)).collect();
            let wrong: Vec<&str> = found.iter().copied().filter(|c| !item.expected.contains(*c)).collect();
            if !(missed.is_empty() && wrong.is_empty()) {
                writeln!(out, "{}  missed: {}  wrong: {}", item.id, missed.join(" "), wrong.join(" "))?;
            }
        }
    }
    Ok(())
}
