//! The list of what is wrong or missing, and going from it to the card or the row of the form.

use crate::spec::Point;
use crate::tui::actions::Screen;
use crate::tui::app::{Effect, List, State};

impl State {
    /// Whether the list of what is missing is open.
    pub fn lists_missing(&self) -> bool {
        self.screen == Screen::Spec && self.detail
    }

    /// What is wrong or missing, the most pressing first.
    pub fn points(&self) -> Vec<Point> {
        self.facts().map_or_else(Vec::new, |facts| {
            facts.conversation.missing(&facts.review.faults)
        })
    }

    /// Opens the list, or closes it.
    pub(in crate::tui::app) fn turn_to_missing(&mut self) {
        self.detail = !self.detail;
        self.lists.put(List::Missing, 0);
        self.lists.keep(List::Missing, "");
    }

    /// Goes to the card of what is selected; to its row in the form where nobody is asked for it.
    pub(in crate::tui::app) fn jump_to_point(&mut self) -> Vec<Effect> {
        let at = self.lists.at(List::Missing);
        let Some(point) = self.points().into_iter().nth(at) else {
            return Vec::new();
        };
        let about = self.facts().and_then(|f| f.conversation.about(&point.key));
        match about.map(|turn| turn.key.clone()) {
            Some(key) => {
                self.detail = false;
                self.talk_about(Some(key))
            }
            None => {
                if let Some(row) = self.row_of(&point.key) {
                    self.detail = false;
                    self.lists.put(List::Spec, row);
                }
                Vec::new()
            }
        }
    }
}
