//! The one word that tells most: what is answered where a text holds it, and where it does not. As a person filters mail by hand.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::tree::{Sums, drawn, fewest, targets};
use super::{Answer, Fitted, Predictor, best_constant, fitted::gather};
use crate::benchmark::Setup;
use crate::decisions::Kind;
use crate::error::{Error, Result};
use crate::metrics::Classes;
use crate::table::Table;

/// Letters of a word at least.
const SHORTEST: usize = 2;

/// What is answered with a word and without it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// Column of texts.
    pub column: String,
    /// The word, in lower case.
    pub word: String,
    /// Answer where it stands in the text.
    pub with: Vec<f64>,
    /// Answer where it does not, and where there is no text.
    pub without: Vec<f64>,
}

impl Word {
    /// Answers every row of a table.
    pub(super) fn answer(&self, table: &Table, classes: Option<&Classes>) -> Result<Answer> {
        let texts = table.texts(&self.column)?;
        let holds: Vec<bool> = texts
            .iter()
            .map(|text| {
                text.as_deref()
                    .is_some_and(|text| words(text).contains(&self.word))
            })
            .collect();
        Ok(Answer {
            prediction: gather(holds.len(), self.with.len(), classes.is_some(), |row| {
                if holds[row] {
                    &self.with
                } else {
                    &self.without
                }
            }),
            unanswered: 0,
        })
    }
}

/// The different words of a text, in lower case: letters and digits that stand together.
fn words(text: &str) -> HashSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= SHORTEST)
        .map(str::to_lowercase)
        .collect()
}

struct TellingWord {
    columns: Vec<String>,
}

/// Where there are texts to learn from.
pub(super) fn list(setup: &Setup) -> Vec<Box<dyn Predictor>> {
    let inputs = setup.dataset.model_inputs();
    let columns: Vec<String> = inputs
        .filter(|c| c.kind == Kind::Text)
        .map(|c| c.name.clone())
        .collect();
    match columns.is_empty() {
        true => Vec::new(),
        false => vec![Box::new(TellingWord { columns })],
    }
}

impl Predictor for TellingWord {
    fn name(&self) -> &str {
        "telling_word"
    }

    fn description(&self) -> String {
        "whether one word stands in a text, the word that tells most in the training rows".into()
    }

    fn fit(&self, setup: &Setup, train: &[usize]) -> Result<Fitted> {
        let rows = drawn(setup, train);
        let targets = targets(setup, &rows);
        let weights = setup
            .weights(&rows)
            .unwrap_or_else(|| vec![1.0; rows.len()]);
        let none = Sums::none(targets.ncols());
        let mut all = none.clone();
        for (row, weight) in weights.iter().enumerate() {
            all.add(targets.row(row).iter(), *weight);
        }
        let table = &setup.dataset.table;
        let texts_of = |column: &str| table.select(&[column])?.take(&rows)?.texts(column);
        let mut best: Option<(f64, &String, String)> = None;
        for column in &self.columns {
            let texts = texts_of(column)?;
            let mut of_word: HashMap<String, Sums> = HashMap::new();
            for (row, text) in texts.iter().enumerate() {
                for word in text.iter().flat_map(|text| words(text)) {
                    let sums = of_word.entry(word).or_insert_with(|| none.clone());
                    sums.add(targets.row(row).iter(), weights[row]);
                }
            }
            for (word, with) in of_word {
                let without = all.without(&with);
                if with.rows < fewest(rows.len()) || without.rows < fewest(rows.len()) {
                    continue;
                }
                let gain = with.explained() + without.explained() - all.explained();
                // Of words that tell the same the first of the alphabet, so that the order of a map decides nothing.
                let beats = best.as_ref().is_none_or(|(most, of, known)| {
                    gain > *most || (gain == *most && (column, &word) < (of, known))
                });
                if beats {
                    best = Some((gain, column, word));
                }
            }
        }
        let (_, column, word) =
            best.ok_or_else(|| Error::new("no word stands in enough texts to tell anything"))?;
        let texts = texts_of(column)?;
        let holds = |at: &usize| {
            texts[*at]
                .as_deref()
                .is_some_and(|text| words(text).contains(&word))
        };
        let (with, without): (Vec<usize>, Vec<usize>) = (0..rows.len()).partition(holds);
        let answer = |at: Vec<usize>| {
            let rows: Vec<usize> = at.into_iter().map(|at| rows[at]).collect();
            best_constant(setup, &rows)
        };
        Ok(Fitted::Word(Word {
            column: column.clone(),
            with: answer(with),
            without: answer(without),
            word,
        }))
    }
}
