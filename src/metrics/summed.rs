//! What an expression over many rows is worth for any weights of the rows. As in SQL a null is passed over; of no value at all the count is 0 and
//! everything else null.

use crate::error::Result;
use crate::stats::{Sum, sum, weighted_mean, weighted_median_sorted};
use crate::table::{Aggregate, Summary, Table};

/// The values of one aggregate on some rows, not-a-number where null.
#[derive(Debug, Clone)]
struct Values {
    aggregate: Aggregate,
    numbers: Vec<f64>,
    /// Rows with a value, ascending by it, where the aggregate needs an order.
    order: Vec<u32>,
}

impl Values {
    fn of(aggregate: Aggregate, numbers: Vec<f64>) -> Values {
        let mut order: Vec<u32> = Vec::new();
        if aggregate == Aggregate::Median {
            order.extend((0..numbers.len() as u32).filter(|&row| !numbers[row as usize].is_nan()));
            order.sort_by(|a, b| numbers[*a as usize].total_cmp(&numbers[*b as usize]));
        }
        Values {
            aggregate,
            numbers,
            order,
        }
    }

    /// Pairs of value and weight that count.
    fn counted<'a>(&'a self, weights: &'a [f64]) -> impl Iterator<Item = (f64, f64)> + 'a {
        let pairs = self.numbers.iter().copied().zip(weights.iter().copied());
        pairs.filter(|(value, weight)| *weight > 0.0 && !value.is_nan())
    }

    /// The aggregate; not-a-number for null.
    fn value(&self, weights: &[f64]) -> f64 {
        let counted = || self.counted(weights);
        if self.aggregate != Aggregate::Count && counted().next().is_none() {
            return f64::NAN;
        }
        match self.aggregate {
            Aggregate::Sum => sum(counted().map(|(value, weight)| value * weight)),
            Aggregate::Average => weighted_mean(&self.numbers, weights),
            Aggregate::Count => sum(counted().map(|(_, weight)| weight)),
            Aggregate::Minimum => counted().map(|(value, _)| value).fold(f64::MAX, f64::min),
            Aggregate::Maximum => counted().map(|(value, _)| value).fold(f64::MIN, f64::max),
            Aggregate::Median => {
                let rows = self.order.iter().map(|&row| row as usize);
                let pairs = rows.map(|row| (self.numbers[row], weights[row]));
                weighted_median_sorted(pairs).unwrap_or(f64::NAN)
            }
            Aggregate::Deviation => {
                let mean = weighted_mean(&self.numbers, weights);
                let (mut squares, mut weight) = (Sum::default(), Sum::default());
                for (value, w) in counted() {
                    squares.add(w * (value - mean) * (value - mean));
                    weight.add(w);
                }
                match weight.value() > 1.0 {
                    true => (squares.value() / (weight.value() - 1.0)).sqrt(),
                    false => f64::NAN,
                }
            }
        }
    }
}

/// A project's own metric on some rows, ready for any weights.
#[derive(Debug, Clone)]
pub(super) struct Summed {
    summary: &'static Summary,
    parts: Vec<Values>,
}

impl Summed {
    /// Everything that does not depend on how much the rows of the table count. Errors: a column that is not there, or of another type.
    pub(super) fn of(summary: &'static Summary, table: &Table) -> Result<Summed> {
        let values = summary.values(table)?.into_iter();
        let parts = values.map(|(aggregate, numbers)| Values::of(aggregate, numbers));
        Ok(Summed {
            summary,
            parts: parts.collect(),
        })
    }

    /// The score where each row counts as much as its weight says; `None` where it is undefined.
    pub(super) fn value(&self, weights: &[f64]) -> Option<f64> {
        let parts: Vec<f64> = self.parts.iter().map(|part| part.value(weights)).collect();
        self.summary.value(&parts)
    }

    /// The values whose mean it is, where it is one.
    pub(super) fn into_means(self) -> Option<Vec<f64>> {
        let is_whole = |part: &Values| !part.numbers.iter().any(|value| value.is_nan());
        let is_mean = self.summary.is_mean() && self.parts.iter().all(is_whole);
        let first = self.parts.into_iter().next().filter(|_| is_mean)?;
        Some(first.numbers)
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, weights: &[f64]) -> Option<f64> {
        let table = Table::from_numbers(&[
            ("x", vec![1.0, 2.0, f64::NAN, 7.0]),
            ("y", vec![4.0, 0.0, 1.0, 1.0]),
        ])
        .unwrap();
        let summary = Box::leak(Box::new(Summary::parse(text).unwrap()));
        Summed::of(summary, &table).unwrap().value(weights)
    }

    #[test]
    fn aggregates_pass_over_nulls_and_count_weights() {
        let alike = [1.0; 4];
        for (text, wanted) in [
            ("SUM(x)", 10.0),
            ("avg(x)", 10.0 / 3.0),
            ("count(x)", 3.0),
            ("COUNT(*)", 4.0),
            ("min(x) + MAX(y)", 5.0),
            ("median(x)", 2.0),
            ("median(y)", 1.0),
            // 1, 2, 7 about 10 / 3: squares 49/9 + 16/9 + 121/9 over 2.
            ("stddev(x)", (186.0_f64 / 18.0).sqrt()),
            ("sum(x * y) / sum(y)", 11.0 / 6.0),
            (
                "CASE WHEN COUNT(*) > 3 THEN 2 * SUM(CASE WHEN y > 0 THEN 1 END) ELSE 0 END",
                6.0,
            ),
            ("sqrt(avg(y * y))", (18.0_f64 / 4.0).sqrt()),
        ] {
            let found = value(text, &alike).unwrap();
            assert!((found - wanted).abs() < 1e-12, "{text}: {found}");
        }
        let drawn = [2.0, 0.0, 1.0, 1.0];
        for (text, wanted) in [
            ("SUM(x)", 9.0),
            ("avg(x)", 3.0),
            ("count(x)", 3.0),
            ("COUNT(*)", 4.0),
            ("max(x) - min(x)", 6.0),
            ("median(x)", 1.0),
            // 1, 1, 7: squares 4 + 4 + 16 over 2.
            ("stddev_samp(x)", 12.0_f64.sqrt()),
        ] {
            let found = value(text, &drawn).unwrap();
            assert!((found - wanted).abs() < 1e-12, "{text}: {found}");
        }
        // Of nothing, and divided by nothing.
        assert_eq!(value("sum(x)", &[0.0, 0.0, 1.0, 0.0]), None);
        assert_eq!(value("sum(y) / count(x)", &[0.0, 0.0, 1.0, 0.0]), None);
        assert_eq!(value("count(x)", &[0.0, 0.0, 1.0, 0.0]), Some(0.0));
    }
}
