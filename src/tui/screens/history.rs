//! The history of a project: what was changed, and did it help.

use crate::road::Iteration;
use crate::tui::app::State;
use crate::tui::screens::text_width;
use crate::tui::theme::Tone;
use crate::tui::widgets::wrap;

/// Every iteration, the newest first: what it led to, then the decisions that were made before.
pub fn history_lines(state: &State) -> Vec<(String, Tone)> {
    let width = text_width(state);
    let history = state.facts().map_or(&[][..], |f| f.history.as_slice());
    let mut lines: Vec<(String, Tone)> = history
        .iter()
        .rev()
        .flat_map(|iteration| {
            of(iteration, width)
                .into_iter()
                .chain([(String::new(), Tone::Plain)])
        })
        .collect();
    lines.pop();
    if lines.is_empty() {
        let none =
            "Nothing was decided yet. Each decision, and each verdict it led to, is listed here.";
        lines.extend(wrap(none, width).into_iter().map(|l| (l, Tone::Plain)));
    }
    lines
}

fn of(iteration: &Iteration, width: usize) -> Vec<(String, Tone)> {
    let when = minute(&iteration.time);
    let mut lines = Vec::new();
    let mut add = |indent: &str, text: &str, tone: Tone| {
        let wrapped = wrap(text, width - indent.len()).into_iter().enumerate();
        lines.extend(wrapped.map(|(at, line)| match at {
            0 => (format!("{indent}{line}"), tone),
            _ => (format!("{}{line}", " ".repeat(indent.len())), tone),
        }));
    };
    match &iteration.event {
        Some(event) => {
            let by = format!("{when}  {} by {}", event.event, event.who);
            add("", &by, Tone::Title);
            add("  ", &event.what, Tone::Plain);
            if !event.why.is_empty() {
                add("  ", &format!("because: {}", event.why), Tone::Plain);
            }
            if let Some(helped) = iteration.helped() {
                add("  ", &helped, tone(iteration.gain));
            }
        }
        None => add("", &format!("{when}  not judged yet"), Tone::Title),
    }
    if !iteration.changes.is_empty() {
        add("  ", "after these decisions:", Tone::Dim);
    }
    for change in &iteration.changes {
        add("  - ", change, Tone::Dim);
    }
    lines
}

/// A time of the journal to the minute: `2026-11-20 14:05`.
fn minute(time: &str) -> String {
    time.chars()
        .take(16)
        .map(|c| if c == 'T' { ' ' } else { c })
        .collect()
}

fn tone(gain: Option<f64>) -> Tone {
    match gain {
        Some(gain) if gain > 0.0 => Tone::Good,
        Some(gain) if gain < 0.0 => Tone::Warn,
        _ => Tone::Plain,
    }
}
