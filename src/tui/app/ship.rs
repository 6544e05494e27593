//! Promotion and rollback: what is proposed, and what is asked before.

use crate::ship::{self, Version};
use crate::tui::actions::Screen;
use crate::tui::app::{Effect, JobView, List, Overlay, Shipped, State, Task};

impl State {
    /// The version under the cursor.
    pub fn shipped(&self) -> Option<&Shipped> {
        self.facts()?.shipped.get(self.lists.at(List::Versions))
    }

    /// What a promotion proposes, by number or name: what is selected on the leaderboard; elsewhere what the verdict
    /// says.
    pub(super) fn contender(&self) -> Option<String> {
        if self.screen != Screen::Train {
            return None;
        }
        let entrant = self
            .entrants()
            .into_iter()
            .nth(self.lists.at(List::Board))?;
        Some(
            entrant
                .run
                .map_or(entrant.name, |number| number.to_string()),
        )
    }

    /// Starts the test and, where it speaks for it, the promotion.
    pub(super) fn promote(&mut self, options: ship::Options) -> Vec<Effect> {
        let Some(root) = self.facts().map(|f| f.project.root.clone()) else {
            return Vec::new();
        };
        self.job = Some(JobView {
            step: "starting".into(),
            stage: Some(crate::road::Milestone::Ship),
            ..JobView::default()
        });
        vec![Effect::Start(root, Task::Promote(options))]
    }

    /// Why nothing can be promoted from here.
    pub(super) fn refuse_promoting(&self) -> Option<String> {
        let facts = self.facts()?;
        if self.screen == Screen::Train {
            let entrants = self.entrants();
            return match entrants.get(self.lists.at(List::Board)) {
                None => Some("nothing was scored yet; r runs what is missing".into()),
                Some(entrant) => entrant
                    .failed
                    .is_some()
                    .then(|| format!("{} failed and cannot run", entrant.name)),
            };
        }
        let judged = facts.board.as_ref().is_some_and(|b| b.verdict.is_some());
        (!judged).then(|| "there is no verdict yet; r runs what is missing".into())
    }

    /// Asks whether the version before is to run again.
    pub(super) fn ask_rollback(&mut self) {
        let Some(facts) = self.facts() else {
            return;
        };
        let champion = facts.shipped.first().map(|s| &s.version);
        if let (Some(now), Some(before)) = (champion.map(Version::title), &facts.back_to) {
            self.overlay = Some(Overlay::Confirm {
                no: Vec::new(),
                question: format!("Let {} run again in place of {now}?", before.title()),
                yes: vec![Effect::RollBack],
                to: None,
            });
        }
    }
}
