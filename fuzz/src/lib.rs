//! What the fuzz targets share. A target is a file in `targets/` that hands its bytes to one function of a module here: the function
//! panics where something that must hold does not.

pub mod articles;
#[cfg(feature = "translate")]
pub mod protect;
pub mod read;
#[cfg(feature = "review")]
pub mod review;
#[path = "../../tests/support/sound.rs"]
pub mod sound;
pub mod write;

/// The bytes as text; what is no UTF-8 becomes U+FFFD.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
