//! ROC, precision-recall and cumulative gain: curves of shares against shares, one a class, each read point by point.

use ratatui::layout::Rect;

use super::axes::Caption;
use super::calibration::draw_square;
use super::canvas::Canvas;
use super::lines::{draw_legend, draw_line, stroke};
use crate::figures::{Gain, PrecisionRecall, Roc};
use crate::text;
use crate::tui::theme::Tone;
use crate::tui::widgets::{Paint, top};

/// Points of a curve that can be read.
const STOPS: usize = 60;
/// Curves that can be told apart.
const CURVES: usize = 4;

/// A figure whose curves are drawn alike.
pub(super) trait Curves {
    /// Curves in all.
    fn count(&self) -> usize;
    /// Name of a curve in the legend, with its one number.
    fn legend(&self, curve: usize) -> String;
    /// All points of a curve, in the order in which they are joined.
    fn points(&self, curve: usize) -> Vec<(f64, f64)>;
    /// Where on the horizontal axis each place of the cursor stands, and what it reads.
    fn readings(&self, curve: usize) -> Vec<(f64, String)>;
    /// Whether chance draws the diagonal.
    fn has_diagonal(&self) -> bool;
    /// Level that chance draws, with its name; only where there is one curve.
    fn level(&self) -> Option<(String, f64)>;
}

fn share(value: f64) -> String {
    text::percent((value * 1000.0).round() / 1000.0)
}

fn from(threshold: f64) -> String {
    match threshold.is_finite() {
        true => format!("from {} on", text::short(threshold)),
        false => "never".to_owned(),
    }
}

impl Curves for Roc {
    fn count(&self) -> usize {
        self.curves.len()
    }

    fn legend(&self, curve: usize) -> String {
        let curve = &self.curves[curve];
        format!("{} {}", curve.name, text::number(curve.area, 3))
    }

    fn points(&self, curve: usize) -> Vec<(f64, f64)> {
        let points = self.curves[curve].points.iter();
        points
            .map(|p| (p.false_positive, p.true_positive))
            .collect()
    }

    fn readings(&self, curve: usize) -> Vec<(f64, String)> {
        let curve = &self.curves[curve];
        let read = |p: &crate::figures::RocPoint| {
            let said = format!(
                "{} {}: true positives {}, false {}",
                curve.name,
                from(p.threshold),
                share(p.true_positive),
                share(p.false_positive)
            );
            (p.false_positive, said)
        };
        curve.thinned(STOPS).iter().map(read).collect()
    }

    fn has_diagonal(&self) -> bool {
        true
    }

    fn level(&self) -> Option<(String, f64)> {
        None
    }
}

impl Curves for PrecisionRecall {
    fn count(&self) -> usize {
        self.curves.len()
    }

    fn legend(&self, curve: usize) -> String {
        let curve = &self.curves[curve];
        format!("{} {}", curve.name, text::number(curve.average, 3))
    }

    fn points(&self, curve: usize) -> Vec<(f64, f64)> {
        let points = self.curves[curve].points.iter();
        points.map(|p| (p.recall, p.precision)).collect()
    }

    fn readings(&self, curve: usize) -> Vec<(f64, String)> {
        let curve = &self.curves[curve];
        let read = |p: &crate::figures::PrecisionPoint| {
            let said = format!(
                "{} {}: precision {}, recall {}",
                curve.name,
                from(p.threshold),
                share(p.precision),
                share(p.recall)
            );
            (p.recall, said)
        };
        curve.thinned(STOPS).iter().map(read).collect()
    }

    fn has_diagonal(&self) -> bool {
        false
    }

    fn level(&self) -> Option<(String, f64)> {
        match self.curves.as_slice() {
            [one] => Some(("base rate".into(), one.base)),
            _ => None,
        }
    }
}

impl Curves for Gain {
    fn count(&self) -> usize {
        self.curves.len()
    }

    fn legend(&self, curve: usize) -> String {
        let curve = &self.curves[curve];
        format!("{} {}", curve.name, text::number(curve.lift, 3))
    }

    fn points(&self, curve: usize) -> Vec<(f64, f64)> {
        let points = self.curves[curve].points.iter();
        points.map(|p| (p.asked, p.found)).collect()
    }

    fn readings(&self, curve: usize) -> Vec<(f64, String)> {
        let curve = &self.curves[curve];
        let read = |p: &crate::figures::GainPoint| {
            let lift = p.lift().map(|lift| format!(", lift {}", text::short(lift)));
            let said = format!(
                "{} {}: {} of the rows find {}{}",
                curve.name,
                from(p.threshold),
                share(p.asked),
                share(p.found),
                lift.unwrap_or_default()
            );
            (p.asked, said)
        };
        curve.thinned(STOPS).iter().map(read).collect()
    }

    fn has_diagonal(&self) -> bool {
        true
    }

    fn level(&self) -> Option<(String, f64)> {
        None
    }
}

/// Places of the cursor: those of every class, one class after the other.
pub(super) fn stops(of: &impl Curves) -> usize {
    (0..of.count()).map(|curve| of.readings(curve).len()).sum()
}

/// Where the cursor is put at first: in the middle of the first curve.
pub(super) fn middle(of: &impl Curves) -> usize {
    match of.count() {
        0 => 0,
        _ => of.readings(0).len() / 2,
    }
}

/// The curve that is read at a place of the cursor, where its point stands, and what it says.
fn read(of: &impl Curves, at: usize) -> Option<(usize, f64, String)> {
    let mut before = 0;
    for curve in 0..of.count() {
        let readings = of.readings(curve);
        let count = readings.len();
        if let Some((x, said)) = readings.into_iter().nth(at - before) {
            return Some((curve, x, said));
        }
        before += count;
    }
    None
}

pub(super) fn reading(of: &impl Curves, at: usize) -> String {
    read(of, at).map_or_else(String::new, |(_, _, said)| said)
}

pub(super) fn draw(paint: &mut Paint<'_>, mut area: Rect, of: &impl Curves, cursor: Option<usize>) {
    let read = cursor.and_then(|at| read(of, at));
    // The class that is read is always among those drawn.
    let first = read
        .as_ref()
        .map_or(0, |(curve, ..)| (curve + 1).saturating_sub(CURVES));
    let drawn = first..of.count().min(first + CURVES);
    if of.count() > 1 && area.height > 6 {
        let legend = top(1, &mut area);
        let names: Vec<String> = drawn.clone().map(|curve| of.legend(curve)).collect();
        draw_legend(paint, legend, names.iter().map(String::as_str));
    }
    let Some(axes) = draw_square(paint, area, of.has_diagonal()) else {
        return;
    };
    let level = of.level();
    let level = level.and_then(|(name, value)| Some((name, value, axes.row(value)?)));
    let dash = paint.theme.glyph('─', '-');
    if let Some((_, _, row)) = level {
        for x in axes.plot.x..axes.plot.right() {
            paint.dot(x, row, dash, Tone::Goal);
        }
    }
    let mut canvas = Canvas::new(paint, axes.plot);
    for (at, curve) in drawn.enumerate() {
        let (pen, _) = stroke(paint, at);
        draw_line(&mut canvas, &axes, &of.points(curve), pen);
    }
    canvas.draw(paint);
    if let Some((name, value, row)) = level {
        let label = format!(" {name} {} ", share(value));
        paint.right(axes.plot.x, row, axes.plot.width, &label, Tone::Goal);
    }
    if let Some(column) = read.and_then(|(_, x, _)| axes.column(x)) {
        axes.mark(paint, column);
    }
}

fn mean(values: impl Iterator<Item = f64>, count: usize) -> String {
    text::number(values.sum::<f64>() / count.max(1) as f64, 3)
}

fn rows(count: Option<usize>) -> String {
    format!("n = {}", text::count(count.unwrap_or(0)))
}

pub(super) fn roc_caption(roc: &Roc) -> Caption {
    let title = match roc.curves.as_slice() {
        [one] => format!("ROC of {}, area {}", one.name, text::number(one.area, 3)),
        many => {
            let areas = mean(many.iter().map(|c| c.area), many.len());
            format!("ROC of each class, mean area {areas}")
        }
    };
    Caption {
        title,
        by: "true positives by false positives".into(),
        n: rows(roc.curves.first().map(|c| c.positives + c.negatives)),
    }
}

pub(super) fn precision_caption(of: &PrecisionRecall) -> Caption {
    let title = match of.curves.as_slice() {
        [one] => format!("{}, average {}", one.name, text::number(one.average, 3)),
        many => {
            let average = mean(many.iter().map(|c| c.average), many.len());
            format!("each class, mean of the averages {average}")
        }
    };
    Caption {
        title,
        by: "precision by recall".into(),
        n: rows(of.curves.first().map(|c| c.rows)),
    }
}

pub(super) fn gain_caption(of: &Gain) -> Caption {
    let title = match of.curves.as_slice() {
        [one] => format!("{}, lift at 10 % {}", one.name, text::number(one.lift, 3)),
        many => {
            let lift = mean(many.iter().map(|c| c.lift), many.len());
            format!("each class, mean lift at 10 % {lift}")
        }
    };
    Caption {
        title,
        by: "positives found by rows asked".into(),
        n: rows(of.curves.first().map(|c| c.rows)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{GainCurve, PrecisionCurve, RocCurve};

    const POSITIVE: [bool; 4] = [true, false, true, false];
    const SCORES: [f64; 4] = [0.9, 0.7, 0.6, 0.2];

    #[test]
    fn one_class_after_the_other_is_read() {
        let turned: Vec<f64> = SCORES.iter().map(|s| 1.0 - s).collect();
        let curves = ["rain", "sun"].into_iter().zip([&SCORES[..], &turned]);
        let roc = Roc {
            curves: curves
                .filter_map(|(name, scores)| RocCurve::of(name, scores, &POSITIVE, None))
                .collect(),
        };
        let classes: Vec<String> = (0..stops(&roc))
            .map(|at| reading(&roc, at).split(' ').next().unwrap().to_owned())
            .collect();
        assert_eq!(classes.len(), 10);
        assert!(classes[..5].iter().all(|c| c == "rain"), "{classes:?}");
        assert!(classes[5..].iter().all(|c| c == "sun"), "{classes:?}");
        assert_eq!(reading(&roc, 10), "");
    }

    #[test]
    fn thresholds_are_told_with_what_they_give() {
        let precision = PrecisionRecall {
            curves: PrecisionCurve::of("bad", &SCORES, &POSITIVE, None)
                .into_iter()
                .collect(),
        };
        assert_eq!(
            reading(&precision, 0),
            "bad from 0.9 on: precision 100 %, recall 50 %"
        );
        let gain = Gain {
            curves: GainCurve::of("bad", &SCORES, &POSITIVE, None)
                .into_iter()
                .collect(),
        };
        assert_eq!(
            reading(&gain, 1),
            "bad from 0.9 on: 25 % of the rows find 50 %, lift 2"
        );
    }
}
