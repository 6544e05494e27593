//! The home screen: recent projects are listed at once, and looked at one after the other while it is open.

use std::path::Path;

use crate::tui::actions::Screen;
use crate::tui::app::{Effect, Glance, HomeFacts, State};

impl State {
    /// Takes the list; what was seen of a project before stands until it is looked at again.
    pub(super) fn take_home(&mut self, home: HomeFacts) -> Vec<Effect> {
        let before = std::mem::replace(&mut self.home, home);
        for recent in &mut self.home.recents {
            let same = before.recents.iter().find(|b| b.path == recent.path);
            recent.glance = same.and_then(|b| b.glance.clone());
        }
        self.settle();
        if let Some(started) = self.home.started.take() {
            self.offer_started(started);
        }
        self.glance_at(0)
    }

    /// Takes where one project stands, and asks for the next: one at a time, so that opening one waits for no other.
    pub(super) fn take_glance(&mut self, path: &Path, glance: Option<Glance>) -> Vec<Effect> {
        let at = self.home.recents.iter().position(|r| r.path == path);
        let Some(at) = at else {
            return Vec::new();
        };
        self.home.recents[at].glance = glance;
        match self.screen {
            Screen::Home => self.glance_at(at + 1),
            _ => Vec::new(),
        }
    }

    fn glance_at(&self, at: usize) -> Vec<Effect> {
        let recent = self.home.recents.get(at);
        recent.map_or_else(Vec::new, |r| vec![Effect::Glance(r.path.clone())])
    }
}
