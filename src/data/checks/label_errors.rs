//! Targets that contradict those of the rows like them.

use ndarray::ArrayView2;

use crate::decisions::{Kind, Role, Severity, Task, Threshold};
use crate::error::Result;
use crate::metrics::{Prediction, Truth};
use crate::spec::DEFAULT_SEED;
use crate::stats::{Sorted, median};
use crate::table::Labels;
use crate::text;

use super::super::power::Values;
use super::super::{Finding, fix, unseen};
use super::context::{Trial, name, with_unit};
use super::{Check, Context, Found};

/// Inputs that the forest is given: of more, those that predict the target best.
const INPUTS: usize = 40;
/// Classes at most: with more, a forest of few rows tells none of them well.
const CLASSES: usize = 50;
/// Rows of a class below which nothing is learned of it.
const ROWS: usize = 10;
/// Shares of the class said and of the likeliest other one, of both together, between which a row could be either.
const EITHER: (f64, f64) = (0.4, 0.6);
/// Share that the forest must give a class in its own rows.
const HALF: f64 = 0.5;
/// Share of the rows of a class beyond which they are a part of it and no mistakes.
const PART: f64 = 0.25;
/// Share of the class said below which a row is named where classes overlap.
const CLEAR: f64 = 0.15;
/// Share of a constant's absolute error that the forest must save before a number is said to contradict it.
const SAVED: f64 = 0.5;
/// Rows of like answers among which errors are compared.
const ALIKE: usize = 100;
/// How many times the usual error, as a standard deviation by the median (1.4826), a number must be off.
const FAR: f64 = 10.0;
/// Rows named in a filter at most.
const NAMED: usize = 40;

pub(super) static CHECK: Check = Check {
    name: "label_errors",
    doc: "A row with the inputs of one class and the name of another was mostly labelled by mistake: a model learns the mistake, and is scored \
          against it. Found by confident learning (Northcutt, Jiang & Chuang 2021), as cleanlab does; the clearest rows stand first.",
    thresholds: &[Threshold::LabelErrorShare],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let Some(problem) = context.problem.filter(|p| p.task != Task::Forecast) else {
        return Ok(Vec::new());
    };
    let Some(trial) = context.trial()? else {
        return Ok(Vec::new());
    };
    let classes = problem.classes.as_ref().map_or(0, |c| c.names.len());
    let inputs = inputs(context, &trial)?;
    if classes > CLASSES || inputs.is_empty() {
        return Ok(Vec::new());
    }
    let seed = context.project.decisions.split.seed.unwrap_or(DEFAULT_SEED);
    let told = unseen::told(&inputs, &trial.truth, seed)?;
    let found = match (&trial.truth, &told) {
        (Truth::Classes(given, _), Some(Prediction::Probabilities(told))) => {
            of_classes(context, &trial, given, told.view())
        }
        (Truth::Numbers(given), Some(Prediction::Numbers(told))) => {
            of_numbers(context, &trial, given, told)
        }
        _ => None,
    };
    found
        .map(|found| Ok(vec![with_fix(context, found)?.done()]))
        .unwrap_or_else(|| Ok(Vec::new()))
}

/// What the forest learns from: the inputs that vary, but for content, which it cannot read.
fn inputs(context: &Context<'_>, trial: &Trial) -> Result<Vec<Values>> {
    let mut columns: Vec<_> = context
        .inputs()
        .filter(|(c, p)| c.kind.content().is_none() && c.kind != Kind::Id && p.distinct > 1)
        .collect();
    let power = |at: &Option<f64>| at.unwrap_or(0.0);
    columns.sort_by(|a, b| power(&b.1.power).total_cmp(&power(&a.1.power)));
    columns.truncate(INPUTS);
    columns
        .into_iter()
        .map(|(column, _)| Values::of(&trial.table, column))
        .collect()
}

/// A row that is told to be of another class.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Doubt {
    /// Its place.
    row: usize,
    /// The class that it is told to be of.
    other: usize,
    /// The share that the class said has in the answer.
    said: f64,
}

/// What confident learning says of some rows.
#[derive(Debug, Default)]
struct Confident {
    /// Rows off the diagonal, the least likely class first.
    doubts: Vec<Doubt>,
    /// Rows that could be of either of two classes.
    either: usize,
    /// Rows of classes that are told from the others.
    judged: usize,
    /// Largest share of the rows of a class that are off the diagonal.
    most_of_a_class: f64,
}

impl Confident {
    /// Each class has a threshold, the mean share that its rows have in it; a row counts for the likeliest class of which it reaches the
    /// threshold (the confident joint). Of a class that the forest does not give its own rows mostly, nothing is known: the inputs do not
    /// tell it.
    fn of(given: &[u32], told: ArrayView2<'_, f64>) -> Self {
        let classes = told.ncols();
        let (mut sums, mut counts) = (vec![0.0; classes], vec![0_usize; classes]);
        for (row, class) in given.iter().enumerate() {
            sums[*class as usize] += told[[row, *class as usize]];
            counts[*class as usize] += 1;
        }
        let threshold = |class: usize| match counts[class] < ROWS {
            true => f64::INFINITY,
            false => sums[class] / counts[class] as f64,
        };
        let thresholds: Vec<f64> = (0..classes).map(threshold).collect();
        let counts_for = |row: usize| {
            let share = |class: &usize| told[[row, *class]];
            let reached = (0..classes).filter(|c| share(c) >= thresholds[*c]);
            reached.reduce(|best, next| match share(&next) > share(&best) {
                true => next,
                false => best,
            })
        };
        let counted: Vec<Option<usize>> = (0..given.len()).map(counts_for).collect();
        let is_told = |class: usize| counts[class] >= ROWS && thresholds[class] >= HALF;
        let told_apart: Vec<bool> = (0..classes).map(is_told).collect();
        let mut doubted = vec![0_usize; classes];
        let mut found = Self::default();
        for (row, class) in given.iter().enumerate() {
            let class = *class as usize;
            if !told_apart[class] {
                continue;
            }
            found.judged += 1;
            let said = told[[row, class]];
            let others = (0..classes).filter(|c| *c != class);
            let most = others.map(|c| told[[row, c]]).fold(0.0, f64::max);
            let share = said / (said + most).max(f64::MIN_POSITIVE);
            if (EITHER.0..=EITHER.1).contains(&share) {
                found.either += 1;
            } else if let Some(other) = counted[row].filter(|c| *c != class && told_apart[*c])
                && most > said
            {
                found.doubts.push(Doubt { row, other, said });
                doubted[class] += 1;
            }
        }
        let shares = doubted.iter().zip(&counts);
        let shares = shares.map(|(doubted, all)| *doubted as f64 / (*all).max(1) as f64);
        found.most_of_a_class = shares.fold(0.0, f64::max);
        found
            .doubts
            .sort_by(|a, b| a.said.total_cmp(&b.said).then(a.row.cmp(&b.row)));
        found
    }

    /// Whether rows are either clearly of their class or clearly of another: else classes overlap, and a row in the wrong half of the overlap
    /// is no mistake. Nor are many rows of one class: it has a part that the inputs do not tell.
    fn stands_apart(&self) -> bool {
        self.doubts.len() > self.either && self.most_of_a_class <= PART
    }
}

fn of_classes(
    context: &Context<'_>,
    trial: &Trial,
    given: &[u32],
    told: ArrayView2<'_, f64>,
) -> Option<Found> {
    let problem = context.problem?;
    let classes = &problem.classes.as_ref()?.names;
    let mut found = Confident::of(given, told);
    let apart = found.stands_apart();
    if !apart {
        found.doubts.retain(|doubt| doubt.said < CLEAR);
    }
    let clearest = found.doubts.first()?;
    let limit = context.limit(Threshold::LabelErrorShare);
    let share = found.doubts.len() as f64 / found.judged as f64;
    let example = match is_personal(context, &problem.target) {
        true => String::new(),
        false => format!(
            ", the clearest called {} among rows of {}",
            name(&text::cut(&classes[given[clearest.row] as usize], 30)),
            name(&text::cut(&classes[clearest.other], 30))
        ),
    };
    let (severity, why) = match apart {
        true if share > limit => (Severity::Warning, "may be mislabelled"),
        true => (Severity::Info, "may be mislabelled"),
        false => (
            Severity::Info,
            "may be mislabelled, or the inputs do not tell them apart",
        ),
    };
    let message = format!(
        "{} ({}{}) have a class of {} that rows like them seldom have{example}: they {why}",
        text::counted(found.doubts.len(), "row"),
        text::percent(share),
        judged(context, trial),
        name(&problem.target)
    );
    let places: Vec<usize> = found.doubts.iter().map(|d| trial.rows[d.row]).collect();
    Some(
        Found::new(&CHECK, severity, singular(message, places.len()))
            .column(&problem.target)
            .measured(share, limit)
            .rows(places),
    )
}

/// Numbers that are off by many times what the forest is wrong of rows to which it gives about the same answer.
fn of_numbers(context: &Context<'_>, trial: &Trial, given: &[f64], told: &[f64]) -> Option<Found> {
    let problem = context.problem?;
    let off = far(given, told)?;
    let &(row, times) = off.first()?;
    let limit = context.limit(Threshold::LabelErrorShare);
    let share = off.len() as f64 / given.len() as f64;
    let target = context.data.columns.iter().find(|c| c.role == Role::Target);
    let unit = target.and_then(|c| c.unit.as_deref());
    let example = match is_personal(context, &problem.target) {
        true => String::new(),
        false => format!(
            ", the farthest {} where rows like it have about {}",
            with_unit(given[row], unit),
            with_unit(told[row], unit)
        ),
    };
    let message = format!(
        "{} ({}{}) have a {} that is off by more than {FAR} times the usual error of a forest, up to {} times{example}: they may be wrong",
        text::counted(off.len(), "row"),
        text::percent(share),
        judged(context, trial),
        name(&problem.target),
        text::number(times, 0)
    );
    let places: Vec<usize> = off.iter().map(|(row, _)| trial.rows[*row]).collect();
    Some(
        Found::new(&CHECK, Severity::Info, singular(message, places.len()))
            .column(&problem.target)
            .measured(share, limit)
            .rows(places),
    )
}

/// Rows whose number is far off, with how many times the usual error, the farthest first. `None` where the forest tells too little.
fn far(given: &[f64], told: &[f64]) -> Option<Vec<(usize, f64)>> {
    let errors: Vec<f64> = given.iter().zip(told).map(|(g, t)| (g - t).abs()).collect();
    let centre = median(given);
    let constant: f64 = given.iter().map(|g| (g - centre).abs()).sum();
    let saved = 1.0 - errors.iter().sum::<f64>() / constant;
    if saved.is_nan() || saved < SAVED {
        return None;
    }
    let mut order: Vec<usize> = (0..given.len()).collect();
    order.sort_by(|&a, &b| told[a].total_cmp(&told[b]).then(a.cmp(&b)));
    let usual = |rows: &[usize]| {
        let errors: Vec<f64> = rows.iter().map(|&row| errors[row]).collect();
        1.4826 * Sorted::new(&errors).median().unwrap_or(0.0)
    };
    // Where nearly all answers are exact, the error of all rows keeps a last digit from being far off.
    let least = usual(&order);
    let mut off: Vec<(usize, f64)> = Vec::new();
    for rows in order.chunks(ALIKE.min(given.len())) {
        let usual = usual(rows).max(least);
        let times = rows.iter().map(|&row| (row, errors[row] / usual));
        off.extend(times.filter(|(_, times)| times.is_finite() && *times > FAR));
    }
    off.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    Some(off)
}

fn is_personal(context: &Context<'_>, column: &str) -> bool {
    context
        .columns()
        .any(|(c, p)| c.name == column && p.personal)
}

fn singular(message: String, rows: usize) -> String {
    match rows {
        1 => message
            .replacen(" have a ", " has a ", 1)
            .replace("like them seldom", "like it seldom")
            .replace(": they may", ": it may")
            .replace("tell them apart", "tell it apart"),
        _ => message,
    }
}

/// On how many rows it was counted, where not on all of them.
fn judged(context: &Context<'_>, trial: &Trial) -> String {
    let all = context.target_missing.iter().filter(|m| !**m).count();
    match trial.rows.len() < all {
        true => format!(" of {} judged", text::counted(trial.rows.len(), "row")),
        false => String::new(),
    }
}

/// Leaves the rows out by name, where rows have names and few are concerned.
fn with_fix(context: &Context<'_>, found: Found) -> Result<Found> {
    let (rows, affected) = found.shown_by();
    let mut names = context.columns().filter(|(c, p)| {
        c.role == Role::Id && !c.computed && !p.personal && p.distinct == context.rows()
    });
    let Some((id, _)) = names.next().filter(|_| affected <= NAMED) else {
        return Ok(found);
    };
    let Labels { codes, names } = context.data.table.labels(&id.name)?;
    let is_number = context.data.table.numbers(&id.name).is_ok();
    let listed: Vec<String> = rows
        .iter()
        .filter_map(|row| codes[*row])
        .map(|code| match is_number {
            true => names[code as usize].clone(),
            false => format!("'{}'", names[code as usize].replace('\'', "''")),
        })
        .collect();
    let condition = format!("{} not in ({})", fix::column(&id.name), listed.join(", "));
    Ok(found.fix(fix::keep_rows(
        context.filter(),
        &condition,
        "leave these rows out",
    )))
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::*;

    /// Shares of two classes: the second has what is left.
    fn shares(first: &[f64]) -> Array2<f64> {
        Array2::from_shape_fn((first.len(), 2), |(row, class)| match class {
            0 => first[row],
            _ => 1.0 - first[row],
        })
    }

    #[test]
    fn the_confident_joint_counts_as_the_paper_does() {
        // 12 rows of each class told well, one of the first called the second, one that could be either.
        let mut given = vec![0_u32; 12];
        let mut first = vec![0.9; 12];
        given.extend(vec![1; 12]);
        first.extend(vec![0.1; 12]);
        given.extend([1, 0]);
        first.extend([0.95, 0.5]);
        let found = Confident::of(&given, shares(&first).view());
        assert_eq!(found.doubts.len(), 1);
        assert_eq!((found.doubts[0].row, found.doubts[0].other), (24, 0));
        assert!((found.doubts[0].said - 0.05).abs() < 1e-12);
        assert_eq!((found.either, found.judged), (1, 26));
        assert!(!found.stands_apart());
    }

    #[test]
    fn a_class_that_the_inputs_do_not_tell_is_not_judged() {
        // Failures are told by nothing: each has the share that all rows have.
        let given: Vec<u32> = (0..200).map(|row| u32::from(row % 10 == 0)).collect();
        let first: Vec<f64> = (0..200)
            .map(|row| 0.9 + 0.001 * f64::from(row % 7))
            .collect();
        let found = Confident::of(&given, shares(&first).view());
        assert_eq!((found.doubts.len(), found.judged), (0, 180));
    }

    #[test]
    fn numbers_far_off_are_ranked() {
        let told: Vec<f64> = (0..300).map(f64::from).collect();
        let mut given: Vec<f64> = told
            .iter()
            .enumerate()
            .map(|(at, v)| v + [1.0, -0.5, 0.7][at % 3])
            .collect();
        given[10] += 40.0;
        given[200] -= 90.0;
        let off = far(&given, &told).unwrap();
        assert_eq!(off.iter().map(|o| o.0).collect::<Vec<_>>(), [200, 10]);
        let flat = vec![150.0; 300];
        assert_eq!(far(&given, &flat), None);
    }
}
