//! Data: the profile of every column, the distribution of the selected one, the findings, the rows of a finding.

use ratatui::layout::Rect;

use crate::data::{ColumnProfile, Evidence, Finding};
use crate::decisions::{Kind, Severity};
use crate::text;
use crate::tui::app::{Grid, List, State};
use crate::tui::screens::charts::draw_distribution;
use crate::tui::screens::column::draw_profile;
use crate::tui::screens::{gate_answer, next};
use crate::tui::theme::{Theme, Tone};
use crate::tui::widgets::{Cell, Foot, Head, Paint, Table, bottom, draw_table, left, meter, top};

/// Columns of the profile; scrolling stops at the last.
pub const PROFILE_COLUMNS: usize = 12;
/// Cells of the bar of power.
const POWER: usize = 6;
/// Cells of the names of columns, at least and at most.
const NAMES: (usize, usize) = (12, 22);
/// Cells of the findings at most.
const FINDINGS: u16 = 64;
/// Rows of a distribution on a short screen.
const FEWEST: u16 = 3;
/// Rows below which profile and findings take turns.
const SHORT: u16 = 10;

pub(super) fn draw(paint: &mut Paint<'_>, mut area: Rect, state: &State) {
    let Some(data) = state.facts().and_then(|f| f.data.as_ref()) else {
        return nothing(paint, area, state);
    };
    if state.detail {
        return match state.pane {
            0 => draw_profile(paint, area, state, shown(state, data), data.rows),
            _ => draw_rows(paint, area, state),
        };
    }
    let (table, under) = match (area.height, state.pane) {
        // There is room for one of the two.
        (..SHORT, 0) => (true, 0),
        (..SHORT, _) => (false, area.height),
        // Sentences need room: the findings are seen all at once.
        (..18, 1) => (false, area.height),
        (..18, _) => (true, area.height / 2),
        _ => {
            // What the profile does not need is for what lies under it.
            let rows = state.columns().len() as u16 + 2;
            let spare = area.height.saturating_sub(rows);
            (true, spare.max(area.height * 2 / 5))
        }
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
    if area.height + pane.height < 18 {
        // Few rows of a distribution follow the cursor for few bytes.
        pane.height = pane.height.min(FEWEST);
    }
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
    let shown = state.shown(List::Columns);
    let head = |at: usize| heads[at].clone();
    let cell = |row: usize, at: usize| match shown.get(row).and_then(|row| columns.get(*row)) {
        Some(column) => profile_cell(&state.theme, column, rows, at),
        None => Cell::plain(""),
    };
    let focused = state.pane == 0 && state.overlay.is_none();
    let table = Table {
        shift: state.lists.shift,
        sorted: state.order(List::Columns),
        ..Table::of(&heads, &head, shown.len(), &cell).at(state.shown_at(List::Columns), focused)
    };
    // Where all of them fit, none stretches.
    let whole = heads.iter().map(|head| head.width + 2).sum::<u16>();
    let width = area.width.min(whole);
    draw_table(paint, Rect { width, ..area }, &table);
}

fn profile_cell(theme: &Theme, column: &ColumnProfile, rows: usize, at: usize) -> Cell {
    // The mean of codes or of dates is a number nobody reads.
    let is_quantity = column.kind == Some(Kind::Number);
    let number = |v: Option<f64>| {
        let shown = v.filter(|_| is_quantity);
        Cell::plain(shown.map_or_else(String::new, |v| text::number(v, 3)))
    };
    match at {
        0 => Cell::plain(column.name.clone()),
        1 => Cell::plain(column.kind.map_or("", |k| k.word())),
        2 => match column.role.map(|r| r.word()) {
            Some("feature") if !column.known_at_prediction => Cell::toned("too late", Tone::Dim),
            Some(word @ ("target" | "time" | "group")) => Cell::toned(word, Tone::Title),
            Some(word) => Cell::toned(word, Tone::Dim),
            None => Cell::plain(""),
        },
        3 => match column.missing {
            0 => Cell::toned("-", Tone::Dim),
            n if n * 2000 < rows => Cell::plain("< 0.1 %"),
            n => Cell::plain(text::percent(n as f64 / rows.max(1) as f64)),
        },
        4 => Cell::plain(text::count(column.distinct)),
        5 => number(column.mean),
        6 => {
            let power = column.power.map(|p| meter(theme, p, POWER));
            Cell::toned(power.unwrap_or_default(), Tone::Running)
        }
        7 => number(column.std),
        8 => number(column.min),
        9 => number(column.median),
        10 => number(column.max),
        _ => number(column.skewness),
    }
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
    let shown = state.shown(List::Findings);
    let most = match focused {
        true => area.height - 4.min(area.height / 2),
        false => area.height,
    };
    let list = top(most.min(shown.len() as u16), &mut area);
    if area.height > 4 {
        top(1, &mut area);
    }
    let heads = [
        Head::text("", 8),
        Head::text("", 12).growing(),
        Head::number("", "", 7),
    ];
    let head = |at: usize| heads[at].clone();
    let cell = |row: usize, at: usize| {
        let finding = shown.get(row).and_then(|row| data.findings.get(*row));
        match (finding, at) {
            (None, _) => Cell::plain(""),
            (Some(finding), 0) => severity(finding, fixed(shown[row])),
            (Some(finding), 1) => Cell::plain(finding_name(finding)),
            (Some(finding), _) if finding.affected == 0 => Cell::plain(""),
            (Some(finding), _) => Cell::toned(text::count(finding.affected), Tone::Dim),
        }
    };
    let mut table = Table::of(&heads, &head, shown.len(), &cell);
    table.cursor = focused.then(|| state.shown_at(List::Findings));
    draw_table(paint, list, &table);
    if let Some(finding) = data.findings.get(at).filter(|_| focused) {
        let settled = match (&finding.accepted, fixed(at), finding.fixes.first()) {
            (Some(reason), ..) => format!(". Accepted: {reason}"),
            (None, true, _) => ". The fix stands in jalon.toml".into(),
            (None, false, Some(fix)) => format!(". f: {}", fix.label),
            (None, false, None) => String::new(),
        };
        let text = format!("{}{settled}", finding.message);
        paint.wrapped(area, &text, Tone::Dim);
    }
}

/// Whether a fix of a finding stands in `jalon.toml`.
fn is_fixed(state: &State, at: usize) -> bool {
    let facts = state.facts();
    facts.is_some_and(|f| f.fixed.get(at).copied().unwrap_or(false))
}

/// How grave a finding is, or that it is settled.
fn severity(finding: &Finding, fixed: bool) -> Cell {
    let (word, tone) = match (&finding.accepted, finding.severity) {
        (Some(_), _) => ("accepted", Tone::Good),
        (None, _) if fixed => ("fixed", Tone::Good),
        (None, Severity::Error) => ("error", Tone::Bad),
        (None, Severity::Warning) => ("warning", Tone::Warn),
        (None, Severity::Info) => ("info", Tone::Dim),
    };
    Cell::toned(word, tone)
}

fn finding_name(finding: &Finding) -> String {
    match &finding.column {
        Some(column) => format!("{} {column}", finding.check),
        None => finding.check.clone(),
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

fn draw_column(paint: &mut Paint<'_>, area: Rect, state: &State, data: &Evidence) {
    let Some(column) = shown(state, data) else {
        return;
    };
    draw_distribution(paint, area, column, &state.unit_of(&column.name), data.rows);
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
    let head = |column: usize| match column.checked_sub(1) {
        None => Head::number("row", "", 7),
        Some(column) => grid_head(grid, column),
    };
    let cell = |row: usize, column: usize| match column.checked_sub(1) {
        None => {
            let number = grid.numbers.get(row);
            let number = number.map_or_else(String::new, |n| text::count(*n));
            Cell::toned(number, Tone::Dim)
        }
        Some(column) => match grid.cells.get(row).and_then(|cells| cells.get(column)) {
            Some(Some(text)) => Cell::plain(text.clone()),
            _ => Cell::toned("-", Tone::Dim),
        },
    };
    let table = Table {
        columns: grid.columns.len() + 1,
        head_lines: 1,
        cursor,
        shift,
        ..Table::of(&[], &head, grid.cells.len(), &cell)
    };
    draw_table(paint, area, &table);
}

/// The head of a column of cells, as wide as the first of them.
fn grid_head(grid: &Grid, column: usize) -> Head {
    let name = text::escape(grid.columns.get(column).map_or("", |name| name));
    let cells = grid.cells.iter().take(200);
    let longest = cells
        .filter_map(|row| row.get(column)?.as_ref())
        .map(|cell| text::width(&text::escape(cell)))
        .max()
        .unwrap_or(0);
    let width = longest.max(text::width(&name)).clamp(3, 24) as u16;
    match grid.numeric.get(column) {
        Some(true) => Head::number(&name, "", width),
        _ => Head::text(&name, width),
    }
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
    let gate = crate::data::gate(&facts.project.decisions, data);
    let (answer, tone) = gate_answer(&gate, &answer);
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
