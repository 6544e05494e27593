//! Scores on one axis: a row an entrant, its folds as ticks, its mean as a dot; the goal and the best baseline as
//! lines across.
//!
//! ```text
//! run family       mae   1       2       3       4       5   vs best      fit
//!                  USD   .       .       .       .       .   baseline       s
//!   7 boosting    1.84    --o---:                           51 % better   3.1
//!   3 ridge       2.93          :   ---o---      |          23 % better   0.1
//!                             goal          best baseline
//! ```

use ratatui::layout::Rect;

use crate::decisions::Direction;
use crate::figures::Bars;
use crate::text;
use crate::tui::theme::Tone;
use crate::tui::widgets::{Paint, sized, window};

/// Cells of the columns beside the axis.
const ID: u16 = 4;
const VALUE: u16 = 9;
const VERSUS: u16 = 14;
const FIT: u16 = 7;

/// A row of the board beside its bar.
#[derive(Debug, Clone, PartialEq)]
pub struct BoardRow {
    /// Number of the run, or `-`.
    pub id: String,
    /// Score by fold.
    pub folds: Vec<f64>,
    /// Against the best baseline, with how it is said.
    pub versus: (String, Tone),
    /// Seconds of the fit.
    pub fit: String,
    /// Why there is no score.
    pub failed: Option<String>,
}

/// The stretch of scores that is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    low: f64,
    high: f64,
}

impl Axis {
    /// From the lines and the scores near them: one bad entrant must not flatten the others, so it is drawn at the edge.
    pub fn of(bars: &Bars, folds: &[Vec<f64>], direction: Direction) -> Option<Self> {
        let sane = |v: &f64| v.is_finite();
        let mut means: Vec<f64> = bars.bars.iter().map(|b| b.value).filter(sane).collect();
        means.sort_by(f64::total_cmp);
        if direction == Direction::Maximise {
            means.reverse();
        }
        let best = *means.first()?;
        let lines = bars.lines.iter().map(|(_, place)| *place).filter(sane);
        let reach = lines
            .chain([best])
            .map(|v| (v - best).abs())
            .fold(0.0, f64::max);
        let reach = match reach {
            r if r > 0.0 => r * 1.6,
            _ => means.last().map_or(0.0, |worst| (worst - best).abs()),
        };
        let near = |v: &f64| sane(v) && (v - best).abs() <= reach.max(f64::EPSILON);
        let all = || folds.iter().flatten().chain(&means).copied();
        let lines = bars.lines.iter().map(|(_, place)| *place).filter(sane);
        let drawn: Vec<f64> = all().filter(near).chain(lines).collect();
        let low = drawn.iter().copied().fold(f64::INFINITY, f64::min);
        let high = drawn.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let margin = ((high - low) * 0.05).max(best.abs() * 0.01).max(1e-9);
        Some(Self {
            low: low - margin,
            high: high + margin,
        })
    }

    /// Cell of a value among `cells`; before or beyond the axis.
    fn place(&self, value: f64, cells: u16) -> Result<u16, bool> {
        let share = (value - self.low) / (self.high - self.low);
        if !(0.0..=1.0).contains(&share) {
            return Err(share > 1.0);
        }
        Ok((share * f64::from(cells.saturating_sub(1))).round() as u16)
    }

    /// Round numbers on the axis, at most one every twelve cells.
    fn ticks(&self, cells: u16) -> Vec<f64> {
        let wanted = f64::from((cells / 12).max(1));
        let rough = (self.high - self.low) / wanted;
        let power = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0]
            .into_iter()
            .map(|m| m * power)
            .find(|step| *step >= rough * 0.999)
            .unwrap_or(power * 10.0);
        let mut ticks = Vec::new();
        let mut tick = (self.low / step).ceil() * step;
        while tick <= self.high && ticks.len() < 20 {
            ticks.push(tick);
            tick += step;
        }
        ticks
    }
}

/// Draws the board; returns the rows it used.
pub fn draw_board(
    paint: &mut Paint<'_>,
    area: Rect,
    (bars, rows): (&Bars, &[BoardRow]),
    direction: Direction,
    (cursor, focused): (Option<usize>, bool),
) -> u16 {
    let names = bars
        .bars
        .iter()
        .map(|b| text::width(&b.label))
        .max()
        .unwrap_or(6)
        .clamp(8, 16) as u16;
    let with_fit = rows.iter().any(|row| !row.fit.is_empty());
    let left = ID + 1 + names + 1 + VALUE + 2;
    let right = 2 + VERSUS + if with_fit { FIT } else { 0 };
    if area.height < 4 || area.width < left + right + 10 {
        return 0;
    }
    let axis_cells = area.width - left - right;
    let axis_x = area.x + left;
    let right_x = axis_x + axis_cells + 2;
    let folds: Vec<Vec<f64>> = rows.iter().map(|row| row.folds.clone()).collect();
    let axis = Axis::of(bars, &folds, direction);

    paint.right(area.x, area.y, ID, "run", Tone::Title);
    paint.text(area.x + ID + 1, area.y, names, "name", Tone::Title);
    paint.right(
        area.x + ID + 1 + names + 1,
        area.y,
        VALUE,
        &bars.axis,
        Tone::Title,
    );
    paint.right(
        area.x + ID + 1 + names + 1,
        area.y + 1,
        VALUE,
        &bars.unit,
        Tone::Dim,
    );
    paint.right(right_x, area.y, VERSUS, "against best", Tone::Title);
    paint.right(right_x, area.y + 1, VERSUS, "baseline", Tone::Dim);
    if with_fit {
        paint.right(right_x + VERSUS, area.y, FIT, "fit", Tone::Title);
        paint.right(right_x + VERSUS, area.y + 1, FIT, "s", Tone::Dim);
    }
    if let Some(axis) = axis {
        draw_scale(paint, Rect::new(axis_x, area.y, axis_cells, 2), axis);
    }

    let room = usize::from(area.height - 3).min(rows.len());
    let first = window(cursor.unwrap_or(0), rows.len(), room);
    for line in 0..room {
        let at = first + line;
        let (Some(bar), Some(row)) = (bars.bars.get(at), rows.get(at)) else {
            continue;
        };
        let y = area.y + 2 + line as u16;
        let tone = match (cursor == Some(at), focused) {
            (true, true) => Tone::Selected,
            (true, false) => Tone::Resting,
            _ => Tone::Plain,
        };
        paint.right(area.x, y, ID, &row.id, Tone::Plain);
        let name = sized(&text::escape(&bar.label), usize::from(names));
        paint.text(area.x + ID + 1, y, names, &name, tone);
        if let Some(why) = &row.failed {
            let width = area.width - left + VALUE;
            paint.text(
                axis_x - VALUE,
                y,
                width,
                &format!("failed: {why}"),
                Tone::Bad,
            );
            continue;
        }
        let score = text::number(bar.value, 3);
        paint.right(area.x + ID + 1 + names + 1, y, VALUE, &score, Tone::Plain);
        if let Some(axis) = axis {
            draw_lines(paint, Rect::new(axis_x, y, axis_cells, 1), bars, axis);
            draw_bar(
                paint,
                Rect::new(axis_x, y, axis_cells, 1),
                (bar.value, &row.folds),
                axis,
            );
        }
        paint.right(right_x, y, VERSUS, &row.versus.0, row.versus.1);
        if with_fit {
            paint.right(right_x + VERSUS, y, FIT, &row.fit, Tone::Plain);
        }
    }
    let y = area.y + 2 + room as u16;
    if let Some(axis) = axis {
        draw_names(
            paint,
            Rect::new(axis_x, y, axis_cells + 2 + VERSUS, 1),
            bars,
            axis,
            axis_cells,
        );
    }
    3 + room as u16
}

/// Numbers over the axis and a tick under each.
fn draw_scale(paint: &mut Paint<'_>, area: Rect, axis: Axis) {
    let ticks = axis.ticks(area.width);
    let step = ticks.windows(2).map(|w| w[1] - w[0]).next().unwrap_or(1.0);
    let decimals = (-(step * 1.0001).log10().floor()).clamp(0.0, 6.0) as usize;
    let halves = ((step * 10f64.powi(decimals as i32)).fract() - 0.5).abs() < 0.1;
    let mut free = area.x;
    for tick in ticks {
        let Ok(at) = axis.place(tick, area.width) else {
            continue;
        };
        let label = text::decimal(tick, decimals + usize::from(halves));
        let cells = text::width(&label) as u16;
        let x = (area.x + at).saturating_sub(cells / 2).max(area.x);
        paint.dot(
            area.x + at,
            area.y + 1,
            paint.theme.glyph('╷', '.'),
            Tone::Dim,
        );
        if x >= free && x + cells <= area.right() + 2 {
            paint.text(x, area.y, cells, &label, Tone::Dim);
            free = x + cells + 1;
        }
    }
}

/// The lines across one row.
fn draw_lines(paint: &mut Paint<'_>, area: Rect, bars: &Bars, axis: Axis) {
    for (name, place) in &bars.lines {
        if let Ok(at) = axis.place(*place, area.width) {
            let (glyph, tone) = line_look(paint, name);
            paint.dot(area.x + at, area.y, glyph, tone);
        }
    }
}

/// The goal is dotted, any other line drawn through.
fn line_look(paint: &Paint<'_>, name: &str) -> (char, Tone) {
    match name {
        "goal" => (paint.theme.glyph('┊', ':'), Tone::Goal),
        _ => (paint.theme.glyph('│', '|'), Tone::Baseline),
    }
}

/// Range of the folds, a tick a fold, the mean.
fn draw_bar(paint: &mut Paint<'_>, area: Rect, (mean, folds): (f64, &[f64]), axis: Axis) {
    let places: Vec<u16> = folds
        .iter()
        .filter_map(|fold| axis.place(*fold, area.width).ok())
        .collect();
    if let (Some(low), Some(high)) = (places.iter().min(), places.iter().max()) {
        for at in *low..=*high {
            paint.dot(
                area.x + at,
                area.y,
                paint.theme.glyph('─', '-'),
                Tone::Plain,
            );
        }
    }
    for at in &places {
        paint.dot(
            area.x + at,
            area.y,
            paint.theme.glyph('┼', '+'),
            Tone::Plain,
        );
    }
    match axis.place(mean, area.width) {
        Ok(at) => paint.dot(
            area.x + at,
            area.y,
            paint.theme.glyph('●', 'o'),
            Tone::Title,
        ),
        Err(beyond) if mean.is_finite() => {
            let x = if beyond { area.right() - 1 } else { area.x };
            paint.dot(x, area.y, if beyond { '>' } else { '<' }, Tone::Title);
        }
        Err(_) => {}
    }
}

/// Names of the lines under the axis, each at its place where there is room.
fn draw_names(paint: &mut Paint<'_>, area: Rect, bars: &Bars, axis: Axis, cells: u16) {
    let mut free = area.x;
    let mut placed: Vec<(u16, usize)> = bars
        .lines
        .iter()
        .enumerate()
        .filter_map(|(index, (_, place))| Some((axis.place(*place, cells).ok()?, index)))
        .collect();
    placed.sort_unstable();
    for (at, index) in placed {
        let (name, place) = &bars.lines[index];
        let (glyph, tone) = line_look(paint, name);
        let label = format!("{glyph} {name} {}", text::number(*place, 3));
        let width = text::width(&label) as u16;
        let x = (area.x + at)
            .min(area.right().saturating_sub(width))
            .max(free);
        if x + width <= area.right() {
            paint.text(x, area.y, width, &label, tone);
            free = x + width + 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::Bar;

    fn bars(values: &[f64], lines: &[f64]) -> Bars {
        let bar = |v: &f64| Bar {
            label: "x".into(),
            value: *v,
            interval: None,
        };
        Bars {
            axis: "mae".into(),
            unit: String::new(),
            bars: values.iter().map(bar).collect(),
            lines: lines.iter().map(|v| ("line".into(), *v)).collect(),
        }
    }

    #[test]
    fn an_outlier_does_not_flatten_the_rest() {
        let axis = Axis::of(
            &bars(&[1.8, 2.9, 3.8, 600.0], &[2.0, 3.8]),
            &[],
            Direction::Minimise,
        )
        .unwrap();
        assert!(axis.high < 6.0 && axis.low > 1.0, "{axis:?}");
        assert_eq!(axis.place(600.0, 40), Err(true));
    }

    #[test]
    fn scores_to_maximise_are_cut_below() {
        let axis = Axis::of(&bars(&[0.9, 0.85, 0.1], &[0.8]), &[], Direction::Maximise).unwrap();
        assert_eq!(axis.place(0.1, 40), Err(false));
        assert!(axis.place(0.8, 40).is_ok());
    }

    #[test]
    fn odd_scores_still_make_an_axis() {
        for values in [&[1.0, 1.0][..], &[0.0], &[f64::NAN, 2.0], &[-5.0, 5.0]] {
            let axis = Axis::of(&bars(values, &[]), &[], Direction::Minimise).unwrap();
            assert!(axis.high > axis.low);
            assert!(!axis.ticks(30).is_empty() || axis.high - axis.low < 1e-6);
        }
        assert_eq!(
            Axis::of(&bars(&[f64::NAN], &[]), &[], Direction::Minimise),
            None
        );
    }
}
