//! `jalon check`: profile and findings.

use crate::data::{self, ColumnProfile, Evidence, Finding};
use crate::decisions::{Kind, Role, Severity};
use crate::error::Error;
use crate::project::Project;
use crate::road::Milestone;
use crate::text;

use super::args::{Learning, StageArgs};
use super::documents;
use super::face::{Done, Face, Outcome};
use super::grid::{Grid, Side, number, share};
use super::stages::{gate_lines, next_line, run_stages, say_if_idle};

pub(super) fn run(face: &mut Face<'_>, args: &StageArgs) -> Done {
    let project = face.open(&args.project)?;
    let ran = run_stages(
        face,
        &project,
        "check",
        &[Milestone::Data],
        args.force,
        &Learning::default(),
    )?;
    say_if_idle(face, &project, ran)?;
    let evidence = data::evidence(&project)?.ok_or_else(|| Error::new("no profile was kept"))?;
    let gate = data::gate(&project.decisions, &evidence);
    let next = next_line(face, &project)?;
    face.show(
        || text(&project, &evidence) + &gate_lines("Data", &gate) + &next,
        || documents::check(&project, &evidence),
    )?;
    Ok(Outcome::of(gate.open))
}

fn text(project: &Project, evidence: &Evidence) -> String {
    let left_out = evidence.rows_read - evidence.rows.min(evidence.rows_read);
    let filtered = match left_out {
        0 => String::new(),
        n => format!(" ({} left out by the filter)", text::counted(n, "row")),
    };
    let mut out = format!(
        "{}: {}{filtered}, {}\n",
        text::escape(&project.name()),
        text::counted(evidence.rows, "row"),
        text::counted(evidence.columns.len(), "column"),
    );
    out.push_str(&format!(
        "read as {}\n",
        text::escape(&evidence.format.words())
    ));
    for source in &evidence.joined {
        out.push_str(&format!(
            "joined with {} by {}: {} without a match\n",
            text::escape(&source.name),
            text::escape(&source.on.join(", ")),
            text::counted(source.unmatched, "row")
        ));
    }
    out.push('\n');
    out.push_str(&columns(evidence));
    if let Some(rows) = evidence.power_rows {
        out.push_str(&format!(
            "'alone' is measured on {} drawn by chance.\n",
            text::counted(rows, "row")
        ));
    }
    if let Some(rows) = evidence.rows_drawn {
        out.push_str(&format!(
            "The table is told from all rows; what is found below is counted on {} drawn by chance.\n",
            text::counted(rows, "row")
        ));
    }
    if let Some(signal) = &evidence.signal {
        let verdict = match signal.is_found() {
            true => "Signal",
            false => "No signal",
        };
        out.push_str(&format!("\n{verdict}: {}.\n", signal.sentence()));
        if signal.is_found() {
            out.push_str(&signal.more_rows.sentence());
            out.push('\n');
        }
    }
    out.push('\n');
    out.push_str(&findings(&evidence.findings));
    out
}

fn columns(evidence: &Evidence) -> String {
    let mut grid = Grid::default()
        .column("column", Side::Left)
        .column("kind", Side::Left)
        .column("role", Side::Left)
        .column("missing", Side::Right)
        .column("distinct", Side::Right)
        .column("mean", Side::Right)
        .column("std", Side::Right)
        .column("min", Side::Right)
        .column("median", Side::Right)
        .column("max", Side::Right)
        .column("alone", Side::Right);
    for column in &evidence.columns {
        let missing = column.missing as f64 / evidence.rows.max(1) as f64;
        // Means of codes and of instants tell nothing to a reader.
        let shown = |value: Option<f64>| match column.kind {
            Some(Kind::Number) => number(value),
            _ => "-".into(),
        };
        grid.row(vec![
            named(column),
            column.kind.map_or("", |k| k.word()).to_owned(),
            role(column).to_owned(),
            share((column.missing > 0).then_some(missing)),
            text::count(column.distinct),
            shown(column.mean),
            shown(column.std),
            shown(column.min),
            shown(column.median),
            shown(column.max),
            share(column.power),
        ]);
    }
    grid.text()
}

fn named(column: &ColumnProfile) -> String {
    match &column.unit {
        Some(unit) => format!("{} ({unit})", column.name),
        None => column.name.clone(),
    }
}

fn role(column: &ColumnProfile) -> &'static str {
    match column.role {
        Some(Role::Feature) if !column.known_at_prediction => "not known",
        Some(role) => role.word(),
        None => "",
    }
}

/// Remarks of one check that are written out; further ones are named in one line.
const REMARKS: usize = 3;

/// Findings with what to write, the accepted ones in one line at the end.
fn findings(all: &[Finding]) -> String {
    let mut out = String::new();
    let open: Vec<&Finding> = all.iter().filter(|f| f.accepted.is_none()).collect();
    for same in open.chunk_by(|a, b| (a.severity, &a.check) == (b.severity, &b.check)) {
        let is_remark = same[0].severity == Severity::Info;
        let shown = if is_remark {
            REMARKS.min(same.len())
        } else {
            same.len()
        };
        same[..shown].iter().for_each(|f| out.push_str(&finding(f)));
        out.push_str(&further(&same[shown..]));
    }
    if all.is_empty() {
        out.push_str("No finding.\n");
    }
    let accepted = all.iter().filter(|f| f.accepted.is_some()).count();
    if accepted > 0 {
        out.push_str(&format!(
            "{} accepted.\n",
            text::counted(accepted, "finding")
        ));
    }
    out
}

fn finding(finding: &Finding) -> String {
    let line = format!("{:<8} {}\n", finding.severity.word(), finding.message);
    match finding.fixes.first() {
        Some(fix) if finding.severity > Severity::Info => {
            format!(
                "{line}         {}: {}\n",
                fix.label,
                text::escape(&fix.line)
            )
        }
        _ => line,
    }
}

fn further(same: &[&Finding]) -> String {
    if same.is_empty() {
        return String::new();
    }
    let names: Vec<_> = same
        .iter()
        .filter_map(|f| f.column.as_deref().map(text::escape))
        .collect();
    format!("         … and the same of {}\n", names.join(", "))
}
