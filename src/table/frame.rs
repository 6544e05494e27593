//! The table itself: building it, taking rows, adding columns.

use polars::prelude::{
    Column, DataFrame, IdxCa, IdxSize, IntoColumn, NamedFrom, NewChunkedArray, Series,
};

use rayon::prelude::*;

use super::store::{common_storage, failed, in_storage, numbers, stored};
use super::stream::Packing;
use super::{ColumnMeta, Expression, Format, Past, Storage, csv};
use crate::decisions::Read;
use crate::error::{Error, Result};
use crate::text::{counted, nearest};

/// A table in memory. A copy shares the values.
#[derive(Debug, Clone)]
pub struct Table {
    pub(super) frame: DataFrame,
    columns: Vec<ColumnMeta>,
    /// What reading found of the file.
    pub format: Format,
}

impl Table {
    /// Puts a table together from columns that are already in the types tables store.
    pub(super) fn assemble(frame: DataFrame, columns: Vec<ColumnMeta>, format: Format) -> Self {
        Self {
            frame,
            columns,
            format,
        }
    }

    /// The same, with how the file was written.
    pub(super) fn written_as(mut self, is_json: bool, packing: Packing) -> Self {
        if is_json {
            self.format = Format {
                format: "json lines".into(),
                delimiter: None,
                ..self.format
            };
        }
        self.format.packing = packing.word().map(str::to_owned);
        self
    }

    /// Builds a table from named columns of numbers (NaN and infinities = missing). For tests and small tables.
    pub fn from_numbers(columns: &[(&str, Vec<f64>)]) -> Result<Self> {
        Self::from_columns(columns, |name, values| numbers(name.into(), values))
    }

    /// Builds a table from named columns of texts, kept as texts. For tests and small tables.
    pub fn from_texts(columns: &[(&str, Vec<Option<String>>)]) -> Result<Self> {
        Self::from_columns(columns, |name, values| Series::new(name.into(), values))
    }

    /// A table of as many rows and no column yet.
    pub fn blank(rows: usize) -> Self {
        Self::assemble(
            DataFrame::empty_with_height(rows),
            Vec::new(),
            Format::default(),
        )
    }

    fn from_columns<T>(
        columns: &[(&str, Vec<T>)],
        series: impl Fn(&str, &[T]) -> Series,
    ) -> Result<Self> {
        let columns = columns.iter().map(|(name, values)| series(name, values));
        Self::from_series(columns.collect())
    }

    /// Builds a table from columns of one length.
    pub(super) fn from_series(columns: Vec<Series>) -> Result<Self> {
        let rows = columns.first().map_or(0, |series| series.len());
        let stored: Vec<(Column, ColumnMeta)> = columns
            .into_iter()
            .map(|series| stored(series.into_column()))
            .collect::<Result<_>>()?;
        let (columns, metas) = stored.into_iter().unzip();
        let frame =
            DataFrame::new(rows, columns).map_err(|error| failed("build the table", &error))?;
        Ok(Self::assemble(frame, metas, Format::default()))
    }

    /// Reads CSV from a text, as [`read()`](super::read()) reads it from a file.
    pub fn from_csv(text: &str) -> Result<Self> {
        csv::whole(text.as_bytes(), &Read::default(), None)
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.frame.height()
    }

    /// Columns in file order.
    pub fn columns(&self) -> &[ColumnMeta] {
        &self.columns
    }

    /// Name and storage of each column, in file order.
    pub fn schema(&self) -> Vec<(String, Storage)> {
        self.columns
            .iter()
            .map(|column| (column.name.clone(), column.storage))
            .collect()
    }

    /// The column of this name; an error names the nearest existing column.
    pub fn column(&self, name: &str) -> Result<&ColumnMeta> {
        self.columns
            .iter()
            .find(|column| column.name == name)
            .ok_or_else(|| self.absent(name))
    }

    /// Whether there is such a column.
    pub fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.name == name)
    }

    /// These columns only, in this order; of none as many rows.
    pub fn select(&self, names: &[&str]) -> Result<Table> {
        let columns: Vec<ColumnMeta> = names
            .iter()
            .map(|name| self.column(name).cloned())
            .collect::<Result<_>>()?;
        let values: Vec<Column> = names
            .iter()
            .map(|name| self.values(name).cloned())
            .collect::<Result<_>>()?;
        let frame = DataFrame::new(self.rows(), values)
            .map_err(|error| failed("select columns", &error))?;
        Ok(Self::assemble(frame, columns, self.format.clone()))
    }

    /// The first rows, at most this many.
    #[must_use]
    pub fn head(&self, rows: usize) -> Table {
        Self {
            frame: self.frame.slice(0, rows),
            ..self.clone()
        }
    }

    /// Rows from a first one on, at most this many.
    #[must_use]
    pub(super) fn slice(&self, first: usize, rows: usize) -> Table {
        Self {
            frame: self.frame.slice(first as i64, rows),
            ..self.clone()
        }
    }

    /// The rows at these positions, in this order. A position may come more than once; one beyond the table is an error.
    pub fn take(&self, rows: &[usize]) -> Result<Table> {
        let count = self.rows();
        let positions: Option<Vec<IdxSize>> = rows
            .iter()
            .map(|row| IdxSize::try_from(*row).ok().filter(|_| *row < count))
            .collect();
        let positions = positions.ok_or_else(|| {
            Error::new(format!(
                "a row beyond the {} of the table was asked for",
                counted(count, "row")
            ))
        })?;
        let positions = IdxCa::from_slice("rows".into(), &positions);
        // On the threads of who asks: work of another pool would let them begin other work while they wait.
        let columns = self.frame.columns().par_iter();
        let columns = columns.map(|column| column.take(&positions));
        let columns = columns.collect::<Result<Vec<Column>, _>>();
        let frame = columns.and_then(|columns| DataFrame::new(rows.len(), columns));
        let frame = frame.map_err(|error| failed("take rows", &error))?;
        Ok(Self {
            frame,
            ..self.clone()
        })
    }

    /// These rows and below them those of another table with the same columns (order may differ; a missing or
    /// differently stored column is an error that names it; whole numbers and numbers go together, and a column without
    /// a value goes with any). Columns that only the other table has are left out; counts of markers add up.
    pub fn append(&self, other: &Table) -> Result<Table> {
        let mut columns = Vec::with_capacity(self.columns.len());
        let mut metas = Vec::with_capacity(self.columns.len());
        for meta in &self.columns {
            let theirs = other.column(&meta.name)?;
            let (upper, lower) = (self.values(&meta.name)?, other.values(&meta.name)?);
            let storage = if upper.null_count() == upper.len() {
                theirs.storage
            } else if lower.null_count() == lower.len() {
                meta.storage
            } else {
                common_storage(meta, theirs)?
            };
            let mut column = in_storage(upper, storage)?;
            column
                .append(&in_storage(lower, storage)?)
                .map_err(|error| failed("append rows", &error).at_column(&meta.name))?;
            columns.push(column);
            let mut meta = ColumnMeta {
                storage,
                ..meta.clone()
            };
            meta.add_markers(&theirs.markers);
            metas.push(meta);
        }
        let frame = DataFrame::new(self.rows() + other.rows(), columns)
            .map_err(|error| failed("append rows", &error))?;
        Ok(Self::assemble(frame, metas, self.format.clone()))
    }

    /// These columns in this order, stored as they say. Errors: a column that is absent or cannot be stored so: whole numbers are numbers too, and
    /// a column without a value is of any storage.
    pub(super) fn stored_as(&self, like: &[ColumnMeta]) -> Result<Table> {
        let mut columns = Vec::with_capacity(like.len());
        let mut metas = Vec::with_capacity(like.len());
        for wanted in like {
            let meta = self.column(&wanted.name)?;
            let column = self.values(&wanted.name)?;
            let is_empty = column.null_count() == column.len();
            if !is_empty && common_storage(wanted, meta)? != wanted.storage {
                return Err(Error::new(format!(
                    "it is {} in the first rows and {} below",
                    wanted.storage.noun(),
                    meta.storage.noun()
                ))
                .at_column(&wanted.name));
            }
            columns.push(in_storage(column, wanted.storage)?);
            metas.push(ColumnMeta {
                storage: wanted.storage,
                ..meta.clone()
            });
        }
        let frame = DataFrame::new(self.rows(), columns)
            .map_err(|error| failed("store the columns", &error))?;
        Ok(Self::assemble(frame, metas, self.format.clone()))
    }

    /// The same, with what reading found of these columns.
    pub(super) fn found_as(mut self, found: &[ColumnMeta]) -> Table {
        for meta in &mut self.columns {
            if let Some(found) = found.iter().find(|found| found.name == meta.name) {
                *meta = found.clone();
            }
        }
        self
    }

    /// With the columns of another table of as many rows beside its own, replacing those of the same name.
    pub fn beside(&self, other: &Table) -> Result<Table> {
        let mut table = self.clone();
        for meta in &other.columns {
            let column = other.values(&meta.name)?.clone();
            table = table.with_series(column.take_materialized_series())?;
        }
        Ok(table)
    }

    /// With one more column computed by an expression (replacing one of that name), which may look at the past where one
    /// is given.
    pub fn with(&self, name: &str, expression: &Expression, past: Option<&Past>) -> Result<Table> {
        let computed = match past {
            Some(past) => expression.series(name, &expression.with_past(self, past)?, &[])?,
            None => expression.series(name, self, &[])?,
        };
        self.with_series(computed)
    }

    /// With one more column of numbers (NaN and infinities = missing), one a row, replacing one of that name.
    pub fn with_numbers(&self, name: &str, values: &[f64]) -> Result<Table> {
        self.with_series(numbers(name.into(), values))
    }

    /// With one more column of texts, one a row, replacing one of that name.
    pub fn with_texts(&self, name: &str, values: &[Option<String>]) -> Result<Table> {
        self.with_series(Series::new(name.into(), values))
    }

    /// With the values of a column taken from these rows, one a row of the table.
    pub fn with_values_of(&self, name: &str, rows: &[usize]) -> Result<Table> {
        let taken = self.select(&[name])?.take(rows)?;
        self.with_series(taken.values(name)?.as_materialized_series().clone())
    }

    pub(super) fn with_series(&self, series: Series) -> Result<Table> {
        let (column, meta) = stored(series.into_column())?;
        if column.len() != self.rows() {
            return Err(Error::new(format!(
                "the column has {}, the table {}",
                counted(column.len(), "value"),
                counted(self.rows(), "row")
            ))
            .at_column(&meta.name));
        }
        let mut table = self.clone();
        table
            .frame
            .with_column(column)
            .map_err(|error| failed("add the column", &error))?;
        match table.columns.iter_mut().find(|c| c.name == meta.name) {
            Some(old) => *old = meta,
            None => table.columns.push(meta),
        }
        Ok(table)
    }

    /// Whether a column has no value at all.
    pub(super) fn is_empty_column(&self, name: &str) -> Result<bool> {
        let column = self.values(name)?;
        Ok(column.null_count() == column.len())
    }

    /// Positions of the rows for which the expression is true.
    pub fn filter(&self, expression: &Expression) -> Result<Vec<usize>> {
        let truth = expression.truth(self)?;
        Ok((0..truth.len()).filter(|row| truth[*row]).collect())
    }

    /// The polars column of this name.
    pub(super) fn values(&self, name: &str) -> Result<&Column> {
        self.frame.column(name).map_err(|_| self.absent(name))
    }

    fn absent(&self, name: &str) -> Error {
        let shown = crate::text::escape(name);
        let error = Error::new(format!("no column '{shown}'")).at_column(name);
        let names = self.columns.iter().map(|column| column.name.as_str());
        match nearest(name, names) {
            Some(near) => error.with_fix(format!("did you mean '{}'?", crate::text::escape(near))),
            None => error.with_fix(format!(
                "the table has {}",
                counted(self.columns.len(), "column")
            )),
        }
    }
}
