//! The map of associations: how strongly each two columns go together, read cell by cell.

use std::borrow::Cow;

use crate::data::{Associations, Pair};
use crate::figures::{Figure, Heat};
use crate::tui::actions::{Action, Screen};
use crate::tui::app::{Chart, List, State};

/// The pane of the screen of the data that the map takes.
const MAP: usize = 2;

impl State {
    /// Whether the map is open.
    pub fn shows_map(&self) -> bool {
        self.screen == Screen::Data && self.pane == MAP
    }

    /// What is known of pairs of columns; none where there are not two to compare.
    pub fn associations(&self) -> Option<&Associations> {
        let data = self.facts()?.data.as_ref()?;
        Some(&data.associations).filter(|of| of.columns.len() > 1)
    }

    /// Opens the map, or closes it.
    pub(super) fn turn_map(&mut self) {
        let opens = !self.shows_map();
        self.pane = if opens { MAP } else { 0 };
        self.detail = opens;
        self.figure = 0;
        // The first pair: the target and the first column beside it.
        self.lists.put(List::Figure, 1);
    }

    /// Closes the map where it is open; whether it was.
    pub(super) fn leave_map(&mut self) -> bool {
        let was = self.shows_map();
        if was {
            self.turn_map();
        }
        was
    }

    /// Goes from the map to the column in whose row the cursor is.
    pub(super) fn open_from_map(&mut self) {
        let Some((row, _)) = self.map_place() else {
            return;
        };
        let name = self
            .associations()
            .and_then(|of| of.columns.get(row))
            .cloned();
        let at = self
            .columns()
            .iter()
            .position(|c| Some(&c.name) == name.as_ref());
        if let Some(at) = at {
            self.lists.put(List::Columns, at);
            self.pane = 0;
            self.detail = true;
            self.face_charts();
        }
    }

    /// Moves the cursor of the map up or down; whether the map is open.
    pub(super) fn move_in_map(&mut self, action: Action) -> bool {
        let Some((row, column)) = self.map_place() else {
            return false;
        };
        let count = self.associations().map_or(0, |of| of.columns.len());
        let last = count.saturating_sub(1);
        let row = match action {
            Action::Up => row.saturating_sub(1),
            Action::Down => (row + 1).min(last),
            Action::PageUp => row.saturating_sub(10),
            Action::PageDown => (row + 10).min(last),
            Action::Top => 0,
            Action::Bottom => last,
            _ => return false,
        };
        self.lists.put(List::Figure, row * count + column);
        true
    }

    /// Row and column of the cursor of the map; none while it is closed.
    fn map_place(&self) -> Option<(usize, usize)> {
        let count = self.associations()?.columns.len();
        let at = self.lists.at(List::Figure).min(count * count - 1);
        self.shows_map().then_some((at / count, at % count))
    }

    pub(super) fn map_chart(&self) -> Vec<Chart<'_>> {
        let (Some(of), Some((row, column))) = (self.associations(), self.map_place()) else {
            return Vec::new();
        };
        let rows = self.facts().and_then(|f| f.data.as_ref()).map(|d| d.rows);
        let heat = Heat {
            of: "how strongly columns go together".into(),
            unit: String::new(),
            rows: of.columns.clone(),
            columns: of.columns.clone(),
            values: values(of),
            n: of.sampled.or(rows),
            told: Some(of.told(row, column)),
        };
        vec![("associations", Cow::Owned(Figure::Heat(heat)))]
    }
}

/// The measure of every pair, on both sides of the diagonal.
fn values(of: &Associations) -> Vec<Vec<f64>> {
    let count = of.columns.len();
    let mut values = vec![vec![f64::NAN; count]; count];
    // As `Associations::between` prefers them: the later ones cover the earlier.
    for pairs in [&of.cramers_v, &of.correlation_ratio, &of.pearson] {
        for Pair { a, b, value, .. } in pairs {
            if *a < count && *b < count {
                values[*a][*b] = *value;
                values[*b][*a] = *value;
            }
        }
    }
    values
}
