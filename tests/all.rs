//! Everything that is tested through the library's public side or through the program: a module a matter.

#[cfg(feature = "review")]
mod annotate;
mod audit;
mod audit_formats;
mod bad_corpora;
mod bad_input;
mod captions;
mod cmd;
mod corpora;
mod datelines;
mod embed;
mod encoder;
mod filter;
#[cfg(feature = "translate")]
mod firefox;
mod formats;
mod html;
mod name_heavy;
mod properties;
#[cfg(unix)]
mod resume;
#[cfg(all(unix, feature = "review"))]
mod review;
#[cfg(feature = "review")]
mod review_store;
mod seed;
mod support;
#[cfg(feature = "net")]
mod translate;
