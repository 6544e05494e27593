//! The cursor, and columns wider, narrower, frozen and hidden.

use super::heads;
use crate::table::window::Known;
use crate::text;
use crate::tui::actions::Action;
use crate::tui::app::{Effect, Notice, State};
use crate::tui::screens;

/// Cells by which a column grows or shrinks.
const STEP: u16 = 4;
/// Cells of the narrowest column and of the widest.
const LIMITS: (u16, u16) = (3, 200);

impl State {
    /// Moves the cursor; whether the action was a move.
    pub(super) fn move_in_view(&mut self, action: Action) -> bool {
        let area = screens::rows_area(self);
        let page = usize::from(area.height.saturating_sub(heads(area.height))).max(1);
        let Some(viewer) = &mut self.viewer else {
            return false;
        };
        let visible = viewer.visible();
        let standing = viewer.standing(viewer.at.column);
        let to_column =
            |standing: usize| visible.get(standing.min(visible.len().saturating_sub(1)));
        let last = viewer.known.rows.saturating_sub(1);
        let at = &mut viewer.at;
        match action {
            Action::Up => at.row = at.row.saturating_sub(1),
            Action::Down => at.row = (at.row + 1).min(last),
            Action::PageUp => {
                at.row = at.row.saturating_sub(page);
                at.top = at.top.saturating_sub(page);
            }
            Action::PageDown => {
                at.row = (at.row + page).min(last);
                at.top = (at.top + page).min(at.row);
            }
            Action::Top => at.row = 0,
            Action::Bottom => at.row = last,
            Action::Left => {
                let to = to_column(standing.saturating_sub(1));
                at.column = to.copied().unwrap_or(at.column);
            }
            Action::Right => {
                let to = to_column(standing + 1);
                at.column = to.copied().unwrap_or(at.column);
            }
            _ => return false,
        }
        true
    }

    /// Puts the cursor on a row and a column.
    pub(super) fn put_in_view(&mut self, row: usize, column: usize) {
        let area = screens::rows_area(self);
        let height = usize::from(area.height.saturating_sub(heads(area.height)));
        if let Some(viewer) = &mut self.viewer {
            let is_near = (viewer.at.top..viewer.at.top + height).contains(&row);
            if !is_near {
                // Where one jumps to, there is something around it.
                viewer.at.top = row.saturating_sub(height / 2);
            }
            viewer.at.row = row;
            viewer.at.column = column;
        }
    }

    /// Goes to a row of the table by its number, from 1, as it stands at its left.
    pub(in crate::tui::app) fn go_to_number(&mut self, typed: &str) -> Vec<Effect> {
        let digits: String = typed
            .chars()
            .filter(|c| !matches!(c, ' ' | ',' | '_'))
            .collect();
        let column = self.viewer.as_ref().map_or(0, |viewer| viewer.at.column);
        match digits.parse::<usize>() {
            Ok(number) if number > 0 => {
                let known = self.viewer.as_ref().map(|viewer| viewer.known);
                let Known { rows, complete } = known.unwrap_or_default();
                if number > rows {
                    let so_far = if complete { "" } else { " so far" };
                    let told = format!("there are {}{so_far}", text::counted(rows, "row"));
                    self.notice = Some(Notice::hint(told));
                }
                self.put_in_view((number - 1).min(rows.saturating_sub(1)), column);
            }
            _ => self.notice = Some(Notice::failed("a row has a number from 1 on")),
        }
        Vec::new()
    }

    /// Goes to the column of this name; a hidden one is shown again.
    pub(in crate::tui::app) fn go_to_view_column(&mut self, name: &str) {
        if let Some(viewer) = &mut self.viewer
            && let Some(at) = viewer.columns.iter().position(|c| c.name == name)
        {
            viewer.columns[at].hidden = false;
            viewer.at.column = at;
        }
    }

    /// Makes the column under the cursor wider or narrower.
    pub(super) fn resize_column(&mut self, wider: bool) {
        let Some(viewer) = &mut self.viewer else {
            return;
        };
        let cells = viewer.cells_of(viewer.at.column);
        let wanted = match wider {
            true => cells.saturating_add(STEP),
            false => cells.saturating_sub(STEP),
        };
        let at = viewer.at.column;
        if let Some(column) = viewer.columns.get_mut(at) {
            column.width = Some(wanted.clamp(LIMITS.0, LIMITS.1));
        }
    }

    /// Freezes the columns up to the one under the cursor, or lets them all scroll where they stand frozen so.
    pub(super) fn freeze(&mut self) {
        let Some(viewer) = &mut self.viewer else {
            return;
        };
        let wanted = viewer.standing(viewer.at.column) + 1;
        viewer.frozen = if viewer.frozen == wanted { 0 } else { wanted };
        viewer.at.left = 0;
        self.notice = Some(Notice::hint(match viewer.frozen {
            0 => "every column scrolls".to_owned(),
            1 => "the first column stays in sight".to_owned(),
            n => format!("the first {n} columns stay in sight"),
        }));
    }

    /// Hides the column under the cursor; the next one gets the cursor.
    pub(super) fn hide_column(&mut self) {
        let shows_all = self.keymap.shown(Action::ShowHidden);
        let Some(viewer) = &mut self.viewer else {
            return;
        };
        let standing = viewer.standing(viewer.at.column);
        let at = viewer.at.column;
        let Some(column) = viewer.columns.get_mut(at) else {
            return;
        };
        column.hidden = true;
        let told = format!(
            "{} is hidden; {shows_all} shows it again",
            text::escape(&column.name)
        );
        let visible = viewer.visible();
        let next = visible.get(standing).or(visible.last());
        viewer.at.column = next.copied().unwrap_or(at);
        if standing < viewer.frozen {
            viewer.frozen -= 1;
        }
        self.notice = Some(Notice::hint(told));
    }

    /// Shows every column again.
    pub(super) fn show_hidden(&mut self) {
        if let Some(viewer) = &mut self.viewer {
            for column in &mut viewer.columns {
                column.hidden = false;
            }
        }
    }
}
