//! Answers by key, from a table that the user wrote.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::Answer;
use super::fitted::gather;
use crate::decisions::LookupTable;
use crate::error::Result;
use crate::metrics::Classes;
use crate::spec::refuse_values;
use crate::table::{Labels, Table};

/// Answers by key. Keys are compared as they are written: whole numbers without decimals, dates as ISO 8601.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Keyed {
    /// The columns of the key.
    pub on: Vec<String>,
    /// The keys, a value a column.
    keys: Vec<Vec<String>>,
    /// The answer of each: a number, or the share of each class.
    answers: Vec<Vec<f64>>,
}

impl Keyed {
    /// The answers of a table that was read for a rule: its key columns and the value. A row without a key or an answer is none.
    ///
    /// # Errors
    /// Values that are no answers to the problem.
    pub(super) fn of(
        table: &Table,
        stated: &LookupTable,
        classes: Option<&Classes>,
    ) -> Result<Keyed> {
        refuse_values(table, &stated.value, classes)?;
        let answers = answers(table, &stated.value, classes)?;
        let labels = labels(table, &stated.on)?;
        let mut keyed = Keyed {
            on: stated.on.clone(),
            keys: Vec::new(),
            answers: Vec::new(),
        };
        for (row, answer) in answers.into_iter().enumerate() {
            let key = labels
                .iter()
                .map(|l| Some(l.names[l.codes[row]? as usize].clone()));
            if let (Some(key), Some(answer)) = (key.collect::<Option<Vec<String>>>(), answer) {
                keyed.keys.push(key);
                keyed.answers.push(answer);
            }
        }
        Ok(keyed)
    }

    /// How many keys have an answer.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// Which answer each row of a table has. Errors: a key column that it does not have.
    pub(super) fn found(&self, table: &Table) -> Result<Vec<Option<usize>>> {
        let labels = labels(table, &self.on)?;
        // Values of the rows by number; what no row has is no key of theirs.
        let codes: Vec<HashMap<&str, u32>> = labels
            .iter()
            .map(|l| l.names.iter().map(String::as_str).zip(0..).collect())
            .collect();
        let mut places: HashMap<Vec<u32>, usize> = HashMap::new();
        for (at, key) in self.keys.iter().enumerate() {
            let key = key.iter().zip(&codes);
            let key = key.map(|(part, codes)| codes.get(part.as_str()).copied());
            if let Some(key) = key.collect::<Option<Vec<u32>>>() {
                places.insert(key, at);
            }
        }
        let mut key = Vec::with_capacity(labels.len());
        let found = (0..table.rows()).map(|row| {
            key.clear();
            for l in &labels {
                key.push(l.codes[row]?);
            }
            places.get(&key).copied()
        });
        Ok(found.collect())
    }

    /// Answers every row of a table; `otherwise` where its key is not known.
    pub(super) fn answer(
        &self,
        table: &Table,
        otherwise: &Vec<f64>,
        classes: Option<&Classes>,
    ) -> Result<Answer> {
        let found = self.found(table)?;
        let answer = |row: usize| found[row].map_or(otherwise, |at| &self.answers[at]);
        let width = otherwise.len();
        Ok(Answer {
            prediction: gather(table.rows(), width, classes.is_some(), answer),
            unanswered: found.iter().filter(|at| at.is_none()).count(),
        })
    }
}

fn labels(table: &Table, on: &[String]) -> Result<Vec<Labels>> {
    on.iter().map(|name| table.labels(name)).collect()
}

/// What each row of the table answers; none where its value is missing.
fn answers(table: &Table, value: &str, classes: Option<&Classes>) -> Result<Vec<Option<Vec<f64>>>> {
    let numbers = || -> Result<Vec<Option<f64>>> {
        let values = table.numbers(value)?.into_iter();
        Ok(values.map(|v| (!v.is_nan()).then_some(v)).collect())
    };
    let is_number = table.column(value)?.storage.is_number();
    Ok(match classes {
        None => numbers()?.into_iter().map(|v| v.map(|v| vec![v])).collect(),
        Some(Classes {
            positive: Some(positive),
            ..
        }) if is_number => {
            let shares = |p: f64| match positive {
                0 => vec![p, 1.0 - p],
                _ => vec![1.0 - p, p],
            };
            numbers()?.into_iter().map(|p| p.map(shares)).collect()
        }
        Some(classes) => {
            let labels = table.labels(value)?;
            let shares = |code: u32| {
                let name = &labels.names[code as usize];
                let is = |class: &String| f64::from(u8::from(class == name));
                classes.names.iter().map(is).collect()
            };
            labels.codes.iter().map(|code| code.map(shares)).collect()
        }
    })
}
