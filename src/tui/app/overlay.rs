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
    /// Why the road goes on past a closed gate.
    Passing,
    /// Why a run or baseline is promoted against the test; what the verdict says where left out.
    Promotion(Option<String>),
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
    /// What runs and what ended.
    Activity,
    /// Every action valid here, by what is typed.
    Palette(Input),
    /// Yes or no.
    Confirm {
        /// The question.
        question: String,
        /// What yes does.
        yes: Vec<Effect>,
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
    /// Lines of the text that lies over the screen.
    pub fn overlay_lines(&self) -> usize {
        match &self.overlay {
            Some(Overlay::Help) => screens::help_lines(self).len(),
            Some(Overlay::History) => screens::history_lines(self).len(),
            Some(Overlay::Weigh) => screens::weigh_lines(self).len(),
            _ => 0,
        }
    }
}
