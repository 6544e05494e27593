//! The charts of what is open: which there are, which one is in front, where its cursor is.

use std::borrow::Cow;

use crate::error::Result;
use crate::figures::{Bar, Bars, Figure, Line, Lines, Measure, Mirror};
use crate::train::Run;
use crate::tui::actions::{Action, Screen};
use crate::tui::app::{Effect, List, State};
use crate::tui::widgets::stops;

/// A chart with what it is called beside others.
pub type Chart<'a> = (&'static str, Cow<'a, Figure>);

/// The charts of a run's predictions, read from disk.
#[derive(Debug, Clone)]
pub struct Diagnosis {
    /// The run.
    pub run: u32,
    /// Its charts, or why there are none; nothing while they are read.
    pub charts: Option<std::result::Result<Vec<(&'static str, Figure)>, String>>,
}

impl State {
    /// The charts of what is open, in the order of the key that turns them.
    pub fn charts(&self) -> Vec<Chart<'_>> {
        if !self.detail || self.overlay.is_some() {
            return Vec::new();
        }
        match self.screen {
            Screen::Train => self.run_charts(),
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

    fn run_charts(&self) -> Vec<Chart<'_>> {
        let Some(run) = self.run() else {
            return Vec::new();
        };
        let mut charts: Vec<Chart<'_>> = Vec::new();
        let diagnosis = self.open.as_ref().and_then(|o| o.diagnosis.as_ref());
        if let Some(Ok(read)) = diagnosis
            .filter(|d| d.run == run.id)
            .and_then(|d| d.charts.as_ref())
        {
            charts.extend(read.iter().map(|(name, f)| (*name, Cow::Borrowed(f))));
        }
        charts.extend(learning(run).map(|f| ("learning", Cow::Owned(f))));
        charts.extend(importance(run).map(|f| ("what counts", Cow::Owned(f))));
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

    /// Which of so many charts is in front: on Train the numbers take their turn first.
    fn front(&self, count: usize) -> Option<usize> {
        let at = match self.screen {
            Screen::Train => self.figure.checked_sub(1)?,
            _ => self.figure,
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
            _ => return false,
        };
        self.lists.put(List::Figure, to);
        true
    }

    /// Brings the next chart, or the one before, to the front.
    pub(super) fn turn_chart(&mut self, forward: bool) {
        let charts = self.charts().len();
        let count = charts + usize::from(self.screen == Screen::Train);
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

    /// Puts the cursor of the chart in front where one begins to read: at the first row of those that have rows, in the
    /// middle of an axis.
    fn place_cursor(&mut self) {
        let first = self.chart().map_or(0, |((_, figure), _)| match &*figure {
            Figure::Boxes(_) | Figure::Bars(_) | Figure::Heat(_) | Figure::Confusion(_) => 0,
            // One class after the other is read: in the middle of the first.
            Figure::Roc(roc) => stops(&figure) / roc.curves.len().max(1) / 2,
            _ => stops(&figure) / 2,
        });
        self.lists.put(List::Figure, first);
    }

    /// Asks for the charts of the run that is open, once.
    pub(super) fn diagnose(&mut self) -> Option<Effect> {
        if self.screen != Screen::Train || !self.detail {
            return None;
        }
        let run = self.run().filter(|run| run.failed.is_none())?.id;
        let open = self.open.as_mut()?;
        if open.diagnosis.as_ref().is_some_and(|d| d.run == run) {
            return None;
        }
        open.diagnosis = Some(Diagnosis { run, charts: None });
        Some(Effect::Diagnose(run))
    }

    /// Takes the charts of a run, if it is still the one that is open.
    pub(super) fn take_diagnosis(&mut self, run: u32, charts: Result<Vec<(&'static str, Figure)>>) {
        let open = self.open.as_mut().and_then(|open| open.diagnosis.as_mut());
        if let Some(diagnosis) = open.filter(|d| d.run == run) {
            diagnosis.charts = Some(charts.map_err(|error| error.to_string()));
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
