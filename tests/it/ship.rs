//! Promotion, rollback and scoring with what runs.

use jalon::decisions::Edit;
use jalon::project::Project;
use jalon::road::{self, Milestone, Options, State};
use jalon::ship::{self, Decision, Options as Promote, Promotion, Stage, Versions};
use jalon::table::{ReadOptions, read};
use jalon::train;
use jalon::work::Progress;

use crate::fixture::{RIDES_SPEC, project, rides};

fn walked(folder: &std::path::Path, families: &[&str]) -> Project {
    let project = project(&folder.join("p"), &rides(600, 4), RIDES_SPEC);
    fit(&project, families);
    project
}

fn fit(project: &Project, families: &[&str]) {
    let options = Options {
        families: families.iter().map(|f| (*f).to_owned()).collect(),
        ..Options::default()
    };
    road::run(project, &options, &Progress::silent()).unwrap();
}

fn promote(project: &Project, run: Option<&str>, reason: Option<&str>) -> Promotion {
    let options = Promote {
        run: run.map(str::to_owned),
        reason: reason.map(str::to_owned),
        who: "test".into(),
    };
    ship::promote(project, &options, &Progress::silent()).unwrap()
}

fn champion(project: &Project) -> Option<u32> {
    Versions::read(project)
        .unwrap()
        .champion()
        .map(|v| v.number)
}

#[test]
fn a_better_model_replaces_the_champion_and_a_rollback_brings_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut project = walked(folder.path(), &["ridge"]);
    assert!(ship::rollback(&project, "test", "").is_err());

    let rule = promote(&project, Some("tariff"), None);
    assert_eq!(rule.contest.decision, Decision::Hold, "a model beats it");
    assert_eq!(rule.version.unwrap().stage, Stage::Challenger);
    assert_eq!(champion(&project), None);
    let rule = promote(&project, Some("tariff"), Some("a model is not wanted yet"));
    let version = rule.version.unwrap();
    assert_eq!((version.number, version.stage), (1, Stage::Champion));
    assert_eq!(version.record.passed_with, "a model is not wanted yet");

    let advice = |project: &Project| {
        let survey = road::survey(project).unwrap();
        road::next_at(project, &survey, Milestone::Ship)
    };
    assert_ne!(advice(&project).milestone, Milestone::Drift, "a rule runs");
    let model = promote(&project, None, None);
    assert_eq!(model.contest.decision, Decision::Promote, "{model:?}");
    assert!(model.contest.gain.unwrap() > 0.0 && model.contest.interval.unwrap().0 > 0.0);
    assert_eq!(model.contest.against, "version 1 tariff");
    assert_eq!(champion(&project), Some(2));
    let ship = road::survey(&project)
        .unwrap()
        .swap_remove(Milestone::Ship as usize);
    assert_eq!(
        ship.state,
        State::Attention,
        "the owner of the data is not stated"
    );
    assert!(!ship.holds_up(), "{ship:?}");
    assert_eq!(advice(&project).milestone, Milestone::Drift, "it runs");
    let again = promote(&project, None, None);
    assert_eq!(again.version.unwrap().number, 2, "nothing new");

    let worse = promote(&project, Some("median"), None);
    assert_eq!(worse.contest.decision, Decision::Reject);
    assert_eq!(worse.version, None);

    let first = Versions::read(&project)
        .unwrap()
        .version(1)
        .cloned()
        .unwrap();
    let edit = Edit::set("columns.zone", "{ role = \"ignore\" }");
    project.edit(&edit, "test", "").unwrap();
    assert_eq!(advice(&project).milestone, Milestone::Train, "it is stale");
    let stands = |survey: Vec<road::Status>| survey[Milestone::Train as usize].state;
    assert_eq!(stands(road::survey(&project).unwrap()), State::Stale);
    assert_ne!(stands(road::glance(&project).unwrap()), State::Stale);
    fit(&project, &["ridge"]);
    let helped = road::history(&project).unwrap();
    let helped = helped
        .iter()
        .filter_map(road::Iteration::helped)
        .next_back();
    assert!(helped.unwrap().ends_with("before"));
    promote(&project, Some("2"), Some("zones change"))
        .version
        .unwrap();
    let third = Versions::read(&project)
        .unwrap()
        .champion()
        .cloned()
        .unwrap();
    let changed = ship::changes(&project, &first, &third).unwrap();
    assert_eq!(changed.len(), 1, "{changed:?}");
    assert_eq!(changed[0].key, "columns.zone");

    let (left, now) = ship::rollback(&project, "test", "complaints").unwrap();
    assert_eq!((left.number, now.number), (3, 2));
    assert_eq!(champion(&project), Some(2));
    let (_, now) = ship::rollback(&project, "test", "").unwrap();
    assert_eq!(now.number, 1);
    assert!(ship::rollback(&project, "test", "").is_err());
    let events = project.journal().unwrap().events;
    assert_eq!(events.last().unwrap().event, "rollback");
}

#[test]
fn the_champion_scores_files_of_another_shape() {
    let folder = tempfile::tempdir().unwrap();
    let project = walked(folder.path(), &["ridge"]);
    promote(&project, None, Some("to try it"));
    let (input, output) = (folder.path().join("new.csv"), folder.path().join("out.csv"));
    let score = |text: &str| {
        std::fs::write(&input, text).unwrap();
        ship::predict(&project, None, &input, &output, &Progress::silent())
    };
    // Reordered, one column more, a zone never seen, an empty cell, numbers written as somebody wrote them.
    let scored = score("note,night,zone,miles,started_at\n\"a, b\",false,loop,02.50,2015-12-01 10:00:00\n,true,moon,,2015-12-01 11:00:00\n").unwrap();
    assert_eq!((scored.rows, scored.version), (2, Some(1)));
    let written = std::fs::read_to_string(&output).unwrap();
    let first = written.lines().nth(1).unwrap();
    assert!(first.starts_with("\"a, b\",false,loop,02.50,2015-12-01 10:00:00,"));
    let table = read(&output, &ReadOptions::default()).unwrap();
    let predictions = table.numbers("prediction").unwrap();
    assert!((predictions[0] - 8.0).abs() < 4.0, "{predictions:?}");
    assert!(predictions[1].is_finite());

    let error = score("night\ntrue\n").unwrap_err();
    let named = std::iter::once(&error).chain(&error.others);
    let named: Vec<String> = named.map(ToString::to_string).collect();
    assert!(named.iter().any(|e| e.contains("zone")), "{named:?}");
    assert!(named.iter().any(|e| e.contains("miles")), "{named:?}");
    let error =
        score("night,zone,miles,started_at\ntrue,loop,far,2015-12-01 10:00:00\n").unwrap_err();
    assert_eq!(error.line, Some(2), "{error}");
    let error =
        score("prediction,night,zone,miles,started_at\n1,true,loop,1,2015-12-01 10:00:00\n");
    assert!(error.unwrap_err().message.contains("already"));
    assert!(score("night,zone,miles,started_at\n").is_err());
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 3, "no half-written file stays");
}

#[test]
fn runs_are_compared_and_explained() {
    let folder = tempfile::tempdir().unwrap();
    let project = walked(folder.path(), &["ridge", "boosting"]);
    let silent = Progress::silent();
    let duel = train::duel(&project, "2", "tariff", &silent).unwrap();
    assert_eq!(duel.a.title, "run 2 boosting");
    assert_eq!(duel.a.scores.len(), duel.b.scores.len());
    assert!(duel.comparison.gain > 0.0);
    let nowhere = duel.segments.iter().find(|s| s.column == "miles");
    assert!(nowhere.is_some_and(|s| s.rows >= 30), "{:?}", duel.segments);
    let turned = train::duel(&project, "tariff", "2", &silent).unwrap();
    assert!((turned.comparison.gain + duel.comparison.gain).abs() < 1e-12);
    assert!(train::duel(&project, "2", "9", &silent).is_err());

    let found = train::explain(&project, Some(2), &silent).unwrap();
    assert!(found.on_holdout && found.rows == 120);
    assert_eq!(found.importance[0].column, "miles");
    assert!(found.importance[0].loss > 1.0);
    let shap = found.shap.as_ref().unwrap();
    assert!(shap.of("miles").is_some_and(|s| s > 1.0) && shap.classes.is_empty());
    let miles = &found.effects[0].points;
    assert!(miles.last().unwrap().1 > miles[0].1 + 5.0, "{miles:?}");
    assert_eq!(train::explain(&project, Some(2), &silent).unwrap(), found);

    let history = road::history(&project).unwrap();
    assert_eq!(
        history.last().unwrap().event.as_ref().unwrap().event,
        "verdict"
    );
}
