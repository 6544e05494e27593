//! The guide: where it lies, which of its pages is open, and what is sought in it.

use tui_input::Input;

use crate::road::Milestone;
use crate::tui::actions::{Action, Screen};
use crate::tui::app::{List, Notice, Overlay, State};
use crate::tui::screens;

/// Columns of the terminal from which the guide stands beside the screen.
const BESIDE: u16 = 110;
/// Columns that it takes there.
const WIDE: u16 = 46;

/// How the guide is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Guide {
    /// Whether it stands beside the screen, where there is room.
    beside: bool,
    /// The screen on which it was turned to a page or scrolled; on another it begins at the page of that screen.
    on: Option<Screen>,
    /// The page it was turned to.
    page: Option<Milestone>,
    /// What is sought in it.
    pub sought: String,
}

impl State {
    /// Whether the guide stands beside the screen.
    pub fn guide_beside(&self) -> bool {
        self.guide.beside && self.size.0 >= BESIDE
    }

    /// Columns and rows of the screen itself.
    pub fn room(&self) -> (u16, u16) {
        match self.guide_beside() {
            true => (self.size.0 - WIDE, self.size.1),
            false => self.size,
        }
    }

    /// The page of the guide that is open.
    pub fn guide_page(&self) -> Milestone {
        let own = match self.screen {
            Screen::View => Milestone::Data,
            screen => screen.milestone().unwrap_or(Milestone::Spec),
        };
        let turned = self.guide.page.filter(|_| self.reads_here());
        turned.unwrap_or(own)
    }

    /// The first line of it in sight.
    pub fn guide_line(&self) -> usize {
        match self.reads_here() {
            true => self.lists.at(List::Guide),
            false => 0,
        }
    }

    fn reads_here(&self) -> bool {
        self.guide.on == Some(self.screen)
    }

    /// Puts the guide beside the screen; where it is there already, or has no room, gives it the keys.
    pub(super) fn open_guide(&mut self) {
        if self.size.0 >= BESIDE && !self.guide.beside {
            self.guide.beside = true;
            return;
        }
        if !self.reads_here() {
            self.turn_guide(self.guide_page());
        }
        self.overlay = Some(Overlay::Guide);
    }

    /// Opens a page of the guide at its beginning.
    fn turn_guide(&mut self, page: Milestone) {
        self.guide.on = Some(self.screen);
        self.guide.page = Some(page);
        self.lists.put(List::Guide, 0);
    }

    /// Carries out an action while the guide has the keys; whether it has a meaning there.
    pub(super) fn act_in_guide(&mut self, action: Action) -> bool {
        let page = self.guide_page() as usize;
        let pages = Milestone::ALL.len();
        let to = match action {
            Action::Guide => {
                self.overlay = None;
                self.guide.beside = false;
                return true;
            }
            Action::Search => {
                self.narrowing = false;
                self.search = Some(Input::default());
                return true;
            }
            Action::NextMatch => {
                if !self.seek_in_guide(1) {
                    self.notice = Some(self.not_in_guide());
                }
                return true;
            }
            Action::Left => (page + pages - 1) % pages,
            Action::Right => (page + 1) % pages,
            Action::Spec => 0,
            Action::Data => 1,
            Action::Benchmark => 2,
            Action::TrainScreen => 3,
            Action::Ship => 4,
            Action::Drift => 5,
            _ => return false,
        };
        self.turn_guide(Milestone::ALL[to]);
        true
    }

    /// What is sought stands on no page.
    pub(super) fn not_in_guide(&self) -> Notice {
        Notice::hint(match self.guide.sought.as_str() {
            "" => "nothing is sought in the guide".into(),
            sought => format!("no page of the guide says '{sought}'"),
        })
    }

    /// Every line of the guide that holds what is sought: its page and its place there.
    pub fn found_in_guide(&self) -> Vec<(Milestone, usize)> {
        let sought = self.guide.sought.to_lowercase();
        if sought.is_empty() {
            return Vec::new();
        }
        let hits = Milestone::ALL.into_iter().flat_map(|page| {
            let lines = screens::guide_lines(self, page).into_iter().enumerate();
            lines
                .filter(|(_, (text, _))| text.to_lowercase().contains(&sought))
                .map(|(line, _)| (page, line))
                .collect::<Vec<_>>()
        });
        hits.collect()
    }

    /// Goes to the first line that holds what is sought, at least `after` lines on, on this page or one that follows;
    /// whether there is one.
    pub(super) fn seek_in_guide(&mut self, after: usize) -> bool {
        let found = self.found_in_guide();
        let here = (self.guide_page() as usize, self.guide_line() + after);
        let next = found
            .iter()
            .find(|(page, line)| (*page as usize, *line) >= here);
        let Some((page, line)) = next.or(found.first()).copied() else {
            return false;
        };
        self.turn_guide(page);
        self.lists.put(List::Guide, line);
        true
    }
}
