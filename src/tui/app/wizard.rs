//! A new project in the making: file, target, proposals, questions, folder. Nothing is written before the folder
//! is agreed.

use std::path::{Path, PathBuf};

use tui_input::Input;

use crate::decisions::{Direction, Edit, Task, path};
use crate::metrics::Metric;
use crate::spec::{Proposal, TargetCandidate, Wishes};
use crate::tui::actions::{Action, Screen};
use crate::tui::app::{Choice, Effect, Grid, List, Overlay, State};

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

/// Answers to the three questions; empty is not known.
#[derive(Debug, Clone, Default)]
pub struct Questions {
    /// Metric that decides.
    pub metric: Input,
    /// Score to reach.
    pub success: Input,
    /// Cost of an error: a number or an expression.
    pub cost: Input,
}

impl Questions {
    /// The answer in a row of the form.
    pub fn row(&self, row: usize) -> &Input {
        match row {
            0 => &self.metric,
            1 => &self.success,
            _ => &self.cost,
        }
    }

    fn row_mut(&mut self, row: usize) -> &mut Input {
        match row {
            0 => &mut self.metric,
            1 => &mut self.success,
            _ => &mut self.cost,
        }
    }
}

/// The new project.
#[derive(Debug, Clone, Default)]
pub struct Wizard {
    /// Where one is.
    pub step: Step,
    /// Path being typed.
    pub path: Input,
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
}

impl Wizard {
    /// The task that is proposed or chosen.
    pub fn task(&self) -> Option<Task> {
        let proposal = self.proposals.iter().find(|p| p.subject == "task")?;
        Task::from_word(&proposal.value)
    }

    /// The metric as answered, or as proposed.
    pub fn metric(&self) -> Option<Metric> {
        let typed = self.questions.metric.value().trim();
        let proposed = || self.proposals.iter().find(|p| p.subject == "metric");
        Metric::named(if typed.is_empty() {
            &proposed()?.value
        } else {
            typed
        })
    }

    /// What the answers write.
    pub fn edits(&self) -> Result<Vec<Edit>, String> {
        let mut edits = Vec::new();
        let typed = self.questions.metric.value().trim();
        if !typed.is_empty() {
            let metric = Metric::named(typed).ok_or_else(|| {
                let known = self.task().map_or_else(Vec::new, Metric::of_task);
                let names: Vec<&str> = known.iter().map(|m| m.name()).collect();
                format!("no metric '{typed}'; there are {}", names.join(", "))
            })?;
            edits.push(Edit::set_text("problem.metric", metric.name()));
        }
        let score = self.questions.success.value().trim();
        if !score.is_empty() {
            let number: f64 = score
                .parse()
                .map_err(|_| format!("the score to reach is a number, not '{score}'"))?;
            let key = match self.metric().map(Metric::direction) {
                Some(Direction::Maximise) => "at_least",
                _ => "at_most",
            };
            let number = toml::Value::Float(number).to_string();
            edits.push(Edit::set(format!("problem.success.{key}"), number));
        }
        let cost = self.questions.cost.value().trim();
        if !cost.is_empty() {
            edits.push(Edit::set_text("value.cost", &self.cost_expression(cost)));
        }
        Ok(edits)
    }

    /// A number is the cost of one unit of error, or of one wrong class; anything else is an expression.
    fn cost_expression(&self, cost: &str) -> String {
        let target = self.wishes.target.as_deref().unwrap_or_default();
        let column = match path::quote(target) == target {
            true => target.to_owned(),
            false => format!("\"{}\"", target.replace('"', "\"\"")),
        };
        match (cost.parse::<f64>(), self.task()) {
            (Err(_), _) => cost.to_owned(),
            (Ok(_), Some(Task::Binary | Task::Multiclass)) => {
                format!("CASE WHEN prediction = {column} THEN 0 ELSE {cost} END")
            }
            (Ok(_), _) => format!("{cost} * abs(prediction - {column})"),
        }
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
        self.wizard = Wizard::default();
        self.overlay = None;
        match file {
            Some(file) => {
                self.wizard.path = file.to_string_lossy().into_owned().into();
                self.read_file()
            }
            None => Vec::new(),
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
        let row = self.lists.at(List::Questions);
        match self.wizard.step {
            Step::File => Some(&mut self.wizard.path),
            Step::Folder => Some(&mut self.wizard.folder),
            Step::Questions => Some(self.wizard.questions.row_mut(row)),
            Step::Target | Step::Proposals => None,
        }
    }

    /// Enter: accepts what is there and goes on.
    pub(super) fn wizard_next(&mut self) -> Vec<Effect> {
        match self.wizard.step {
            Step::File => self.read_file(),
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
                let metric = self.wizard.metric().map_or("", Metric::name);
                self.wizard.questions = Questions {
                    metric: metric.into(),
                    ..Questions::default()
                };
                self.lists.put(List::Questions, 0);
                self.wizard.step = Step::Questions;
                Vec::new()
            }
            Step::Questions if self.lists.at(List::Questions) < 2 => {
                self.move_cursor(Action::Down);
                Vec::new()
            }
            Step::Questions => {
                self.wizard.fault = self.wizard.edits().err();
                if self.wizard.fault.is_none() {
                    self.wizard.folder = Wizard::proposed_folder(&self.wizard.file).into();
                    self.wizard.step = Step::Folder;
                }
                Vec::new()
            }
            Step::Folder => {
                let folder = self.wizard.folder.value().trim().to_owned();
                if folder.is_empty() {
                    self.wizard.fault = Some("write the folder of the new project".into());
                    return Vec::new();
                }
                self.waiting = Some(format!("writing {folder}"));
                let wizard = Box::new(self.wizard.clone());
                vec![Effect::Create {
                    folder: PathBuf::from(folder),
                    wizard,
                }]
            }
        }
    }

    fn propose(&mut self) -> Vec<Effect> {
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
            line: edits.iter().map(line).collect::<Vec<_>>().join("; "),
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
        proposal.reason = "your choice".into();
        Vec::new()
    }
}

/// An edit as the line it writes.
pub(super) fn line(edit: &Edit) -> String {
    match edit {
        Edit::Set { path, value } => format!("{path} = {value}"),
        Edit::Remove { path } => format!("without {path}"),
        Edit::Insert { path, value, .. } => format!("[[{path}]] {value}"),
        Edit::Text { .. } => "the whole text".into(),
    }
}
