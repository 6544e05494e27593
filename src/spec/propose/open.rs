//! What the data propose for a project that exists, for the decisions that are not stated yet.

use super::{Proposal, Wishes, holdout_share, propose};
use crate::decisions::{Decisions, Edit, Shown, path};
use crate::spec::{Dataset, Proposals, target_candidates};
use crate::text;

/// Columns that are offered as a target.
const TARGETS: usize = 6;

/// What the data propose for what is not stated, by the key it answers. What is stated is taken as it is; where it does not fit the data
/// nothing follows from it, as the review tells.
pub fn propose_open(decisions: &Decisions, dataset: &Dataset) -> Proposals {
    let shown = Shown::of(decisions);
    let mut open = Proposals::new();
    if decisions.problem.target.is_none() {
        open.extend(target(decisions, dataset).map(|p| ("problem.target".to_owned(), p)));
    }
    let target = decisions.problem.target.clone();
    let wishes = Wishes {
        target: target.or_else(|| open.get("problem.target").map(|p| p.value.clone())),
        task: decisions.problem.task,
        metric: decisions.problem.metric.clone(),
        time: decisions.problem.time.clone(),
        group: decisions.problem.group.clone(),
    };
    let found = propose(&dataset.table, &wishes).unwrap_or_default();
    let has_groups = decisions.problem.group.is_some();
    for proposal in found.into_iter().map(with_horizon) {
        if proposal.subject == "split" && !shown.has("split.holdout") {
            open.extend([holdout(dataset)]);
        }
        let Some(key) = key_of(&proposal) else {
            continue;
        };
        let is_feature = decisions.features.contains_key(&proposal.subject);
        // A column that one has spoken of is not proposed to be something else.
        let is_settled = path::split(&key).is_some_and(|keys| {
            let name = keys.get(1).filter(|_| keys[0] == "columns");
            let column = name.and_then(|name| decisions.columns.get(name));
            column.is_some_and(|c| {
                c.kind.is_some() || c.role.is_some() || c.known_at_prediction.is_some()
            })
        });
        let is_idle = key == "split.strategy" && proposal.value == "group" && !has_groups;
        if !is_feature && !is_settled && !is_idle && !shown.has(&key) {
            open.insert(key, unstated(proposal, &shown));
        }
    }
    open
}

/// The key that a proposal answers; none for what a dictionary of plain dates and texts says by itself.
fn key_of(proposal: &Proposal) -> Option<String> {
    let keys = [
        ("task", "problem.task"),
        ("positive", "problem.positive"),
        ("metric", "problem.metric"),
        ("time", "problem.time"),
        ("group", "problem.group"),
        ("horizon", "problem.horizon"),
        ("split", "split.strategy"),
    ];
    let first = |proposal: &Proposal| match proposal.edits.first() {
        Some(Edit::Set { path, .. }) => Some(path.clone()),
        _ => None,
    };
    let decision = keys.iter().find(|(subject, key)| {
        *subject == proposal.subject && first(proposal).is_none_or(|path| path == *key)
    });
    match decision {
        Some((_, key)) => Some((*key).to_owned()),
        None => first(proposal).filter(|path| {
            let is_plain = matches!(proposal.value.as_str(), "date" | "text" | "image" | "sound");
            path.starts_with("columns.") && !is_plain
        }),
    }
}

/// A proposal that leaves alone what is stated beside its own key, and the parts of the split that are questions of their own.
fn unstated(mut proposal: Proposal, shown: &Shown) -> Proposal {
    let is_split = proposal.subject == "split";
    let keep = |edit: &Edit| match edit {
        Edit::Set { path, .. } if is_split => path == "split.strategy",
        Edit::Set { path, .. } => !shown.has(path),
        _ => true,
    };
    proposal.edits.retain(keep);
    for (_, edits) in &mut proposal.others {
        edits.retain(keep);
    }
    proposal
}

/// That every earlier row is known is a horizon too, once one is asked.
fn with_horizon(mut proposal: Proposal) -> Proposal {
    if proposal.subject == "horizon" && proposal.edits.is_empty() {
        proposal.value = "0".into();
        proposal.edits = vec![Edit::set_text("problem.horizon", "0")];
    }
    proposal
}

/// The share of rows to set aside.
fn holdout(dataset: &Dataset) -> (String, Proposal) {
    let share = holdout_share(dataset.table.rows()).to_string();
    let rows = text::counted(dataset.table.rows(), "row");
    let reason = format!("of {rows}, enough to tell a good score from a lucky one");
    let edits = vec![Edit::set("split.holdout.share", &*share)];
    let proposal = Proposal::new("holdout", &share, reason, edits);
    ("split.holdout.share".to_owned(), proposal)
}

/// The likeliest target, and those after it.
fn target(decisions: &Decisions, dataset: &Dataset) -> Option<Proposal> {
    let candidates = target_candidates(&dataset.table).ok()?;
    let is_given = |name: &str| !decisions.features.contains_key(name);
    let mut likely = candidates
        .into_iter()
        .filter(|c| c.likelihood > 0.0 && is_given(&c.name));
    let set = |name: &str| vec![Edit::set_text("problem.target", name)];
    let first = likely.next()?;
    let proposal = Proposal::new("target", &first.name, first.reason, set(&first.name));
    Some(likely.take(TARGETS - 1).fold(proposal, |proposal, next| {
        proposal.or(&next.name, set(&next.name))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Project;
    use crate::work::Progress;

    /// What is proposed for decisions over people who may leave.
    fn of(decisions: &str) -> Proposals {
        let rows = (0..120).map(|i| {
            let left = if i % 5 == 0 { "yes" } else { "no" };
            format!(
                "{},{},{},{left}\n",
                1000 + i * 3,
                20 + (i * 7) % 40,
                (i * 13) % 90
            )
        });
        let csv = format!("staff_id,age,days_after,left\n{}", rows.collect::<String>());
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("staff.csv"), csv).unwrap();
        let text = format!("format = 1\n[[source]]\npath = \"staff.csv\"\n{decisions}");
        std::fs::write(folder.path().join("jalon.toml"), text).unwrap();
        let project = Project::open(folder.path()).unwrap();
        let dataset = Dataset::load(&project, &Progress::silent()).unwrap();
        propose_open(&project.decisions, &dataset)
    }

    #[test]
    fn a_project_that_says_nothing_is_proposed_all_of_it() {
        let open = of("");
        let value = |key: &str| open.get(key).map(|p| p.value.as_str());
        assert_eq!(value("problem.target"), Some("left"));
        assert_eq!(value("problem.task"), Some("binary"));
        assert_eq!(value("problem.positive"), Some("yes"));
        assert_eq!(value("problem.metric"), Some("roc_auc"));
        assert_eq!(value("split.strategy"), Some("stratified"));
        assert_eq!(value("split.holdout.share"), Some("0.2"));
        let id = open.get("columns.staff_id.kind").unwrap();
        assert_eq!(id.edits, [Edit::set_text("columns.staff_id.kind", "id")]);
        let late = open.get("columns.days_after.known_at_prediction").unwrap();
        assert!(late.others.iter().all(|(_, edits)| !edits.is_empty()));
        let split = open.get("split.strategy").unwrap();
        assert_eq!(
            split.edits,
            [Edit::set_text("split.strategy", "stratified")]
        );
    }

    #[test]
    fn what_is_stated_is_not_proposed_again() {
        let stated = "[problem]\ntarget = \"age\"\nmetric = \"mae\"\n[split]\nholdout = { from = \"2015\" }\n\
                      [columns]\nstaff_id = { kind = \"number\" }\n";
        let open = of(stated);
        let keys: Vec<&String> = open.keys().collect();
        for key in [
            "problem.target",
            "problem.metric",
            "problem.positive",
            "split.holdout.share",
        ] {
            assert!(!open.contains_key(key), "{keys:?}");
        }
        assert!(!keys.iter().any(|key| key.starts_with("columns.staff_id")));
        assert_eq!(open.get("problem.task").unwrap().value, "regression");
    }

    #[test]
    fn a_target_that_is_no_column_leads_to_no_proposal() {
        assert!(of("[problem]\ntarget = \"lefft\"\n").is_empty());
    }
}
