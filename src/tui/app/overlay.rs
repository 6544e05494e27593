//! What lies over a screen: a question, a choice, the palette, help.

use tui_input::Input;

use crate::decisions::Edit;
use crate::tui::actions::Screen;
use crate::tui::app::{Effect, Rival, State};
use crate::tui::screens;

/// What is asked for as text.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// Why a finding is accepted; its check and column.
    Reason(String, Option<String>),
    /// The file to which the dictionary goes.
    Export,
    /// The file from which the dictionary comes.
    Import,
    /// Why the road goes on past a closed gate.
    Passing,
    /// The expression that lets rows of a table through.
    Where,
    /// The number of a row.
    RowNumber,
    /// Why a run or baseline is promoted against the test; what the verdict says where left out.
    Promotion(Option<String>),
}

impl Asked {
    /// In a word, what is typed.
    pub fn title(&self) -> &'static str {
        match self {
            Asked::Export | Asked::Import => "File",
            Asked::Where => "Filter",
            Asked::RowNumber => "Row",
            Asked::Reason(..) | Asked::Promotion(_) | Asked::Passing => "Reason",
        }
    }
}

/// One of several ways.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// What it does.
    pub label: String,
    /// The lines it writes, with the head they stand under.
    pub writes: Vec<String>,
    /// What it writes.
    pub edits: Vec<Edit>,
}

/// What a word is picked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picked {
    /// A column for this section of the form.
    Column(&'static str),
    /// A family of models to train.
    Family,
    /// The limit of a check.
    Limit,
    /// A column to go to in the table viewer.
    ViewColumn,
}

/// A word that can be picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The word.
    pub word: String,
    /// What it is.
    pub about: String,
}

impl Candidate {
    /// A word with what it is.
    pub fn new(word: impl Into<String>, about: impl Into<String>) -> Self {
        Self {
            word: word.into(),
            about: about.into(),
        }
    }
}

/// What lies over the screen.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// The keys.
    Help,
    /// The milestone in plain words.
    Guide,
    /// What was changed, and did it help.
    History,
    /// What the project is worth, and whether a rule is enough.
    Weigh,
    /// Whether there is signal, and what more rows would bring.
    Signal,
    /// How each source was read.
    Reading,
    /// What runs and what ended.
    Activity,
    /// A cell of a table, whole.
    Cell {
        /// Name of its column.
        title: String,
        /// What it holds; none where it is missing.
        text: Option<String>,
    },
    /// Every action valid here, by what is typed.
    Palette(Input),
    /// Yes or no.
    Confirm {
        /// The question.
        question: String,
        /// What yes does.
        yes: Vec<Effect>,
        /// What no does.
        no: Vec<Effect>,
        /// Where yes leads, where it leaves the screen.
        to: Option<Screen>,
    },
    /// One of several.
    Choose {
        /// What is chosen.
        title: String,
        /// What for: a proposal by number, or a change of the project.
        proposal: Option<usize>,
        /// The choices.
        choices: Vec<Choice>,
    },
    /// One of many words, by what is typed.
    Pick {
        /// What is asked.
        title: String,
        /// What for.
        of: Picked,
        /// The words.
        picks: Vec<Candidate>,
        /// What is typed.
        typed: Input,
    },
    /// With whom a contender is compared.
    Rivals {
        /// Number of its run, or its name.
        of: String,
        /// What is asked.
        title: String,
        /// The others.
        rivals: Vec<Rival>,
    },
    /// A line of text.
    Ask {
        /// The question.
        title: String,
        /// What for.
        asked: Asked,
        /// The text.
        input: Input,
    },
}

impl State {
    /// The words that hold what is typed, where one of many is picked.
    pub fn picks_shown(&self) -> Vec<&Candidate> {
        let Some(Overlay::Pick { picks, typed, .. }) = &self.overlay else {
            return Vec::new();
        };
        let sought = typed.value().trim().to_lowercase();
        let holds = |pick: &&Candidate| pick.word.to_lowercase().contains(&sought);
        picks.iter().filter(holds).collect()
    }

    /// Lines of the text that lies over the screen.
    pub fn overlay_lines(&self) -> usize {
        match &self.overlay {
            Some(Overlay::Help) => screens::help_lines(self).len(),
            Some(Overlay::History) => screens::history_lines(self).len(),
            Some(Overlay::Weigh) => screens::weigh_lines(self).len(),
            Some(Overlay::Signal) => screens::signal_lines(self).len(),
            Some(Overlay::Cell { text, .. }) => screens::cell_lines(self, text.as_deref()).len(),
            _ => 0,
        }
    }
}
