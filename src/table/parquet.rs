//! Parquet files into tables.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use polars::prelude::{
    AnyValue, Column, DataFrame, DataType, IntoColumn, NamedFrom, SerReader, Series,
};
use polars_io::parquet::metadata::FileMetadataRef;
use polars_io::parquet::read::ParquetReader;

use super::cell::{date_text, number_text};
use super::store::{failed, stored, without};
use super::{Format, ReadOptions, Table};
use crate::error::{Error, Result};
use crate::work::guarded;

/// Rows of a block, where row groups are smaller.
const BLOCK_ROWS: usize = 50_000;

/// Reads a Parquet file: of the corrections, only the texts that mean missing have a meaning here.
pub(super) fn read(path: &Path, options: &ReadOptions) -> Result<Table> {
    let missing = options.read.missing.as_deref().unwrap_or_default();
    let slice = options.limit.map(|rows| (0, rows));
    Opened::open(path)?.read(slice, None, missing)
}

/// A Parquet file whose own description was read.
pub(super) struct Opened {
    path: PathBuf,
    metadata: FileMetadataRef,
    names: Vec<String>,
}

impl Opened {
    pub(super) fn open(path: &Path) -> Result<Self> {
        let described = |path: &Path| {
            let file =
                File::open(path).map_err(|error| Error::io("read the file", path, &error))?;
            let mut reader = ParquetReader::new(file);
            let mut plain = (**reader.get_metadata().map_err(|e| unreadable(&e))?).clone();
            // Without the writer's own notes a dictionary of texts is read as the texts themselves.
            plain.key_value_metadata = None;
            let metadata = Arc::new(plain);
            reader.set_metadata(Arc::clone(&metadata));
            let schema = reader.schema().map_err(|e| unreadable(&e))?;
            let names = schema.iter_names().map(ToString::to_string).collect();
            Ok((metadata, names))
        };
        // The reader breaks off on some damaged files; that must stay one error among others.
        let (metadata, names) = guarded(|| described(path)).map_err(|e| e.at_file(path))?;
        Ok(Self {
            path: path.to_owned(),
            metadata,
            names,
        })
    }

    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Rows of each row group.
    pub(super) fn groups(&self) -> Vec<usize> {
        let groups = self.metadata.row_groups.iter();
        groups.map(|group| group.num_rows()).collect()
    }

    /// Bytes of all values, unpacked.
    pub(super) fn unpacked_bytes(&self) -> u64 {
        let groups = self.metadata.row_groups.iter();
        groups.map(|group| group.total_byte_size() as u64).sum()
    }

    /// All rows, or as many from a first one on; all columns, or those named. These words mean missing.
    pub(super) fn read(
        &self,
        slice: Option<(usize, usize)>,
        columns: Option<Vec<String>>,
        missing: &[String],
    ) -> Result<Table> {
        guarded(|| self.load(slice, columns))
            .and_then(|frame| table(&frame, missing, "parquet"))
            .map_err(|error| error.at_file(&self.path))
    }

    fn load(
        &self,
        slice: Option<(usize, usize)>,
        columns: Option<Vec<String>>,
    ) -> Result<DataFrame> {
        let file = File::open(&self.path)
            .map_err(|error| Error::io("read the file", &self.path, &error))?;
        let mut reader = ParquetReader::new(file);
        reader.set_metadata(Arc::clone(&self.metadata));
        reader
            .with_slice(slice)
            .with_columns(columns)
            .set_rechunk(true)
            .finish()
            .map_err(|e| unreadable(&e))
    }
}

/// A Parquet file of any size, some row groups at a time.
pub(super) struct Blocks {
    file: Opened,
    missing: Vec<String>,
    /// Rows of each group.
    groups: Vec<usize>,
    group: usize,
    row: usize,
}

impl Blocks {
    pub(super) fn open(path: &Path, missing: Option<&[String]>) -> Result<Self> {
        let file = Opened::open(path)?;
        Ok(Self {
            groups: file.groups(),
            file,
            missing: missing.unwrap_or_default().to_vec(),
            group: 0,
            row: 0,
        })
    }

    pub(super) fn names(&self) -> &[String] {
        self.file.names()
    }

    pub(super) fn fraction_read(&self) -> f64 {
        self.row as f64 / self.groups.iter().sum::<usize>().max(1) as f64
    }

    /// The next rows, none at the end of the file: whole row groups, as each is decoded as a whole, up to
    /// [`BLOCK_ROWS`] together.
    pub(super) fn next(&mut self) -> Result<Option<Table>> {
        let mut rows = 0;
        while let Some(group) = self.groups.get(self.group)
            && (rows == 0 || rows + group <= BLOCK_ROWS)
        {
            rows += group;
            self.group += 1;
        }
        if rows == 0 {
            return Ok(None);
        }
        let slice = (self.row, rows);
        self.row += rows;
        self.file.read(Some(slice), None, &self.missing).map(Some)
    }
}

fn unreadable(error: &polars::prelude::PolarsError) -> Error {
    failed("read the Parquet file", error)
        .with_fix("the file is damaged or not complete: write it anew")
}

/// The table of a frame that polars read from a file of this format.
pub(super) fn table(frame: &DataFrame, missing: &[String], format: &str) -> Result<Table> {
    if frame.height() == 0 || frame.width() == 0 {
        return Err(Error::new("the file has no rows").with_fix("give a file with rows"));
    }
    let mut columns = Vec::with_capacity(frame.width());
    let mut metas = Vec::with_capacity(frame.width());
    for column in frame.columns() {
        let (column, mut meta) = stored(flat(column)?)?;
        let column = without(column, &mut meta, missing)?;
        columns.push(column);
        metas.push(meta);
    }
    let frame = DataFrame::new(frame.height(), columns)
        .map_err(|error| failed("build the table", &error))?;
    let format = Format {
        format: format.into(),
        header: true,
        ..Format::default()
    };
    Ok(Table::assemble(frame, metas, format))
}

/// The column in a type that a table stores: lists as text, decimals as numbers, other types as polars writes them.
fn flat(column: &Column) -> Result<Column> {
    let dtype = column.dtype();
    let as_text = |error: polars::prelude::PolarsError| {
        Error::new(format!(
            "the type '{dtype}' has no place in a table ({error})"
        ))
        .at_column(column.name().as_str())
        .with_fix("write the file with this column as text or number, or without it")
    };
    match dtype {
        DataType::Boolean | DataType::String | DataType::Null => Ok(column.clone()),
        DataType::Date | DataType::Datetime(..) => Ok(column.clone()),
        DataType::List(_) => lists(column),
        DataType::Duration(_) => column.cast(&DataType::Int64).map_err(as_text),
        _ if dtype.is_primitive_numeric() => Ok(column.clone()),
        _ if dtype.is_numeric() => column.cast(&DataType::Float64).map_err(as_text),
        _ => column.strict_cast(&DataType::String).map_err(as_text),
    }
}

/// Lists written out: `[1, 2, 3]`.
fn lists(column: &Column) -> Result<Column> {
    let rows: Option<Vec<Option<String>>> = (0..column.len())
        .map(|row| match column.get(row) {
            Ok(AnyValue::Null) => Some(None),
            Ok(value) => written(&value).map(Some),
            Err(_) => None,
        })
        .collect();
    let rows = rows.ok_or_else(|| {
        Error::new(format!(
            "the type '{}' has no place in a table",
            column.dtype()
        ))
        .at_column(column.name().as_str())
        .with_fix("write the file with this column as text, or without it")
    })?;
    Ok(Series::new(column.name().clone(), rows).into_column())
}

fn written(value: &AnyValue<'_>) -> Option<String> {
    match value {
        AnyValue::Null => Some("null".into()),
        AnyValue::Boolean(value) => Some(value.to_string()),
        AnyValue::String(text) => Some((*text).to_owned()),
        AnyValue::Datetime(..) => None,
        AnyValue::Date(days) => Some(date_text(i64::from(*days) * 86_400_000_000)),
        AnyValue::List(items) => {
            let items: Option<Vec<String>> = items.iter().map(|item| written(&item)).collect();
            Some(format!("[{}]", items?.join(", ")))
        }
        number if number.dtype().is_integer() => number.extract::<i64>().map(|n| n.to_string()),
        number => number.extract::<f64>().map(number_text),
    }
}

#[cfg(test)]
mod tests {
    use polars::prelude::{ListChunked, TimeUnit};

    use super::super::Storage;
    use super::*;

    fn one(column: Column) -> Result<Table> {
        table(
            &DataFrame::new(column.len(), vec![column]).unwrap(),
            &[],
            "parquet",
        )
    }

    #[test]
    fn types_of_parquet_become_storages() {
        let small = Series::new("v".into(), &[Some(1_i32), None]).into_column();
        assert_eq!(one(small).unwrap().columns()[0].storage, Storage::Integer);
        let large = one(Series::new("v".into(), &[u64::MAX]).into_column()).unwrap();
        assert_eq!(large.cell(0, "v").as_deref(), Some("18446744073709551615"));
        let single = Series::new("v".into(), &[1.5_f32, f32::NAN]).into_column();
        let single = one(single).unwrap();
        assert_eq!(single.columns()[0].storage, Storage::Number);
        assert_eq!(single.columns()[0].markers, [("NaN".to_owned(), 1)]);
        assert_eq!(single.missing("v").unwrap(), [false, true]);
        let days = Series::new("v".into(), &[16_709_i32])
            .cast(&DataType::Date)
            .unwrap();
        assert_eq!(
            one(days.into_column()).unwrap().cell(0, "v").as_deref(),
            Some("2015-10-01")
        );
        let millis = Series::new("v".into(), &[1_500_i64])
            .cast(&DataType::Datetime(TimeUnit::Milliseconds, None))
            .unwrap();
        let instants = one(millis.into_column()).unwrap().instants("v").unwrap();
        assert_eq!(instants, [Some(1_500_000)]);
        let texts = one(Series::new("v".into(), &["", "a"]).into_column()).unwrap();
        assert_eq!(texts.columns()[0].markers, [(String::new(), 1)]);
        let null = one(Series::new_null("v".into(), 2).into_column()).unwrap();
        assert_eq!(null.columns()[0].storage, Storage::Text);
    }

    #[test]
    fn named_texts_mean_missing() {
        let words = Series::new("v".into(), &["?", "a", "?"]).into_column();
        let frame = DataFrame::new(3, vec![words]).unwrap();
        let table = table(&frame, &["?".to_owned(), "b".to_owned()], "parquet").unwrap();
        assert_eq!(table.missing("v").unwrap(), [true, false, true]);
        assert_eq!(table.columns()[0].markers, [("?".to_owned(), 2)]);
    }

    #[test]
    fn lists_are_written_out_and_bytes_named() {
        let inner = Series::new("".into(), &[1.5, 2.0]);
        let lists: ListChunked = [Some(inner), None].into_iter().collect();
        let lists = polars::prelude::IntoSeries::into_series(lists).with_name("v".into());
        let table = one(lists.into_column()).unwrap();
        assert_eq!(table.cell(0, "v").as_deref(), Some("[1.5, 2]"));
        assert_eq!(table.cell(1, "v"), None);
        let bytes = Series::new("v".into(), &[b"\xff\xfe".as_slice()]).into_column();
        let error = one(bytes).unwrap_err();
        assert!(error.to_string().contains("column 'v'"), "{error}");
    }
}
