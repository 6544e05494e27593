//! `jalon predict`: scores the rows of a file.

use serde_json::json;

use crate::ship::{self, Scored, Unseen};
use crate::table::Address;
use crate::text;

use super::args::PredictArgs;
use super::face::{Done, Face, Outcome};
use super::watch::watched;

/// Levels never seen that are named on screen.
const NAMED: usize = 5;

pub(super) fn run(face: &mut Face<'_>, args: &PredictArgs) -> Done {
    let project = face.open(&args.project)?;
    let scored = watched(face, |progress| {
        let input = match Address::of(&args.input) {
            Some(address) => project.fetch(&address, progress)?.path,
            None => args.input.clone(),
        };
        ship::predict(&project, args.run, &input, &args.output, progress)
    })?;
    let out = args.output.to_string_lossy().into_owned();
    let quiet = face.common.quiet;
    face.show(
        || match quiet {
            true => String::new(),
            false => format!(
                "{} scored by {}, written to {}\n{}",
                text::counted(scored.rows, "row"),
                who(&scored),
                text::escape(&out),
                unseen(&scored.unseen)
            ),
        },
        || {
            json!({
                "project": project.name(),
                "rows": scored.rows,
                "version": scored.version,
                "run": scored.run,
                "name": scored.name,
                "out": out,
                "unseen": scored.unseen.iter().map(|u| json!({
                    "column": u.column,
                    "level": u.level,
                    "rows": u.rows,
                })).collect::<Vec<_>>(),
            })
        },
    )?;
    Ok(Outcome::Open)
}

/// What predicted.
fn who(scored: &Scored) -> String {
    let name = text::escape(&scored.name);
    match (scored.version, scored.run) {
        (Some(version), _) => format!("version {version} {name}"),
        (None, Some(run)) => format!("run {run} {name}"),
        (None, None) => name.into_owned(),
    }
}

/// The levels that no training row had, the most frequent first.
fn unseen(unseen: &[Unseen]) -> String {
    let mut order: Vec<&Unseen> = unseen.iter().collect();
    order.sort_by_key(|u| std::cmp::Reverse(u.rows));
    let mut out = String::new();
    for Unseen {
        column,
        level,
        rows,
    } in order.iter().take(NAMED)
    {
        let level = match level {
            Some(level) => format!("'{}'", text::escape(level)),
            None => "(personal)".to_owned(),
        };
        out.push_str(&format!(
            "  never seen in training: {} {level} in {}\n",
            text::escape(column),
            text::counted(*rows, "row")
        ));
    }
    match order.len().saturating_sub(NAMED) {
        0 => out,
        more => format!("{out}  and {more} more, listed with --json\n"),
    }
}
