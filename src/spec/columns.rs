//! What each column is and does: decided in `[columns]` and `[problem]`, or read from its values and its name.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::order::looks_ahead;
use crate::decisions::{Decisions, Kind, Role};
use crate::error::Result;
use crate::table::{ColumnMeta, Labels, Storage, Table, UNIX_SECONDS};
use crate::text;

/// Words in a column's name that say its whole numbers are codes, not quantities.
const CODE_WORDS: &[&str] = &[
    "category", "class", "code", "district", "gender", "group", "label", "month", "postcode",
    "region", "sector", "state", "station", "store", "tract", "type", "weekday", "zip", "zone",
];
/// Words that mean a code beside small whole numbers (the 77 areas of a city), and a quantity beside large ones (the area of a
/// lot).
const SMALL_CODE_WORDS: &[&str] = &["area"];
/// The largest such code.
const LARGEST_CODE: f64 = 100.0;
/// Words in a column's name that say it names the row.
const ID_WORDS: &[&str] = &[
    "id",
    "uuid",
    "guid",
    "key",
    "index",
    "identifier",
    "no",
    "nr",
    "rownum",
    "unnamed",
];
/// Words in a column's name that say it is an instant.
const TIME_WORDS: &[&str] = &[
    "time",
    "timestamp",
    "date",
    "datetime",
    "day",
    "at",
    "on",
    "epoch",
];
/// Texts that are looked at before all of a column are read as dates.
const FIRST: usize = 20;
/// Whole numbers with more different values than this are quantities, whatever their name.
const MOST_CODES: usize = 2000;

/// Columns whose meaning is not stated; ignored ones need none.
pub fn without_meaning(columns: &[ColumnRole]) -> usize {
    let unsaid = columns.iter().filter(|c| c.meaning.is_none());
    unsaid.filter(|c| c.needs_meaning()).count()
}

/// A column with what it is and does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnRole {
    /// Its name.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
    /// What it does.
    pub role: Role,
    /// Whether it is known when the prediction is made (lineage of features included).
    pub known_at_prediction: bool,
    /// Whether it is computed by an expression of `[features]`.
    pub computed: bool,
    /// Why this kind: decided, or read from the data.
    pub reason: String,
    /// What it means, where said.
    pub meaning: Option<String>,
    /// Its unit, where said.
    pub unit: Option<String>,
}

impl ColumnRole {
    /// Whether models may learn from it.
    pub fn is_model_input(&self) -> bool {
        self.role == Role::Feature && self.known_at_prediction
    }

    /// Whether the dictionary must say what it means.
    pub fn needs_meaning(&self) -> bool {
        self.role != Role::Ignore
    }

    /// Whether models may not learn from it only because it is not known when the prediction is made.
    pub fn is_unknown_feature(&self) -> bool {
        self.role == Role::Feature && !self.known_at_prediction
    }
}

/// The words of a column's name in lower case: `tripStart_date` is `trip`, `start`, `date`.
pub(super) fn words(name: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut word = String::new();
    let mut before_lower = false;
    for c in name.chars() {
        let begins = c.is_uppercase() && before_lower;
        if !c.is_alphanumeric() || begins {
            words.insert(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        before_lower = c.is_lowercase();
    }
    words.insert(word);
    words.remove("");
    words
}

/// Whether the name has one of these words.
pub(super) fn has_word(name: &str, list: &[&str]) -> bool {
    let words = words(name);
    list.iter().any(|w| words.contains(*w))
}

/// What a column's values are, read from storage, values and name, and why.
pub fn guess_kind(table: &Table, meta: &ColumnMeta) -> Result<(Kind, String)> {
    let name = &meta.name;
    Ok(match meta.storage {
        Storage::Boolean => (Kind::Boolean, "true and false".into()),
        Storage::Date => (Kind::Date, "every value is a date".into()),
        Storage::Text => {
            let labels = table.labels(name)?;
            match holds_dates(table, name, &labels) {
                true => (Kind::Date, "every value is a date, kept as text".into()),
                false => text_kind(name, &labels),
            }
        }
        Storage::Integer | Storage::Number => number_kind(name, &table.numbers(name)?),
    })
}

/// Whether every text is a date: files that state their types (Parquet) may keep dates as text.
fn holds_dates(table: &Table, name: &str, labels: &Labels) -> bool {
    let digits = |text: &String| text.starts_with(|c: char| c.is_ascii_digit());
    let may_be = labels.names.len() > 1 && labels.names.iter().take(FIRST).all(digits);
    may_be && table.instants(name).is_ok()
}

fn text_kind(name: &str, labels: &Labels) -> (Kind, String) {
    let filled = labels.codes.iter().flatten().count();
    let distinct = labels.names.len();
    if distinct == 0 {
        return (Kind::Category, "no value at all".into());
    }
    let ends_with = |endings: &[&str]| {
        let hits = labels.names.iter().filter(|n| {
            let lower = n.to_lowercase();
            endings.iter().any(|e| lower.ends_with(e))
        });
        hits.count() * 10 > distinct * 9
    };
    if ends_with(&[".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp"]) {
        return (Kind::Image, "every value is the path of a picture".into());
    }
    if ends_with(&[".wav", ".flac", ".mp3", ".ogg"]) {
        return (Kind::Sound, "every value is the path of a sound".into());
    }
    let mean_words = labels
        .names
        .iter()
        .map(|n| n.split_whitespace().count())
        .sum::<usize>() as f64
        / distinct as f64;
    let share = distinct as f64 / filled as f64;
    if mean_words > 4.0 && share > 0.2 && distinct > 20 {
        return (
            Kind::Text,
            format!(
                "{} different texts of {mean_words:.0} words",
                text::count(distinct)
            ),
        );
    }
    let unique = distinct == filled && filled > 20;
    if unique || (share > 0.9 && filled > 20 && has_word(name, ID_WORDS)) {
        return (
            Kind::Id,
            format!(
                "{} different values in {}",
                text::count(distinct),
                text::counted(filled, "row")
            ),
        );
    }
    if share > 0.5 && distinct > 100 && mean_words > 1.5 {
        return (
            Kind::Text,
            format!(
                "{} different texts in {}",
                text::count(distinct),
                text::counted(filled, "row")
            ),
        );
    }
    (
        Kind::Category,
        format!("{} of text", text::counted(distinct, "different value")),
    )
}

fn number_kind(name: &str, values: &[f64]) -> (Kind, String) {
    let filled: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
    if filled.is_empty() {
        return (Kind::Number, "no value at all".into());
    }
    if filled.iter().any(|v| v.fract() != 0.0) {
        return (Kind::Number, "numbers with decimals".into());
    }
    let mut distinct = filled.clone();
    distinct.sort_by(f64::total_cmp);
    distinct.dedup();
    if distinct.len() <= 2 && distinct.iter().all(|v| *v == 0.0 || *v == 1.0) {
        return (Kind::Boolean, "only 0 and 1".into());
    }
    if has_word(name, TIME_WORDS) && distinct.iter().all(|v| UNIX_SECONDS.contains(&(*v as i64))) {
        return (Kind::Date, "seconds since 1970, by name and size".into());
    }
    let unique = distinct.len() == filled.len() && filled.len() > 20;
    let in_steps = filled.windows(2).all(|w| w[1] - w[0] == 1.0);
    if unique && (in_steps || has_word(name, ID_WORDS)) {
        return (Kind::Id, "a different whole number in every row".into());
    }
    let is_small = distinct.last().is_some_and(|most| *most <= LARGEST_CODE);
    if distinct.len() <= MOST_CODES && (has_word(name, CODE_WORDS) || has_word(name, &["id"]))
        || is_small && has_word(name, SMALL_CODE_WORDS)
    {
        return (
            Kind::Category,
            format!(
                "{} whole numbers that its name calls codes",
                text::count(distinct.len())
            ),
        );
    }
    (
        Kind::Number,
        format!("{} whole numbers", text::count(distinct.len())),
    )
}

/// A column computed by an expression of `[features]`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Computed {
    /// Its name.
    pub name: String,
    /// The columns that its expression reads on the row itself: what it reads of earlier rows is known.
    pub reads: BTreeSet<String>,
}

/// Kind and role of every column of the table, decisions first. With a horizon, a column that changes in time and of
/// which nothing is decided is not known at prediction: it is measured with its row.
pub(super) fn resolve(
    table: &Table,
    decisions: &Decisions,
    computed: &[Computed],
) -> Result<Vec<ColumnRole>> {
    let mut columns: Vec<ColumnRole> = Vec::with_capacity(table.columns().len());
    let ahead = looks_ahead(&decisions.problem);
    let groups = match (ahead, &decisions.problem.group) {
        (true, Some(group)) if table.has(group) => table.labels(group)?.codes,
        _ => vec![None; table.rows()],
    };
    for meta in table.columns() {
        let decided = decisions.columns.get(&meta.name);
        let (kind, reason) = match decided.and_then(|c| c.kind) {
            Some(kind) => (kind, "decided".to_owned()),
            None => guess_kind(table, meta)?,
        };
        let role = named_role(decisions, &meta.name)
            .or_else(|| decided.and_then(|c| c.role))
            .unwrap_or(if kind == Kind::Id {
                Role::Id
            } else {
                Role::Feature
            });
        let reads = computed
            .iter()
            .find(|c| c.name == meta.name)
            .map(|c| &c.reads);
        let known = match (decided.and_then(|c| c.known_at_prediction), reads) {
            (Some(decided), _) => decided,
            (None, Some(reads)) => reads.iter().all(|r| is_known(&columns, r)),
            (None, None) => {
                !(ahead && role == Role::Feature && varies(table, &meta.name, &groups)?)
            }
        };
        columns.push(ColumnRole {
            name: meta.name.clone(),
            kind,
            role,
            known_at_prediction: known && role != Role::Target,
            computed: reads.is_some(),
            reason,
            meaning: decided.and_then(|c| c.meaning.clone()),
            unit: decided.and_then(|c| c.unit.clone()),
        });
    }
    Ok(columns)
}

/// Whether a column has more than one value in some group: then it changes in time.
fn varies(table: &Table, name: &str, groups: &[Option<u32>]) -> Result<bool> {
    let labels = table.labels(name)?;
    let mut first: BTreeMap<Option<u32>, u32> = BTreeMap::new();
    let filled = labels.codes.iter().zip(groups);
    let mut filled = filled.filter_map(|(code, group)| Some(((*code)?, *group)));
    Ok(filled.any(|(code, group)| *first.entry(group).or_insert(code) != code))
}

fn is_known(columns: &[ColumnRole], name: &str) -> bool {
    columns
        .iter()
        .find(|c| c.name == name)
        .is_none_or(|c| c.known_at_prediction)
}

/// The role that `[problem]` gives a column by naming it.
fn named_role(decisions: &Decisions, name: &str) -> Option<Role> {
    let problem = &decisions.problem;
    let named = [
        (&problem.target, Role::Target),
        (&problem.time, Role::Time),
        (&problem.group, Role::Group),
        (&problem.id, Role::Id),
        (&problem.weight, Role::Weight),
    ];
    let fold = (decisions.split.fold_column.as_deref() == Some(name)).then_some(Role::Ignore);
    named
        .into_iter()
        .find(|(n, _)| n.as_deref() == Some(name))
        .map(|(_, role)| role)
        .or(fold)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_names_into_words() {
        let split: Vec<String> = words("pickupArea_id 2").into_iter().collect();
        assert_eq!(split, ["2", "area", "id", "pickup"]);
    }

    #[test]
    fn whole_numbers_by_name_and_value() {
        let kind = |name: &str, values: &[f64]| number_kind(name, values).0;
        let many: Vec<f64> = (0..100).map(f64::from).collect();
        assert_eq!(kind("customer_id", &many), Kind::Id);
        assert_eq!(
            kind(
                "quantity",
                &many.iter().map(|v| v * 3.0).collect::<Vec<_>>()
            ),
            Kind::Number
        );
        assert_eq!(kind("pickup_area", &[1.0, 7.0, 7.0, 32.0]), Kind::Category);
        assert_eq!(kind("lot_area", &[900.0, 7000.0, 7000.0]), Kind::Number);
        assert_eq!(kind("survived", &[0.0, 1.0, 1.0]), Kind::Boolean);
        assert_eq!(kind("started_at", &[1.4e9, 1.41e9, 1.41e9]), Kind::Date);
        assert_eq!(kind("fare", &[1.5, 2.0]), Kind::Number);
    }

    #[test]
    fn texts_by_length_and_repetition() {
        let labels = |names: Vec<String>, times: usize| Labels {
            codes: (0..names.len() * times)
                .map(|i| Some((i % names.len()) as u32))
                .collect(),
            names,
        };
        let numbered = |stem: &str| (0..50).map(|i| format!("{stem}{i}")).collect::<Vec<_>>();
        assert_eq!(
            text_kind("company", &labels(numbered("c"), 4)).0,
            Kind::Category
        );
        assert_eq!(text_kind("ticket", &labels(numbered("t"), 1)).0, Kind::Id);
        assert_eq!(
            text_kind(
                "file",
                &labels((0..9).map(|i| format!("{i}.png")).collect(), 1)
            )
            .0,
            Kind::Image
        );
        assert_eq!(
            text_kind("review", &labels(numbered("a long text of words "), 1)).0,
            Kind::Text
        );
    }
}
