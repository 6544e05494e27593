//! A small table as a document: kept as JSON beside what needs it.

use polars::prelude::{NamedFrom, Series};
use serde::{Deserialize, Serialize};

use super::Table;
use super::store::dates;
use super::values::Cells;
use crate::error::Result;

/// A table as a document, column by column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableDocument {
    columns: Vec<(String, Values)>,
}

/// The values of a column in the storage it has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Values {
    Boolean(Vec<Option<bool>>),
    Integer(Vec<Option<i64>>),
    Number(Vec<Option<f64>>),
    /// Microseconds since 1970.
    Date(Vec<Option<i64>>),
    Text(Vec<Option<String>>),
}

impl TableDocument {
    /// The values of a table, exactly.
    pub fn of(table: &Table) -> Result<TableDocument> {
        let one = |name: &str| {
            let values = match table.cells(name)? {
                Cells::Boolean(values) => Values::Boolean(values.iter().collect()),
                Cells::Integer(values) => Values::Integer(values.iter().collect()),
                Cells::Number(values) => Values::Number(values.iter().collect()),
                Cells::Date(values) => Values::Date(values.iter().collect()),
                Cells::Text(values) => {
                    Values::Text(values.iter().map(|v| v.map(str::to_owned)).collect())
                }
            };
            Ok((name.to_owned(), values))
        };
        let columns = table.columns().iter().map(|column| one(&column.name));
        Ok(TableDocument {
            columns: columns.collect::<Result<_>>()?,
        })
    }

    /// The table again.
    pub fn table(&self) -> Result<Table> {
        let columns = self.columns.iter().map(|(name, values)| match values {
            Values::Boolean(values) => Series::new(name.into(), values),
            Values::Integer(values) => Series::new(name.into(), values),
            Values::Number(values) => Series::new(name.into(), values),
            Values::Date(values) => dates(name.into(), values.clone()),
            Values::Text(values) => Series::new(name.into(), values),
        });
        Table::from_series(columns.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_comes_back_as_it_was() {
        let table = Table::from_csv(
            "n,x,t,d,b\n3,0.1,b,2015-10-02,true\n1,,a,2015-10-01T01:02:03,false\n,-2e300,,,\n",
        )
        .unwrap();
        let document = TableDocument::of(&table).unwrap();
        let text = serde_json::to_string(&document).unwrap();
        let read: TableDocument = serde_json::from_str(&text).unwrap();
        assert_eq!(read, document);
        let again = read.table().unwrap();
        assert_eq!(again.schema(), table.schema());
        assert_eq!(TableDocument::of(&again).unwrap(), document);
    }
}
