//! Weights, groups and the families of models through a whole project.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use jalon::benchmark::Setup;
use jalon::project::Project;
use jalon::road::{self, Options};
use jalon::train::{self, Board};
use jalon::work::Progress;

use crate::fixture::{Draw, project};

const HEAD: &str = "format = 1\n[project]\nname = \"p\"\nquestion = \"q\"\ndecision = \"d\"\n[[source]]\nname = \"s\"\npath = \"data.csv\"\n";

fn trained(project: &Project, families: &[&str]) -> Board {
    let options = Options {
        families: families.iter().map(|f| (*f).to_owned()).collect(),
        ..Options::default()
    };
    road::run(project, &options, &Progress::silent()).unwrap();
    train::board(project).unwrap()
}

#[test]
fn weights_count_in_baselines_scores_and_fits() {
    let folder = tempfile::tempdir().unwrap();
    let mut csv = String::from("x,kind,w,y\n");
    let mut draw = Draw::new(2);
    for i in 0..240 {
        // Half the rows say 0 and count 1, half say 10 and count 3; x and kind know nothing.
        let (w, y) = if i % 2 == 0 { (1, 0) } else { (3, 10) };
        let kind = ["a", "b"][(draw.uniform() * 2.0) as usize];
        writeln!(csv, "{:.3},{kind},{w},{y}", draw.uniform()).unwrap();
    }
    let spec = format!(
        "{HEAD}[problem]\ntask = \"regression\"\ntarget = \"y\"\nweight = \"w\"\nmetric = \"rmse\"\n[split]\nfolds = 4\n[[rule]]\nname = \"own\"\npredict = \"?\"\n[[model]]\nfamily = \"ridge\"\nparams = {{ alpha = 1000.0 }}\n[[model]]\nfamily = \"tree\"\nparams = {{ min_rows = 1000 }}\n"
    );
    let project = project(folder.path(), &csv, &spec);
    let board = trained(&project, &["ridge", "tree"]);
    let benchmark = project
        .evidence::<jalon::benchmark::Evidence>("benchmark")
        .unwrap()
        .unwrap();
    let baseline = |name: &str| {
        let found = benchmark.baselines.iter().find(|b| b.name == name);
        found.unwrap().mean.unwrap()
    };
    // Around the weighted mean of 7.5 the weighted error is sqrt(0.25 · 7.5² + 0.75 · 2.5²) = 4.33; around 5 it is 5.
    for name in ["mean", "own"] {
        assert!((baseline(name) - 4.33).abs() < 0.15, "{name}");
    }
    assert!(
        (baseline("median") - 5.0).abs() < 0.3,
        "the weighted median is 10"
    );
    for run in &board.runs {
        let mean = run.mean.unwrap();
        assert!((mean - 4.33).abs() < 0.15, "{} {mean}", run.family);
    }
}

/// Sixty groups of one to nine rows, a class that depends on a column, and a day that goes on.
fn grouped(groups: usize) -> String {
    let mut csv = String::from("customer,day,x,y\n");
    let mut draw = Draw::new(3);
    for row in 0..groups * 5 {
        let customer = (draw.uniform() * groups as f64) as usize;
        let x = draw.uniform();
        let y = if x + 0.3 * draw.normal() > 0.5 {
            "yes"
        } else {
            "no"
        };
        let day = row * 300 / (groups * 5);
        writeln!(
            csv,
            "c{customer},2020-{:02}-{:02},{x:.3},{y}",
            1 + day / 28,
            1 + day % 28
        )
        .unwrap();
    }
    csv
}

fn by_group(folds: usize) -> String {
    format!(
        "{HEAD}[problem]\ntask = \"binary\"\ntarget = \"y\"\npositive = \"yes\"\ngroup = \"customer\"\nmetric = \"log_loss\"\n[split]\nstrategy = \"group\"\nfolds = {folds}\n[columns]\nday = {{ role = \"ignore\" }}\n"
    )
}

#[test]
fn no_group_is_learned_from_and_scored() {
    let folder = tempfile::tempdir().unwrap();
    let project = project(folder.path(), &grouped(60), &by_group(4));
    let setup = Setup::new(&project, &Progress::silent()).unwrap();
    let of =
        |rows: &[usize]| -> BTreeSet<u32> { setup.groups(rows).unwrap().into_iter().collect() };
    let mut scored = 0;
    for fold in &setup.plan.folds {
        assert!(of(&fold.train).is_disjoint(&of(&fold.test)));
        scored += fold.test.len();
    }
    assert_eq!(scored, setup.plan.development.len());
    assert!(of(&setup.plan.development).is_disjoint(&of(&setup.plan.holdout)));
    let board = trained(&project, &["logistic", "boosting", "tree"]);
    assert!(board.runs.iter().all(|run| run.failed.is_none()));
    let best = board.runs[0].mean.unwrap();
    assert!(best < 0.62, "{best}");
}

#[test]
fn groups_in_time_stay_whole_too() {
    let folder = tempfile::tempdir().unwrap();
    // Customers come and go: each is seen for some days only.
    let mut csv = String::from("customer,day,x,y\n");
    let mut draw = Draw::new(4);
    for row in 0..300 {
        let day = row * 300 / 300;
        let x = draw.uniform();
        writeln!(
            csv,
            "c{},2020-{:02}-{:02},{x:.3},{:.3}",
            row / 6,
            1 + day / 28,
            1 + day % 28,
            2.0 * x + 0.1 * draw.normal()
        )
        .unwrap();
    }
    let spec = format!(
        "{HEAD}[problem]\ntask = \"regression\"\ntarget = \"y\"\ngroup = \"customer\"\ntime = \"day\"\nmetric = \"rmse\"\n[split]\nstrategy = \"group-time\"\nfolds = 3\n"
    );
    let project = project(folder.path(), &csv, &spec);
    let setup = Setup::new(&project, &Progress::silent()).unwrap();
    for fold in &setup.plan.folds {
        let of =
            |rows: &[usize]| -> BTreeSet<u32> { setup.groups(rows).unwrap().into_iter().collect() };
        assert!(of(&fold.train).is_disjoint(&of(&fold.test)));
        let instants = &setup.axis.as_ref().unwrap().instants;
        let last = fold.train.iter().filter_map(|&r| instants[r]).max();
        assert!(last < fold.test.iter().filter_map(|&r| instants[r]).min());
    }
    let board = trained(&project, &["ridge", "boosting"]);
    assert!(
        board.runs[0].mean.unwrap() < 0.2,
        "{:?}",
        board.runs[0].mean
    );
}

#[test]
fn fewer_groups_than_folds_is_an_error_with_a_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let project = project(folder.path(), &grouped(4), &by_group(5));
    let error = Setup::new(&project, &Progress::silent()).unwrap_err();
    assert!(
        error.message.contains("'5' folds of whole groups"),
        "{error}"
    );
    assert!(error.fix.as_deref().unwrap().contains("split.folds"));
}
