//! JSON lines, an object a line, as the CSV that says the same: the columns are the keys in the order in which they are first
//! seen, objects in objects become `outer.inner`, lists stay the JSON that they are. No well-kept crate writes one from the other.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read};

use indexmap::IndexSet;
use serde_json::{Map, Value};

use crate::error::Error;

/// Whether a text begins as JSON lines do.
pub(super) fn begins(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let mut signs = start.iter().filter(|b| !b.is_ascii_whitespace());
    signs.next() == Some(&b'{') && matches!(signs.next(), Some(b'"' | b'}'))
}

/// Every key of a text of JSON lines in the order in which they are first seen; of the records that begin in its first `bound` bytes,
/// where there is a bound.
pub(super) fn keys(text: impl Read, bound: Option<u64>) -> io::Result<IndexSet<String>> {
    let mut keys = IndexSet::new();
    let mut records = Records::of(text);
    while bound.is_none_or(|bound| records.bytes < bound)
        && let Some(record) = records.next()?
    {
        for (key, _) in record {
            keys.insert(key);
        }
    }
    Ok(keys)
}

/// The records of a text.
struct Records<R> {
    lines: BufReader<R>,
    /// Line read last, from 1.
    line: usize,
    bytes: u64,
}

impl<R: Read> Records<R> {
    fn of(text: R) -> Self {
        Self {
            lines: BufReader::new(text),
            line: 0,
            bytes: 0,
        }
    }

    /// The next record, its values by flat key; none at the end.
    fn next(&mut self) -> io::Result<Option<Vec<(String, Value)>>> {
        let mut line = String::new();
        loop {
            line.clear();
            let read = self.lines.read_line(&mut line)?;
            if read == 0 {
                return Ok(None);
            }
            (self.line, self.bytes) = (self.line + 1, self.bytes + read as u64);
            let text = line.trim_start_matches('\u{feff}').trim();
            if !text.is_empty() {
                let record = serde_json::from_str::<Map<String, Value>>(text);
                let record = record.map_err(|error| io::Error::other(self.mistake(&error)))?;
                let mut flat = Vec::with_capacity(record.len());
                flatten("", record, &mut flat);
                return Ok(Some(flat));
            }
        }
    }

    fn mistake(&self, error: &serde_json::Error) -> Error {
        let told = error.to_string();
        let told = told.split(" at line ").next().unwrap_or_default();
        Error::new(format!("not an object of JSON: {told}"))
            .at_line(self.line)
            .at_position(error.column())
            .with_fix("write one object a line, {\"column\": value, …}")
    }
}

fn flatten(above: &str, record: Map<String, Value>, flat: &mut Vec<(String, Value)>) {
    for (key, value) in record {
        let key = match above {
            "" => key,
            above => format!("{above}.{key}"),
        };
        match value {
            Value::Object(inner) if !inner.is_empty() => flatten(&key, inner, flat),
            value => flat.push((key, value)),
        }
    }
}

/// The records written as CSV, a head with the columns first. Keys that are no column are left out.
pub(super) struct AsCsv<R> {
    records: Records<R>,
    columns: IndexSet<String>,
    /// Keys that are no column.
    left_out: IndexSet<String>,
    ready: VecDeque<u8>,
}

impl<R: Read> AsCsv<R> {
    pub(super) fn of(text: R, columns: IndexSet<String>) -> Self {
        let names: Vec<String> = columns.iter().map(|name| quoted(name)).collect();
        Self {
            records: Records::of(text),
            ready: (names.join(",") + "\n").into_bytes().into(),
            columns,
            left_out: IndexSet::new(),
        }
    }

    /// Keys of the records read so far that are no column.
    pub(super) fn left_out(self) -> IndexSet<String> {
        self.left_out
    }

    fn write(&mut self, record: Vec<(String, Value)>) {
        let mut cells = vec![String::new(); self.columns.len()];
        for (key, value) in record {
            let Some(at) = self.columns.get_index_of(&key) else {
                self.left_out.insert(key);
                continue;
            };
            cells[at] = match value {
                Value::Null => String::new(),
                Value::Bool(_) | Value::Number(_) => value.to_string(),
                Value::String(text) => quoted(&text),
                Value::Array(_) | Value::Object(_) => quoted(&value.to_string()),
            };
        }
        // A line without any sign would be no record.
        if let [only] = cells.as_mut_slice()
            && only.is_empty()
        {
            "\"\"".clone_into(only);
        }
        self.ready.extend(cells.join(",").into_bytes());
        self.ready.push_back(b'\n');
    }
}

impl<R: Read> Read for AsCsv<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        while self.ready.len() < bytes.len() {
            match self.records.next()? {
                Some(record) => self.write(record),
                None => break,
            }
        }
        self.ready.read(bytes)
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
