//! What stands out about one column.

use super::super::afterwards::recorded_after;
use super::super::columns::guess_kind;
use super::Proposal;
use crate::decisions::{Edit, Kind, Task};
use crate::error::Result;
use crate::table::{Storage, Table};

/// What stands out about one column; nothing for a plain number or category.
pub(super) fn propose_column(
    table: &Table,
    name: &str,
    target: &str,
    task: Task,
    time: Option<&str>,
) -> Result<Option<Proposal>> {
    let meta = table.column(name)?;
    let (kind, reason) = guess_kind(table, meta)?;
    let key = format!("columns.{}", crate::decisions::path::quote(name));
    let ignore = |why: &str| {
        vec![
            Edit::set_text(format!("{key}.role"), "ignore"),
            Edit::set_text(format!("{key}.why"), why),
        ]
    };
    let late = vec![Edit::set(format!("{key}.known_at_prediction"), "false")];
    let distinct = table.labels(name)?.names.len();
    if distinct < 2 {
        let proposal = Proposal::new(
            name,
            "ignore",
            "it has one value only",
            ignore("one value only"),
        );
        let feature = vec![Edit::set_text(format!("{key}.role"), "feature")];
        return Ok(Some(proposal.or("feature", feature)));
    }
    if let Some(why) = recorded_after(table, name, kind, target, task, time)? {
        let proposal = Proposal::new(name, "not known at prediction", why, late);
        let known = vec![Edit::set(format!("{key}.known_at_prediction"), "true")];
        return Ok(Some(
            proposal
                .or("feature", known)
                .or("ignore", ignore("left out")),
        ));
    }
    let kind_edit = vec![Edit::set_text(format!("{key}.kind"), kind.word())];
    Ok(match kind {
        Kind::Id => Some(
            Proposal::new(
                name,
                "id, not learned from",
                reason,
                vec![Edit::set_text(format!("{key}.kind"), "id")],
            )
            .or(
                "feature",
                vec![Edit::set_text(format!("{key}.kind"), "category")],
            ),
        ),
        Kind::Category if meta.storage != Storage::Text => {
            Some(Proposal::new(name, "category", reason, kind_edit).or(
                "number",
                vec![Edit::set_text(format!("{key}.kind"), "number")],
            ))
        }
        Kind::Text | Kind::Image | Kind::Sound => {
            Some(Proposal::new(name, kind.word(), reason, kind_edit))
        }
        Kind::Date => {
            Some(Proposal::new(name, "date", reason, kind_edit).or("ignore", ignore("left out")))
        }
        _ => None,
    })
}
