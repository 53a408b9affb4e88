//! `cotejo agreement`

use super::Outcome;
use super::args::ReportFormat;
use super::output::write_result;
use super::place::Named;
use crate::review::agreement::{self, Agreement, Band, Confusion};
use crate::review::{Store, Verdict};
use anyhow::Result;
use clap::Args as ClapArgs;
use std::io::{self, Write};
use std::path::PathBuf;

pub(crate) const EXAMPLES: &str = "Examples:
  cotejo agreement reviews.db
  cotejo agreement --format json reviews.db | jq .alpha

Kappa is Cohen's, alpha Krippendorff's (nominal): 1 is perfect agreement, 0 what chance would give.
Only each reviewer's last verdict on a pair counts, and none on a counterpart that was replaced
since.";

#[derive(Debug, ClapArgs)]
pub(crate) struct AgreementArgs {
    /// A file of `cotejo review`
    #[arg(value_name = "FILE")]
    reviews: PathBuf,
    /// Format of the output [default: what the ending of -o says, else text]
    #[arg(short, long)]
    format: Option<ReportFormat>,
    /// Write to FILE, whole or not at all, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl AgreementArgs {
    pub(super) fn named(&self) -> Named {
        Named::default().reads([&self.reviews]).output(self.output.as_deref())
    }
}

pub(super) fn run(args: &AgreementArgs) -> Result<Outcome> {
    let found = agreement::agreement(&Store::open_existing(&args.reviews)?)?;
    write_result(args.output.as_deref(), args.format, &found, print)?;
    Ok(Outcome::Done)
}

/// Disputes that are listed; JSON has them all.
const SHOWN: usize = 20;

fn print(out: &mut dyn Write, found: &Agreement) -> io::Result<()> {
    writeln!(out, "{} pairs, {} judged, {} by two or more\n", found.pairs, found.judged, found.judged_twice)?;
    for (name, pairs) in &found.reviewers {
        writeln!(out, "{name:<22}{pairs:>13}")?;
    }
    writeln!(out, "\nKrippendorff's alpha  {}", figure(found.alpha))?;
    for two in &found.between {
        let heads = format!("{} \\ {}", two.first, two.second);
        writeln!(out, "\n{heads}: Cohen's kappa {}, the same on {} of {}", figure(two.kappa), two.same, two.pairs)?;
        confusion(out, &two.confusion)?;
    }
    writeln!(out, "\n{} in dispute", found.disputes.len())?;
    for dispute in found.disputes.iter().take(SHOWN) {
        let verdicts: Vec<String> = dispute.verdicts.iter().map(|(name, verdict)| format!("{name} {}", verdict.name())).collect();
        writeln!(out, "  {}  {}  {}", dispute.pair_id, dispute.article, verdicts.join(", "))?;
    }
    if found.disputes.len() > SHOWN {
        writeln!(out, "  and {} more; --format json has them all", found.disputes.len() - SHOWN)?;
    }
    writeln!(out, "\nprogram \\ last verdict")?;
    confusion(out, &found.program)?;
    writeln!(out, "\n{:<12}{:>8}{:>12}{:>14}", "score from", "judged", "mean score", "translations")?;
    for Band { from, pairs, mean_score, precision } in &found.bands {
        writeln!(out, "{from:<12.1}{pairs:>8}{mean_score:>12.4}{precision:>14.4}")?;
    }
    Ok(())
}

fn figure(value: Option<f64>) -> String {
    value.map_or_else(|| "- (nothing to compare)".to_owned(), |value| format!("{value:.4}"))
}

fn confusion(out: &mut dyn Write, counts: &Confusion) -> io::Result<()> {
    let heads: String = Verdict::ALL.iter().map(|verdict| format!("{:>13}", verdict.name())).collect();
    writeln!(out, "{:<22}{heads}", "")?;
    for (verdict, row) in Verdict::ALL.iter().zip(counts).filter(|(_, row)| row.iter().any(|count| *count > 0)) {
        let cells: String = row.iter().map(|count| format!("{count:>13}")).collect();
        writeln!(out, "{:<22}{cells}", verdict.name())?;
    }
    Ok(())
}
