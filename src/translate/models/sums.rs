//! Checksums of a model's files, as `sha256sum` writes and checks them.

use super::State;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

const NAME: &str = "SHA256SUMS";
/// A model has four files at most.
const LONGEST: u64 = 64 << 10;

/// What a model's files were when they were fetched: the checksum of each.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::translate) struct Sums(BTreeMap<String, String>);

impl Sums {
    /// The checksums of a folder; `None` where it has none.
    pub(in crate::translate) fn read(folder: &Path) -> io::Result<Option<Self>> {
        let mut text = String::new();
        match File::open(folder.join(NAME)) {
            Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(None),
            file => file?.take(LONGEST).read_to_string(&mut text)?,
        };
        let none = || io::Error::new(ErrorKind::InvalidData, "no list of checksums");
        let line = |line: &str| {
            let (sum, name) = line.split_once("  ")?;
            (is_sum(sum) && is_plain(name)).then(|| (name.to_owned(), sum.to_owned()))
        };
        let sums: BTreeMap<_, _> = text.lines().map(line).collect::<Option<_>>().ok_or_else(none)?;
        if sums.is_empty() { Err(none()) } else { Ok(Some(Self(sums))) }
    }

    /// Whether a file of that name had this content.
    pub(in crate::translate) fn fit(&self, path: &Path, bytes: &[u8]) -> bool {
        let name = path.file_name().and_then(|name| name.to_str());
        name.and_then(|name| self.0.get(name)).is_some_and(|sum| *sum == hex(&Sha256::digest(bytes)))
    }
}

#[cfg(feature = "net")]
impl Sums {
    pub(super) fn add(&mut self, name: &str, sum: &str) {
        self.0.insert(name.to_owned(), sum.to_owned());
    }

    /// The files that an older list has and this one has not.
    pub(super) fn gone_from<'s>(&'s self, older: &'s Self) -> impl Iterator<Item = &'s str> {
        older.0.keys().filter(|name| !self.0.contains_key(*name)).map(String::as_str)
    }

    /// Puts the list into the folder, whole.
    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        let text: String = self.0.iter().map(|(name, sum)| format!("{sum}  {name}\n")).collect();
        let mut beside = beside(folder)?;
        beside.write_all(text.as_bytes())?;
        beside.persist(folder.join(NAME)).map(drop).map_err(|failed| failed.error)
    }
}

/// A file that waits for its place. Who may read it is what the system says for new files.
#[cfg(feature = "net")]
pub(super) fn beside(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".unfinished-");
    #[cfg(unix)]
    builder.permissions(<fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Compares a model's files with their checksums.
pub(super) fn state(folder: &Path) -> State {
    let sums = match Sums::read(folder) {
        Ok(Some(sums)) => sums,
        Ok(None) => return State::Unknown,
        Err(_) => return State::Broken,
    };
    let whole = sums.0.iter().all(|(name, sum)| sum_of(&folder.join(name)).is_ok_and(|found| found == *sum));
    // a file that was put beside them would be taken for one of the model's
    let Ok(entries) = fs::read_dir(folder) else { return State::Broken };
    let mut names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let alone = !names.any(|name| is_plain(&name) && !sums.0.contains_key(&name));
    if whole && alone { State::Sound } else { State::Broken }
}

/// The SHA-256 of a file, in hexadecimal digits.
pub(super) fn sum_of(path: &Path) -> io::Result<String> {
    copy(&mut File::open(path)?, &mut io::sink(), u64::MAX)
}

/// Copies up to `most` bytes, and returns their SHA-256.
pub(super) fn copy(from: &mut dyn Read, to: &mut dyn Write, most: u64) -> io::Result<String> {
    let (mut hasher, mut piece, mut done) = (Sha256::new(), vec![0; 1 << 16], 0);
    loop {
        let read = from.read(&mut piece)?;
        if read == 0 {
            return Ok(hex(&hasher.finalize()));
        }
        done += read as u64;
        if done > most {
            return Err(ErrorKind::FileTooLarge.into());
        }
        hasher.update(&piece[..read]);
        to.write_all(&piece[..read])?;
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether text is a SHA-256 in small hexadecimal digits.
pub(super) fn is_sum(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// Whether a name is one that a model's file has, and no path on any system: `model.esen.bin`, `vocab.esen.spm`.
pub(super) fn is_plain(name: &str) -> bool {
    let of_a_model = name.split_once('.').is_some_and(|(kind, _)| ["model", "vocab", "srcvocab", "trgvocab", "lex"].contains(&kind));
    let letters = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
    of_a_model && letters && name.len() <= 120 && (name.ends_with(".bin") || name.ends_with(".spm"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_path() {
        assert!(["model.esen.intgemm.alphas.bin", "lex.50.50.esen.s2t.bin", "srcvocab.enja.spm"].into_iter().all(is_plain));
        let long = format!("model.{}.bin", "x".repeat(120));
        let wrong = [
            "",
            ".",
            "..",
            "./../../model.bin",
            "/tmp/model.esen.bin",
            "model./../../x.bin",
            "model.\\..\\x.bin",
            "C:model.bin",
            "model.x:y.bin",
            "NUL",
            "nul.bin",
            "con.spm",
            "model.\u{1b}[31mX\n.bin",
            "model.esen.bin ",
            "model.esen.bin.",
            "model.ñ.bin",
            "SHA256SUMS",
            "model.esen.exe",
            ".model.bin",
            &long,
        ];
        assert_eq!(wrong.into_iter().find(|name| is_plain(name)), None);
    }

    #[test]
    fn sound_is_what_was_listed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        put("model.esen.bin", "a model");
        assert_eq!(state(folder.path()), State::Unknown);
        let sum = sum_of(&folder.path().join("model.esen.bin")).unwrap();
        for broken in ["", "\n", "no sum", &format!("{sum} model.esen.bin\n"), &format!("{sum}  ../model.esen.bin\n")] {
            put(NAME, broken);
            assert_eq!(state(folder.path()), State::Broken, "{broken:?}");
        }
        put(NAME, &format!("{sum}  model.esen.bin\n"));
        assert_eq!(state(folder.path()), State::Sound);
        let sums = Sums::read(folder.path()).unwrap().unwrap();
        assert!(sums.fit(Path::new("x/model.esen.bin"), b"a model") && !sums.fit(Path::new("model.esen.bin"), b"another"));
        put("lex.esen.bin", "came later");
        assert_eq!(state(folder.path()), State::Broken);
    }
}
