//! A score over time: one value a period, with what it is held against.

use super::{Line, Lines, Measure};

/// A period.
#[derive(Debug, Clone, PartialEq)]
pub struct Period {
    /// Where it begins: `2015-03-01`.
    pub name: String,
    /// Rows in it that were scored.
    pub rows: usize,
    /// Their score; `None` where it is undefined.
    pub score: Option<f64>,
}

/// A score period after period.
#[derive(Debug, Clone, PartialEq)]
pub struct OverTime {
    /// What is scored: `mae` in `USD`.
    pub of: Measure,
    /// How long a period is: `month`.
    pub every: String,
    /// The periods in order.
    pub periods: Vec<Period>,
    /// What the scores are held against: name and place.
    pub lines: Vec<(String, f64)>,
}

impl OverTime {
    /// The scores as a line over the periods, the levels across it.
    pub fn lines(&self) -> Lines {
        let periods = self.periods.iter().enumerate();
        let points = periods.filter_map(|(at, p)| Some((at as f64, p.score?)));
        Lines {
            x: Measure::new(&self.every, ""),
            y: self.of.clone(),
            lines: vec![Line::plain(&self.of.name, points.collect())],
            goals: self.lines.clone(),
            rows: Some(self.periods.iter().map(|p| p.rows).sum()),
            names: self.periods.iter().map(|p| p.name.clone()).collect(),
        }
    }

    /// The periods that have a score, in order.
    pub fn scored(&self) -> impl Iterator<Item = (&Period, f64)> {
        self.periods.iter().filter_map(|p| Some((p, p.score?)))
    }
}
