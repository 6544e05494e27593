//! The milestones in plain words.

use crate::tui::actions::Screen;
use crate::tui::app::State;
use crate::tui::screens::text_width;
use crate::tui::theme::Tone;
use crate::tui::widgets::wrap;

fn text(screen: Screen) -> &'static str {
    match screen {
        Screen::Home | Screen::New | Screen::Spec | Screen::Dictionary | Screen::Matrix => {
            include_str!("../../../assets/guide/spec.md")
        }
        Screen::Data => include_str!("../../../assets/guide/data.md"),
        Screen::Benchmark => include_str!("../../../assets/guide/benchmark.md"),
        Screen::Train => include_str!("../../../assets/guide/train.md"),
        Screen::Ship => include_str!("../../../assets/guide/ship.md"),
        Screen::Drift => include_str!("../../../assets/guide/drift.md"),
    }
}

/// The guide of this screen, heads apart.
pub fn guide_lines(state: &State) -> Vec<(String, Tone)> {
    let width = text_width(state);
    text(state.screen)
        .lines()
        .flat_map(|line| match line.trim_start_matches('#') {
            head if head.len() < line.len() => vec![(head.trim().to_owned(), Tone::Title)],
            "" => vec![(String::new(), Tone::Plain)],
            line => wrap(line, width)
                .into_iter()
                .map(|l| (l, Tone::Plain))
                .collect(),
        })
        .collect()
}
