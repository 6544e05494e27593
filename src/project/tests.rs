use std::fs;

use tempfile::TempDir;

use super::*;
use crate::decisions::Edit;

const TEXT: &str = "format = 1\n\n[project]\nname = \"rides\" # short\n\n[problem]\ntarget = \"fare\"\nmetric = \"mae\"\n";

/// A project in a folder that is removed at the end.
pub(crate) fn project() -> (TempDir, Project) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("rides");
    let project = Project::create(&root, TEXT, "test", "").unwrap();
    (folder, project)
}

fn on_disk(project: &Project) -> String {
    fs::read_to_string(project.file()).unwrap()
}

#[test]
fn a_new_project_is_whole_and_made_once() {
    let (folder, project) = project();
    assert_eq!(project.name(), "rides");
    assert_eq!(on_disk(&project), TEXT);
    let ignored = fs::read_to_string(project.root.join(".gitignore")).unwrap();
    assert!(ignored.contains("/.jalon/\n") && ignored.contains("*.csv\n"));
    assert_eq!(project.journal().unwrap().entries.len(), 1);
    let error = Project::create(&project.root, TEXT, "test", "").unwrap_err();
    assert!(error.message.contains("already"));
    assert_eq!(project.journal().unwrap().entries.len(), 1);

    let other = folder.path().join("a/b");
    let error = Project::create(&other, "format = 1\n[problm]\n", "test", "").unwrap_err();
    assert_eq!(error.line, Some(2));
    assert!(!folder.path().join("a").exists(), "nothing half-written");
}

#[test]
fn making_a_project_keeps_what_is_in_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".gitignore"), "target\n*.csv").unwrap();
    Project::create(folder.path(), TEXT, "test", "").unwrap();
    let ignored = fs::read_to_string(folder.path().join(".gitignore")).unwrap();
    assert!(ignored.starts_with("target\n*.csv\n/.jalon/\n"));
    assert_eq!(ignored.matches("*.csv").count(), 1);
}

#[cfg(unix)]
#[test]
fn a_failure_on_the_way_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    // A folder by the name of the trail makes writing it fail.
    fs::create_dir(folder.path().join(JOURNAL)).unwrap();
    assert!(Project::create(folder.path(), TEXT, "test", "").is_err());
    assert!(!folder.path().join(FILE).exists());
    assert!(!folder.path().join(".gitignore").exists());
}

#[test]
fn what_cannot_be_opened_says_the_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let error = Project::open(folder.path()).unwrap_err();
    assert!(error.fix.clone().unwrap().contains("jalon new"));
    let error = Project::open(&folder.path().join("no")).unwrap_err();
    assert!(error.message.contains("no jalon.toml"));
    let data = folder.path().join("a.csv");
    fs::write(&data, "x\n1\n").unwrap();
    assert!(
        Project::open(&data)
            .unwrap_err()
            .fix
            .clone()
            .unwrap()
            .contains("jalon new")
    );
    fs::write(folder.path().join(FILE), b"format = 1\n# caf\xe9\n").unwrap();
    let error = Project::open(folder.path()).unwrap_err();
    assert_eq!(
        (error.line, error.column.clone()),
        (Some(2), Some(crate::error::Column::Position(6)))
    );
    assert!(error.message.contains("'0xe9'"));
}

#[test]
fn an_edit_is_on_disk_in_the_journal_and_can_be_taken_back_after_a_restart() {
    let (_folder, mut project) = project();
    project
        .edit(&Edit::set_text("project.name", "taxi"), "test", "shorter")
        .unwrap();
    project
        .edit(
            &Edit::set("columns.tips.known_at_prediction", "false"),
            "test",
            "",
        )
        .unwrap();
    assert_eq!(project.name(), "taxi");
    assert!(on_disk(&project).contains("name = \"taxi\" # short\n"));
    let entry = project.journal().unwrap().entries[1].clone();
    assert_eq!(
        entry.what,
        "set project.name to \"taxi\" instead of \"rides\""
    );
    assert_eq!(entry.why, "shorter");

    let mut again = Project::open(&project.root).unwrap();
    assert!(again.undo().unwrap().unwrap().contains("tips"));
    assert!(again.undo().unwrap().unwrap().contains("project.name"));
    assert_eq!(again.undo().unwrap(), None);
    assert_eq!(on_disk(&again), TEXT);
    let mut third = Project::open(&project.root).unwrap();
    assert!(third.redo().unwrap().is_some());
    assert!(third.redo().unwrap().is_some());
    assert_eq!(third.redo().unwrap(), None);
    assert_eq!(on_disk(&third), project.text);
    assert!(third.editor().is_none(), "the lock is given back");
}

#[test]
fn what_would_break_the_file_is_refused_and_nothing_changes() {
    let (_folder, mut project) = project();
    let error = project
        .edit(&Edit::set_text("problem.task", "regresion"), "test", "")
        .unwrap_err();
    assert!(error.message.contains("'regresion'"));
    assert!(error.fix.clone().unwrap().contains("regression"));
    let error = project
        .edit(&Edit::set_text("problem.taget", "x"), "test", "")
        .unwrap_err();
    assert!(error.fix.clone().unwrap().contains("'target'"));
    assert_eq!(on_disk(&project), TEXT);
    project
        .edit(&Edit::set_text("project.name", "rides"), "test", "")
        .unwrap();
    assert_eq!(
        project.journal().unwrap().entries.len(),
        1,
        "no change, no trace"
    );
}

#[test]
fn an_old_mistake_does_not_stop_other_edits() {
    let (_folder, mut project) = project();
    fs::write(project.file(), TEXT.replace("\"mae\"", "3")).unwrap();
    project
        .edit(&Edit::set("split.folds", "4"), "test", "")
        .unwrap();
    assert_eq!(project.decisions.split.folds, Some(4));
    assert_eq!(project.faults.len(), 1);
    assert!(project.require_valid().is_err());
}

#[test]
fn edits_go_to_the_newest_text_and_undo_loses_nothing_written_by_hand() {
    let (_folder, mut project) = project();
    fs::write(project.file(), format!("{TEXT}unit = \"USD\" # by hand\n")).unwrap();
    project
        .edit(&Edit::set_text("problem.metric", "rmse"), "test", "")
        .unwrap();
    assert!(on_disk(&project).contains("by hand"));
    let by_hand = on_disk(&project).replace("by hand", "by a hand");
    fs::write(project.file(), &by_hand).unwrap();
    project.undo().unwrap();
    assert_eq!(on_disk(&project), by_hand.replace("rmse", "mae"));

    let text = TEXT.replace("rides", "cabs");
    project.edit(&Edit::Text { text }, "test", "").unwrap();
    fs::write(project.file(), on_disk(&project) + "# more\n").unwrap();
    let error = project.undo().unwrap_err();
    assert!(error.message.contains("by hand"));
    assert!(on_disk(&project).contains("# more"));
}

#[test]
fn refresh_sees_what_others_write() {
    let (_folder, mut project) = project();
    assert!(!project.refresh().unwrap());
    fs::write(project.file(), TEXT.replace("rides", "cabs")).unwrap();
    assert!(project.refresh().unwrap());
    assert_eq!(project.name(), "cabs");
}

#[test]
fn a_newer_format_is_read_only() {
    let (_folder, mut project) = project();
    fs::write(project.file(), TEXT.replace("format = 1", "format = 2")).unwrap();
    project.refresh().unwrap();
    assert!(project.read_only);
    assert!(
        project
            .edit(&Edit::set("split.folds", "4"), "test", "")
            .is_err()
    );
    assert!(project.undo().is_err());
}

#[test]
fn a_base_is_read_and_its_mistakes_shown_where_it_is_named() {
    let (folder, mut project) = project();
    let base = folder.path().join("base.toml");
    fs::write(
        &base,
        "format = 1\n[split]\nfolds = 7\n[problem]\nmetric = \"rmse\"\n",
    )
    .unwrap();
    project
        .edit(&Edit::set_text("extends", "../base.toml"), "test", "")
        .unwrap();
    assert_eq!(project.decisions.split.folds, Some(7));
    assert_eq!(project.decisions.problem.metric.as_deref(), Some("mae"));
    fs::write(&base, "format = 1\n[split]\nfolds = 1\n").unwrap();
    assert!(project.refresh().unwrap());
    assert_eq!(project.faults[0].line, Some(2));
    assert!(
        project.faults[0].message.contains("line 3"),
        "{:?}",
        project.faults
    );
    // Every mistake of every file, each with its place there.
    let deeper = base.with_file_name("deeper.toml");
    fs::write(&deeper, "format = 1\n[problem]\n\ntask = \"guess\"\n").unwrap();
    fs::write(
        &base,
        "format = 1\nextends = \"deeper.toml\"\n[split]\nfolds = 1\nseed = \"x\"\n",
    )
    .unwrap();
    project.refresh().unwrap();
    let places: Vec<(String, usize)> = project
        .faults
        .iter()
        .filter_map(|fault| fault.cause.as_ref())
        .map(|error| {
            let name = error.file.as_ref().unwrap().file_name().unwrap();
            (name.to_string_lossy().into_owned(), error.line.unwrap())
        })
        .collect();
    let place = |name: &str, line| (name.to_owned(), line);
    let wanted = [
        place("base.toml", 4),
        place("base.toml", 5),
        place("deeper.toml", 4),
    ];
    assert_eq!(places, wanted, "{:#?}", project.faults);
    fs::write(&base, "format = 1\nextends = \"base.toml\"\n").unwrap();
    project.refresh().unwrap();
    assert!(project.faults[0].message.contains("extends itself"));
}

#[test]
fn another_editor_is_named_and_nothing_is_written() {
    let (_folder, mut project) = project();
    let mut other = Holder::here("edit");
    other.host = "elsewhere".into();
    fs::create_dir_all(project.root.join(".jalon")).unwrap();
    fs::write(project.edit_lock(), serde_json::to_vec(&other).unwrap()).unwrap();
    let error = project
        .edit(&Edit::set("split.folds", "4"), "test", "")
        .unwrap_err();
    assert!(error.message.contains("elsewhere"));
    assert_eq!(on_disk(&project), TEXT);
    let lock = project.hold(true).unwrap();
    project
        .edit(&Edit::set("split.folds", "4"), "test", "")
        .unwrap();
    assert!(project.editor().unwrap().is_here());
    drop(lock);
    assert!(project.editor().is_none());
}

#[test]
fn evidence_comes_back_and_broken_evidence_says_the_way_out() {
    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    struct Found {
        rows: usize,
        scores: Vec<Option<f64>>,
        mean: Option<f64>,
        interval: Option<(f64, f64)>,
    }
    let (_folder, project) = project();
    assert!(project.evidence::<Found>("data").unwrap().is_none());
    let found = Found {
        rows: 3,
        scores: vec![Some(0.1 + 0.2), None],
        mean: None,
        interval: Some((1.0, 2.0)),
    };
    project
        .keep_evidence("runs/0001-ridge/run", &found)
        .unwrap();
    assert_eq!(
        project.evidence("runs/0001-ridge/run").unwrap(),
        Some(found)
    );
    assert_eq!(project.evidence_names("runs").unwrap(), ["0001-ridge"]);

    project
        .keep_bytes("data.toml", b"rows = 1\nscores = [")
        .unwrap();
    let error = project.evidence::<Found>("data").unwrap_err();
    assert!(error.file.clone().unwrap().ends_with("evidence/data.toml"));
    assert!(error.fix.clone().unwrap().contains("--force"));
    project.keep_bytes("data.toml", b"rows = \"x\"").unwrap();
    assert!(project.evidence::<Found>("data").is_err());
    assert!(project.keep_bytes("../x", b"").is_err());
    assert!(project.keep_bytes("/x", b"").is_err());

    project.append_json("t.jsonl", &1).unwrap();
    project.append_json("t.jsonl", &2).unwrap();
    assert_eq!(project.read_json_lines::<i32>("t.jsonl").unwrap(), [1, 2]);
    project.drop_evidence("runs").unwrap();
    project.drop_evidence("runs").unwrap();
    assert!(project.evidence_names("runs").unwrap().is_empty());
}
