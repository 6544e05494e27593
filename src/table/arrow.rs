//! Arrow files (Feather version 2) and Arrow streams into tables, whole or record batch by record batch.

use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::path::{Path, PathBuf};

use polars::prelude::{ArrowSchema, DataFrame, PolarsError, SerReader};
use polars_arrow::io::ipc::read::{
    FileReader, StreamReader, StreamState, read_file_metadata, read_stream_metadata,
};
use polars_io::ipc::{IpcReader, IpcStreamReader};

use super::blocks::PART;
use super::parquet::table;
use super::store::failed;
use super::{ReadOptions, Table};
use crate::error::{Error, Result};
use crate::work::guarded;

/// First bytes of an Arrow file.
const FILE: &[u8] = b"ARROW1";
/// First bytes of an Arrow stream: a message follows.
const STREAM: &[u8] = b"\xff\xff\xff\xff";
/// Longest description of columns that is taken for one: beyond, the four bytes mean something else.
const LONGEST_SCHEMA: u32 = 1 << 24;

/// Whether a file of these first bytes is of Arrow.
pub(super) fn begins(start: &[u8]) -> bool {
    let is_stream = || {
        let length = start
            .strip_prefix(STREAM)
            .and_then(|rest| rest.first_chunk::<4>());
        length.is_some_and(|bytes| (1..LONGEST_SCHEMA).contains(&u32::from_le_bytes(*bytes)))
    };
    start.starts_with(FILE) || is_stream()
}

/// Reads an Arrow file or stream: of the corrections, only the texts that mean missing have a meaning here.
pub(super) fn read(path: &Path, options: &ReadOptions) -> Result<Table> {
    let missing = options.read.missing.as_deref().unwrap_or_default();
    // The reader breaks off on some damaged files; that must stay one error among others.
    guarded(|| load(path, options.limit))
        .and_then(|frame| table(&frame, missing, "arrow"))
        .map_err(|error| error.at_file(path))
}

fn load(path: &Path, limit: Option<usize>) -> Result<DataFrame> {
    let (file, is_stream) = open(path)?;
    let frame = match is_stream {
        false => IpcReader::new(file)
            .with_n_rows(limit)
            .set_rechunk(true)
            .finish(),
        true => IpcStreamReader::new(file)
            .with_n_rows(limit)
            .set_rechunk(true)
            .finish(),
    };
    frame.map_err(|error| unreadable(&error))
}

/// The file from its start, and whether it is a stream.
fn open(path: &Path) -> Result<(File, bool)> {
    let failed = |error: std::io::Error| Error::io("read the file", path, &error);
    let mut file = File::open(path).map_err(failed)?;
    let mut start = Vec::new();
    (&file)
        .take(FILE.len() as u64)
        .read_to_end(&mut start)
        .map_err(failed)?;
    file.rewind().map_err(failed)?;
    Ok((file, !start.starts_with(FILE)))
}

/// An Arrow file of any size: one record batch is held at a time.
pub(super) struct Blocks {
    path: PathBuf,
    reader: Batches,
    names: Vec<String>,
    missing: Vec<String>,
    /// The batch being given out, and how many of its rows were.
    batch: DataFrame,
    given: usize,
    /// The same file, which tells how far it was read, and its size.
    file: File,
    size: u64,
}

enum Batches {
    File(Box<FileReader<File>>),
    Stream(Box<StreamReader<File>>),
}

impl Batches {
    fn next(&mut self) -> std::result::Result<Option<DataFrame>, PolarsError> {
        let batch = match self {
            Batches::File(reader) => reader.next().transpose()?,
            Batches::Stream(reader) => match reader.next().transpose()? {
                Some(StreamState::Some(batch)) => Some(batch),
                // The file is there as a whole: nothing more will come.
                Some(StreamState::Waiting) | None => None,
            },
        };
        Ok(batch.map(DataFrame::from))
    }
}

impl Blocks {
    pub(super) fn open(path: &Path, missing: Option<&[String]>) -> Result<Self> {
        let failed = |error: std::io::Error| Error::io("read the file", path, &error);
        let (mut file, is_stream) = open(path)?;
        let size = file.metadata().map_err(failed)?.len();
        let again = file.try_clone().map_err(failed)?;
        let opened = guarded(|| {
            let unreadable = |error: PolarsError| unreadable(&error);
            let names =
                |schema: &ArrowSchema| schema.iter_names().map(ToString::to_string).collect();
            Ok(match is_stream {
                false => {
                    let metadata = read_file_metadata(&mut file).map_err(unreadable)?;
                    let names: Vec<String> = names(&metadata.schema);
                    let reader = FileReader::new(file, metadata, None, None);
                    (names, Batches::File(Box::new(reader)))
                }
                true => {
                    let metadata = read_stream_metadata(&mut file).map_err(unreadable)?;
                    let names: Vec<String> = names(&metadata.schema);
                    let reader = StreamReader::new(file, metadata, None);
                    (names, Batches::Stream(Box::new(reader)))
                }
            })
        });
        let (names, reader) = opened.map_err(|error| error.at_file(path))?;
        Ok(Self {
            path: path.to_owned(),
            reader,
            names,
            missing: missing.unwrap_or_default().to_vec(),
            batch: DataFrame::empty(),
            given: 0,
            file: again,
            size,
        })
    }

    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    pub(super) fn fraction_read(&self) -> f64 {
        let at = (&self.file).stream_position().unwrap_or_default();
        (at as f64 / self.size.max(1) as f64).min(1.0)
    }

    /// The next rows, none at the end of the file.
    pub(super) fn next(&mut self) -> Result<Option<Table>> {
        while self.given >= self.batch.height() {
            let next = guarded(|| self.reader.next().map_err(|error| unreadable(&error)));
            match next.map_err(|error| error.at_file(&self.path))? {
                Some(batch) => (self.batch, self.given) = (batch, 0),
                None => return Ok(None),
            }
        }
        let part = self.batch.slice(self.given as i64, PART);
        self.given += part.height();
        let table = guarded(|| table(&part, &self.missing, "arrow"));
        table.map(Some).map_err(|error| error.at_file(&self.path))
    }
}

fn unreadable(error: &PolarsError) -> Error {
    failed("read the Arrow file", error)
        .with_fix("the file is damaged or not complete: write it anew")
}

#[cfg(test)]
mod tests {
    use polars::prelude::{SerWriter, df};
    use polars_io::ipc::{IpcCompression, IpcStreamWriter, IpcWriter};

    use super::super::{Blocks as AnyBlocks, Storage, read};
    use super::*;

    fn frame() -> DataFrame {
        df!("n" => [Some(1_i32), None, Some(3)], "t" => ["a", "", "?"], "x" => [0.5, f64::NAN, 2.0])
            .unwrap()
    }

    #[test]
    fn files_and_streams_packed_or_not_are_told_by_their_first_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rides.csv");
        for compression in [
            None,
            Some(IpcCompression::LZ4),
            Some(IpcCompression::ZSTD(Default::default())),
        ] {
            for stream in [false, true] {
                let file = File::create(&path).unwrap();
                match stream {
                    true => IpcStreamWriter::new(file)
                        .with_compression(compression)
                        .finish(&mut frame()),
                    false => IpcWriter::new(file)
                        .with_compression(compression)
                        .finish(&mut frame()),
                }
                .unwrap();
                let options = ReadOptions::default();
                let table = read(&path, &options).unwrap();
                assert_eq!(table.format.format, "arrow");
                assert_eq!(table.columns()[0].storage, Storage::Integer);
                assert_eq!(table.missing("x").unwrap(), [false, true, false]);
                assert_eq!(table.texts("t").unwrap()[1..], [None, Some("?".into())]);
                let first = ReadOptions {
                    limit: Some(1),
                    ..options
                };
                assert_eq!(read(&path, &first).unwrap().rows(), 1);
                let mut blocks = AnyBlocks::open(&path, &Default::default(), Vec::new()).unwrap();
                assert_eq!(blocks.names(), ["n", "t", "x"]);
                assert!(blocks.next_block().unwrap().is_some());
                assert!(blocks.next_block().unwrap().is_none());
            }
        }
    }

    #[test]
    fn blocks_together_are_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rides.arrow");
        let rows: Vec<i64> = (0..120_000).collect();
        let texts: Vec<String> = rows.iter().map(|n| format!("t{}", n % 7)).collect();
        let mut long = df!("n" => rows, "t" => texts).unwrap();
        for stream in [false, true] {
            let file = File::create(&path).unwrap();
            match stream {
                true => IpcStreamWriter::new(file).finish(&mut long),
                false => IpcWriter::new(file).finish(&mut long),
            }
            .unwrap();
            let whole = read(&path, &ReadOptions::default()).unwrap();
            let mut blocks = Blocks::open(&path, None).unwrap();
            let mut below = blocks.next().unwrap().unwrap();
            assert!(below.rows() < whole.rows());
            while let Some(more) = blocks.next().unwrap() {
                below = below.append(&more).unwrap();
            }
            assert!((blocks.fraction_read() - 1.0).abs() < 0.1);
            for name in ["n", "t"] {
                assert_eq!(below.texts(name).unwrap(), whole.texts(name).unwrap());
            }
        }
    }

    #[test]
    fn a_cut_file_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rides.arrow");
        IpcWriter::new(File::create(&path).unwrap())
            .finish(&mut frame())
            .unwrap();
        let bytes = std::fs::read(&path).unwrap();
        for end in [8, bytes.len() / 2, bytes.len() - 3] {
            std::fs::write(&path, &bytes[..end]).unwrap();
            let error = read(&path, &ReadOptions::default()).unwrap_err();
            assert!(error.to_string().contains("Arrow file"), "{error}");
        }
    }
}
