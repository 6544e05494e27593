//! What a rule gives on the folds, while it is typed.

use crate::benchmark::TriedRule;
use crate::decisions::path;
use crate::error::Error;
use crate::project::Project;
use crate::tui::app::{Effect, State};

/// A rule as it is typed.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The project without it.
    pub project: Project,
    /// Name of the rule that it replaces, empty for a new one.
    pub name: String,
    /// The expression.
    pub text: String,
}

/// What a rule gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// The text it is of.
    pub text: String,
    /// The scores, or why there are none.
    pub found: Result<TriedRule, String>,
}

impl Draft {
    /// That it was scored.
    pub fn scored(&self, tried: TriedRule) -> Scored {
        Scored {
            text: self.text.clone(),
            found: Ok(tried),
        }
    }

    /// Why it cannot be scored.
    pub fn wrong(&self, error: &Error) -> Scored {
        let why = match &error.fix {
            Some(fix) => format!("{}; {fix}", error.message),
            None => error.message.clone(),
        };
        Scored {
            text: self.text.clone(),
            found: Err(why),
        }
    }
}

impl State {
    /// Asks for the score of the rule that is typed.
    pub(super) fn score_out(&self, text: &str) -> Option<Effect> {
        let open = self.open.as_ref()?;
        let editing = open.editing.as_ref()?;
        let is_rule = editing.editor.is_rule();
        is_rule.then(|| {
            Effect::Score(Box::new(Draft {
                project: open.facts.project.clone(),
                name: self.rule_of(&editing.row.path).unwrap_or_default(),
                text: text.to_owned(),
            }))
        })
    }

    /// The name of the rule that a row of the form is about.
    fn rule_of(&self, row: &str) -> Option<String> {
        let keys = path::split(row)?;
        let at: usize = keys.get(1)?.parse().ok()?;
        let rule = self.facts()?.project.decisions.rule.get(at)?;
        Some(rule.name.clone())
    }

    /// Takes scores, if the rule is still the one that is typed.
    pub(super) fn take_scored(&mut self, scored: Scored) {
        if let Some(editor) = self.editor_mut()
            && editor.is_rule()
            && editor.shown() == scored.text
        {
            editor.scored = Some(scored);
        }
    }
}
