//! Two contenders side by side: the paired test, scores, parameters, and where their errors differ.

use crate::text;
use crate::train::Duel;
use crate::tui::screens::page::{LONGEST, Row, Rows};
use crate::tui::screens::verdict;
use crate::tui::theme::{Theme, Tone};
use crate::tui::widgets::meter;

/// Cells of a number.
const NUMBER: u16 = 10;

/// The page, from its title on.
pub(super) fn rows(duel: &Duel, theme: &Theme, width: u16) -> Vec<Row> {
    let mut rows = Rows::new(theme, width);
    let named = format!("A is {}, B is {}.", duel.a.title, duel.b.title);
    rows.paragraph(&named, Tone::Plain);
    rows.paragraph(&duel.sentence(), Tone::Plain);
    rows.gap();
    scores(&mut rows, duel);
    verdict::worlds(&mut rows, duel.comparison.worlds, &duel.unit);
    verdict::tests(&mut rows, &duel.comparison.tests);
    let params = duel.params();
    if !params.is_empty() {
        rows.gap();
        rows.row(heads(&rows, "Parameters that differ", ["A", "B", ""]));
        for (name, a, b) in params {
            let shown = |value: Option<f64>| value.map_or("-".to_owned(), text::short);
            rows.row(numbers(&rows, &name, [shown(a), shown(b), String::new()]));
        }
    }
    if !duel.segments.is_empty() {
        rows.gap();
        rows.row(heads(
            &rows,
            "Where they differ most",
            ["A", "B", "gain of A"],
        ));
        let most = duel.segments.iter().map(|s| s.gain.abs());
        let most = most.fold(0.0, f64::max);
        for segment in &duel.segments {
            let what = format!(
                "{} {}, {}",
                segment.column,
                segment.values,
                text::counted(segment.rows, "row")
            );
            gain(
                &mut rows,
                theme,
                &what,
                segment.a,
                segment.b,
                segment.gain,
                most,
            );
        }
    }
    rows.done()
}

/// Means, folds and holdout, each with the gain of the first.
fn scores(rows: &mut Rows<'_>, duel: &Duel) {
    let head = match duel.unit.as_str() {
        "" => duel.metric.clone(),
        unit => format!("{} in {unit}", duel.metric),
    };
    rows.row(heads(rows, &head, ["A", "B", "gain of A"]));
    let folds = duel.a.scores.len().max(duel.b.scores.len());
    let at = |scores: &[Option<f64>], fold: usize| scores.get(fold).copied().flatten();
    let mut lines = vec![("mean of the folds".to_owned(), duel.a.mean, duel.b.mean)];
    lines.extend((0..folds).map(|fold| {
        let (a, b) = (at(&duel.a.scores, fold), at(&duel.b.scores, fold));
        (format!("fold {}", fold + 1), a, b)
    }));
    lines.push(("holdout".to_owned(), duel.a.holdout, duel.b.holdout));
    for (name, a, b) in lines {
        let shown = |value: Option<f64>| value.map_or("-".to_owned(), |v| text::number(v, 4));
        let gain = a.zip(b).map(|(a, b)| signed(duel.direction.gain(a, b)));
        let cells = [shown(a), shown(b), gain.unwrap_or_default()];
        rows.row(numbers(rows, &name, cells));
    }
}

/// Cells of the names.
fn names(rows: &Rows<'_>) -> u16 {
    (rows.width.saturating_sub(3 * NUMBER + 12)).min(48)
}

fn heads(rows: &Rows<'_>, title: &str, heads: [&str; 3]) -> Row {
    let names = names(rows);
    let row = Row::default().text(0, names, title, Tone::Title);
    heads.iter().zip(0..).fold(row, |row, (head, i)| {
        row.right(names + i * NUMBER, NUMBER, *head, Tone::Dim)
    })
}

fn numbers(rows: &Rows<'_>, name: &str, cells: [String; 3]) -> Row {
    let names = names(rows);
    let row = Row::default().text(0, names, name, Tone::Plain);
    cells.into_iter().zip(0..).fold(row, |row, (cell, i)| {
        row.right(names + i * NUMBER, NUMBER, cell, Tone::Plain)
    })
}

/// Scores on some rows, with a bar as long as the gain is large.
fn gain(rows: &mut Rows<'_>, theme: &Theme, name: &str, a: f64, b: f64, gain: f64, most: f64) {
    let cells = [text::number(a, 3), text::number(b, 3), signed(gain)];
    let row = numbers(rows, name, cells);
    let x = names(rows) + 3 * NUMBER + 2;
    let room = rows.width.saturating_sub(x).min(LONGEST);
    let tone = if gain >= 0.0 { Tone::Good } else { Tone::Bad };
    let drawn = meter(theme, gain.abs() / most, usize::from(room));
    rows.row(row.text(x, room, drawn, tone));
}

/// A number with its sign.
fn signed(value: f64) -> String {
    let shown = text::number(value, 3);
    if value > 0.0 {
        format!("+{shown}")
    } else {
        shown
    }
}
