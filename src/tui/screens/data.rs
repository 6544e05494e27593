//! Data: the profile of every column, the distribution of the selected one, the findings, the rows of a finding.

use ratatui::layout::Rect;

use crate::data::{ColumnProfile, Evidence, Finding};
use crate::decisions::{Kind, Severity};
use crate::text;
use crate::tui::app::{Grid, List, State};
use crate::tui::screens::{gate_answer, next};
use crate::tui::theme::{Theme, Tone};
use crate::tui::widgets::{
    Cell, Foot, Head, Paint, Table, bottom, draw_distribution, draw_table, left, meter, sized, top,
    window,
};

/// Columns of the profile; scrolling stops at the last.
pub const PROFILE_COLUMNS: usize = 12;
/// Cells of the bar of power.
const POWER: usize = 6;
/// Cells of the names of columns, at least and at most.
const NAMES: (usize, usize) = (12, 22);
/// Cells of the findings at most.
const FINDINGS: u16 = 64;
/// Rows below which profile and findings take turns.
const SHORT: u16 = 10;

pub(super) fn draw(paint: &mut Paint<'_>, mut area: Rect, state: &State) {
    let Some(data) = state.facts().and_then(|f| f.data.as_ref()) else {
        return nothing(paint, area, state);
    };
    if state.detail && state.pane == 1 {
        return draw_rows(paint, area, state);
    }
    let (table, under) = match (area.height, state.pane) {
        // There is room for one of the two.
        (..SHORT, 0) => (true, 0),
        (..SHORT, _) => (false, area.height),
        // Sentences need room, the profile keeps the row that is meant.
        (..18, 1) => (true, area.height - 5),
        (..18, _) => (true, area.height / 2),
        _ => (true, area.height * 2 / 5),
    };
    let mut pane = bottom(under, &mut area);
    if table {
        draw_columns(paint, area, state);
    }
    if pane.height == 0 {
        return;
    }
    if area.height > state.columns().len() as u16 + 1 {
        top(1, &mut pane);
    }
    if !table {
        return draw_findings(paint, pane, state, data);
    }
    let findings = left((pane.width * 2 / 3).min(FINDINGS), 2, &mut pane);
    draw_findings(paint, findings, state, data);
    draw_column(paint, pane, state, data);
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

fn draw_columns(paint: &mut Paint<'_>, area: Rect, state: &State) {
    let columns = state.columns();
    let rows = state
        .facts()
        .and_then(|f| f.data.as_ref())
        .map_or(0, |d| d.rows);
    let names = columns.iter().map(|c| text::width(&text::escape(&c.name)));
    let names = names.max().unwrap_or(0).clamp(NAMES.0, NAMES.1) as u16;
    let heads = [
        Head::text("column", names).growing(),
        Head::text("kind", 8),
        Head::text("role", 8),
        Head::number("missing", "", 7),
        Head::number("distinct", "", 8),
        Head::number("mean", "", 7),
        Head::text("power", 6),
        Head::number("std", "", 9),
        Head::number("min", "", 9),
        Head::number("median", "", 9),
        Head::number("max", "", 9),
        Head::number("skew", "", 7),
    ];
    let row = |i: usize| {
        columns
            .get(i)
            .map_or_else(Vec::new, |c| profile_row(&state.theme, c, rows))
    };
    let table = Table {
        heads: &heads,
        rows: columns.len(),
        row: &row,
        cursor: Some(state.lists.at(List::Columns)),
        focused: state.pane == 0 && state.overlay.is_none(),
        shift: state.lists.shift,
    };
    // Where all of them fit, none stretches.
    let whole = heads.iter().map(|head| head.width + 2).sum::<u16>();
    let width = area.width.min(whole);
    draw_table(paint, Rect { width, ..area }, &table);
}

fn profile_row(theme: &Theme, column: &ColumnProfile, rows: usize) -> Vec<Cell> {
    // The mean of codes or of dates is a number nobody reads.
    let is_quantity = column.kind == Some(Kind::Number);
    let number = |v: Option<f64>| {
        let shown = v.filter(|_| is_quantity);
        Cell::plain(shown.map_or_else(String::new, |v| text::number(v, 3)))
    };
    let kind = column.kind.map_or("", |k| k.word());
    let role = match column.role.map(|r| r.word()) {
        Some("feature") if !column.known_at_prediction => Cell::toned("too late", Tone::Dim),
        Some(word @ ("target" | "time" | "group")) => Cell::toned(word, Tone::Title),
        Some(word) => Cell::toned(word, Tone::Dim),
        None => Cell::plain(""),
    };
    let missing = match column.missing {
        0 => Cell::toned("-", Tone::Dim),
        n if n * 2000 < rows => Cell::plain("< 0.1 %"),
        n => Cell::plain(text::percent(n as f64 / rows.max(1) as f64)),
    };
    let power = column
        .power
        .map_or_else(String::new, |p| meter(theme, p, POWER));
    vec![
        Cell::plain(column.name.clone()),
        Cell::plain(kind),
        role,
        missing,
        Cell::plain(text::count(column.distinct)),
        number(column.mean),
        Cell::toned(power, Tone::Running),
        number(column.std),
        number(column.min),
        number(column.median),
        number(column.max),
        number(column.skewness),
    ]
}

fn draw_findings(paint: &mut Paint<'_>, mut area: Rect, state: &State, data: &Evidence) {
    let focused = state.pane == 1;
    let head = top(1, &mut area);
    let fixed = |at: usize| is_fixed(state, at);
    let fixes = (0..data.findings.len()).filter(|at| fixed(*at)).count();
    let accepted = data.findings.len() - data.open().count();
    let open = data.open().count() - fixes;
    let mut counts = vec![format!("{open} open")];
    counts.extend((fixes > 0).then(|| format!("{fixes} fixed")));
    counts.extend((accepted > 0).then(|| format!("{accepted} accepted")));
    let line = format!("Findings: {}", counts.join(", "));
    let x = paint.text(head.x, head.y, head.width, &line, Tone::Title);
    let other = if focused {
        "  tab: columns"
    } else {
        "  tab: open them"
    };
    paint.text(x, head.y, head.right().saturating_sub(x), other, Tone::Dim);
    let at = state.lists.at(List::Findings);
    let said = if focused {
        bottom(4.min(area.height / 2), &mut area)
    } else {
        Rect::default()
    };
    let room = usize::from(area.height);
    let first = window(at, data.findings.len(), room);
    for (line, finding) in data.findings.iter().enumerate().skip(first).take(room) {
        let y = area.y + (line - first) as u16;
        draw_finding(
            paint,
            Rect::new(area.x, y, area.width, 1),
            (finding, fixed(line)),
            focused && line == at,
        );
    }
    if let Some(finding) = data.findings.get(at).filter(|_| focused) {
        let settled = match (&finding.accepted, fixed(at), finding.fixes.first()) {
            (Some(reason), ..) => format!(". Accepted: {reason}"),
            (None, true, _) => ". The fix stands in jalon.toml".into(),
            (None, false, Some(fix)) => format!(". f: {}", fix.label),
            (None, false, None) => String::new(),
        };
        let text = format!("{}{settled}", finding.message);
        paint.wrapped(said, &text, Tone::Dim);
    }
}

/// Whether a fix of a finding stands in `jalon.toml`.
fn is_fixed(state: &State, at: usize) -> bool {
    let facts = state.facts();
    facts.is_some_and(|f| f.fixed.get(at).copied().unwrap_or(false))
}

fn draw_finding(
    paint: &mut Paint<'_>,
    area: Rect,
    (finding, fixed): (&Finding, bool),
    selected: bool,
) {
    let (word, tone) = match (&finding.accepted, finding.severity) {
        (Some(_), _) => ("accepted", Tone::Good),
        (None, _) if fixed => ("fixed", Tone::Good),
        (None, Severity::Error) => ("error", Tone::Bad),
        (None, Severity::Warning) => ("warning", Tone::Warn),
        (None, Severity::Info) => ("info", Tone::Dim),
    };
    paint.text(area.x, area.y, 9, word, tone);
    let name = match &finding.column {
        Some(column) => format!("{} {column}", finding.check),
        None => finding.check.clone(),
    };
    let counts = 7;
    let names = area.width.saturating_sub(9 + counts);
    let tone = if selected {
        Tone::Selected
    } else {
        Tone::Plain
    };
    let name = sized(&text::escape(&name), usize::from(names));
    paint.text(area.x + 9, area.y, names, &name, tone);
    if finding.affected > 0 {
        let rows = text::count(finding.affected);
        paint.right(area.x + 9 + names, area.y, counts, &rows, Tone::Dim);
    }
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

fn draw_column(paint: &mut Paint<'_>, mut area: Rect, state: &State, data: &Evidence) {
    let Some(column) = shown(state, data) else {
        return;
    };
    let head = top(1, &mut area);
    paint.text(head.x, head.y, head.width, &column.name, Tone::Title);
    let decided = state
        .facts()
        .and_then(|f| f.project.decisions.columns.get(&column.name));
    let unit = decided.and_then(|c| c.unit.as_deref()).unwrap_or_default();
    draw_distribution(paint, area, column, unit, data.rows);
}

fn draw_rows(paint: &mut Paint<'_>, mut area: Rect, state: &State) {
    let Some(finding) = state.finding() else {
        return;
    };
    let head = top(if area.height < SHORT { 1 } else { 2 }, &mut area);
    paint.wrapped(head, &finding.message, Tone::Title);
    let Some(grid) = state.open.as_ref().and_then(|open| open.rows.as_ref()) else {
        return;
    };
    let foot = bottom(1, &mut area);
    draw_grid(
        paint,
        area,
        grid,
        Some(state.lists.at(List::Rows)),
        state.lists.shift,
    );
    let line = format!(
        "{} of {} rows shown",
        grid.cells.len(),
        text::count(finding.affected)
    );
    paint.text(foot.x, foot.y, foot.width, &line, Tone::Dim);
}

/// Rows of a table: their numbers stay, the columns scroll.
pub(super) fn draw_grid(
    paint: &mut Paint<'_>,
    area: Rect,
    grid: &Grid,
    cursor: Option<usize>,
    shift: usize,
) {
    let mut heads = vec![Head::number("row", "", 7)];
    for (i, name) in grid.columns.iter().enumerate() {
        let shown = text::escape(name);
        let longest = grid
            .cells
            .iter()
            .take(200)
            .filter_map(|row| row.get(i)?.as_ref())
            .map(|cell| text::width(&text::escape(cell)))
            .max()
            .unwrap_or(0);
        let width = longest.max(text::width(&shown)).clamp(3, 24) as u16;
        heads.push(match grid.numeric.get(i) {
            Some(true) => Head::number(&shown, "", width),
            _ => Head::text(&shown, width),
        });
    }
    let row = |at: usize| {
        let number = grid
            .numbers
            .get(at)
            .map_or_else(String::new, |n| text::count(*n));
        let cells = grid
            .cells
            .get(at)
            .into_iter()
            .flatten()
            .map(|cell| match cell {
                Some(text) => Cell::plain(text.clone()),
                None => Cell::toned("-", Tone::Dim),
            });
        std::iter::once(Cell::toned(number, Tone::Dim))
            .chain(cells)
            .collect()
    };
    let table = Table {
        heads: &heads,
        rows: grid.cells.len(),
        row: &row,
        cursor,
        focused: true,
        shift,
    };
    draw_table(paint, area, &table);
}

pub(super) fn foot(state: &State) -> Foot {
    let Some(data) = state.facts().and_then(|f| f.data.as_ref()) else {
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
    let signal = match &data.signal {
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
    let gate = crate::data::gate(data);
    let (answer, tone) = gate_answer(&gate.reasons, &answer);
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
