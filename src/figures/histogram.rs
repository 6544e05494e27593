//! Histograms: edges that suit the values, counts on them, several samples on common edges.

use serde::{Deserialize, Serialize};

use crate::figures::Measure;
use crate::stats::Sorted;

/// Fewest bins of a histogram of numbers that are not whole.
const FEWEST: f64 = 5.0;
/// Most bins of any histogram: two fit side by side in 80 cells.
const MOST: f64 = 40.0;
/// A tail is heavy where all values span more than so many times what the middle 98 % span: 1.7 for 10,000 normal
/// values, 2 for exponential ones.
const HEAVY: f64 = 3.0;
/// From here on not every whole number is a float of its own.
const WHOLE_LIMIT: f64 = 9_007_199_254_740_992.0;

/// What a histogram does with a heavy tail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tails {
    /// Draws every value.
    Whole,
    /// Draws the values from the 1 % to the 99 % quantile where a tail is heavy and counts the rest as `below` and
    /// `above`; draws every value otherwise.
    TrimHeavy,
}

/// Counts of values in neighbouring bins of equal width.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// Edges of the bins, one more than counts; both empty where there is no value.
    pub edges: Vec<f64>,
    /// Rows in each bin; the last bin includes its upper edge.
    pub counts: Vec<u64>,
    /// Rows below the first edge: a tail that is not drawn.
    #[serde(default)]
    pub below: u64,
    /// Rows above the last edge: a tail that is not drawn.
    #[serde(default)]
    pub above: u64,
}

/// A histogram with what it measures.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    /// The quantity in bins.
    pub of: Measure,
    /// Its counts.
    pub histogram: Histogram,
    /// What stands at the two ends instead of numbers: the first and last day of dates.
    pub ends: Option<(String, String)>,
}

impl Histogram {
    /// The histogram of the values that are there, on [`edges`] of its own.
    pub fn of(values: &[f64], tails: Tails) -> Histogram {
        Histogram::of_sorted(&Sorted::new(values), tails)
    }

    /// The same of values already sorted.
    pub fn of_sorted(values: &Sorted, tails: Tails) -> Histogram {
        Histogram::on(values, &edges(values, tails))
    }

    /// Counts sorted values between ascending edges. Values outside, also infinite ones, are `below` or `above`.
    pub fn on(values: &Sorted, edges: &[f64]) -> Histogram {
        let (Some(&first), Some(&last)) = (edges.first(), edges.last()) else {
            return Histogram::default();
        };
        let before = |edge: f64| values.values().partition_point(|&v| v < edge);
        let end = values.values().partition_point(|&v| v <= last);
        let mut places: Vec<usize> = edges.iter().map(|&edge| before(edge)).collect();
        if let Some(place) = places.last_mut() {
            *place = end;
        }
        Histogram {
            edges: edges.to_vec(),
            counts: places
                .windows(2)
                .map(|w| w[1].saturating_sub(w[0]) as u64)
                .collect(),
            below: before(first) as u64,
            above: (values.len() - end) as u64,
        }
    }

    /// Rows in all, those not drawn included.
    pub fn rows(&self) -> u64 {
        self.counts.iter().sum::<u64>() + self.below + self.above
    }

    /// Rows that are not drawn: those below and above.
    pub fn beyond(&self) -> u64 {
        self.below + self.above
    }

    /// Share of all rows in each bin.
    pub fn shares(&self) -> Vec<f64> {
        let rows = self.rows().max(1) as f64;
        self.counts.iter().map(|&n| n as f64 / rows).collect()
    }

    /// Rows in the fullest bin.
    pub fn peak(&self) -> u64 {
        self.counts.iter().copied().max().unwrap_or(0)
    }
}

/// Edges that suit the values: bins of equal width after Freedman & Diaconis (1981), from 5 to 40 of them (after Sturges
/// (1926) where the middle half are one value). Bins of whole numbers each hold the same count of whole numbers, their edges
/// half-way between two of them. Empty where there is no finite value.
pub fn edges(values: &Sorted, tails: Tails) -> Vec<f64> {
    let all = values.values();
    let finite = &all[all.partition_point(|v| *v == f64::NEG_INFINITY)
        ..all.partition_point(|v| *v < f64::INFINITY)];
    let drawn = Sorted::ascending(match tails {
        Tails::Whole => finite,
        Tails::TrimHeavy => without_heavy_tail(finite),
    });
    let (Some(low), Some(high)) = (drawn.min(), drawn.max()) else {
        return Vec::new();
    };
    if low == high {
        let half = (low.abs() * 1e-9).max(0.5);
        return vec![low - half, high + half];
    }
    let whole = |v: &f64| v.fract() == 0.0 && v.abs() < WHOLE_LIMIT;
    let mut edges = if drawn.values().iter().all(whole) {
        whole_edges(low, high, wanted(&drawn, low, high))
    } else {
        equal_edges(low, high, wanted(&drawn, low, high))
    };
    // Bins narrower than the step between floats fall together.
    edges.dedup();
    edges
}

/// The values from the 1 % to the 99 % quantile where all of them span [`HEAVY`] times as much.
pub(super) fn without_heavy_tail(finite: &[f64]) -> &[f64] {
    let [Some(first), Some(last)] = [finite.first(), finite.last()] else {
        return finite;
    };
    let at = |share: f64| (share * (finite.len() - 1) as f64).round() as usize;
    let (low, high) = (finite[at(0.01)], finite[at(0.99)]);
    let middle = high - low;
    if middle > 0.0 && last - first > HEAVY * middle {
        let from = finite.partition_point(|&v| v < low);
        &finite[from..finite.partition_point(|&v| v <= high)]
    } else {
        finite
    }
}

/// How many bins suit the values, from [`FEWEST`] to [`MOST`].
fn wanted(values: &Sorted, low: f64, high: f64) -> f64 {
    let n = values.len() as f64;
    let middle = values.interquartile_range().unwrap_or(0.0);
    let bins = if middle > 0.0 {
        (high / middle - low / middle) * n.cbrt() / 2.0
    } else {
        n.log2() + 1.0
    };
    bins.round().clamp(FEWEST, MOST)
}

fn equal_edges(low: f64, high: f64, bins: f64) -> Vec<f64> {
    // Halves where the span itself overflows.
    let unit = if (high - low).is_finite() { 1.0 } else { 2.0 };
    let (from, span) = (low / unit, high / unit - low / unit);
    let mut edges: Vec<f64> = (0..bins as usize)
        .map(|i| (from + span * (i as f64 / bins)) * unit)
        .collect();
    edges.push(high);
    edges
}

fn whole_edges(low: f64, high: f64, wanted: f64) -> Vec<f64> {
    let kinds = high - low + 1.0;
    let width = if kinds <= MOST {
        1.0
    } else {
        (kinds / wanted).ceil()
    };
    let bins = (kinds / width).ceil() as usize;
    (0..=bins).map(|i| low - 0.5 + i as f64 * width).collect()
}

/// One histogram a sample, all on the edges that suit the samples together.
pub fn common(samples: &[&[f64]], tails: Tails) -> Vec<Histogram> {
    let edges = edges(&Sorted::new(&samples.concat()), tails);
    samples
        .iter()
        .map(|values| Histogram::on(&Sorted::new(values), &edges))
        .collect()
}

/// One histogram a class on common edges: `classes` gives the class of each value, below `count`.
/// Rows of other classes and those beyond the shorter list are left out.
pub fn by_class(values: &[f64], classes: &[u32], count: usize, tails: Tails) -> Vec<Histogram> {
    let mut samples = vec![Vec::new(); count];
    for (&value, &class) in values.iter().zip(classes) {
        if let Some(sample) = samples.get_mut(class as usize) {
            sample.push(value);
        }
    }
    let samples: Vec<&[f64]> = samples.iter().map(Vec::as_slice).collect();
    common(&samples, tails)
}

/// Two samples on common edges, one drawn upwards, one downwards.
#[derive(Debug, Clone, PartialEq)]
pub struct Mirror {
    /// The quantity in bins.
    pub of: Measure,
    /// Name and histogram of the sample above the axis.
    pub upper: (String, Histogram),
    /// Name and histogram of the sample below the axis.
    pub lower: (String, Histogram),
}

impl Mirror {
    /// The two samples on the edges that suit them together.
    pub fn new(of: Measure, upper: (&str, &[f64]), lower: (&str, &[f64]), tails: Tails) -> Mirror {
        let edges = edges(&Sorted::new(&[upper.1, lower.1].concat()), tails);
        let on_edges = |(name, values): (&str, &[f64])| {
            let histogram = Histogram::on(&Sorted::new(values), &edges);
            (name.to_owned(), histogram)
        };
        Mirror {
            of,
            upper: on_edges(upper),
            lower: on_edges(lower),
        }
    }

    /// The largest share of either sample in a bin.
    pub fn largest_share(&self) -> f64 {
        let (up, down) = (self.upper.1.shares(), self.lower.1.shares());
        up.into_iter().chain(down).fold(0.0, f64::max)
    }

    /// Heights of the bins above and below the axis from 0 to 1: shares of each sample, so that samples of
    /// different sizes compare, in units of the largest share of either.
    pub fn heights(&self) -> (Vec<f64>, Vec<f64>) {
        let (up, down) = (self.upper.1.shares(), self.lower.1.shares());
        let largest = self.largest_share();
        let scaled = |shares: Vec<f64>| -> Vec<f64> {
            shares
                .into_iter()
                .map(|s| if largest > 0.0 { s / largest } else { 0.0 })
                .collect()
        };
        (scaled(up), scaled(down))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp(n: usize) -> Vec<f64> {
        (0..n).map(|i| i as f64 / n as f64).collect()
    }

    #[test]
    fn every_value_is_counted_once() {
        let mut values = ramp(1000);
        values.push(f64::NAN);
        values.push(f64::INFINITY);
        let h = Histogram::of(&values, Tails::Whole);
        // Uniform: FD width 2 * 0.5 / 10 = 0.1.
        assert_eq!(h.counts, [100; 10]);
        assert_eq!(
            (h.edges.len(), h.below, h.above, h.rows()),
            (11, 0, 1, 1001)
        );
        assert_eq!((h.edges[0], h.edges[10]), (0.0, 0.999));
        assert_eq!(h.peak(), 100);
        assert!((h.shares()[0] - 100.0 / 1001.0).abs() < 1e-15);
    }

    #[test]
    fn whole_numbers_stand_in_the_middle_of_their_bin() {
        let h = Histogram::of(&[0.0, 1.0, 1.0, 3.0], Tails::Whole);
        assert_eq!(h.edges, [-0.5, 0.5, 1.5, 2.5, 3.5]);
        assert_eq!(h.counts, [1, 2, 0, 1]);
        let wide: Vec<f64> = (0..1000).map(f64::from).collect();
        let h = Histogram::of(&wide, Tails::Whole);
        assert!((5..=40).contains(&h.counts.len()));
        let width = h.edges[1] - h.edges[0];
        assert_eq!(width.fract(), 0.0);
        assert!(
            h.counts[..h.counts.len() - 1]
                .iter()
                .all(|&n| n as f64 == width)
        );
        assert_eq!(h.rows(), 1000);
    }

    #[test]
    fn bins_stay_between_five_and_forty() {
        let mut values = ramp(100_000);
        assert_eq!(Histogram::of(&values, Tails::Whole).counts.len(), 40);
        values.truncate(3);
        assert_eq!(Histogram::of(&values, Tails::Whole).counts.len(), 5);
        // The middle half are one value: Sturges, log2 100 + 1.
        let mut spike = vec![0.5; 90];
        spike.extend(ramp(10));
        assert_eq!(Histogram::of(&spike, Tails::Whole).counts.len(), 8);
    }

    #[test]
    fn one_value_or_none() {
        let h = Histogram::of(&[7.25; 4], Tails::TrimHeavy);
        assert_eq!((h.edges, h.counts), (vec![6.75, 7.75], vec![4]));
        assert_eq!(
            Histogram::of(&[f64::NAN], Tails::Whole),
            Histogram::default()
        );
        let h = Histogram::of(&[1e300; 2], Tails::Whole);
        assert_eq!(h.counts, [2]);
    }

    #[test]
    fn a_heavy_tail_is_counted_not_drawn() {
        let mut values = ramp(1000);
        values.extend([1e6, 2e6, -5e5]);
        let whole = Histogram::of(&values, Tails::Whole);
        assert_eq!((whole.below, whole.above), (0, 0));
        let trimmed = Histogram::of(&values, Tails::TrimHeavy);
        assert!(trimmed.edges.last().unwrap() < &1.0);
        assert!((2..=12).contains(&trimmed.above) && (1..=11).contains(&trimmed.below));
        assert_eq!(trimmed.rows(), 1003);
        // A tail that is not heavy is drawn.
        let light = ramp(1000);
        let all = Histogram::of(&light, Tails::TrimHeavy);
        assert_eq!(all, Histogram::of(&light, Tails::Whole));
    }

    #[test]
    fn neighbours_and_extremes_make_no_empty_edges() {
        let next = 1.0_f64.next_up();
        for values in [[1.0, next], [-f64::MAX, f64::MAX], [5e-324, 1e-323]] {
            let h = Histogram::of(&values, Tails::TrimHeavy);
            assert!(h.edges.windows(2).all(|w| w[0] < w[1]), "{values:?}");
            assert_eq!(h.rows(), 2);
            assert_eq!(h.counts.iter().sum::<u64>(), 2, "{values:?}");
        }
    }

    #[test]
    fn samples_share_their_edges() {
        let found = common(&[&[0.0, 0.1, 0.2], &[0.9, 1.0, f64::NAN]], Tails::Whole);
        assert_eq!(found[0].edges, found[1].edges);
        assert_eq!((found[0].rows(), found[1].rows()), (3, 2));
        let classes = by_class(
            &[0.0, 0.9, 0.1, 1.0, 5.0],
            &[0, 1, 0, 1, 7],
            2,
            Tails::Whole,
        );
        assert_eq!(classes[0].edges.last(), Some(&1.0));
        assert_eq!((classes[0].rows(), classes[1].rows()), (2, 2));
    }

    #[test]
    fn a_mirror_compares_shares() {
        let many = [0.0, 0.0, 0.0, 1.0];
        let of = Measure::new("x", "");
        let mirror = Mirror::new(
            of.clone(),
            ("train", &many),
            ("holdout", &[1.0]),
            Tails::Whole,
        );
        assert_eq!(mirror.lower.0, "holdout");
        let (up, down) = mirror.heights();
        assert_eq!((up, down), (vec![0.75, 0.25], vec![0.0, 1.0]));
        let none = Mirror::new(of, ("a", &[]), ("b", &[]), Tails::Whole);
        assert_eq!(none.heights(), (vec![], vec![]));
    }
}
