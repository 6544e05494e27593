//! What is weighed, a function each; the list stands in `mod.rs`.

use super::{Consideration, Seen, Side};
use crate::benchmark::Worth;
use crate::decisions::{Changes, Explain};
use crate::table::Expression;
use crate::text::{counted, escape, number, percent};

/// Rows, or rows of the rarest class, a column below which what is learned is mostly chance (Peduzzi et al. 1996: ten events
/// a variable).
const FEWEST_A_COLUMN: usize = 10;
/// From this many a column on that is no worry (Harrell, Regression Modeling Strategies, 2015: ten to twenty).
const ENOUGH_A_COLUMN: usize = 20;
/// Branches of a rule that a person keeps right by hand; a guideline of our own.
const MOST_BRANCHES: usize = 10;
/// Share of the errors' cost that a model must save before it pays, from which that is much to ask; a guideline of our own.
const MUCH: f64 = 0.5;
/// Days of a year.
const YEAR: f64 = 365.25;

pub(super) fn rows(seen: &Seen<'_>) -> Option<Consideration> {
    let told = |side, sentence| {
        Some(Consideration {
            subject: "rows",
            side,
            sentence,
        })
    };
    if seen.columns == 0 {
        let sentence = "no column is known when the prediction is made: only the past of the target can answer";
        return told(Side::Rule, sentence.to_owned());
    }
    let (count, what) = match rarest(seen) {
        Some((class, count)) => (
            count,
            format!(
                "{} of the class '{}'",
                counted(count, "row"),
                escape(&class)
            ),
        ),
        None => {
            let count = seen.problem.labelled.len();
            (count, counted(count, "row"))
        }
    };
    let columns = counted(seen.columns, "column");
    let each = count / seen.columns;
    if each < FEWEST_A_COLUMN {
        let sentence = format!(
            "{what} for {columns}: fewer than {FEWEST_A_COLUMN} a column, what is learned is mostly chance"
        );
        return told(Side::Rule, sentence);
    }
    match each < ENOUGH_A_COLUMN {
        true => told(
            Side::Open,
            format!("{what} for {columns}: just enough for a simple model"),
        ),
        false => told(
            Side::Model,
            format!("{what} for {columns}: enough to learn from"),
        ),
    }
}

/// The rarest class with its rows.
fn rarest(seen: &Seen<'_>) -> Option<(String, usize)> {
    let classes = seen.problem.classes.as_ref()?;
    let labels = seen.dataset.table.labels(&seen.problem.target).ok()?;
    let rows = |class: &String| {
        let code = labels.names.iter().position(|name| name == class)?;
        let codes = seen.problem.labelled.iter().map(|&row| labels.codes[row]);
        Some(codes.filter(|c| *c == Some(code as u32)).count())
    };
    let counts = classes
        .names
        .iter()
        .map(|class| (class.clone(), rows(class).unwrap_or(0)));
    counts.min_by_key(|(_, count)| *count)
}

pub(super) fn seasons(seen: &Seen<'_>) -> Option<Consideration> {
    let years = seen.days? / YEAR;
    let (side, what) = match years {
        y if y < 1.0 => (
            Side::Rule,
            "not one whole year was seen, so no season can be learned",
        ),
        y if y < 2.0 => (Side::Open, "no season came twice"),
        _ => (Side::Model, "every season came more than once"),
    };
    Some(Consideration {
        subject: "seasons",
        side,
        sentence: format!("the rows cover {} years: {what}", number(years, 2)),
    })
}

pub(super) fn rules(seen: &Seen<'_>) -> Option<Consideration> {
    let rules = &seen.project.decisions.rule;
    let parsed = rules.iter().filter_map(|rule| {
        let expression = Expression::parse(&rule.predict).ok()?;
        Some((
            rule.name.as_str(),
            expression.branches(),
            expression.columns().len(),
        ))
    });
    let simplest = parsed.min_by_key(|(_, branches, columns)| (*branches, *columns));
    let (side, sentence) = match simplest {
        None => (
            Side::Open,
            "no rule is written yet: write down what people go by today, under [[rule]]".to_owned(),
        ),
        Some((name, branches, columns)) => {
            let (side, so) = match branches <= MOST_BRANCHES {
                true => (Side::Rule, "a person keeps it right"),
                false => (Side::Model, "nobody keeps that right by hand"),
            };
            let branches = match branches {
                1 => "no case to tell apart".to_owned(),
                n => format!("{n} cases"),
            };
            let name = escape(name);
            (
                side,
                format!(
                    "the simplest rule, {name}, reads {} and has {branches}: {so}",
                    counted(columns, "column")
                ),
            )
        }
    };
    Some(Consideration {
        subject: "rules",
        side,
        sentence,
    })
}

pub(super) fn changes(seen: &Seen<'_>) -> Option<Consideration> {
    let changes = seen.project.decisions.problem.changes;
    let (side, sentence) = match (changes, changes.and_then(Changes::days), seen.days) {
        (None, ..) => (
            Side::Open,
            "state how often the world changes its ways (problem.changes)".to_owned(),
        ),
        (Some(_), None, _) => (
            Side::Model,
            "the world rarely changes: what was learned lasts".to_owned(),
        ),
        (Some(word), Some(_), None) => (
            Side::Open,
            format!(
                "the world changes {word}; without a date it cannot be told how many rows come in that time"
            ),
        ),
        (Some(word), Some(every), Some(days)) => {
            let rows = (seen.problem.labelled.len() as f64 * every / days.max(1.0)) as usize;
            let come = format!(
                "the world changes {word} and {} in that time",
                match rows {
                    1 => "one row comes".to_owned(),
                    n => format!("{} come", counted(n, "row")),
                }
            );
            match rows < FEWEST_A_COLUMN * seen.columns.max(1) {
                true => (
                    Side::Rule,
                    format!("{come}: a model would learn what no longer holds"),
                ),
                false => (Side::Model, format!("{come}: enough to train again on")),
            }
        }
    };
    Some(Consideration {
        subject: "changes",
        side,
        sentence,
    })
}

pub(super) fn money(seen: &Seen<'_>) -> Option<Consideration> {
    let (side, sentence) = match (seen.worth, seen.worth.and_then(Worth::share_to_save)) {
        (None, _) => (
            Side::Open,
            "state what an error costs and how often the decision is taken (value.cost, value.decisions_per_year)".to_owned(),
        ),
        (Some(worth), _) if worth.gain_at(worth.perfection.score) <= 0.0 => (
            Side::Rule,
            "not even perfect answers pay what running costs".to_owned(),
        ),
        (Some(_), None) => (
            Side::Model,
            "nothing is stated that a model would have to pay back".to_owned(),
        ),
        (Some(_), Some(share)) if share >= 1.0 => (
            Side::Rule,
            "not even perfect answers pay building and running within a year".to_owned(),
        ),
        (Some(_), Some(share)) => (
            if share < MUCH { Side::Model } else { Side::Rule },
            format!("a model pays within a year once it saves {} of what errors cost", percent(share)),
        ),
    };
    Some(Consideration {
        subject: "money",
        side,
        sentence,
    })
}

pub(super) fn explanations(seen: &Seen<'_>) -> Option<Consideration> {
    let (side, sentence) = match seen.project.decisions.problem.explain {
        None => (
            Side::Open,
            "state which answers must be explained (problem.explain)",
        ),
        Some(Explain::None) => (Side::Model, "no answer has to be explained"),
        Some(Explain::Overall) => (
            Side::Open,
            "what drives the answers must be told: importance and effects do",
        ),
        Some(Explain::Each) => (
            Side::Rule,
            "each answer must be explained to the person it is about: a rule, a line or a small tree",
        ),
    };
    Some(Consideration {
        subject: "explanation",
        side,
        sentence: sentence.to_owned(),
    })
}
