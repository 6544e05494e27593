//! Every figure in braille, blocks and ASCII, and what its cursor reads.

use insta::assert_snapshot;
use ratatui::buffer::Buffer;

use super::*;
use crate::figures::*;
use crate::tui::theme::{Glyphs, Palette, Theme};

/// A picture with its cursor at a place.
fn picture(figure: &Figure, glyphs: Glyphs, at: usize) -> String {
    let theme = Theme {
        glyphs,
        palette: Palette::Mono,
    };
    let area = Rect::new(0, 0, 60, 14);
    let mut buffer = Buffer::empty(area);
    draw_figure(&mut Paint::new(&mut buffer, &theme), area, figure, Some(at));
    let row = |y: u16| {
        let row: String = (0..area.width).map(|x| buffer[(x, y)].symbol()).collect();
        row.trim_end().to_owned()
    };
    (0..area.height).map(row).collect::<Vec<_>>().join("\n")
}

/// One snapshot with the three forms below each other; ASCII is only ASCII, blocks have no braille.
fn pictures(name: &str, figure: &Figure, at: usize) {
    let [braille, blocks, ascii] =
        [Glyphs::Unicode, Glyphs::Blocks, Glyphs::Ascii].map(|g| picture(figure, g, at));
    assert!(ascii.is_ascii(), "{ascii}");
    assert!(
        !blocks
            .chars()
            .any(|c| ('\u{2800}'..='\u{28ff}').contains(&c))
    );
    assert_snapshot!(
        format!("figure_{name}"),
        format!("{braille}\n\n{blocks}\n\n{ascii}")
    );
}

fn normal(count: usize, shift: f64) -> Vec<f64> {
    // Quantiles of a logistic distribution: smooth, and the same everywhere.
    (1..count)
        .map(|i| i as f64 / count as f64)
        .map(|p| shift + 4.0 * (p / (1.0 - p)).ln())
        .collect()
}

fn fare() -> Measure {
    Measure::new("fare", "USD")
}

#[test]
fn histogram() {
    let histogram = Histogram::of(&normal(500, 20.0), Tails::TrimHeavy);
    let figure = Figure::Histogram(Distribution {
        of: fare(),
        histogram,
        ends: None,
    });
    pictures("histogram", &figure, 9);
}

#[test]
fn mirror() {
    let (before, now) = (normal(400, 20.0), normal(300, 26.0));
    let mirror = Mirror::new(
        fare(),
        ("reference", &before),
        ("current", &now),
        Tails::Whole,
    );
    pictures("mirror", &Figure::Mirror(mirror), 8);
}

#[test]
fn boxes() {
    let groups: Vec<(String, Vec<f64>)> = (1..=4)
        .map(|fold| (format!("fold {fold}"), normal(50 * fold, fold as f64)))
        .collect();
    pictures("boxes", &Figure::Boxes(Boxes::of(fare(), &groups)), 7);
}

#[test]
fn scatter() {
    let actual = normal(300, 30.0);
    let wave = |(i, v): (usize, &f64)| v + ((i * 7919) % 101) as f64 / 10.0 - 5.0;
    let predicted: Vec<f64> = actual.iter().enumerate().map(wave).collect();
    let (x, y) = (
        Measure::new("actual", "USD"),
        Measure::new("predicted", "USD"),
    );
    let figure = Figure::Scatter(Scatter::of(x, y, (&actual, &predicted), true));
    pictures("scatter", &figure, 12);
}

#[test]
fn lines() {
    let falling = |from: f64, floor: f64| -> Vec<(f64, f64)> {
        (1..=60)
            .map(|i| (f64::from(i), floor + from / f64::from(i)))
            .collect()
    };
    let validation = falling(0.8, 0.35);
    let lines = Lines {
        x: Measure::new("round", ""),
        y: Measure::new("log loss", ""),
        lines: vec![
            Line::plain("train", falling(0.9, 0.2)),
            Line {
                name: "validation".into(),
                band: validation
                    .iter()
                    .map(|(x, y)| (*x, y - 0.05, y + 0.08))
                    .collect(),
                points: validation,
            },
        ],
        goals: vec![("goal".into(), 0.3)],
        rows: Some(16_000),
        names: Vec::new(),
    };
    pictures("lines", &Figure::Lines(lines), 20);
}

#[test]
fn bars() {
    let bar = |label: &str, value: f64, half: f64| Bar {
        label: label.into(),
        value,
        interval: Some((value - half, value + half)),
    };
    let bars = Bars {
        axis: "mae".into(),
        unit: "USD".into(),
        bars: vec![
            bar("7 boosting", 1.84, 0.2),
            bar("3 ridge", 2.93, 0.35),
            bar("mean", f64::NAN, 0.0),
            bar("tariff", 3.8, 0.1),
        ],
        lines: vec![("goal".into(), 2.0), ("best baseline".into(), 3.8)],
        from_zero: false,
    };
    pictures("bars", &Figure::Bars(bars), 1);
}

#[test]
fn names_of_lines_make_room_for_each_other() {
    let bars = Bars {
        axis: "accuracy".into(),
        unit: String::new(),
        bars: Vec::new(),
        lines: vec![("best baseline".into(), 0.658), ("goal".into(), 0.69)],
        from_zero: false,
    };
    let theme = Theme {
        glyphs: Glyphs::Ascii,
        palette: Palette::Mono,
    };
    let area = Rect::new(0, 0, 36, 1);
    let mut buffer = Buffer::empty(area);
    let axis = Axis::new(0.56, 0.72).unwrap();
    draw_line_names(&mut Paint::new(&mut buffer, &theme), area, &bars, axis, 18);
    let row: String = (0..36).map(|x| buffer[(x, 0)].symbol()).collect();
    assert_eq!(row, " | best baseline 0.658  : goal 0.690");
}

#[test]
fn heat() {
    let names = ["miles", "seconds", "tips", "hour"]
        .map(str::to_owned)
        .to_vec();
    let heat = Heat {
        of: "correlation".into(),
        unit: String::new(),
        rows: names.clone(),
        columns: names,
        values: vec![
            vec![1.0, 0.91, 0.42, -0.03],
            vec![0.91, 1.0, 0.38, 0.05],
            vec![0.42, 0.38, 1.0, f64::NAN],
            vec![-0.03, 0.05, f64::NAN, 1.0],
        ],
        n: Some(16_000),
        told: None,
    };
    pictures("heat", &Figure::Heat(heat), 6);
}

/// Scores of 200 rows, the likelier to be positive the higher.
fn scored() -> (Vec<f64>, Vec<bool>) {
    let score = |i: usize| ((i * 37) % 200) as f64 / 199.0;
    let chance = |i: usize| ((i * 53 + 17) % 100) as f64 / 100.0;
    (0..200)
        .map(|i| (score(i), chance(i) < score(i) * 0.9 + 0.03))
        .unzip()
}

#[test]
fn roc() {
    let (scores, positive) = scored();
    let curve = RocCurve::of("bad", &scores, &positive, None).unwrap();
    let one = Roc {
        curves: vec![curve.clone()],
    };
    pictures("roc", &Figure::Roc(one), 20);
    let turned: Vec<f64> = scores.iter().map(|s| (s * 7.0).fract()).collect();
    let other = RocCurve::of("good", &turned, &positive, None).unwrap();
    let two = Roc {
        curves: vec![curve, other],
    };
    pictures("roc_classes", &Figure::Roc(two), 0);
}

#[test]
fn calibration() {
    let (scores, positive) = scored();
    let found = Calibration::of("bad", &scores, &positive, None, 10).unwrap();
    pictures("calibration", &Figure::Calibration(found), 6);
}

#[test]
fn confusion() {
    let classes = ["setosa", "versicolor", "virginica"].map(str::to_owned);
    let truth: Vec<u32> = (0..150).map(|i| i / 50).collect();
    let said: Vec<Option<u32>> = (0..150)
        .map(|i| match i {
            60..68 => Some(2),
            140..146 => Some(1),
            149 => None,
            i => Some(i / 50),
        })
        .collect();
    let found = Confusion::of(&classes, &truth, &said, None);
    pictures("confusion", &Figure::Confusion(found), 5);
}

#[test]
fn timeline() {
    let marks = [
        (Mark::Good, "holds"),
        (Mark::Watch, "watch"),
        (Mark::Alert, "alert"),
        (Mark::Unknown, "too few"),
    ];
    let moments = (0..6).map(|i| {
        let (mark, word) = marks[i % 4];
        Moment {
            name: format!("2016-q{i}"),
            mark,
            word: word.into(),
            detail: "1 204 rows".into(),
        }
    });
    let timeline = Timeline {
        moments: moments.collect(),
    };
    pictures("timeline", &Figure::Timeline(timeline), 2);
}

#[test]
fn no_room_and_no_data_draw_nothing_wrong() {
    let none = [
        Figure::Histogram(Distribution {
            of: fare(),
            histogram: Histogram::default(),
            ends: None,
        }),
        Figure::Mirror(Mirror::new(fare(), ("a", &[]), ("b", &[]), Tails::Whole)),
        Figure::Boxes(Boxes::of(fare(), &[])),
        Figure::Scatter(Scatter::of(fare(), fare(), (&[], &[]), false)),
        Figure::Roc(Roc { curves: Vec::new() }),
        Figure::Timeline(Timeline::default()),
        Figure::Heat(Heat {
            of: "x".into(),
            unit: String::new(),
            rows: Vec::new(),
            columns: Vec::new(),
            values: Vec::new(),
            n: None,
            told: None,
        }),
    ];
    let (scores, positive) = scored();
    let curve = RocCurve::of("bad", &scores, &positive, None).unwrap();
    let some = Figure::Roc(Roc {
        curves: vec![curve],
    });
    for figure in none.iter().chain([&some]) {
        for (width, height) in [(0, 0), (1, 1), (16, 3), (20, 6), (300, 100)] {
            let theme = Theme {
                glyphs: Glyphs::Unicode,
                palette: Palette::Mono,
            };
            let area = Rect::new(0, 0, width, height);
            let mut buffer = Buffer::empty(area);
            let mut paint = Paint::new(&mut buffer, &theme);
            draw_figure(&mut paint, area, figure, Some(3));
            draw_figure(&mut paint, area, figure, None);
        }
    }
}

/// Scores of 200 rows, a third of them positive, ranked better than by chance.
fn ranked() -> (Vec<f64>, Vec<bool>) {
    let score = |i: usize| ((i * 37) % 200) as f64 / 199.0;
    let came = |i: usize| ((i * 53 + 17) % 100) as f64 / 100.0 < score(i) * 0.7;
    ((0..200).map(score).collect(), (0..200).map(came).collect())
}

#[test]
fn precision_recall() {
    let (scores, positive) = ranked();
    let curve = PrecisionCurve::of("bad", &scores, &positive, None).unwrap();
    let figure = PrecisionRecall {
        curves: vec![curve],
    };
    pictures("precision_recall", &Figure::PrecisionRecall(figure), 30);
}

#[test]
fn gain() {
    let (scores, positive) = ranked();
    let curve = GainCurve::of("bad", &scores, &positive, None).unwrap();
    let figure = Gain {
        curves: vec![curve],
    };
    pictures("gain", &Figure::Gain(figure), 6);
}

#[test]
fn over_time() {
    let period = |month: usize| Period {
        name: format!("2013-{month:02}-01"),
        rows: 400 + month,
        score: (month != 4).then(|| 2.0 + (month * 7 % 5) as f64 / 2.0),
    };
    let figure = OverTime {
        of: Measure::new("mae", "USD"),
        every: "month".into(),
        periods: (1..=12).map(period).collect(),
        lines: vec![("success".into(), 2.0), ("best baseline".into(), 3.8)],
    };
    // The fourth month has no score: the fourth stop is May.
    pictures("over_time", &Figure::OverTime(figure), 3);
}

#[test]
fn segments() {
    let segment = |values: &str, rows, score: f64| SegmentScore {
        column: "company".into(),
        values: values.into(),
        rows,
        score,
        weighs: (score - 3.0) * rows as f64 / 5_000.0,
    };
    let figure = Segments {
        of: Measure::new("mae", "USD"),
        whole: 3.0,
        rows: 5_000,
        segments: vec![
            segment("Flash Cab", 1_200, 4.25),
            segment("Sun Taxi", 800, 3.4),
            segment("Taxi Affiliation Services", 3_000, 2.4),
        ],
    };
    pictures("segments", &Figure::Segments(figure), 0);
}

#[test]
fn listing() {
    let column = |name: &str, unit: &str, numeric| ListedColumn {
        of: Measure::new(name, unit),
        numeric,
    };
    let row = |i: usize| {
        let loss = format!("{}.50", 90 - i);
        vec![
            (17 * i + 3).to_string(),
            loss,
            format!("Cab {i}"),
            "***".into(),
        ]
    };
    let figure = Listing {
        by: "absolute error".into(),
        among: 5_000,
        columns: vec![
            column("row", "", true),
            column("absolute error", "USD", true),
            column("company", "", false),
            column("driver", "", false),
        ],
        cells: (0..20).map(row).collect(),
        rows: (0..20).map(|i| 17 * i + 2).collect(),
        values: (0..20).map(|i| 90.5 - i as f64).collect(),
    };
    pictures("listing", &Figure::Listing(figure), 2);
}
