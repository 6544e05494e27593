//! Metrics of predicted classes: from how often each class is true, predicted and hit.
//!
//! Conventions are those of scikit-learn with `zero_division = 0`: a class that is never predicted has precision 0,
//! one that is never true recall 0. Means over classes take those that are true or predicted at least once.

use ndarray::ArrayView1;

use crate::metrics::Classes;

/// Weight of each class: the confusion matrix as far as metrics need it.
#[derive(Debug, Clone)]
pub(super) struct Counts {
    /// Where it is true and predicted.
    hits: Vec<f64>,
    /// Where it is true.
    truth: Vec<f64>,
    /// Where it is predicted.
    predicted: Vec<f64>,
    /// Where another is predicted, times the number of classes between them, and times its square.
    missed: (f64, f64),
    /// Position of the positive class of two.
    positive: Option<usize>,
}

/// The class a row of probabilities says; `None` where one of them is not a number.
pub(super) fn label(row: ArrayView1<'_, f64>, classes: &Classes) -> Option<u32> {
    if row.iter().any(|p| p.is_nan()) {
        return None;
    }
    if let Some(positive) = classes.binary() {
        let label = if row[positive] >= 0.5 {
            positive
        } else {
            1 - positive
        };
        return Some(label as u32);
    }
    Some(most_probable(row) as u32)
}

/// The class with the highest probability, the first of equals.
pub(super) fn most_probable(row: ArrayView1<'_, f64>) -> usize {
    let mut best = 0;
    for (at, &p) in row.iter().enumerate() {
        if p > row[best] {
            best = at;
        }
    }
    best
}

/// 1 where the class is wrong.
pub(super) fn wrong(truth: u32, label: u32) -> f64 {
    f64::from(u8::from(truth != label))
}

/// Accuracy from the share of wrong rows.
pub(super) fn right_share(wrong: f64) -> f64 {
    1.0 - wrong
}

impl Counts {
    /// Counts `weights` by true and predicted class.
    pub(super) fn new(
        rows: impl Iterator<Item = (u32, u32, f64)>,
        classes: usize,
        positive: Option<usize>,
    ) -> Counts {
        let mut counts = Counts {
            hits: vec![0.0; classes],
            truth: vec![0.0; classes],
            predicted: vec![0.0; classes],
            missed: (0.0, 0.0),
            positive,
        };
        for (truth, label, weight) in rows {
            counts.truth[truth as usize] += weight;
            counts.predicted[label as usize] += weight;
            if truth == label {
                counts.hits[truth as usize] += weight;
            }
            let apart = f64::from(truth.abs_diff(label));
            counts.missed.0 += weight * apart;
            counts.missed.1 += weight * apart * apart;
        }
        counts
    }

    fn precision(&self, class: usize) -> f64 {
        ratio(self.hits[class], self.predicted[class])
    }

    fn recall(&self, class: usize) -> f64 {
        ratio(self.hits[class], self.truth[class])
    }

    fn f1(&self, class: usize) -> f64 {
        self.f_beta(class, 1.0)
    }

    fn f2(&self, class: usize) -> f64 {
        self.f_beta(class, 2.0)
    }

    /// Recall weighs `beta` times as much as precision (van Rijsbergen 1979).
    fn f_beta(&self, class: usize, beta: f64) -> f64 {
        let square = beta * beta;
        ratio(
            (1.0 + square) * self.hits[class],
            square * self.truth[class] + self.predicted[class],
        )
    }

    /// Rows where it is both, of those where it is either (Jaccard 1901).
    fn jaccard(&self, class: usize) -> f64 {
        let either = self.truth[class] + self.predicted[class] - self.hits[class];
        ratio(self.hits[class], either)
    }

    fn total(&self) -> f64 {
        self.truth.iter().sum()
    }

    /// Mean of `of` over the classes that are true or predicted.
    fn macro_mean(&self, of: impl Fn(&Counts, usize) -> f64) -> Option<f64> {
        let seen =
            (0..self.truth.len()).filter(|&k| self.truth[k] > 0.0 || self.predicted[k] > 0.0);
        mean(seen.map(|class| of(self, class)))
    }

    /// Mean of `of` over classes, weighted by how often each is true.
    fn weighted_mean(&self, of: impl Fn(&Counts, usize) -> f64) -> Option<f64> {
        let weighted = (0..self.truth.len()).map(|class| self.truth[class] * of(self, class));
        Some(weighted.sum::<f64>() / self.total())
    }

    /// `of` the positive class of two, else its mean over classes.
    fn positive_or_macro(&self, of: impl Fn(&Counts, usize) -> f64) -> Option<f64> {
        match self.positive {
            Some(class) => Some(of(self, class)),
            None => self.macro_mean(of),
        }
    }

    /// Whether truth or prediction never varies.
    fn is_constant(&self) -> bool {
        let kinds = |weights: &[f64]| weights.iter().filter(|w| **w > 0.0).count();
        kinds(&self.truth) < 2 || kinds(&self.predicted) < 2
    }

    /// What chance would hit: the sum over classes of true weight times predicted weight.
    fn by_chance(&self) -> f64 {
        dot(&self.truth, &self.predicted)
    }
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (count, total) = values.fold((0_usize, 0.0), |(n, sum), value| (n + 1, sum + value));
    (count > 0).then(|| total / count as f64)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Mean recall of the classes that are true at least once.
pub(super) fn balanced_accuracy(counts: &Counts) -> Option<f64> {
    let real = (0..counts.truth.len()).filter(|&class| counts.truth[class] > 0.0);
    mean(real.map(|class| counts.recall(class)))
}

/// F1 of the positive class, or the mean over several classes.
pub(super) fn f1(counts: &Counts) -> Option<f64> {
    counts.positive_or_macro(Counts::f1)
}

/// Mean F1 over classes, also for two.
pub(super) fn f1_macro(counts: &Counts) -> Option<f64> {
    counts.macro_mean(Counts::f1)
}

/// Mean F1 over classes, weighted by how often each is true.
pub(super) fn f1_weighted(counts: &Counts) -> Option<f64> {
    counts.weighted_mean(Counts::f1)
}

/// F2 of the positive class, or the mean over several classes.
pub(super) fn f2(counts: &Counts) -> Option<f64> {
    counts.positive_or_macro(Counts::f2)
}

/// Mean F2 over classes, also for two.
pub(super) fn f2_macro(counts: &Counts) -> Option<f64> {
    counts.macro_mean(Counts::f2)
}

/// Mean F2 over classes, weighted by how often each is true.
pub(super) fn f2_weighted(counts: &Counts) -> Option<f64> {
    counts.weighted_mean(Counts::f2)
}

/// Mean precision over classes, also for two.
pub(super) fn precision_macro(counts: &Counts) -> Option<f64> {
    counts.macro_mean(Counts::precision)
}

/// Mean precision over classes, weighted by how often each is true.
pub(super) fn precision_weighted(counts: &Counts) -> Option<f64> {
    counts.weighted_mean(Counts::precision)
}

/// Mean recall over classes, also for two.
pub(super) fn recall_macro(counts: &Counts) -> Option<f64> {
    counts.macro_mean(Counts::recall)
}

/// Mean recall over classes, weighted by how often each is true.
pub(super) fn recall_weighted(counts: &Counts) -> Option<f64> {
    counts.weighted_mean(Counts::recall)
}

/// Mean Jaccard index over classes.
pub(super) fn jaccard_macro(counts: &Counts) -> Option<f64> {
    counts.macro_mean(Counts::jaccard)
}

/// Share of right rows: what precision, recall and every F are where all classes are counted together.
pub(super) fn micro(counts: &Counts) -> Option<f64> {
    Some(counts.hits.iter().sum::<f64>() / counts.total())
}

/// [`balanced_accuracy`] on a scale where 0 is chance; undefined where one class is true.
pub(super) fn balanced_accuracy_adjusted(counts: &Counts) -> Option<f64> {
    let real = counts.truth.iter().filter(|weight| **weight > 0.0).count();
    let chance = 1.0 / real as f64;
    (real > 1).then_some((balanced_accuracy(counts)? - chance) / (1.0 - chance))
}

/// Precision of the positive class, or the mean over several classes.
pub(super) fn precision(counts: &Counts) -> Option<f64> {
    counts.positive_or_macro(Counts::precision)
}

/// Recall of the positive class, or the mean over several classes.
pub(super) fn recall(counts: &Counts) -> Option<f64> {
    counts.positive_or_macro(Counts::recall)
}

/// Matthews correlation for any number of classes (Gorodkin 2004); 0 where truth or prediction is constant.
pub(super) fn mcc(counts: &Counts) -> Option<f64> {
    if counts.is_constant() {
        return Some(0.0);
    }
    let total = counts.total();
    let hits: f64 = counts.hits.iter().sum();
    let spread = |weights: &[f64]| total * total - dot(weights, weights);
    let scale = (spread(&counts.truth) * spread(&counts.predicted)).sqrt();
    Some((hits * total - counts.by_chance()) / scale)
}

/// Agreement beyond chance (Cohen 1960); undefined where truth and prediction are one and the same class throughout.
pub(super) fn cohen_kappa(counts: &Counts) -> Option<f64> {
    let total = counts.total();
    let missed = total - counts.hits.iter().sum::<f64>();
    if counts.hits.contains(&total) {
        return None;
    }
    let missed_by_chance = total - counts.by_chance() / total;
    Some(1.0 - missed / missed_by_chance)
}

/// [`cohen_kappa`] with misses that weigh as many classes as lie between (Cohen 1968): for classes in order.
pub(super) fn cohen_kappa_linear(counts: &Counts) -> Option<f64> {
    weighted_kappa(counts, counts.missed.0, |apart| apart)
}

/// [`cohen_kappa`] with misses that weigh the square of that.
pub(super) fn cohen_kappa_quadratic(counts: &Counts) -> Option<f64> {
    weighted_kappa(counts, counts.missed.1, |apart| apart * apart)
}

fn weighted_kappa(counts: &Counts, missed: f64, weight: impl Fn(f64) -> f64) -> Option<f64> {
    let by_chance = |truth: usize| -> f64 {
        let predicted = counts.predicted.iter().enumerate();
        let missed = predicted.map(|(label, p)| p * weight(truth.abs_diff(label) as f64));
        counts.truth[truth] * missed.sum::<f64>()
    };
    let missed_by_chance = (0..counts.truth.len()).map(by_chance).sum::<f64>() / counts.total();
    (missed_by_chance > 0.0).then(|| 1.0 - missed / missed_by_chance)
}
