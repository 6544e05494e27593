//! How strongly columns go together, two by two: Pearson and Spearman of two quantities, Cramér's V of two columns of levels, the
//! correlation ratio of levels and a quantity. Computed on the sample, of the columns of most interest.

use std::collections::BTreeSet;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::decisions::{Kind, Role};
use crate::error::Result;
use crate::spec::ColumnRole;
use crate::stats::{self, Association, Contingency};
use crate::table::{Storage, Table};
use crate::text;
use crate::work::Progress;

use super::ColumnProfile;
use super::sample::Sample;

/// Columns kept at most: the target, then those that predict it best.
const COLUMNS: usize = 40;
/// Levels of a column at most: with more, nearly every row is a level of its own.
const LEVELS: usize = 200;

/// Two columns with the value of a measure and the rows that have both; written as a list.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(
    from = "(usize, usize, f64, usize)",
    into = "(usize, usize, f64, usize)"
)]
pub struct Pair {
    /// The first column, by its place in [`Associations::columns`].
    pub a: usize,
    /// The second column, after the first.
    pub b: usize,
    /// The value of the measure.
    pub value: f64,
    /// Rows that have both.
    pub rows: usize,
}

impl From<(usize, usize, f64, usize)> for Pair {
    fn from((a, b, value, rows): (usize, usize, f64, usize)) -> Self {
        Self { a, b, value, rows }
    }
}

impl From<Pair> for (usize, usize, f64, usize) {
    fn from(pair: Pair) -> Self {
        (pair.a, pair.b, pair.value, pair.rows)
    }
}

/// Which columns go together, and how strongly. A pair for which a measure is undefined, as where one of the two does not vary, is left
/// out of its list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Associations {
    /// Rows drawn by chance, where not all were used.
    pub sampled: Option<usize>,
    /// The columns, the target first, then as in the file.
    pub columns: Vec<String>,
    /// Used columns that are left out because they predict the target less well than these.
    pub left_out: usize,
    /// Pearson's correlation of two quantities.
    pub pearson: Vec<Pair>,
    /// Spearman's rank correlation of two quantities.
    pub spearman: Vec<Pair>,
    /// Cramér's V of two columns of levels, corrected for its bias.
    pub cramers_v: Vec<Pair>,
    /// Correlation ratio of a column of levels and a quantity.
    pub correlation_ratio: Vec<Pair>,
}

/// What is said of two columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Pearson's correlation, -1 to 1.
    Pearson,
    /// Cramér's V corrected for its bias, 0 to 1.
    CramersV,
    /// Correlation ratio, 0 to 1.
    CorrelationRatio,
}

impl Measure {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Pearson => "Pearson's correlation",
            Measure::CramersV => "Cramér's V (bias-corrected)",
            Measure::CorrelationRatio => "correlation ratio",
        }
    }
}

/// A column as it is compared.
struct Compared {
    numbers: Option<Vec<f64>>,
    ranks: Option<Vec<f64>>,
    levels: Option<Vec<Option<u32>>>,
    is_complete: bool,
}

/// The measures of one pair.
#[derive(Default)]
struct Found {
    pearson: Option<Association>,
    spearman: Option<Association>,
    cramers_v: Option<Association>,
    correlation_ratio: Option<Association>,
}

impl Associations {
    /// Compares the columns that are used, but for names of rows and content.
    pub(super) fn of(
        sample: &Sample,
        columns: &[ColumnRole],
        profiles: &[ColumnProfile],
        progress: &Progress,
    ) -> Result<Self> {
        let comparable: Vec<(&ColumnRole, &ColumnProfile)> = columns
            .iter()
            .zip(profiles)
            .filter(|(column, profile)| is_comparable(column, profile))
            .collect();
        let chosen = chosen(&comparable);
        let compared: Vec<Compared> = chosen
            .par_iter()
            .map(|(column, profile)| Compared::of(&sample.table, column, profile))
            .collect::<Result<_>>()?;
        let pairs: Vec<(usize, usize)> = (0..chosen.len())
            .flat_map(|b| (0..b).map(move |a| (a, b)))
            .collect();
        let found: Vec<Found> = pairs
            .par_iter()
            .map(|&(a, b)| {
                progress.check()?;
                Ok(compare(&compared[a], &compared[b]))
            })
            .collect::<Result<_>>()?;
        let list = |of: fn(&Found) -> Option<Association>| {
            let both = pairs.iter().zip(&found);
            let known = both.filter_map(|(&(a, b), found)| Some((a, b, of(found)?)));
            known
                .map(|(a, b, Association { value, rows })| Pair { a, b, value, rows })
                .collect::<Vec<Pair>>()
        };
        Ok(Self {
            sampled: sample.drawn(),
            left_out: comparable.len() - chosen.len(),
            columns: chosen
                .iter()
                .map(|(column, _)| column.name.clone())
                .collect(),
            pearson: list(|f| f.pearson),
            spearman: list(|f| f.spearman),
            cramers_v: list(|f| f.cramers_v),
            correlation_ratio: list(|f| f.correlation_ratio),
        })
    }

    /// The measure that suits two columns, with its value and rows; `None` where none is defined.
    pub fn between(&self, a: usize, b: usize) -> Option<(Measure, Pair)> {
        let (a, b) = (a.min(b), a.max(b));
        let find = |pairs: &[Pair]| pairs.iter().copied().find(|p| (p.a, p.b) == (a, b));
        [
            (Measure::Pearson, &self.pearson),
            (Measure::CorrelationRatio, &self.correlation_ratio),
            (Measure::CramersV, &self.cramers_v),
        ]
        .into_iter()
        .find_map(|(measure, pairs)| Some((measure, find(pairs)?)))
    }

    /// What goes with what, in words.
    pub fn told(&self, a: usize, b: usize) -> String {
        let name = |at: usize| self.columns.get(at).map_or("", String::as_str);
        if a == b {
            return format!("{}: a column beside itself", name(a));
        }
        let Some((measure, pair)) = self.between(a, b) else {
            return format!(
                "{} and {}: no measure, one of them does not vary where both have a value",
                name(a),
                name(b)
            );
        };
        let ranks = self
            .spearman
            .iter()
            .find(|p| (p.a, p.b) == (pair.a, pair.b));
        let ranks = ranks.filter(|_| measure == Measure::Pearson);
        let ranks = ranks.map_or_else(String::new, |p| {
            format!(", Spearman's {}", text::number(p.value, 3))
        });
        let drawn = match self.sampled {
            Some(_) => " drawn by chance",
            None => "",
        };
        format!(
            "{} and {} {}: {} {}{ranks}, over {}{drawn}",
            name(a),
            name(b),
            strength(measure, pair.value),
            measure.name(),
            text::number(pair.value, 3),
            text::counted(pair.rows, "row"),
        )
    }
}

/// How strongly two columns go together, by the conventions of Cohen (1988): 0.1 weak, 0.3 medium, 0.5 strong.
fn strength(measure: Measure, value: f64) -> &'static str {
    let together = measure != Measure::Pearson || value > 0.0;
    match (value.abs(), together) {
        (0.9.., true) => "go together almost as one",
        (0.9.., false) => "go against each other almost as one",
        (0.5.., true) => "go together strongly",
        (0.5.., false) => "go against each other strongly",
        (0.3.., true) => "go together",
        (0.3.., false) => "go against each other",
        (0.1.., true) => "go together weakly",
        (0.1.., false) => "go against each other weakly",
        _ => "have hardly anything to do with each other",
    }
}

fn is_comparable(column: &ColumnRole, profile: &ColumnProfile) -> bool {
    let quantity = match column.kind {
        Kind::Number => true,
        Kind::Category | Kind::Ordinal | Kind::Boolean => profile.distinct <= LEVELS,
        Kind::Date | Kind::Id | Kind::Text | Kind::Image | Kind::Sound => false,
    };
    let used = !matches!(column.role, Role::Ignore | Role::Id);
    used && quantity && profile.distinct > 1
}

/// The columns of most interest: the target, then in file order those that predict it best.
fn chosen<'a>(
    comparable: &[(&'a ColumnRole, &'a ColumnProfile)],
) -> Vec<(&'a ColumnRole, &'a ColumnProfile)> {
    let is_target = |at: usize| comparable[at].0.role == Role::Target;
    let power = |at: usize| comparable[at].1.power.unwrap_or(-1.0);
    let mut order: Vec<usize> = (0..comparable.len()).collect();
    order.sort_by(|&a, &b| {
        is_target(b)
            .cmp(&is_target(a))
            .then(power(b).total_cmp(&power(a)))
            .then(a.cmp(&b))
    });
    let kept: BTreeSet<usize> = order.into_iter().take(COLUMNS).collect();
    let mut kept: Vec<usize> = kept.into_iter().collect();
    kept.sort_by_key(|&at| !is_target(at));
    kept.into_iter().map(|at| comparable[at]).collect()
}

impl Compared {
    fn of(table: &Table, column: &ColumnRole, profile: &ColumnProfile) -> Result<Self> {
        let is_stored = matches!(
            table.column(&column.name)?.storage,
            Storage::Integer | Storage::Number | Storage::Boolean
        );
        // Of two levels that are numbers, which is the larger is a quantity too.
        let is_quantity = column.kind == Kind::Number || (is_stored && profile.distinct == 2);
        let numbers = match is_quantity {
            true => table.numbers(&column.name).ok(),
            false => None,
        };
        let levels = match column.kind != Kind::Number || numbers.is_none() {
            true => Some(table.labels(&column.name)?.codes),
            false => None,
        };
        Ok(Self {
            is_complete: profile.missing == 0,
            ranks: numbers.as_deref().map(stats::ranks),
            numbers,
            levels,
        })
    }
}

fn compare(a: &Compared, b: &Compared) -> Found {
    let mut found = Found::default();
    if let (Some(x), Some(y)) = (&a.numbers, &b.numbers) {
        found.pearson = stats::pearson(x, y);
        // Ranks change where rows are left out.
        found.spearman = match (&a.ranks, &b.ranks) {
            (Some(x), Some(y)) if a.is_complete && b.is_complete => stats::pearson(x, y),
            _ => stats::spearman(x, y),
        };
    }
    if let (Some(x), Some(y)) = (&a.levels, &b.levels) {
        found.cramers_v = Contingency::of(x, y).and_then(|table| {
            let value = table.cramers_v_corrected()?;
            let rows = table.rows;
            Some(Association { value, rows })
        });
    }
    found.correlation_ratio = match (a, b) {
        (
            Compared {
                levels: Some(l), ..
            },
            Compared {
                levels: None,
                numbers: Some(n),
                ..
            },
        )
        | (
            Compared {
                levels: None,
                numbers: Some(n),
                ..
            },
            Compared {
                levels: Some(l), ..
            },
        ) => stats::correlation_ratio(l, n),
        _ => None,
    };
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::testing::{csv, decisions, evidence};

    #[test]
    fn each_pair_has_the_measure_that_suits_it() {
        let text = csv("id,x,c,z,b,y", 300, |row| {
            let x = row * 7919 % 101;
            let c = ["a", "b", "c"][x % 3];
            let z = if row % 10 == 0 {
                String::new()
            } else {
                format!("{}.5", 200 - x)
            };
            format!(
                "k{row:04},{x}.5,{c},{z},{},{}.25",
                row % 2 == 0,
                3 * x + row % 7
            )
        });
        let found = evidence(&decisions("regression", "y", ""), &text);
        let associations = &found.associations;
        assert_eq!(associations.columns, ["y", "x", "c", "z", "b"]);
        assert_eq!((associations.sampled, associations.left_out), (None, 0));
        let (measure, pair) = associations.between(1, 3).unwrap();
        assert_eq!((measure, pair.rows), (Measure::Pearson, 270));
        assert!((pair.value + 1.0).abs() < 1e-12);
        assert_eq!(
            associations.between(2, 1).unwrap().0,
            Measure::CorrelationRatio
        );
        assert_eq!(associations.between(2, 4).unwrap().0, Measure::CramersV);
        assert_eq!(associations.between(2, 2), None);
        let told = associations.told(3, 1);
        assert!(
            told.contains("z and x go against each other almost as one"),
            "{told}"
        );
        assert!(
            told.contains("Spearman's -1") && told.contains("270 rows"),
            "{told}"
        );
        let ratios = &associations.correlation_ratio;
        assert!(
            ratios
                .iter()
                .all(|p| (0.0..=1.0).contains(&p.value) && p.a < p.b)
        );
    }

    #[test]
    fn of_many_columns_those_that_predict_best_are_kept() {
        let names: Vec<String> = (0..50).map(|i| format!("x{i}")).collect();
        let text = csv(&format!("{},y", names.join(",")), 120, |row| {
            let noise = |i: usize| (row * (7919 + 2 * i) + row * row % (13 + i)) % 101;
            let cells: Vec<String> = (0..50).map(|i| format!("{}.5", noise(i))).collect();
            format!("{},{}.5", cells.join(","), noise(49))
        });
        let found = evidence(&decisions("regression", "y", ""), &text);
        let associations = &found.associations;
        assert_eq!(
            (associations.columns.len(), associations.left_out),
            (40, 11)
        );
        assert_eq!(associations.columns[0], "y");
        assert_eq!(associations.columns[39], "x49");
    }
}
