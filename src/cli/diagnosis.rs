//! What a baseline or a run predicts, looked at from several sides: for `jalon benchmark --baseline` and `jalon runs --run`.

use crate::benchmark::{Diagnosis, Setup};
use crate::figures::{Listing, OverTime, Segments};
use crate::project::Project;
use crate::text;
use crate::train::Contender;

use super::documents;
use super::face::{Done, Face, Outcome};
use super::grid::{Grid, Side, number};
use super::watch::watched;

/// Tells of the predictions of a baseline or a run, out of fold.
pub(super) fn show(face: &mut Face<'_>, project: &Project, of: &Contender) -> Done {
    let found = watched(face, |progress| {
        let setup = Setup::new(project, progress)?;
        of.diagnosis(project, &setup)
    })?;
    face.show(
        || told(of, &found),
        || documents::diagnosis(project, of, &found),
    )?;
    Ok(Outcome::Open)
}

fn told(of: &Contender, found: &Diagnosis) -> String {
    let title = of.title();
    let rows = text::counted(found.rows, "row");
    let mut out = format!("{title}, out of fold on {rows} of all folds\n\n");
    out.push_str(&scores(found).text());
    if let Some(segments) = found.segments() {
        out.push_str(&format!("\n{}", by_segment(segments).text()));
    }
    if let Some(over_time) = found.over_time() {
        out.push_str(&format!("\n{}", by_period(over_time).text()));
    }
    if let Some(worst) = found.worst() {
        out.push_str(&format!("\n{}", one_by_one(worst).text()));
    }
    out
}

fn scores(found: &Diagnosis) -> Grid {
    let mut grid = Grid::default()
        .column("metric", Side::Left)
        .column("score", Side::Right)
        .column("", Side::Left)
        .column("what it is", Side::Left);
    for score in &found.scores {
        grid.row(vec![
            score.metric.name().to_owned(),
            number(Some(score.value)),
            score.unit.clone(),
            score.metric.title().to_owned(),
        ]);
    }
    grid
}

/// Name of a score with its unit, for a head.
fn head(of: &crate::figures::Measure) -> String {
    let unit = text::escape(&of.unit);
    format!("{} {unit}", of.name).trim_end().to_owned()
}

fn by_segment(of: &Segments) -> Grid {
    let mut grid = Grid::default()
        .column("segment, what weighs most first", Side::Left)
        .column("values", Side::Left)
        .column("rows", Side::Right)
        .column(head(&of.of), Side::Right)
        .column("weighs", Side::Right);
    grid.row(vec![
        "all rows".into(),
        String::new(),
        text::count(of.rows),
        number(Some(of.whole)),
    ]);
    for segment in &of.segments {
        grid.row(vec![
            segment.column.clone(),
            segment.values.clone(),
            text::count(segment.rows),
            number(Some(segment.score)),
            number(Some(segment.weighs)),
        ]);
    }
    grid
}

fn by_period(of: &OverTime) -> Grid {
    let mut grid = Grid::default()
        .column(format!("over time, {} from", of.every), Side::Left)
        .column("rows", Side::Right)
        .column(head(&of.of), Side::Right);
    for (name, level) in &of.lines {
        grid.row(vec![name.clone(), String::new(), number(Some(*level))]);
    }
    for period in &of.periods {
        grid.row(vec![
            period.name.clone(),
            text::count(period.rows),
            number(period.score),
        ]);
    }
    grid
}

fn one_by_one(of: &Listing) -> Grid {
    let columns = of.columns.iter().enumerate();
    let mut grid = columns.fold(Grid::default(), |grid, (at, column)| {
        let side = match column.numeric {
            true => Side::Right,
            false => Side::Left,
        };
        let name = text::escape(&column.of.label()).into_owned();
        grid.column(
            if at == 0 {
                format!("worst {name}")
            } else {
                name
            },
            side,
        )
    });
    of.cells.iter().for_each(|cells| grid.row(cells.clone()));
    grid
}
