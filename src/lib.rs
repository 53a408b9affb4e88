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
//! [`Cotejo::builder`] takes options of pairing, settings of the audit, a translator and a newsroom's own tables ([`House`]).
//!
//! The parts of one caption:
//!
//! ```
//! use cotejo::{Span, parse_caption};
//!
//! let text = "MEX01. MÉXICO (MÉXICO), 02/10/2015.- Un hombre pasa. EFE/Ana Ruiz";
//! let caption = parse_caption(text, Span::new(0, text.len())).unwrap();
//! assert_eq!(caption.agency(), Some("EFE"));
//! assert!(caption.photographers().eq(["Ana Ruiz"]));
//! ```
//!
//! Articles come out of files by [`read`]; rows go into files by [`mod@write`]. Both are features, as are [`audit`] and [`translate`].

// which items are used is judged with all features on
#![cfg_attr(not(all(feature = "cli", feature = "parquet", feature = "review", feature = "net")), allow(dead_code, unused_imports))]

#[cfg(feature = "review")]
mod annotate;
mod article;
#[cfg(feature = "audit")]
pub mod audit;
#[allow(unreachable_pub)] // here and below: `pub` is what the module offers to the others
mod caption;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
pub mod encoder;
#[cfg(feature = "cli")]
mod evaluate;
mod examine;
mod facts;
#[allow(unreachable_pub)]
mod language;
mod lexicon;
pub mod pair;
#[allow(unreachable_pub)]
mod passage;
#[cfg(feature = "read")]
pub mod read;
#[cfg(feature = "review")]
mod review;
mod row;
mod span;
#[cfg(test)]
mod testing;
mod text;
#[cfg(feature = "translate")]
pub mod translate;
mod verifier;
#[cfg(feature = "show")]
mod visible;
#[cfg(feature = "write")]
pub mod write;

pub use article::{Article, Block, Origin};
pub use caption::{Caption, Field, Form, FormError, House, PhotoId, Source, parse as parse_caption};
pub use examine::{Builder, Cotejo, Error, Examined, Translator};
pub use language::{Detected, Language, detect as detect_language};
pub use pair::{Evidence, Gap, Pair, Relation, Unsaid, Verified};
pub use passage::{Passage, Role, has_spanish_caption};
pub use row::{COLUMNS, Columns, Row};
pub use span::Span;

/// What our own fuzz targets, benchmarks and the Python package call below the interface. No part of it: it changes without notice.
#[doc(hidden)]
pub mod internals {
    #[cfg(feature = "show")]
    pub use crate::audit::show::{Audited, FindingFormat, Shown, Terminal, show};
    pub use crate::caption::features::Line as CaptionLine;
    pub use crate::facts::differences;
    pub use crate::language::{detect_in_full, surely_english};
    pub use crate::passage::{STRETCH, UNSURE, passages};
    #[cfg(feature = "parquet")]
    pub use crate::read::is_guarded;
    #[cfg(feature = "review")]
    pub use crate::review::{
        Page, Store,
        server::{Hosts, Settings as SiteSettings, site},
        store::Filter,
    };
    pub use crate::row::{Cell, Column, Kind, SCHEMA};
    pub use crate::text::{sentences, words};
    #[cfg(feature = "translate")]
    pub use crate::translate::{firefox::Firefox, protect::Protected};
    #[cfg(feature = "net")]
    pub use crate::translate::{
        http::{Protocol, Server},
        models::{Limits, Mirror},
    };
    #[cfg(feature = "write")]
    pub use crate::write::Cells;
}
