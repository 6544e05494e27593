//! Tables into files.

use std::fs::{File, Permissions};
use std::io::{BufWriter, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use polars_io::parquet::write::{ParquetCompression, ParquetWriter};
use tempfile::NamedTempFile;

use super::Table;
use super::values::Cells;
use crate::error::{Error, Result};

/// What a file is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Csv,
    Tsv,
    Parquet,
}

/// By the extension of the name.
pub(super) fn kind_of(path: &Path) -> Result<Kind> {
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("csv" | "txt") => Ok(Kind::Csv),
        Some("tsv") => Ok(Kind::Tsv),
        Some("parquet" | "pq") => Ok(Kind::Parquet),
        _ => Err(Error::new("cannot tell the format from the name")
            .at_file(path)
            .with_fix("end the name in .csv, .tsv or .parquet")),
    }
}

impl Table {
    /// Writes CSV, TSV or Parquet (zstd) by the file's extension, atomically: the file is there as a whole or as it was.
    ///
    /// CSV is UTF-8 with a header, a point for decimals, and nothing where a value is missing.
    pub fn write(&self, path: &Path) -> Result<()> {
        match kind_of(path)? {
            Kind::Csv => atomically(path, |file| self.write_csv(file, b',')),
            Kind::Tsv => atomically(path, |file| self.write_csv(file, b'\t')),
            Kind::Parquet => atomically(path, |file| self.write_parquet(file)),
        }
    }

    /// The cells of all columns, in their order.
    pub(super) fn all_cells(&self) -> Result<Vec<Cells<'_>>> {
        let names = self.columns().iter();
        names.map(|column| self.cells(&column.name)).collect()
    }

    fn write_csv(&self, file: &File, delimiter: u8) -> Result<()> {
        let failed = |error: std::io::Error| Error::new(format!("cannot write: {error}"));
        let columns = self.all_cells()?;
        let mut out = BufWriter::new(file);
        let mut line = Vec::new();
        for column in self.columns() {
            push(&mut line, &column.name, delimiter);
        }
        end(&mut line);
        out.write_all(&line).map_err(failed)?;
        for row in 0..self.rows() {
            line.clear();
            for column in &columns {
                push(&mut line, &column.text(row).unwrap_or_default(), delimiter);
            }
            end(&mut line);
            out.write_all(&line).map_err(failed)?;
        }
        out.flush().map_err(failed)
    }

    fn write_parquet(&self, file: &File) -> Result<()> {
        let mut frame = self.frame.clone();
        ParquetWriter::new(BufWriter::new(file))
            // What is measured gets hardly smaller by a better compression, which takes several times as long.
            .with_compression(ParquetCompression::Snappy)
            .finish(&mut frame)
            .map(|_| ())
            .map_err(|error| super::store::failed("write the Parquet file", &error))
    }
}

/// A cell and the separator after it, quoted where it would read as something else.
pub(super) fn push(line: &mut Vec<u8>, text: &str, delimiter: u8) {
    let quoted = text
        .bytes()
        .any(|b| b == delimiter || matches!(b, b'"' | b'\n' | b'\r'));
    if quoted {
        line.push(b'"');
        line.extend_from_slice(text.replace('"', "\"\"").as_bytes());
        line.push(b'"');
    } else {
        line.extend_from_slice(text.as_bytes());
    }
    line.push(delimiter);
}

/// Turns the last separator into a line end.
pub(super) fn end(line: &mut Vec<u8>) {
    line.pop();
    line.push(b'\n');
}

/// Lets `fill` write a temporary file in the same folder, then puts it in the place of `path`.
fn atomically(path: &Path, fill: impl FnOnce(&File) -> Result<()>) -> Result<()> {
    let file = staged(path)?;
    fill(file.as_file()).map_err(|error| error.at_file(path))?;
    put_in_place(file, path)
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// A temporary file in the folder of `path`.
pub(super) fn staged(path: &Path) -> Result<NamedTempFile> {
    tempfile::Builder::new()
        .permissions(Permissions::from_mode(0o666))
        .tempfile_in(folder_of(path))
        .map_err(|error| Error::io("write the file", path, &error))
}

/// Lets a temporary file take its name, once it is on the disk.
pub(super) fn put_in_place(file: NamedTempFile, path: &Path) -> Result<()> {
    let failed = |error: std::io::Error| Error::io("write the file", path, &error);
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    File::open(folder_of(path))
        .and_then(|f| f.sync_all())
        .map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::super::{ReadOptions, Storage, Table, read};

    const TEXT: &str = "n,x,t,d,b,\"odd \"\"name\"\"\"\n3,1.5,\"a,b\",2015-10-02T01:00:00.5,true,1e-9\n1,,\"line\nbreak\",,,2\n";

    fn texts(table: &Table) -> Vec<Vec<Option<String>>> {
        let names = table.columns().iter();
        names
            .map(|column| table.texts(&column.name).unwrap())
            .collect()
    }

    #[test]
    fn what_is_written_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        let table = Table::from_csv(TEXT).unwrap();
        for name in ["t.csv", "t.tsv", "t.parquet"] {
            let path = folder.path().join(name);
            table.write(&path).unwrap();
            // Writing again replaces.
            table.write(&path).unwrap();
            let back = read(&path, &ReadOptions::default()).unwrap();
            assert_eq!(back.schema(), table.schema(), "{name}");
            assert_eq!(texts(&back), texts(&table), "{name}");
        }
        let left = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, 3, "no temporary file stays");
        assert!(table.write(&folder.path().join("t.xlsx")).is_err());
        assert!(table.write(&folder.path().join("no/such/t.csv")).is_err());
    }

    #[test]
    fn csv_is_plain() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.csv");
        Table::from_csv("a,b\n1.50,x\n,\"q\"\"\"\n")
            .unwrap()
            .write(&path)
            .unwrap();
        assert_eq!(
            std::fs::read_to_string(&path).unwrap(),
            "a,b\n1.5,x\n,\"q\"\"\"\n"
        );
    }

    #[test]
    fn previews_take_the_first_rows() {
        let folder = tempfile::tempdir().unwrap();
        let table = Table::from_csv(TEXT).unwrap();
        let preview = ReadOptions {
            limit: Some(1),
            ..ReadOptions::default()
        };
        for name in ["t.csv", "t.parquet"] {
            let path = folder.path().join(name);
            table.write(&path).unwrap();
            assert_eq!(read(&path, &preview).unwrap().rows(), 1, "{name}");
        }
        // Larger than the first block of a preview, and cut in the middle of a row.
        let path = folder.path().join("long.csv");
        let rows: String = (0..60_000)
            .map(|n| format!("{n},some text {n}\n"))
            .collect();
        std::fs::write(&path, format!("n,t\n{rows}")).unwrap();
        let many = ReadOptions {
            limit: Some(50_000),
            ..ReadOptions::default()
        };
        assert_eq!(read(&path, &preview).unwrap().rows(), 1);
        assert_eq!(
            read(&path, &many).unwrap().numbers("n").unwrap()[49_999],
            49_999.0
        );
    }

    #[test]
    fn faults_of_files_name_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let fault = |name: &str, bytes: Option<&[u8]>| {
            let path = folder.path().join(name);
            if let Some(bytes) = bytes {
                std::fs::write(&path, bytes).unwrap();
            }
            let error = read(&path, &ReadOptions::default()).unwrap_err();
            assert_eq!(error.file.as_deref(), Some(path.as_path()), "{error}");
            assert!(error.fix.is_some(), "{error}");
            error.message.clone()
        };
        assert!(fault("absent.csv", None).contains("cannot read"));
        assert!(fault("empty.csv", Some(b"")).contains("empty"));
        assert!(fault("text.parquet", Some(b"a,b\n1,2\n")).contains("not a Parquet file"));
        assert!(fault("short.parquet", Some(b"PAR1")).contains("Parquet"));
        assert!(
            fault(
                "broken.parquet",
                Some(b"PAR1\0\0\0\0\x15\xff\xff\x10\0\0\0PAR1")
            )
            .contains("Parquet")
        );
        assert!(fault("sheet.csv", Some(b"PK\x03\x04rest")).contains("spreadsheet"));
        assert!(fault("packed.csv.gz", Some(b"\x1f\x8brest")).contains("gzip"));
        assert!(fault("ragged.csv", Some(b"a,b\n1\n")).contains("expected 2 fields"));
        let empty = tempfile::tempdir().unwrap();
        let error = read(empty.path(), &ReadOptions::default()).unwrap_err();
        assert!(error.message.contains("folder has no data file"));
    }

    #[test]
    fn parquet_under_another_name_is_parquet() {
        let folder = tempfile::tempdir().unwrap();
        let table = Table::from_numbers(&[("v", vec![1.0, 2.5])]).unwrap();
        table.write(&folder.path().join("t.parquet")).unwrap();
        let other = folder.path().join("t.csv");
        std::fs::rename(folder.path().join("t.parquet"), &other).unwrap();
        let back = read(&other, &ReadOptions::default()).unwrap();
        assert_eq!(back.format.format, "parquet");
        assert_eq!(back.columns()[0].storage, Storage::Number);
    }
}
