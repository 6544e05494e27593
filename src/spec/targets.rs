//! Which column a person probably wants to predict.

use super::columns::{guess_kind, words};
use crate::decisions::Kind;
use crate::error::Result;
use crate::table::Table;
use crate::text;

/// Words in names of columns that people want to predict, events before amounts.
const TARGET_WORDS: &[&str] = &[
    "target",
    "label",
    "outcome",
    "churn",
    "attrition",
    "spam",
    "survived",
    "creditability",
    "default",
    "fraud",
    "failure",
    "diagnosis",
    "repaid",
    "response",
    "purchase",
    "purchased",
    "approved",
    "status",
    "delay",
    "class",
    "species",
    "fare",
    "sales",
    "price",
    "charges",
    "demand",
    "revenue",
    "wage",
    "salary",
    "income",
    "cost",
    "amount",
    "quality",
    "cnt",
    "mpg",
    "score",
    "value",
];
/// Names of columns that are parts of a date.
const CALENDAR: &[&str] = &[
    "year", "month", "week", "day", "hour", "minute", "weekday", "quarter",
];

/// A column that may be the target, with why.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetCandidate {
    /// Its name.
    pub name: String,
    /// Why it may be (or is unlikely to be) what one wants to predict.
    pub reason: String,
    /// 0 to 1, best first.
    pub likelihood: f64,
}

/// Ranks the columns as targets, best first.
pub fn target_candidates(table: &Table) -> Result<Vec<TargetCandidate>> {
    let last = table.columns().len().saturating_sub(1);
    let mut candidates = Vec::new();
    for (i, meta) in table.columns().iter().enumerate() {
        let (kind, _) = guess_kind(table, meta)?;
        let distinct = table.labels(&meta.name)?.names.len();
        let missing = table.missing(&meta.name)?.iter().filter(|m| **m).count() as f64
            / table.rows().max(1) as f64;
        let name_words = words(&meta.name);
        let rank = TARGET_WORDS.iter().position(|w| name_words.contains(*w));
        let (mut likelihood, mut reason) = match (kind, rank) {
            (Kind::Id | Kind::Date | Kind::Image | Kind::Sound, _) => {
                (0.02, format!("a {kind} is rarely predicted"))
            }
            (Kind::Text, _) => (0.03, "free text is not predicted here".into()),
            _ if CALENDAR.contains(&meta.name.to_lowercase().as_str()) => {
                (0.04, "a part of a date is rarely predicted".into())
            }
            (_, Some(rank)) => (0.9 - rank as f64 / 200.0, "its name says so".into()),
            (_, None) if i == last => (0.6, "the last column often is the target".into()),
            (_, None) if i == 0 => (0.3, "the first column sometimes is the target".into()),
            _ => (
                0.2,
                format!(
                    "a {kind} with {}",
                    text::counted(distinct, "different value")
                ),
            ),
        };
        // `total_price` beside `price`: the longer name is usually derived from the shorter.
        if rank.is_some() && name_words.len() > 1 {
            likelihood -= 0.05 * (name_words.len() - 1) as f64;
        }
        if rank.is_some() && i == last {
            likelihood += 0.05;
            reason = "its name says so, and it is the last column".into();
        }
        if distinct < 2 {
            (likelihood, reason) = (0.0, "it has one value only".into());
        } else if kind == Kind::Category && distinct > 100 {
            (likelihood, reason) = (
                0.05,
                format!("{} classes are too many", text::count(distinct)),
            );
        } else if missing > 0.3 {
            likelihood *= 0.3;
            reason = format!("{} of it is missing", text::percent(missing));
        }
        candidates.push(TargetCandidate {
            name: meta.name.clone(),
            reason,
            likelihood,
        });
    }
    candidates.sort_by(|a, b| b.likelihood.total_cmp(&a.likelihood));
    Ok(candidates)
}
