//! Output for people. Articles, paths and arguments may contain characters that control a terminal: they set its title, its clipboard, or
//! forge lines. So everything that goes to a terminal passes here: data on standard output through [`Shown`], each message on
//! standard error through [`tell`], the log and the parser of arguments through their own functions. Only our own colours are sent.
//!
//! Where standard output is a pipe or a file, its bytes are exact.

use crate::audit::show::Terminal;
use crate::visible::{obeyed, visible};
use anstyle::Style;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

/// A target that shows, where it is a terminal, what this would obey: all but line ends and tabs.
pub(crate) struct Shown<W> {
    target: W,
    how: How,
    /// The beginning of a character or of a colour, whose rest is still to come.
    begun: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// Bytes as they are.
    Exact,
    Visible,
    /// As `Visible`, but colours pass.
    Coloured,
}

impl<W: Write + IsTerminal> Shown<W> {
    pub(crate) fn new(target: W) -> Self {
        let how = if target.is_terminal() { How::Visible } else { How::Exact };
        Self { target, how, begun: Vec::new() }
    }
}

impl<W: Write> Shown<W> {
    /// Lets colours pass: for who made everything else visible before colours came into it.
    pub(crate) fn let_colours_pass(&mut self) {
        if self.how == How::Visible {
            self.how = How::Coloured;
        }
    }

    /// Ends the output.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        if !std::mem::take(&mut self.begun).is_empty() {
            write!(self.target, "{}", char::REPLACEMENT_CHARACTER)?;
        }
        self.target.flush()
    }
}

impl<W: Write> Write for Shown<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.how == How::Exact {
            return self.target.write(bytes);
        }
        let mut all = std::mem::take(&mut self.begun);
        all.extend_from_slice(bytes);
        let (text, begun) = shown(&all, self.how);
        self.begun = begun;
        self.target.write_all(text.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.target.flush()
    }
}

/// The longest of our colours, in bytes.
const LONGEST_COLOUR: usize = 32;

/// The bytes as text that a terminal may get, and what of them is only the beginning of something.
fn shown(bytes: &[u8], how: How) -> (String, Vec<u8>) {
    let (whole, mut begun) = bytes.split_at(bytes.len() - unfinished(bytes));
    let mut text = String::with_capacity(whole.len());
    let decoded = String::from_utf8_lossy(whole);
    let mut rest = &*decoded;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        match c {
            '\n' | '\t' => text.push(c),
            '\u{1b}' if how == How::Coloured => match colour(rest) {
                Colour::Whole(end) => {
                    text.push_str(&rest[..end]);
                    length = end;
                }
                Colour::Begun if begun.is_empty() => {
                    begun = rest.as_bytes();
                    length = rest.len();
                }
                _ => text.push(char::REPLACEMENT_CHARACTER),
            },
            c if obeyed(c) => text.push(char::REPLACEMENT_CHARACTER),
            c => text.push(c),
        }
        rest = &rest[length..];
    }
    (text, begun.to_vec())
}

/// How many bytes at the end are the beginning of a character of UTF-8.
fn unfinished(bytes: &[u8]) -> usize {
    let is_begun = |length: &usize| {
        let end = &bytes[bytes.len() - length..];
        std::str::from_utf8(end).is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
    };
    (1..=3.min(bytes.len())).rev().find(is_begun).unwrap_or(0)
}

enum Colour {
    /// One that ends there.
    Whole(usize),
    Begun,
    /// Something else.
    None,
}

/// Whether a text that begins with ESC begins with a colour (SGR, ECMA-48 8.3.117).
fn colour(text: &str) -> Colour {
    let Some(inside) = text[1..].strip_prefix('[') else { return if text.len() == 1 { Colour::Begun } else { Colour::None } };
    let end = inside.bytes().position(|byte| !(byte.is_ascii_digit() || byte == b';')).unwrap_or(inside.len());
    match inside.as_bytes().get(end) {
        _ if end > LONGEST_COLOUR => Colour::None,
        Some(b'm') => Colour::Whole(end + 3),
        Some(_) => Colour::None,
        None => Colour::Begun,
    }
}

/// Where neither a terminal nor COLUMNS says how wide lines may be.
const WIDTH: usize = 100;

/// What standard output takes; a file gets no colours unless they are asked for.
pub(crate) fn seen(output: Option<&Path>) -> Terminal {
    let to_stdout = output.is_none_or(|path| path == Path::new("-"));
    let colour = match anstream::ColorChoice::global() {
        anstream::ColorChoice::Always | anstream::ColorChoice::AlwaysAnsi => true,
        anstream::ColorChoice::Never => false,
        anstream::ColorChoice::Auto => to_stdout && anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
    };
    let asked = || std::env::var("COLUMNS").ok()?.parse().ok();
    let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let on_terminal = to_stdout && io::stdout().is_terminal();
    let width = if on_terminal { measured().or_else(asked) } else { asked() };
    Terminal { width: width.unwrap_or(WIDTH), colour }
}

/// One line on standard error, in parts with their colours. What an input brings into it (a path, the name of a column) neither breaks the
/// line nor orders the terminal about.
pub(crate) fn tell(parts: &[(Style, &str)]) {
    let mut line: String = parts.iter().map(|(style, text)| format!("{style}{}{style:#}", visible(text))).collect();
    line.push('\n');
    // if standard error is closed, there is nowhere to report that
    let _ = anstream::stderr().lock().write_all(line.as_bytes());
}

/// The log, on standard error.
pub(crate) fn start_log(level: log::LevelFilter) {
    let mut log = env_logger::Builder::new();
    log.filter_level(level).format(|out, record| {
        let style = out.default_level_style(record.level());
        writeln!(out, "[{style}{:<5}{style:#}] {}", record.level(), visible(&record.args().to_string()))
    });
    log.init();
}

/// What the parser of arguments says instead of arguments: help, or what is wrong with them. It repeats what was typed.
pub(crate) fn answer(said: &clap::Error, words: &[OsString]) -> u8 {
    if words.iter().all(|word| !word.to_string_lossy().contains(obeyed)) {
        said.exit();
    }
    for line in said.render().to_string().lines() {
        tell(&[(Style::new(), line)]);
    }
    u8::try_from(said.exit_code()).unwrap_or(2)
}

/// A panic's message; it may hold a piece of an article.
pub(crate) fn tell_panic(panic: &std::panic::PanicHookInfo<'_>, usual: &dyn Fn(&std::panic::PanicHookInfo<'_>)) {
    let said = panic.to_string();
    if !said.contains(|c| c != '\n' && obeyed(c)) {
        return usual(panic);
    }
    said.lines().for_each(|line| tell(&[(Style::new(), line)]));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a terminal gets of texts that are written one after the other.
    fn sent(how: How, parts: &[&[u8]]) -> String {
        let mut out = Shown { target: Vec::new(), how, begun: Vec::new() };
        parts.iter().for_each(|part| out.write_all(part).unwrap());
        out.finish().unwrap();
        String::from_utf8(out.target).unwrap()
    }

    const EVIL: &str = "a\u{1b}]0;t\u{7}b\u{9b}31mc\u{202e}d\u{200b}\r\n\te\u{7f}ñ\u{e0041}\0";
    const HARMLESS: &str = "a\u{fffd}]0;t\u{fffd}b\u{fffd}31mc\u{fffd}d\u{fffd}\u{fffd}\n\te\u{fffd}ñ\u{fffd}\u{fffd}";

    #[test]
    fn what_a_terminal_obeys_is_shown() {
        assert_eq!(sent(How::Visible, &[EVIL.as_bytes()]), HARMLESS);
        assert_eq!(sent(How::Coloured, &[EVIL.as_bytes()]), HARMLESS);
        assert_eq!(sent(How::Exact, &[EVIL.as_bytes()]), EVIL);
    }

    #[test]
    fn however_it_is_cut() {
        for how in [How::Visible, How::Coloured] {
            for at in 0..=EVIL.len() {
                let (first, second) = EVIL.as_bytes().split_at(at);
                assert_eq!(sent(how, &[first, second]), HARMLESS, "{at}");
            }
            let one_by_one: Vec<&[u8]> = EVIL.as_bytes().chunks(1).collect();
            assert_eq!(sent(how, &one_by_one), HARMLESS);
        }
    }

    #[test]
    fn only_colours_pass_and_only_where_they_are_ours() {
        let text = "\u{1b}[1;31mred\u{1b}[0m\u{1b}[2J\u{1b}[?25l\u{1b}[m\u{1b}";
        assert_eq!(sent(How::Visible, &[b"\x1b[31mred"]), "\u{fffd}[31mred");
        let expected = "\u{1b}[1;31mred\u{1b}[0m\u{fffd}[2J\u{fffd}[?25l\u{1b}[m\u{fffd}";
        for at in 0..=text.len() {
            let (first, second) = text.as_bytes().split_at(at);
            assert_eq!(sent(How::Coloured, &[first, second]), expected, "{at}");
        }
        let long = format!("\u{1b}[{}m", "1;".repeat(100));
        assert!(!sent(How::Coloured, &[long.as_bytes()]).contains('\u{1b}'));
    }

    #[test]
    fn bytes_that_are_no_text_are_shown_too() {
        assert_eq!(sent(How::Visible, &[b"\x9b31m\xc3"]), "\u{fffd}31m\u{fffd}");
        assert_eq!(sent(How::Visible, &[b"\xe2\x80", b"x\xe2\x80"]), "\u{fffd}x\u{fffd}");
    }
}
