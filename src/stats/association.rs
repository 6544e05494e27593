//! How strongly two columns go together: Pearson, Spearman, Cramér's V, the correlation ratio. Each is taken over the rows that
//! have both values, as pandas does.

use crate::stats::{Sum, mean, sum};

/// A measure of association with the rows it rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Association {
    /// Its value: -1 to 1 for correlations, 0 to 1 for the others.
    pub value: f64,
    /// Rows that have both values.
    pub rows: usize,
}

/// Pearson's correlation of two quantities, a value a row; `None` where fewer than two rows have both or one of them does not vary.
pub fn pearson(a: &[f64], b: &[f64]) -> Option<Association> {
    let (a, b) = both(a, b);
    let value = correlation(&a, &b)?;
    Some(Association {
        value,
        rows: a.len(),
    })
}

/// Spearman's rank correlation: Pearson's of the ranks among the rows that have both, equal values sharing their mean rank.
pub fn spearman(a: &[f64], b: &[f64]) -> Option<Association> {
    let (a, b) = both(a, b);
    let value = correlation(&ranks(&a), &ranks(&b))?;
    Some(Association {
        value,
        rows: a.len(),
    })
}

/// The rank of each value from 1 on, equal values sharing their mean rank; not-a-number where missing.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).filter(|&i| !values[i].is_nan()).collect();
    order.sort_unstable_by(|&i, &j| values[i].total_cmp(&values[j]));
    let mut ranks = vec![f64::NAN; values.len()];
    let mut below = 0;
    for equal in order.chunk_by(|&i, &j| values[i] == values[j]) {
        let rank = below as f64 + (equal.len() + 1) as f64 / 2.0;
        for &at in equal {
            ranks[at] = rank;
        }
        below += equal.len();
    }
    ranks
}

/// The values of the rows that have both.
fn both(a: &[f64], b: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let rows = a.iter().zip(b);
    rows.filter(|(a, b)| !a.is_nan() && !b.is_nan()).unzip()
}

fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    let varies = |values: &[f64]| values.iter().any(|v| *v != values[0]);
    if a.len() < 2 || !varies(a) || !varies(b) {
        return None;
    }
    let (mean_a, mean_b) = (mean(a), mean(b));
    let (mut aa, mut bb, mut ab) = (Sum::default(), Sum::default(), Sum::default());
    for (a, b) in a.iter().zip(b) {
        let (a, b) = (a - mean_a, b - mean_b);
        aa.add(a * a);
        bb.add(b * b);
        ab.add(a * b);
    }
    let r = ab.value() / (aa.value().sqrt() * bb.value().sqrt());
    r.is_finite().then(|| r.clamp(-1.0, 1.0))
}

/// Correlation ratio (eta, Pearson 1905) of a quantity by level: the square root of the share of its variance that lies between
/// levels. `None` where no row has both or the quantity does not vary.
pub fn correlation_ratio(levels: &[Option<u32>], values: &[f64]) -> Option<Association> {
    let rows = levels.iter().zip(values);
    let both: Vec<(usize, f64)> = rows
        .filter_map(|(level, value)| Some((level.map(|l| l as usize)?, *value)))
        .filter(|(_, value)| !value.is_nan())
        .collect();
    let all: Vec<f64> = both.iter().map(|(_, value)| *value).collect();
    if all.iter().all(|v| *v == all[0]) {
        return None;
    }
    let centre = mean(&all);
    let count = both.iter().map(|(level, _)| level + 1).max()?;
    let mut groups = vec![(Sum::default(), 0_usize); count];
    for (level, value) in &both {
        groups[*level].0.add(value - centre);
        groups[*level].1 += 1;
    }
    let filled = groups.iter().filter(|(_, rows)| *rows > 0);
    let between = sum(filled.map(|(off, rows)| off.value() * off.value() / *rows as f64));
    let total = sum(all.iter().map(|v| (v - centre) * (v - centre)));
    let ratio = (between / total).sqrt();
    ratio.is_finite().then(|| Association {
        value: ratio.min(1.0),
        rows: both.len(),
    })
}

/// A table of counts of two columns of levels.
#[derive(Debug, Clone, PartialEq)]
pub struct Contingency {
    /// Rows that have both.
    pub rows: usize,
    counts: Vec<Vec<u64>>,
}

impl Contingency {
    /// Counts the rows that have both levels; levels that no such row has are left out. `None` where there is no such row.
    pub fn of(a: &[Option<u32>], b: &[Option<u32>]) -> Option<Self> {
        let both: Vec<(u32, u32)> = a
            .iter()
            .zip(b)
            .filter_map(|(a, b)| Some(((*a)?, (*b)?)))
            .collect();
        let (places_a, count_a) = places(both.iter().map(|(a, _)| *a))?;
        let (places_b, count_b) = places(both.iter().map(|(_, b)| *b))?;
        let mut counts = vec![vec![0; count_b]; count_a];
        for (a, b) in &both {
            counts[places_a[*a as usize]][places_b[*b as usize]] += 1;
        }
        Some(Self {
            rows: both.len(),
            counts,
        })
    }

    fn totals(&self) -> (Vec<f64>, Vec<f64>) {
        let mut columns = vec![0.0; self.counts[0].len()];
        let mut rows = vec![0.0; self.counts.len()];
        for (row, counts) in rows.iter_mut().zip(&self.counts) {
            for (column, count) in columns.iter_mut().zip(counts) {
                *row += *count as f64;
                *column += *count as f64;
            }
        }
        (rows, columns)
    }

    /// Pearson's chi-squared, without a correction for continuity.
    pub fn chi2(&self) -> f64 {
        let (rows, columns) = self.totals();
        let n = self.rows as f64;
        sum(self.counts.iter().zip(&rows).flat_map(|(counts, row)| {
            counts.iter().zip(&columns).map(move |(count, column)| {
                let expected = row * column / n;
                (*count as f64 - expected).powi(2) / expected
            })
        }))
    }

    /// Cramér's V (1946); `None` where one column has one level only.
    pub fn cramers_v(&self) -> Option<f64> {
        let least = self.counts.len().min(self.counts[0].len()) - 1;
        let v = (self.chi2() / (self.rows as f64 * least as f64)).sqrt();
        v.is_finite().then(|| v.min(1.0))
    }

    /// Cramér's V corrected for its bias (Bergsma 2013); `None` where one column has one level only, or there are too few rows.
    pub fn cramers_v_corrected(&self) -> Option<f64> {
        let n = self.rows as f64;
        let (r, k) = (self.counts.len() as f64, self.counts[0].len() as f64);
        let phi2 = (self.chi2() / n - (k - 1.0) * (r - 1.0) / (n - 1.0)).max(0.0);
        let corrected = |levels: f64| levels - (levels - 1.0).powi(2) / (n - 1.0);
        let least = corrected(r).min(corrected(k)) - 1.0;
        let v = (phi2 / least).sqrt();
        (least > 0.0 && v.is_finite()).then(|| v.min(1.0))
    }

    /// Mutual information in nats.
    pub fn mutual_information(&self) -> f64 {
        let (rows, columns) = self.totals();
        let n = self.rows as f64;
        let cells = self.counts.iter().zip(&rows).flat_map(|(counts, row)| {
            let cells = counts.iter().zip(&columns).filter(|(count, _)| **count > 0);
            cells.map(move |(count, column)| {
                let count = *count as f64;
                count / n * (count * n / (row * column)).ln()
            })
        });
        sum(cells).max(0.0)
    }
}

/// The place of each level among those that occur, and how many occur; `None` where none does.
fn places(levels: impl Iterator<Item = u32> + Clone) -> Option<(Vec<usize>, usize)> {
    let mut places = vec![0; levels.clone().max()? as usize + 1];
    for level in levels {
        places[level as usize] = 1;
    }
    let mut next = 0;
    for place in &mut places {
        let occurs = *place;
        *place = next;
        next += occurs;
    }
    Some((places, next))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!(
            (found - expected).abs() <= 1e-12 * expected.abs().max(1e-3),
            "{found} is not {expected}"
        );
    }

    #[test]
    fn rows_without_one_of_the_values_are_left_out() {
        let a = [1.0, 2.0, f64::NAN, 4.0, 5.0];
        let b = [2.0, 1.0, 7.0, f64::NAN, 9.0];
        let found = pearson(&a, &b).unwrap();
        // numpy.corrcoef([1, 2, 5], [2, 1, 9])[0, 1]
        near(found.value, 0.936_765_906_922_572_3);
        assert_eq!(found.rows, 3);
        near(spearman(&a, &b).unwrap().value, 0.5);
        assert_eq!(pearson(&[1.0, 1.0], &[1.0, 2.0]), None);
        assert_eq!(pearson(&[1.0], &[1.0]), None);
        assert_eq!(pearson(&[], &[]), None);
    }

    #[test]
    fn equal_values_share_their_rank() {
        let found = ranks(&[3.0, 1.0, 3.0, f64::NAN, 2.0]);
        assert_eq!(found[..3], [3.5, 1.0, 3.5]);
        assert!(found[3].is_nan() && found[4] == 2.0);
    }

    #[test]
    fn the_correlation_ratio_is_the_share_of_variance_between_levels() {
        let levels = [Some(0), Some(0), Some(2), Some(2), None];
        // Means 1.5 and 5.5: between 4 * 4 = 16 of 17 in all.
        let found = correlation_ratio(&levels, &[1.0, 2.0, 5.0, 6.0, 100.0]).unwrap();
        near(found.value, (16.0_f64 / 17.0).sqrt());
        assert_eq!(found.rows, 4);
        assert_eq!(correlation_ratio(&[Some(0), Some(1)], &[1.0, 1.0]), None);
        assert_eq!(correlation_ratio(&[None], &[1.0]), None);
    }

    #[test]
    fn tables_of_counts() {
        let a = [0, 0, 1, 1, 5, 5].map(Some);
        let same = Contingency::of(&a, &a).unwrap();
        near(same.chi2(), 12.0);
        assert_eq!(same.cramers_v(), Some(1.0));
        near(same.mutual_information(), 3.0_f64.ln());
        let alone = Contingency::of(&a, &[Some(0); 6]).unwrap();
        assert_eq!(
            (alone.cramers_v(), alone.cramers_v_corrected()),
            (None, None)
        );
        assert_eq!(Contingency::of(&[None], &[Some(1)]), None);
    }
}
