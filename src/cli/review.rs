//! `cotejo review`

use super::args::InputArgs;
use super::config::{Config, ConfigArgs};
use super::machine::MachineArgs;
use super::output::Output;
use super::place::Named;
use super::{Outcome, Usage, each_article, stop_signal, sum_up};
use crate::Article;
use crate::audit::{Across, Finding, Traces};
use crate::examine::Translator;
use crate::review::server::{self, Hosts, Settings};
use crate::review::store::Added;
use crate::review::{Page, Reviewer, Store};
use anyhow::{Context, Result};
use clap::Args as ClapArgs;
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};

pub(crate) const EXAMPLES: &str = "Examples:
  cotejo review articles/                      pair, then open the printed address in a browser
  cotejo review --db reviews.db                go on with what is in the file
  cotejo review --db reviews.db --reviewer Eva more.jsonl
  cotejo review --translate articles/          with a machine's translation beside each caption
  cotejo review --listen 0.0.0.0 articles/     for other machines too
  cotejo pair --reviews reviews.db articles/   rows as people decided
  cotejo agreement reviews.db                  how far they agree

Only who has the printed address gets in: the token in it is a secret, and a new one each time.
Every decision is in the file when the page shows it, and nothing is ever overwritten in it.
Pairs that are there already keep their decisions. Ctrl-C ends the server.";

#[derive(Debug, ClapArgs)]
pub(crate) struct ReviewArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    machine: MachineArgs,
    #[command(flatten)]
    config: ConfigArgs,
    /// The file that keeps pairs and decisions (SQLite); created if it is missing
    #[arg(long, value_name = "FILE", default_value = "reviews.db")]
    db: PathBuf,
    /// The port to serve on; 0 takes any free one
    #[arg(long, value_name = "N", default_value_t = 8433)]
    port: u16,
    /// The name that decisions are signed with, unless the page is given another [default: the user's]
    #[arg(long, value_name = "NAME")]
    reviewer: Option<String>,
    /// The address to serve on; any other than this machine's own admits other machines
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), help_heading = "Serving")]
    listen: IpAddr,
    /// The token that visitors need; part of the printed address. Other users of this machine see it in the list of processes
    /// [default: a new one]
    #[arg(long, value_name = "TOKEN", value_parser = secret, help_heading = "Serving")]
    token: Option<String>,
    /// Admit everybody who can connect: every user of this machine, and with --listen of other machines
    #[arg(long, conflicts_with = "token", help_heading = "Serving")]
    no_token: bool,
    /// Another name under which browsers reach the server
    #[arg(long, value_name = "NAME", value_parser = host, help_heading = "Serving")]
    host: Vec<String>,
}

impl ReviewArgs {
    pub(super) fn named(&self) -> Named {
        let named = self.config.named(self.machine.named(Named::default()), &self.input.paths);
        // without paths it reads the store alone
        named.reads(&self.input.paths).writes("--db", [&self.db])
    }
}

fn secret(text: &str) -> Result<String, String> {
    let plain = text.len() >= 16 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if plain { Ok(text.to_owned()) } else { Err("16 or more letters, digits, - and _".to_owned()) }
}

/// As browsers send it, without a port.
fn host(text: &str) -> Result<String, String> {
    let plain = !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
    if plain { Ok(text.to_owned()) } else { Err("a name such as desk.example.org, without http:// and port".to_owned()) }
}

pub(super) fn run(args: &ReviewArgs) -> Result<Outcome> {
    let reviewer = args.reviewer.clone().or_else(|| std::env::var("USER").ok()).unwrap_or_else(|| "reviewer".to_owned());
    let reviewer = Reviewer::new(&reviewer).map_err(|fault| Usage(format!("{fault}, with --reviewer")))?.as_str().to_owned();
    // before the work: what cannot be served is reported at once
    let address = SocketAddr::new(args.listen, args.port);
    let listener = TcpListener::bind(address)
        .with_context(|| format!("{address}: cannot be served on; choose another with --port (0 takes any that is free) or --listen"))?;
    let translator = args.machine.open(None)?;
    let (store, outcome) = if args.input.paths.is_empty() {
        (Store::open(&args.db)?, Outcome::Done)
    } else {
        let config = args.config.read(&args.input.paths)?;
        let (Some(store), outcome) = filled(&args.db, &args.input, translator, config)? else { return Ok(Outcome::Nothing) };
        (store, outcome)
    };
    let address = listener.local_addr()?;
    let token = match &args.token {
        None if args.no_token => None,
        None => Some(server::token()?),
        given => given.clone(),
    };
    let query = token.as_ref().map(|token| format!("?token={token}")).unwrap_or_default();
    let mut output = Output::open(None)?;
    writeln!(&mut output, "http://{address}/{query}")?;
    output.finish()?;
    let hosts = Hosts::new(args.listen, address.port(), &args.host);
    server::serve(listener, store, Settings { reviewer, token, hosts }, stop_signal()).context("the server failed")?;
    Ok(outcome)
}

/// Articles that are written at once.
const BATCH: usize = 128;

/// The store in the file `db`, with the inputs' pairs; none where no input could be read, and then no new file either.
pub(super) fn filled(db: &Path, input: &InputArgs, translator: Option<Translator>, config: Config) -> Result<(Option<Store>, Outcome)> {
    let new = !db.exists();
    let mut store = Store::open(db)?;
    let outcome = fill(&mut store, db, input, translator, config)?;
    if !matches!(outcome, Outcome::Nothing) {
        return Ok((Some(store), outcome));
    }
    // its journal goes when it is closed
    drop(store);
    if new {
        let _ = std::fs::remove_file(db);
    }
    Ok((None, outcome))
}

/// Pairs the inputs into the store, which is the file `db`.
fn fill(store: &mut Store, db: &Path, input: &InputArgs, translator: Option<Translator>, config: Config) -> Result<Outcome> {
    let cotejo = config.cotejo().translator(translator.as_ref()).build()?;
    let audited = |article: &Article| -> (Page, Vec<Finding>, Traces) {
        let examined = cotejo.examine(article);
        (Page::new(&examined), examined.findings, examined.traces)
    };
    let mut across = Across::default();
    let (mut all, mut waiting) = (Added::default(), Vec::with_capacity(BATCH));
    let mut write = |waiting: &mut Vec<Page>| -> Result<()> {
        let added = store.add(waiting)?;
        all = Added { new: all.new + added.new, kept: all.kept + added.kept };
        waiting.clear();
        Ok(())
    };
    let outcome = each_article(input, &[db.to_owned()], audited, |(page, mut findings, traces)| {
        findings.extend(across.add(traces));
        waiting.push(page.with(&findings));
        if waiting.len() == BATCH { write(&mut waiting) } else { Ok(()) }
    })?;
    write(&mut waiting)?;
    if matches!(outcome, Outcome::Nothing) {
        return Ok(outcome);
    }
    sum_up(&format!("{}: {} new pairs; {} were there, with their decisions", db.display(), all.new, all.kept));
    Ok(outcome)
}
