//! Going on past a closed gate: the reason is asked for and kept in `jalon.toml` beside what closed the gate.

use tui_input::Input;

use crate::decisions::{GateName, passing};
use crate::road::{Milestone, Status};
use crate::tui::app::{Asked, Effect, Overlay, State};

impl State {
    /// The gate of this screen, with where its milestone stands.
    fn gate(&self) -> Option<(GateName, &Status)> {
        let milestone = self.screen.milestone()?;
        let name = match milestone {
            Milestone::Spec => GateName::Spec,
            Milestone::Data => GateName::Data,
            Milestone::Benchmark => GateName::Benchmark,
            Milestone::Train => GateName::Train,
            Milestone::Ship | Milestone::Drift => return None,
        };
        let mut survey = self.facts()?.survey.iter();
        Some((name, survey.find(|s| s.milestone == milestone)?))
    }

    /// Why the gate of this screen cannot be passed, where that is so.
    pub(super) fn refuse_passing(&self) -> Option<String> {
        let (name, status) = self.gate()?;
        if status.reasons.is_empty() {
            return Some("the gate is not closed".into());
        }
        if status.passed.is_some() {
            return Some(
                "it was passed already; its entry stands under Passed gates of Spec".into(),
            );
        }
        let cannot_compute =
            name == GateName::Spec && !self.facts().is_some_and(|f| f.review.computes());
        cannot_compute.then(|| {
            "what is wrong or missing in the spec cannot be passed: nothing could be computed"
                .into()
        })
    }

    /// Asks why the road goes on.
    pub(super) fn ask_to_pass(&mut self) {
        if let Some((name, _)) = self.gate() {
            self.overlay = Some(Overlay::Ask {
                title: format!("The gate of {name} is closed. Why go on?"),
                asked: Asked::Passing,
                input: Input::default(),
            });
        }
    }

    /// Keeps why the road goes on.
    pub(super) fn pass(&mut self, reason: &str) -> Vec<Effect> {
        let edit = self
            .gate()
            .map(|(name, status)| passing(name, &status.reasons, reason));
        match edit {
            Some(edit) => self.save(edit, "the gate is passed with a reason"),
            None => Vec::new(),
        }
    }
}
