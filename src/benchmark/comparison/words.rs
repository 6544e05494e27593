//! What the evidence of a comparison allows to say.

use super::{Comparison, PairedTest, Worlds};
use crate::text;

/// Least p of a test that is told as a number.
const LEAST: f64 = 0.0001;

impl Comparison {
    /// What was found, in words. The unit of the metric may be empty.
    pub fn sentence(&self, name: &str, rival: &str, unit: &str) -> String {
        let (name, rival) = (text::escape(name), text::escape(rival));
        let p = self.p_value.map_or("p unknown".to_owned(), |p| {
            format!("p = {}", text::number(p, 1))
        });
        let Some((low, high)) = self.interval else {
            return format!(
                "{name} cannot be compared with {rival}: the score is undefined on drawn rows"
            );
        };
        let (low, high) = (text::number(low, 3), text::with_unit(high, unit));
        if self.is_better() {
            format!("{name} beats {rival} by {low} to {high} ({p})")
        } else if self.is_worse() {
            format!("{name} is worse than {rival}: its gain lies between {low} and {high} ({p})")
        } else {
            format!(
                "{name} is not shown to beat {rival}: its gain lies between {low} and {high} ({p})"
            )
        }
    }

    /// The tests of the field, one after the other; nothing where the split allows none.
    pub fn tests_sentence(&self) -> Option<String> {
        let told: Vec<String> = self.tests.iter().map(PairedTest::words).collect();
        (!told.is_empty()).then(|| told.join(", "))
    }
}

impl Worlds {
    /// `better in 97 % of worlds, alike (within 0.030 USD) in 3 %, worse in 0 %`.
    pub fn sentence(&self, unit: &str) -> String {
        format!(
            "better in {} of worlds, alike (within {}) in {}, worse in {}",
            text::percent(self.better),
            text::with_unit(self.rope, unit),
            text::percent(self.alike),
            text::percent(self.worse)
        )
    }
}

impl PairedTest {
    /// Its name for people.
    pub fn title(&self) -> &str {
        match self.test.as_str() {
            "corrected_t" => "corrected t-test",
            "wilcoxon" => "Wilcoxon",
            "mcnemar" => "McNemar",
            "diebold_mariano" => "Diebold-Mariano",
            other => other,
        }
    }

    /// `Wilcoxon p = 0.0010`.
    pub fn words(&self) -> String {
        // Below, more digits than the test can tell.
        match self.p_value < LEAST {
            true => format!("{} p < {LEAST}", self.title()),
            false => format!("{} p = {}", self.title(), text::number(self.p_value, 1)),
        }
    }
}
