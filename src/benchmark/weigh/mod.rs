//! Is a model the right tool? What can be told before anything is trained speaks for a rule or for a model; the benchmark
//! decides.

mod considerations;

use serde::Serialize;

use super::Worth;
use crate::decisions::Role;
use crate::project::Project;
use crate::spec::{Dataset, Problem};
use crate::table::Axis;

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
const ALL: &[Weigh] = &[
    considerations::rows,
    considerations::seasons,
    considerations::rules,
    considerations::changes,
    considerations::money,
    considerations::explanations,
];

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

fn enough(seen: &Seen<'_>) -> Vec<String> {
    let mut enough = Vec::new();
    if let Some(worth) = seen.worth {
        if let Some(success) = worth.success {
            enough.push(format!(
                "a rule that reaches {} on the folds",
                worth.scored(success)
            ));
        }
        if let Some(even) = worth.break_even() {
            enough.push(format!(
                "no model that does better than {}",
                worth.scored(even)
            ));
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
