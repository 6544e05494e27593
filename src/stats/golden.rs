//! Moments and quantiles against those of pandas on whole data sets (`tests/golden/profile`).

use serde_json::Value;

use super::*;

fn read(name: &str) -> String {
    let path = format!("{}/tests/golden/profile/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

/// Cells of one CSV line, quoted cells undone.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cells.last_mut().unwrap().push(c),
        }
    }
    cells
}

fn check(set: &str, columns_expected: usize) {
    let csv = read(&format!("{set}.csv"));
    let mut lines = csv.lines().map(cells);
    let header = lines.next().unwrap();
    let rows: Vec<Vec<String>> = lines.collect();
    let golden: Value = serde_json::from_str(&read(&format!("{set}.json"))).unwrap();
    let mut checked = 0;
    for (at, column) in header.iter().enumerate() {
        let expected = &golden["columns"][column];
        if expected.get("mean").is_none() && expected["count"] != 0 {
            continue;
        }
        let values: Vec<f64> = rows
            .iter()
            .map(|row| row[at].parse().unwrap_or(f64::NAN))
            .collect();
        check_column(&format!("{set}.{column}"), &values, expected);
        checked += 1;
    }
    assert_eq!(checked, columns_expected, "{set}");
}

fn check_column(name: &str, values: &[f64], expected: &Value) {
    let m = moments(values);
    let sorted = Sorted::new(values);
    let fences = sorted.fences(1.5);
    let scale = m.std.unwrap_or(0.0).max(m.mean.unwrap_or(0.0).abs());
    for (key, found) in [
        ("mean", m.mean),
        ("std_ddof1", m.std),
        ("skew_G1", m.skewness),
        ("kurtosis_excess_G2", m.kurtosis),
        ("min", m.min),
        ("max", m.max),
        ("q01", sorted.quantile(0.01)),
        ("q05", sorted.quantile(0.05)),
        ("q25", sorted.quantile(0.25)),
        ("median", sorted.median()),
        ("q75", sorted.quantile(0.75)),
        ("q95", sorted.quantile(0.95)),
        ("q99", sorted.quantile(0.99)),
        ("iqr", sorted.interquartile_range()),
    ] {
        let wanted = expected.get(key).and_then(Value::as_f64);
        let near = match (found, wanted) {
            (None, None) => true,
            // A mean of centred columns is rounding noise: its scale is the deviation.
            (Some(f), Some(w)) if key == "mean" => {
                (f - w).abs() <= 1e-9 * w.abs().max(1e-5 * scale)
            }
            (Some(f), Some(w)) => (f - w).abs() <= 1e-9 * w.abs(),
            _ => false,
        };
        assert!(near, "{name} {key}: {found:?} is not {wanted:?}");
    }
    for (key, found) in [
        ("count", Some(m.count)),
        ("distinct", Some(sorted.distinct())),
        ("outliers_low", fences.map(|f| f.below)),
        ("outliers_high", fences.map(|f| f.above)),
    ] {
        let wanted = expected.get(key).and_then(Value::as_u64);
        assert_eq!(found.map(|v| v as u64), wanted, "{name} {key}");
    }
}

#[test]
fn iris_as_pandas() {
    check("iris", 4);
}

#[test]
fn diabetes_as_pandas() {
    check("diabetes", 11);
}

#[test]
fn mixed_as_pandas() {
    check("mixed_synthetic", 9);
}
