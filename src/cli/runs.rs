//! `jalon runs`: the experiment log.

use crate::road::{self, Iteration};
use crate::text;
use crate::train::{self, Contender};

use super::args::RunsArgs;
use super::benchmark::kept;
use super::face::{Done, Face, Outcome};
use super::grid::{Grid, Side, number};
use super::{diagnosis, documents};

pub(super) fn run(face: &mut Face<'_>, args: &RunsArgs) -> Done {
    let project = face.open(&args.project)?;
    if let Some(number) = args.run {
        return diagnosis::show(face, &project, &Contender::run(&project, number)?);
    }
    let runs = train::runs(&project)?;
    let board = train::board(&project)?;
    let iterations = road::history(&project)?;
    let score = kept(&project)?.map_or("score".into(), |b| super::benchmark::head(&b));
    face.show(
        || {
            if runs.is_empty() {
                return "No run yet. Next: jalon train\n".into();
            }
            let mut grid = Grid::default()
                .column("run", Side::Right)
                .column("family", Side::Left)
                .column("trials", Side::Right)
                .column(score, Side::Right)
                .column("std", Side::Right)
                .column("", Side::Left);
            for run in &runs {
                let present = board.runs.iter().any(|r| r.id == run.id);
                let note = match &run.failed {
                    Some(why) => format!("failed: {why}"),
                    None if !present || board.stale => "of other inputs".into(),
                    None => String::new(),
                };
                grid.row(vec![
                    run.id.to_string(),
                    run.family.clone(),
                    run.trials.to_string(),
                    number(run.mean),
                    number(run.std),
                    note,
                ]);
            }
            grid.text() + &story(&iterations)
        },
        || documents::runs(&project, &runs, &iterations),
    )?;
    Ok(Outcome::Open)
}

/// Decisions and what they led to, oldest first.
fn story(iterations: &[Iteration]) -> String {
    let mut out = String::from("\nHistory\n");
    for iteration in iterations {
        for change in &iteration.changes {
            out.push_str(&format!("  - {}\n", text::escape(change)));
        }
        if let Some(event) = &iteration.event {
            let gain = iteration.helped();
            let gain = gain.map_or_else(String::new, |gain| format!("  ({gain})"));
            let (time, what) = (text::escape(&event.time), text::escape(&event.what));
            out.push_str(&format!(
                "{time}  {}  {what}{gain}\n",
                text::escape(&event.event)
            ));
        }
    }
    out
}
