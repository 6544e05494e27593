//! The questions of the CNIL, the GDPR and the AI Act, and how a project answers them.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::decisions::{Decisions, shown};

/// The word of an answer that is known to be missing.
const UNKNOWN: &str = "unknown";

/// When a question has to be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AskedWhen {
    /// Of every project.
    Always,
    /// Unless every source is said not to be about persons and no column is.
    Persons,
    /// Where special categories (GDPR art. 9) are used.
    Special,
    /// Where something is decided without a human (GDPR art. 22).
    Automated,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Step in the order of the CNIL; some questions share one.
    pub step: u32,
    /// Its subject in a word or two.
    pub title: String,
    /// The decision that answers it; `source[]` stands for every source.
    pub key: String,
    /// When it has to be answered.
    pub asked: AskedWhen,
    /// The question in plain words.
    pub text: String,
    /// Why it is asked.
    pub why: String,
    /// The article or sheet behind it.
    pub source: String,
}

/// When a duty of the AI Act begins.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Date {
    /// Which duty.
    pub what: String,
    /// First day, as far as known.
    pub from: String,
    /// Whether the day is settled.
    pub sure: bool,
    /// What may change it.
    #[serde(default)]
    pub note: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asset {
    /// Day on which the texts were last compared with their sources.
    checked: String,
    question: Vec<Question>,
    date: Vec<Date>,
}

static ASSET: LazyLock<Asset> = LazyLock::new(|| {
    // A test reads the file; a copy that cannot be read asks nothing.
    toml::from_str(include_str!("../../../assets/rights.toml")).unwrap_or_default()
});

/// Every question, in the order of the steps.
pub fn questions() -> &'static [Question] {
    &ASSET.question
}

/// The days of the AI Act, and the day on which they were last checked.
pub fn dates() -> (&'static [Date], &'static str) {
    (&ASSET.date, &ASSET.checked)
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// As stated.
    Stated(String),
    /// Stated to be unknown.
    Unknown,
    /// Nothing is stated.
    Open,
}

/// A question that this project has to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The question.
    pub question: &'static Question,
    /// The decision that answers it here: `source.0.licence`.
    pub key: String,
    /// What is stated.
    pub answer: Answer,
}

/// The questions that this project has to answer, with what it says.
pub fn asked(decisions: &Decisions) -> Vec<Asked> {
    let relevant = questions().iter().filter(|q| is_asked(decisions, q.asked));
    relevant
        .flat_map(|question| {
            let keys: Vec<String> = match question.key.contains("[]") {
                false => vec![question.key.clone()],
                true => (0..decisions.source.len().max(1))
                    .map(|at| question.key.replace("[]", &format!(".{at}")))
                    .collect(),
            };
            keys.into_iter().map(move |key| Asked {
                question,
                answer: answer(decisions, &key),
                key,
            })
        })
        .collect()
}

/// What is stated under a key.
pub fn answer(decisions: &Decisions, key: &str) -> Answer {
    match shown(decisions, key) {
        None => Answer::Open,
        Some(text) if text.trim().is_empty() => Answer::Open,
        Some(text) if text == UNKNOWN => Answer::Unknown,
        Some(text) => Answer::Stated(text),
    }
}

/// Whether the questions of a kind have to be answered.
pub fn is_asked(decisions: &Decisions, when: AskedWhen) -> bool {
    match when {
        AskedWhen::Always => true,
        AskedWhen::Persons => may_hold_persons(decisions),
        AskedWhen::Special => special_categories(decisions).is_some(),
        AskedWhen::Automated => {
            matches!(answer(decisions, "rights.automated_decision"), Answer::Stated(word) if word == "yes")
        }
    }
}

/// Whether the data are about persons, or nobody said that they are not.
pub fn may_hold_persons(decisions: &Decisions) -> bool {
    let sources = &decisions.source;
    let said_not = !sources.is_empty() && sources.iter().all(|s| s.personal_data == Some(false));
    !said_not || decisions.columns.values().any(|c| c.personal == Some(true))
}

/// The special categories that are used, where it is stated that there are some.
pub fn special_categories(decisions: &Decisions) -> Option<String> {
    match answer(decisions, "rights.special_categories") {
        Answer::Stated(word) if word != "none" => Some(word),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decisions::{field, parse, section};

    #[test]
    fn the_file_is_read_whole_and_every_question_has_a_field() {
        assert!(questions().len() >= 15, "{}", questions().len());
        assert!(!dates().0.is_empty() && !dates().1.is_empty());
        for question in questions() {
            assert!(field(&question.key).is_some(), "{}", question.key);
        }
        let rights = section("rights").unwrap();
        for field in rights.fields {
            let is_asked = questions().iter().any(|q| q.key == field.path);
            assert!(is_asked, "no question asks for {}", field.path);
        }
        assert!(questions().is_sorted_by_key(|q| q.step));
    }

    #[test]
    fn questions_follow_from_what_is_stated() {
        let keys = |text: &str| -> Vec<(String, Answer)> {
            let decisions = parse(&format!("format = 1\n{text}")).decisions;
            let asked = asked(&decisions).into_iter();
            asked.map(|a| (a.key, a.answer)).collect()
        };
        let has = |text: &str, key: &str| keys(text).into_iter().find(|(k, _)| k == key);
        let none = "[[source]]\npath = \"a.csv\"\npersonal_data = false\n";
        assert!(has(none, "rights.legal_basis").is_none());
        assert_eq!(has(none, "rights.purpose").unwrap().1, Answer::Open);
        assert!(has("", "rights.legal_basis").is_some());
        let marked = format!("{none}[columns]\nage = {{ personal = true }}\n");
        assert!(has(&marked, "rights.legal_basis").is_some());
        let special = "[rights]\nspecial_categories = \"health\"\nlegal_basis = \"unknown\"\n";
        assert!(has(special, "rights.special_basis").is_some());
        assert_eq!(
            has(special, "rights.legal_basis").unwrap().1,
            Answer::Unknown
        );
        assert!(
            has(
                "[rights]\nautomated_decision = \"yes\"\n",
                "rights.recourse"
            )
            .is_some()
        );
        let two = "[[source]]\npath = \"a.csv\"\n[[source]]\npath = \"b.csv\"\nlicence = \"MIT\"\n";
        assert_eq!(
            has(two, "source.1.licence").unwrap().1,
            Answer::Stated("MIT".into())
        );
    }
}
