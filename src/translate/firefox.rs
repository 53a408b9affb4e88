//! Firefox Translations models (<https://github.com/mozilla/translations>), run in the process by `fxtranslate`.
//!
//! A model is a folder: `model.*.bin`, `vocab.*.spm` (or `srcvocab.*.spm` and `trgvocab.*.spm`) and, to choose output words from,
//! `lex.*.bin`. `fxtranslate` trusts what it reads, so files are looked through before it gets them.

use super::models::{self, Sums};
use super::{Direction, Error, Translate};
use crate::text::sentences;
use fxtranslate::engine::Engine;
use fxtranslate::model::Model;
use fxtranslate::segment::{MAX_SOURCE_TOKENS, Segmenter, Span};
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

/// Sentences that are translated together: on one core more of them gain nothing.
const BATCH: usize = 16;

/// A model in memory.
pub struct Firefox {
    name: String,
    direction: Direction,
    engine: Engine,
}

impl Firefox {
    /// Opens the model in a folder. Its languages stand in the folder's name or in its files' names.
    ///
    /// # Errors
    /// [`Error::Model`] says which file is missing, cut off or something else.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let files = Files::find(folder)?;
        let direction =
            files.direction(folder).ok_or_else(|| wrong(folder, "the languages stand neither in its name nor in its files'"))?;
        let sums = Sums::read(folder).map_err(|cause| wrong(folder, &format!("its SHA256SUMS cannot be read: {cause}")))?;
        let read = |path: &Path| {
            let bytes = fs::read(path).map_err(|cause| wrong(path, &cause.to_string()))?;
            match &sums {
                Some(sums) if !sums.fit(path, &bytes) => Err(wrong(path, "is not the file that was fetched: its SHA-256 is another")),
                _ => Ok(bytes),
            }
        };
        let (model, source, target) = (read(&files.model)?, read(&files.source)?, read(&files.target)?);
        let pieces = check_vocabulary(&files.source, &source)?.max(check_vocabulary(&files.target, &target)?);
        check_model(&files.model, &model, pieces)?;
        let lexicon = files.lexicon.as_deref().map(|path| read(path).and_then(|bytes| check_lexicon(path, bytes))).transpose()?;
        let engine = quietly(|| {
            let engine = Engine::from_bytes(&model, &source, &target)?;
            let engine = if let Some(lexicon) = &lexicon { engine.with_shortlist_bytes(lexicon) } else { engine };
            engine.translate("1.");
            Ok(engine)
        });
        let engine = engine.map_err(|what| wrong(&files.model, &what))?;
        Ok(Self { name: format!("firefox:{direction}"), direction, engine })
    }

    /// Opens a pair, `es-en`, of those that `cotejo models` manages.
    ///
    /// # Errors
    /// As [`Firefox::open`].
    pub fn of_pair(pair: &str) -> Result<Self, Error> {
        let folder = models::folder().join(pair);
        if !folder.is_dir() {
            return Err(wrong(&folder, "there is no such model"));
        }
        Self::open(&folder)
    }

    fn is_short(&self, sentence: &str) -> bool {
        // a token has a byte or more
        sentence.len() < MAX_SOURCE_TOKENS || self.engine.src_ids(sentence).len() <= MAX_SOURCE_TOKENS
    }
}

impl Translate for Firefox {
    fn name(&self) -> &str {
        &self.name
    }

    fn direction(&self) -> &Direction {
        &self.direction
    }

    fn translate(&self, texts: &[&str]) -> Vec<Result<String, Error>> {
        let spans: Vec<Vec<crate::Span>> = texts.iter().map(|text| sentences(text)).collect();
        let all: Vec<&str> = texts.iter().zip(&spans).flat_map(|(text, spans)| spans.iter().map(|s| s.of(text))).collect();
        let mut order: Vec<usize> = (0..all.len()).collect();
        // those of a batch end together
        order.sort_by_key(|&at| all[at].len());
        let mut said = vec![String::new(); all.len()];
        for batch in order.chunks(BATCH) {
            let (short, long): (Vec<usize>, Vec<usize>) = batch.iter().partition(|&&at| self.is_short(all[at]));
            let texts: Vec<&str> = short.iter().map(|&at| all[at]).collect();
            for (at, text) in short.into_iter().zip(self.engine.translate_batch(&texts)) {
                said[at] = text;
            }
            for at in long {
                said[at] = self.engine.translate_segmented(all[at], &Whole);
            }
        }
        let mut said = said.into_iter();
        texts.iter().zip(spans).map(|(text, spans)| Ok(joined(text, &spans, said.by_ref()))).collect()
    }
}

/// The translated sentences with the white space that stood between them.
fn joined(text: &str, spans: &[crate::Span], said: impl Iterator<Item = String>) -> String {
    let (mut out, mut end) = (String::new(), 0);
    for (span, said) in spans.iter().zip(said) {
        out.push_str(&text[end..span.start]);
        out.push_str(&said);
        end = span.end;
    }
    out + &text[end..]
}

/// A sentence that is longer than the model's window: `fxtranslate` cuts it where the window ends.
struct Whole;

impl Segmenter for Whole {
    fn sentences(&self, text: &str) -> Vec<Span> {
        vec![Span { start: 0, end: text.len() }]
    }
}

/// The files of a model.
struct Files {
    model: PathBuf,
    source: PathBuf,
    target: PathBuf,
    lexicon: Option<PathBuf>,
}

impl Files {
    fn find(folder: &Path) -> Result<Self, Error> {
        let entries = fs::read_dir(folder).map_err(|cause| wrong(folder, &cause.to_string()))?;
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        let named = |start: &str, end: &str| {
            let fits =
                |path: &&PathBuf| path.file_name().and_then(|n| n.to_str()).is_some_and(|n| n.starts_with(start) && n.ends_with(end));
            paths.iter().find(fits).cloned()
        };
        let vocabulary = |start: &str| named(start, ".spm").or_else(|| named("vocab.", ".spm"));
        let missing = |what: &str| wrong(folder, &format!("there is no {what} in it"));
        Ok(Self {
            model: named("model.", ".bin").ok_or_else(|| missing("model.*.bin"))?,
            source: vocabulary("srcvocab.").ok_or_else(|| missing("vocab.*.spm"))?,
            target: vocabulary("trgvocab.").ok_or_else(|| missing("vocab.*.spm"))?,
            lexicon: named("lex.", ".bin"),
        })
    }

    /// `es-en` of a folder of that name, or of `model.esen.intgemm.alphas.bin`.
    fn direction(&self, folder: &Path) -> Option<Direction> {
        let folder = folder.canonicalize().ok()?;
        let of_files = || {
            let code = self.model.file_name()?.to_str()?.split('.').nth(1)?;
            (code.len() == 4 && code.is_ascii()).then(|| Direction::new(&code[..2], &code[2..]))
        };
        Direction::parse(folder.file_name()?.to_str()?).or_else(of_files)
    }
}

fn wrong(path: &Path, what: &str) -> Error {
    Error::Model { path: path.to_owned(), what: what.to_owned() }
}

/// Without a message of its own where `fxtranslate` panics on what it did not expect: we give one.
fn quietly<T>(load: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let loaded = panic::catch_unwind(AssertUnwindSafe(load));
    panic::set_hook(hook);
    loaded.unwrap_or_else(|_| Err("not a model of Firefox Translations".to_owned()))
}

/// Marian's own checks are few: whole, and of as many pieces as the vocabulary has.
fn check_model(path: &Path, bytes: &[u8], pieces: usize) -> Result<(), Error> {
    let model = Model::from_bytes(bytes).map_err(|cause| wrong(path, &format!("not a whole model of Firefox Translations ({cause})")))?;
    let embedding = model.get("Wemb").or_else(|| model.get("decoder_Wemb"));
    let rows = embedding.and_then(|item| item.shape.first()).copied().unwrap_or_default();
    if usize::try_from(rows).ok() != Some(pieces) {
        return Err(wrong(path, &format!("it knows {rows} pieces, and its vocabulary has {pieces}")));
    }
    Ok(())
}

/// The number of a SentencePiece vocabulary's pieces, by a walk over its fields (Protocol Buffers, wire format).
fn check_vocabulary(path: &Path, bytes: &[u8]) -> Result<usize, Error> {
    let broken = || wrong(path, "not a whole SentencePiece vocabulary");
    let (mut at, mut pieces) = (0, 0);
    while at < bytes.len() {
        let key = varint(bytes, &mut at).ok_or_else(broken)?;
        let length = match key & 7 {
            0 => varint(bytes, &mut at).map(|_| 0),
            1 => Some(8),
            2 => varint(bytes, &mut at).and_then(|n| usize::try_from(n).ok()),
            5 => Some(4),
            _ => None,
        };
        at = length.and_then(|n| at.checked_add(n)).filter(|end| *end <= bytes.len()).ok_or_else(broken)?;
        pieces += usize::from(key == 1 << 3 | 2);
    }
    if pieces == 0 { Err(broken()) } else { Ok(pieces) }
}

fn varint(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.get(*at)?;
        *at += 1;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

/// A lexicon of Marian: six numbers, of which the fifth and sixth are the sizes of two tables; the first holds places in the second.
fn check_lexicon(path: &Path, bytes: Vec<u8>) -> Result<Vec<u8>, Error> {
    let number = |at: usize| {
        let bytes = bytes.get(at * 8..at * 8 + 8)?.try_into().ok()?;
        usize::try_from(u64::from_le_bytes(bytes)).ok()
    };
    let whole = || {
        let (places, words) = (number(4)?, number(5)?);
        let size = places.checked_add(6)?.checked_mul(8)?.checked_add(words.checked_mul(4)?)?;
        let ordered =
            size == bytes.len() && (0..places).try_fold(0, |last, at| number(6 + at).filter(|n| *n >= last && *n <= words)).is_some();
        ordered.then_some(())
    };
    whole().ok_or_else(|| wrong(path, "not a whole lexicon of Firefox Translations"))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_model_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let error = || Firefox::open(folder.path()).err().unwrap().to_string();
        assert!(error().contains("there is no model.*.bin in it"), "{}", error());
        fs::write(folder.path().join("model.esen.bin"), b"nothing").unwrap();
        assert!(error().contains("there is no vocab.*.spm"), "{}", error());
        fs::write(folder.path().join("vocab.esen.spm"), [0x0a, 0x50, 0x00]).unwrap();
        assert!(error().contains("vocab.esen.spm: not a whole SentencePiece vocabulary"), "{}", error());
        fs::write(folder.path().join("vocab.esen.spm"), [0x0a, 0x01, 0x00]).unwrap();
        assert!(error().contains("model.esen.bin: not a whole model"), "{}", error());
    }

    #[test]
    fn white_space_between_sentences_stays() {
        let text = " Uno.  Dos. ";
        assert_eq!(joined(text, &sentences(text), ["One.".to_owned(), "Two.".to_owned()].into_iter()), " One.  Two. ");
    }
}
