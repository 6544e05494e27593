//! SHAP values of many rows told in one number a column: their mean size.

use indexmap::IndexMap;

use super::Artifact;
use crate::error::Result;
use crate::models::Scale;
use crate::spec::Dataset;
use crate::text;
use crate::work::Progress;

/// Rows at most.
const MOST_ROWS: usize = 500;
/// Rows at least, however long they take, as long as there are as many.
const FEWEST_ROWS: usize = 20;
/// Multiplications spent at most, some ten seconds of one processor.
const MOST_WORK: u64 = 6_000_000_000;
/// Rows between two looks at whether the work was cancelled.
const BLOCK: usize = 20;

/// Mean sizes of SHAP values.
#[derive(Debug, Clone, PartialEq)]
pub struct Shap {
    /// Rows over which they are means.
    pub rows: usize,
    /// In what they are told.
    pub scale: Scale,
    /// Unit of the target, for numbers; empty where none.
    pub unit: String,
    /// The classes told apart, those that were learned; empty where one number says all.
    pub classes: Vec<String>,
    /// By column of the table: the mean size, of several classes one each.
    pub sizes: IndexMap<String, Vec<f64>>,
}

impl Shap {
    /// What the numbers mean, as a sentence.
    pub fn words(&self) -> String {
        let what = match (self.scale, self.classes.is_empty()) {
            (Scale::Answer, _) if self.unit.is_empty() => "the answer",
            (Scale::Answer, _) => &format!("the answer, in {}", text::escape(&self.unit)),
            (Scale::Probability, true) => "the probability, which runs from 0 to 1",
            (Scale::Probability, false) => "the probability of a class, from 0 to 1",
            (Scale::LogOdds, true) => "the log odds",
            (Scale::LogOdds, false) => "the score of a class before softmax",
        };
        let classes = match self.classes.is_empty() {
            true => "",
            false => " and classes",
        };
        format!(
            "mean |SHAP|: by how much a column moves {what}; mean over {}{classes}.",
            text::counted(self.rows, "row")
        )
    }

    /// Mean size of a column; of several classes, the mean over them.
    pub fn of(&self, column: &str) -> Option<f64> {
        let sizes = self.sizes.get(column)?;
        Some(crate::stats::mean(sizes))
    }

    /// Mean size of a column for each of [`Shap::classes`].
    pub fn by_class(&self, column: &str) -> &[f64] {
        match self.sizes.get(column) {
            Some(sizes) if !self.classes.is_empty() => sizes,
            _ => &[],
        }
    }
}

/// How many rows are looked at of a model whose rows take this much work.
pub(super) fn affordable(cost: u64) -> usize {
    let rows = MOST_WORK.checked_div(cost).unwrap_or(u64::MAX);
    usize::try_from(rows)
        .unwrap_or(usize::MAX)
        .clamp(FEWEST_ROWS, MOST_ROWS)
}

/// Mean sizes over these rows, the target in `unit`; nothing where the family does not give SHAP values. Progress moves
/// within `between`.
pub(super) fn shap(
    artifact: &Artifact,
    dataset: &Dataset,
    rows: &[usize],
    unit: &str,
    progress: &Progress,
    between: (f64, f64),
) -> Result<Option<Shap>> {
    let mut found: Option<Shap> = None;
    for (block, part) in rows.chunks(BLOCK).enumerate() {
        progress.check()?;
        let done = (block * BLOCK) as f64 / rows.len() as f64;
        progress.step(
            "weighing contributions (SHAP)",
            between.0 + done * (between.1 - between.0),
        );
        let Some((contributions, sources)) = artifact.contributions(dataset, part)? else {
            return Ok(None);
        };
        let several = contributions.told.len() > 1;
        let shap = found.get_or_insert_with(|| Shap {
            rows: rows.len(),
            scale: contributions.scale,
            unit: match contributions.scale {
                Scale::Answer => unit.to_owned(),
                Scale::Probability | Scale::LogOdds => String::new(),
            },
            classes: match &artifact.classes {
                Some(classes) if several => {
                    let codes = contributions.told.iter().filter_map(|told| told.class);
                    codes
                        .map(|code| classes.names[code as usize].clone())
                        .collect()
                }
                _ => Vec::new(),
            },
            sizes: IndexMap::new(),
        });
        for (output, told) in contributions.told.iter().enumerate() {
            // The prepared columns of one column of the table speak together: their values are added before their size.
            for row in told.values.rows() {
                let mut own: IndexMap<&str, f64> = IndexMap::new();
                for (value, source) in row.iter().zip(&sources) {
                    *own.entry(source).or_default() += value;
                }
                for (source, value) in own {
                    let sizes = shap
                        .sizes
                        .entry(source.to_owned())
                        .or_insert_with(|| vec![0.0; contributions.told.len()]);
                    sizes[output] += value.abs() / rows.len() as f64;
                }
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heavy_models_are_told_of_fewer_rows() {
        assert_eq!(affordable(0), MOST_ROWS);
        assert_eq!(affordable(1000), MOST_ROWS);
        assert_eq!(affordable(MOST_WORK / 100), 100);
        assert_eq!(affordable(u64::MAX), FEWEST_ROWS);
    }

    #[test]
    fn several_classes_are_told_one_by_one_and_together() {
        let shap = Shap {
            rows: 10,
            scale: Scale::Probability,
            unit: String::new(),
            classes: vec!["a".into(), "b".into()],
            sizes: IndexMap::from([("x".to_owned(), vec![0.25, 0.75])]),
        };
        assert_eq!(shap.of("x"), Some(0.5));
        assert_eq!(shap.by_class("x"), [0.25, 0.75]);
        assert_eq!(shap.of("y"), None);
        assert!(shap.by_class("y").is_empty());
        assert!(shap.words().ends_with("mean over 10 rows and classes."));
    }
}
