//! Speed of data checks and baselines on a table of 1,000,000 x 20.
//!
//! `cargo bench --bench data`

#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::fs::File;
use std::hint::black_box;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use jalon::decisions::Read;
use jalon::project::Project;
use jalon::table::{Columnar, ReadOptions, read};
use jalon::work::{Progress, rng};
use jalon::{benchmark, data};
use rand::Rng as _;

const ROWS: usize = 1_000_000;
/// Levels of the categories.
const LEVELS: [usize; 5] = [2, 5, 12, 300, 2000];

const SPEC: &str = r#"format = 1
[problem]
task = "binary"
target = "y"
[[source]]
path = "data.csv"
"#;

/// Thirteen baselines follow from the task and the column of time; with these rules there are twenty.
const SERIES: &str = r#"format = 1
[problem]
task = "regression"
target = "n0"
time = "at"
[[source]]
path = "data.csv"
[split]
strategy = "time"
folds = 5
[[rule]]
name = "line"
predict = "? + ? * n2"
[[rule]]
name = "plane"
predict = "? + ? * n2 + ? * n3"
[[rule]]
name = "list"
predict = "CASE WHEN c0 = 'L0' THEN ? WHEN n2 > 1.5 THEN 0.4 ELSE ? * n2 END"
[[rule]]
name = "constant"
predict = "0.5"
[[rule]]
name = "column"
predict = "n4 / 5"
[[rule]]
name = "yesterday"
predict = "LAG(n0, 2)"
[[rule]]
name = "week"
predict = "AVG(n0) OVER (ROWS BETWEEN 7 PRECEDING AND 1 PRECEDING)"
"#;

/// An id, an instant, twelve numbers of which some have gaps, five categories and two classes.
fn write_data(path: &Path) {
    let mut draw = rng(1, &["bench", "data"]);
    let mut out = BufWriter::new(File::create(path).unwrap());
    let numbers: Vec<String> = (0..12).map(|i| format!("n{i}")).collect();
    writeln!(out, "id,at,{},c0,c1,c2,c3,c4,y", numbers.join(",")).unwrap();
    let mut line = String::new();
    for row in 0..ROWS {
        line.clear();
        let (day, second) = (row / 3600 % 28, row % 3600);
        let _ = write!(
            line,
            "{},2021-03-{:02} 12:{:02}:{:02}",
            20_000_000 + row,
            1 + day,
            second / 60,
            second % 60
        );
        let mut sum = 0.0;
        for place in 0..12 {
            let value: f64 = draw.random::<f64>() * f64::from(place + 1);
            sum += value / f64::from(place + 1);
            match place % 4 == 1 && draw.random::<f64>() < 0.05 {
                true => line.push(','),
                false => {
                    let _ = write!(line, ",{value:.5}");
                }
            }
        }
        for levels in LEVELS {
            let _ = write!(line, ",L{}", draw.random_range(0..levels));
        }
        let y = u8::from(sum + 2.0 * draw.random::<f64>() > 7.5);
        writeln!(out, "{line},{y}").unwrap();
    }
    out.flush().unwrap();
}

fn stages(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data.csv");
    write_data(&file);
    let project = Project::create(folder.path(), SPEC, "bench", "bench").unwrap();
    let mut group = c.benchmark_group("1,000,000 x 20");
    group.sample_size(10);
    group.bench_function("read", |b| {
        b.iter(|| read(black_box(&file), &ReadOptions::default()).unwrap())
    });
    let stored = folder.path().join("rows.parquet");
    group.bench_function("store by columns", |b| {
        b.iter(|| Columnar::write(&file, &Read::default(), &stored, &|_| Ok(())).unwrap())
    });
    group.bench_function("check", |b| {
        b.iter(|| data::run(&project, &Progress::silent()).unwrap())
    });
    let folder = tempfile::tempdir().unwrap();
    std::fs::rename(&file, folder.path().join("data.csv")).unwrap();
    let project = Project::create(folder.path(), SERIES, "bench", "bench").unwrap();
    group.bench_function("20 baselines on 5 folds", |b| {
        b.iter(|| benchmark::run(&project, &Progress::silent()).unwrap())
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
