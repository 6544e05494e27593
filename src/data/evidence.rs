//! What the data milestone keeps: profile of every column, findings, ways to settle them.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::decisions::{Accepted, Decisions, Edit, GateName, Kind, Role, Severity};
use crate::figures::{Histogram, Whiskers};
use crate::spec::{Gate, JoinedSource};
use crate::table::Format;

use super::{Against, Associations, Monotonic, OverTime, Periods, Schema, Semantic, Signal};

/// What is known of one column.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ColumnProfile {
    /// Its name.
    pub name: String,
    /// What its values are.
    pub kind: Option<Kind>,
    /// What it does.
    pub role: Option<Role>,
    /// Whether it is known at prediction.
    pub known_at_prediction: bool,
    /// Unit of its values, where said.
    pub unit: Option<String>,
    /// Whether it is about persons: then no value of it is kept here.
    pub personal: bool,
    /// Rows without a value.
    pub missing: usize,
    /// Texts read as missing.
    pub markers: Vec<String>,
    /// Different values.
    pub distinct: usize,
    /// Arithmetic mean.
    pub mean: Option<f64>,
    /// Standard deviation with n - 1.
    pub std: Option<f64>,
    /// Smallest value.
    pub min: Option<f64>,
    /// First quartile, linear.
    pub q25: Option<f64>,
    /// Median.
    pub median: Option<f64>,
    /// Third quartile.
    pub q75: Option<f64>,
    /// Largest value.
    pub max: Option<f64>,
    /// Skewness G1.
    pub skewness: Option<f64>,
    /// Excess kurtosis G2.
    pub kurtosis: Option<f64>,
    /// Zeros among the values of a number.
    pub zeros: Option<usize>,
    /// Values of a number below zero.
    pub negatives: Option<usize>,
    /// Values of a number more than 1.5 interquartile ranges below the first and above the third quartile (Tukey 1977).
    pub outliers: Option<(usize, usize)>,
    /// How the values of a number or a date go from row to row; `None` where they go up and down.
    pub monotonic: Option<Monotonic>,
    /// How well this column alone predicts the target: 0 not at all, 1 perfectly (share of the best constant's loss that it saves).
    pub power: Option<f64>,
    /// What this column tells about the target, in nats: mutual information.
    pub mutual_information: Option<f64>,
    /// First and last value of a date, ISO 8601.
    pub span: Option<(String, String)>,
    /// Where the whiskers of its box plot end.
    pub whiskers: Option<Whiskers>,
    /// Distribution of a number, or of a date in microseconds since 1970.
    pub histogram: Option<Histogram>,
    /// Most frequent values with their counts, of anything but a continuous number.
    pub top: Vec<(String, u64)>,
    /// What its values stand for.
    pub semantic: Option<Semantic>,
    /// Its mean or most frequent value by period of [`Evidence::periods`].
    pub over_time: Option<OverTime>,
    /// The target by bins of this column.
    pub against: Option<Against>,
}

/// A way to settle a finding: one line of `jalon.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fix {
    /// What it does, in words.
    pub label: String,
    /// The line as it will stand.
    pub line: String,
    /// The edit.
    pub edit: Edit,
}

/// Something found in the data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Name of the check.
    pub check: String,
    /// Column, where it is about one.
    pub column: Option<String>,
    /// How grave it is.
    pub severity: Severity,
    /// What was measured.
    pub value: Option<f64>,
    /// Where the line is.
    pub threshold: Option<f64>,
    /// One sentence with its numbers.
    pub message: String,
    /// Rows in all that show it.
    pub affected: usize,
    /// Rows that show it, from 0, at most 50.
    pub rows: Vec<usize>,
    /// Why it is accepted, where it is.
    pub accepted: Option<String>,
    /// Ways to settle it, the proposed one first.
    pub fixes: Vec<Fix>,
}

/// `evidence/data.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Hash of what it was computed from.
    pub fingerprint: String,
    /// Rows after the filter.
    pub rows: usize,
    /// Rows in the file.
    pub rows_read: usize,
    /// How the data file is written.
    #[serde(default)]
    pub format: Format,
    /// The sources that were joined to it.
    #[serde(default)]
    pub joined: Vec<JoinedSource>,
    /// Rows drawn by chance that were looked at as a whole, where there are too many to hold: what is said of single columns is exact, what the
    /// checks count is counted on these.
    #[serde(default)]
    pub rows_drawn: Option<usize>,
    /// How well the best single column predicts the target (see [`ColumnProfile::power`]); `None` without a target or an input, or where content
    /// is the only input.
    pub best_input: Option<(String, f64)>,
    /// Whether chance would do as well, and what more rows would bring; `None` where there is nothing to test.
    #[serde(default)]
    pub signal: Option<Signal>,
    /// Rows drawn to measure predictive power, where not all were used.
    pub power_rows: Option<usize>,
    /// The columns as first read.
    pub schema: Schema,
    /// The periods in which columns are shown over time, where there is a column of time.
    pub periods: Option<Periods>,
    /// How strongly columns go together.
    #[serde(default)]
    pub associations: Associations,
    /// The columns in file order, features at the end.
    pub columns: Vec<ColumnProfile>,
    /// What was found, gravest first.
    pub findings: Vec<Finding>,
    /// Seconds that each part of the work took; apart, since they differ from time to time.
    #[serde(default)]
    pub times: IndexMap<String, f64>,
}

/// What evidence of an older build still tells, whatever became of the rest of it: the columns as first read, and which are about persons.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Lasting {
    /// The columns as first read.
    pub schema: Schema,
    /// Every column.
    pub columns: Vec<Known>,
}

/// A column of [`Lasting`].
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Known {
    /// Its name.
    pub name: String,
    /// Whether it was found or said to be about persons.
    pub personal: bool,
}

impl Evidence {
    /// Findings that are not accepted.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|f| f.accepted.is_none())
    }

    /// Open findings worth a decision: warnings and errors.
    pub fn attention(&self) -> impl Iterator<Item = &Finding> {
        self.open().filter(|f| f.severity > Severity::Info)
    }

    /// Marks the findings that the decisions accept, and no others.
    #[must_use]
    pub fn with_accepted(mut self, accepted: &[Accepted]) -> Self {
        for finding in &mut self.findings {
            finding.accepted = accepted
                .iter()
                .find(|a| a.check == finding.check && a.column == finding.column)
                .map(|a| a.reason.clone().unwrap_or_else(|| "accepted".into()));
        }
        self
    }

    /// Whether models are given content to read as a whole: free text, pictures, sounds.
    fn has_content(&self) -> bool {
        self.columns.iter().any(|column| {
            column.role == Some(Role::Feature)
                && column.known_at_prediction
                && column.kind.is_some_and(|kind| kind.content().is_some())
        })
    }

    /// The profile of this column.
    pub fn column(&self, name: &str) -> Option<&ColumnProfile> {
        self.columns.iter().find(|c| c.name == name)
    }
}

/// Open when no finding of severity error is open and there is signal. Where an input is content, such as a picture, no single column can show that
/// there is none.
pub fn gate(decisions: &Decisions, evidence: &Evidence) -> Gate {
    let mut reasons: Vec<String> = evidence
        .open()
        .filter(|f| f.severity == Severity::Error)
        .map(|f| match f.fixes.first() {
            Some(fix) => format!("{}: to settle it, {}", f.message, fix.line),
            None => f.message.clone(),
        })
        .collect();
    match &evidence.signal {
        _ if evidence.has_content() => {}
        None => reasons.push(
            "no column could be tried against the target, so there is no sign that anything predicts it. \
             State problem.target, and leave at least one column as a feature known at prediction"
                .into(),
        ),
        Some(signal) if !signal.is_found() => reasons.push(format!(
            "no signal: {}. Look for data closer to the decision",
            signal.sentence()
        )),
        Some(_) => {}
    }
    Gate::of(GateName::Data, reasons, decisions)
}

#[cfg(test)]
mod tests {
    use super::super::{Arranged, MoreRows};
    use super::*;
    use crate::data::Pair;

    const FOUND: f64 = 0.005;
    const CHANCE: f64 = 0.3;

    fn tested(p_value: f64) -> Signal {
        Signal {
            rows: 10,
            inputs: 1,
            saved: 0.3,
            error: 0.1,
            orders: 399,
            arranged: Arranged::Rows,
            p_value,
            curve: Vec::new(),
            more_rows: MoreRows::Unknown,
        }
    }

    fn evidence(severity: Severity, signal: Option<f64>) -> Evidence {
        Evidence {
            fingerprint: String::new(),
            rows: 10,
            rows_read: 10,
            format: Default::default(),
            joined: Vec::new(),
            best_input: signal.map(|s| ("x".to_owned(), s)),
            signal: signal.map(tested),
            rows_drawn: None,
            power_rows: None,
            schema: Schema::default(),
            periods: None,
            associations: Associations::default(),
            columns: Vec::new(),
            findings: vec![Finding {
                check: "power".into(),
                column: Some("x".into()),
                severity,
                value: None,
                threshold: None,
                message: "column 'x' gives the target away".into(),
                affected: 0,
                rows: Vec::new(),
                accepted: None,
                fixes: Vec::new(),
            }],
            times: IndexMap::new(),
        }
    }

    #[test]
    fn an_error_or_no_signal_closes_the_gate() {
        assert!(
            gate(
                &Decisions::default(),
                &evidence(Severity::Warning, Some(FOUND))
            )
            .open
        );
        assert!(
            !gate(
                &Decisions::default(),
                &evidence(Severity::Error, Some(FOUND))
            )
            .open
        );
        assert!(
            !gate(
                &Decisions::default(),
                &evidence(Severity::Info, Some(CHANCE))
            )
            .open
        );
        assert!(!gate(&Decisions::default(), &evidence(Severity::Info, None)).open);
    }

    #[test]
    fn content_may_tell_what_no_single_column_does() {
        let with = |kind, known_at_prediction| Evidence {
            columns: vec![ColumnProfile {
                kind: Some(kind),
                role: Some(Role::Feature),
                known_at_prediction,
                ..ColumnProfile::default()
            }],
            ..evidence(Severity::Info, None)
        };
        for kind in [Kind::Text, Kind::Image, Kind::Sound] {
            assert!(
                gate(&Decisions::default(), &with(kind, true)).open,
                "{kind}"
            );
            assert!(
                !gate(&Decisions::default(), &with(kind, false)).open,
                "{kind}"
            );
        }
        assert!(!gate(&Decisions::default(), &with(Kind::Category, true)).open);
        let found = evidence(Severity::Error, None);
        let error = Evidence {
            findings: found.findings,
            ..with(Kind::Image, true)
        };
        assert!(!gate(&Decisions::default(), &error).open);
    }

    #[test]
    fn accepting_opens_it_for_that_column_only() {
        let accept = |column: &str| {
            vec![Accepted {
                check: "power".into(),
                column: Some(column.into()),
                reason: None,
            }]
        };
        let found = evidence(Severity::Error, Some(FOUND));
        assert!(
            !gate(
                &Decisions::default(),
                &found.clone().with_accepted(&accept("y"))
            )
            .open
        );
        assert!(gate(&Decisions::default(), &found.with_accepted(&accept("x"))).open);
    }

    #[test]
    fn survives_a_round_through_toml() {
        let pair = Pair {
            a: 0,
            b: 1,
            value: -0.25,
            rows: 9,
        };
        let column = ColumnProfile {
            name: "x".into(),
            monotonic: Some(Monotonic::StrictlyRising),
            outliers: Some((1, 2)),
            top: vec![("a".into(), 3)],
            semantic: Some(Semantic::default()),
            over_time: Some(OverTime {
                of: "mean".into(),
                values: vec![(0, 1.5), (2, 2.0)],
                missing: vec![0, 3],
            }),
            against: Some(Against {
                edges: vec![0.0, 1.0, 2.0],
                rows: vec![4, 5],
                counts: vec![vec![1, 3], vec![0, 5]],
                ..Against::default()
            }),
            ..ColumnProfile::default()
        };
        let before = Evidence {
            periods: Some(Periods::default()),
            associations: Associations {
                columns: vec!["x".into(), "y".into()],
                pearson: vec![pair],
                ..Associations::default()
            },
            columns: vec![column],
            ..evidence(Severity::Error, Some(FOUND))
        };
        let text = toml::to_string(&before).unwrap();
        assert_eq!(toml::from_str::<Evidence>(&text).unwrap(), before);
    }
}
