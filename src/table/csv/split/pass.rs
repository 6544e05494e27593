//! Passing over the rest of a record without splitting it: most lines end where they seem to.

use memchr::{memchr, memchr_iter};

use super::Records;

impl Records<'_> {
    /// Goes to the start of the next record from the start of a cell, where [`Records::next`] would end.
    pub(super) fn pass(&mut self) {
        loop {
            let rest = &self.bytes[self.position..];
            let stop = memchr(self.dialect.end, rest).unwrap_or(rest.len());
            let Some(open) = self.goes_on(&rest[..stop]) else {
                self.position += stop + 1;
                self.line += 1;
                return;
            };
            self.position += open;
            let (_, stop) = self.cell();
            self.position = stop + 1;
            let is_cell_end = self.bytes.get(stop) == Some(&self.dialect.delimiter);
            if !is_cell_end || self.position == self.bytes.len() {
                self.line += usize::from(!is_cell_end);
                return;
            }
        }
    }

    /// Where a quoted cell begins in a line, from a cell's start on, that may not end in it: only quotes that open at the start of
    /// a cell and close at its end are sure not to hold the line's end.
    fn goes_on(&self, line: &[u8]) -> Option<usize> {
        let delimiter = self.dialect.delimiter;
        let mut quotes = memchr_iter(self.dialect.quote?, line);
        while let Some(open) = quotes.next() {
            // Inside a cell a quote is a sign like any other.
            if open > 0 && line[open - 1] != delimiter {
                continue;
            }
            let is_closed = quotes.next().is_some_and(|close| match &line[close + 1..] {
                [] | [b'\r'] => true,
                [after, ..] => *after == delimiter,
            });
            if !is_closed {
                return Some(open);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Dialect, Records};

    /// Texts of the signs that matter, every one up to a length.
    fn texts(length: usize) -> Vec<String> {
        let mut all = vec![String::new()];
        let mut last = all.clone();
        for _ in 0..length {
            let longer = last
                .iter()
                .flat_map(|text| ["a", ",", "\"", "\n", "\r"].map(|sign| format!("{text}{sign}")));
            last = longer.collect();
            all.extend(last.iter().cloned());
        }
        all
    }

    #[test]
    fn a_record_ends_where_it_does_when_it_is_split() {
        for text in texts(6) {
            let dialect = Dialect {
                end: b'\n',
                ..Dialect::quoted(b',', &text)
            };
            for most in 0..3 {
                let mut whole = Records::new(&text, dialect);
                let mut few = Records::new(&text, dialect);
                let (mut all, mut first) = (Vec::new(), Vec::new());
                loop {
                    let (a, b) = (whole.next(&mut all), few.next_few(&mut first, most));
                    let ends = [&whole, &few].map(|records| records.position.min(text.len()));
                    assert_eq!((a, ends[0]), (b, ends[1]), "{text:?} {most}");
                    assert_eq!(whole.unclosed, few.unclosed, "{text:?} {most}");
                    let some = most.min(all.len());
                    assert_eq!(first[..some], all[..some], "{text:?} {most}");
                    if a.is_none() {
                        break;
                    }
                }
            }
        }
    }
}
