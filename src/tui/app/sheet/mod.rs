//! Pages beside the form that are tables of decisions: the dictionary of variables, and the matrix of costs. A cell has the
//! keys; it is edited in place with the editor of its field.

mod costs;
mod variables;

pub use costs::{cost_of, matrix_classes};
pub use variables::{About, about_cell};

use crate::tui::actions::{Action, Screen};
use crate::tui::app::{Asked, Effect, List, Overlay, State};

/// Where one stands on such a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Column of the cell that has the keys.
    pub at: usize,
    /// The screen one came from.
    from: Option<Screen>,
}

impl State {
    /// Goes to a page of this kind; back leads to where one is now.
    pub(in crate::tui::app) fn visit_sheet(&mut self, screen: Screen) {
        let from = self.screen;
        let on = self.lists.at(List::Columns);
        let column = self.columns().get(on).map(|column| column.name.clone());
        self.go(screen);
        if let Some(open) = &mut self.open {
            open.sheet = Sheet {
                at: match screen {
                    Screen::Dictionary => About::Meaning as usize,
                    _ => 0,
                },
                from: Some(from),
            };
        }
        // From the profile one goes on with the column one looks at.
        let same = self
            .variables()
            .iter()
            .position(|v| from == Screen::Data && Some(&v.column.name) == column.as_ref());
        if let Some(same) = same.filter(|_| screen == Screen::Dictionary) {
            self.lists.put(List::Dictionary, same);
        }
        self.settle();
    }

    /// Goes back to where one came from.
    pub(in crate::tui::app) fn leave_sheet(&mut self) {
        let from = self.open.as_ref().and_then(|open| open.sheet.from);
        self.go(from.unwrap_or(Screen::Spec));
    }

    /// Moves the cell that has the keys to the left or right; whether this is such a page.
    pub(in crate::tui::app) fn move_in_sheet(&mut self, action: Action) -> bool {
        let columns = match self.screen {
            Screen::Dictionary => About::ALL.len(),
            Screen::Matrix => matrix_classes(self).len(),
            _ => return false,
        };
        if let Some(open) = &mut self.open {
            let at = open.sheet.at;
            open.sheet.at = match action {
                Action::Left => at.saturating_sub(1),
                _ => (at + 1).min(columns.saturating_sub(1)),
            };
        }
        true
    }

    /// The column of the cell that has the keys.
    pub fn sheet_column(&self) -> usize {
        self.open.as_ref().map_or(0, |open| open.sheet.at)
    }

    /// Asks for the file to which the dictionary goes, or from which it comes.
    pub(in crate::tui::app) fn ask_for_file(&mut self, asked: Asked) -> Vec<Effect> {
        let title = match asked {
            Asked::Export => {
                "Write the dictionary to which CSV file? One that is there is replaced"
            }
            _ => "Take meanings, units, kinds and roles from which CSV file?",
        };
        self.overlay = Some(Overlay::Ask {
            title: title.to_owned(),
            asked,
            input: "dictionary.csv".into(),
        });
        Vec::new()
    }
}
