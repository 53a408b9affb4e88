//! Engines in a chain, by way of a common language: Spanish to Portuguese to English.

use super::{Direction, Error, Translate};

/// Each engine translates what the one before it gave.
pub(super) struct Chain {
    name: String,
    direction: Direction,
    links: Vec<Box<dyn Translate>>,
}

impl Chain {
    /// The links in their order; one stays what it is.
    ///
    /// # Errors
    /// [`Error::Chain`] where one does not go on with the language that the one before it ends in, or there is none.
    pub(super) fn of(mut links: Vec<Box<dyn Translate>>) -> Result<Box<dyn Translate>, Error> {
        for pair in links.windows(2) {
            if pair[0].direction().to != pair[1].direction().from {
                let (before, next) = (&pair[0], &pair[1]);
                let message = format!(
                    "{} gives {}, and {} takes {}: no chain",
                    before.name(),
                    before.direction().to,
                    next.name(),
                    next.direction().from
                );
                return Err(Error::Chain(message));
            }
        }
        let (Some(first), Some(last)) = (links.first(), links.last()) else { return Err(Error::Chain("an empty chain".to_owned())) };
        if links.len() == 1 {
            return Ok(links.remove(0));
        }
        let direction = Direction::new(&first.direction().from, &last.direction().to);
        let name = links.iter().map(|link| link.name()).collect::<Vec<_>>().join("+");
        Ok(Box::new(Self { name, direction, links }))
    }
}

impl Translate for Chain {
    fn name(&self) -> &str {
        &self.name
    }

    fn direction(&self) -> &Direction {
        &self.direction
    }

    fn translate(&self, texts: &[&str]) -> Vec<Result<String, Error>> {
        let mut found: Vec<Result<String, Error>> = texts.iter().map(|text| Ok((*text).to_owned())).collect();
        for link in &self.links {
            // what failed before goes no further
            let whole: Vec<&str> = found.iter().filter_map(|text| text.as_deref().ok()).collect();
            let mut next = link.translate(&whole).into_iter();
            found = found.into_iter().map(|text| text.and_then(|text| next.next().unwrap_or(Ok(text)))).collect();
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::translate::testing::Engine;

    #[test]
    fn each_link_goes_on_with_what_the_one_before_it_gave() {
        let link = |from: &str, to: &str, mark: &'static str| -> Box<dyn Translate> {
            Box::new(Engine::new(from, to, move |text| if text == "bad" { Err(Error::TooLong(3)) } else { Ok(format!("{text}{mark}")) }))
        };
        let chain = Chain::of(vec![link("es", "pt", "1"), link("pt", "en", "2")]).unwrap();
        assert_eq!((chain.name(), chain.direction()), ("test:es-pt+test:pt-en", &Direction::new("es", "en")));
        let found: Vec<_> = chain.translate(&["a", "bad", "b"]).into_iter().map(Result::ok).collect();
        assert_eq!(found, [Some("a12".into()), None, Some("b12".into())]);
        let error = Chain::of(vec![link("es", "pt", ""), link("es", "en", "")]).err().unwrap().to_string();
        assert_eq!(error, "test:es-pt gives pt, and test:es-en takes es: no chain");
    }
}
