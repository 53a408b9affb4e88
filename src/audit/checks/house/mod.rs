//! What a newsroom's own style says: `[terms]`, `[people]` and `[[patterns]]` of `cotejo.toml`. Without them these checks find nothing.

mod house_pattern;
mod house_person;
mod house_term;

use super::Rule;

const FAMILY: &str = "house";

/// In the order in which they are listed.
pub(super) const RULES: &[Rule] = &[house_term::RULE, house_person::RULE, house_pattern::RULE];
