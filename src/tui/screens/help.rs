//! The keys, generated from the table of actions.

use crate::tui::actions::{Group, TABLE};
use crate::tui::app::State;
use crate::tui::theme::Tone;
use crate::tui::widgets::{sized, wrap};

use super::text_width;

/// Cells of the keys and of the names.
const KEYS: usize = 14;

/// Every action of this screen under its head, with its keys.
pub fn help_lines(state: &State) -> Vec<(String, Tone)> {
    let mut lines = Vec::new();
    for group in Group::ALL {
        let rows: Vec<_> = TABLE
            .iter()
            .filter(|row| row.group == group && row.on.contains(&state.screen))
            .collect();
        if rows.is_empty() {
            continue;
        }
        if !lines.is_empty() {
            lines.push((String::new(), Tone::Plain));
        }
        lines.push((group.title().to_owned(), Tone::Title));
        for row in rows {
            let keys: Vec<String> = state
                .keymap
                .keys(row.action)
                .map(|k| k.to_string())
                .collect();
            lines.push((
                format!("  {} {}", sized(&keys.join(" "), KEYS), row.doc),
                Tone::Plain,
            ));
        }
    }
    if !state.settings_faults.is_empty() {
        lines.push((String::new(), Tone::Plain));
        lines.push((
            "Settings: these lines keep their default".to_owned(),
            Tone::Title,
        ));
        for fault in &state.settings_faults {
            let wrapped = wrap(fault, text_width(state).saturating_sub(2));
            lines.extend(wrapped.into_iter().map(|l| (format!("  {l}"), Tone::Bad)));
        }
    }
    lines.push((String::new(), Tone::Plain));
    lines.push((
        "In a text field: enter takes it, esc leaves it as it was.".into(),
        Tone::Dim,
    ));
    lines
}
