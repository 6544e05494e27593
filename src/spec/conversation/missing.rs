//! What is missing, and how much is answered: both read off the list of questions.

use super::{Conversation, Standing};
use crate::decisions::{Fault, Severity, Stage};
use crate::spec::Gap;

/// What is answered of one section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// Title of the section.
    pub section: &'static str,
    /// Questions that are answered.
    pub answered: usize,
    /// Questions in all.
    pub questions: usize,
}

/// How pressing something that is missing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pressing {
    /// A mistake, with its line in `jalon.toml`.
    Mistake(Option<usize>),
    /// This stage cannot do without it.
    Needed(Stage),
    /// Nothing waits for it.
    Free,
}

/// One thing that is wrong or missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The key it is about.
    pub key: String,
    /// How pressing it is.
    pub pressing: Pressing,
    /// What is wrong, or what is asked.
    pub message: String,
}

impl Conversation {
    /// What a stage cannot do without and is not stated, in the order of the road.
    pub fn gaps(&self) -> Vec<Gap> {
        let mut gaps: Vec<(Option<Stage>, Gap)> = self
            .turns
            .iter()
            .filter_map(|turn| Some((turn.needed_for, turn.gap()?)))
            .collect();
        gaps.sort_by_key(|(stage, _)| *stage);
        gaps.into_iter().map(|(_, gap)| gap).collect()
    }

    /// What is answered, section by section. What wants no answer in this project counts as answered, `unknown` does not.
    pub fn stated(&self) -> Vec<Stated> {
        let mut all: Vec<Stated> = Vec::new();
        for turn in &self.turns {
            if all.last().is_none_or(|last| last.section != turn.chapter) {
                all.push(Stated {
                    section: turn.chapter,
                    answered: 0,
                    questions: 0,
                });
            }
            if let Some(last) = all.last_mut() {
                last.questions += 1;
                last.answered += usize::from(turn.is_settled());
            }
        }
        all
    }

    /// What is wrong, in the order of the lines; then what the stages miss, in the order of the road; then what else can be answered.
    pub fn missing(&self, faults: &[Fault]) -> Vec<Point> {
        let mistakes = faults.iter().map(|fault| Point {
            key: fault.key.clone(),
            pressing: Pressing::Mistake(fault.line),
            message: match fault.severity {
                Severity::Error => fault.message.clone(),
                severity => format!("{severity}: {}", fault.message),
            },
        });
        let open = self
            .turns
            .iter()
            .filter(|turn| !turn.is_wrong())
            .filter_map(|turn| {
                let gap = turn.gap();
                if gap.is_none() && !turn.is_open() {
                    return None;
                }
                let about = match turn.subject.as_str() {
                    "" => String::new(),
                    subject => format!("{subject}: "),
                };
                let so_far = match &turn.stands {
                    Standing::Unknown => " Unknown so far.".to_owned(),
                    Standing::Stated(said) => format!(" '{said}' so far."),
                    Standing::Open | Standing::Wrong(_) => String::new(),
                };
                Some(Point {
                    key: turn.key.clone(),
                    pressing: turn.needed_for.map_or(Pressing::Free, Pressing::Needed),
                    message: format!("{about}{}{so_far}", turn.asks),
                })
            });
        let mut points: Vec<Point> = mistakes.chain(open).collect();
        points.sort_by_key(|point| point.pressing);
        points
    }
}
