//! A new project in the making: file, target, proposals, questions, folder. Nothing is written before the folder
//! is agreed.

use std::path::{Path, PathBuf};

use tui_input::Input;

use crate::decisions::{Edit, Task};
use crate::metrics::Metric;
use crate::project::{Written, edited};
use crate::spec::{PREDICTION, Proposal, TargetCandidate, Wishes};
use crate::tui::actions::{Action, Screen};
use crate::tui::app::started::CHOSEN;
use crate::tui::app::{Choice, Effect, Grid, List, Overlay, Picker, Questions, State};
use crate::user::Started;

/// Where one is on the way to a new project.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Step {
    /// Which data file?
    #[default]
    File,
    /// Which column is predicted?
    Target,
    /// What was read from the data.
    Proposals,
    /// Metric, score to reach, cost of an error.
    Questions,
    /// Where is it written?
    Folder,
}

/// The new project.
#[derive(Debug, Clone, Default)]
pub struct Wizard {
    /// Where one is.
    pub step: Step,
    /// Path being typed.
    pub path: Input,
    /// What is in the folder of that path.
    pub picker: Picker,
    /// The data file that was read.
    pub file: PathBuf,
    /// Its first rows.
    pub grid: Grid,
    /// Its columns, the likeliest target first.
    pub targets: Vec<TargetCandidate>,
    /// What is asked of the proposals.
    pub wishes: Wishes,
    /// What is proposed.
    pub proposals: Vec<Proposal>,
    /// Answers to the questions.
    pub questions: Questions,
    /// Folder being typed.
    pub folder: Input,
    /// Why one cannot go on.
    pub fault: Option<String>,
    /// Going on with one that was begun before was offered.
    pub offered: bool,
    /// The one begun before, until it is where it was left.
    pub resumes: Option<Started>,
}

impl Wizard {
    /// The task that is proposed or chosen.
    pub fn task(&self) -> Option<Task> {
        let proposal = self.proposals.iter().find(|p| p.subject == "task")?;
        Task::from_word(&proposal.value)
    }

    /// The columns of the file with what each is, and what the model says.
    fn column_words(&self) -> Vec<(String, String)> {
        let kinds = self.grid.numeric.iter().map(|numeric| match numeric {
            true => "number",
            false => "text",
        });
        let columns = self.grid.columns.iter().cloned().zip(kinds);
        let said = (PREDICTION.to_owned(), "what the model says");
        let all = columns.chain(std::iter::once(said));
        all.map(|(name, about)| (name, about.to_owned())).collect()
    }

    /// The folder proposed for a data file: by its name, where the person works.
    fn proposed_folder(file: &Path) -> String {
        let name = file.file_stem().unwrap_or(file.as_os_str());
        name.to_string_lossy().into_owned()
    }
}

impl State {
    /// Begins a new project; with a file, reads it at once.
    pub fn begin_wizard(&mut self, file: Option<PathBuf>) -> Vec<Effect> {
        self.screen = Screen::New;
        self.wizard = Wizard {
            offered: self.wizard.offered,
            ..Wizard::default()
        };
        self.overlay = None;
        match file {
            Some(file) => {
                self.wizard.path = file.to_string_lossy().into_owned().into();
                self.read_file()
            }
            None => self.look_around(),
        }
    }

    fn read_file(&mut self) -> Vec<Effect> {
        let typed = self.wizard.path.value().trim().to_owned();
        if typed.is_empty() {
            self.wizard.fault = Some("write the path of a CSV or Parquet file".into());
            return Vec::new();
        }
        self.wizard.file = PathBuf::from(&typed);
        self.wizard.fault = None;
        self.waiting = Some(format!("reading {typed}"));
        vec![Effect::Preview(self.wizard.file.clone())]
    }

    /// The text field that takes the keys.
    pub(super) fn wizard_input(&mut self) -> Option<&mut Input> {
        match self.wizard.step {
            Step::File => Some(&mut self.wizard.path),
            Step::Folder => Some(&mut self.wizard.folder),
            Step::Questions | Step::Target | Step::Proposals => None,
        }
    }

    /// Enter: accepts what is there and goes on.
    pub(super) fn wizard_next(&mut self) -> Vec<Effect> {
        match self.wizard.step {
            // A folder is gone into, a file of the list is read, and so is what is typed where the list has nothing.
            Step::File => match self.pick() {
                Some(false) => self.look_around(),
                _ => self.read_file(),
            },
            Step::Target => {
                let at = self.lists.at(List::Targets);
                let chosen = self.wizard.targets.get(at).map(|t| t.name.clone());
                self.wizard.wishes = Wishes {
                    target: chosen,
                    ..Wishes::default()
                };
                self.lists.put(List::Proposals, 0);
                self.propose()
            }
            Step::Proposals => {
                self.ask_questions();
                Vec::new()
            }
            Step::Questions => {
                self.next_question();
                Vec::new()
            }
            Step::Folder => {
                let folder = self.wizard.folder.value().trim().to_owned();
                if folder.is_empty() {
                    self.wizard.fault = Some("write the folder of the new project".into());
                    return Vec::new();
                }
                vec![Effect::LookInto(PathBuf::from(folder))]
            }
        }
    }

    /// Goes to the questions, the proposed metric as the first answer.
    pub(super) fn ask_questions(&mut self) {
        let metric = self.wizard.metric().map_or("", Metric::name);
        let metrics = self.wizard.task().map_or_else(Vec::new, Metric::of_task);
        let columns = self.wizard.column_words();
        self.wizard.questions = Questions::proposed(metric, &metrics, &columns);
        self.lists.put(List::Questions, 0);
        self.wizard.step = Step::Questions;
    }

    /// Enter on a question: the next one, or the folder once no answer is wrong.
    fn next_question(&mut self) {
        let at = self.lists.at(List::Questions);
        let wrong = (0..=at).find(|row| self.wizard.question_fault(*row).is_some());
        if let Some(wrong) = wrong {
            self.lists.put(List::Questions, wrong);
            return;
        }
        if at + 1 < Questions::COUNT {
            self.move_cursor(Action::Down);
        } else {
            self.wizard.folder = Wizard::proposed_folder(&self.wizard.file).into();
            self.wizard.step = Step::Folder;
        }
        self.select_question();
    }

    /// What is in the folder is known: an empty one is written to, another only on the person's word.
    pub(super) fn take_folder(&mut self, folder: PathBuf, names: &[String]) -> Vec<Effect> {
        let shown = folder.to_string_lossy().into_owned();
        let create = vec![Effect::Create {
            folder,
            wizard: Box::new(self.wizard.clone()),
        }];
        if names.is_empty() {
            self.waiting = Some(format!("writing {shown}"));
            return create;
        }
        let first = names.iter().take(3).map(String::as_str);
        let first = first.collect::<Vec<_>>().join(", ");
        let more = match names.len() {
            ..=3 => String::new(),
            n => format!(" and {} more", n - 3),
        };
        self.overlay = Some(Overlay::Confirm {
            question: format!(
                "{shown} is not empty: {first}{more}. Write jalon.toml, journal.jsonl and .gitignore beside them?"
            ),
            yes: create,
            no: Vec::new(),
            to: None,
        });
        Vec::new()
    }

    /// Whether leaving now would lose what was chosen.
    pub(super) fn makes_project(&self) -> bool {
        self.screen == Screen::New && self.wizard.step != Step::File
    }

    pub(super) fn propose(&mut self) -> Vec<Effect> {
        self.waiting = Some("reading the columns".into());
        vec![Effect::Propose(self.wizard.wishes.clone())]
    }

    /// Esc: one step back; whether there was one.
    pub(super) fn wizard_back(&mut self) -> bool {
        self.wizard.fault = None;
        self.wizard.step = match self.wizard.step {
            Step::File => return false,
            Step::Target => Step::File,
            Step::Proposals => Step::Target,
            Step::Questions => Step::Proposals,
            Step::Folder => Step::Questions,
        };
        true
    }

    /// Offers the other values of the selected proposal.
    pub(super) fn change_proposal(&mut self) {
        let at = self.lists.at(List::Proposals);
        let Some(proposal) = self.wizard.proposals.get(at) else {
            return;
        };
        let choice = |label: &str, edits: &[Edit]| Choice {
            label: label.to_owned(),
            writes: written(edits),
            edits: edits.to_vec(),
        };
        let mut choices = vec![choice(&proposal.value, &proposal.edits)];
        choices.extend(
            proposal
                .others
                .iter()
                .map(|(label, edits)| choice(label, edits)),
        );
        self.lists.put(List::Choices, 0);
        self.overlay = Some(Overlay::Choose {
            title: proposal.subject.clone(),
            proposal: Some(at),
            choices,
        });
    }

    /// Takes another value of a proposal. Another task, time or group changes what else is proposed.
    pub(super) fn take_proposal(&mut self, at: usize, choice: &Choice) -> Vec<Effect> {
        let Some(proposal) = self.wizard.proposals.get_mut(at) else {
            return Vec::new();
        };
        if proposal.value == choice.label {
            return Vec::new();
        }
        if proposal.subject == "task" {
            self.wizard.wishes.task = Task::from_word(&choice.label);
            return self.propose();
        }
        let before = (
            std::mem::replace(&mut proposal.value, choice.label.clone()),
            std::mem::replace(&mut proposal.edits, choice.edits.clone()),
        );
        proposal.others.retain(|(label, _)| *label != choice.label);
        proposal.others.push(before);
        proposal.reason = CHOSEN.into();
        Vec::new()
    }
}

/// What edits write into a new project, with the head they stand under.
fn written(edits: &[Edit]) -> Vec<String> {
    let base = "format = 1\n\n[problem]\n\n[columns]\n\n[split]\n";
    let after = edits.iter().try_fold(base.to_owned(), |text, edit| {
        edited(&text, edit).map(|(text, _)| text)
    });
    match after {
        Ok(after) => Written::between(base, &after).map_or_else(Vec::new, |w| w.shown()),
        Err(error) => vec![error.message.clone()],
    }
}
