//! Cotejo finds Spanish photo-agency captions inside English news articles and pairs each with its English counterpart.
//!
//! ```
//! use cotejo::{Article, Options, Pairer};
//!
//! let article = Article::from_text("example", "\
//! 60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- El alcalde inauguró el parque. NOTIMEX/FOTO/ANA RUIZ/COR/POL/
//! The mayor opened the park. Photo: Notimex/Ana Ruiz");
//! let pairer = Pairer::new(Options::default())?;
//! let pairs = pairer.pairs(&article);
//! assert_eq!(article.at(pairs[0].es.body), "El alcalde inauguró el parque.");
//! assert_eq!(article.at(pairs[0].en.as_ref().unwrap().body), "The mayor opened the park.");
//! # Ok::<(), cotejo::pair::Error>(())
//! ```
//!
//! The second commonest use, the parts of one caption:
//!
//! ```
//! use cotejo::{Span, caption};
//!
//! let text = "MEX01. MÉXICO (MÉXICO), 02/10/2015.- Un hombre pasa. EFE/Ana Ruiz";
//! let caption = caption::parse(text, Span::new(0, text.len())).unwrap();
//! assert_eq!(caption.agency.as_deref(), Some("EFE"));
//! assert_eq!(caption.photographers, ["Ana Ruiz"]);
//! ```
//!
//! The data's way: [`read`] → [`article`] → [`language`] and [`caption`] → [`passage`] → [`pair`] → [`audit`] → [`write`].

#[cfg(feature = "review")]
pub mod annotate;
pub mod article;
pub mod audit;
pub mod caption;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
pub mod encoder;
pub mod evaluate;
pub mod language;
pub mod lexicon;
pub mod pair;
pub mod passage;
pub mod read;
#[cfg(feature = "review")]
pub mod review;
#[cfg(test)]
mod testing;
pub mod text;
#[cfg(feature = "translate")]
pub mod translate;
#[cfg(feature = "show")]
mod visible;
pub mod write;

pub use article::{Article, Block, Span};
pub use caption::Caption;
pub use language::Language;
pub use pair::evidence::Evidence;
pub use pair::{Options, Pair, Pairer, Relation};
