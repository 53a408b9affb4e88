//! Cotejo finds Spanish photo-agency captions inside English news articles and pairs each with its English counterpart.
//!
//! ```
//! use cotejo::{Article, Cotejo};
//!
//! let article = Article::from_text("example", "\
//! 60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- El alcalde inauguró dos parques. NOTIMEX/FOTO/ANA RUIZ/COR/POL/
//! The mayor opened three parks. Photo: Notimex/Ana Ruiz");
//!
//! let cotejo = Cotejo::default();
//! let examined = cotejo.examine(&article);
//! for row in examined.rows() {
//!     println!("{}: {} = {:?}", row.photographer.unwrap_or_default(), row.es, row.en);
//! }
//! // Ana Ruiz: El alcalde inauguró dos parques. = Some("The mayor opened three parks.")
//! for finding in &examined.findings {
//!     println!("{}: {}", finding.code, finding.message);
//! }
//! # let row = &examined.rows()[0];
//! # assert_eq!((row.es.as_str(), row.en.as_deref()), ("El alcalde inauguró dos parques.", Some("The mayor opened three parks.")));
//! # assert!(examined.findings.iter().any(|finding| finding.code == "number-differs"), "{:?}", examined.findings);
//! ```
//!
//! [`Cotejo::builder`] takes options of pairing, settings of the audit and a translator.
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
//! The data's way: [`read`] → [`article`] → [`language`] and [`caption`] → [`passage`] → [`pair`] → [`audit`] → [`mod@write`];
//! [`examine`] goes it from an article to its rows.

#[cfg(feature = "review")]
pub mod annotate;
pub mod article;
#[cfg(feature = "audit")]
pub mod audit;
pub mod caption;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
pub mod encoder;
#[cfg(feature = "read")]
pub mod evaluate;
pub mod examine;
pub mod language;
pub mod lexicon;
pub mod pair;
pub mod passage;
#[cfg(feature = "read")]
pub mod read;
#[cfg(feature = "review")]
pub mod review;
pub mod row;
mod span;
#[cfg(test)]
mod testing;
pub mod text;
#[cfg(feature = "translate")]
pub mod translate;
#[cfg(feature = "show")]
mod visible;
#[cfg(feature = "write")]
pub mod write;

pub use article::{Article, Block};
pub use caption::Caption;
pub use examine::{Cotejo, Examined};
pub use language::Language;
pub use pair::evidence::Evidence;
pub use pair::{Options, Pair, Relation};
pub use row::Row;
pub use span::Span;
