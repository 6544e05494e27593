//! Drift: says what it will do.

use ratatui::layout::Rect;

use crate::tui::app::State;
use crate::tui::screens::next;
use crate::tui::theme::Tone;
use crate::tui::widgets::{Foot, Paint};

const WILL: [(&str, &str); 5] = [
    (
        "columns",
        "each column of new data is compared with the training rows: shift, spread, shape, new categories, missing values",
    ),
    ("predictions", "their distribution is compared as well"),
    (
        "performance",
        "realised where the true answers came, estimated where they did not, each with its interval",
    ),
    (
        "money",
        "what the change costs, where the cost of an error is stated",
    ),
    ("action", "nothing, watch, retrain or roll back, and why"),
];

pub(super) fn draw(paint: &mut Paint<'_>, area: Rect, _state: &State) {
    announce(paint, area, "Does it still hold?", &WILL);
}

/// A question and what will answer it, point by point.
pub(super) fn announce(paint: &mut Paint<'_>, area: Rect, question: &str, points: &[(&str, &str)]) {
    let words = 13;
    let mut y = area.y;
    paint.text(area.x, y, area.width, question, Tone::Title);
    y += 2;
    for (word, sentence) in points {
        let room = area.bottom().saturating_sub(y);
        if room == 0 {
            return;
        }
        paint.text(area.x, y, words, word, Tone::Plain);
        let width = area.width.saturating_sub(words);
        y += paint.wrapped(
            Rect::new(area.x + words, y, width, room.min(3)),
            sentence,
            Tone::Dim,
        );
    }
}

pub(super) fn foot(state: &State) -> Foot {
    Foot {
        word: "Found",
        answer: "Nothing is watched yet.".into(),
        tone: Tone::Plain,
        next: next(state),
    }
}
