//! The screens, and their words in files and for people.

use crate::road::Milestone;

/// A screen that can be stood on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Screen {
    /// Recent projects and samples.
    Home,
    /// A new project from a data file.
    New,
    /// Milestone 1.
    Spec,
    /// The variables, beside the form of milestone 1.
    Dictionary,
    /// What each mistake costs, beside the form of milestone 1.
    Matrix,
    /// Milestone 2.
    Data,
    /// Milestone 3.
    Benchmark,
    /// Milestone 4.
    Train,
    /// Milestone 5.
    Ship,
    /// Milestone 6.
    Drift,
    /// The rows of a table.
    View,
}

impl Screen {
    /// The screen of a milestone.
    pub fn of(milestone: Milestone) -> Self {
        match milestone {
            Milestone::Spec => Screen::Spec,
            Milestone::Data => Screen::Data,
            Milestone::Benchmark => Screen::Benchmark,
            Milestone::Train => Screen::Train,
            Milestone::Ship => Screen::Ship,
            Milestone::Drift => Screen::Drift,
        }
    }

    /// The milestone of a screen, where it is one.
    pub fn milestone(self) -> Option<Milestone> {
        Some(match self {
            Screen::Home | Screen::New | Screen::View => return None,
            Screen::Spec | Screen::Dictionary | Screen::Matrix => Milestone::Spec,
            Screen::Data => Milestone::Data,
            Screen::Benchmark => Milestone::Benchmark,
            Screen::Train => Milestone::Train,
            Screen::Ship => Milestone::Ship,
            Screen::Drift => Milestone::Drift,
        })
    }

    /// Its word in files and on screen.
    pub fn word(self) -> &'static str {
        match self {
            Screen::Home => "home",
            Screen::New => "new",
            Screen::Spec => "spec",
            Screen::Dictionary => "dictionary",
            Screen::Matrix => "matrix",
            Screen::Data => "data",
            Screen::Benchmark => "benchmark",
            Screen::Train => "train",
            Screen::Ship => "ship",
            Screen::Drift => "drift",
            Screen::View => "view",
        }
    }

    /// Its name for people.
    pub fn title(self) -> &'static str {
        match (self, self.milestone()) {
            (Screen::Dictionary, _) => "the dictionary",
            (Screen::Matrix, _) => "the matrix of costs",
            (_, Some(milestone)) => milestone.title(),
            (Screen::New, None) => "the new project",
            (Screen::View, None) => "the table viewer",
            (_, None) => "the home screen",
        }
    }

    /// The screen of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        ANY.iter().copied().find(|screen| screen.word() == word)
    }
}

/// Every screen.
pub const ANY: &[Screen] = &[
    Screen::Home,
    Screen::New,
    Screen::Spec,
    Screen::Dictionary,
    Screen::Matrix,
    Screen::Data,
    Screen::Benchmark,
    Screen::Train,
    Screen::Ship,
    Screen::Drift,
    Screen::View,
];

/// The screens of an open project.
pub const PROJECT: &[Screen] = &[
    Screen::Spec,
    Screen::Dictionary,
    Screen::Matrix,
    Screen::Data,
    Screen::Benchmark,
    Screen::Train,
    Screen::Ship,
    Screen::Drift,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_screens_come_back() {
        for screen in ANY {
            assert_eq!(Screen::from_word(screen.word()), Some(*screen));
        }
    }
}
