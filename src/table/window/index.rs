//! Where the rows of a text begin: a mark every so many bytes, so that any row is found by reading little.

/// Bytes between two marks while there are few.
const STEP: u64 = 64 << 10;
/// Marks at most: with more every second one goes, and later ones stand twice as far apart.
const MOST: usize = 1 << 18;

/// The place of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// Its first byte.
    pub(super) offset: u64,
    /// Its number, from 0.
    pub(super) row: usize,
}

impl Mark {
    /// Of a table that is not text: only rows count.
    pub(super) fn of_row(row: usize) -> Self {
        Self { offset: 0, row }
    }
}

/// A run of rows between two marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// Its first row.
    pub(super) first: Mark,
    /// Byte after the last one.
    pub(super) end: u64,
    /// Number of the row after the last one.
    pub(super) to: usize,
}

/// What is known of where rows begin.
#[derive(Debug, Clone)]
pub(super) struct Index {
    marks: Vec<Mark>,
    step: u64,
    /// Rows found so far.
    pub(super) rows: usize,
    /// Bytes read so far, up to the end of a record.
    pub(super) bytes: u64,
    /// Whether that is all there is.
    pub(super) complete: bool,
}

impl Index {
    /// Nothing read; the first row begins at `above`.
    pub(super) fn new(above: u64) -> Self {
        Self {
            marks: Vec::new(),
            step: STEP,
            rows: 0,
            bytes: above,
            complete: false,
        }
    }

    /// Takes the rows found in the bytes after those read so far: their places there, and where the next record begins.
    pub(super) fn take(&mut self, rows: &[usize], end: usize) {
        for place in rows {
            let offset = self.bytes + *place as u64;
            if self
                .marks
                .last()
                .is_none_or(|last| offset >= last.offset + self.step)
            {
                self.marks.push(Mark {
                    offset,
                    row: self.rows,
                });
            }
            self.rows += 1;
        }
        self.bytes += end as u64;
        if self.marks.len() > MOST {
            let mut keep = false;
            self.marks.retain(|_| {
                keep = !keep;
                keep
            });
            self.step *= 2;
        }
    }

    /// The run that a row is in, none where the row is not known.
    pub(super) fn span_of(&self, row: usize) -> Option<Span> {
        let at = self.marks.partition_point(|mark| mark.row <= row);
        (row < self.rows)
            .then(|| self.span(at.checked_sub(1)?))
            .flatten()
    }

    fn span(&self, at: usize) -> Option<Span> {
        let first = *self.marks.get(at)?;
        let next = self.marks.get(at + 1);
        Some(Span {
            first,
            end: next.map_or(self.bytes, |next| next.offset),
            to: next.map_or(self.rows, |next| next.row),
        })
    }

    /// The last mark at or before a row; none where nothing is known.
    pub(super) fn mark_before(&self, row: usize) -> Option<Mark> {
        let after = self.marks.partition_point(|mark| mark.row <= row);
        self.marks.get(after.checked_sub(1)?).copied()
    }

    /// The first mark at or after a row, else the end of what is known.
    pub(super) fn mark_after(&self, row: usize) -> Mark {
        let at = self.marks.partition_point(|mark| mark.row < row);
        self.marks.get(at).copied().unwrap_or(Mark {
            offset: self.bytes,
            row: self.rows,
        })
    }

    /// The rows from a mark on in about so many bytes; none where they do not all stand still yet, or there are none.
    pub(super) fn rows_after(&self, first: Mark, bytes: u64) -> Option<Span> {
        let enough = |mark: &Mark| mark.offset < first.offset + bytes;
        let next = self.marks.get(self.marks.partition_point(enough));
        let (end, to) = match next {
            Some(next) => (next.offset, next.row),
            None if self.complete && first.row < self.rows => (self.bytes, self.rows),
            None => return None,
        };
        Some(Span { first, end, to })
    }

    /// The rows before a mark in about so many bytes; none where there are none.
    pub(super) fn rows_before(&self, end: Mark, bytes: u64) -> Option<Span> {
        let from = end.offset.saturating_sub(bytes);
        let enough = self.marks.partition_point(|mark| mark.offset < from);
        let last = self
            .marks
            .partition_point(|mark| mark.offset < end.offset)
            .checked_sub(1)?;
        Some(Span {
            first: *self.marks.get(enough.min(last))?,
            end: end.offset,
            to: end.row,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_in_its_span_and_marks_stay_few() {
        let mut index = Index::new(7);
        // Rows of 40 bytes, in chunks of 100,000 rows.
        let places: Vec<usize> = (0..100_000).map(|row| row * 40).collect();
        for _ in 0..20 {
            index.take(&places, 4_000_000);
        }
        assert_eq!((index.rows, index.bytes), (2_000_000, 80_000_007));
        for row in [0, 1, 1_638, 1_639, 99_999, 100_000, 1_999_999] {
            let span = index.span_of(row).unwrap();
            assert!(span.first.row <= row && row < span.to);
            assert_eq!(span.first.offset, 7 + span.first.row as u64 * 40);
            assert_eq!(span.end, 7 + span.to as u64 * 40);
        }
        assert_eq!(index.span_of(2_000_000), None);
        let mut at = Mark { offset: 7, row: 0 };
        while let Some(span) = index.rows_after(at, 1 << 20) {
            assert_eq!(span.first, at);
            at = Mark {
                offset: span.end,
                row: span.to,
            };
        }
        // The last rows are not all known while more may follow.
        assert!(at.row < 2_000_000 && at.row > 1_970_000);
        index.complete = true;
        assert_eq!(index.rows_after(at, 1 << 20).unwrap().to, 2_000_000);
        let mut end = index.mark_after(1_000_000);
        assert!((1_000_000..1_001_700).contains(&end.row));
        while let Some(span) = index.rows_before(end, 1 << 20) {
            assert_eq!((span.end, span.to), (end.offset, end.row));
            end = span.first;
        }
        assert_eq!(end, Mark { offset: 7, row: 0 });
        assert_eq!(index.mark_before(1_638).unwrap().row, 0);
    }

    #[test]
    fn many_marks_are_thinned() {
        let mut index = Index::new(0);
        let places: Vec<usize> = (0..1000).map(|row| row * 70_000).collect();
        for _ in 0..600 {
            index.take(&places, 70_000_000);
        }
        assert!(index.marks.len() <= MOST + 1000);
        let span = index.span_of(599_999).unwrap();
        assert!(span.first.row <= 599_999 && span.to == 600_000);
    }
}
