//! Tables joined by key: every row takes the values of the one row of another table that has the same key.

use std::collections::HashMap;
use std::sync::Arc;

use polars::prelude::{Column, DataFrame, IdxCa, IdxSize, NewChunkedArray};

use super::store::failed;
use super::values::Cells;
use super::{ColumnMeta, Table};
use crate::decisions::JoinHow;
use crate::error::{Error, Result};
use crate::text::{counted, cut, escape};

/// Keys that an error names at most.
const NAMED: usize = 5;

/// A table made ready to be looked up by key: for one table, or for one block of rows after the other.
#[derive(Debug, Clone)]
pub struct Lookup {
    name: String,
    on: Vec<ColumnMeta>,
    /// Its columns without those of the key.
    table: Table,
    rows: Arc<HashMap<Box<[u8]>, IdxSize>>,
}

/// Rows with what was found for them in another table.
#[derive(Debug, Clone)]
pub struct Joined {
    /// The rows that stay, with the columns of both.
    pub table: Table,
    /// Where each row that stays was before; none where all stayed.
    pub kept: Option<Vec<usize>>,
    /// Rows whose key the other table does not have, or that have none.
    pub unmatched: usize,
}

impl Table {
    /// These rows with the columns of another table beside them; see [`Lookup`]. Errors: as [`Lookup::of`] and [`Lookup::join`].
    pub fn join(&self, other: &Table, name: &str, on: &[String], how: JoinHow) -> Result<Joined> {
        Lookup::of(other, name, "", on)?.join(self, how)
    }

    /// The same with every name behind a prefix.
    fn prefixed(&self, prefix: &str) -> Result<Table> {
        let named = |name: &str| format!("{prefix}{name}");
        let columns = self.frame.columns().iter();
        let columns = columns.map(|c| c.clone().with_name(named(c.name()).into()));
        let metas = self.columns().iter().map(|meta| ColumnMeta {
            name: named(&meta.name),
            ..meta.clone()
        });
        let frame = DataFrame::new(self.rows(), columns.collect())
            .map_err(|error| failed("join the rows", &error))?;
        Ok(Table::assemble(frame, metas.collect(), self.format.clone()))
    }
}

impl Lookup {
    /// Makes a table ready. `name` is what it is called in messages, `prefix` what is written before the names of the columns it adds.
    /// Its rows without a key are never found.
    ///
    /// # Errors
    /// A key column that it does not have; a key that stands in several rows, which are named.
    pub fn of(other: &Table, name: &str, prefix: &str, on: &[String]) -> Result<Lookup> {
        let metas: Vec<ColumnMeta> = on
            .iter()
            .map(|key| other.column(key).cloned())
            .collect::<Result<_>>()?;
        let mut rows: HashMap<Box<[u8]>, IdxSize> = HashMap::with_capacity(other.rows());
        let mut again: Vec<usize> = Vec::new();
        for (row, key) in keys(other, on)?.into_iter().enumerate() {
            let place = IdxSize::try_from(row).map_err(|_| too_long())?;
            if let Some(key) = key
                && rows.insert(key, place).is_some()
            {
                again.push(row);
            }
        }
        if !again.is_empty() {
            return Err(repeated(other, name, on, &again));
        }
        let others = other.columns().iter().map(|column| column.name.as_str());
        let others: Vec<&str> = others.filter(|n| !on.iter().any(|key| key == n)).collect();
        Ok(Lookup {
            name: name.to_owned(),
            on: metas,
            table: match others.is_empty() {
                true => Table::blank(other.rows()),
                false => other.select(&others)?.prefixed(prefix)?,
            },
            rows: Arc::new(rows),
        })
    }

    /// The same without the columns that are not among these.
    pub fn only(&self, names: &[&str]) -> Lookup {
        let kept = self.adds().iter().map(|column| column.name.as_str());
        let kept: Vec<&str> = kept.filter(|name| names.contains(name)).collect();
        let table = match kept.is_empty() {
            true => Table::blank(self.table.rows()),
            // Its own columns are there.
            false => self
                .table
                .select(&kept)
                .unwrap_or_else(|_| self.table.clone()),
        };
        Lookup {
            table,
            ..self.clone()
        }
    }

    /// What the other table is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The columns of the key, as the other table stores them.
    pub fn on(&self) -> &[ColumnMeta] {
        &self.on
    }

    /// The columns that it adds.
    pub fn adds(&self) -> &[ColumnMeta] {
        self.table.columns()
    }

    /// These rows with its columns, in their order. Numbers are compared by value, texts sign by sign; a row without a key has no match.
    ///
    /// # Errors
    /// A key column that the rows do not have, or that is stored in another way there; a column that both tables have.
    pub fn join(&self, table: &Table, how: JoinHow) -> Result<Joined> {
        let on: Vec<String> = self.on.iter().map(|meta| meta.name.clone()).collect();
        for theirs in &self.on {
            let ours = table.column(&theirs.name)?;
            self.refuse_unlike((table, ours), theirs)?;
        }
        let found: Vec<Option<IdxSize>> = keys(table, &on)?
            .into_iter()
            .map(|key| self.rows.get(&key?).copied())
            .collect();
        let unmatched = found.iter().filter(|row| row.is_none()).count();
        let kept: Option<Vec<usize>> = (how == JoinHow::Inner && unmatched > 0).then(|| {
            (0..found.len())
                .filter(|&row| found[row].is_some())
                .collect()
        });
        let table = match &kept {
            Some(rows) => table.take(rows)?,
            None => table.clone(),
        };
        let places = match &kept {
            Some(rows) => rows.iter().map(|&row| found[row]).collect(),
            None => found,
        };
        let table = self.beside(&table, &places)?;
        Ok(Joined {
            table,
            kept,
            unmatched,
        })
    }

    /// The rows with the values of the rows that were found for them.
    fn beside(&self, table: &Table, places: &[Option<IdxSize>]) -> Result<Table> {
        let places = IdxCa::from_slice_options("rows".into(), places);
        let taken = self
            .table
            .frame
            .take(&places)
            .map_err(|error| failed("join the rows", &error))?;
        let mut columns: Vec<Column> = table.frame.columns().to_vec();
        let mut metas = table.columns().to_vec();
        let taken_names: Vec<String> = metas.iter().map(|meta| meta.name.clone()).collect();
        let mut both = self.adds().iter().filter(|c| taken_names.contains(&c.name));
        if let Some(first) = both.next() {
            let names = both.map(|c| c.name.as_str());
            let names: Vec<&str> = std::iter::once(first.name.as_str()).chain(names).collect();
            return Err(self.in_both(&names));
        }
        columns.extend(taken.columns().iter().cloned());
        metas.extend(self.adds().iter().cloned());
        let frame = DataFrame::new(table.rows(), columns)
            .map_err(|error| failed("join the rows", &error))?;
        Ok(Table::assemble(frame, metas, table.format.clone()))
    }

    fn in_both(&self, names: &[&str]) -> Error {
        let name = escape(&self.name);
        let shown: Vec<String> = names.iter().map(|n| format!("'{}'", escape(n))).collect();
        Error::new(format!(
            "'{name}' has {} that the rows have too: {}",
            match names {
                [_] => "a column",
                _ => "columns",
            },
            shown.join(", ")
        ))
        .at_column(names.join(", "))
        .with_fix(format!(
            "write `prefix = \"{name}_\"` into the join: the names of all it adds begin with it"
        ))
    }

    /// Refuses to compare `1` with `"1"`. A column without any value goes with every storage.
    fn refuse_unlike(
        &self,
        (table, ours): (&Table, &ColumnMeta),
        theirs: &ColumnMeta,
    ) -> Result<()> {
        let alike = ours.storage == theirs.storage
            || (ours.storage.is_number() && theirs.storage.is_number());
        let values = table.values(&ours.name)?;
        if alike || values.null_count() == values.len() || self.rows.is_empty() {
            return Ok(());
        }
        let example = (0..table.rows()).find_map(|row| table.cell(row, &ours.name));
        Err(Error::new(format!(
            "the key is {} here, such as '{}', and {} in '{}': they are never equal",
            ours.storage.noun(),
            cut(&escape(&example.unwrap_or_default()), 40),
            theirs.storage.noun(),
            escape(&self.name)
        ))
        .at_column(ours.name.as_str())
        .with_fix("write the key alike in both; `read = { text = [\"<column>\"] }` in a source reads a column as text"))
    }
}

/// The key of every row as bytes that are equal where the keys are; none where a part of it is missing.
fn keys(table: &Table, on: &[String]) -> Result<Vec<Option<Box<[u8]>>>> {
    let columns: Vec<Cells<'_>> = on
        .iter()
        .map(|key| table.cells(key))
        .collect::<Result<_>>()?;
    let mut bytes = Vec::new();
    let key = |row: usize| -> Option<Box<[u8]>> {
        bytes.clear();
        for column in &columns {
            column.write_key(row, &mut bytes)?;
        }
        Some(bytes.as_slice().into())
    };
    Ok((0..table.rows()).map(key).collect())
}

impl Cells<'_> {
    /// A value as bytes, equal for equal values: a whole number is one whatever its storage.
    fn write_key(&self, row: usize, bytes: &mut Vec<u8>) -> Option<()> {
        match self {
            Cells::Boolean(values) => bytes.push(u8::from(values.get(row)?)),
            Cells::Integer(values) | Cells::Date(values) => whole(values.get(row)?, bytes),
            Cells::Number(values) => match values.get(row)? {
                value if value.fract() == 0.0 && value.abs() < WHOLE => whole(value as i64, bytes),
                value => {
                    bytes.push(b'n');
                    bytes.extend(value.to_bits().to_le_bytes());
                }
            },
            Cells::Text(values) => {
                let text = values.get(row)?.as_bytes();
                bytes.extend((text.len() as u64).to_le_bytes());
                bytes.extend(text);
            }
        }
        Some(())
    }
}

/// Numbers below it are whole numbers of 64 bits where they have no fraction.
const WHOLE: f64 = 9_223_372_036_854_775_808.0;

fn whole(value: i64, bytes: &mut Vec<u8>) {
    bytes.push(b'i');
    bytes.extend(value.to_le_bytes());
}

fn too_long() -> Error {
    Error::new("the table has too many rows to be joined").with_fix("leave rows out with `where`")
}

/// The error of keys that stand in several rows.
fn repeated(other: &Table, name: &str, on: &[String], again: &[usize]) -> Error {
    let key = |row: usize| {
        let cells = on
            .iter()
            .map(|key| other.cell(row, key).unwrap_or_default());
        let cells: Vec<String> = cells.map(|cell| cut(&escape(&cell), 30).into()).collect();
        format!("'{}'", cells.join("', '"))
    };
    let mut named: Vec<String> = Vec::new();
    for row in again {
        let key = key(*row);
        if !named.contains(&key) {
            named.push(key);
        }
        if named.len() > NAMED {
            break;
        }
    }
    let more = match named.len() > NAMED {
        true => {
            named.truncate(NAMED);
            " and others"
        }
        false => "",
    };
    Error::new(format!(
        "'{}' has several rows of the same key: {}{more}; {} more than one each",
        escape(name),
        named.join(", "),
        counted(again.len(), "row")
    ))
    .at_column(on.join(", "))
    .with_fix("leave one row a key in it (`where`, or a query that groups), or name more key columns under `join.on`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| (*key).to_owned()).collect()
    }

    fn rides() -> Table {
        Table::from_csv("zone,fare\n2,10\n1,20\n9,30\n,40\n2,50\n").unwrap()
    }

    fn zones() -> Table {
        Table::from_csv("zone,borough,toll\n1,Bronx,1.5\n2,Queens,2.5\n3,,3.5\n").unwrap()
    }

    #[test]
    fn every_row_takes_the_values_of_its_key() {
        let joined = rides().join(&zones(), "zones", &on(&["zone"]), JoinHow::Left);
        let Joined {
            table,
            kept,
            unmatched,
        } = joined.unwrap();
        assert_eq!((table.rows(), unmatched, kept), (5, 2, None));
        let names: Vec<&str> = table.columns().iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names, ["zone", "fare", "borough", "toll"]);
        let text = |row: usize, name: &str| table.cell(row, name).unwrap_or_default();
        let boroughs: Vec<String> = (0..5).map(|row| text(row, "borough")).collect();
        assert_eq!(boroughs, ["Queens", "Bronx", "", "", "Queens"]);
        assert_eq!(text(4, "toll"), "2.5");
    }

    #[test]
    fn an_inner_join_keeps_the_rows_that_have_a_match() {
        let joined = rides().join(&zones(), "zones", &on(&["zone"]), JoinHow::Inner);
        let joined = joined.unwrap();
        assert_eq!(joined.table.numbers("fare").unwrap(), [10.0, 20.0, 50.0]);
        assert_eq!(joined.kept, Some(vec![0, 1, 4]));
        assert_eq!(joined.unmatched, 2);
    }

    #[test]
    fn numbers_are_compared_by_value_over_several_columns() {
        let left = Table::from_csv("a,b,x\n1.0,n,1\n2.5,s,2\n2.5,n,3\n").unwrap();
        let right = Table::from_csv("b,a,y\nn,1,7\ns,2.5,8\n").unwrap();
        let joined = left
            .join(&right, "r", &on(&["a", "b"]), JoinHow::Left)
            .unwrap();
        assert_eq!(joined.table.numbers("y").unwrap()[..2], [7.0, 8.0]);
        assert_eq!(joined.unmatched, 1);
    }

    #[test]
    fn keys_that_are_there_twice_are_named() {
        let twice = Table::from_csv("zone,borough\n1,a\n2,b\n1,c\n2,d\n1,e\n").unwrap();
        let error = rides().join(&twice, "zones", &on(&["zone"]), JoinHow::Left);
        let told = error.unwrap_err().to_string();
        assert!(told.contains("'1', '2'; 3 rows more"), "{told}");
    }

    #[test]
    fn a_number_and_a_text_are_never_equal_and_it_is_said() {
        let texts = Table::from_csv("zone,borough\n01,a\n02,b\n").unwrap();
        let error = rides().join(&texts, "zones", &on(&["zone"]), JoinHow::Left);
        let told = error.unwrap_err().to_string();
        assert!(
            told.contains("a whole number here, such as '2', and a text in 'zones'"),
            "{told}"
        );
        let absent = rides().join(&zones(), "zones", &on(&["zoen"]), JoinHow::Left);
        assert!(
            absent
                .unwrap_err()
                .to_string()
                .contains("did you mean 'zone'")
        );
    }

    #[test]
    fn columns_of_one_name_need_a_prefix() {
        let zones = Table::from_csv("zone,borough,fare\n1,a,1.5\n2,b,2.5\n").unwrap();
        let told = rides().join(&zones, "zones", &on(&["zone"]), JoinHow::Left);
        let told = told.unwrap_err().to_string();
        assert!(
            told.contains("'zones' has a column that the rows have too: 'fare'"),
            "{told}"
        );
        let lookup = Lookup::of(&zones, "zones", "zone_", &on(&["zone"])).unwrap();
        let joined = lookup.join(&rides(), JoinHow::Left).unwrap().table;
        let names: Vec<&str> = joined.columns().iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names, ["zone", "fare", "zone_borough", "zone_fare"]);
        assert_eq!(joined.cell(0, "zone_fare").as_deref(), Some("2.5"));
    }
}
