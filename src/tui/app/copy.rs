//! What is copied: the value under the cursor.

use crate::text;
use crate::tui::app::{Effect, List, Notice, Overlay, State, about_cell};
use crate::tui::clipboard;
use crate::tui::widgets::reading;

impl State {
    /// The value under the cursor: what a chart reads, the value of a decision, the cells of a row, else the name of the row.
    pub fn copied(&self) -> Option<String> {
        if let Some(((_, figure), at)) = self.chart() {
            return Some(reading(&figure, at));
        }
        if let Some(Overlay::Cell { text, .. }) = &self.overlay {
            return text.clone().filter(|text| !text.is_empty());
        }
        let list = self.list()?;
        let at = self.lists.at(list);
        match list {
            List::Spec => self.spec_row().map(|row| row.value),
            List::Dictionary => {
                let cell = |v| about_cell(self.facts()?, v, self.about()).0.into();
                self.variable().and_then(cell)
            }
            List::Rows => {
                let grid = self.open.as_ref()?.rows.as_ref()?;
                let cells = grid.cells.get(at)?.iter();
                let cells: Vec<&str> = cells.map(|c| c.as_deref().unwrap_or_default()).collect();
                Some(cells.join("\t"))
            }
            List::Findings => self.finding().map(|finding| finding.message.clone()),
            _ => self.labels(list).into_iter().nth(at),
        }
        .filter(|text| !text.is_empty())
    }

    /// Puts the value under the cursor on the clipboard of the terminal.
    pub(super) fn copy(&mut self) -> Vec<Effect> {
        let copied = self.copied();
        self.send_to_clipboard(copied)
    }

    /// Puts a text on the clipboard of the terminal; without one there is nothing to copy.
    pub(super) fn send_to_clipboard(&mut self, copied: Option<String>) -> Vec<Effect> {
        let Some(copied) = copied else {
            self.notice = Some(Notice::hint("there is no value here to copy"));
            return Vec::new();
        };
        if copied.len() > clipboard::MOST {
            self.notice = Some(Notice::failed("this is too long for a clipboard"));
            return Vec::new();
        }
        let shown = text::cut(&text::escape(&copied), 40).into_owned();
        let told = format!("sent to the clipboard of your terminal: {shown}");
        self.notice = Some(Notice::done(told));
        vec![Effect::Copy(copied)]
    }
}
