//! From a data file to a verdict and to predictions, by the library.

use jalon::benchmark;
use jalon::data;
use jalon::metrics::{Metric, Prediction, Truth};
use jalon::project::Project;
use jalon::road::{self, Milestone, Options, State};
use jalon::ship;
use jalon::table::{ReadOptions, read};
use jalon::train::{self, Decision};
use jalon::work::Progress;

use crate::fixture::{RIDES_SPEC, classes, classes_spec, project, rides};

fn walk(project: &Project) -> train::Board {
    road::run(project, &Options::default(), &Progress::silent()).unwrap();
    train::board(project).unwrap()
}

#[test]
fn rides_from_file_to_verdict() {
    let folder = tempfile::tempdir().unwrap();
    let project = project(&folder.path().join("p"), &rides(900, 1), RIDES_SPEC);
    let states = |p: &Project| {
        road::survey(p)
            .unwrap()
            .iter()
            .map(|s| s.state)
            .collect::<Vec<_>>()
    };
    assert_eq!(states(&project)[1..4], [State::ToDo; 3]);

    let board = walk(&project);
    let benchmark = project
        .evidence::<benchmark::Evidence>("benchmark")
        .unwrap()
        .unwrap();
    let names: Vec<&str> = benchmark
        .baselines
        .iter()
        .map(|b| b.name.as_str())
        .collect();
    for expected in [
        "mean",
        "median",
        "group_mean",
        "stump",
        "straight_line",
        "last_value",
        "moving_average",
        "tariff",
    ] {
        assert!(
            names.contains(&expected),
            "{expected} is missing among {names:?}"
        );
    }
    let best = benchmark.best().unwrap();
    assert_eq!(best.name, "small_tree");
    let tariff = benchmark.baselines.iter().find(|b| b.name == "tariff");
    let tariff = tariff.unwrap();
    assert!(best.holdout.is_some() && tariff.unanswered > 0.1 && tariff.coefficients.len() == 2);
    assert!(
        benchmark
            .baselines
            .iter()
            .filter(|b| b.holdout.is_some())
            .count()
            == 1
    );

    let verdict = board.verdict.clone().unwrap();
    assert_eq!(verdict.decision, Decision::Go, "{:?}", verdict.reasons);
    let (low, high) = verdict.interval.unwrap();
    assert!(low > 0.0 && low <= verdict.gain.unwrap() && verdict.gain.unwrap() <= high);
    assert!(
        board.runs.iter().all(|r| r.failed.is_none()),
        "{:?}",
        board.runs
    );
    assert_eq!(board.runs.iter().filter(|r| r.holdout.is_some()).count(), 1);
    let inputs: Vec<&str> = board
        .best()
        .unwrap()
        .importance
        .iter()
        .map(|(n, _)| n.as_str())
        .collect();
    assert!(
        !inputs.contains(&"tips") && !inputs.contains(&"fare"),
        "{inputs:?}"
    );
    assert!(matches!(states(&project)[3], State::Passed));
}

#[test]
fn the_holdout_score_is_what_predict_gives() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("p");
    let all = rides(900, 3);
    let project = project(&root, &all, RIDES_SPEC);
    let board = walk(&project);

    let scored = folder.path().join("scored.csv");
    let scores = ship::predict(
        &project,
        None,
        &root.join("data.csv"),
        &scored,
        &Progress::silent(),
    )
    .unwrap();
    assert_eq!((scores.rows, scores.version), (900, None));
    let table = read(&scored, &ReadOptions::default()).unwrap();
    let (fare, prediction) = (
        table.numbers("fare").unwrap(),
        table.numbers("prediction").unwrap(),
    );
    // The holdout is the last fifth: rows are in order of time.
    let from = 900 - (900 / 5);
    let mae = Metric::named("mae").unwrap();
    let score = mae
        .score(
            &Truth::Numbers(fare[from..].to_vec()),
            &Prediction::Numbers(prediction[from..].to_vec()),
            None,
        )
        .unwrap();
    let reported = board.best().unwrap().holdout.as_ref().unwrap()["mae"];
    assert!(
        (score - reported).abs() < 0.05 * reported,
        "{score} against {reported}"
    );
}

#[test]
fn twice_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let text = |name: &str| {
        let project = project(&folder.path().join(name), &rides(500, 2), RIDES_SPEC);
        walk(&project);
        let read = |path: &str| std::fs::read_to_string(project.root.join(path)).unwrap();
        let found = read("evidence/data.toml");
        let mut all = found.split("[times]").next().unwrap().to_owned()
            + &read("evidence/benchmark.toml")
            + &read("evidence/verdict.toml");
        for run in train::runs(&project).unwrap() {
            let run = read(&format!("evidence/runs/{}/run.toml", run.folder()));
            all += run.split("[times]").next().unwrap();
        }
        all
    };
    assert_eq!(text("a"), text("b"));
}

/// Numbers of every run ever kept.
fn ids_of(project: &Project) -> Vec<u32> {
    train::runs(project).unwrap().iter().map(|r| r.id).collect()
}

#[test]
fn families_trained_one_by_one_meet_on_one_leaderboard() {
    let folder = tempfile::tempdir().unwrap();
    let mut project = project(&folder.path().join("p"), &rides(400, 5), RIDES_SPEC);
    let only = |family: &str| Options {
        only: vec![Milestone::Train],
        families: vec![family.into()],
        ..Options::default()
    };
    let go = |project: &Project, options: &Options| {
        road::run(project, options, &Progress::silent()).unwrap()
    };
    go(&project, &only("ridge"));
    let alone = train::board(&project).unwrap();
    assert_eq!(alone.runs.len(), 1);
    assert!(!alone.verdict.unwrap().complete);
    assert_eq!(go(&project, &only("ridge")), [], "it was trained already");

    assert!(go(&project, &Options::default()).contains(&Milestone::Train));
    let all = train::board(&project).unwrap();
    assert!(all.runs.iter().any(|r| r.id == 1 && r.family == "ridge"));
    assert!(all.runs.len() > 1 && all.verdict.as_ref().unwrap().complete);

    assert!(train::cut_short(&project).unwrap().is_empty());
    std::fs::remove_file(project.root.join("evidence/verdict.toml")).unwrap();
    let before = ids_of(&project);
    assert_eq!(train::cut_short(&project).unwrap().len(), before.len());
    let next = road::next(&project, &road::survey(&project).unwrap());
    assert!(next.sentence.contains("ridge"), "{}", next.sentence);
    assert_eq!(go(&project, &Options::default()), [Milestone::Train]);
    assert_eq!(ids_of(&project), before, "what was cut goes on");
    let all = train::board(&project).unwrap();

    let stricter = jalon::decisions::Edit::set("problem.success", "{ at_most = 0.01 }");
    project.edit(&stricter, "test", "stricter").unwrap();
    assert_eq!(go(&project, &Options::default()), [Milestone::Train]);
    let judged = train::board(&project).unwrap();
    let ids = |board: &train::Board| board.runs.iter().map(|r| r.id).collect::<Vec<_>>();
    assert_eq!(ids(&judged), ids(&all), "another goal trains nothing anew");
    let verdict = judged.verdict.unwrap();
    assert_eq!(verdict.meets_success, Some(false));
    assert_eq!(
        verdict.holdout_openings,
        all.verdict.unwrap().holdout_openings
    );

    let thorough = Options {
        mode: Some(train::Mode::Thorough),
        ..only("ridge")
    };
    assert_eq!(go(&project, &thorough), [Milestone::Train]);
}

#[test]
fn up_to_date_stages_are_not_run_again_and_changes_make_them_stale() {
    let folder = tempfile::tempdir().unwrap();
    let mut project = project(&folder.path().join("p"), &rides(400, 5), RIDES_SPEC);
    let options = Options {
        families: vec![],
        ..Options::default()
    };
    let ran = road::run(&project, &options, &Progress::silent()).unwrap();
    assert_eq!(
        ran,
        [Milestone::Data, Milestone::Benchmark, Milestone::Train]
    );
    assert_eq!(
        road::run(&project, &options, &Progress::silent()).unwrap(),
        []
    );

    project
        .edit(
            &jalon::decisions::Edit::set("problem.success", "{ at_most = 9.0 }"),
            "test",
            "looser",
        )
        .unwrap();
    let states: Vec<State> = road::survey(&project)
        .unwrap()
        .iter()
        .map(|s| s.state)
        .collect();
    assert_ne!(
        states[2],
        State::Stale,
        "success does not change a baseline"
    );
    assert_eq!(states[3], State::Stale);

    std::fs::write(project.root.join("data.csv"), rides(401, 6)).unwrap();
    let states: Vec<State> = road::survey(&project)
        .unwrap()
        .iter()
        .map(|s| s.state)
        .collect();
    assert_eq!(states[1..4], [State::Stale; 3]);
}

#[test]
fn two_classes_and_three() {
    let folder = tempfile::tempdir().unwrap();
    let binary = classes_spec("binary", "positive = \"yes\"");
    let spec = format!(
        "{binary}\n[[rule]]\nname = \"larger\"\npredict = \"CASE WHEN a > b THEN 'yes' ELSE 'no' END\"\n"
    );
    let two = project(
        &folder.path().join("two"),
        &classes(600, &["no", "yes"], 1),
        &spec,
    );
    let board = walk(&two);
    let best = board.best().unwrap();
    assert!(best.mean.unwrap() > 0.85, "{best:?}");
    let benchmark = two
        .evidence::<benchmark::Evidence>("benchmark")
        .unwrap()
        .unwrap();
    assert_eq!(benchmark.metric, "roc_auc");
    assert_eq!(benchmark.best.as_deref(), Some("larger"));

    let names = ["low", "middle", "high"];
    let three = project(
        &folder.path().join("three"),
        &classes(600, &names, 2),
        &classes_spec("multiclass", ""),
    );
    let board = walk(&three);
    assert!(board.best().unwrap().mean.unwrap() > 0.7, "{board:?}");
    let out = folder.path().join("out.parquet");
    ship::predict(
        &three,
        None,
        &three.root.join("data.csv"),
        &out,
        &Progress::silent(),
    )
    .unwrap();
    let table = read(&out, &ReadOptions::default()).unwrap();
    let shares: Vec<Vec<f64>> = names
        .iter()
        .map(|n| table.numbers(&format!("probability_{n}")).unwrap())
        .collect();
    assert!((0..600).all(|r| (shares.iter().map(|s| s[r]).sum::<f64>() - 1.0).abs() < 1e-6));
}

#[test]
fn noise_is_no_reason_for_a_model() {
    let folder = tempfile::tempdir().unwrap();
    let mut draw = crate::fixture::Draw::new(9);
    let mut csv = String::from("x,z,y\n");
    for _ in 0..400 {
        csv += &format!(
            "{:.4},{:.4},{:.4}\n",
            draw.normal(),
            draw.normal(),
            draw.normal()
        );
    }
    let spec = "format = 1\n[problem]\ntask = \"regression\"\ntarget = \"y\"\n[[source]]\npath = \"data.csv\"\n[split]\nfolds = 4\n";
    let noise = project(&folder.path().join("noise"), &csv, spec);
    assert_eq!(walk(&noise).verdict.unwrap().decision, Decision::UseTheRule);
    let gate = data::gate(&noise.decisions, &data::evidence(&noise).unwrap().unwrap());
    assert!(
        !gate.open && gate.reasons.iter().any(|r| r.contains("no signal")),
        "{gate:?}"
    );
}

#[test]
fn folds_by_column_and_holdout_by_file() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("p");
    let lines: Vec<String> = classes(300, &["no", "yes"], 4)
        .lines()
        .map(str::to_owned)
        .collect();
    let with_fold = |lines: &[String]| {
        let rows = lines
            .iter()
            .enumerate()
            .map(|(i, l)| format!("{l},{}\n", ["b", "a", "c"][i % 3]));
        rows.collect::<String>()
    };
    let head = format!("{},part\n", lines[0]);
    let spec = classes_spec("binary", "metric = \"accuracy\"").replace(
        "folds = 3",
        "fold_column = \"part\"\nholdout = { file = \"held.csv\" }",
    );
    let main = head.clone() + &with_fold(&lines[1..241]);
    std::fs::create_dir_all(&root).unwrap();
    std::fs::write(root.join("held.csv"), head + &with_fold(&lines[241..])).unwrap();
    let project = project(&root, &main, &spec);
    road::run(
        &project,
        &Options {
            only: vec![Milestone::Benchmark],
            ..Options::default()
        },
        &Progress::silent(),
    )
    .unwrap();
    let evidence = project
        .evidence::<benchmark::Evidence>("benchmark")
        .unwrap()
        .unwrap();
    assert_eq!(
        evidence
            .folds
            .iter()
            .map(|f| f.name.as_str())
            .collect::<Vec<_>>(),
        ["a", "b", "c"]
    );
    assert_eq!(evidence.folds.iter().map(|f| f.test).sum::<usize>(), 240);
    assert_eq!(evidence.holdout_rows, 60);
}

#[test]
fn cancelled_work_leaves_no_run() {
    let folder = tempfile::tempdir().unwrap();
    let project = project(&folder.path().join("p"), &rides(400, 8), RIDES_SPEC);
    let only = |m: Milestone| Options {
        only: vec![m],
        ..Options::default()
    };
    road::run(&project, &only(Milestone::Benchmark), &Progress::silent()).unwrap();
    let progress = Progress::silent();
    progress.cancel();
    let error = road::run(&project, &only(Milestone::Train), &progress).unwrap_err();
    assert!(error.is_cancelled());
    assert!(train::runs(&project).unwrap().is_empty());
    assert!(train::board(&project).unwrap().verdict.is_none());
}
