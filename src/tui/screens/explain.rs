//! What a run rests on: columns by what they are worth, by how far they move the answer, and how the answer moves with them.

use std::borrow::Cow;

use crate::text;
use crate::train::{Explanation, Shap};
use crate::tui::screens::page::{Row, Rows};
use crate::tui::theme::{Theme, Tone};

/// Columns named for each class.
const NAMED: usize = 3;

/// The page, from its title on.
pub(super) fn rows(found: &Explanation, theme: &Theme, width: u16) -> Vec<Row> {
    let mut rows = Rows::new(theme, width);
    rows.paragraph(&found.scored(), Tone::Plain);
    rows.gap();
    importance(&mut rows, found);
    if let Some(shap) = &found.shap {
        rows.gap();
        contributions(&mut rows, found, shap);
    }
    let unit = match (&found.class, &found.shap) {
        (None, Some(shap)) if !shap.unit.is_empty() => format!("in {}; ", shap.unit),
        _ => String::new(),
    };
    let about = format!("{unit}all other columns as they are");
    for effect in &found.effects {
        rows.gap();
        let head = format!("{} by {}", found.answered(), effect.column);
        rows.head(&head, &about);
        let means = effect.points.iter().map(|(_, mean)| *mean);
        let (low, high) = means.fold((0.0_f64, 0.0_f64), |(low, high), mean| {
            (low.min(mean), high.max(mean))
        });
        let decimals = decimals(high.max(-low));
        for (value, mean) in &effect.points {
            let share = (mean - low) / (high - low);
            let shown = text::decimal(*mean, decimals);
            rows.bar(&brief(value), &shown, share, Tone::Running);
        }
    }
    rows.done()
}

/// A value with as many digits as there is room for.
fn brief(value: &str) -> Cow<'_, str> {
    match value.parse::<f64>() {
        Ok(number) if value.contains('.') => text::short(number).into(),
        _ => value.into(),
    }
}

/// Decimals that leave four digits of the largest of several numbers.
fn decimals(largest: f64) -> usize {
    match largest > 0.0 {
        true => (3 - largest.log10().floor() as i32).clamp(0, 9) as usize,
        false => 0,
    }
}

/// What each column is worth in the metric.
fn importance(rows: &mut Rows<'_>, found: &Explanation) {
    let unit = match found.unit.as_str() {
        "" => found.metric.clone(),
        unit => format!("{} in {unit}", found.metric),
    };
    rows.head(
        "Worse when shuffled",
        &format!("{unit}; deviation over the shuffles"),
    );
    let most = found.importance.iter().map(|i| i.loss).fold(0.0, f64::max);
    for entry in &found.importance {
        let (loss, std) = (text::number(entry.loss, 3), text::number(entry.std, 2));
        let numbers = format!("{loss} ({std})");
        rows.bar(&entry.column, &numbers, entry.loss / most, Tone::Running);
    }
}

/// How far each column moves the answer.
fn contributions(rows: &mut Rows<'_>, found: &Explanation, shap: &Shap) {
    rows.head("Contributions", "SHAP");
    rows.paragraph(&shap.words(), Tone::Dim);
    let mut sizes: Vec<(&str, f64)> = found
        .importance
        .iter()
        .filter_map(|i| Some((i.column.as_str(), shap.of(&i.column)?)))
        .collect();
    sizes.sort_by(|a, b| b.1.total_cmp(&a.1));
    let most = sizes.first().map_or(0.0, |(_, size)| *size);
    for (column, size) in &sizes {
        rows.bar(column, &text::number(*size, 3), size / most, Tone::Running);
    }
    for (class, name) in shap.classes.iter().enumerate() {
        let of = |column: &str| shap.by_class(column).get(class).copied().unwrap_or(0.0);
        let mut own: Vec<&str> = sizes.iter().map(|(column, _)| *column).collect();
        own.sort_by(|a, b| of(b).total_cmp(&of(a)));
        let told = own.iter().take(NAMED);
        let told: Vec<String> = told
            .map(|column| format!("{column} {}", text::number(of(column), 3)))
            .collect();
        rows.paragraph(&format!("{name}: most by {}", told.join(", ")), Tone::Plain);
    }
}
