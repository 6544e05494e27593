//! How far apart two rows are, whatever their columns hold.

use crate::decisions::Kind;
use crate::error::Result;
use crate::stats::Sorted;

use super::Context;

/// Columns at most: in more, all rows are far from one another.
const MOST: usize = 50;

/// A column as rows are compared by it.
pub(super) enum Compared {
    /// Values, and the reach of the middle 98 % of them.
    Number(Vec<f64>, f64),
    Levels(Vec<Option<u32>>),
}

impl Compared {
    /// How far two rows are apart, 0 to 1 (Gower 1971): by the share of the reach, or equal or not. A missing value is like another one.
    pub fn distance(&self, a: usize, b: usize) -> f64 {
        match self {
            Compared::Number(values, reach) => match (values[a], values[b]) {
                (a, b) if a.is_nan() && b.is_nan() => 0.0,
                (a, b) if a.is_nan() || b.is_nan() => 1.0,
                (a, b) => ((a - b).abs() / reach).min(1.0),
            },
            Compared::Levels(codes) => f64::from(u8::from(codes[a] != codes[b])),
        }
    }

    /// The inputs as some rows of the sample are compared by them; none where there are very many.
    pub fn inputs(context: &Context<'_>, rows: &[usize]) -> Result<Vec<Compared>> {
        let table = context.sample.table.take(rows)?;
        let mut columns = Vec::new();
        for (column, profile) in context
            .inputs()
            .filter(|(c, p)| !c.computed && p.distinct > 1)
        {
            match column.kind {
                Kind::Number => {
                    let Ok(values) = table.numbers(&column.name) else {
                        continue;
                    };
                    let sorted = Sorted::new(&values);
                    let reach = sorted
                        .quantile(0.99)
                        .zip(sorted.quantile(0.01))
                        .map(|(h, l)| h - l);
                    columns.extend(
                        reach
                            .filter(|r| *r > 0.0)
                            .map(|r| Compared::Number(values, r)),
                    );
                }
                Kind::Category | Kind::Ordinal | Kind::Boolean
                    if profile.distinct * 10 <= context.rows() =>
                {
                    columns.push(Compared::Levels(table.labels(&column.name)?.codes));
                }
                _ => {}
            }
        }
        if columns.len() > MOST {
            columns.clear();
        }
        Ok(columns)
    }
}
