//! Data: the profile of every column, the distribution of the selected one, the findings, the rows of a finding.

mod columns;
mod findings;
mod rows;

pub use columns::PROFILE_COLUMNS;
pub(super) use rows::draw_grid;

use ratatui::layout::Rect;

use crate::data::{ColumnProfile, Evidence};
use crate::decisions::Severity;
use crate::text;
use crate::tui::app::{List, State};
use crate::tui::screens::charts::{draw_charts, draw_distribution};
use crate::tui::screens::column::draw_profile;
use crate::tui::screens::{gate_answer, next};
use crate::tui::theme::Tone;
use crate::tui::widgets::{Foot, Paint, bottom, left, top};

use columns::{draw_columns, whole};
use findings::{draw_findings, is_fixed};
use rows::draw_rows;

/// Cells of the findings beside a figure at most.
const FINDINGS: u16 = 64;
/// Cells beside the whole table from which a column is told there in full.
const BESIDE: u16 = 50;
/// Rows below which profile and findings take turns.
const SHORT: u16 = 10;
/// Rows below which no figure follows the cursor: on a slow line every step would carry one. The shapes stand in the
/// table, and Enter opens a column.
const LOW: u16 = 18;

pub(super) fn draw(paint: &mut Paint<'_>, mut area: Rect, state: &State) {
    let Some(data) = state.facts().and_then(|f| f.data.as_ref()) else {
        return nothing(paint, area, state);
    };
    if state.detail {
        return match state.pane {
            0 => draw_profile(paint, area, state, shown(state, data), data.rows),
            _ if state.shows_map() => draw_map(paint, area, state),
            _ => draw_rows(paint, area, state),
        };
    }
    let table = whole(state);
    let is_wide = area.width >= table + 3 + BESIDE && area.height >= LOW;
    if is_wide {
        let lists = left(table, 3, &mut area);
        draw_profile(paint, area, state, shown(state, data), data.rows);
        area = lists;
    }
    let rows = state.columns().len() as u16 + 2;
    let (table, under) = match (area.height, state.pane) {
        // There is room for one of the two.
        (..SHORT, 0) => (true, 0),
        (..SHORT, _) => (false, area.height),
        // Sentences need room: the findings are seen all at once.
        (..LOW, 1) => (false, area.height),
        (..LOW, _) => (true, area.height / 2),
        // What the profile does not need is for what lies under it.
        _ => (
            true,
            area.height.saturating_sub(rows).max(area.height * 2 / 5),
        ),
    };
    let is_low = area.height < LOW;
    let mut pane = bottom(under, &mut area);
    if table {
        draw_columns(paint, area, state);
    }
    if pane.height == 0 {
        return;
    }
    if area.height + 1 > rows {
        top(1, &mut pane);
    }
    if !table || is_wide || is_low {
        return draw_findings(paint, pane, state, data);
    }
    let findings = left((pane.width * 2 / 3).min(FINDINGS), 2, &mut pane);
    draw_findings(paint, findings, state, data);
    draw_column(paint, pane, state, data);
}

/// The map of associations under its title.
fn draw_map(paint: &mut Paint<'_>, mut area: Rect, state: &State) {
    let title = top(1, &mut area);
    let x = paint.text(
        title.x,
        title.y,
        title.width,
        "Which columns go together",
        Tone::Title,
    );
    let of = state.associations();
    let left_out = of.map_or(0, |of| of.left_out);
    if left_out > 0 {
        let note = format!(
            "  {} predict the target less well and are left out",
            text::counted(left_out, "column")
        );
        paint.text(
            x,
            title.y,
            title.right().saturating_sub(x),
            &note,
            Tone::Dim,
        );
    }
    draw_charts(paint, area, state);
}

fn nothing(paint: &mut Paint<'_>, area: Rect, state: &State) {
    paint.text(
        area.x,
        area.y,
        area.width,
        "Can these data answer the question?",
        Tone::Title,
    );
    let text = match &state.job {
        Some(job) => job.step.clone(),
        None => "Every column is profiled and checked: what is missing, constant, repeated, out of range, or knows the answer too well.".to_owned(),
    };
    paint.wrapped(
        Rect::new(area.x, area.y + 2, area.width, 3),
        &text,
        Tone::Plain,
    );
}

/// The column whose distribution is shown: the selected one, or that of the selected finding.
fn shown<'a>(state: &State, data: &'a Evidence) -> Option<&'a ColumnProfile> {
    let name = match state.finding() {
        Some(finding) => finding.column.clone(),
        None => state
            .columns()
            .get(state.lists.at(List::Columns))
            .map(|c| c.name.clone()),
    };
    data.columns.iter().find(|c| Some(&c.name) == name.as_ref())
}

fn draw_column(paint: &mut Paint<'_>, area: Rect, state: &State, data: &Evidence) {
    let Some(column) = shown(state, data) else {
        return;
    };
    draw_distribution(paint, area, column, &state.unit_of(&column.name), data.rows);
}

pub(super) fn foot(state: &State) -> Foot {
    let facts = state.facts();
    let Some((facts, data)) = facts.and_then(|f| Some((f, f.data.as_ref()?))) else {
        return Foot {
            word: "Found",
            answer: "Nothing was read yet.".into(),
            tone: Tone::Plain,
            next: next(state),
        };
    };
    let open = data.findings.iter().enumerate();
    let open = open.filter(|(at, f)| f.accepted.is_none() && !is_fixed(state, *at));
    let count = |severity| open.clone().filter(|(_, f)| f.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let signal = match &data.best_input {
        Some((column, power)) => format!(
            " {column} alone saves {} of a constant's error.",
            text::percent((power * 100.0).round() / 100.0)
        ),
        None => String::new(),
    };
    let size = format!(
        "{}, {}",
        text::counted(data.rows, "row"),
        text::counted(data.columns.len(), "column")
    );
    let answer = format!(
        "{size}; {}, {}.{signal}",
        text::counted(errors, "error"),
        text::counted(warnings, "warning")
    );
    let (answer, tone) = match facts.first_rows {
        // Whether the gate is open is asked of all rows.
        Some(_) => (format!("The first {answer}"), Tone::Plain),
        None => gate_answer(&crate::data::gate(&facts.project.decisions, data), &answer),
    };
    let tone = match tone {
        Tone::Good => Tone::Plain,
        tone => tone,
    };
    Foot {
        word: "Found",
        answer,
        tone,
        next: next(state),
    }
}
