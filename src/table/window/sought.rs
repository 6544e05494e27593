//! The text that is sought. Capital and small letters are the same.

use memchr::{memchr_iter, memchr2_iter, memmem};

use crate::table::csv::Piece;

/// First bytes of a text by which it is told how rare each byte is in it.
const SAMPLE: usize = 4 << 10;
/// Bytes of the ASCII letters of a text in other letters, at least, that are sought first.
const ASCII: usize = 2;

/// A text to find in cells.
pub(super) struct Sought {
    /// In small letters.
    text: String,
    /// The longest run of ASCII in it.
    ascii: Vec<u8>,
    /// Whether its letters have no capitals.
    is_caseless: bool,
}

impl Sought {
    /// None where it is empty.
    pub(super) fn of(text: &str) -> Option<Self> {
        let text = text.to_lowercase();
        let runs = text.as_bytes().split(|byte| !byte.is_ascii());
        let longest = runs.max_by_key(|run| run.len());
        let ascii = longest.unwrap_or_default().to_vec();
        (!text.is_empty()).then(|| Self {
            ascii,
            is_caseless: text.to_uppercase() == text,
            text,
        })
    }

    /// Whether a cell holds it.
    pub(super) fn is_in(&self, cell: &str) -> bool {
        if self.text.is_ascii() {
            return self.places(cell.as_bytes()).next().is_some();
        }
        if self.is_caseless {
            return cell.contains(&self.text);
        }
        cell.to_lowercase().contains(&self.text)
    }

    /// Whether cells of a text of records may hold it. A cell may stand in it with its quotes doubled.
    pub(super) fn may_be_in(&self, text: &str) -> bool {
        if self.holds_quote() {
            return true;
        }
        match self.is_caseless && !self.text.is_ascii() {
            true => memmem::find(text.as_bytes(), self.text.as_bytes()).is_some(),
            false => {
                self.ascii.len() < self.least() || self.places(text.as_bytes()).next().is_some()
            }
        }
    }

    /// Those of the rows of a piece that may hold it.
    pub(super) fn rows_of(&self, piece: &Piece, rows: Vec<usize>) -> Vec<usize> {
        if self.holds_quote() || self.ascii.len() < self.least() {
            return rows;
        }
        let mut found: Vec<usize> = self
            .places(piece.text().as_bytes())
            .filter_map(|place| piece.row_at(place))
            .collect();
        found.dedup();
        let is_shown = |row: &usize| rows.binary_search(row).is_ok();
        found.into_iter().filter(is_shown).collect()
    }

    /// Quotes of any kind may be doubled in a text of records.
    fn holds_quote(&self) -> bool {
        self.text.contains(['"', '\''])
    }

    /// Bytes of the run of ASCII by which rows are found: all of a text in ASCII, some of another.
    fn least(&self) -> usize {
        if self.text.is_ascii() { 1 } else { ASCII }
    }

    /// Where the run of ASCII stands in a text, by the byte of it that is rarest there.
    fn places<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        let at = rarest(&self.ascii, text);
        let byte = self.ascii.get(at).copied().unwrap_or_default();
        let (small, large) = (byte, byte.to_ascii_uppercase());
        let two = (small != large).then(|| memchr2_iter(small, large, text));
        let one = (small == large).then(|| memchr_iter(small, text));
        let hits = two.into_iter().flatten().chain(one.into_iter().flatten());
        hits.filter_map(move |place| {
            let start = place.checked_sub(at)?;
            let here = text.get(start..start + self.ascii.len())?;
            here.eq_ignore_ascii_case(&self.ascii).then_some(start)
        })
    }
}

/// The place of the byte that is rarest in a text, capital or small.
fn rarest(sought: &[u8], text: &[u8]) -> usize {
    if sought.len() < 2 || text.len() < SAMPLE {
        return 0;
    }
    let mut counts = [0_u32; 256];
    for byte in &text[..SAMPLE] {
        counts[usize::from(byte.to_ascii_lowercase())] += 1;
    }
    let count = |(_, byte): &(usize, &u8)| counts[usize::from(**byte)];
    let rarest = sought.iter().enumerate().min_by_key(count);
    rarest.map_or(0, |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_the_same_whatever_their_size() {
        let holds = |cell: &str, sought: &str| Sought::of(sought).unwrap().is_in(cell);
        for (cell, sought) in [
            ("Fare", "fARE"),
            ("a needle here", "NEEDLE"),
            ("École", "éCO"),
            ("5 €", "€"),
            ("日本語", "本"),
            ("x,y", ","),
            ("straße", "SSE"),
        ] {
            let wanted = sought != "SSE";
            assert_eq!(holds(cell, sought), wanted, "{cell} {sought}");
            assert!(Sought::of(sought).unwrap().may_be_in(cell) || !wanted);
        }
        assert!(!holds("Fare", "fares") && !holds("", "x"));
        assert!(Sought::of("").is_none());
        let long = format!("{}needle", "abcde ".repeat(2_000));
        assert!(holds(&long, "NEEDLE") && !holds(&long, "needles"));
        assert!(!Sought::of("zz").unwrap().may_be_in(&long));
    }
}
