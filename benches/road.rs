//! Speed of the road: reading, profile and checks, baselines, one fit of boosting.
//!
//! `cargo bench --bench road`

#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use jalon::metrics::Truth;
use jalon::models::{self, Training};
use jalon::prepare::Matrix;
use jalon::project::Project;
use jalon::table::{ReadOptions, read};
use jalon::work::{Progress, rng};
use jalon::{benchmark, data};
use rand::Rng as _;

const ROWS: usize = 100_000;

const SPEC: &str = r#"format = 1
[problem]
task = "regression"
target = "y"
time = "at"
[[source]]
path = "data.csv"
[[rule]]
name = "line"
predict = "? + ? * a"
[split]
strategy = "time"
"#;

/// 100,000 rows of five numbers, three categories, an instant and a target.
fn write_data(path: &Path) {
    let mut draw = rng(1, &["bench"]);
    let mut csv = String::from("at,a,b,c,d,e,x,y1,z,y\n");
    for row in 0..ROWS {
        let numbers: Vec<f64> = (0..5).map(|_| draw.random::<f64>()).collect();
        let y = 3.0 * numbers[0] + numbers[1] * numbers[2] + draw.random::<f64>();
        let _ = write!(
            csv,
            "2015-{:02}-{:02}T{:02}:00:00",
            1 + row * 12 / ROWS,
            1 + row % 28,
            row % 24
        );
        numbers.iter().for_each(|v| {
            let _ = write!(csv, ",{v:.4}");
        });
        let _ = writeln!(csv, ",c{},d{},{},{y:.4}", row % 7, row % 40, row % 3 == 0);
    }
    std::fs::write(path, csv).unwrap();
}

fn stages(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data.csv");
    write_data(&file);
    let project = Project::create(folder.path(), SPEC, "bench", "bench").unwrap();
    let mut group = c.benchmark_group("100,000 x 10");
    group.sample_size(10);
    group.bench_function("read", |b| {
        b.iter(|| read(black_box(&file), &ReadOptions::default()).unwrap())
    });
    group.bench_function("check", |b| {
        b.iter(|| data::run(&project, &Progress::silent()).unwrap())
    });
    group.bench_function("benchmark", |b| {
        b.iter(|| benchmark::run(&project, &Progress::silent()).unwrap())
    });
    group.finish();
}

fn boosting(c: &mut Criterion) {
    let (rows, columns) = (20_000, 20);
    let mut draw = rng(2, &["bench"]);
    let values = ndarray::Array2::from_shape_fn((rows, columns), |_| draw.random::<f64>());
    let y: Vec<f64> = values
        .rows()
        .into_iter()
        .map(|r| 4.0 * r[0] + r[1] * r[2])
        .collect();
    let x = Matrix {
        values,
        names: (0..columns).map(|i| format!("x{i}")).collect(),
    };
    let truth = Truth::Numbers(y);
    let family = models::family("boosting").unwrap();
    let params = family.trials(1, &mut rng(3, &["bench"])).remove(0);
    let watch = |_: usize, _: usize, _: f64| ControlFlow::Continue(());
    let mut group = c.benchmark_group("20,000 x 20");
    group.sample_size(10);
    group.bench_function("boosting", |b| {
        b.iter(|| {
            family
                .fit(&Training::new(&x, &truth, 1, &watch), &params)
                .unwrap()
        })
    });
    group.finish();
}

criterion_group!(benches, stages, boosting);
criterion_main!(benches);
