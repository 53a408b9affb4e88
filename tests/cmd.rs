//! The commands on files: arguments, input, output and exit code of each behaviour stand in `tests/cmd/`.
//!
//! `TRYCMD=overwrite cargo test --release --test all cmd::` renews them. It writes scores, similarities and confidences out; these
//! are `[..]` here, since the next fit changes them: `scripts/dev make snapshots` puts that back.

use crate::support;

#[test]
fn commands() {
    trycmd::TestCases::new().case("tests/cmd/*.toml");
}

#[test]
fn completions_for_every_shell() {
    for (shell, first) in [("bash", "_cotejo() {"), ("zsh", "#compdef cotejo"), ("fish", "# Print"), ("elvish", ""), ("powershell", "")] {
        let ended = support::run(["completions", shell]);
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""), "{shell}");
        let head = ended.stdout.trim_start().lines().next().unwrap_or_default();
        assert!(head.starts_with(first), "{shell}: {head}");
        assert!(ended.stdout.contains("cotejo") && ended.stdout.contains("spreadsheet-safe"), "{shell}");
    }
}
