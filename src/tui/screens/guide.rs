//! The milestones in plain words, a page each: beside the screen, or over it where there is no room.

use ratatui::layout::Rect;

use crate::road::Milestone;
use crate::text;
use crate::tui::actions::Action;
use crate::tui::app::{Overlay, State};
use crate::tui::screens::text_width;
use crate::tui::theme::Tone;
use crate::tui::widgets::{Paint, input, key_of, wrap};

fn page(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::Spec => include_str!("../../../assets/guide/spec.md"),
        Milestone::Data => include_str!("../../../assets/guide/data.md"),
        Milestone::Benchmark => include_str!("../../../assets/guide/benchmark.md"),
        Milestone::Train => include_str!("../../../assets/guide/train.md"),
        Milestone::Ship => include_str!("../../../assets/guide/ship.md"),
        Milestone::Drift => include_str!("../../../assets/guide/drift.md"),
    }
}

/// A page of the guide, heads apart.
pub fn guide_lines(state: &State, milestone: Milestone) -> Vec<(String, Tone)> {
    let width = match state.guide_beside() {
        true => usize::from(state.size.0 - state.room().0) - 4,
        false => text_width(state),
    };
    page(milestone)
        .lines()
        .flat_map(|line| match line.trim_start_matches('#') {
            head if head.len() < line.len() => lines_of(head.trim(), width, Tone::Title),
            "" => vec![(String::new(), Tone::Plain)],
            line => lines_of(line, width, Tone::Plain),
        })
        .collect()
}

fn lines_of(text: &str, width: usize, tone: Tone) -> Vec<(String, Tone)> {
    wrap(text, width).into_iter().map(|l| (l, tone)).collect()
}

/// Draws the open page with a frame; below it what is sought, or which keys it has.
pub fn draw_guide(paint: &mut Paint<'_>, area: Rect, state: &State) {
    let title = format!("Guide: {}", state.guide_page());
    let inside = paint.panel(area, &title);
    let lines = guide_lines(state, state.guide_page());
    let room = usize::from(inside.height);
    let first = state.guide_line().min(lines.len().saturating_sub(room));
    for (at, (line, tone)) in lines.iter().skip(first).take(room).enumerate() {
        let y = inside.y + at as u16;
        paint.text(inside.x, y, inside.width, line, *tone);
        for (from, to) in marked(line, &state.guide.sought) {
            let x = inside.x + text::width(&line[..from]) as u16;
            paint.text(x, y, inside.width, &line[from..to], Tone::Selected);
        }
    }
    let place = match lines.len() > room {
        true => format!(" {} to {} of {} ", first + 1, first + room, lines.len()),
        false => String::new(),
    };
    let (x, y) = (inside.x, inside.bottom());
    paint.right(x, y, inside.width, &place, Tone::Dim);
    let free = inside.width.saturating_sub(place.len() as u16 + 1);
    draw_below(paint, Rect::new(x, y, free, 1), state, first);
}

/// What is typed to be sought, where it was found, or which keys the guide has.
fn draw_below(paint: &mut Paint<'_>, row: Rect, state: &State, first: usize) {
    let has_keys = matches!(state.overlay, Some(Overlay::Guide));
    if let Some(search) = state.search.as_ref().filter(|_| has_keys) {
        let x = paint.text(row.x, row.y, row.width, "/", Tone::Key);
        return input(paint, x, row.y, row.width.saturating_sub(1), search);
    }
    let (guide, search) = (key_of(state, Action::Guide), key_of(state, Action::Search));
    let found = state.found_in_guide();
    let line = match (has_keys, state.guide.sought.as_str()) {
        (false, _) => format!(" {guide}: scroll and search "),
        (true, "") => format!(" {search}: search all pages "),
        (true, _) if found.is_empty() => " on no page ".to_owned(),
        (true, _) => {
            let here = (state.guide_page(), state.guide_line().max(first));
            let at = found.iter().position(|hit| *hit >= here).unwrap_or(0);
            let next = key_of(state, Action::NextMatch);
            format!(" {} of {}, {next}: next ", at + 1, found.len())
        }
    };
    paint.text(row.x, row.y, row.width, &line, Tone::Dim);
}

/// Where a line holds what is sought, in bytes; whatever the case of its letters.
fn marked(line: &str, sought: &str) -> Vec<(usize, usize)> {
    let folded = |text: &str| text.to_lowercase();
    let count = sought.chars().count();
    let starts: Vec<usize> = line.char_indices().map(|(at, _)| at).collect();
    let ends = |at: usize| starts.get(at).copied().unwrap_or(line.len());
    let mut found: Vec<(usize, usize)> = Vec::new();
    if count == 0 {
        return found;
    }
    for at in 0..starts.len() {
        let (from, to) = (ends(at), ends(at + count));
        let is_after = found.last().is_none_or(|(_, end)| from >= *end);
        if is_after && folded(&line[from..to]) == folded(sought) {
            found.push((from, to));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_match_of_a_line_is_marked_once() {
        assert_eq!(marked("A fold, folds", "FOLD"), [(2, 6), (8, 12)]);
        assert_eq!(marked("aaaa", "aa"), [(0, 2), (2, 4)]);
        assert_eq!(marked("é drift", "drift"), [(3, 8)]);
        assert!(marked("anything", "").is_empty());
    }

    #[test]
    fn every_page_says_what_why_traps_and_an_example() {
        for milestone in Milestone::ALL {
            let heads: Vec<&str> = page(milestone)
                .lines()
                .filter_map(|line| line.strip_prefix("# "))
                .collect();
            assert!(heads[0].starts_with(milestone.title()), "{heads:?}");
            for head in ["Why", "Common traps", "An example"] {
                assert!(
                    heads.contains(&head),
                    "{milestone}: no '{head}' in {heads:?}"
                );
            }
        }
    }
}
