//! From a column of the table to columns of numbers.

use serde::{Deserialize, Serialize};

use super::date::{self, Part};
use super::number::{Fill, unknown};
use super::{Feature, levels};
use crate::decisions::Kind;
use crate::error::{Error, Result};
use crate::table::{Labels, Storage, Table};
use crate::text::{count, counted, escape, percent};

/// Words that mean yes, in lower case.
const YES: [&str; 7] = ["true", "yes", "y", "t", "1", "on", "oui"];
/// Words that mean no, in lower case.
const NO: [&str; 7] = ["false", "no", "n", "f", "0", "off", "non"];

/// How a column becomes numbers, with what was learned for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "as")]
pub(super) enum Encoder {
    /// Its own numbers.
    Number,
    /// 1 for `yes`, 0 for `no`, missing for anything else.
    Truth { yes: String, no: Option<String> },
    /// Position among the levels, from 0; missing where it is none of them.
    Order { levels: Vec<String> },
    /// Share of the training rows with the same level; 0 where unseen.
    Frequency {
        levels: Vec<String>,
        shares: Vec<f64>,
    },
    /// A column a level.
    OneHot {
        levels: Vec<String>,
        /// Levels of the training rows without a column of their own: how many, and their share of the rows.
        pooled: Option<(usize, f64)>,
        /// These levels by name.
        #[serde(default)]
        rare: Vec<String>,
        /// Whether training rows without a value have a column.
        missing: bool,
        /// Level that stands for a missing value, where decided so.
        fill: Option<String>,
    },
    /// Parts of a calendar date.
    Date { origin: i64, parts: Vec<Part> },
    /// Place on an axis of time that is no calendar: distance from the first training row.
    Elapsed { origin: i64 },
    /// Left out.
    Excluded { why: String },
}

impl Encoder {
    pub(super) fn fit(table: &Table, rows: &[usize], feature: &Feature) -> Result<Encoder> {
        if feature.kind == Kind::Id {
            let why = "left out: it names the row".into();
            return Ok(Encoder::Excluded { why });
        }
        if let Some(why) = not_learned(feature.kind) {
            let why = format!("left out: {why}");
            return Ok(Encoder::Excluded { why });
        }
        present(table, &feature.name)?;
        let missing = table.missing(&feature.name)?;
        if rows.iter().all(|&row| missing[row]) {
            return Ok(Encoder::Excluded {
                why: "left out: no value in the training rows".into(),
            });
        }
        match (feature.prepare.encode.as_deref(), feature.kind) {
            (Some(word), _) => encoded(word, table, rows, feature),
            (None, Kind::Number) => {
                // Reads the column now, so that text among the numbers is an error here and not later.
                table.numbers(&feature.name)?;
                Ok(Encoder::Number)
            }
            (None, Kind::Ordinal) => order(&table.labels(&feature.name)?, rows, feature),
            (None, Kind::Boolean) => truth(&table.labels(&feature.name)?, rows, feature),
            (None, Kind::Date) => date(table, rows, feature),
            (None, _) => one_hot(&table.labels(&feature.name)?, rows, feature),
        }
    }

    /// Whether its columns go through the steps for numbers.
    pub(super) fn is_numeric(&self) -> bool {
        !matches!(self, Encoder::OneHot { .. } | Encoder::Excluded { .. })
    }

    /// How its columns are filled where nothing was decided and nothing may be missing.
    pub(super) fn default_fill(&self) -> Fill {
        match self {
            Encoder::Truth { .. } => Fill::MostFrequent,
            _ => Fill::Median,
        }
    }

    /// Its columns for these rows, NaN where missing.
    pub(super) fn columns(
        &self,
        table: &Table,
        rows: &[usize],
        name: &str,
    ) -> Result<Vec<Vec<f64>>> {
        if matches!(self, Encoder::Excluded { .. }) {
            return Ok(Vec::new());
        }
        present(table, name)?;
        match self {
            Encoder::Number => {
                let values = table.numbers(name)?;
                // An infinite value has no place in any matrix: it counts as missing.
                let finite = |v: f64| if v.is_finite() { v } else { f64::NAN };
                Ok(vec![rows.iter().map(|&r| finite(values[r])).collect()])
            }
            Encoder::Date { origin, parts } => {
                let instants = table.instants(name)?;
                Ok(parts
                    .iter()
                    .map(|part| by_instant(&instants, rows, |t| part.of(t, *origin)))
                    .collect())
            }
            Encoder::Elapsed { origin } => {
                let instants = table.instants(name)?;
                let since = |t: i64| t.saturating_sub(*origin) as f64;
                Ok(vec![by_instant(&instants, rows, since)])
            }
            _ => Ok(self.by_label(&table.labels(name)?, rows)),
        }
    }

    fn by_label(&self, labels: &Labels, rows: &[usize]) -> Vec<Vec<f64>> {
        let of_code = |value: &dyn Fn(usize) -> f64| -> Vec<f64> {
            let values: Vec<f64> = (0..labels.names.len()).map(value).collect();
            rows.iter()
                .map(|&row| labels.codes[row].map_or(f64::NAN, |code| values[code as usize]))
                .collect()
        };
        match self {
            Encoder::Truth { yes, no } => vec![of_code(&|code| {
                let level = &labels.names[code];
                if level == yes {
                    1.0
                } else if Some(level) == no.as_ref() {
                    0.0
                } else {
                    f64::NAN
                }
            })],
            Encoder::Order { levels } => {
                let places = levels::positions(labels, levels);
                vec![of_code(&|code| places[code].map_or(f64::NAN, |p| p as f64))]
            }
            Encoder::Frequency { levels, shares } => {
                let places = levels::positions(labels, levels);
                vec![of_code(&|code| places[code].map_or(0.0, |p| shares[p]))]
            }
            Encoder::OneHot {
                levels,
                pooled,
                missing,
                fill,
                ..
            } => {
                let width = self.names("").len();
                let other = pooled.map(|_| levels.len());
                let absent = match fill {
                    Some(fill) => levels.iter().position(|l| l == fill).or(other),
                    None => missing.then(|| width - 1),
                };
                let places = levels::positions(labels, levels);
                let mut columns = vec![vec![0.0; rows.len()]; width];
                for (at, &row) in rows.iter().enumerate() {
                    let place = match labels.codes[row] {
                        Some(code) => places[code as usize].or(other),
                        None => absent,
                    };
                    if let Some(place) = place {
                        columns[place][at] = 1.0;
                    }
                }
                columns
            }
            Encoder::Number
            | Encoder::Date { .. }
            | Encoder::Elapsed { .. }
            | Encoder::Excluded { .. } => Vec::new(),
        }
    }

    /// Whether the training rows had this level; none for what does not go by levels.
    pub(super) fn has_seen(&self, level: &str) -> Option<bool> {
        let among = |levels: &[String]| levels.iter().any(|l| l == level);
        match self {
            Encoder::OneHot { levels, rare, .. } => Some(among(levels) || among(rare)),
            Encoder::Order { levels } | Encoder::Frequency { levels, .. } => Some(among(levels)),
            Encoder::Truth { yes, no } => Some(level == yes || Some(level) == no.as_deref()),
            Encoder::Number
            | Encoder::Date { .. }
            | Encoder::Elapsed { .. }
            | Encoder::Excluded { .. } => None,
        }
    }

    /// Names of its columns.
    pub(super) fn names(&self, name: &str) -> Vec<String> {
        match self {
            Encoder::Excluded { .. } => Vec::new(),
            Encoder::OneHot {
                levels,
                pooled,
                missing,
                ..
            } => levels
                .iter()
                .map(|level| format!("{name} = {level}"))
                .chain(pooled.map(|_| format!("{name} other")))
                .chain(missing.then(|| format!("{name} missing")))
                .collect(),
            Encoder::Date { parts, .. } => parts
                .iter()
                .map(|part| format!("{name} {}", part.word()))
                .collect(),
            Encoder::Truth { yes, .. } if yes != "true" && yes != "1" => {
                vec![format!("{name} = {yes}")]
            }
            _ => vec![name.to_owned()],
        }
    }

    /// What it does, in words; empty where it changes nothing.
    pub(super) fn describe(&self) -> String {
        match self {
            Encoder::Number => String::new(),
            Encoder::Truth { yes, .. } => format!("1 for '{}', else 0", escape(yes)),
            Encoder::Order { levels } => match levels.as_slice() {
                [first, .., last] => format!(
                    "place among {}, from '{}' to '{}'",
                    counted(levels.len(), "level"),
                    escape(first),
                    escape(last)
                ),
                _ => "place of its only level".into(),
            },
            Encoder::Frequency { levels, .. } => {
                format!(
                    "how often each of {} occurs",
                    counted(levels.len(), "level")
                )
            }
            Encoder::OneHot {
                levels,
                pooled,
                missing,
                fill,
                ..
            } => {
                let mut words = format!("one-hot of {}", counted(levels.len(), "level"));
                if let Some((pooled, share)) = pooled {
                    words += &format!(
                        ", {} more with {} of the rows pooled as other",
                        count(*pooled),
                        percent(*share)
                    );
                }
                if *missing {
                    words += ", missing as a level";
                }
                if let Some(fill) = fill {
                    words += &format!(", most frequent '{}' where missing", escape(fill));
                }
                words
            }
            Encoder::Date { parts, .. } => {
                let words: Vec<&str> = parts.iter().map(|part| part.word()).collect();
                format!("its {}", words.join(", "))
            }
            Encoder::Elapsed { .. } => "distance from the first training row".into(),
            Encoder::Excluded { why } => why.clone(),
        }
    }
}

/// Why columns of a kind are in no matrix whatever they hold: there is no encoder for their content.
pub fn not_learned(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Text => Some("free text is not learned from yet"),
        Kind::Image => Some("pictures are not learned from yet"),
        Kind::Sound => Some("sounds are not learned from yet"),
        _ => None,
    }
}

/// An error naming the column where the table has none of this name.
fn present(table: &Table, name: &str) -> Result<()> {
    if table.has(name) {
        return Ok(());
    }
    let names = table.columns().iter().map(|c| c.name.as_str());
    let fix = match crate::text::nearest(name, names) {
        Some(near) => format!("the model needs it; did you mean '{}'?", escape(near)),
        None => "the model needs it: add the column to the data".into(),
    };
    Err(Error::new(format!("there is no column '{}'", escape(name)))
        .at_column(name)
        .with_fix(fix))
}

fn by_instant(instants: &[Option<i64>], rows: &[usize], of: impl Fn(i64) -> f64) -> Vec<f64> {
    rows.iter()
        .map(|&row| instants[row].map_or(f64::NAN, &of))
        .collect()
}

/// The encoding that a person asked for.
fn encoded(word: &str, table: &Table, rows: &[usize], feature: &Feature) -> Result<Encoder> {
    match word {
        "one-hot" => one_hot(&table.labels(&feature.name)?, rows, feature),
        "ordinal" => order(&table.labels(&feature.name)?, rows, feature),
        "frequency" => {
            let (seen, _) = levels::counts(&table.labels(&feature.name)?, rows);
            let total: usize = seen.iter().map(|(_, n)| n).sum();
            let (levels, shares) = seen
                .into_iter()
                .map(|(level, n)| (level, n as f64 / total as f64))
                .unzip();
            Ok(Encoder::Frequency { levels, shares })
        }
        "target" | "hash" => Err(Error::new(format!(
            "prepare.encode = '{word}' is not offered here yet"
        ))
        .at_column(&feature.name)
        .with_fix("use one-hot, ordinal or frequency")),
        _ => Err(unknown(
            word,
            "encode",
            &["one-hot", "ordinal", "frequency"],
            &feature.name,
        )),
    }
}

/// Levels in the order decided, otherwise that of the labels: numbers by value, texts by character.
fn order(labels: &Labels, rows: &[usize], feature: &Feature) -> Result<Encoder> {
    let levels = if feature.levels.is_empty() {
        let (seen, _) = levels::counts(labels, rows);
        seen.into_iter().map(|(level, _)| level).collect()
    } else {
        feature.levels.clone()
    };
    Ok(Encoder::Order { levels })
}

/// Yes and no by their words, otherwise the later of two levels counts as yes. More levels are a category.
fn truth(labels: &Labels, rows: &[usize], feature: &Feature) -> Result<Encoder> {
    let (seen, _) = levels::counts(labels, rows);
    let among = |level: &str, words: &[&str]| words.contains(&level.to_lowercase().as_str());
    match seen.as_slice() {
        [(only, _)] if among(only, &NO) => {
            // The other word is not in the training rows; it follows from this one.
            let place = NO
                .iter()
                .position(|w| *w == only.to_lowercase())
                .unwrap_or(0);
            let yes = YES[place].to_owned();
            Ok(Encoder::Truth {
                yes,
                no: Some(only.clone()),
            })
        }
        [(only, _)] => Ok(Encoder::Truth {
            yes: only.clone(),
            no: None,
        }),
        [(a, _), (b, _)] => {
            let (yes, no) = if among(a, &YES) && !among(b, &YES) || among(b, &NO) {
                (a, b)
            } else {
                (b, a)
            };
            Ok(Encoder::Truth {
                yes: yes.clone(),
                no: Some(no.clone()),
            })
        }
        _ => one_hot(labels, rows, feature),
    }
}

fn one_hot(labels: &Labels, rows: &[usize], feature: &Feature) -> Result<Encoder> {
    let (seen, missing) = levels::counts(labels, rows);
    let fill = match feature.prepare.missing.as_deref() {
        None | Some("native") => None,
        Some("most_frequent") => seen
            .iter()
            .rev()
            .max_by_key(|(_, n)| *n)
            .map(|(level, _)| level.clone()),
        Some(word) => {
            return Err(unknown(
                word,
                "missing",
                &["most_frequent", "native"],
                &feature.name,
            ));
        }
    };
    let levels = levels::kept(&seen, rows.len(), &feature.prepare);
    let few = seen
        .into_iter()
        .filter(|(level, _)| !levels.contains(level));
    let (rare, counts): (Vec<String>, Vec<usize>) = few.unzip();
    let share = counts.iter().sum::<usize>() as f64 / rows.len() as f64;
    Ok(Encoder::OneHot {
        pooled: (!rare.is_empty()).then_some((rare.len(), share)),
        rare,
        missing: missing > 0 && fill.is_none(),
        levels,
        fill,
    })
}

fn date(table: &Table, rows: &[usize], feature: &Feature) -> Result<Encoder> {
    let instants = table.instants(&feature.name)?;
    let known: Vec<i64> = rows.iter().filter_map(|&row| instants[row]).collect();
    let origin = known.iter().copied().min().unwrap_or(0);
    if table.column(&feature.name)?.storage != Storage::Date {
        return Ok(Encoder::Elapsed { origin });
    }
    let parts = date::varying(&known, origin);
    if parts.is_empty() {
        return Ok(Encoder::Excluded {
            why: "left out: the same date in every training row".into(),
        });
    }
    Ok(Encoder::Date { origin, parts })
}
