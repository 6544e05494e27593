//! One column of a chunk against the reference: its statistics, the tests that speak, how far it moved.

use std::collections::HashMap;

use super::evidence::{Column, Figure, Level, Test};
use super::statistics::{Pair, compute};
use super::values::{Form, Values};
use super::what;
use crate::decisions::Kind;
use crate::figures::{Tails, common};
use crate::stats::Sorted;
use crate::stats::drift::{
    Outcome, TableFound, TableTest, bin_counts, decile_edges, table_test, total_variation,
    variation_by_chance,
};
use crate::table::Labels;

/// Rows that both sides must have: with fewer a test finds nothing, and what it finds is chance.
pub const FEWEST_ROWS: usize = 30;
/// Rate of false discoveries of a chunk.
pub const RATE: f64 = 0.05;
/// A number with at most this many different values is tested as categories (Evidently's limit).
const FEW_VALUES: usize = 5;
/// Categories drawn; the others are drawn together.
const DRAWN: usize = 12;

/// How columns are compared.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Statistics asked for besides those always shown.
    pub tests: Vec<String>,
    /// Whether missing values are left out instead of counting as a category.
    pub drop_missing: bool,
}

/// A column of the reference.
#[derive(Debug, Clone)]
pub struct Watched {
    /// Its name.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
    /// How it is compared.
    pub form: Form,
    /// Its unit, empty where none.
    pub unit: String,
    /// Whether no value of it may be kept.
    pub personal: bool,
    values: Values,
    sorted: Sorted,
    edges: Vec<f64>,
}

impl Watched {
    /// The column with its values in the reference.
    pub fn new(name: &str, kind: Kind, form: Form, values: Values) -> Watched {
        let sorted = match &values {
            Values::Numbers(numbers) => Sorted::new(numbers),
            _ => Sorted::default(),
        };
        Watched {
            name: name.to_owned(),
            kind,
            form,
            unit: String::new(),
            personal: false,
            edges: decile_edges(&sorted),
            values,
            sorted,
        }
    }

    /// Its unit, and whether no value of it may be kept.
    #[must_use]
    pub fn described(self, unit: &str, personal: bool) -> Watched {
        Watched {
            unit: unit.to_owned(),
            personal,
            ..self
        }
    }

    /// Its rows in the reference.
    pub fn values(&self) -> &Values {
        &self.values
    }

    /// Values of another file with the spelling of the reference.
    pub fn spelled_alike(&self, values: Values) -> Values {
        match &self.values {
            Values::Labels(reference) => values.spelled_as(&reference.names),
            _ => values,
        }
    }

    /// Compares the rows of a chunk. Whether it drifted is decided later, when the whole chunk is known.
    fn compare(&self, current: &Values, settings: &Settings) -> Column {
        let mut column = self.blank(current.missing_share());
        if self.values.rows().min(current.rows()) < FEWEST_ROWS {
            column.note = Some(few(self.values.rows(), current.rows()));
            return column;
        }
        let mut speaking: Vec<Test> = Vec::new();
        match (&self.values, current) {
            (Values::Numbers(_), Values::Numbers(values)) => {
                let sorted = Sorted::new(values);
                let gaps = (self.values.missing() as u64, current.missing() as u64);
                let gaps = (!settings.drop_missing && gaps.0 + gaps.1 > 0).then_some(gaps);
                self.numbers(&mut column, &sorted, gaps, settings, &mut speaking);
            }
            (Values::Labels(reference), Values::Labels(labels)) => {
                self.labels(&mut column, reference, labels, settings, &mut speaking);
            }
            _ => {}
        }
        let in_table = self.form == Form::Labels;
        if !settings.drop_missing && !in_table {
            speaking.extend(self.missing(current));
            let moved = (column.missing - column.missing_reference).abs();
            column.effect = Some(column.effect.unwrap_or(0.0).max(moved));
        }
        let smallest = speaking.iter().filter_map(|t| t.p_value).reduce(f64::min);
        column.p_value = smallest.map(|p| (p * speaking.len() as f64).min(1.0));
        for test in speaking {
            match column.tests.iter_mut().find(|t| t.test == test.test) {
                Some(shown) => shown.threshold = test.threshold,
                None => column.tests.push(test),
            }
        }
        if column.p_value.is_none() && column.note.is_none() {
            column.note = Some(match self.form {
                Form::Labels => "too many categories for its rows".to_owned(),
                _ => few(self.sorted.len(), current.rows() - current.missing()),
            });
        }
        column
    }

    /// The column of a chunk whose files do not have it.
    pub fn gone(&self) -> Column {
        Column {
            drift: true,
            effect: Some(1.0),
            what: vec![super::evidence::What::Gone],
            sentence: Some(format!("{} is not in the data", self.shown())),
            ..self.blank(1.0)
        }
    }

    /// Its name in a sentence.
    pub fn shown(&self) -> String {
        crate::text::escape(&self.name).into_owned()
    }

    /// Compares the rows of a chunk and says how it changed, should it turn out to have drifted.
    pub fn compared(&self, current: &Values, settings: &Settings) -> Column {
        let mut column = self.compare(current, settings);
        if column.p_value.is_some_and(|p| p <= RATE) {
            (column.what, column.sentence) = what::explain(self, &column, current);
        }
        column
    }

    /// Its values in the reference, sorted; empty where they are no numbers.
    pub fn sorted(&self) -> &Sorted {
        &self.sorted
    }

    fn blank(&self, missing: f64) -> Column {
        Column {
            name: self.name.clone(),
            kind: self.kind,
            level: Level::None,
            drift: false,
            effect: None,
            p_value: None,
            p_adjusted: None,
            missing_reference: self.values.missing_share(),
            missing,
            note: None,
            what: Vec::new(),
            sentence: None,
            tests: Vec::new(),
            figure: None,
        }
    }

    fn numbers(
        &self,
        column: &mut Column,
        current: &Sorted,
        gaps: Option<(u64, u64)>,
        settings: &Settings,
        tests: &mut Vec<Test>,
    ) {
        let mut counts = (
            bin_counts(&self.sorted, &self.edges),
            bin_counts(current, &self.edges),
        );
        if let Some(gaps) = gaps {
            counts.0.push(gaps.0);
            counts.1.push(gaps.1);
        }
        let pair = Pair {
            numbers: (!self.sorted.is_empty() && !current.is_empty())
                .then_some((&self.sorted, current)),
            counts,
            categories: false,
        };
        column.tests = compute(&pair, &settings.tests);
        if self.sorted.len().min(current.len()) < FEWEST_ROWS {
            return;
        }
        if !self.personal {
            let drawn = common(&[self.sorted.values(), current.values()], Tails::TrimHeavy);
            if let [reference, current] = drawn.as_slice() {
                column.figure = Some(Figure::Numbers {
                    reference: reference.clone(),
                    current: current.clone(),
                });
            }
        }
        let found = column.tests.iter().find(|t| t.test == "ks").cloned();
        column.effect = found.as_ref().and_then(|t| t.statistic);
        match few_values(&self.sorted, current) {
            Some((r, c)) => tests.extend(table_test(&r, &c).as_ref().map(table)),
            None => tests.extend(found.map(|t| Test {
                threshold: Some(RATE),
                ..t
            })),
        }
    }

    fn labels(
        &self,
        column: &mut Column,
        reference: &Labels,
        current: &Labels,
        settings: &Settings,
        tests: &mut Vec<Test>,
    ) {
        let levels = Levels::of(reference, current);
        let counts = levels.counts(!settings.drop_missing);
        if let Some(found) = table_test(&counts.0, &counts.1) {
            tests.push(table(&found));
            column.effect = total_variation(&found.reference, &found.current)
                .zip(variation_by_chance(&found.reference, &found.current))
                .map(|(moved, chance)| (moved - chance).max(0.0));
        }
        if !self.personal {
            column.figure = Some(levels.figure());
        }
        column.tests = compute(
            &Pair {
                numbers: None,
                counts,
                categories: true,
            },
            &settings.tests,
        );
    }

    /// Whether the share of missing values is the same.
    fn missing(&self, current: &Values) -> Option<Test> {
        let split = |values: &Values| {
            let missing = values.missing() as u64;
            [values.rows() as u64 - missing, missing]
        };
        let (r, c) = (split(&self.values), split(current));
        Some(speaking("missing", table_test(&r, &c)?.outcome))
    }
}

fn few(reference: usize, current: usize) -> String {
    let (side, rows) = if reference < current {
        ("the reference has", reference)
    } else {
        ("there are", current)
    };
    format!("not enough rows: {side} {rows}, at least {FEWEST_ROWS} are needed")
}

/// The test of a table of counts as it is shown.
fn table(found: &TableFound) -> Test {
    let name = match found.test {
        TableTest::Chi2 => "chi2",
        TableTest::Pooled => "chi2_pooled",
        TableTest::Fisher => "fisher",
    };
    speaking(name, found.outcome)
}

fn speaking(name: &str, outcome: Outcome) -> Test {
    Test {
        test: name.to_owned(),
        statistic: Some(outcome.statistic).filter(|s| s.is_finite()),
        p_value: Some(outcome.p_value),
        threshold: Some(RATE),
    }
}

/// Counts by value, where both samples together have few different ones.
fn few_values(reference: &Sorted, current: &Sorted) -> Option<(Vec<u64>, Vec<u64>)> {
    let mut values: Vec<f64> = Vec::new();
    for sample in [reference, current] {
        let different = sample.values().chunk_by(|a, b| a == b);
        for group in different.take(FEW_VALUES + 1) {
            if !values.contains(&group[0]) {
                values.push(group[0]);
            }
        }
    }
    let count = |sample: &Sorted, value: f64| {
        let values = sample.values();
        (values.partition_point(|v| *v <= value) - values.partition_point(|v| *v < value)) as u64
    };
    (values.len() <= FEW_VALUES).then(|| {
        values
            .iter()
            .map(|v| (count(reference, *v), count(current, *v)))
            .unzip()
    })
}

/// The categories of two samples: name and count in each, in the order of the reference and then as they come.
pub struct Levels {
    /// Name, rows in the reference, rows in the chunk.
    pub levels: Vec<(String, u64, u64)>,
    /// Rows without a value in each.
    pub missing: (u64, u64),
}

impl Levels {
    /// Counts both samples.
    pub fn of(reference: &Labels, current: &Labels) -> Levels {
        let mut levels: Vec<(String, u64, u64)> =
            reference.names.iter().map(|n| (n.clone(), 0, 0)).collect();
        let mut missing = (0, 0);
        for code in &reference.codes {
            match code {
                Some(code) => levels[*code as usize].1 += 1,
                None => missing.0 += 1,
            }
        }
        let places: HashMap<&str, usize> = reference
            .names
            .iter()
            .enumerate()
            .map(|(at, name)| (name.as_str(), at))
            .collect();
        let mut counts = vec![0; current.names.len()];
        for code in &current.codes {
            match code {
                Some(code) => counts[*code as usize] += 1,
                None => missing.1 += 1,
            }
        }
        for (name, count) in current.names.iter().zip(counts) {
            match places.get(name.as_str()) {
                Some(at) => levels[*at].2 = count,
                None => levels.push((name.clone(), 0, count)),
            }
        }
        levels.retain(|(_, r, c)| r + c > 0);
        Levels { levels, missing }
    }

    /// Rows of each sample.
    pub fn rows(&self) -> (u64, u64) {
        let sum = |of: fn(&(String, u64, u64)) -> u64| self.levels.iter().map(of).sum::<u64>();
        (sum(|l| l.1) + self.missing.0, sum(|l| l.2) + self.missing.1)
    }

    /// Counts of both samples, the missing ones last where they count and there are any.
    fn counts(&self, with_missing: bool) -> (Vec<u64>, Vec<u64>) {
        let mut counts: (Vec<u64>, Vec<u64>) = self.levels.iter().map(|(_, r, c)| (*r, *c)).unzip();
        if with_missing && self.missing.0 + self.missing.1 > 0 {
            counts.0.push(self.missing.0);
            counts.1.push(self.missing.1);
        }
        counts
    }

    fn figure(&self) -> Figure {
        let rows = self.rows();
        let share = |count: u64, of: u64| count as f64 / of.max(1) as f64;
        let mut shares: Vec<(String, f64, f64)> = self
            .levels
            .iter()
            .map(|(name, r, c)| (name.clone(), share(*r, rows.0), share(*c, rows.1)))
            .collect();
        // The sort keeps the order of equals.
        shares.sort_by(|a, b| (b.1 + b.2).total_cmp(&(a.1 + a.2)));
        if shares.len() > DRAWN + 1 {
            let rest = shares.split_off(DRAWN);
            let sum = |of: fn(&(String, f64, f64)) -> f64| rest.iter().map(of).sum::<f64>();
            shares.push((String::new(), sum(|l| l.1), sum(|l| l.2)));
        }
        Figure::Levels(shares)
    }
}
