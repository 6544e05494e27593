//! Activity: the job that runs, and those that ended on this project, with their times.

use crate::project::jobs::Past;
use crate::text;
use crate::tui::app::{Effect, List, Overlay, State};

/// One line of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Doing {
    /// What is or was done: `train`.
    pub what: String,
    /// When it began, the day and the minute; empty while it is not known.
    pub began: String,
    /// How long it took; empty while it runs.
    pub took: String,
    /// How far it is, or how it ended.
    pub how: String,
    /// Whether it still runs.
    pub runs: bool,
}

impl State {
    /// Shows the list, and reads what ended before.
    pub(super) fn show_activity(&mut self) -> Vec<Effect> {
        self.lists.put(List::Activity, 0);
        self.overlay = Some(Overlay::Activity);
        match self.facts() {
            Some(facts) => vec![Effect::Activity(facts.project.root.clone())],
            None => Vec::new(),
        }
    }

    /// What runs, then what ended, the newest first.
    pub fn activity(&self) -> Vec<Doing> {
        let running = self.job.iter().map(|job| Doing {
            what: job
                .stage
                .map_or_else(|| "job".into(), |m| m.title().to_lowercase()),
            began: String::new(),
            took: String::new(),
            how: job.line(),
            runs: true,
        });
        let past = self.past.iter().rev().map(ended);
        running.chain(past).collect()
    }
}

fn ended(past: &Past) -> Doing {
    let minute = past.began.get(..16).unwrap_or(&past.began);
    Doing {
        what: past.what.clone(),
        began: minute.replace('T', " "),
        took: past.seconds.map_or_else(String::new, text::seconds),
        how: past.how.clone().unwrap_or_else(|| "cut off".into()),
        runs: false,
    }
}
