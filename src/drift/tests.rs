//! Small projects watched from end to end.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::*;
use crate::project::Project;
use crate::train;
use crate::work::Progress;

/// How the rows of a file are made.
#[derive(Clone, Copy)]
struct Rows {
    rows: usize,
    from_day: usize,
    seed: u64,
    /// Added to x.
    shift: f64,
    /// Times x as it is written.
    unit: f64,
    /// Added to y beside what x brings.
    dearer: f64,
    /// Share of rows with a new category.
    new: f64,
    /// Share of x that is missing.
    missing: f64,
    /// Whether y is written.
    labelled: bool,
}

impl Default for Rows {
    fn default() -> Self {
        Rows {
            rows: 300,
            from_day: 0,
            seed: 1,
            shift: 0.0,
            unit: 1.0,
            dearer: 0.0,
            new: 0.0,
            missing: 0.0,
            labelled: true,
        }
    }
}

impl Rows {
    fn csv(self) -> String {
        let mut state = self.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut uniform = move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) as f64 / (1u64 << 53) as f64
        };
        let mut csv = String::from("id,day,x,c,late,note,y\n");
        for row in 0..self.rows {
            let x = 1.0 + 9.0 * uniform() * uniform() + self.shift;
            let c = ["a", "b", "c"][(uniform() * 2.3) as usize];
            // What no straight line over x tells.
            let extra = if c == "b" { 2.0 } else { 0.0 };
            let c = if uniform() < self.new { "z" } else { c };
            let y = 3.0 + 2.0 * x + extra + self.dearer + (uniform() - 0.5) * 2.0;
            let shown = match uniform() < self.missing {
                true => String::new(),
                false => format!("{:.4}", x * self.unit),
            };
            let day = self.from_day + row * 100 / self.rows;
            let y = if self.labelled {
                format!("{y:.3}")
            } else {
                String::new()
            };
            writeln!(csv, "r{}-{row},{day},{shown},{c},{row},n,{y}", self.seed).unwrap();
        }
        csv
    }

    fn write(self, folder: &Path, name: &str) {
        fs::write(folder.join(name), self.csv()).unwrap();
    }
}

const SPEC: &str = r#"format = 1
[problem]
task = "regression"
target = "y"
unit = "USD"
time = "day"
id = "id"
metric = "mae"
[[source]]
path = "data.csv"
[columns]
x = { unit = "mile" }
late = { known_at_prediction = false }
note = { role = "ignore" }
[split]
holdout = { share = 0.2 }
folds = 3
[[model]]
family = "ridge"
tune = { trials = 1 }
"#;

fn project(folder: &Path, more: &str) -> Project {
    fs::write(folder.join("jalon.toml"), format!("{SPEC}{more}")).unwrap();
    let rows = Rows {
        rows: 900,
        seed: 7,
        ..Rows::default()
    };
    rows.write(folder, "data.csv");
    Project::open(folder).unwrap()
}

fn trained(folder: &Path, more: &str) -> Project {
    let project = project(folder, more);
    train::run(&project, &train::Options::default(), &Progress::silent()).unwrap();
    project
}

/// Compares files given one after the other.
fn watch(project: &Project, files: &[&str]) -> History {
    let options = Options {
        current: files.iter().map(|f| project.root.join(f)).collect(),
        ..Options::default()
    };
    let (history, inputs) = run(project, &options, &Progress::silent()).unwrap();
    history.as_of(&inputs)
}

fn last(history: &History) -> &Chunk {
    history.chunks.last().unwrap()
}

fn column<'a>(chunk: &'a Chunk, name: &str) -> &'a Column {
    chunk.columns.iter().find(|c| c.name == name).unwrap()
}

#[test]
fn quiet_data_are_quiet_without_a_model() {
    let folder = tempfile::tempdir().unwrap();
    let project = project(folder.path(), "");
    Rows::default().write(folder.path(), "same.csv");
    let history = watch(&project, &["same.csv"]);
    let chunk = last(&history);
    let names: Vec<&str> = chunk.columns.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(
        names.len(),
        2,
        "time, id, ignored and late columns are not watched: {names:?}"
    );
    assert!(!chunk.drifted && chunk.performance.is_none() && chunk.model.is_none());
    assert_eq!((chunk.rows, chunk.reference_rows), (300, 900));
    let x = column(chunk, "x");
    let tests: Vec<&str> = x.tests.iter().map(|t| t.test.as_str()).collect();
    assert_eq!(
        tests,
        ["ks", "wasserstein", "wasserstein_normed", "psi", "js"]
    );
    assert_eq!(x.tests[0].p_value, x.p_value);
    let advice = history.advice(&project);
    assert_eq!(advice.action, Action::Nothing, "{:?}", advice.reasons);
    assert!(gate(&advice).open);
}

#[test]
fn each_change_is_named_as_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let project = project(folder.path(), "");
    let same = Rows::default();
    let files = [
        ("shift.csv", "x", What::Shift, Rows { shift: 1.5, ..same }),
        (
            "unit.csv",
            "x",
            What::Unit,
            Rows {
                unit: 1.609_344,
                ..same
            },
        ),
        ("new.csv", "c", What::NewCategory, Rows { new: 0.1, ..same }),
        (
            "missing.csv",
            "x",
            What::Missing,
            Rows {
                missing: 0.2,
                ..same
            },
        ),
    ];
    for (file, name, what, rows) in files {
        rows.write(folder.path(), file);
        let history = watch(&project, &[file]);
        let found = column(last(&history), name);
        assert!(
            found.drift && found.what.contains(&what),
            "{file}: {found:?}"
        );
        assert!(found.sentence.as_ref().is_some_and(|s| s.starts_with(name)));
        assert_eq!(history.advice(&project).action, Action::Watch);
    }
    let gone = same.csv().replacen(",x,", ",distance,", 1);
    fs::write(folder.path().join("gone.csv"), gone).unwrap();
    let history = watch(&project, &["gone.csv"]);
    assert_eq!(column(last(&history), "x").what, [What::Gone]);
    let notes = last(&history).notes.join("; ");
    assert!(
        notes.contains("training did not know: 'distance'"),
        "{notes}"
    );
}

#[test]
fn a_price_that_rose_is_told_from_other_rides() {
    let folder = tempfile::tempdir().unwrap();
    let project = trained(folder.path(), "");
    let dearer = Rows {
        dearer: 1.5,
        from_day: 100,
        ..Rows::default()
    };
    dearer.write(folder.path(), "one.csv");
    Rows {
        from_day: 200,
        seed: 3,
        ..dearer
    }
    .write(folder.path(), "two.csv");
    let first = watch(&project, &["one.csv"]);
    let chunk = last(&first);
    assert!(!chunk.drifted, "the features are the same");
    let performance = chunk.performance.as_ref().unwrap();
    let score = performance.score.as_ref().unwrap();
    let change = score.change.unwrap();
    assert!(performance.worse && performance.level == Level::Watch);
    assert!((change.value - 1.0).abs() < 0.2, "{change:?}");
    assert!(change.low.unwrap() > 0.5 && change.high.unwrap() < 1.5);
    let bias = performance.bias.as_ref().unwrap();
    assert!(
        bias.drift && (bias.realised.value - 1.5).abs() < 0.2,
        "{bias:?}"
    );
    let said = performance.sentences.join("; ");
    assert!(
        said.contains("USD a row more") && said.contains("than predicted at the same x"),
        "{said}"
    );
    assert_eq!(first.advice(&project).action, Action::Watch);

    let both = watch(&project, &["one.csv", "two.csv"]);
    assert_eq!(both.chunks.len(), 2, "a chunk of the same name is replaced");
    assert_eq!(
        last(&both).performance.as_ref().unwrap().level,
        Level::Alert
    );
    let advice = both.advice(&project);
    assert_eq!(advice.action, Action::Retrain, "{advice:?}");
    assert!(
        advice
            .reasons
            .iter()
            .any(|r| r.contains("2 of 2 labelled chunks")),
        "{advice:?}"
    );
}

#[test]
fn labels_that_come_later_are_joined_by_id() {
    let folder = tempfile::tempdir().unwrap();
    let project = trained(folder.path(), "");
    let rows = Rows::default();
    Rows {
        labelled: false,
        ..rows
    }
    .write(folder.path(), "new.csv");
    let history = watch(&project, &["new.csv"]);
    let performance = last(&history).performance.as_ref().unwrap();
    assert_eq!(performance.note.as_deref(), Some("no labels yet"));
    assert!(performance.score.is_none() && performance.promised.is_some());
    assert!(last(&history).target.is_none());

    let mut labels = String::from("id,y\n");
    for line in rows.csv().lines().skip(1).take(200) {
        let cells: Vec<&str> = line.split(',').collect();
        writeln!(labels, "{},{}", cells[0], cells[6]).unwrap();
    }
    fs::write(folder.path().join("labels.csv"), labels).unwrap();
    let options = Options {
        current: vec![folder.path().join("new.csv")],
        labels: vec![folder.path().join("labels.csv")],
        ..Options::default()
    };
    let (history, _) = run(&project, &options, &Progress::silent()).unwrap();
    let performance = last(&history).performance.as_ref().unwrap();
    assert_eq!(performance.labelled, 200);
    assert!(!performance.worse, "{performance:?}");
}

#[test]
fn too_few_rows_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let project = trained(folder.path(), "");
    Rows {
        rows: 1,
        ..Rows::default()
    }
    .write(folder.path(), "one.csv");
    let history = watch(&project, &["one.csv"]);
    let chunk = last(&history);
    assert!(!chunk.is_judged() && chunk.columns.iter().all(|c| c.note.is_some() && !c.drift));
    let advice = history.advice(&project);
    assert_eq!(advice.action, Action::Watch);
    assert!(advice.reasons[0].contains("1 row"), "{advice:?}");
    let error = run(&project, &Options::default(), &Progress::silent()).unwrap_err();
    assert!(
        error.to_string().contains("no new data are named"),
        "{error}"
    );
    let preset = Options {
        current: vec![folder.path().join("one.csv")],
        preset: Some("evidently".into()),
        ..Options::default()
    };
    assert!(run(&project, &preset, &Progress::silent()).is_err());
}

#[test]
fn chunks_by_rows_and_by_time_have_the_same_bytes_on_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let monitor = "[monitor]\ncurrent = \"new.csv\"\nchunk = \"60\"\ntests = [\"energy\"]\n";
    let project = trained(
        folder.path(),
        "[monitor]\ncurrent = \"new.csv\"\nchunk = 120\n",
    );
    Rows {
        from_day: 100,
        ..Rows::default()
    }
    .write(folder.path(), "new.csv");
    let by_rows = run(&project, &Options::default(), &Progress::silent())
        .unwrap()
        .0;
    let sizes: Vec<usize> = by_rows.chunks.iter().map(|c| c.rows).collect();
    assert_eq!(sizes, [120, 120, 60]);
    assert!(is_current(&project, &Options::default()).unwrap());
    assert!(is_fresh(&project, &by_rows).unwrap());

    let text = fs::read_to_string(project.file()).unwrap();
    let cut = text.find("[monitor]").unwrap();
    fs::write(project.file(), format!("{}{monitor}", &text[..cut])).unwrap();
    let project = Project::open(folder.path()).unwrap();
    assert!(!is_fresh(&project, &by_rows).unwrap(), "cut otherwise");
    let bytes = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| run(&project, &Options::default(), &Progress::silent()).unwrap());
        let kept = project.evidence_names("drift").unwrap();
        kept.iter()
            .map(|name| {
                project
                    .read_bytes(&format!("drift/{name}"))
                    .unwrap()
                    .unwrap()
            })
            .collect::<Vec<_>>()
    };
    let one = bytes(1);
    assert_eq!(one, bytes(3));
    assert_eq!(
        one.len(),
        6,
        "5 chunks of 60 rows and the index; the old ones are gone"
    );
    let x = &history(&project).unwrap().chunks[0];
    assert!(column(x, "x").tests.iter().any(|t| t.test == "energy"));
}

#[test]
fn nothing_of_a_personal_column_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let text = SPEC.replace("x = { unit = \"mile\" }", "c = { personal = true }");
    fs::write(folder.path().join("jalon.toml"), text).unwrap();
    Rows {
        rows: 400,
        seed: 7,
        ..Rows::default()
    }
    .write(folder.path(), "data.csv");
    let project = Project::open(folder.path()).unwrap();
    Rows {
        new: 0.3,
        ..Rows::default()
    }
    .write(folder.path(), "new.csv");
    let history = watch(&project, &["new.csv"]);
    let c = column(last(&history), "c");
    assert!(c.drift && c.figure.is_none());
    assert!(!c.sentence.as_ref().unwrap().contains('\''), "{c:?}");
}
