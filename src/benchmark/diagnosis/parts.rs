//! Rows cut by the values of a column: each value of a category, the quarters of a column of numbers.

use std::collections::BTreeSet;

use crate::benchmark::Setup;
use crate::decisions::Kind;
use crate::error::Result;
use crate::stats::Sorted;
use crate::text;

/// Parts a column of numbers is cut into, at its quantiles.
const PARTS: usize = 4;
/// Values of a category beyond which a column is not looked at.
const MOST_VALUES: usize = 50;

/// Rows without which a segment says nothing.
const FEWEST_ROWS: usize = 30;

/// Some of the rows: those with these values of a column.
pub struct Part {
    /// The column.
    pub column: String,
    /// Its values there: `Flash Cab`, `1.2 to 3.5`.
    pub values: String,
    /// Positions among the rows that were cut, 30 at least and not all.
    pub members: Vec<usize>,
}

/// What every input that tells nothing about persons cuts out of these rows. Errors: a column that cannot be read.
pub fn segments_of(
    setup: &Setup,
    personal: &BTreeSet<String>,
    rows: &[usize],
) -> Result<Vec<Part>> {
    let mut found = Vec::new();
    let inputs = setup.dataset.model_inputs();
    for column in inputs.filter(|column| !personal.contains(&column.name)) {
        let cut = parts(setup, &column.name, column.kind, rows)?.into_iter();
        let told = cut.filter(|(_, m)| m.len() >= FEWEST_ROWS && m.len() < rows.len());
        found.extend(told.map(|(values, members)| Part {
            column: column.name.clone(),
            values,
            members,
        }));
    }
    Ok(found)
}

/// Positions in `rows` by the values of a column, each part with what its values are called: `Flash Cab`, `1.2 to 3.5`.
/// Nothing for a column of more than 50 values, or of a kind that is not cut. Errors: a column that is not there.
fn parts(
    setup: &Setup,
    name: &str,
    kind: Kind,
    rows: &[usize],
) -> Result<Vec<(String, Vec<usize>)>> {
    let table = &setup.dataset.table;
    match kind {
        Kind::Category | Kind::Ordinal | Kind::Boolean => {
            let labels = table.labels(name)?;
            if labels.names.len() > MOST_VALUES {
                return Ok(Vec::new());
            }
            let mut members = vec![Vec::new(); labels.names.len() + 1];
            for (i, &row) in rows.iter().enumerate() {
                members[labels.codes[row].map_or(labels.names.len(), |c| c as usize)].push(i);
            }
            let names = labels.names.into_iter().chain(["missing".to_owned()]);
            Ok(names.zip(members).collect())
        }
        Kind::Number => {
            let all = table.numbers(name)?;
            let known: Vec<f64> = rows
                .iter()
                .map(|&r| all[r])
                .filter(|v| !v.is_nan())
                .collect();
            let shares: Vec<f64> = (0..=PARTS).map(|i| i as f64 / PARTS as f64).collect();
            let cuts = Sorted::new(&known).quantiles(&shares);
            let mut cuts: Vec<f64> = cuts.into_iter().flatten().collect();
            cuts.dedup();
            let parts = cuts.windows(2).enumerate().map(|(i, cut)| {
                let last = i + 2 == cuts.len();
                let inside = |v: f64| v >= cut[0] && (v < cut[1] || (last && v <= cut[1]));
                let members = (0..rows.len()).filter(|&m| inside(all[rows[m]])).collect();
                let short = |v: f64| text::number(v, 3);
                (format!("{} to {}", short(cut[0]), short(cut[1])), members)
            });
            let missing: Vec<usize> = (0..rows.len()).filter(|&m| all[rows[m]].is_nan()).collect();
            let missing = (!missing.is_empty()).then(|| ("missing".to_owned(), missing));
            Ok(parts.chain(missing).collect())
        }
        _ => Ok(Vec::new()),
    }
}
