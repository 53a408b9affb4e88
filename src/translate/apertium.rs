//! Apertium (<https://apertium.org>) as a long-lived child: the programs of a mode, each with `-z`, which makes them hand on every
//! text as it comes; `apertium -z` itself waits for the end of its input. They are run, not linked.
//!
//! A text goes in as `text.[][\n]\0`: the full stop in front of a superblank ends the last sentence, as Apertium's own deformatter
//! does it.

use super::{Direction, Error, Translate};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

const FOLDERS: &[&str] = &["/usr/share/apertium/modes", "/usr/local/share/apertium/modes", "/opt/homebrew/share/apertium/modes"];

/// A pipe holds 64 KiB: this much may wait for the programs without blocking a write.
const WAITING: usize = 32 << 10;

/// Its start included, which takes about 0.1 s.
const TIMEOUT: Duration = Duration::from_secs(20);

/// A mode's programs, one line of them per thread.
pub(super) struct Apertium {
    name: String,
    direction: Direction,
    stages: Vec<Vec<String>>,
    timeout: Duration,
    idle: Mutex<Vec<Pipeline>>,
}

impl Apertium {
    /// The engine of a mode, `spa-eng`; `es` stands for `spa`, as modes have both.
    ///
    /// # Errors
    /// [`Error::Mode`] where it is not installed.
    pub(super) fn open(mode: &str) -> Result<Self, Error> {
        let (found, line) = FOLDERS.iter().find_map(|folder| read_mode(Path::new(folder), mode)).ok_or_else(|| missing(mode))?;
        Self::of_line(&found, &line).ok_or_else(|| missing(mode))
    }

    /// Whether a mode is installed.
    pub(super) fn is_there(mode: &str) -> bool {
        FOLDERS.iter().any(|folder| read_mode(Path::new(folder), mode).is_some())
    }

    /// Waits this long for each answer.
    #[cfg(test)]
    pub(super) fn with_timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    fn of_line(mode: &str, line: &str) -> Option<Self> {
        let direction = Direction::parse(mode)?;
        Some(Self { name: format!("apertium:{mode}"), direction, stages: stages(line), timeout: TIMEOUT, idle: Mutex::new(Vec::new()) })
    }

    fn failed(&self, what: impl Into<String>) -> Error {
        Error::Process { engine: self.name.clone(), what: what.into() }
    }

    fn take(&self) -> Result<Pipeline, Error> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.map_or_else(|| Pipeline::start(&self.stages).map_err(|cause| self.failed(format!("cannot be started: {cause}"))), Ok)
    }
}

impl Translate for Apertium {
    fn name(&self) -> &str {
        &self.name
    }

    fn direction(&self) -> &Direction {
        &self.direction
    }

    fn translate(&self, texts: &[&str]) -> Vec<Result<String, Error>> {
        let mut done = Vec::with_capacity(texts.len());
        let mut failed = None;
        while done.len() < texts.len() {
            let mut pipeline = match self.take() {
                Ok(pipeline) => pipeline,
                Err(error) => {
                    done.push(Err(error));
                    continue;
                }
            };
            match pipeline.run(&texts[done.len()..], self.timeout, &mut done) {
                Ok(()) => self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(pipeline),
                Err(why) => {
                    log::warn!("{}: {why}; started anew", self.name);
                    // a second failure at the same text is the text's fault
                    if failed.replace(done.len()) == Some(done.len()) {
                        done.push(Err(self.failed(why)));
                    }
                }
            }
        }
        done
    }
}

fn missing(mode: &str) -> Error {
    let names = FOLDERS.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
    let mut has: Vec<String> = names.filter_map(|e| e.file_name().to_str()?.strip_suffix(".mode").map(str::to_owned)).collect();
    has.sort();
    let has = if has.is_empty() { "none".to_owned() } else { has.join(", ") };
    let package = if mode.contains("pt") || mode.contains("por") { "apertium-es-pt" } else { "apertium-eng-spa" };
    Error::Mode { mode: mode.to_owned(), has, package }
}

/// The mode's name there and its line of programs.
fn read_mode(folder: &Path, mode: &str) -> Option<(String, String)> {
    let short =
        [("spa", "es"), ("eng", "en"), ("por", "pt")].into_iter().fold(mode.to_owned(), |name, (long, two)| name.replace(long, two));
    let long = mode.split_once('-').map(|(from, to)| format!("{}-{}", long_code(from), long_code(to)));
    [Some(mode.to_owned()), Some(short), long].into_iter().flatten().find_map(|name| {
        let line = fs::read_to_string(folder.join(format!("{name}.mode"))).ok()?;
        Some((name, line))
    })
}

fn long_code(code: &str) -> String {
    let (language, variant) = code.split_at(code.find('_').unwrap_or(code.len()));
    let long = super::LONG_CODES.iter().find(|(_, two)| *two == language).map_or(language, |(long, _)| long);
    format!("{long}{variant}")
}

/// The programs of a mode with their arguments: `$1` asks for unknown words without a mark, `$2` for nothing.
fn stages(line: &str) -> Vec<Vec<String>> {
    let mut stages = vec![Vec::new()];
    let (mut word, mut quoted, mut open) = (String::new(), false, false);
    for c in line.trim().chars().chain([' ']) {
        match c {
            '\'' => (quoted, open) = (!quoted, true),
            '|' if !quoted => stages.push(Vec::new()),
            c if c.is_whitespace() && !quoted => {
                let word = std::mem::take(&mut word);
                if (open || !word.is_empty()) && word != "$2" {
                    let word = if word == "$1" { "-n".to_owned() } else { word };
                    // a proof: there is one from the start
                    stages.last_mut().expect("a stage").push(word);
                }
                open = false;
            }
            c => word.push(c),
        }
    }
    stages.retain(|stage| !stage.is_empty());
    stages
}

/// The text as the programs take it.
fn deformatted(text: &str) -> Vec<u8> {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '[' | ']' | '\\' | '/' | '@' | '<' | '>' | '^' | '$' | '{' | '}' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push_str(".[][\n]\0");
    out.into_bytes()
}

/// What the programs gave, as text; `None` for an answer that breaks off before the end that every text has.
fn reformatted(answer: &str) -> Option<String> {
    let answer = answer.strip_suffix("[][\n]")?;
    let answer = answer.strip_suffix('.').unwrap_or(answer);
    let (mut out, mut escaped) = (String::with_capacity(answer.len()), false);
    for c in answer.chars() {
        if c == '\\' && !escaped {
            escaped = true;
        } else {
            escaped = false;
            out.push(c);
        }
    }
    Some(out)
}

/// Running programs, each reading what the one before it writes.
struct Pipeline {
    children: Vec<Child>,
    stdin: Option<ChildStdin>,
    answers: Receiver<String>,
}

impl Pipeline {
    fn start(stages: &[Vec<String>]) -> std::io::Result<Self> {
        let (to, answers) = channel();
        let mut pipeline = Self { children: Vec::new(), stdin: None, answers };
        let mut before: Option<ChildStdout> = None;
        for stage in stages {
            let mut command = Command::new(&stage[0]);
            command.arg("-z").args(&stage[1..]).stdout(Stdio::piped()).stderr(Stdio::null());
            command.stdin(before.take().map_or_else(Stdio::piped, Stdio::from));
            // Ctrl-C is for us: what was begun is done
            #[cfg(unix)]
            std::os::unix::process::CommandExt::process_group(&mut command, 0);
            let mut child = command.spawn().map_err(|cause| std::io::Error::new(cause.kind(), format!("{}: {cause}", stage[0])))?;
            pipeline.stdin = pipeline.stdin.take().or_else(|| child.stdin.take());
            before = child.stdout.take();
            pipeline.children.push(child);
        }
        let out = before.ok_or_else(|| std::io::Error::other("the mode has no programs"))?;
        std::thread::spawn(move || {
            let (mut out, mut answer) = (BufReader::new(out), Vec::new());
            while out.read_until(0, &mut answer).is_ok_and(|read| read > 0) && answer.pop() == Some(0) {
                // nobody waits any more where the pipeline was dropped
                if to.send(String::from_utf8_lossy(&answer).into_owned()).is_err() {
                    break;
                }
                answer.clear();
            }
        });
        Ok(pipeline)
    }

    /// Translates in order into `done`; `Err` says why it stopped before the end.
    fn run(&mut self, texts: &[&str], timeout: Duration, done: &mut Vec<Result<String, Error>>) -> Result<(), String> {
        let (mut sent, mut waiting) = (0, 0);
        for (at, text) in texts.iter().enumerate() {
            while sent < texts.len() && (sent <= at || waiting + size(texts[sent]) < WAITING) {
                if !is_blank(texts[sent]) && size(texts[sent]) < WAITING {
                    waiting += size(texts[sent]);
                    self.send(texts[sent]).map_err(|cause| format!("died ({cause})"))?;
                }
                sent += 1;
            }
            done.push(if is_blank(text) {
                Ok((*text).to_owned())
            } else if size(text) >= WAITING {
                Err(Error::TooLong(text.len()))
            } else {
                waiting -= size(text);
                let answer = self.answers.recv_timeout(timeout).map_err(|cause| match cause {
                    RecvTimeoutError::Timeout => format!("no answer for {} s", timeout.as_secs_f32()),
                    RecvTimeoutError::Disconnected => "died".to_owned(),
                })?;
                // what one had begun when it died, the programs after it bring to an end
                Ok(reformatted(&answer).ok_or("died within a text")?)
            });
        }
        Ok(())
    }

    fn send(&mut self, text: &str) -> std::io::Result<()> {
        let stdin = self.stdin.as_mut().ok_or_else(|| std::io::Error::other("closed"))?;
        stdin.write_all(&deformatted(text))?;
        stdin.flush()
    }
}

impl Drop for Pipeline {
    fn drop(&mut self) {
        for child in &mut self.children {
            // a program that has already ended is not an error
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// Bytes in the pipe at most, every character escaped.
fn size(text: &str) -> usize {
    text.len() * 2 + 16
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An engine whose one program is a script, in the place of a mode's.
    #[cfg(unix)]
    fn engine(folder: &Path, script: &str) -> Apertium {
        let path = folder.join("program");
        fs::write(&path, format!("#!/usr/bin/env python3\n{script}\n")).unwrap();
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        Apertium::of_line("spa-eng", &format!("'{}'", path.display())).unwrap().with_timeout(Duration::from_secs(2))
    }

    /// Gives back what comes; `die` in a text ends it, `sleep` makes it silent.
    #[cfg(unix)]
    const ECHO: &str = "import os, time\nrest = b''\nwhile True:\n    got = os.read(0, 65536)\n    if not got: break\n    *texts, rest = \
                        (rest + got).split(b'\\0')\n    for text in texts:\n        if b'die' in text: os._exit(1)\n        if b'sleep' in \
                        text: time.sleep(60)\n        os.write(1, text + b'\\0')";

    #[cfg(unix)]
    #[test]
    fn a_text_that_kills_or_silences_the_programs_loses_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let engine = engine(folder.path(), ECHO);
        let found = engine.translate(&["uno", "die", "", "dos", "sleep", "tres"]);
        let shown: Vec<_> = found.iter().map(|text| text.as_deref().unwrap_or("-")).collect();
        assert_eq!(shown, ["uno", "-", "", "dos", "-", "tres"]);
        assert!(found[4].as_ref().unwrap_err().to_string().contains("no answer for 2 s"));
    }

    #[cfg(unix)]
    #[test]
    fn more_than_a_pipe_holds_goes_through() {
        let folder = tempfile::tempdir().unwrap();
        let engine = engine(folder.path(), ECHO);
        let text = "ñandú [y] perro ".repeat(500);
        let texts = vec![text.as_str(); 200];
        assert!(engine.translate(&texts).into_iter().all(|found| found.unwrap() == text));
        assert!(matches!(engine.translate(&[&"a".repeat(40_000)])[0], Err(Error::TooLong(40_000))));
    }

    #[test]
    fn a_mode_is_programs_with_arguments() {
        let line = "lt-proc '/a b/x.bin' | apertium-tagger -g $2 'p' | lt-proc $1 'y'\n";
        assert_eq!(stages(line), [vec!["lt-proc", "/a b/x.bin"], vec!["apertium-tagger", "-g", "p"], vec!["lt-proc", "-n", "y"]]);
    }

    #[test]
    fn what_goes_in_comes_out() {
        let text = r"a/b [c] {d} <e> ^f$ @g \ h.";
        let stream = String::from_utf8(deformatted(text)).unwrap();
        assert_eq!(reformatted(stream.strip_suffix('\0').unwrap()).unwrap(), text);
        assert_eq!(reformatted("half a te"), None);
    }
}
