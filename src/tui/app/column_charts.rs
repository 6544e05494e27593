//! The charts of an opened column: its distribution, its box, the target beside it, and its course over time.

use std::borrow::Cow;

use crate::data::{Against, Bin, ColumnProfile, OverTime, Periods};
use crate::decisions::Kind;
use crate::figures::{Bar, Bars, BoxPlot, Boxes, Distribution, Figure, Heat, Line, Lines, Measure};
use crate::text;
use crate::tui::app::{Chart, List, State};

impl State {
    /// The charts of the column under the cursor.
    pub(super) fn column_charts(&self) -> Vec<Chart<'_>> {
        let column = self.columns().into_iter().nth(self.lists.at(List::Columns));
        let data = self.facts().and_then(|f| f.data.as_ref());
        let (Some(column), Some(data)) = (column, data) else {
            return Vec::new();
        };
        let of = Measure::new(&column.name, self.unit_of(&column.name));
        let target = self
            .facts()
            .and_then(|f| f.project.decisions.problem.target.clone())
            .unwrap_or_default();
        let over = column.over_time.as_ref().zip(data.periods.as_ref());
        let rows = data.rows;
        let charts = [
            ("distribution", distribution(column, &of, rows)),
            ("box", boxes(column, &of, rows)),
            (
                "target",
                column.against.as_ref().map(|against| {
                    let unit = self.unit_of(&target);
                    beside_target(against, &column.name, &target, &unit)
                }),
            ),
            (
                "over time",
                over.and_then(|(over, periods)| values_over_time(over, periods, &of)),
            ),
            (
                "gaps over time",
                over.and_then(|(over, periods)| gaps_over_time(over, periods)),
            ),
        ];
        let there = charts.into_iter();
        there
            .filter_map(|(name, figure)| Some((name, Cow::Owned(figure?))))
            .collect()
    }
}

/// The histogram of a quantity or a date, the most frequent values of anything else.
fn distribution(column: &ColumnProfile, of: &Measure, rows: usize) -> Option<Figure> {
    let is_quantity = matches!(column.kind, Some(Kind::Number | Kind::Date));
    if is_quantity {
        let day = |instant: &String| instant.chars().take(10).collect::<String>();
        return column.histogram.as_ref().map(|histogram| {
            Figure::Histogram(Distribution {
                of: of.clone(),
                histogram: histogram.clone(),
                ends: column.span.as_ref().map(|(a, b)| (day(a), day(b))),
            })
        });
    }
    let share = |count: u64| count as f64 / rows.max(1) as f64 * 100.0;
    let bars: Vec<Bar> = column
        .top
        .iter()
        .map(|(value, count)| Bar {
            label: value.clone(),
            value: share(*count),
            interval: None,
        })
        .collect();
    (!bars.is_empty()).then(|| {
        Figure::Bars(Bars {
            axis: "share of all rows".into(),
            unit: "%".into(),
            bars,
            lines: Vec::new(),
            from_zero: true,
        })
    })
}

fn boxes(column: &ColumnProfile, of: &Measure, rows: usize) -> Option<Figure> {
    let ends = column.whiskers?;
    let one = BoxPlot {
        label: String::new(),
        rows: rows.saturating_sub(column.missing),
        low: ends.low,
        q25: column.q25?,
        median: column.median?,
        q75: column.q75?,
        high: ends.high,
        mean: column.mean.unwrap_or(f64::NAN),
        below: ends.below,
        above: ends.above,
    };
    (column.kind == Some(Kind::Number)).then(|| {
        Figure::Boxes(Boxes {
            of: of.clone(),
            boxes: vec![one],
        })
    })
}

/// A bin as it stands beside a bar.
fn named(bin: &Bin) -> String {
    match bin {
        Bin::Range(low, high) if low == high => text::short(*low),
        Bin::Range(low, high) => format!("{} to {}", text::short(*low), text::short(*high)),
        Bin::Level(level) => level.clone(),
        Bin::Others => "all others".into(),
        Bin::Missing => "no value".into(),
    }
}

/// The mean of the target in each bin, or the shares of its classes.
fn beside_target(against: &Against, column: &str, target: &str, unit: &str) -> Figure {
    let bins = against.bins();
    if against.counts.is_empty() {
        let bars = bins.iter().zip(&against.means);
        let bars: Vec<Bar> = bars
            .map(|(bin, mean)| Bar {
                label: named(bin),
                value: *mean,
                interval: None,
            })
            .collect();
        return Figure::Bars(Bars {
            axis: format!("mean {target} by {column}"),
            unit: unit.to_owned(),
            from_zero: bars.iter().all(|bar| bar.value >= 0.0),
            bars,
            lines: Vec::new(),
        });
    }
    let share = |count: u64, rows: u64| count as f64 / rows.max(1) as f64 * 100.0;
    let values = against.counts.iter().zip(&against.rows);
    Figure::Heat(Heat {
        of: format!("share of {target} in each bin of {column}"),
        unit: "%".into(),
        rows: bins.iter().map(named).collect(),
        columns: against.classes.clone(),
        values: values
            .map(|(counts, rows)| counts.iter().map(|n| share(*n, *rows)).collect())
            .collect(),
        n: Some(against.rows.iter().sum::<u64>() as usize),
        told: None,
    })
}

fn values_over_time(over: &OverTime, periods: &Periods, of: &Measure) -> Option<Figure> {
    let y = match over.of.as_str() {
        "mean" => Measure::new(format!("mean {}", of.name), &of.unit),
        _ => Measure::new("share of the most frequent value, %", ""),
    };
    let scale = if over.of == "mean" { 1.0 } else { 100.0 };
    let points: Vec<(f64, f64)> = over
        .values
        .iter()
        .map(|(at, value)| (*at as f64, value * scale))
        .collect();
    (points.len() > 1).then(|| by_period(periods, y, points))
}

/// The share of rows without a value in each period that has rows.
fn gaps_over_time(over: &OverTime, periods: &Periods) -> Option<Figure> {
    let counts = over.missing.iter().zip(&periods.rows).enumerate();
    let points: Vec<(f64, f64)> = counts
        .filter(|(_, (_, rows))| **rows > 0)
        .map(|(at, (missing, rows))| (at as f64, *missing as f64 / *rows as f64 * 100.0))
        .collect();
    let y = Measure::new("missing", "%");
    (points.len() > 1).then(|| by_period(periods, y, points))
}

fn by_period(periods: &Periods, y: Measure, points: Vec<(f64, f64)>) -> Figure {
    Figure::Lines(Lines {
        x: Measure::new(&periods.every, ""),
        lines: vec![Line::plain(&y.name, points)],
        y,
        goals: Vec::new(),
        rows: Some(periods.rows.iter().sum::<u64>() as usize),
        names: periods.starts.clone(),
    })
}
