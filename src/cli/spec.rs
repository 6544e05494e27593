//! `jalon spec`: what is stated, what is missing, what is wrong.

use crate::benchmark::{self, Weighed, Worth};
use crate::decisions::{Fault, Role};
use crate::project::Project;
use crate::spec::{ColumnRole, Loaded, Problem, Review, review, without_meaning};
use crate::text;

use super::args::{SpecArgs, SpecPart};
use super::face::{Done, Face, Outcome};
use super::grid::{Grid, Side};
use super::stages::{gate_lines, next_after};
use super::watch::watched;
use super::{dictionary, documents};

pub(super) fn run(face: &mut Face<'_>, args: &SpecArgs) -> Done {
    if let Some(SpecPart::Dictionary { direction, file }) = &args.part {
        return dictionary::run(face, &args.project, *direction, file);
    }
    let project = face.open(&args.project)?;
    let loaded = watched(face, |progress| Loaded::glance(&project, progress))?;
    let review = review(&project, Some(&loaded));
    let problem = loaded
        .dataset
        .as_ref()
        .and_then(|data| data.problem(&project).ok());
    let worth = loaded
        .dataset
        .as_ref()
        .and_then(|data| benchmark::known_worth(&project, data));
    let weighed = loaded
        .dataset
        .as_ref()
        .zip(problem.as_ref())
        .map(|(data, problem)| benchmark::weigh(&project, data, problem, worth.as_ref()));
    let columns = loaded.dataset.map(|data| data.columns).unwrap_or_default();
    let stated = Stated {
        review: &review,
        problem: problem.as_ref(),
        columns: &columns,
        worth: worth.as_ref(),
        weighed: weighed.as_ref(),
    };
    let next = next_after(face, &project, Some(&review))?;
    face.show(
        || told(&project, &stated) + &gate_lines("Spec", &review.gate) + &next,
        || documents::spec(&project, &stated),
    )?;
    Ok(Outcome::of(review.gate.open))
}

/// Everything that is told of a spec.
pub(super) struct Stated<'a> {
    /// Mistakes, gaps and gate.
    pub review: &'a Review,
    /// The problem, where the data could be read.
    pub problem: Option<&'a Problem>,
    /// The columns; none where the data could not be read.
    pub columns: &'a [ColumnRole],
    /// What it is worth, where that can be told.
    pub worth: Option<&'a Worth>,
    /// Rule against model, where the data could be read.
    pub weighed: Option<&'a Weighed>,
}

fn told(project: &Project, stated: &Stated<'_>) -> String {
    let mut out = format!("{}\n", text::escape(&project.name()));
    if let Some(question) = &project.decisions.project.question {
        out.push_str(&format!("  {}\n", text::escape(question)));
    }
    if let Some(problem) = stated.problem {
        let unit = match problem.unit.as_str() {
            "" => String::new(),
            unit => format!(" ({})", text::escape(unit)),
        };
        out.push_str(&format!(
            "  {} of '{}'{unit}, judged by {}\n",
            problem.task,
            text::escape(&problem.target),
            problem.metric.name()
        ));
    }
    for fault in &stated.review.faults {
        out.push_str(&format!("\n{}", fault_text(fault)));
    }
    if !stated.review.missing.is_empty() {
        let mut grid = Grid::default()
            .column("not stated", Side::Left)
            .column("needed for", Side::Left)
            .column("what", Side::Left);
        for gap in &stated.review.missing {
            grid.row(vec![
                gap.key.clone(),
                gap.needed_for.clone(),
                gap.message.clone(),
            ]);
        }
        out.push_str(&format!("\n{}", grid.text()));
    }
    if let Some(worth) = stated.worth {
        out.push_str("\nWorth\n");
        for sentence in worth.sentences() {
            out.push_str(&format!("  {sentence}\n"));
        }
    }
    if let Some(weighed) = stated.weighed {
        out.push_str(&weighed_text(weighed));
    }
    out + &dictionary_text(stated.columns)
}

fn weighed_text(weighed: &Weighed) -> String {
    let mut out = format!("\nRule or model? {}\n", weighed.sentence());
    for consideration in &weighed.considerations {
        let side = consideration.side.word();
        out.push_str(&format!("  {side:<5}  {}\n", consideration.sentence));
    }
    out + &format!("  A rule is enough with: {}.\n", weighed.enough.join("; "))
}

/// `error  jalon.toml:7:10  problem.metric: …`, the line itself with a caret, and the way out.
fn fault_text(fault: &Fault) -> String {
    let place = match (fault.line, fault.column) {
        (Some(line), Some(column)) => format!("jalon.toml:{line}:{column}  "),
        (Some(line), None) => format!("jalon.toml:{line}  "),
        _ => String::new(),
    };
    let mut out = format!(
        "{}  {place}{}: {}\n",
        fault.severity.word(),
        fault.key,
        fault.message
    );
    if let Some(line) = &fault.source_line {
        let before: String = line
            .chars()
            .take(fault.column.unwrap_or(1).saturating_sub(1))
            .collect();
        let indent = " ".repeat(text::width(&text::escape(&before)));
        out.push_str(&format!("  | {}\n  | {indent}^\n", text::escape(line)));
    }
    if let Some(fix) = &fault.fix {
        out.push_str(&format!("  {fix}\n"));
    }
    out
}

fn dictionary_text(columns: &[ColumnRole]) -> String {
    let mut grid = Grid::default()
        .column("column", Side::Left)
        .column("kind", Side::Left)
        .column("role", Side::Left)
        .column("known", Side::Left)
        .column("unit", Side::Left)
        .column("meaning", Side::Left);
    for column in columns {
        let known = match (column.role, column.known_at_prediction) {
            (Role::Feature, true) => "yes",
            (Role::Feature, false) => "no",
            _ => "",
        };
        grid.row(vec![
            column.name.clone(),
            column.kind.word().to_owned(),
            column.role.word().to_owned(),
            known.to_owned(),
            column.unit.clone().unwrap_or_default(),
            column.meaning.clone().unwrap_or_default(),
        ]);
    }
    let table = grid.text();
    if table.is_empty() {
        return table;
    }
    let unsaid = without_meaning(columns);
    let meanings = match unsaid {
        0 => "every column has a meaning".to_owned(),
        n => format!(
            "{} of {} without a meaning: what is not understood is not safe to learn from",
            n,
            text::counted(columns.len(), "column")
        ),
    };
    format!("\n{table}{meanings}\n")
}
