//! The statistics of a column by name: those always shown, and those that `monitor.tests` may ask for besides. One more is
//! its function in `stats::drift` and a line here.

use super::evidence::Test;
use crate::stats::Sorted;
use crate::stats::drift::{self, Outcome};

/// A column in the reference and in a chunk, ready to be compared.
pub struct Pair<'a> {
    /// Present values of a column of numbers, sorted.
    pub numbers: Option<(&'a Sorted, &'a Sorted)>,
    /// Rows in each category, or in each bin between the deciles of the reference; the missing ones last where they count.
    pub counts: (Vec<u64>, Vec<u64>),
    /// Whether these are categories and not bins.
    pub categories: bool,
}

type Found = Option<(f64, Option<f64>)>;

struct Statistic {
    name: &'static str,
    compute: fn(&Pair<'_>) -> Found,
}

/// Always shown of numbers.
const OF_NUMBERS: &[&str] = &["ks", "psi", "js", "wasserstein", "wasserstein_normed"];
/// Always shown of categories.
const OF_CATEGORIES: &[&str] = &["chi2", "psi", "js", "total_variation"];

const STATISTICS: &[Statistic] = &[
    Statistic {
        name: "ks",
        compute: |p| test(drift::ks(p.numbers?.0, p.numbers?.1)),
    },
    Statistic {
        name: "cramer_von_mises",
        compute: |p| test(drift::cramer_von_mises(p.numbers?.0, p.numbers?.1)),
    },
    Statistic {
        name: "mann_whitney",
        compute: |p| test(drift::mann_whitney(p.numbers?.0, p.numbers?.1)),
    },
    Statistic {
        name: "t",
        compute: |p| {
            test(drift::t_pooled(
                p.numbers?.0.values(),
                p.numbers?.1.values(),
            ))
        },
    },
    Statistic {
        name: "t_welch",
        compute: |p| test(drift::t_welch(p.numbers?.0.values(), p.numbers?.1.values())),
    },
    Statistic {
        name: "anderson_darling",
        compute: |p| test(drift::anderson_darling(p.numbers?.0, p.numbers?.1)),
    },
    Statistic {
        name: "wasserstein",
        compute: |p| distance(drift::wasserstein(p.numbers?.0, p.numbers?.1)),
    },
    Statistic {
        name: "wasserstein_normed",
        compute: |p| distance(drift::wasserstein_normed(p.numbers?.0, p.numbers?.1)),
    },
    Statistic {
        name: "energy",
        compute: |p| distance(drift::energy(p.numbers?.0, p.numbers?.1)),
    },
    Statistic {
        name: "chi2",
        compute: |p| test(drift::chi2(categories(p)?.0, categories(p)?.1)),
    },
    Statistic {
        name: "g",
        compute: |p| test(drift::g_test(categories(p)?.0, categories(p)?.1)),
    },
    Statistic {
        name: "z",
        compute: |p| test(z(categories(p)?)),
    },
    Statistic {
        name: "psi",
        compute: |p| distance(drift::psi(&p.counts.0, &p.counts.1)),
    },
    Statistic {
        name: "kl",
        compute: |p| distance(drift::kullback_leibler(&p.counts.0, &p.counts.1)),
    },
    Statistic {
        name: "js",
        compute: |p| distance(drift::jensen_shannon(&p.counts.0, &p.counts.1)),
    },
    Statistic {
        name: "hellinger",
        compute: |p| distance(drift::hellinger(&p.counts.0, &p.counts.1)),
    },
    Statistic {
        name: "total_variation",
        compute: |p| distance(drift::total_variation(&p.counts.0, &p.counts.1)),
    },
];

/// The statistics always shown and those asked for, in the order of the list; without those that the form does not allow.
pub fn compute(pair: &Pair<'_>, asked: &[String]) -> Vec<Test> {
    let always = if pair.categories {
        OF_CATEGORIES
    } else {
        OF_NUMBERS
    };
    STATISTICS
        .iter()
        .filter(|s| always.contains(&s.name) || asked.iter().any(|a| a == s.name))
        .filter_map(|s| {
            let (statistic, p_value) = (s.compute)(pair)?;
            Some(Test {
                test: s.name.to_owned(),
                statistic: statistic.is_finite().then_some(statistic),
                p_value,
                threshold: None,
            })
        })
        .collect()
}

fn test(outcome: Option<Outcome>) -> Found {
    outcome.map(|o| (o.statistic, Some(o.p_value)))
}

fn distance(value: Option<f64>) -> Found {
    value.map(|v| (v, None))
}

fn categories<'a>(pair: &'a Pair<'_>) -> Option<(&'a [u64], &'a [u64])> {
    pair.categories
        .then_some((pair.counts.0.as_slice(), pair.counts.1.as_slice()))
}

/// The share of the last of two categories.
fn z((reference, current): (&[u64], &[u64])) -> Option<Outcome> {
    let ([_, r], [_, c]) = (reference, current) else {
        return None;
    };
    drift::z_proportions((*r, reference.iter().sum()), (*c, current.iter().sum()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_has_its_statistics() {
        let names = |pair: &Pair<'_>, asked: &[&str]| {
            let asked: Vec<String> = asked.iter().map(|a| (*a).to_owned()).collect();
            let tests = compute(pair, &asked);
            tests.into_iter().map(|t| t.test).collect::<Vec<_>>()
        };
        let counts = (vec![5, 5], vec![4, 6]);
        let table = Pair {
            numbers: None,
            counts: counts.clone(),
            categories: true,
        };
        assert_eq!(
            names(&table, &["z", "t", "g"]),
            ["chi2", "g", "z", "psi", "js", "total_variation"]
        );
        let (a, b) = (Sorted::new(&[1.0, 2.0, 3.0]), Sorted::new(&[2.0, 4.0]));
        let line = Pair {
            numbers: Some((&a, &b)),
            counts,
            categories: false,
        };
        assert_eq!(
            names(&line, &["z", "energy"]),
            [
                "ks",
                "wasserstein",
                "wasserstein_normed",
                "energy",
                "psi",
                "js"
            ]
        );
        let all: Vec<&str> = STATISTICS.iter().map(|s| s.name).collect();
        assert_eq!(names(&line, &all).len() + names(&table, &all).len(), 14 + 8);
    }
}
