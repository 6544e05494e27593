//! The review of the open project against its data, on a thread of its own: a large table holds up neither keys nor saving.

use std::sync::mpsc::{Sender, channel};

use crate::error::Result;
use crate::project::Project;
use crate::road::{self, Milestone, Status};
use crate::spec::{self, Loaded, TableInputs};
use crate::tui::app::{Msg, Reviewed};
use crate::tui::threads::spawn;
use crate::work::{Progress, give_way, guarded};

/// The state's side of the thread.
pub struct Reviewer(Sender<Project>);

impl Reviewer {
    /// Starts the thread; answers come as messages.
    pub fn start(to: Sender<Msg>) -> Result<Self> {
        let (send, projects) = channel::<Project>();
        spawn("review", move || {
            give_way();
            let mut kept = None;
            while let Ok(project) = projects.recv() {
                // Of several edits in a row only the last is looked at.
                let project = projects.try_iter().last().unwrap_or(project);
                let msg = match guarded(|| reviewed(&project, &mut kept)) {
                    Ok(reviewed) => Msg::Reviewed(Box::new(reviewed)),
                    Err(error) => Msg::Failed(error),
                };
                if to.send(msg).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self(send))
    }

    /// Asks for the review of a project as it is now.
    pub fn look(&self, project: Project) {
        // A thread that ended has already told why.
        let _ = self.0.send(project);
    }
}

/// Data that were read without a mistake, with what they were made from.
type Kept = Option<(TableInputs, Loaded)>;

fn reviewed(project: &Project, kept: &mut Kept) -> Result<Reviewed> {
    let now = TableInputs::of(project).ok();
    let known = kept
        .take()
        .filter(|(inputs, _)| now.as_ref() == Some(inputs));
    let loaded = match known {
        Some((_, loaded)) => loaded,
        None => Loaded::of(project, &Progress::silent())?,
    };
    let review = spec::review(project, Some(&loaded));
    *kept = now
        .filter(|_| loaded.faults.is_empty())
        .map(|inputs| (inputs, loaded));
    let mut survey = road::survey(project)?;
    if let Some(spec) = survey.first_mut() {
        *spec = Status::of_spec(&review);
    }
    Ok(Reviewed {
        text: project.text.clone(),
        next: road::next(project, &survey),
        next_at: Milestone::ALL
            .into_iter()
            .map(|milestone| road::next_at(project, &survey, milestone))
            .collect(),
        review,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_screen_sees_what_only_the_data_show() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::write(root.join("data.csv"), "a,b\n1,2\n3,4\n5,7\n").unwrap();
        let open = |target: &str| {
            let text = format!(
                "format = 1\n[[source]]\npath = \"data.csv\"\n[problem]\ntask = \"regression\"\ntarget = \"{target}\"\n"
            );
            std::fs::write(root.join("jalon.toml"), text).unwrap();
            Project::open(root).unwrap()
        };
        let mut kept = None;
        let good = reviewed(&open("b"), &mut kept).unwrap();
        assert_eq!(good.review.faults, []);
        assert!(kept.is_some());
        let seen = reviewed(&open("bb"), &mut kept).unwrap();
        assert_eq!(seen.review.faults[0].key, "problem.target");
        assert_eq!(seen.next.milestone, road::Milestone::Spec);

        // Without data the column is not missed; the review brings the fault, and one of an older text does not.
        let mut facts = crate::tui::tests::fixtures::facts();
        facts.project = open("bb");
        facts.take_review(good);
        assert!(facts.review.faults.is_empty());
        facts.take_review(seen);
        assert_eq!(facts.survey[0].state, road::State::Attention);
        let mut again = crate::tui::tests::fixtures::facts();
        again.project = facts.project.clone();
        again.keep_review(&facts);
        assert_eq!(again.review.faults.len(), 1);
    }
}
