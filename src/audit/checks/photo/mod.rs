//! The photo's fields: number, day, photographer and agency in the slug, the tail and the English credit.

mod agency_differs;
mod credit_differs;
mod photo_id_date;
mod same_caption;
mod same_photo;
mod tail_malformed;

use super::{Case, Draft, Rule};
use crate::audit::credits::Credited;

const FAMILY: &str = "photo";

/// In the order in which they are listed.
pub(super) const RULES: &[Rule] =
    &[photo_id_date::RULE, credit_differs::RULE, agency_differs::RULE, tail_malformed::RULE, same_photo::RULE, same_caption::RULE];

/// What a check finds in each two credits of a photo. Where slug and tail both say otherwise, once is enough.
pub(super) fn compared(case: &Case, find: impl Fn(&Credited, &Credited) -> Option<Draft>) -> Vec<Draft> {
    let mut found: Vec<Draft> = Vec::new();
    for (step, (one, other)) in case.credits().enumerate() {
        let draft = find(one, other).filter(|draft| !found.iter().any(|credited| credited.start() == draft.start()));
        found.extend(draft.map(|draft| draft.at_step(step)));
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::audit::testing::codes_of;

    const SAID: &str = "El alcalde inauguró el parque en la colonia Roma.";
    const ENGLISH: &str = "The mayor opened the park in the Roma neighborhood.";

    fn seen(id: &str, slug: &str, tail: &str, credit: &str) -> String {
        codes_of(&format!("{id}. México, 31 Mar 2016 (Notimex-{slug}).- {SAID} {tail}\n{ENGLISH} {credit}"))
    }

    #[test]
    fn fields_that_agree() {
        for (slug, tail, credit) in [
            ("Ana Ruiz", "NOTIMEX/FOTO/ANA RUIZ/COR/POL/", "Photo: Notimex/Ana Ruiz"),
            ("José Ruiz", "NOTIMEX/FOTO/JOSE RUIZ/COR/POL", "Photo: Notimex/Jose Ruiz"),
            ("Especial", "NOTIMEX/FOTO/ESPECIAL/COR/POL", "Photo: Notimex"),
            ("Ana Ruiz", "NOTIMEX/FOTO/ANA RUIZ/COR/POL", "Photo: Notimex/Special"),
        ] {
            assert_eq!(seen("60331086", slug, tail, credit), "", "{slug} {tail} {credit}");
        }
    }

    #[test]
    fn fields_that_disagree() {
        let (slug, tail, credit) = ("Ana Ruiz", "NOTIMEX/FOTO/ANA RUIZ/COR/POL/", "Photo: Notimex/Ana Ruiz");
        assert_eq!(seen("60330086", slug, tail, credit), "photo-id-date");
        assert_eq!(seen("60331086", slug, "NOTIMEX/FOTO/JAVIER LIRA/COR/POL/", credit), "credit-differs");
        assert_eq!(seen("60331086", slug, tail, "Photo: Notimex/Javier Lira"), "credit-differs");
        assert_eq!(seen("60331086", slug, tail, "Photo: Cuartoscuro/Ana Ruiz"), "agency-differs");
        assert_eq!(seen("60331086", slug, tail, "Photo: Cuartoscuro/Javier Lira"), "agency-differs credit-differs");
        assert_eq!(seen("60331086", slug, "NOTIMEX/FOTO/ANA RUIZ//POL/", credit), "tail-malformed");
        assert_eq!(seen("60331086", slug, "NOTIMEX/FOTO/ANA RUIZ/POL/", credit), "tail-malformed");
    }
}
