//! The findings: how grave each is, what it is about, how many rows it takes, what would settle it.

use ratatui::layout::Rect;

use crate::data::{Evidence, Finding};
use crate::decisions::Severity;
use crate::text;
use crate::tui::app::{List, State};
use crate::tui::theme::Tone;
use crate::tui::widgets::{Cell, Head, Paint, Table, draw_table, top};

/// Cells of the list from which each line says what was found.
const WIDE: u16 = 110;
/// Cells of the names beside what was found.
const NAME: u16 = 44;
/// Cells of the screen from which the sentence under the list says what would settle the finding; elsewhere `f` shows it,
/// and a step of the cursor costs less on a slow line.
const ROOMY: u16 = 100;

/// The list, and with its cursor the sentence of the finding under it.
pub(super) fn draw_findings(paint: &mut Paint<'_>, mut area: Rect, state: &State, data: &Evidence) {
    let focused = state.pane == 1;
    let is_wide = area.width >= WIDE;
    let title = top(1, &mut area);
    draw_head(paint, title, state, data);
    let shown = state.shown(List::Findings);
    let under = match (focused, is_wide) {
        (false, _) => 0,
        (true, true) => 3,
        (true, false) => 4.min(area.height / 2),
    };
    let wanted = shown.len() as u16;
    let list = top(area.height.saturating_sub(under).min(wanted), &mut area);
    if area.height > 3 || is_wide {
        top(1, &mut area);
    }
    let mut heads = vec![
        Head::text("", 8),
        Head::text("", NAME.min(area.width / 2)).growing(),
        Head::number("", "", 7),
    ];
    if is_wide {
        let message = area.width.saturating_sub(8 + NAME + 7 + 6);
        heads[1].grows = false;
        heads.push(Head::text("", message).growing());
    }
    let head = |at: usize| heads[at].clone();
    let cell = |row: usize, at: usize| {
        let finding = shown.get(row).and_then(|row| data.findings.get(*row));
        match (finding, at) {
            (None, _) => Cell::plain(""),
            (Some(finding), 0) => severity(finding, is_fixed(state, shown[row])),
            (Some(finding), 1) => Cell::plain(finding_name(finding)),
            (Some(finding), 2) if finding.affected == 0 => Cell::plain(""),
            (Some(finding), 2) => Cell::toned(text::count(finding.affected), Tone::Dim),
            (Some(finding), _) => Cell::toned(finding.message.clone(), Tone::Dim),
        }
    };
    let mut table = Table::of(&heads, &head, shown.len(), &cell);
    table.cursor = focused.then(|| state.shown_at(List::Findings));
    let placed = draw_table(paint, list, &table);
    if let Some((x, width)) = placed.column(2) {
        paint.right(x, title.y, width, "rows", Tone::Dim);
    }
    let at = state.lists.at(List::Findings);
    if let Some(finding) = data.findings.get(at).filter(|_| focused) {
        // A reason that is not seen with the rows is seen here.
        let is_roomy = state.room().0 >= ROOMY || finding.rows.is_empty();
        let settled = settled(finding, is_fixed(state, at));
        let sentence = match is_roomy && !settled.is_empty() {
            true => format!("{}. {settled}", finding.message),
            false => finding.message.clone(),
        };
        paint.wrapped(area, &sentence, Tone::Dim);
    }
}

/// How many are open, fixed, accepted, and the key that changes sides.
fn draw_head(paint: &mut Paint<'_>, row: Rect, state: &State, data: &Evidence) {
    let fixes = (0..data.findings.len()).filter(|at| is_fixed(state, *at));
    let fixes = fixes.count();
    let accepted = data.findings.len() - data.open().count();
    let open = data.open().count() - fixes;
    let mut counts = vec![format!("{open} open")];
    counts.extend((fixes > 0).then(|| format!("{fixes} fixed")));
    counts.extend((accepted > 0).then(|| format!("{accepted} accepted")));
    let first = state.facts().and_then(|facts| facts.first_rows);
    let among = match (first, data.rows_drawn) {
        (Some(rows), _) => format!(" in the first {}", text::counted(rows, "row")),
        (None, Some(rows)) => format!(" in {} drawn", text::counted(rows, "row")),
        (None, None) => String::new(),
    };
    let line = format!("Findings: {}{among}", counts.join(", "));
    let x = paint.text(row.x, row.y, row.width, &line, Tone::Title);
    let other = match state.pane {
        1 => "  tab: columns",
        _ => "  tab: open them",
    };
    paint.text(x, row.y, row.right().saturating_sub(x), other, Tone::Dim);
}

/// How it was settled, or what would settle it.
pub(super) fn settled(finding: &Finding, fixed: bool) -> String {
    match (&finding.accepted, fixed, finding.fixes.first()) {
        (Some(reason), ..) => format!("Accepted: {reason}"),
        (None, true, _) => "The fix stands in jalon.toml".into(),
        (None, false, Some(fix)) => format!("f: {}", fix.label),
        (None, false, None) => String::new(),
    }
}

/// Whether a fix of a finding stands in `jalon.toml`.
pub(super) fn is_fixed(state: &State, at: usize) -> bool {
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
