//! A new project that was begun before: kept at every step, offered when the program is opened again, gone on with where
//! it was left.

use crate::decisions::Task;
use crate::spec::Wishes;
use crate::tui::actions::Screen;
use crate::tui::app::{Choice, Effect, List, Overlay, Questions, State, Step};
use crate::user::Started;

/// The steps that one can be left at, with their words in the file.
const STEPS: [(Step, &str); 5] = [
    (Step::File, "file"),
    (Step::Target, "target"),
    (Step::Proposals, "proposals"),
    (Step::Questions, "questions"),
    (Step::Folder, "folder"),
];

/// What a proposal says that was changed by hand.
pub const CHOSEN: &str = "your choice";

fn step_of(started: &Started) -> Step {
    let found = STEPS.iter().find(|(_, word)| *word == started.step);
    found.map_or(Step::Target, |(step, _)| *step)
}

impl State {
    /// What is kept of the new project in the making; none before its data file was read.
    pub(super) fn started(&self) -> Option<Started> {
        if !self.makes_project() {
            return None;
        }
        let wizard = &self.wizard;
        let word = STEPS.iter().find(|(step, _)| *step == wizard.step);
        let chosen = wizard.proposals.iter().filter(|p| p.reason == CHOSEN);
        let answers = (0..Questions::COUNT).map(|row| wizard.questions.row(row).input.value());
        Some(Started {
            file: wizard.file.clone(),
            step: word.map_or("", |(_, word)| word).to_owned(),
            target: wizard.wishes.target.clone(),
            task: wizard.wishes.task.map(|task| task.word().to_owned()),
            choices: chosen
                .map(|p| (p.subject.clone(), p.value.clone()))
                .collect(),
            answers: answers.map(str::to_owned).collect(),
            folder: wizard.folder.value().to_owned(),
        })
    }

    /// Keeps the new project at each of its steps, and throws it away once it is written or left. `before` is where one was.
    pub(super) fn keep_started(&self, before: (Screen, Step)) -> Option<Effect> {
        match (before.0, self.screen) {
            // What is being taken up again is kept already.
            (Screen::New, Screen::New) if self.wizard.resumes.is_some() => None,
            (Screen::New, Screen::New) if before.1 != self.wizard.step => {
                let started = self.started()?;
                Some(Effect::KeepNew(Some(Box::new(started))))
            }
            (Screen::New, left) if left != Screen::New => Some(Effect::KeepNew(None)),
            _ => None,
        }
    }

    /// Asks whether to go on with a new project that was begun before: on the home screen, or where its data file was
    /// named again.
    pub(super) fn offer_started(&mut self, started: Started) {
        let is_meant = match self.screen {
            Screen::Home => true,
            // The file itself is chosen again already.
            Screen::New => started.target.is_some() && started.file.ends_with(&self.wizard.file),
            _ => false,
        };
        if !is_meant || self.overlay.is_some() || self.wizard.offered {
            return;
        }
        let name = started.file.file_name().unwrap_or(started.file.as_os_str());
        let question = format!(
            "Go on with the new project from {}? No throws it away; esc decides later.",
            name.to_string_lossy()
        );
        let read = Effect::Preview(started.file.clone());
        self.wizard.offered = true;
        self.wizard.path = started.file.to_string_lossy().into_owned().into();
        self.wizard.file.clone_from(&started.file);
        self.wizard.resumes = Some(started);
        self.overlay = Some(Overlay::Confirm {
            question,
            yes: vec![read],
            no: vec![Effect::KeepNew(None)],
            to: Some(Screen::New),
        });
    }

    /// The data file was read: what was chosen before is chosen again.
    pub(super) fn resume_target(&mut self) -> Vec<Effect> {
        let asked = matches!(self.overlay, Some(Overlay::Confirm { .. }));
        let Some(started) = self.wizard.resumes.clone().filter(|_| !asked) else {
            return Vec::new();
        };
        let at = self
            .wizard
            .targets
            .iter()
            .position(|t| Some(&t.name) == started.target.as_ref());
        self.lists.put(List::Targets, at.unwrap_or(0));
        if at.is_none() || matches!(step_of(&started), Step::File | Step::Target) {
            self.wizard.resumes = None;
            return Vec::new();
        }
        self.wizard.wishes = Wishes {
            target: started.target,
            task: started.task.as_deref().and_then(Task::from_word),
            ..Wishes::default()
        };
        self.propose()
    }

    /// What is proposed is known: changes, answers and folder are as they were.
    pub(super) fn resume_rest(&mut self) {
        let Some(started) = self.wizard.resumes.take() else {
            return;
        };
        for (subject, value) in &started.choices {
            self.choose_again(subject, value);
        }
        let step = step_of(&started);
        if !matches!(step, Step::Questions | Step::Folder) {
            return;
        }
        self.ask_questions();
        for (row, answer) in started.answers.iter().take(Questions::COUNT).enumerate() {
            self.wizard.questions.row_mut(row).input = answer.as_str().into();
        }
        if step == Step::Folder {
            self.wizard.folder = started.folder.as_str().into();
            self.wizard.step = Step::Folder;
        }
    }

    /// Chooses a value of a proposal, where it is still one of those offered.
    fn choose_again(&mut self, subject: &str, value: &str) {
        let found = self
            .wizard
            .proposals
            .iter()
            .position(|p| p.subject == subject);
        let Some(at) = found else {
            return;
        };
        let others = &self.wizard.proposals[at].others;
        let choice = others.iter().find(|(label, _)| label == value);
        if let Some((label, edits)) = choice {
            let choice = Choice {
                label: label.clone(),
                writes: Vec::new(),
                edits: edits.clone(),
            };
            self.take_proposal(at, &choice);
        }
    }
}
