//! What is in sight: which columns at which place, which rows; what is not yet read is asked for.

use ratatui::layout::Rect;

use super::{Asking, Viewer, Work};
use crate::text;
use crate::tui::actions::Screen;
use crate::tui::app::{Effect, State};
use crate::tui::screens;

/// Cells between two columns.
const GAP: u16 = 2;
/// Cells of a column at least and at most, where nobody gave it another width.
const NARROWEST: u16 = 3;
const WIDEST: u16 = 32;
/// Cells of the numbers of rows where it is not known how many there are.
const GROWING: u16 = 10;
/// Columns that are read at once; where there are no more, all.
const COLUMNS: usize = 64;
/// Lines of heads: the names, and below them of what the values are.
pub fn heads(height: u16) -> u16 {
    if height >= 12 { 2 } else { 1 }
}

/// A column in sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight {
    /// Place of the column.
    pub column: usize,
    /// Cells from the left edge.
    pub x: u16,
    /// Its cells.
    pub width: u16,
}

/// Cells of the numbers of rows.
pub fn cells_of_row(viewer: &Viewer) -> u16 {
    let most = viewer.total.rows.max(viewer.known.rows);
    let is_growing = viewer
        .opened
        .as_ref()
        .is_some_and(|opened| !opened.total.complete);
    // While rows are found the columns keep their place.
    let least = if is_growing { GROWING } else { 5 };
    (text::width(&text::count(most)) as u16).max(least)
}

/// The columns in sight where `left` scrolled out after the frozen ones, in so many cells.
pub fn sights(viewer: &Viewer, width: u16, left: usize) -> Vec<Sight> {
    let visible = viewer.visible();
    let frozen = viewer.frozen.min(visible.len());
    let mut sights = Vec::new();
    let mut x = cells_of_row(viewer) + GAP;
    let scrolled = visible.iter().skip(frozen + left);
    for column in visible[..frozen].iter().chain(scrolled) {
        let wanted = viewer.cells_of(*column);
        let room = width.saturating_sub(x);
        // The last one may be cut, but not to nothing.
        if room < wanted.min(2 * NARROWEST) {
            break;
        }
        sights.push(Sight {
            column: *column,
            x,
            width: wanted.min(room),
        });
        x = x.saturating_add(wanted + GAP);
    }
    sights
}

impl Viewer {
    /// Cells of a column.
    pub fn cells_of(&self, column: usize) -> u16 {
        let Some(column) = self.columns.get(column) else {
            return NARROWEST;
        };
        let name = text::width(&text::escape(&column.name)) as u16;
        let fitting = column.seen.max(name).clamp(NARROWEST, WIDEST);
        column.width.unwrap_or(fitting)
    }

    /// Keeps the cursor inside the table and in sight, in an area of so many cells.
    fn keep_in_sight(&mut self, area: Rect) {
        let height = usize::from(area.height.saturating_sub(heads(area.height))).max(1);
        let at = &mut self.at;
        at.row = at.row.min(self.known.rows.saturating_sub(1));
        at.top = at.top.min(at.row).max((at.row + 1).saturating_sub(height));
        // After a jump near the end no line stays empty.
        at.top = at.top.min(self.known.rows.saturating_sub(height));
        let (visible, standing) = (self.visible(), self.standing(self.at.column));
        let Some(scrolled) = standing.checked_sub(self.frozen.min(visible.len())) else {
            return;
        };
        self.at.left = self.at.left.min(scrolled);
        while self.at.left < scrolled {
            let seen = sights(self, area.width, self.at.left);
            let whole = seen.iter().find(|s| s.column == self.at.column);
            if whole.is_some_and(|s| s.width >= self.cells_of(s.column)) {
                break;
            }
            self.at.left += 1;
        }
    }

    /// Whether every row and column in sight was read.
    fn has_read(&self, area: Rect) -> bool {
        let (first, rows) = self.rows_in_sight(area);
        let slice = &self.slice;
        let has_rows = rows == 0
            || (slice.first <= first && first + rows <= slice.first + slice.numbers.len());
        let seen = sights(self, area.width, self.at.left);
        has_rows && seen.iter().all(|s| slice.columns.contains(&s.column))
    }

    fn rows_in_sight(&self, area: Rect) -> (usize, usize) {
        let height = usize::from(area.height.saturating_sub(heads(area.height)));
        let rows = height.min(self.known.rows.saturating_sub(self.at.top));
        (self.at.top, rows)
    }

    /// What is to be read: some screens around the one in sight, so that most steps need no reading.
    fn wanted(&self, area: Rect) -> (usize, usize, Vec<usize>) {
        let (first, rows) = self.rows_in_sight(area);
        let height = usize::from(area.height).max(10);
        // In another order each row may lie in another place of the file.
        let around = match self.sort {
            Some(_) => height / 2,
            None => 2 * height,
        };
        let from = first.saturating_sub(around);
        let visible = self.visible();
        let columns = match visible.len() <= COLUMNS {
            true => visible,
            false => {
                let frozen = self.frozen.min(visible.len());
                let start = (frozen + self.at.left)
                    .saturating_sub(COLUMNS / 4)
                    .max(frozen);
                let scrolled = visible.iter().skip(start).take(COLUMNS);
                visible[..frozen].iter().chain(scrolled).copied().collect()
            }
        };
        (from, first + rows + around - from, columns)
    }
}

impl State {
    /// Keeps the viewer where it can be drawn: what is in sight is asked for where it was not read, and drawn once it is.
    pub fn settle_viewer(&mut self) -> Vec<Effect> {
        if self.screen != Screen::View {
            let gone = self.viewer.take();
            return gone
                .map(|viewer| Effect::View(viewer.session, Asking::Close))
                .into_iter()
                .collect();
        }
        let area = screens::rows_area(self);
        let Some(viewer) = self.viewer.as_mut().filter(|v| v.opened.is_some()) else {
            return Vec::new();
        };
        viewer.keep_in_sight(area);
        let mut effects = Vec::new();
        if viewer.has_read(area) {
            viewer.drawn = viewer.at;
        } else {
            let wanted = viewer.wanted(area);
            if viewer.asked.as_ref() != Some(&wanted) {
                let (first, count, columns) = wanted.clone();
                let bare = viewer.bare;
                viewer.asked = Some(wanted);
                let asking = Asking::Slice {
                    first,
                    count,
                    columns,
                    bare,
                };
                effects.push(Effect::View(viewer.session, asking));
            }
        }
        effects.extend(self.describe());
        effects
    }

    /// Asks what the column under the cursor holds, where that stands beside the rows and is another one.
    fn describe(&mut self) -> Option<Effect> {
        let viewer = self.viewer.as_mut()?;
        let beside = viewer.beside.as_mut()?;
        let is_busy = viewer.doing.as_ref().is_some_and(|doing| !doing.aside);
        if is_busy || beside.column == viewer.at.column {
            return None;
        }
        let column = viewer.at.column;
        *beside = super::Described {
            column,
            profile: None,
            rows: (0, 0),
        };
        if viewer.is_masked(column) {
            return None;
        }
        viewer.doing = Some(super::Doing {
            what: "reading the column".into(),
            fraction: 0.0,
            aside: true,
            filter: None,
        });
        let (session, name) = (viewer.session, viewer.columns.get(column)?.name.clone());
        let unit = Some(self.unit_of(&name)).filter(|unit| !unit.is_empty());
        Some(Effect::View(
            session,
            Asking::Work(Work::Column(column, unit)),
        ))
    }
}
