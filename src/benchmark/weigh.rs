//! Is a model the right tool? What can be told before anything is trained speaks for a rule or for a model; the benchmark
//! decides.

use serde::Serialize;

use super::Worth;
use crate::decisions::{Changes, Explain, Role};
use crate::project::Project;
use crate::spec::{Dataset, Problem};
use crate::table::{Axis, Expression};
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

/// What something speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// A simple rule.
    Rule,
    /// A model.
    Model,
    /// Neither, or it is not stated.
    Open,
}

impl Side {
    /// Its word on screen.
    pub fn word(self) -> &'static str {
        match self {
            Side::Rule => "rule",
            Side::Model => "model",
            Side::Open => "open",
        }
    }
}

/// One thing that was weighed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Consideration {
    /// What it is about: `rows`, `money`.
    pub subject: &'static str,
    /// What it speaks for.
    pub side: Side,
    /// Why.
    pub sentence: String,
}

/// Rule against model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Weighed {
    /// Everything that was weighed.
    pub considerations: Vec<Consideration>,
    /// Where it leans.
    pub leaning: Side,
    /// What would make a rule enough.
    pub enough: Vec<String>,
}

impl Weighed {
    /// Where it leans, in a sentence.
    pub fn sentence(&self) -> &'static str {
        match self.leaning {
            Side::Rule => "It leans to a rule; the benchmark decides.",
            Side::Model => "It leans to a model; the benchmark decides.",
            Side::Open => "It stands even; the benchmark decides.",
        }
    }
}

/// What a consideration looks at.
struct Seen<'a> {
    project: &'a Project,
    dataset: &'a Dataset,
    problem: &'a Problem,
    worth: Option<&'a Worth>,
    /// Columns that models may learn from.
    columns: usize,
    /// Days from the first to the last row with a target, where time is a date.
    days: Option<f64>,
}

type Weigh = fn(&Seen<'_>) -> Option<Consideration>;

/// Every consideration, in the order in which they are shown.
const ALL: &[Weigh] = &[rows, seasons, rules, changes, money, explanations];

/// Weighs rule against model; `worth` as far as it is known.
pub fn weigh(
    project: &Project,
    dataset: &Dataset,
    problem: &Problem,
    worth: Option<&Worth>,
) -> Weighed {
    let columns = dataset.columns.iter();
    let seen = Seen {
        project,
        dataset,
        problem,
        worth,
        columns: columns
            .filter(|c| c.role == Role::Feature && c.known_at_prediction)
            .count(),
        days: days(dataset, problem),
    };
    let considerations: Vec<Consideration> = ALL.iter().filter_map(|weigh| weigh(&seen)).collect();
    let count = |side: Side| considerations.iter().filter(|c| c.side == side).count();
    let is_hopeless =
        seen.columns == 0 || worth.is_some_and(|w| w.gain_at(w.perfection.score) <= 0.0);
    let leaning = match (is_hopeless, count(Side::Rule), count(Side::Model)) {
        (true, ..) => Side::Rule,
        (false, rule, model) if rule > model => Side::Rule,
        (false, rule, model) if model > rule => Side::Model,
        _ => Side::Open,
    };
    Weighed {
        considerations,
        leaning,
        enough: enough(&seen),
    }
}

fn days(dataset: &Dataset, problem: &Problem) -> Option<f64> {
    let axis = Axis::of(&dataset.table, problem.time.as_deref()?).ok()?;
    axis.days(&problem.labelled)
}

fn rows(seen: &Seen<'_>) -> Option<Consideration> {
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

fn seasons(seen: &Seen<'_>) -> Option<Consideration> {
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

fn rules(seen: &Seen<'_>) -> Option<Consideration> {
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

fn changes(seen: &Seen<'_>) -> Option<Consideration> {
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

fn money(seen: &Seen<'_>) -> Option<Consideration> {
    let (side, sentence) = match (seen.worth, seen.worth.and_then(share_to_save)) {
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

/// Share of what errors cost that building and running take in the first year; `None` where they cost nothing.
fn share_to_save(worth: &Worth) -> Option<f64> {
    let needed = worth.build_cost + worth.run_cost_per_year;
    let most = worth.baseline.cost_per_year - worth.perfection.cost_per_year;
    (needed > 0.0).then(|| match most > 0.0 {
        true => needed / most,
        false => f64::INFINITY,
    })
}

fn explanations(seen: &Seen<'_>) -> Option<Consideration> {
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

fn enough(seen: &Seen<'_>) -> Vec<String> {
    let mut enough = Vec::new();
    if let Some(worth) = seen.worth {
        let unit = match worth.unit.as_str() {
            "" => String::new(),
            unit => format!(" {}", escape(unit)),
        };
        let score = |score: f64| format!("{} {}{unit}", worth.metric, number(score, 3));
        if let Some(success) = worth.success {
            enough.push(format!(
                "a rule that reaches {} on the folds",
                score(success)
            ));
        }
        if let Some(even) = worth.break_even() {
            enough.push(format!("no model that does better than {}", score(even)));
        }
    }
    enough.push("a model whose lead over the best rule is within chance".to_owned());
    enough
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::benchmark::known_worth;
    use crate::work::Progress;

    fn weighed(decisions: &str, rows: usize) -> Weighed {
        let folder = tempfile::tempdir().unwrap();
        let day = |i: usize| {
            format!(
                "{}-{:02}-{:02}",
                2015 + i / 336,
                1 + i % 336 / 28,
                1 + i % 28
            )
        };
        let lines: String = (0..rows)
            .map(|i| format!("{},{},{}\n", day(i), i % 7, 3 + i % 7))
            .collect();
        std::fs::write(
            folder.path().join("data.csv"),
            format!("day,miles,fare\n{lines}"),
        )
        .unwrap();
        let text = format!(
            "format = 1\n[[source]]\npath = \"data.csv\"\n[problem]\ntask = \"regression\"\ntarget = \"fare\"\nmetric = \"mae\"\ntime = \"day\"\n{decisions}"
        );
        std::fs::write(folder.path().join("jalon.toml"), text).unwrap();
        let project = Project::open(folder.path()).unwrap();
        let dataset = Dataset::load(&project, &Progress::silent()).unwrap();
        let problem = dataset.problem(&project).unwrap();
        let worth = known_worth(&project, &dataset);
        weigh(&project, &dataset, &problem, worth.as_ref())
    }

    fn side(weighed: &Weighed, subject: &str) -> Option<Side> {
        let found = weighed.considerations.iter().find(|c| c.subject == subject);
        found.map(|c| c.side)
    }

    #[test]
    fn what_is_not_stated_is_open_and_named() {
        let found = weighed("", 1000);
        let open = ["rules", "changes", "money", "explanation"];
        assert!(
            open.iter().all(|s| side(&found, s) == Some(Side::Open)),
            "{found:#?}"
        );
        assert_eq!(side(&found, "rows"), Some(Side::Model));
        assert_eq!(side(&found, "seasons"), Some(Side::Model));
    }

    #[test]
    fn each_consideration_can_speak_for_both() {
        let rule = "changes = \"daily\"\nexplain = \"each answer\"\n[value]\ncost = \"abs(prediction - fare)\"\ndecisions_per_year = 10\nbuild_cost = 1000\n[[rule]]\nname = \"tariff\"\npredict = \"? + ? * miles\"\n";
        let found = weighed(rule, 60);
        for subject in ["seasons", "rules", "changes", "money", "explanation"] {
            assert_eq!(
                side(&found, subject),
                Some(Side::Rule),
                "{subject} {found:#?}"
            );
        }
        assert_eq!(found.leaning, Side::Rule);
        let model = "changes = \"rarely\"\nexplain = \"none\"\nsuccess = { at_most = 0.5 }\n[value]\ncost = \"abs(prediction - fare)\"\ndecisions_per_year = 10000\nbuild_cost = 1000\n";
        let found = weighed(model, 1000);
        for subject in ["changes", "money", "explanation"] {
            assert_eq!(
                side(&found, subject),
                Some(Side::Model),
                "{subject} {found:#?}"
            );
        }
        assert_eq!(found.leaning, Side::Model);
        assert!(
            found.enough.iter().any(|e| e.contains("mae 0.500")),
            "{found:#?}"
        );
    }

    #[test]
    fn without_a_known_column_only_the_past_answers() {
        let found = weighed("[columns]\nmiles = { known_at_prediction = false }\n", 1000);
        assert_eq!(
            (side(&found, "rows"), found.leaning),
            (Some(Side::Rule), Side::Rule)
        );
    }
}
