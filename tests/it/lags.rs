//! Scoring with lags: rows that come after the data, with or without what came before them.

use std::fmt::Write as _;
use std::path::Path;

use jalon::project::Project;
use jalon::road::{self, Options};
use jalon::ship;
use jalon::table::{ReadOptions, Table, read};
use jalon::work::Progress;

use crate::fixture::{Draw, project};

const SPEC: &str = r#"format = 1
[problem]
task = "regression"
target = "sales"
time = "day"
group = "shop"
horizon = "1d"
metric = "mae"
[[source]]
path = "data.csv"
[columns]
promotion = { known_at_prediction = true }
[[rule]]
name = "like_yesterday"
predict = "LAG(sales) + ? * promotion"
[features]
before = "LAG(sales)"
week = "avg(sales) OVER (ROWS BETWEEN 7 PRECEDING AND 1 PRECEDING)"
rain_before = "LAG(rain)"
[split]
strategy = "time"
holdout = { from = "2015-04-01" }
folds = 3
"#;

/// A row a shop and day, 112 days; sales follow those of the day before, the rain of the day before and promotions.
fn sales() -> Vec<String> {
    let mut draw = Draw::new(9);
    let (mut level, mut wet) = ([50.0, 80.0], [0.0, 0.0]);
    let mut rows = Vec::new();
    for i in 0..112 {
        for (s, shop) in ["a", "b"].into_iter().enumerate() {
            let promotion = u8::from(draw.uniform() < 0.2);
            level[s] += draw.normal() - 3.0 * wet[s] + 1.5;
            wet[s] = f64::from(u8::from(draw.uniform() < 0.5));
            let sold = level[s] + 10.0 * f64::from(promotion);
            let day = format!("2015-{:02}-{:02}", 1 + i / 28, 1 + i % 28);
            rows.push(format!("{day},{shop},{},{promotion},{sold:.2}", wet[s]));
        }
    }
    rows
}

fn csv(head: &str, rows: &[String]) -> String {
    let mut text = format!("{head}\n");
    for row in rows {
        writeln!(text, "{row}").unwrap();
    }
    text
}

const HEAD: &str = "day,shop,rain,promotion,sales";

struct Scoring<'a> {
    project: &'a Project,
    folder: &'a Path,
    run: Option<u32>,
}

impl Scoring<'_> {
    fn of(&self, text: &str) -> Result<Vec<f64>, String> {
        let (input, output) = (self.folder.join("in.csv"), self.folder.join("out.csv"));
        std::fs::write(&input, text).unwrap();
        ship::predict(self.project, self.run, &input, &output, &Progress::silent())
            .map_err(|e| e.to_string())?;
        let table: Table = read(&output, &ReadOptions::default()).unwrap();
        Ok(table.numbers("prediction").unwrap())
    }
}

/// Everything one may ask of a file to be scored; the holdout is the last 28 days of both shops.
fn lags_are_right(scoring: &Scoring<'_>) {
    let rows = sales();
    let from = rows.len() - 56;
    let all = scoring.of(&csv(HEAD, &rows)).unwrap();
    let held = scoring.of(&csv(HEAD, &rows[from..])).unwrap();
    assert_eq!(held, all[from..], "what came before was kept");
    let column = |row: &String, wanted: &[usize]| {
        let cells: Vec<&str> = row.split(',').collect();
        wanted
            .iter()
            .map(|c| cells[*c])
            .collect::<Vec<_>>()
            .join(",")
    };
    let bare: Vec<String> = rows[from..].iter().map(|r| column(r, &[3, 0, 1])).collect();
    let bare = scoring.of(&csv("promotion,day,shop", &bare)).unwrap();
    assert_eq!(bare, held, "columns of the past may be missing");
    let one = scoring
        .of(&csv(HEAD, &rows[from + 31..=from + 31]))
        .unwrap();
    assert_eq!(one, held[31..=31], "a single row in the middle");
    let mut turned = rows[from..].to_vec();
    turned.reverse();
    let mut turned = scoring.of(&csv(HEAD, &turned)).unwrap();
    turned.reverse();
    assert_eq!(turned, held, "any order");

    let tomorrow = "2015-05-01,a,,0,".to_owned();
    let alone = scoring
        .of(&csv(HEAD, std::slice::from_ref(&tomorrow)))
        .unwrap();
    let mut with_history = rows.clone();
    with_history.push(tomorrow.clone());
    let with_history = scoring.of(&csv(HEAD, &with_history)).unwrap();
    assert_eq!(alone[0], with_history[with_history.len() - 1]);
    let mut other = rows[from..].to_vec();
    let last = other.len() - 2;
    assert!(other[last].contains(",a,"));
    other[last] = "2015-04-28,a,0,0,500".into();
    other.push(tomorrow);
    let other = scoring.of(&csv(HEAD, &other)).unwrap();
    assert!(
        other[other.len() - 1] > alone[0] + 50.0,
        "the file's own rows count"
    );

    let error = scoring.of("promotion,day\n0,2015-05-01\n").unwrap_err();
    assert!(error.contains("'shop'"), "{error}");
    let error = scoring.of("day,shop\n2015-05-01,a\n").unwrap_err();
    assert!(error.contains("'promotion'"), "{error}");
}

#[test]
fn a_model_and_a_rule_score_what_comes_after_the_data() {
    let folder = tempfile::tempdir().unwrap();
    let project = project(&folder.path().join("p"), &csv(HEAD, &sales()), SPEC);
    let options = Options {
        families: vec!["ridge".into()],
        ..Options::default()
    };
    road::run(&project, &options, &Progress::silent()).unwrap();
    let model = Scoring {
        project: &project,
        folder: folder.path(),
        run: Some(1),
    };
    lags_are_right(&model);
    let promote = ship::Options {
        run: Some("like_yesterday".into()),
        reason: Some("to try it".into()),
        who: "test".into(),
    };
    ship::promote(&project, &promote, &Progress::silent()).unwrap();
    lags_are_right(&Scoring { run: None, ..model });
}
