//! Days and places that disagree or cannot be.

mod clock_differs;
mod date_differs;
mod date_impossible;
mod photo_old;
mod place_differs;
mod weekday_wrong;

use super::Rule;

const FAMILY: &str = "time-and-place";

/// In the order in which they are listed.
pub(super) const RULES: &[Rule] =
    &[date_differs::RULE, clock_differs::RULE, date_impossible::RULE, weekday_wrong::RULE, photo_old::RULE, place_differs::RULE];

#[cfg(test)]
mod tests {
    use crate::audit::testing::codes;

    #[test]
    fn days() {
        let es = "La orquesta ofreció un concierto el 15 de septiembre en el Palacio de Bellas Artes.";
        let en = |day: &str| format!("The orchestra gave a concert on {day} at the Palace of Fine Arts.");
        assert_eq!(codes(es, &en("September 15")), "");
        assert_eq!(codes(es, &en("15 September")), "");
        assert_eq!(codes(es, &en("Sept. 15")), "");
        assert_eq!(codes(es, &en("September 5")), "date-differs");
        assert_eq!(codes(&es.replace("15 de", "31 de"), &en("September 31")), "date-impossible");
        assert_eq!(codes(&es.replace("el 15 de septiembre", "el jueves 15 de septiembre de 2016"), &en("September 15, 2016")), "");
        assert_eq!(
            codes(&es.replace("el 15 de septiembre", "el lunes 15 de septiembre de 2016"), &en("September 15, 2016")),
            "weekday-wrong"
        );
    }
}
