//! Whether the inputs say anything of the target, and what more rows would bring.

use crate::data::Signal;
use crate::text;
use crate::tui::app::State;
use crate::tui::screens::text_width;
use crate::tui::theme::Tone;
use crate::tui::widgets::{meter, wrap};

/// Cells before the bars of the learning curve, and of the bars.
const NUMBERS: usize = 34;
const BARS: usize = 24;

/// The test in a sentence, then a bar for each point of the learning curve and what it promises.
pub fn signal_lines(state: &State) -> Vec<(String, Tone)> {
    let data = state.facts().and_then(|facts| facts.data.as_ref());
    let Some(signal) = data.and_then(|data| data.signal.as_ref()) else {
        let why = "Nothing was tried: the data were not checked yet, no target is stated, or no input is a number, a word or a date.";
        return wrapped(state, why, Tone::Dim);
    };
    let (verdict, tone) = match signal.is_found() {
        true => ("There is signal", Tone::Title),
        false => ("There is no signal", Tone::Warn),
    };
    let sentence = format!("{verdict}: {}.", signal.sentence());
    let mut lines = wrapped(state, &sentence, tone);
    if signal.is_found() && !signal.curve.is_empty() {
        lines.push((" ".into(), Tone::Plain));
        lines.push(("Error saved by rows learned from".into(), Tone::Title));
        lines.extend(curve(state, signal));
        lines.extend(wrapped(state, &signal.more_rows.sentence(), Tone::Plain));
    }
    lines
}

fn curve(state: &State, signal: &Signal) -> Vec<(String, Tone)> {
    let room = text_width(state).saturating_sub(NUMBERS).min(BARS);
    let most = signal.curve.iter().map(|point| point.saved);
    let most = most.fold(f64::MIN_POSITIVE, f64::max);
    let bar = |point: &crate::data::Learned| {
        let rows = text::counted(point.rows, "row");
        let saved = format!(
            "{} (± {})",
            text::percent(point.saved),
            text::percent(point.error)
        );
        let drawn = meter(&state.theme, (point.saved / most).max(0.0), room);
        (format!("{rows:>14}{saved:>18}  {drawn}"), Tone::Plain)
    };
    signal.curve.iter().map(bar).collect()
}

fn wrapped(state: &State, text: &str, tone: Tone) -> Vec<(String, Tone)> {
    let lines = wrap(text, text_width(state)).into_iter();
    lines.map(|line| (line.to_string(), tone)).collect()
}
