//! How much of the spec is answered, of a list of questions that does not change with the answers.

use super::rights::{is_asked, questions};
use crate::decisions::{Decisions, Stage, sections, shown};

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

/// Questions beside the fields that a stage cannot do without: any of the keys answers one.
const EITHER: &[(&str, &[&str])] = &[
    (
        "problem",
        &[
            "problem.success.at_most",
            "problem.success.at_least",
            "problem.success.lead_percent",
        ],
    ),
    ("value", &["value.cost", "value.matrix"]),
    ("value", &["value.decisions_per_year"]),
];

/// What is answered, section by section; those without a question are left out, `unknown` is no
/// answer, and what does not have to be answered counts as answered.
pub fn stated(decisions: &Decisions) -> Vec<Stated> {
    let not_asked = |key: &str| {
        let question = questions().iter().find(|q| q.key == key);
        question.is_some_and(|q| !is_asked(decisions, q.asked))
    };
    let is_answered = |key: &str| {
        let is_table = key == "value.matrix" && decisions.value.matrix.is_some();
        is_table
            || not_asked(key)
            || shown(decisions, key).is_some_and(|answer| answer != "unknown")
    };
    let mut all = Vec::new();
    for section in sections() {
        let fields = section.fields.iter().filter(|field| {
            field.needed_for.is_some_and(|stage| stage != Stage::Drift) && !field.path.contains('*')
        });
        let fields = fields.map(|field| field.path.replace("[]", ".0"));
        let mut answers: Vec<bool> = fields.map(|key| is_answered(&key)).collect();
        let either = EITHER.iter().filter(|(path, _)| *path == section.path);
        answers.extend(either.map(|(_, keys)| keys.iter().any(|key| is_answered(key))));
        if !answers.is_empty() {
            all.push(Stated {
                section: section.title,
                answered: answers.iter().filter(|answered| **answered).count(),
                questions: answers.len(),
            });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decisions::parse;

    #[test]
    fn answers_change_the_count_and_never_the_questions() {
        let texts = [
            "format = 1\n",
            "format = 1\n[problem]\ntarget = \"fare\"\nsuccess = { at_most = 2 }\n",
            "format = 1\n[value]\nmatrix = { good = { bad = 5 } }\n[[source]]\npath = \"x.csv\"\naccess = \"unknown\"\n",
        ];
        let seen: Vec<Vec<Stated>> = texts.iter().map(|t| stated(&parse(t).decisions)).collect();
        let questions = |all: &[Stated]| -> Vec<(&str, usize)> {
            all.iter().map(|s| (s.section, s.questions)).collect()
        };
        assert_eq!(questions(&seen[0]), questions(&seen[1]));
        assert_eq!(questions(&seen[0]), questions(&seen[2]));
        let answered = |all: &[Stated], section: &str| {
            all.iter()
                .find(|s| s.section == section)
                .map(|s| s.answered)
        };
        assert_eq!(answered(&seen[0], "Problem"), Some(0));
        assert_eq!(answered(&seen[1], "Problem"), Some(2));
        assert_eq!(answered(&seen[2], "Value"), Some(1));
        assert_eq!(answered(&seen[2], "Sources"), Some(1));
    }
}
