//! The review: people look at pairs, decide on them, and the decisions come back into the rows.
//!
//! ```
//! use cotejo::review::{Change, Page, Store, Verdict};
//! use cotejo::{Article, Cotejo, Relation};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let article = Article::from_text("example", "\
//! 60331086. México, 31 Mar 2016 (Notimex-Ana Ruiz).- El alcalde inauguró el parque. NOTIMEX/FOTO/ANA RUIZ/COR/POL/
//! The mayor opened the park. Photo: Notimex/Ana Ruiz");
//! let cotejo = Cotejo::default();
//! let examined = cotejo.examine(&article);
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("reviews.db");
//! let mut store = Store::open(&path)?;
//! store.add(&[Page::new(&examined)])?;
//! let id = store.find("example", &examined.pairs[0].id)?.unwrap();
//! let current = store.record(id, Some(0), "Eva", &Change::Verdict(Verdict::Partial))?;
//! assert_eq!(current.applied().unwrap().relation, Relation::Partial);
//! # Ok(())
//! # }
//! ```
//!
//! [`item`](Page) says what is shown, `decision` what can be said ([`Change`]) and what follows ([`Current`]), [`store`] keeps both,
//! [`server`] serves the page, [`agreement`] compares reviewers, [`Reviews`] changes rows.

pub mod agreement;
mod apply;
mod decision;
mod finding;
mod item;
mod located;
mod name;
pub mod server;
pub mod store;

pub use apply::Reviews;
pub(crate) use decision::contradiction;
pub use decision::{Change, Current, Decision, English, Verdict};
pub use finding::{Finding, Place};
pub use item::{Item, Line, Page};
pub use name::{BadName, Reviewer};
pub use store::{Error, Store};
