//! `jalon compare`: two runs or baselines side by side, with a paired test.

use crate::text;
use crate::train::{self, Duel, Side as Of};

use super::args::CompareArgs;
use super::documents;
use super::face::{Done, Face, Outcome};
use super::grid::{Grid, Side, number};
use super::watch::watched;

pub(super) fn run(face: &mut Face<'_>, args: &CompareArgs) -> Done {
    let project = face.open(&args.project)?;
    let duel = watched(face, |progress| {
        train::duel(&project, &args.a, &args.b, progress)
    })?;
    let currency = project.decisions.value.currency.clone().unwrap_or_default();
    face.show(
        || told(&duel, &currency),
        || documents::duel(&project, &duel),
    )?;
    Ok(Outcome::Open)
}

fn told(duel: &Duel, currency: &str) -> String {
    let (a, b) = (&duel.a, &duel.b);
    let mut out = format!("{}\n\n", duel.sentence());
    out.push_str(&scores(duel).text());
    if let Some(money) = &duel.money {
        let told = money.sentences(currency).join("; ");
        out.push_str(&format!("\n{}: {told}.\n", text::escape(&a.title)));
    }
    let differing = duel.params();
    if !differing.is_empty() {
        let mut grid = Grid::default()
            .column("parameter", Side::Left)
            .column(&a.title, Side::Right)
            .column(&b.title, Side::Right);
        for (name, a, b) in differing {
            grid.row(vec![name, number(a), number(b)]);
        }
        out.push_str(&format!("\n{}", grid.text()));
    }
    if !duel.segments.is_empty() {
        let mut grid = Grid::default()
            .column("where they differ", Side::Left)
            .column("values", Side::Left)
            .column("rows", Side::Right)
            .column(&a.title, Side::Right)
            .column(&b.title, Side::Right)
            .column("gain", Side::Right);
        for segment in &duel.segments {
            grid.row(vec![
                segment.column.clone(),
                segment.values.clone(),
                text::count(segment.rows),
                number(Some(segment.a)),
                number(Some(segment.b)),
                number(Some(segment.gain)),
            ]);
        }
        out.push_str(&format!("\n{}", grid.text()));
    }
    out
}

/// Scores by fold, mean and holdout.
fn scores(duel: &Duel) -> Grid {
    let head = match duel.unit.as_str() {
        "" => duel.metric.clone(),
        unit => format!("{} {}", duel.metric, text::escape(unit)),
    };
    let mut grid = Grid::default()
        .column("", Side::Left)
        .column(head, Side::Right);
    let folds = duel.a.scores.len().max(duel.b.scores.len());
    for fold in 1..=folds {
        grid = grid.column(format!("fold {fold}"), Side::Right);
    }
    grid = grid.column("holdout", Side::Right);
    for side in [&duel.a, &duel.b] {
        let of = |side: &Of, fold: usize| number(side.scores.get(fold).copied().flatten());
        let mut row = vec![side.title.clone(), number(side.mean)];
        row.extend((0..folds).map(|fold| of(side, fold)));
        row.push(number(side.holdout));
        grid.row(row);
    }
    grid
}
