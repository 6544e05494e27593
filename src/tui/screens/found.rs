//! What was found in predictions, as numbers that are read from top to bottom.

use crate::benchmark::Diagnosis;
use crate::figures::{Listing, OverTime, Segments};
use crate::text;
use crate::tui::screens::page::{Row, Rows};
use crate::tui::theme::Tone;
use crate::tui::widgets::segment_label;

/// Cells of a number with the space before it.
const NUMBER: u16 = 12;
/// Cells of the names before numbers, at most.
const NAMES: u16 = 44;
/// Cells between two columns of rows.
const GAP: u16 = 2;
/// Cells of a value of a row at most.
const VALUE: usize = 18;

/// The sections, each after an empty row.
pub(super) fn sections(rows: &mut Rows<'_>, found: &Diagnosis) {
    scores(rows, found);
    if let Some(segments) = found.segments() {
        by_segment(rows, segments);
    }
    if let Some(over_time) = found.over_time() {
        by_period(rows, over_time);
    }
    if let Some(worst) = found.worst() {
        one_by_one(rows, worst);
    }
}

fn names(rows: &Rows<'_>) -> u16 {
    rows.width.saturating_sub(3 * NUMBER).min(NAMES)
}

/// A name with numbers behind it.
fn line(rows: &mut Rows<'_>, name: &str, cells: &[String], tones: (Tone, Tone)) {
    let names = names(rows);
    let row = Row::default().text(0, names, name, tones.0);
    let row = cells.iter().zip(0..).fold(row, |row, (cell, at)| {
        row.right(names + at * NUMBER, NUMBER, cell.as_str(), tones.1)
    });
    rows.row(row);
}

/// A head over such lines.
fn head(rows: &mut Rows<'_>, title: &str, cells: [&str; 3]) {
    rows.gap();
    let cells = cells.map(str::to_owned);
    line(rows, title, &cells, (Tone::Title, Tone::Dim));
}

fn plain(rows: &mut Rows<'_>, name: &str, cells: &[String]) {
    line(rows, name, cells, (Tone::Plain, Tone::Plain));
}

/// Every usual metric.
fn scores(rows: &mut Rows<'_>, found: &Diagnosis) {
    let title = format!(
        "Scores on {} of all folds",
        text::counted(found.rows, "row")
    );
    head(rows, &title, ["", "", ""]);
    for score in &found.scores {
        let (name, title) = (score.metric.name(), score.metric.title());
        let name = match name == title {
            true => name.to_owned(),
            false => format!("{name} ({title})"),
        };
        let cells = [text::number(score.value, 4), score.unit.clone()];
        plain(rows, &name, &cells);
    }
}

fn measured(name: &str, unit: &str) -> String {
    format!("{name} {unit}").trim_end().to_owned()
}

/// Where the predictions are worse than elsewhere.
fn by_segment(rows: &mut Rows<'_>, of: &Segments) {
    let score = measured(&of.of.name, &of.of.unit);
    head(
        rows,
        "Segments, what weighs most first",
        [&score, "rows", "weighs"],
    );
    let whole = [text::number(of.whole, 4), text::count(of.rows)];
    plain(rows, "all rows", &whole);
    for segment in &of.segments {
        let cells = [
            text::number(segment.score, 4),
            text::count(segment.rows),
            text::number(segment.weighs, 3),
        ];
        let cells_of_name = usize::from(names(rows)).saturating_sub(1);
        plain(rows, &segment_label(segment, cells_of_name), &cells);
    }
}

/// Whether they hold over time.
fn by_period(rows: &mut Rows<'_>, of: &OverTime) {
    let score = measured(&of.of.name, &of.of.unit);
    head(
        rows,
        &format!("Over time, by {}", of.every),
        [&score, "rows", ""],
    );
    for (name, level) in &of.lines {
        plain(rows, name, &[text::number(*level, 4)]);
    }
    for period in &of.periods {
        let score = period.score.map_or("-".into(), |s| text::number(s, 4));
        plain(rows, &period.name, &[score, text::count(period.rows)]);
    }
}

/// The rows with the greatest loss: as many of their columns as fit whole.
fn one_by_one(rows: &mut Rows<'_>, of: &Listing) {
    rows.gap();
    rows.head("Worst rows", &format!("the greatest {} first", of.by));
    let mut x = 0;
    let mut places = Vec::new();
    for (at, column) in of.columns.iter().enumerate() {
        let head = column.of.label();
        let cells = of
            .cells
            .iter()
            .map(|row| text::width(&text::escape(&row[at])));
        let width = cells.max().unwrap_or(0).min(VALUE).max(text::width(&head)) as u16;
        if x + width > rows.width {
            break;
        }
        places.push((at, x, width));
        x += width + GAP;
    }
    let put = |row: Row, (at, x, width): (usize, u16, u16), text: String, tone: Tone| match of
        .columns[at]
        .numeric
    {
        true => row.right(x, width, text, tone),
        false => row.text(x, width, text, tone),
    };
    let heads = places.iter().fold(Row::default(), |row, &place| {
        put(row, place, of.columns[place.0].of.label(), Tone::Dim)
    });
    rows.row(heads);
    for cells in &of.cells {
        let row = places.iter().fold(Row::default(), |row, &place| {
            put(row, place, cells[place.0].clone(), Tone::Plain)
        });
        rows.row(row);
    }
}
