use super::*;

const LINEAR: Needs = Needs {
    complete: true,
    scaled: true,
};
const TREES: Needs = Needs {
    complete: false,
    scaled: false,
};

fn feature(name: &str, kind: Kind) -> Feature {
    Feature {
        name: name.into(),
        kind,
        prepare: Prepare::default(),
        levels: Vec::new(),
    }
}

fn texts(values: &[&str]) -> Vec<Option<String>> {
    values
        .iter()
        .map(|v| (!v.is_empty()).then(|| (*v).to_owned()))
        .collect()
}

/// A table of one column of numbers and one of texts.
fn table(numbers: &[f64], words: &[&str]) -> Table {
    Table::from_numbers(&[("n", numbers.to_vec())])
        .unwrap()
        .with_texts("w", &texts(words))
        .unwrap()
}

fn all(table: &Table) -> Vec<usize> {
    (0..table.rows()).collect()
}

/// Fits on all rows and prepares them.
fn prepared(table: &Table, feature: Feature, needs: Needs) -> (Pipeline, Matrix) {
    let rows = all(table);
    let pipeline = Pipeline::fit(table, &rows, &[feature], needs).unwrap();
    let matrix = pipeline.transform(table, &rows).unwrap();
    assert_eq!(pipeline.names(), matrix.names);
    assert_eq!(pipeline.sources().len(), matrix.names.len());
    (pipeline, matrix)
}

fn column(matrix: &Matrix, name: &str) -> Vec<f64> {
    let at = matrix.names.iter().position(|n| n == name);
    matrix.values.column(at.unwrap()).to_vec()
}

const NAN: f64 = f64::NAN;

#[test]
fn numbers_are_filled_marked_and_scaled_where_needed() {
    let table = table(&[1.0, 2.0, 6.0, NAN], &["a"; 4]);
    let (pipeline, matrix) = prepared(&table, feature("n", Kind::Number), LINEAR);
    assert_eq!(matrix.names, ["n", "n missing"]);
    assert_eq!(column(&matrix, "n missing"), [0.0, 0.0, 0.0, 1.0]);
    let scaled = column(&matrix, "n");
    assert!(scaled.iter().sum::<f64>().abs() < 1e-12);
    let variance: f64 = scaled.iter().map(|v| v * v / 4.0).sum();
    assert!((variance - 1.0).abs() < 1e-12);
    assert_eq!(scaled[1], scaled[3]);
    let words = &pipeline.describe()[0].1;
    assert!(words.starts_with("median 2"), "{words}");

    let (_, matrix) = prepared(&table, feature("n", Kind::Number), TREES);
    assert_eq!(matrix.names, ["n"]);
    assert!(matrix.values[[3, 0]].is_nan());
}

#[test]
fn only_training_rows_are_learned_from() {
    let table = table(&[1.0, 3.0, 1000.0, NAN], &["a", "b", "c", "c"]);
    let features = [feature("n", Kind::Number), feature("w", Kind::Category)];
    let pipeline = Pipeline::fit(&table, &[0, 1], &features, LINEAR).unwrap();
    let matrix = pipeline.transform(&table, &[3, 2, 1]).unwrap();
    // No value was missing in training: no indicator, and the mean fills in.
    assert_eq!(matrix.names, ["n", "w = a", "w = b"]);
    // A level that training never saw is none of its columns.
    assert_eq!(column(&matrix, "w = a"), [0.0, 0.0, 0.0]);
    assert_eq!(column(&matrix, "w = b"), [0.0, 0.0, 1.0]);
    assert_eq!(column(&matrix, "n"), [0.0, 998.0, 1.0]);
}

#[test]
fn clip_and_transform_follow_the_decision() {
    let numbers: Vec<f64> = (0..=100).map(f64::from).collect();
    let table = Table::from_numbers(&[("n", numbers)]).unwrap();
    let mut clipped = feature("n", Kind::Number);
    clipped.prepare.clip = Some(0.95);
    let (_, matrix) = prepared(&table, clipped.clone(), TREES);
    let values = column(&matrix, "n");
    assert!((values[0] - 5.0).abs() < 1e-9 && (values[100] - 95.0).abs() < 1e-9);
    assert_eq!(values[50], 50.0);

    let table = Table::from_numbers(&[("n", vec![-3.0, 0.0, 3.0])]).unwrap();
    let with = |word: &str| {
        let mut feature = feature("n", Kind::Number);
        feature.prepare.transform = Some(word.into());
        feature
    };
    let (_, matrix) = prepared(&table, with("log"), TREES);
    assert_eq!(column(&matrix, "n"), [-(4.0_f64.ln()), 0.0, 4.0_f64.ln()]);
    let (_, matrix) = prepared(&table, with("square"), TREES);
    assert_eq!(column(&matrix, "n"), [9.0, 0.0, 9.0]);
    let error = Pipeline::fit(&table, &[0], &[with("cube")], TREES).unwrap_err();
    assert!(error.message.contains("'cube'") && error.fix.clone().unwrap().contains("sqrt"));
}

#[test]
fn rare_and_unseen_levels_are_pooled() {
    let mut words = vec!["common"; 2000];
    words[0] = "rare";
    words[1] = "";
    words[2..14].fill("enough");
    let table = table(&vec![0.0; 2000], &words);
    let (pipeline, matrix) = prepared(&table, feature("w", Kind::Category), TREES);
    assert_eq!(
        matrix.names,
        ["w = common", "w = enough", "w other", "w missing"]
    );
    assert_eq!(matrix.values.sum(), 2000.0);
    assert_eq!(matrix.values[[0, 2]], 1.0);
    assert_eq!(matrix.values[[1, 3]], 1.0);
    let new = self::table(&[0.0], &["never seen"]);
    let matrix = pipeline.transform(&new, &[0]).unwrap();
    assert_eq!(column(&matrix, "w other"), [1.0]);
    let unseen = pipeline.unseen(&new, &[0]).unwrap();
    assert_eq!(unseen, [("w".to_owned(), "never seen".to_owned(), 1)]);
    assert_eq!(pipeline.unseen(&table, &[0, 1, 2, 20]).unwrap(), []);
    assert!(pipeline.describe()[0].1.contains("2 levels"));
}

#[test]
fn many_levels_keep_the_most_frequent() {
    let names: Vec<String> = (0..50).map(|i| format!("level {i:02}")).collect();
    let words: Vec<&str> = (0..5000)
        .map(|i| names[(i * i + i) % 50].as_str())
        .collect();
    let table = table(&vec![0.0; 5000], &words);
    let (_, matrix) = prepared(&table, feature("w", Kind::Category), TREES);
    assert!(matrix.names.len() <= 31);
    assert!(matrix.values.rows().into_iter().all(|row| row.sum() == 1.0));
}

#[test]
fn a_level_filled_by_decision() {
    let table = table(&[0.0; 4], &["a", "b", "b", ""]);
    let mut filled = feature("w", Kind::Category);
    filled.prepare.missing = Some("most_frequent".into());
    filled.prepare.rare = Some(0.0);
    let (_, matrix) = prepared(&table, filled, TREES);
    assert_eq!(matrix.names, ["w = a", "w = b"]);
    assert_eq!(column(&matrix, "w = b"), [0.0, 1.0, 1.0, 1.0]);
}

#[test]
fn encodings_by_order_and_frequency() {
    let table = table(&[0.0; 4], &["low", "high", "high", "mid"]);
    let mut ordinal = feature("w", Kind::Ordinal);
    ordinal.levels = ["low", "mid", "high"].map(String::from).to_vec();
    let (pipeline, matrix) = prepared(&table, ordinal, TREES);
    assert!(pipeline.describe()[0].1.contains("from 'low' to 'high'"));
    assert_eq!(column(&matrix, "w"), [0.0, 2.0, 2.0, 1.0]);
    let mut frequency = feature("w", Kind::Category);
    frequency.prepare.encode = Some("frequency".into());
    let (pipeline, matrix) = prepared(&table, frequency, TREES);
    assert_eq!(column(&matrix, "w"), [0.25, 0.5, 0.5, 0.25]);
    let new = self::table(&[0.0], &["new"]);
    assert_eq!(pipeline.transform(&new, &[0]).unwrap().values[[0, 0]], 0.0);

    let mut target = feature("w", Kind::Category);
    target.prepare.encode = Some("target".into());
    let error = Pipeline::fit(&table, &[0], &[target], TREES).unwrap_err();
    assert!(error.message.contains("not offered here yet"));
    assert_eq!(
        error.fix.clone().unwrap(),
        "use one-hot, ordinal or frequency"
    );
}

#[test]
fn yes_and_no_are_one_and_zero() {
    let table = table(&[0.0; 4], &["yes", "no", "no", ""]);
    let (_, matrix) = prepared(&table, feature("w", Kind::Boolean), LINEAR_UNSCALED);
    assert_eq!(matrix.names, ["w = yes", "w = yes missing"]);
    assert_eq!(column(&matrix, "w = yes"), [1.0, 0.0, 0.0, 0.0]);
    // The later of two words that say neither counts as yes.
    let table = self::table(&[0.0; 3], &["male", "female", "male"]);
    let (_, matrix) = prepared(&table, feature("w", Kind::Boolean), TREES);
    assert_eq!(column(&matrix, "w = male"), [1.0, 0.0, 1.0]);
}

const LINEAR_UNSCALED: Needs = Needs {
    complete: true,
    scaled: false,
};

#[test]
fn dates_give_the_parts_that_vary() {
    // 2024-01-31 23:30 and 2024-02-01 00:30, a Wednesday and a Thursday.
    let at = [1_706_743_800_000_000, 1_706_747_400_000_000];
    let parts = date::varying(&at, at[0]);
    let values: Vec<(&str, Vec<f64>)> = parts
        .iter()
        .map(|p| (p.word(), at.iter().map(|&t| p.of(t, at[0])).collect()))
        .collect();
    assert_eq!(
        values,
        [
            ("month", vec![1.0, 2.0]),
            ("weekday", vec![3.0, 4.0]),
            ("hour", vec![23.0, 0.0]),
            ("elapsed", vec![0.0, 1.0 / 24.0]),
        ]
    );
}

#[test]
fn an_axis_without_calendar_is_a_distance() {
    let table = Table::from_numbers(&[("n", vec![2013.0, 2015.0, NAN])]).unwrap();
    let (_, matrix) = prepared(&table, feature("n", Kind::Date), LINEAR_UNSCALED);
    assert_eq!(column(&matrix, "n"), [0.0, 2.0, 1.0]);
}

#[test]
fn what_cannot_be_used_is_stated() {
    let table = table(&[NAN; 3], &["a", "b", "a"])
        .with_numbers("x", &[1.0, 2.0, 3.0])
        .unwrap()
        .with_numbers("same", &[7.0; 3])
        .unwrap();
    let features = [
        feature("n", Kind::Number),
        feature("w", Kind::Text),
        feature("same", Kind::Category),
        feature("x", Kind::Number),
    ];
    let rows = all(&table);
    let pipeline = Pipeline::fit(&table, &rows, &features, LINEAR).unwrap();
    assert_eq!(pipeline.names(), ["x"]);
    assert_eq!(pipeline.inputs().len(), 1);
    let words = pipeline.describe();
    assert!(words[0].1.contains("no value") && words[1].1.contains("free text"));
    assert!(words[2].1.contains("the same in every"));
    let error = Pipeline::fit(&table, &rows, &features[..3], LINEAR).unwrap_err();
    assert!(error.message.contains("no column is left"));
}

#[test]
fn columns_are_found_by_name() {
    let table = table(&[1.0, 2.0], &["a", "b"]);
    let features = [feature("w", Kind::Category), feature("n", Kind::Number)];
    let pipeline = Pipeline::fit(&table, &[0, 1], &features, LINEAR).unwrap();
    let turned = Table::from_numbers(&[("extra", vec![0.0, 0.0])])
        .unwrap()
        .with_texts("w", &texts(&["a", "b"]))
        .unwrap()
        .with_numbers("n", &[1.0, 2.0])
        .unwrap();
    assert_eq!(
        pipeline.transform(&table, &[0, 1]).unwrap(),
        pipeline.transform(&turned, &[0, 1]).unwrap()
    );
    let without = Table::from_numbers(&[("n", vec![1.0])]).unwrap();
    let error = pipeline.transform(&without, &[0]).unwrap_err();
    assert!(error.message.contains("'w'"));
}

#[test]
fn a_saved_pipeline_is_the_same_to_the_bit() {
    let table = table(&[0.1, 0.2, 1.0 / 3.0, NAN, 5.0], &["a", "b", "", "a", "c"]);
    let mut clipped = feature("n", Kind::Number);
    clipped.prepare.clip = Some(0.9);
    let features = [clipped, feature("w", Kind::Category)];
    let rows = all(&table);
    let pipeline = Pipeline::fit(&table, &rows, &features, LINEAR).unwrap();
    let text = serde_json::to_string(&pipeline).unwrap();
    let loaded: Pipeline = serde_json::from_str(&text).unwrap();
    assert_eq!(loaded, pipeline);
    assert_eq!(
        loaded.transform(&table, &rows).unwrap(),
        pipeline.transform(&table, &rows).unwrap()
    );
}
