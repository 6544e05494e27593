//! What stands around the rows of a file: comment lines, titles above the header, totals and remarks below the rows.

use super::sniff::is_value;
use super::split::{Cell, Dialect, Records, is_blank};

/// Titles looked for above the header, in records.
const TITLES: usize = 30;
/// Records looked at for the titles.
const RECORDS: usize = 200;
/// Remarks looked for below the rows, in records.
const REMARKS: usize = 10;
/// Bytes at the end of a file in which remarks stand.
pub(super) const TAIL: usize = 1 << 14;
/// Words that begin a cell of a row of totals.
const TOTALS: [&str; 8] = [
    "total",
    "sum",
    "somme",
    "subtotal",
    "grand total",
    "gesamt",
    "summe",
    "totaal",
];

/// The sign that begins comment lines, where the file begins with some and they are not its header.
pub(super) fn comment(text: &str) -> Option<u8> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let mut last = lines.next().filter(|line| line.starts_with('#'))?;
    let mut comments = 1;
    for line in lines {
        if !line.starts_with('#') {
            let is_header = comments == 1 && is_head_of(last, line);
            return (!is_header).then_some(b'#');
        }
        (last, comments) = (line, comments + 1);
    }
    None
}

/// Whether a line that begins with `#` names the columns of the line below it.
fn is_head_of(head: &str, row: &str) -> bool {
    [',', ';', '\t', '|'].iter().any(|mark| {
        let cells = |line: &str| line.matches(*mark).count();
        let values = || row.split(*mark).any(|cell| is_value(cell.trim()));
        cells(head) > 0 && cells(head) == cells(row) && values()
    })
}

/// Where something begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Bytes before it.
    pub(super) bytes: usize,
    /// Lines before it.
    pub(super) lines: usize,
}

/// Where the line after so many lines begins.
pub(super) fn after(text: &str, lines: usize) -> Place {
    let ends = text.match_indices('\n').map(|(at, _)| at + 1);
    let bytes = match lines {
        0 => 0,
        lines => ends.take(lines).nth(lines - 1).unwrap_or(text.len()),
    };
    Place { bytes, lines }
}

/// Where the header, or the first row, stands below titles: the first record of the usual number of cells of which most hold something,
/// where every record above it has hardly any.
pub(super) fn first_record(text: &str, dialect: Dialect, width: usize) -> Place {
    if width < 2 {
        return Place::default();
    }
    let mut records = Records::new(text, dialect);
    let mut cells: Vec<Cell> = Vec::new();
    let mut begin = 0;
    let mut found: Option<(Place, usize)> = None;
    let (mut usual, mut seen) = (0, 0);
    while seen < RECORDS
        && let Some(line) = records.next(&mut cells)
    {
        let place = Place {
            bytes: begin,
            lines: line - 1,
        };
        begin = records.position().min(text.len());
        if is_blank(&cells, text) {
            continue;
        }
        seen += 1;
        let filled = filled(&cells, text);
        if found.is_none() {
            if cells.len() == width && filled * 2 >= width {
                found = Some((place, seen - 1));
            } else if !is_aside(filled, width) || seen > TITLES {
                return Place::default();
            }
        }
        usual += usize::from(cells.len() == width);
    }
    match found {
        Some((place, titles)) if titles > 0 && usual >= 2 => place,
        _ => Place::default(),
    }
}

fn filled(cells: &[Cell], text: &str) -> usize {
    let is_filled = |cell: &&Cell| !cell.text(text).trim().is_empty();
    cells.iter().filter(is_filled).count()
}

/// Whether a record with so many filled cells can be a title or a remark beside rows of `width` cells.
fn is_aside(filled: usize, width: usize) -> bool {
    filled <= (width / 3).max(1)
}

/// What stands below the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Below {
    /// Where it begins.
    pub(super) bytes: usize,
    /// Records of it that are not blank.
    pub(super) records: usize,
}

impl Below {
    /// Nothing stands below the rows.
    pub(super) fn none(text: &str) -> Self {
        Self {
            bytes: text.len(),
            records: 0,
        }
    }
}

/// The remarks and totals below the rows: `said` records, or those that look so.
pub(super) fn below(text: &str, dialect: Dialect, width: usize, said: Option<usize>) -> Below {
    let from = match said {
        Some(count) if count > REMARKS => 0,
        _ => tail(text, dialect),
    };
    let mut records = Records::new(&text[from..], dialect);
    let mut cells: Vec<Cell> = Vec::new();
    let mut ends: Vec<(usize, bool)> = Vec::new();
    let mut begin = 0;
    while records.next(&mut cells).is_some() {
        let source = &text[from..];
        if !is_blank(&cells, source) {
            ends.push((from + begin, is_remark(&cells, source, width)));
        }
        begin = records.position().min(source.len());
    }
    let most = said.unwrap_or(REMARKS);
    let remarks = ends.iter().rev().take(most);
    let remarks = remarks.take_while(|(_, is_remark)| said.is_some() || *is_remark);
    let count = remarks.count();
    match ends.len().checked_sub(count).and_then(|at| ends.get(at)) {
        Some((bytes, _)) if count > 0 => Below {
            bytes: *bytes,
            records: count,
        },
        _ => Below::none(text),
    }
}

/// Whether a record is no row: words where rows have other cells, or totals.
fn is_remark(cells: &[Cell], text: &str, width: usize) -> bool {
    if width < 2 {
        return false;
    }
    let filled = filled(cells, text);
    let texts: Vec<_> = cells.iter().map(|cell| cell.text(text)).collect();
    let first = texts.iter().map(|t| t.trim()).find(|t| !t.is_empty());
    let is_words = first.is_some_and(|text| !is_value(text));
    let is_total = || {
        texts.iter().any(|text| {
            let text = text.trim().to_lowercase();
            TOTALS.iter().any(|word| {
                text.strip_prefix(word)
                    .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
            })
        })
    };
    match cells.len() == width {
        true => width > 2 && filled < width && (width - filled) * 3 >= width && is_total(),
        false => is_words && is_aside(filled, width),
    }
}

/// Where the last records of a text begin, at a line that stands in no quoted cell.
fn tail(text: &str, dialect: Dialect) -> usize {
    let Some(near) = text.len().checked_sub(TAIL) else {
        return 0;
    };
    let bytes = text.as_bytes();
    let quotes = |part: &[u8]| match dialect.quote {
        Some(quote) => part.iter().filter(|b| **b == quote).count(),
        None => 0,
    };
    let mut open = quotes(&bytes[..near]) % 2 == 1;
    for (at, byte) in bytes.iter().enumerate().skip(near) {
        open ^= Some(*byte) == dialect.quote;
        if *byte == dialect.end && !open {
            return at + 1;
        }
    }
    0
}
