//! A run looked at from several sides: charts of its out-of-fold predictions, as they were kept when it was trained.

use super::{Run, predictions_path};
use crate::error::{Error, Result};
use crate::figures::{
    Boxes, Calibration, Confusion, Distribution, Figure, Histogram, Measure, Mirror, Roc, RocCurve,
    Scatter, Tails,
};
use crate::metrics::Classes;
use crate::project::Project;
use crate::spec::{self, Dataset};
use crate::table::{ReadOptions, Table, read};
use crate::work::Progress;

/// Bins of the calibration.
const BINS: usize = 10;
/// Points of an ROC curve that are kept.
const POINTS: usize = 1_000;
/// Columns of probabilities are named by their class after this.
const PROBABILITY: &str = "probability_";

/// A chart with what it is called.
type Named = (&'static str, Figure);

/// The charts of a run, each with what it is called beside the others: for classes the confusion matrix, ROC, calibration and, for two, the probabilities of either;
/// for numbers predicted against actual, residuals, and residuals by fold. Rows weigh as `problem.weight` says.
pub fn diagnosis(project: &Project, run: &Run) -> Result<Vec<Named>> {
    let file = project.evidence_path(&predictions_path(run))?;
    let table = read(&file, &ReadOptions::default())?;
    let weights = weights(project, &table)?;
    let said = Said { project, table };
    match said.classes()? {
        Some(classes) => said.of_classes(&classes, weights.as_deref()),
        None => said.of_numbers(),
    }
}

/// The weight of each predicted row; `None` where no column of weights is decided.
fn weights(project: &Project, predictions: &Table) -> Result<Option<Vec<f64>>> {
    let Some(name) = &project.decisions.problem.weight else {
        return Ok(None);
    };
    let dataset = Dataset::load(project, &Progress::silent())?;
    let all = dataset.table.numbers(name)?;
    let rows = predictions.numbers("row")?;
    let of_row = |row: &f64| all.get(*row as usize).copied();
    let weights: Option<Vec<f64>> = rows.iter().map(of_row).collect();
    let stale = || {
        Error::new("the predictions do not fit the data of today").with_fix("train the run again")
    };
    weights.ok_or_else(stale).map(Some)
}

/// What a run said of each row.
struct Said<'a> {
    project: &'a Project,
    table: Table,
}

impl Said<'_> {
    /// The classes in the order of their columns, the positive one as decided or guessed; `None` for numbers.
    fn classes(&self) -> Result<Option<Classes>> {
        let columns = self.table.columns().iter();
        let names: Vec<String> = columns
            .filter_map(|c| c.name.strip_prefix(PROBABILITY))
            .map(str::to_owned)
            .collect();
        if names.is_empty() {
            return Ok(None);
        }
        let positive = match &self.project.decisions.problem.positive {
            Some(decided) => Some(decided.clone()),
            None => {
                let labels = self.table.labels("truth")?;
                labels.names.get(spec::guess_positive(&labels)).cloned()
            }
        };
        let positive = positive.and_then(|name| names.iter().position(|n| *n == name));
        Ok(Some(Classes {
            positive: positive.filter(|_| names.len() == 2),
            names,
        }))
    }

    fn of_classes(&self, classes: &Classes, weights: Option<&[f64]>) -> Result<Vec<Named>> {
        let at = |name: &Option<String>| {
            let found = classes.names.iter().position(|n| Some(n) == name.as_ref());
            found.map(|at| at as u32)
        };
        let truth: Vec<Option<u32>> = self.table.texts("truth")?.iter().map(at).collect();
        let said: Vec<Option<u32>> = self.table.texts("prediction")?.iter().map(at).collect();
        let shares: Vec<Vec<f64>> = classes
            .names
            .iter()
            .map(|name| self.table.numbers(&format!("{PROBABILITY}{name}")))
            .collect::<Result<_>>()?;
        let known: Vec<u32> = truth.iter().map(|t| t.unwrap_or(u32::MAX)).collect();
        let confusion = Confusion::of(&classes.names, &known, &said, weights);
        let of_class = |class: usize| -> Vec<bool> {
            let is = |t: &Option<u32>| *t == Some(class as u32);
            truth.iter().map(is).collect()
        };
        let curve = |class: usize| {
            let name = classes.names[class].clone();
            let mut curve = RocCurve::of(name, &shares[class], &of_class(class), weights)?;
            if curve.points.len() > POINTS {
                curve.points = curve.thinned(POINTS);
            }
            Some(curve)
        };
        let curves: Vec<RocCurve> = match classes.binary() {
            Some(positive) => curve(positive).into_iter().collect(),
            None => (0..shares.len()).filter_map(curve).collect(),
        };
        let mut figures = vec![("confusion", Figure::Confusion(confusion))];
        if !curves.is_empty() {
            figures.push(("ROC", Figure::Roc(Roc { curves })));
        }
        let calibration = match classes.binary() {
            Some(positive) => {
                let (name, shares) = (&classes.names[positive], &shares[positive]);
                let by_truth = by_truth(name, shares, &of_class(positive));
                figures.push(("probabilities", Figure::Mirror(by_truth)));
                Calibration::of(name, shares, &of_class(positive), weights, BINS)
            }
            None => {
                let (sure, right) = confidence(&shares, &truth);
                Calibration::of("the likeliest class", &sure, &right, weights, BINS)
            }
        };
        figures.extend(calibration.map(|c| ("calibration", Figure::Calibration(c))));
        Ok(figures)
    }

    fn of_numbers(&self) -> Result<Vec<Named>> {
        let truth = self.table.numbers("truth")?;
        let said = self.table.numbers("prediction")?;
        let folds = self.table.numbers("fold")?;
        let problem = &self.project.decisions.problem;
        let unit = problem.unit.clone().unwrap_or_default();
        let measure = |name: &str| Measure::new(name, unit.clone());
        let target = problem.target.as_deref().unwrap_or("target");
        let scatter = Scatter::of(
            measure(&format!("actual {target}")),
            measure("predicted"),
            (&truth, &said),
            true,
        );
        let residuals: Vec<f64> = said.iter().zip(&truth).map(|(p, t)| p - t).collect();
        let of = measure("predicted less actual");
        let residual = Distribution {
            of: of.clone(),
            histogram: Histogram::of(&residuals, Tails::TrimHeavy),
            ends: None,
        };
        let last = folds.iter().copied().fold(0.0, f64::max) as usize;
        let groups: Vec<(String, Vec<f64>)> = (1..=last)
            .map(|fold| {
                let of_fold = residuals.iter().zip(&folds);
                let of_fold = of_fold.filter(|(_, f)| **f as usize == fold);
                (format!("fold {fold}"), of_fold.map(|(r, _)| *r).collect())
            })
            .collect();
        Ok(vec![
            ("predicted", Figure::Scatter(scatter)),
            ("residuals", Figure::Histogram(residual)),
            ("by fold", Figure::Boxes(Boxes::of(of, &groups))),
        ])
    }
}

/// The probabilities of a class, of its rows above the axis and of the others below.
fn by_truth(name: &str, shares: &[f64], is: &[bool]) -> Mirror {
    let of_kind = |kind: bool| -> Vec<f64> {
        let rows = shares.iter().zip(is).filter(|(_, is)| **is == kind);
        rows.map(|(share, _)| *share).collect()
    };
    Mirror::new(
        Measure::new(format!("probability of {name}"), ""),
        (name, &of_kind(true)),
        ("all others", &of_kind(false)),
        Tails::Whole,
    )
}

/// The largest probability of each row, and whether its class came.
fn confidence(shares: &[Vec<f64>], truth: &[Option<u32>]) -> (Vec<f64>, Vec<bool>) {
    let rows = truth.iter().enumerate().map(|(row, truth)| {
        let of_row = shares.iter().map(|class| class[row]).enumerate();
        let best = of_row.reduce(|a, b| if b.1 > a.1 { b } else { a });
        let (class, share) = best.unwrap_or((0, f64::NAN));
        (share, *truth == Some(class as u32))
    });
    rows.unzip()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::benchmark::with_prediction;
    use crate::metrics::Prediction;
    use ndarray::array;

    fn project(text: &str) -> (tempfile::TempDir, Project) {
        let folder = tempfile::tempdir().unwrap();
        let text = format!("format = 1\n[problem]\ntarget = \"y\"\n{text}");
        std::fs::write(folder.path().join("jalon.toml"), text).unwrap();
        let project = Project::open(folder.path()).unwrap();
        (folder, project)
    }

    fn run() -> Run {
        Run {
            id: 1,
            family: "ridge".into(),
            ..Run::default()
        }
    }

    fn keep(project: &Project, table: &Table) {
        let file = project.evidence_file(&predictions_path(&run())).unwrap();
        table.write(&file).unwrap();
    }

    fn rows(count: usize) -> Table {
        let row: Vec<f64> = (0..count).map(|i| i as f64).collect();
        let fold = row.iter().map(|r| 1.0 + r % 2.0).collect();
        Table::from_numbers(&[("row", row), ("fold", fold)]).unwrap()
    }

    fn charts(project: &Project) -> Vec<Figure> {
        let named = diagnosis(project, &run()).unwrap();
        named.into_iter().map(|(_, figure)| figure).collect()
    }

    #[test]
    fn two_classes_have_four_charts() {
        let (_folder, project) = project("positive = \"bad\"");
        let classes = Classes {
            names: vec!["bad".into(), "good".into()],
            positive: Some(0),
        };
        let truth = ["bad", "good", "good", "bad"].map(|t| Some(t.to_owned()));
        let shares = array![[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0.7, 0.3]];
        let table = rows(4).with_texts("truth", &truth).unwrap();
        let said = Prediction::Probabilities(shares);
        keep(
            &project,
            &with_prediction(table, &said, Some(&classes)).unwrap(),
        );
        let figures = charts(&project);
        let [
            Figure::Confusion(confusion),
            Figure::Roc(roc),
            Figure::Mirror(mirror),
            Figure::Calibration(calibration),
        ] = figures.as_slice()
        else {
            panic!("{figures:?}");
        };
        assert_eq!(confusion.counts, [[2.0, 0.0], [1.0, 1.0]]);
        assert_eq!(
            (roc.curves[0].name.as_str(), roc.curves[0].area),
            ("bad", 1.0)
        );
        assert_eq!(mirror.upper.1.rows(), 2);
        assert_eq!(calibration.rows, 4);
    }

    #[test]
    fn numbers_have_residuals_by_fold() {
        let (_folder, project) = project("unit = \"USD\"");
        let table = rows(6)
            .with_numbers("truth", &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
            .unwrap();
        let said = Prediction::Numbers(vec![2.0, 2.0, 3.0, 3.0, 6.0, 6.0]);
        keep(&project, &with_prediction(table, &said, None).unwrap());
        let figures = charts(&project);
        let [
            Figure::Scatter(scatter),
            Figure::Histogram(residuals),
            Figure::Boxes(boxes),
        ] = figures.as_slice()
        else {
            panic!("{figures:?}");
        };
        assert_eq!((scatter.rows, scatter.x.unit.as_str()), (6, "USD"));
        assert_eq!(residuals.histogram.rows(), 6);
        assert_eq!(boxes.boxes.len(), 2);
        assert_eq!((boxes.boxes[0].median, boxes.boxes[0].rows), (1.0, 3));
    }

    #[test]
    fn many_classes_are_each_ranked_against_the_rest() {
        let (_folder, project) = project("");
        let classes = Classes {
            names: ["a", "b", "c"].map(str::to_owned).to_vec(),
            positive: None,
        };
        let truth = ["a", "b", "c"].map(|t| Some(t.to_owned()));
        let shares = array![[0.8, 0.1, 0.1], [0.5, 0.4, 0.1], [0.1, 0.2, 0.7]];
        let table = rows(3).with_texts("truth", &truth).unwrap();
        let said = Prediction::Probabilities(shares);
        keep(
            &project,
            &with_prediction(table, &said, Some(&classes)).unwrap(),
        );
        let figures = charts(&project);
        assert_eq!(figures.len(), 3);
        assert!(matches!(&figures[1], Figure::Roc(roc) if roc.curves.len() == 3));
        assert!(matches!(&figures[2], Figure::Calibration(c) if c.rows == 3));
    }
}
