//! Reading files: which format, then the reader of that format.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::database::sqlite;
use super::{Table, arrow, csv, files, parquet, stream};
use crate::decisions::Read;
use crate::error::{Error, Result};

/// How to read, where the detection must be corrected.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReadOptions {
    /// Corrections from the decisions.
    pub read: Read,
    /// At most this many rows, from the start (a preview).
    pub limit: Option<usize>,
    /// Which rows of a database are meant.
    pub query: Option<String>,
}

/// First bytes of Parquet.
const PARQUET: &[u8] = b"PAR1";

/// First bytes of files that are read by no reader, and what to do about each.
const OTHERS: [(&[u8], &str, &str); 5] = [
    (
        b"PK\x03\x04",
        "a zip archive or a spreadsheet",
        "unpack it, or save the sheet as CSV",
    ),
    (b"BZh", "packed with bzip2", "unpack it first: bunzip2"),
    (b"\xfd7zXZ\0", "packed with xz", "unpack it first: unxz"),
    (
        b"FEA1",
        "a Feather file of version 1",
        "write it anew as version 2, or as Parquet",
    ),
    (
        b"\xd0\xcf\x11\xe0",
        "an old spreadsheet",
        "save the sheet as CSV",
    ),
];

/// What a file holds, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Text: CSV or JSON lines, packed or not.
    Csv,
    /// Parquet, whatever its name.
    Parquet,
    /// An Arrow file or stream.
    Arrow,
    /// A SQLite database.
    Sqlite,
}

/// Reads a table: Parquet, Arrow and SQLite by their first bytes whatever the name, else text, CSV or JSON lines, also packed with gzip
/// or zstd.
///
/// # Errors
/// A file that is absent, empty, a folder, not what its extension says, without rows, with rows of unequal length or an
/// open quote (each with its line), or with a Parquet column of a type that has no place in a table.
///
/// A folder or a pattern stands for several files of the same columns, one below the other; what the names of their folders say
/// (`year=2015`) becomes a column.
pub fn read(path: &Path, options: &ReadOptions) -> Result<Table> {
    match files::is_many(path) {
        true => read_many(path, options),
        false => read_one(path, options),
    }
}

fn read_many(path: &Path, options: &ReadOptions) -> Result<Table> {
    let mut tables: Vec<(Table, PathBuf)> = Vec::new();
    let mut left = options.limit;
    for file in files::named(path)? {
        if left == Some(0) {
            break;
        }
        let options = ReadOptions {
            limit: left,
            ..options.clone()
        };
        let mut table = read_one(&file, &options)?;
        left = left.map(|left| left.saturating_sub(table.rows()));
        for (key, value) in files::parts(path, &file) {
            table = with_part(&table, &key, &value).map_err(|e| e.at_file(&file))?;
        }
        tables.push((table, file));
    }
    below(tables)
}

/// Whether a file is a database, of which a query says which rows are meant.
pub fn is_database(path: &Path) -> bool {
    path.is_file() && matches!(holds(path), Ok(Holds::Sqlite))
}

/// A column of one value, typed as a cell of a file is.
pub(super) fn with_part(table: &Table, key: &str, value: &str) -> Result<Table> {
    let quoted = |text: &str| format!("\"{}\"\n", text.replace('"', "\"\""));
    let column = quoted(key) + &quoted(value).repeat(table.rows());
    let read = Read {
        header: Some(true),
        delimiter: Some(",".into()),
        ..Read::default()
    };
    table.beside(&csv::whole(column.as_bytes(), &read, None)?)
}

/// Tables one below the other, neighbours first, so that no row is copied more often than needed.
fn below(mut tables: Vec<(Table, PathBuf)>) -> Result<Table> {
    while tables.len() > 1 {
        let mut joined = Vec::with_capacity(tables.len().div_ceil(2));
        let mut pairs = tables.into_iter();
        while let Some((upper, first)) = pairs.next() {
            joined.push(match pairs.next() {
                Some((lower, file)) => (upper.append(&lower).map_err(|e| e.at_file(&file))?, first),
                None => (upper, first),
            });
        }
        tables = joined;
    }
    let only = tables.pop().map(|(table, _)| table);
    only.ok_or_else(|| Error::new("no file was read"))
}

fn read_one(path: &Path, options: &ReadOptions) -> Result<Table> {
    match holds(path)? {
        Holds::Csv => csv::read(path, options),
        Holds::Parquet => parquet::read(path, options),
        Holds::Arrow => arrow::read(path, options),
        Holds::Sqlite => sqlite::read(path, options),
    }
}

/// What the file holds; an error for what can be no table.
pub(super) fn holds(path: &Path) -> Result<Holds> {
    let failed = |error: std::io::Error| Error::io("read the file", path, &error);
    let found = std::fs::metadata(path).map_err(failed)?;
    if found.is_dir() {
        return Err(Error::new("this is a folder")
            .at_file(path)
            .with_fix("give a CSV or Parquet file in it"));
    }
    if found.is_file() && found.len() == 0 {
        return Err(Error::new("the file is empty")
            .at_file(path)
            .with_fix("give a file with a header line and rows below it"));
    }
    let mut packed = Vec::new();
    let file = File::open(path).map_err(failed)?;
    let longest = sqlite::MAGIC.len() as u64;
    file.take(longest)
        .read_to_end(&mut packed)
        .map_err(failed)?;
    if packed.starts_with(PARQUET) {
        return Ok(Holds::Parquet);
    }
    if packed.starts_with(sqlite::MAGIC) {
        return Ok(Holds::Sqlite);
    }
    if arrow::begins(&packed) {
        return Ok(Holds::Arrow);
    }
    let start = stream::start(path)?;
    let archive = start.get(257..262) == Some(b"ustar");
    let is_inside = |magic: &[u8]| start.starts_with(magic);
    if archive || is_inside(PARQUET) || is_inside(sqlite::MAGIC) || arrow::begins(&start) {
        let what = match archive {
            true => "an archive of several files",
            false if is_inside(PARQUET) => "a packed Parquet file",
            false if is_inside(sqlite::MAGIC) => "a packed database",
            false => "a packed Arrow file",
        };
        return Err(Error::new(format!("this is {what}"))
            .at_file(path)
            .with_fix("unpack it first"));
    }
    let mut signs = start.iter().filter(|b| !b.is_ascii_whitespace());
    if signs.next() == Some(&b'[') && signs.next() == Some(&b'{') {
        return Err(Error::new("this is one list of JSON")
            .at_file(path)
            .with_fix("write one object a line: jq -c '.[]'"));
    }
    if let Some((_, what, fix)) = OTHERS.iter().find(|(magic, ..)| start.starts_with(magic)) {
        return Err(Error::new(format!("this is {what}, not a table"))
            .at_file(path)
            .with_fix(*fix));
    }
    let named_parquet = path
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("parquet") || e.eq_ignore_ascii_case("pq"));
    if named_parquet {
        return Err(
            Error::new("not a Parquet file: its first bytes are not 'PAR1'")
                .at_file(path)
                .with_fix("if it holds text, name it .csv; else write it anew"),
        );
    }
    Ok(Holds::Csv)
}
/// Whether a name is one that data files have: CSV, TSV, JSON lines, also packed with gzip or zstd, Parquet, Arrow and SQLite.
pub fn is_data_file(name: &Path) -> bool {
    const EXTENSIONS: [&str; 13] = [
        "csv", "tsv", "txt", "jsonl", "ndjson", "parquet", "pq", "arrow", "feather", "ipc", "db",
        "sqlite", "sqlite3",
    ];
    const PACKED: [&str; 3] = ["gz", "zst", "zstd"];
    let extension = |name: &Path| name.extension().map(|e| e.to_string_lossy().to_lowercase());
    let is_one_of = |found: &Option<String>, all: &[&str]| {
        found.as_ref().is_some_and(|e| all.contains(&e.as_str()))
    };
    let last = extension(name);
    let inner = name.file_stem().and_then(|stem| extension(Path::new(stem)));
    is_one_of(&last, &EXTENSIONS) || (is_one_of(&last, &PACKED) && is_one_of(&inner, &EXTENSIONS))
}
