//! Which column a person probably wants to predict.

use super::column_names::{CALENDAR, names_owner};
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
            (_, None) if names_owner(&meta.name) => (0.05, "it says whom a row is about".into()),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn first(head: &str) -> String {
        let rows: String = (0..60)
            .map(|i| format!("{}.5,{},{}\n", i * 7 % 31, i % 10, 300 + i / 10))
            .collect();
        let table = Table::from_csv(&format!("{head}\n{rows}")).unwrap();
        target_candidates(&table).unwrap()[0].name.clone()
    }

    #[test]
    fn whom_a_row_is_about_is_not_what_is_predicted() {
        assert_eq!(first("reaction,days,subject"), "reaction");
        assert_eq!(first("reaction,days,speed"), "speed");
        assert_eq!(first("price,days,speed"), "price");
    }
}
