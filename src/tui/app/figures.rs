//! The charts of what is open: which there are, which one is in front, where its cursor is.

use std::borrow::Cow;

use crate::benchmark::{Baseline, Diagnosis};
use crate::error::Result;
use crate::figures::{Bar, Bars, Figure, Line, Lines, Listing, Measure, Mirror};
use crate::train::Run;
use crate::tui::actions::{Action, Screen};
use crate::tui::app::{Effect, List, PAGE, State};
use crate::tui::widgets::{first_stop, stops};

/// A chart with what it is called beside others.
pub type Chart<'a> = (&'static str, Cow<'a, Figure>);

/// Whose predictions are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Predictor {
    /// The run of this number.
    Run(u32),
    /// The baseline of this name.
    Baseline(String),
}

/// What was found in predictions, read from disk.
#[derive(Debug, Clone)]
pub struct Diagnosed {
    /// Whose they are.
    pub of: Predictor,
    /// Charts and numbers, or why there are none; nothing while they are read.
    pub found: Option<std::result::Result<Diagnosis, String>>,
}

impl State {
    /// The charts of what is open, in the order of the key that turns them.
    pub fn charts(&self) -> Vec<Chart<'_>> {
        if !self.detail || self.overlay.is_some() {
            return Vec::new();
        }
        match self.screen {
            Screen::Train => self.run_charts(),
            Screen::Benchmark => self.predicted_charts(),
            Screen::Data if self.pane == 0 => self.column_charts(),
            Screen::Data if self.shows_map() => self.map_chart(),
            Screen::Drift => self.moved_charts(),
            _ => Vec::new(),
        }
    }

    /// The run that is selected on the leaderboard.
    pub fn run(&self) -> Option<&Run> {
        let facts = self.facts()?;
        let id = self.entrants().get(self.lists.at(List::Board))?.run?;
        facts.board.as_ref()?.runs.iter().find(|run| run.id == id)
    }

    /// The baseline that is selected on the board of baselines.
    pub fn baseline(&self) -> Option<&Baseline> {
        let evidence = self.facts()?.benchmark.as_ref()?;
        evidence.baselines.get(self.lists.at(List::Baselines))
    }

    /// Whose row is open: on the leaderboard a run or a baseline, on the benchmark a baseline. None where it failed.
    fn predictor(&self) -> Option<Predictor> {
        if !self.detail {
            return None;
        }
        match self.screen {
            Screen::Benchmark => {
                let baseline = self.baseline().filter(|b| b.failed.is_none())?;
                Some(Predictor::Baseline(baseline.name.clone()))
            }
            Screen::Train => {
                let entrant = self
                    .entrants()
                    .into_iter()
                    .nth(self.lists.at(List::Board))?;
                let entrant = Some(entrant).filter(|e| e.failed.is_none())?;
                Some(match entrant.run {
                    Some(run) => Predictor::Run(run),
                    None => Predictor::Baseline(entrant.name),
                })
            }
            _ => None,
        }
    }

    /// What was found in the predictions of what is open, or why nothing; `None` while they are read.
    pub fn diagnosed(&self) -> Option<std::result::Result<&Diagnosis, &str>> {
        let of = self.predictor()?;
        let diagnosed = self.open.as_ref()?.diagnosis.as_ref()?;
        let found = diagnosed.found.as_ref().filter(|_| diagnosed.of == of)?;
        Some(found.as_ref().map_err(String::as_str))
    }

    /// Whether the predictions of what is open are being read.
    pub fn diagnoses(&self) -> bool {
        self.predictor().is_some() && self.diagnosed().is_none()
    }

    /// The worst rows of what is open.
    pub fn worst(&self) -> Option<&Listing> {
        self.diagnosed()?.ok()?.worst()
    }

    /// Whether rows are in front, moved through from top to bottom.
    pub fn lists_rows(&self) -> bool {
        self.chart()
            .is_some_and(|((_, figure), _)| matches!(*figure, Figure::Listing(_)))
    }

    /// The charts of the predictions of what is open.
    fn predicted_charts(&self) -> Vec<Chart<'_>> {
        let found = self.diagnosed().and_then(std::result::Result::ok);
        let charts = found.map_or(&[][..], |found| &found.charts);
        charts
            .iter()
            .map(|(name, f)| (*name, Cow::Borrowed(f)))
            .collect()
    }

    fn run_charts(&self) -> Vec<Chart<'_>> {
        let mut charts = self.predicted_charts();
        if let Some(run) = self.run() {
            charts.extend(learning(run).map(|f| ("learning", Cow::Owned(f))));
            charts.extend(importance(run).map(|f| ("what counts", Cow::Owned(f))));
        }
        charts
    }

    fn moved_charts(&self) -> Vec<Chart<'_>> {
        let at = self.lists.at(List::Moved);
        let Some(column) = self.moved().into_iter().nth(at) else {
            return Vec::new();
        };
        let Some(crate::drift::Figure::Numbers { reference, current }) = &column.figure else {
            return Vec::new();
        };
        let mirror = Mirror {
            of: Measure::new(&column.name, self.unit_of(&column.name)),
            upper: ("reference".into(), reference.clone()),
            lower: ("current".into(), current.clone()),
        };
        vec![("two samples", Cow::Owned(Figure::Mirror(mirror)))]
    }

    /// The unit of a column, of the target or of the prediction; empty where it has none.
    pub fn unit_of(&self, column: &str) -> String {
        let Some(facts) = self.facts() else {
            return String::new();
        };
        let decisions = &facts.project.decisions;
        let is_target = decisions.problem.target.as_deref() == Some(column);
        let decided = decisions.columns.get(column);
        let unit = match is_target || column == "prediction" {
            true => decisions.problem.unit.clone(),
            false => decided.and_then(|c| c.unit.clone()),
        };
        unit.unwrap_or_default()
    }

    /// The chart in front with the place of its cursor; none while numbers are in front.
    pub fn chart(&self) -> Option<(Chart<'_>, usize)> {
        let charts = self.charts();
        let at = self.front(charts.len())?;
        let cursor = self.lists.at(List::Figure);
        charts.into_iter().nth(at).map(|chart| (chart, cursor))
    }

    /// Whether numbers take their turn before the charts.
    fn numbers_first(&self) -> bool {
        matches!(self.screen, Screen::Train | Screen::Benchmark)
    }

    /// Which of so many charts is in front.
    fn front(&self, count: usize) -> Option<usize> {
        let at = match self.numbers_first() {
            true => self.figure.checked_sub(1)?,
            false => self.figure,
        };
        (count > 0).then(|| at.min(count - 1))
    }

    /// Moves the cursor of the chart in front; whether there is one.
    pub(super) fn move_in_chart(&mut self, action: Action) -> bool {
        let Some(((_, figure), at)) = self.chart() else {
            return false;
        };
        let last = stops(&figure).saturating_sub(1);
        let to = match action {
            Action::Left => at.min(last).saturating_sub(1),
            Action::Right => (at + 1).min(last),
            Action::Up if self.lists_rows() => at.min(last).saturating_sub(1),
            Action::Down if self.lists_rows() => (at + 1).min(last),
            Action::PageUp if self.lists_rows() => at.min(last).saturating_sub(PAGE),
            Action::PageDown if self.lists_rows() => (at + PAGE).min(last),
            Action::Top if self.lists_rows() => 0,
            Action::Bottom if self.lists_rows() => last,
            _ => return false,
        };
        self.lists.put(List::Figure, to);
        true
    }

    /// Brings the next chart, or the one before, to the front.
    pub(super) fn turn_chart(&mut self, forward: bool) {
        let charts = self.charts().len();
        let count = charts + usize::from(self.numbers_first());
        if count == 0 {
            return;
        }
        let step = if forward { 1 } else { count - 1 };
        self.figure = (self.figure.min(count - 1) + step) % count;
        self.place_cursor();
    }

    /// Puts the first chart in front, its cursor in the middle.
    pub(super) fn face_charts(&mut self) {
        self.figure = 0;
        self.place_cursor();
    }

    /// Puts the cursor of the chart in front where one begins to read.
    fn place_cursor(&mut self) {
        let first = self
            .chart()
            .map_or(0, |((_, figure), _)| first_stop(&figure));
        self.lists.put(List::Figure, first);
    }

    /// Asks for what there is to say about the predictions of what is open, once.
    pub(super) fn diagnose(&mut self) -> Option<Effect> {
        let of = self.predictor()?;
        let open = self.open.as_mut()?;
        if open.diagnosis.as_ref().is_some_and(|d| d.of == of) {
            return None;
        }
        open.diagnosis = Some(Diagnosed {
            of: of.clone(),
            found: None,
        });
        Some(Effect::Diagnose(of))
    }

    /// Takes what was found, if it is still of what is open.
    pub(super) fn take_diagnosis(&mut self, of: &Predictor, found: Result<Diagnosis>) {
        let open = self.open.as_mut().and_then(|open| open.diagnosis.as_mut());
        if let Some(diagnosed) = open.filter(|d| d.of == *of) {
            diagnosed.found = Some(found.map_err(|error| error.to_string()));
        }
    }
}

/// The loss by round; none where a family is solved in one go.
fn learning(run: &Run) -> Option<Figure> {
    (run.curve.len() > 1).then(|| {
        Figure::Lines(Lines {
            x: Measure::new("round", ""),
            y: Measure::new("training loss", ""),
            lines: vec![Line::plain("training loss", run.curve.clone())],
            goals: Vec::new(),
            rows: None,
            names: Vec::new(),
        })
    })
}

/// How much each column counts, the most first; none where the family cannot say.
fn importance(run: &Run) -> Option<Figure> {
    let bars = run.importance.iter();
    let bars: Vec<Bar> = bars
        .map(|(name, share)| Bar {
            label: name.clone(),
            value: share * 100.0,
            interval: None,
        })
        .collect();
    (!bars.is_empty()).then(|| {
        Figure::Bars(Bars {
            axis: "share of what counts".into(),
            unit: "%".into(),
            bars,
            lines: Vec::new(),
            from_zero: true,
        })
    })
}
