//! Tables that a person opens in a spreadsheet: nothing in a cell runs, and Excel changes neither accents nor numbers of photos.

use crate::row::Row;
use std::io::{self, Write};

/// How cells are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Cells {
    /// As they are.
    #[default]
    Plain,
    /// A cell that a spreadsheet would take for a formula gets an apostrophe.
    Safe,
    /// As [`Safe`](Self::Safe); the table begins with a byte order mark, so that Excel reads UTF-8, and names and numbers of articles, pairs
    /// and photos are kept as text: Excel makes 119027 of `00119027`, and a date of `3-4`.
    Excel,
}

/// Excel takes no longer text in a formula.
const LONGEST: usize = 255;

impl Cells {
    /// What stands before the header.
    ///
    /// # Errors
    /// What the target says.
    pub(crate) fn begin(self, mut target: impl Write) -> io::Result<()> {
        if self == Self::Excel { target.write_all("\u{feff}".as_bytes()) } else { Ok(()) }
    }

    /// A cell with text.
    pub(crate) fn text(self, cell: &str) -> String {
        let runs = self != Self::Plain && cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        if runs { format!("'{cell}") } else { cell.to_owned() }
    }

    /// A cell with the name or number of something.
    pub(crate) fn id(self, cell: &str) -> String {
        // only what a number, a date or a time can consist of; nothing of it ends the text of a formula
        let taken_for_another = cell.len() <= LONGEST
            && cell.bytes().any(|byte| byte.is_ascii_digit())
            && cell.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" .,:/%+-".contains(&byte));
        if self == Self::Excel && taken_for_another { format!("=\"{cell}\"") } else { self.text(cell) }
    }

    /// A row with its cells so.
    pub(super) fn row(self, mut row: Row) -> Row {
        for id in [&mut row.article, &mut row.pair_id].into_iter().chain(&mut row.photo_id) {
            *id = self.id(id);
        }
        let optional = [
            &mut row.en,
            &mut row.en_raw,
            &mut row.place,
            &mut row.agency,
            &mut row.photographer,
            &mut row.editor,
            &mut row.desk,
            &mut row.mt,
        ];
        for cell in [&mut row.es, &mut row.es_raw].into_iter().chain(optional.into_iter().flatten()) {
            *cell = self.text(cell);
        }
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::read_id;

    #[test]
    fn numbers_stay_text_and_nothing_else_is_a_formula() {
        for cell in ["00119027", "3-4", "1E5", "40119027", "12:30", "2015/10/22"] {
            let kept = Cells::Excel.id(cell);
            assert_eq!(kept, format!("=\"{cell}\""));
            assert_eq!(read_id(kept), cell);
            assert_eq!(Cells::Safe.id(cell), cell);
        }
        let long = "1".repeat(LONGEST + 1);
        for cell in ["segob.txt", "1\"&HYPERLINK(\"x\")", "https://x.mx/?a=1", &long] {
            assert_eq!(Cells::Excel.id(cell), cell);
        }
        assert_eq!(Cells::Excel.id("=1\"+2"), "'=1\"+2");
        assert_eq!(Cells::Excel.text("-5"), "'-5");
    }
}
