//! The values of a column in the form in which two samples of it are compared.

use std::collections::{HashMap, HashSet};

use crate::decisions::Kind;
use crate::error::Result;
use crate::table::{Labels, Table};

/// How a column is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As numbers.
    Numbers,
    /// As categories.
    Labels,
    /// Texts by their length in characters.
    Lengths,
    /// Only whether a value is there: dates go on, paths and names differ anyway.
    Presence,
}

impl Form {
    /// The form that suits a kind.
    pub fn of(kind: Kind) -> Form {
        match kind {
            Kind::Number => Form::Numbers,
            Kind::Category | Kind::Ordinal | Kind::Boolean => Form::Labels,
            Kind::Text => Form::Lengths,
            Kind::Date | Kind::Image | Kind::Sound | Kind::Id => Form::Presence,
        }
    }
}

/// Values of a column, a row each.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Numbers, not-a-number where missing.
    Numbers(Vec<f64>),
    /// Categories.
    Labels(Labels),
    /// Whether the value is missing.
    Presence(Vec<bool>),
}

impl Values {
    /// The column of a table.
    pub fn of(table: &Table, name: &str, form: Form) -> Result<Values> {
        Ok(match form {
            Form::Numbers => Values::Numbers(table.numbers(name)?),
            Form::Labels => Values::Labels(table.labels(name)?),
            Form::Lengths => {
                let length = |text: Option<String>| match text {
                    Some(text) => text.chars().count() as f64,
                    None => f64::NAN,
                };
                Values::Numbers(table.texts(name)?.into_iter().map(length).collect())
            }
            Form::Presence => Values::Presence(table.missing(name)?),
        })
    }

    /// As many missing values in this form.
    pub fn absent(form: Form, rows: usize) -> Values {
        match form {
            Form::Numbers | Form::Lengths => Values::Numbers(vec![f64::NAN; rows]),
            Form::Labels => Values::Labels(Labels {
                codes: vec![None; rows],
                names: Vec::new(),
            }),
            Form::Presence => Values::Presence(vec![true; rows]),
        }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        match self {
            Values::Numbers(values) => values.len(),
            Values::Labels(labels) => labels.codes.len(),
            Values::Presence(missing) => missing.len(),
        }
    }

    /// Rows without a value.
    pub fn missing(&self) -> usize {
        match self {
            Values::Numbers(values) => values.iter().filter(|v| v.is_nan()).count(),
            Values::Labels(labels) => labels.codes.iter().filter(|c| c.is_none()).count(),
            Values::Presence(missing) => missing.iter().filter(|m| **m).count(),
        }
    }

    /// Whether a row has a value.
    pub fn is_present(&self, row: usize) -> bool {
        match self {
            Values::Numbers(values) => !values[row].is_nan(),
            Values::Labels(labels) => labels.codes[row].is_some(),
            Values::Presence(missing) => !missing[row],
        }
    }

    /// Share of rows without a value; 0 of none.
    pub fn missing_share(&self) -> f64 {
        self.missing() as f64 / self.rows().max(1) as f64
    }

    /// The rows at these positions.
    pub fn take(&self, rows: &[usize]) -> Values {
        match self {
            Values::Numbers(values) => Values::Numbers(rows.iter().map(|&r| values[r]).collect()),
            Values::Labels(labels) => Values::Labels(Labels {
                codes: rows.iter().map(|&r| labels.codes[r]).collect(),
                names: labels.names.clone(),
            }),
            Values::Presence(missing) => {
                Values::Presence(rows.iter().map(|&r| missing[r]).collect())
            }
        }
    }

    /// These rows and below them others of the same form.
    pub fn append(&mut self, other: Values) {
        match (self, other) {
            (Values::Numbers(mine), Values::Numbers(theirs)) => mine.extend(theirs),
            (Values::Presence(mine), Values::Presence(theirs)) => mine.extend(theirs),
            (Values::Labels(mine), Values::Labels(theirs)) => {
                let mut names = Names::of(std::mem::take(&mut mine.names));
                let places: Vec<u32> = theirs.names.into_iter().map(|n| names.place(n)).collect();
                mine.names = names.list;
                let codes = theirs.codes.into_iter();
                mine.codes.extend(codes.map(|c| Some(places[c? as usize])));
            }
            _ => {}
        }
    }

    /// Categories that a file spells otherwise take the spelling of the reference: `7.0` and `007` that of `7`, `true`
    /// that of `1`.
    pub fn spelled_as(self, reference: &[String]) -> Values {
        let Values::Labels(labels) = self else {
            return self;
        };
        let known: HashMap<String, &String> = reference.iter().map(|n| (plain(n), n)).collect();
        let exact: HashSet<&String> = reference.iter().collect();
        let mut names = Names::of(Vec::new());
        let places: Vec<u32> = labels
            .names
            .into_iter()
            .map(|name| match known.get(&plain(&name)) {
                Some(other) if !exact.contains(&name) => names.place((*other).clone()),
                _ => names.place(name),
            })
            .collect();
        let codes = labels.codes.into_iter();
        Values::Labels(Labels {
            codes: codes.map(|c| Some(places[c? as usize])).collect(),
            names: names.list,
        })
    }
}

/// A category without the accidents of spelling a number.
fn plain(name: &str) -> String {
    match (name, name.parse::<f64>()) {
        ("true", _) => "1".to_owned(),
        ("false", _) => "0".to_owned(),
        (_, Ok(number)) if number.is_finite() => number.to_string(),
        _ => name.to_owned(),
    }
}

/// Names in the order in which they came, each with its place.
struct Names {
    list: Vec<String>,
    places: HashMap<String, u32>,
}

impl Names {
    fn of(list: Vec<String>) -> Names {
        let places = list
            .iter()
            .zip(0..)
            .map(|(n, at)| (n.clone(), at))
            .collect();
        Names { list, places }
    }

    /// The place of a name, which is added where it is new.
    fn place(&mut self, name: String) -> u32 {
        if let Some(place) = self.places.get(&name) {
            return *place;
        }
        let place = self.list.len() as u32;
        self.list.push(name.clone());
        self.places.insert(name, place);
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_joined_by_name() {
        let table = Table::from_csv("x,c\n1,a\n2,b\n3,\n").unwrap();
        let mut labels = Values::of(&table, "c", Form::Labels).unwrap();
        assert_eq!(labels.missing_share(), 1.0 / 3.0);
        labels.append(Values::Labels(Labels {
            codes: vec![Some(0), Some(1)],
            names: vec!["z".into(), "a".into()],
        }));
        let Values::Labels(all) = labels.take(&[3, 4]) else {
            panic!("labels stay labels")
        };
        assert_eq!(all.names, ["a", "b", "z"]);
        assert_eq!(all.codes, [Some(2), Some(0)]);
    }

    #[test]
    fn numbers_are_spelled_alike() {
        let labels = Values::Labels(Labels {
            codes: vec![Some(0), Some(1), Some(2)],
            names: vec!["7.0".into(), "x".into(), "8".into()],
        });
        let reference = ["007".to_owned(), "8".to_owned()];
        let Values::Labels(alike) = labels.spelled_as(&reference) else {
            panic!("labels stay labels")
        };
        assert_eq!(alike.names, ["007", "x", "8"]);
    }
}
