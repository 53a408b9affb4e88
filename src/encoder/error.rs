//! Why a model folder cannot be used.

use std::io;

/// What is wrong with a model folder; each message names the file and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The system refused a file.
    #[error(
        "{file}: cannot be read: {cause}; a model folder holds encoder.safetensors and pieces.model (scripts/dev make encoder makes one)"
    )]
    Unreadable {
        /// The file.
        file: String,
        /// What the system says.
        cause: io::Error,
    },
    /// Not a safetensors file, or cut off.
    #[error("{file}: not a whole safetensors file: {cause}; make it again with scripts/dev make encoder")]
    Container {
        /// The file.
        file: String,
        /// What the reader says.
        cause: String,
    },
    /// A tensor is missing or not as it must be.
    #[error("{file}: tensor {tensor}: {cause}; make the folder again with scripts/dev make encoder")]
    Tensor {
        /// The file.
        file: String,
        /// The tensor's name.
        tensor: String,
        /// What was found and what was expected.
        cause: String,
    },
    /// The vocabulary cannot be used.
    #[error("{file}: {cause}; give a SentencePiece unigram model with the defaults of nmt_nfkc, one piece for each row of the table")]
    Vocabulary {
        /// The file.
        file: String,
        /// What is wrong.
        cause: String,
    },
}
