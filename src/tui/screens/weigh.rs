//! What the project is worth, and what speaks for a rule or for a model, before anything is trained.

use crate::benchmark::Side;
use crate::tui::app::State;
use crate::tui::screens::text_width;
use crate::tui::theme::Tone;
use crate::tui::widgets::wrap;

/// Cells of the side that a consideration speaks for.
const SIDE: usize = 7;

/// The worth in sentences, then every consideration under the side it speaks for, then what would make a rule enough.
pub fn weigh_lines(state: &State) -> Vec<(String, Tone)> {
    let width = text_width(state);
    let mut lines: Vec<(String, Tone)> = Vec::new();
    let mut add = |indent: &str, text: &str, tone: Tone| {
        let room = width.saturating_sub(indent.len());
        for (at, line) in wrap(text, room).into_iter().enumerate() {
            let before = match at {
                0 => indent.to_owned(),
                _ => " ".repeat(indent.len()),
            };
            lines.push((format!("{before}{line}"), tone));
        }
    };
    let Some(stake) = state.facts().and_then(|facts| facts.stake.as_ref()) else {
        add(
            "",
            "The data are being looked at, or cannot be read as they are stated.",
            Tone::Dim,
        );
        return lines;
    };
    add("", "What it is worth", Tone::Title);
    match &stake.worth {
        Some(worth) => worth
            .sentences()
            .iter()
            .for_each(|s| add("  ", s, Tone::Plain)),
        None => add(
            "  ",
            "State what an error costs (value.cost or value.matrix) and value.decisions_per_year.",
            Tone::Dim,
        ),
    }
    add("", " ", Tone::Plain);
    add("", "Rule or model?", Tone::Title);
    for consideration in &stake.weighed.considerations {
        let side = consideration.side;
        let tone = match side {
            Side::Open => Tone::Dim,
            Side::Rule | Side::Model => Tone::Plain,
        };
        add(
            &format!("  {:<SIDE$}", side.word()),
            &consideration.sentence,
            tone,
        );
    }
    add("  ", stake.weighed.sentence(), Tone::Title);
    add("", " ", Tone::Plain);
    add("", "A rule is enough with", Tone::Title);
    for enough in &stake.weighed.enough {
        add("  - ", enough, Tone::Plain);
    }
    lines
}
