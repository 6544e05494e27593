//! Moments one after the other: a cell or more each, with the judgement as a glyph and, where there is room, as a word.

use ratatui::layout::Rect;

use super::axes::{Caption, mark};
use crate::figures::{Mark, Moment, Timeline};
use crate::text;
use crate::tui::theme::Tone;
use crate::tui::widgets::{Paint, window};

/// Cells of a moment from which its words are written.
const WORDS: u16 = 8;
/// Cells of a moment at most.
const WIDEST: u16 = 14;

pub(super) fn caption(timeline: &Timeline) -> Caption {
    Caption {
        title: String::new(),
        by: text::counted(timeline.moments.len(), "moment"),
        n: String::new(),
    }
}

/// Draws the moments, the one at the cursor marked; three rows: judgements, words, names or the ends of time.
pub(super) fn draw(paint: &mut Paint<'_>, area: Rect, timeline: &Timeline, cursor: Option<usize>) {
    let moments = &timeline.moments;
    if moments.is_empty() || area.height == 0 || area.width == 0 {
        return;
    }
    let at = cursor.unwrap_or(0);
    let wide = (area.width / moments.len().max(1) as u16).clamp(1, WIDEST);
    let room = usize::from(area.width / wide);
    let first = window(at, moments.len(), room);
    let shown = &moments[first..moments.len().min(first + room)];
    for (place, moment) in shown.iter().enumerate() {
        let x = area.x + place as u16 * wide;
        let selected = cursor == Some(first + place);
        let (unicode, ascii, tone) = look(moment.mark);
        let bar = wide.saturating_sub(u16::from(wide > 2));
        for cell in 0..bar {
            paint.dot(x + cell, area.y, paint.theme.glyph(unicode, ascii), tone);
        }
        if area.height > 1 && wide >= WORDS {
            let tone = if selected { Tone::Selected } else { tone };
            paint.text(x, area.y + 1, bar, &moment.word, tone);
        } else if area.height > 1 && selected {
            mark(paint, x, area.y + 1);
        }
        if area.height > 2 && wide >= WORDS {
            let name = text::cut(&moment.name, usize::from(bar)).into_owned();
            paint.text(x, area.y + 2, bar, &name, Tone::Dim);
        }
    }
    if area.height > 2 && wide < WORDS {
        draw_ends(paint, Rect::new(area.x, area.y + 2, area.width, 1), shown);
    }
}

/// The names of the first and the last moment in sight.
fn draw_ends(paint: &mut Paint<'_>, row: Rect, shown: &[Moment]) {
    let (Some(from), Some(to)) = (shown.first(), shown.last()) else {
        return;
    };
    let end = paint.text(row.x, row.y, row.width / 2, &from.name, Tone::Dim);
    let room = row.right().saturating_sub(end + 1);
    paint.right(end + 1, row.y, room, &to.name, Tone::Dim);
}

fn look(mark: Mark) -> (char, char, Tone) {
    match mark {
        Mark::Unknown => ('·', '.', Tone::Dim),
        Mark::Good => ('▄', '_', Tone::Good),
        Mark::Watch => ('▒', '=', Tone::Warn),
        Mark::Alert => ('█', '#', Tone::Bad),
    }
}

pub(super) fn reading(timeline: &Timeline, at: usize) -> String {
    let Some(moment) = timeline.moments.get(at) else {
        return String::new();
    };
    match moment.detail.as_str() {
        "" => format!("{}: {}", moment.name, moment.word),
        detail => format!("{}: {}, {detail}", moment.name, moment.word),
    }
}
