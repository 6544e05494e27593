//! Every test and distance against scipy 1.17.1 on `tests/golden/drift`, and against tables of scipy's p at many sizes.

use serde_json::Value;

use super::*;
use crate::stats::Sorted;

fn read(name: &str) -> String {
    let path = format!("{}/tests/golden/drift/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

/// The cells of one column of a plain CSV.
fn column(csv: &str, name: &str) -> Vec<String> {
    let at = csv
        .lines()
        .next()
        .unwrap()
        .split(',')
        .position(|c| c == name)
        .unwrap();
    let cells = csv.lines().skip(1).map(|l| l.split(',').nth(at).unwrap());
    cells.map(str::to_owned).collect()
}

fn numbers(cells: &[String]) -> Vec<f64> {
    let parsed = cells.iter().map(|c| c.parse::<f64>());
    parsed.filter_map(std::result::Result::ok).collect()
}

/// Equal to 1e-9 of the value; undefined where scipy gives none.
fn near(what: &str, found: Option<f64>, expected: &Value) {
    let Some(expected) = expected.as_f64() else {
        assert_eq!(found, None, "{what}: scipy has {expected}");
        return;
    };
    let found = found.unwrap_or(f64::NAN);
    // What cancels to nearly nothing is only as good as what it cancels from.
    let slack = if what.contains("cramer") {
        1e-12
    } else {
        1e-15
    };
    assert!(
        (found - expected).abs() <= 1e-9 * expected.abs() + slack,
        "{what}: {found:e} is not {expected:e}"
    );
}

fn outcome(what: &str, found: Option<Outcome>, expected: &Value) {
    let statistic = expected
        .get("statistic")
        .or(expected.get("statistic_normalised"))
        .or(expected.get("statistic(ref-cur)"));
    let p = ["pvalue", "pvalue_clipped_0.001_0.25", "pvalue_two_sided"]
        .iter()
        .find_map(|key| expected.get(key));
    near(what, found.map(|o| o.statistic), statistic.unwrap());
    near(&format!("{what} p"), found.map(|o| o.p_value), p.unwrap());
}

fn values(name: &str, a: &[f64], b: &[f64], expected: &Value) -> usize {
    let (r, c) = (Sorted::new(a), Sorted::new(b));
    let mut checked = 0;
    let mut check = |key: &str, found: Option<Outcome>| {
        if let Some(expected) = expected.get(key) {
            outcome(&format!("{name} {key}"), found, expected);
            checked += 1;
        }
    };
    check("ks_exact", ks(&r, &c));
    check("cramer_von_mises_asymptotic", cramer_von_mises(&r, &c));
    check("mann_whitney_two_sided_asymptotic_cc", mann_whitney(&r, &c));
    check("t_pooled", t_pooled(a, b));
    check("t_welch", t_welch(a, b));
    check("anderson_ksamp_midrank", anderson_darling(&r, &c));
    for (key, found) in [
        ("wasserstein_1", wasserstein(&r, &c)),
        (
            "wasserstein_1_over_ref_std_ddof0_floor_0.001",
            wasserstein_normed(&r, &c),
        ),
        ("energy_distance", energy(&r, &c)),
    ] {
        if let Some(expected) = expected.get(key) {
            near(&format!("{name} {key}"), found, expected);
            checked += 1;
        }
    }
    checked
}

fn counts(name: &str, r: &[u64], c: &[u64], expected: &Value) -> usize {
    let mut checked = 0;
    for (key, found) in [
        ("psi_floor_1e-4", psi(r, c)),
        (
            "kl_ref_given_cur_nats(sum p ln(p/q), floor 1e-4)",
            kullback_leibler(r, c),
        ),
        ("js_distance_base_e", jensen_shannon(r, c)),
        ("hellinger", hellinger(r, c)),
        ("total_variation", total_variation(r, c)),
    ] {
        near(&format!("{name} {key}"), found, &expected[key]);
        checked += 1;
    }
    let sizes = (r.iter().sum(), c.iter().sum());
    let last = r.len() - 1;
    for (key, found) in [
        ("chi2_contingency", chi2(r, c)),
        ("g_test_contingency", g_test(r, c)),
        (
            "z_proportions_pooled",
            z_proportions((r[last], sizes.0), (c[last], sizes.1)),
        ),
        ("fisher_exact", fisher((r[0], r[last]), (c[0], c[last]))),
    ] {
        if let Some(expected) = expected.get(key) {
            outcome(&format!("{name} {key}"), found, expected);
            checked += 1;
        }
    }
    checked
}

fn list(value: &Value) -> Vec<u64> {
    let items = value.as_array().unwrap().iter();
    items.map(|v| v.as_u64().unwrap()).collect()
}

fn floats(value: &Value) -> Vec<f64> {
    let items = value.as_array().unwrap().iter();
    items.map(|v| v.as_f64().unwrap()).collect()
}

#[test]
fn columns_equal_scipy() {
    let golden: Value = serde_json::from_str(&read("scipy.json")).unwrap();
    let (reference, current) = (read("ref.csv"), read("cur.csv"));
    let mut checked = 0;
    for (name, expected) in golden["columns"].as_object().unwrap() {
        let (r, c) = (column(&reference, name), column(&current, name));
        if expected.get("ks_exact").is_some() {
            let (r, c) = (numbers(&r), numbers(&c));
            checked += values(name, &r, &c, expected);
            let expected = &expected["deciles_of_ref"];
            let (r, c) = (Sorted::new(&r), Sorted::new(&c));
            let edges = decile_edges(&r);
            assert_eq!(
                edges.len(),
                expected["inner_edges"].as_array().unwrap().len()
            );
            let (r, c) = (bin_counts(&r, &edges), bin_counts(&c, &edges));
            assert_eq!(r, list(&expected["ref_counts"]), "{name}");
            assert_eq!(c, list(&expected["cur_counts"]), "{name}");
            checked += counts(name, &r, &c, expected);
        }
        if let Some(expected) = expected.get("categorical") {
            let of = |cells: &[String]| -> Vec<u64> {
                let levels = expected["levels"].as_array().unwrap().iter();
                levels
                    .map(|l| {
                        let same = |c: &&String| {
                            c.as_str() == l
                                || c.parse::<f64>().ok() == l.as_str().unwrap().parse().ok()
                                    && c.parse::<f64>().is_ok()
                        };
                        cells.iter().filter(same).count() as u64
                    })
                    .collect()
            };
            let (r, c) = (of(&r), of(&c));
            assert_eq!(r, list(&expected["ref_counts"]), "{name}");
            assert_eq!(c, list(&expected["cur_counts"]), "{name}");
            checked += counts(name, &r, &c, expected);
        }
    }
    assert_eq!(checked, 197);
}

#[test]
fn small_samples_equal_scipy() {
    let golden: Value = serde_json::from_str(&read("scipy.json")).unwrap();
    let mut checked = 0;
    for (name, expected) in golden["small_samples"].as_object().unwrap() {
        let (a, b) = (floats(&expected["a"]), floats(&expected["b"]));
        let mut expected = expected.clone();
        if let Some(ad) = expected.get_mut("anderson_ksamp_midrank") {
            ad["statistic_normalised"] = ad["statistic"].clone();
        }
        checked += values(name, &a, &b, &expected);
    }
    assert_eq!(checked, 25);
}

#[test]
fn kolmogorov_equals_scipy_at_every_size() {
    let golden: Value = serde_json::from_str(&read("scipy.json")).unwrap();
    for row in golden["kstwo"].as_array().unwrap() {
        let (n, d) = (row[0].as_u64().unwrap(), row[1].as_f64().unwrap());
        let found = kolmogorov::two_sided(n as usize, d);
        near(&format!("kstwo {n} {d}"), Some(found), &row[2]);
    }
    for row in golden["ks_two"].as_array().unwrap() {
        let sizes = (row[0].as_u64().unwrap(), row[1].as_u64().unwrap());
        let a: Vec<f64> = (0..sizes.0).map(|i| (i * 7919 % 97) as f64).collect();
        let b = (0..sizes.1).map(|i| (i * 104_729 % 97 + if i % 5 == 0 { 3 } else { 0 }) as f64);
        let b: Vec<f64> = b.collect();
        let found = ks(&Sorted::new(&a), &Sorted::new(&b)).unwrap();
        near(&format!("{sizes:?}"), Some(found.statistic), &row[2]);
        near(&format!("{sizes:?} p"), Some(found.p_value), &row[3]);
    }
}
