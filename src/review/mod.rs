//! The review: people look at pairs, decide on them, and the decisions come back into the rows.
//!
//! [`item`](Page) says what is shown, `decision` what can be said ([`Change`]) and what follows ([`Current`]), [`store`] keeps both,
//! [`server`] serves the page, [`agreement`] compares reviewers, [`Reviews`] changes rows.

pub(crate) mod agreement;
mod apply;
mod decision;
mod finding;
mod item;
mod located;
mod name;
pub(crate) mod server;
pub(crate) mod store;

pub(crate) use apply::Reviews;
pub(crate) use decision::contradiction;
pub(crate) use decision::{Change, Verdict};
pub(crate) use finding::Finding;
pub use item::Page;
pub(crate) use name::{BadName, Reviewer};
pub(crate) use store::Error;
pub use store::Store;
