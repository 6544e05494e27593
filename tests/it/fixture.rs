//! Small projects made on the spot.

use std::fmt::Write as _;
use std::path::Path;

use jalon::project::Project;

/// A small generator of numbers from 0 to 1, the same everywhere.
pub struct Draw(u64);

impl Draw {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn uniform(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// About normal: the sum of twelve uniforms.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

/// Rides: fare = 3 + 2 x miles + night surcharge + noise; a fifth of the rides say 0 miles.
pub fn rides(rows: usize, seed: u64) -> String {
    let mut draw = Draw::new(seed);
    let mut csv = String::from("started_at,miles,zone,night,tips,fare\n");
    for i in 0..rows {
        let miles = (draw.uniform() * 10.0 * 100.0).round() / 100.0;
        let night = draw.uniform() < 0.3;
        let zone = ["north", "south", "loop"][(draw.uniform() * 3.0) as usize];
        let far = if zone == "south" { 4.0 } else { 0.0 };
        let fare = 3.0 + 2.0 * miles + if night { 5.0 } else { 0.0 } + far + draw.normal() * 0.5;
        let said = if draw.uniform() < 0.2 { 0.0 } else { miles };
        let minute = i * 300 * 1440 / rows;
        let (day, minute) = (minute / 1440, minute % 1440);
        writeln!(
            csv,
            "{} {:02}:{:02}:00,{said},{zone},{night},{:.2},{fare:.2}",
            date(day),
            minute / 60,
            minute % 60,
            fare * 0.1
        )
        .unwrap();
    }
    csv
}

/// The day of a year of twelve months of 28 days, enough for a time axis.
fn date(day: usize) -> String {
    format!("2015-{:02}-{:02}", 1 + (day / 28) % 12, 1 + day % 28)
}

/// Classes by two numbers: `a` above `b` is `yes`, a tenth of the labels turned.
pub fn classes(rows: usize, names: &[&str], seed: u64) -> String {
    let mut draw = Draw::new(seed);
    let mut csv = String::from("a,b,colour,label\n");
    for _ in 0..rows {
        let (a, b) = (draw.normal(), draw.normal());
        let right = if names.len() == 2 {
            usize::from(a > b)
        } else {
            ((a + 3.0) / 6.0 * names.len() as f64).clamp(0.0, names.len() as f64 - 1.0) as usize
        };
        let class = if draw.uniform() < 0.1 {
            (draw.uniform() * names.len() as f64) as usize
        } else {
            right
        };
        let colour = ["red", "green", "blue"][(draw.uniform() * 3.0) as usize];
        writeln!(csv, "{a:.4},{b:.4},{colour},{}", names[class]).unwrap();
    }
    csv
}

/// A project of a data file and a spec.
pub fn project(root: &Path, data: &str, spec: &str) -> Project {
    std::fs::create_dir_all(root).unwrap();
    std::fs::write(root.join("data.csv"), data).unwrap();
    std::fs::write(root.join("jalon.toml"), spec).unwrap();
    Project::open(root).unwrap()
}

pub const RIDES_SPEC: &str = r#"format = 1

[project]
name = "rides"
question = "What will it cost?"
decision = "accept the ride"

[problem]
task = "regression"
target = "fare"
unit = "USD"
time = "started_at"
metric = "mae"
success = { at_most = 2.5, lead_percent = 5 }

[value]
currency = "USD"
cost = "abs(prediction - fare)"
decisions_per_year = 1000

[[source]]
name = "rides"
path = "data.csv"

[columns]
tips = { known_at_prediction = false }

[[rule]]
name = "tariff"
predict = "? + ? * nullif(miles, 0)"

[split]
strategy = "time"
holdout = { share = 0.2 }
folds = 3
seed = 7
"#;

/// A spec for [`classes`].
pub fn classes_spec(task: &str, more: &str) -> String {
    format!(
        "format = 1\n\n[problem]\ntask = \"{task}\"\ntarget = \"label\"\n{more}\n\n[[source]]\npath = \"data.csv\"\n\n[split]\nfolds = 3\nseed = 7\n"
    )
}
