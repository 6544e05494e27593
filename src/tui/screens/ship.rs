//! Ship: says what it will do.

use ratatui::layout::Rect;

use crate::tui::app::State;
use crate::tui::screens::drift::announce;
use crate::tui::screens::next;
use crate::tui::theme::Tone;
use crate::tui::widgets::{Foot, Paint};

const WILL: [(&str, &str); 5] = [
    (
        "version",
        "the chosen run becomes a numbered version: model, preparation, input schema, a copy of jalon.toml, one hash over all",
    ),
    (
        "test",
        "a paired test against the champion says PROMOTE, HOLD or REJECT, with its interval",
    ),
    (
        "rule",
        "where the verdict is USE THE RULE, the rule is promoted by its name and shipped like a model",
    ),
    (
        "exports",
        "a script, ONNX and MLflow; a report and a model card",
    ),
    (
        "scoring",
        "batch files and HTTP; until then jalon predict scores a file with the best run",
    ),
];

pub(super) fn draw(paint: &mut Paint<'_>, area: Rect, _state: &State) {
    announce(paint, area, "What exactly runs in production?", &WILL);
}

pub(super) fn foot(state: &State) -> Foot {
    Foot {
        word: "Found",
        answer: "Nothing is shipped from here yet.".into(),
        tone: Tone::Plain,
        next: next(state),
    }
}
