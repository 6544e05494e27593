//! A baseline after fitting: all that it takes to answer the rows of any table that has its columns, small enough to
//! be kept and shipped.

use std::collections::{BTreeSet, HashMap};

use indexmap::IndexMap;
use ndarray::Array2;
use rand::Rng as _;
use serde::{Deserialize, Serialize};

use super::Answer;
use super::keyed::Keyed;
use super::tree::Node;
use super::word::Word;
use crate::error::{Error, Result};
use crate::metrics::{Classes, Prediction};
use crate::table::{Expression, Table};
use crate::text;
use crate::work::rng;

/// A fitted baseline. An answer is a number, or the share of each class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fitted {
    /// The same for every row.
    Constant {
        /// That answer.
        answer: Vec<f64>,
    },
    /// By the value of a column.
    Groups {
        /// The column.
        column: String,
        /// Answer by value.
        answers: IndexMap<String, Vec<f64>>,
        /// Answer where the value is missing.
        missing: Vec<f64>,
        /// Answer for a value that was never seen.
        otherwise: Vec<f64>,
    },
    /// A class drawn by chance for each row.
    Drawn {
        /// How often each class is drawn.
        shares: Vec<f64>,
        /// Seed of the draw.
        seed: u64,
    },
    /// A few questions about single columns.
    Questions {
        /// The first one.
        root: Node,
    },
    /// Whether one word stands in a text.
    Word(Word),
    /// An expression: a number, a class label, or the probability of the positive class.
    Rule {
        /// Its text.
        expression: String,
        /// What its `?` stand for, in their order.
        coefficients: Vec<f64>,
        /// Answer where the expression has none.
        otherwise: Vec<f64>,
    },
    /// A table that the user wrote.
    Lookup {
        /// Its answers by key.
        table: Keyed,
        /// Answer for a key that it does not have.
        otherwise: Vec<f64>,
    },
}

impl Fitted {
    /// What the `?` of a rule stand for; empty for all others.
    pub fn coefficients(&self) -> &[f64] {
        match self {
            Fitted::Rule { coefficients, .. } => coefficients,
            _ => &[],
        }
    }

    /// The columns that it reads of the row itself.
    pub fn inputs(&self) -> BTreeSet<String> {
        match self {
            Fitted::Constant { .. } | Fitted::Drawn { .. } => BTreeSet::new(),
            Fitted::Questions { root } => {
                let mut columns = BTreeSet::new();
                root.columns(&mut columns);
                columns
            }
            Fitted::Groups { column, .. } | Fitted::Word(Word { column, .. }) => {
                BTreeSet::from([column.clone()])
            }
            Fitted::Lookup { table, .. } => table.on.iter().cloned().collect(),
            Fitted::Rule { .. } => self
                .rule()
                .map(|e| e.columns_now().clone())
                .unwrap_or_default(),
        }
    }

    /// The expression of a rule.
    pub fn rule(&self) -> Option<Expression> {
        match self {
            Fitted::Rule { expression, .. } => Expression::parse(expression).ok(),
            _ => None,
        }
    }

    /// Answers every row of a table, which holds what a rule sees of the past beside its columns. Errors: a column that is not there, an answer that is no class or no
    /// probability.
    pub fn answer(&self, table: &Table, classes: Option<&Classes>) -> Result<Answer> {
        let rows = table.rows();
        match self {
            Fitted::Constant { answer } => Ok(Answer {
                prediction: gather(rows, answer.len(), classes.is_some(), |_| answer),
                unanswered: 0,
            }),
            Fitted::Drawn { shares, seed } => Ok(Answer {
                prediction: drawn(rows, shares, *seed),
                unanswered: 0,
            }),
            Fitted::Questions { root } => root.answer(table, classes),
            Fitted::Word(word) => word.answer(table, classes),
            Fitted::Groups {
                column,
                answers,
                missing,
                otherwise,
            } => {
                let labels = table.labels(column)?;
                let known: HashMap<&str, &Vec<f64>> =
                    answers.iter().map(|(k, v)| (k.as_str(), v)).collect();
                let by_code: Vec<Option<&Vec<f64>>> = labels
                    .names
                    .iter()
                    .map(|name| known.get(name.as_str()).copied())
                    .collect();
                let answer = |row: usize| match labels.codes[row] {
                    Some(code) => by_code[code as usize].unwrap_or(otherwise),
                    None => missing,
                };
                let unseen =
                    |code: &&Option<u32>| code.is_some_and(|c| by_code[c as usize].is_none());
                Ok(Answer {
                    prediction: gather(rows, otherwise.len(), classes.is_some(), answer),
                    unanswered: labels.codes.iter().filter(unseen).count(),
                })
            }
            Fitted::Lookup {
                table: keyed,
                otherwise,
            } => keyed.answer(table, otherwise, classes),
            Fitted::Rule {
                expression,
                coefficients,
                otherwise,
            } => {
                let expression =
                    Expression::parse(expression).map_err(|m| Error::new(m.message))?;
                let rule = Applied {
                    expression: &expression,
                    coefficients,
                    otherwise,
                };
                match classes {
                    None => rule.numbers(table),
                    Some(classes) if expression.gives_text(table)? => rule.labels(table, classes),
                    Some(classes) => rule.positives(table, classes),
                }
            }
        }
    }
}

/// A class a row, drawn with these shares.
fn drawn(rows: usize, shares: &[f64], seed: u64) -> Prediction {
    let mut draw = rng(seed, &["benchmark", "classes"]);
    let mut said = Array2::zeros((rows, shares.len()));
    for row in 0..rows {
        let mut left: f64 = draw.random();
        let mut class = 0;
        while class + 1 < shares.len() && left >= shares[class] {
            left -= shares[class];
            class += 1;
        }
        said[[row, class]] = 1.0;
    }
    Prediction::Probabilities(said)
}

/// A prediction from one answer a row: a number, or the shares of the classes.
pub(super) fn gather<'a>(
    rows: usize,
    width: usize,
    shares: bool,
    answer: impl Fn(usize) -> &'a Vec<f64>,
) -> Prediction {
    if shares {
        Prediction::Probabilities(Array2::from_shape_fn((rows, width), |(r, c)| answer(r)[c]))
    } else {
        Prediction::Numbers((0..rows).map(|row| answer(row)[0]).collect())
    }
}

/// A rule at work.
struct Applied<'a> {
    expression: &'a Expression,
    coefficients: &'a [f64],
    otherwise: &'a Vec<f64>,
}

impl Applied<'_> {
    /// A number a row.
    fn numbers(&self, table: &Table) -> Result<Answer> {
        let mut values = self.expression.numbers(table, self.coefficients)?;
        let unanswered = values.iter().filter(|v| v.is_nan()).count();
        let silent = values.iter_mut().filter(|v| v.is_nan());
        silent.for_each(|v| *v = self.otherwise[0]);
        Ok(Answer {
            prediction: Prediction::Numbers(values),
            unanswered,
        })
    }

    /// A class label a row.
    fn labels(&self, table: &Table, classes: &Classes) -> Result<Answer> {
        self.named(self.expression.texts(table, self.coefficients)?, classes)
    }

    fn named(&self, answers: Vec<Option<String>>, classes: &Classes) -> Result<Answer> {
        let mut shares = Array2::zeros((answers.len(), classes.names.len()));
        for (row, answer) in answers.iter().enumerate() {
            match answer {
                None => {
                    let otherwise = self.otherwise.iter().enumerate();
                    otherwise.for_each(|(c, share)| shares[[row, c]] = *share);
                }
                Some(name) => {
                    let class = classes.names.iter().position(|c| c == name);
                    let class = class.ok_or_else(|| unknown_class(name, classes))?;
                    shares[[row, class]] = 1.0;
                }
            }
        }
        Ok(Answer {
            unanswered: answers.iter().filter(|a| a.is_none()).count(),
            prediction: Prediction::Probabilities(shares),
        })
    }

    /// A number from 0 to 1 a row: the probability of the positive class. For more than two classes the number
    /// names one. A fitted rule may leave the range and is cut at its ends.
    fn positives(&self, table: &Table, classes: &Classes) -> Result<Answer> {
        let mut values = self.expression.numbers(table, self.coefficients)?;
        let Some(positive) = classes.positive else {
            let name = |v: f64| (!v.is_nan()).then(|| format!("{v}"));
            return self.named(values.into_iter().map(name).collect(), classes);
        };
        let outside = |v: &&f64| !v.is_nan() && !(0.0..=1.0).contains(*v);
        if self.coefficients.is_empty()
            && let Some(value) = values.iter().find(outside)
        {
            return Err(Error::new(format!(
                "the rule answers {value}, not a number from 0 to 1"
            ))
            .with_fix("give a class label, or the probability of the positive class"));
        }
        let unanswered = values.iter().filter(|v| v.is_nan()).count();
        for value in &mut values {
            *value = if value.is_nan() {
                self.otherwise[positive]
            } else {
                value.clamp(0.0, 1.0)
            };
        }
        Ok(Answer {
            prediction: two_classes(&values, positive),
            unanswered,
        })
    }
}

/// Shares of two classes from the probability of the positive one.
pub(super) fn two_classes(probability: &[f64], positive: usize) -> Prediction {
    Prediction::Probabilities(Array2::from_shape_fn((probability.len(), 2), |(r, c)| {
        if c == positive {
            probability[r]
        } else {
            1.0 - probability[r]
        }
    }))
}

fn unknown_class(name: &str, classes: &Classes) -> Error {
    let names: Vec<_> = classes.names.iter().map(|n| text::escape(n)).collect();
    let fix = match text::nearest(name, classes.names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean '{}'?", text::escape(near)),
        None => format!("the classes are {}", names.join(", ")),
    };
    Error::new(format!(
        "the rule answers '{}', which is no class",
        text::escape(name)
    ))
    .with_fix(fix)
}
