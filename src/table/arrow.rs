//! Arrow files (Feather version 2) and Arrow streams into tables.

use std::fs::File;
use std::path::Path;

use polars::prelude::{DataFrame, PolarsError, SerReader};
use polars_io::ipc::{IpcReader, IpcStreamReader};

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
    let open = || File::open(path).map_err(|error| Error::io("read the file", path, &error));
    let mut start = Vec::new();
    std::io::Read::read_to_end(
        &mut std::io::Read::take(open()?, FILE.len() as u64),
        &mut start,
    )
    .map_err(|error| Error::io("read the file", path, &error))?;
    let frame = match start.starts_with(FILE) {
        true => IpcReader::new(open()?)
            .with_n_rows(limit)
            .set_rechunk(true)
            .finish(),
        false => IpcStreamReader::new(open()?)
            .with_n_rows(limit)
            .set_rechunk(true)
            .finish(),
    };
    frame.map_err(|error| unreadable(&error))
}

fn unreadable(error: &PolarsError) -> Error {
    failed("read the Arrow file", error)
        .with_fix("the file is damaged or not complete: write it anew")
}

#[cfg(test)]
mod tests {
    use polars::prelude::{SerWriter, df};
    use polars_io::ipc::{IpcCompression, IpcStreamWriter, IpcWriter};

    use super::super::{Blocks, Storage, read};
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
                let mut blocks = Blocks::open(&path, &Default::default(), Vec::new()).unwrap();
                assert_eq!(blocks.names(), ["n", "t", "x"]);
                assert!(blocks.next_block().unwrap().is_some());
                assert!(blocks.next_block().unwrap().is_none());
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
