//! The foot of every screen: what was found, what to do next, what was just told, and the keys.

use ratatui::layout::Rect;

use crate::text;
use crate::tui::actions::Action;
use crate::tui::app::{Overlay, Said, State};
use crate::tui::theme::Tone;
use crate::tui::widgets::{Paint, bottom, draw_keys, key_of, wrap};

/// Cells beyond which a line is hard to follow.
const WIDEST: u16 = 150;
/// Cells of the words before the sentences.
const WORD: u16 = 9;

/// What a screen answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Foot {
    /// `Found`, `Verdict`, `Asked`.
    pub word: &'static str,
    /// The answer.
    pub answer: String,
    /// How it is meant.
    pub tone: Tone,
    /// What to do next and why.
    pub next: String,
}

/// Rows below which the foot says less, so that the table above keeps its place.
const SHORT: u16 = 20;

/// Draws the foot at the end of `area` and takes its rows off. On a short screen what is told takes the place of what
/// is next; elsewhere it has a row of its own, two where it is long.
pub fn draw_foot(paint: &mut Paint<'_>, area: &mut Rect, state: &State, foot: &Foot) {
    let is_short = state.size.1 < SHORT;
    let width = area.width.min(WIDEST).saturating_sub(WORD + 2);
    let (most_answer, most_next) = match area.height {
        _ if is_short => (1, 1),
        25.. => (4, 3),
        _ => (2, 2),
    };
    let rows = |text: &str, most: usize| wrap(text, usize::from(width)).len().clamp(1, most) as u16;
    let answer = whole_sentences(&foot.answer, usize::from(width), most_answer);
    let next = whole_sentences(&foot.next, usize::from(width), most_next);
    let told = told(state);
    let keys = bottom(1, area);
    draw_keys(paint, keys, state);
    let told_row = match (&told, is_short) {
        (_, true) => Rect::default(),
        (Some((text, _)), false) if wrap(text, usize::from(area.width - 2)).len() > 1 => {
            bottom(2, area)
        }
        (_, false) => bottom(1, area),
    };
    let next_row = bottom(rows(next, most_next), area);
    let answer_row = bottom(rows(answer, most_answer), area);
    let rule = bottom(1, area);
    paint.rule(rule);
    let mut sentence = |place: Rect, word: &str, text: &str, tone: Tone| {
        paint.text(place.x + 1, place.y, WORD, word, Tone::Title);
        let place = Rect::new(place.x + 1 + WORD, place.y, width, place.height);
        paint.wrapped(place, text, tone);
    };
    sentence(answer_row, foot.word, answer, foot.tone);
    let takes_its_place = is_short && (told.is_some() || state.search.is_some());
    if !takes_its_place {
        sentence(next_row, "Next", next, Tone::Plain);
    }
    let place = if is_short { next_row } else { told_row };
    draw_told(paint, place, state, told);
}

/// As many sentences from the start as fit on `most` lines; the first always stays.
fn whole_sentences(text: &str, width: usize, most: usize) -> &str {
    let mut kept = text;
    while wrap(kept, width).len() > most {
        match kept.trim_end_matches('.').rfind(". ") {
            Some(end) => kept = &kept[..=end],
            None => break,
        }
    }
    kept
}

/// The last thing told, or what a job does, or what is waited for.
fn told(state: &State) -> Option<(String, Tone)> {
    if let Some(notice) = &state.notice {
        let tone = match notice.said {
            Said::Done => Tone::Good,
            Said::Hint => Tone::Dim,
            Said::Wrong => Tone::Bad,
        };
        // What went wrong is told by a sign as well as by a colour.
        let sign = match notice.said {
            Said::Wrong => "! ",
            Said::Done | Said::Hint => "",
        };
        return Some((format!("{sign}{}", notice.text), tone));
    }
    if let Some(job) = &state.job {
        return Some((job.line(), Tone::Running));
    }
    let viewer = state.viewer.as_ref();
    let doing = viewer.and_then(|viewer| viewer.doing.as_ref());
    // What stands beside the rows says itself that it is computed.
    let doing = doing.filter(|doing| !doing.aside);
    if let Some(doing) = doing {
        let share = text::percent((doing.fraction * 100.0).floor() / 100.0);
        let key = key_of(state, Action::Cancel);
        return Some((
            format!("{share} {}; {key} stops it", doing.what),
            Tone::Running,
        ));
    }
    if let Some(waiting) = &state.waiting {
        return Some((format!("{waiting} …"), Tone::Running));
    }
    let (text, shown, all) = state.narrowed()?;
    let told = format!("{shown} of {all} hold '{text}'; esc shows all");
    Some((told, Tone::Warn))
}

fn draw_told(paint: &mut Paint<'_>, area: Rect, state: &State, told: Option<(String, Tone)>) {
    let (x, width) = (area.x + 1, area.width.saturating_sub(2));
    // What is sought in the guide is typed there.
    let own = !matches!(state.overlay, Some(Overlay::Guide));
    if let Some(search) = state.search.as_ref().filter(|_| own) {
        let sign = if state.narrowing { "&" } else { "/" };
        let typed = paint.text(x, area.y, width, sign, Tone::Key);
        let none = match state.narrowing || state.finds() {
            true => "",
            false => "no match",
        };
        let room = width.saturating_sub(1 + none.len() as u16);
        input(paint, typed, area.y, room, search);
        paint.right(x, area.y, width, none, Tone::Warn);
    } else if let Some((text, tone)) = told {
        paint.wrapped(Rect::new(x, area.y, width, area.height), &text, tone);
    }
}

/// A text field with a reversed cell as its cursor.
pub fn input(paint: &mut Paint<'_>, x: u16, y: u16, width: u16, input: &tui_input::Input) {
    let scroll = input.visual_scroll(usize::from(width.saturating_sub(1)));
    let mut skipped = 0;
    let mut shown = String::new();
    for c in input.value().chars() {
        if skipped < scroll {
            skipped += text::width(c.encode_utf8(&mut [0; 4]));
        } else {
            shown.push(c);
        }
    }
    paint.text(x, y, width, &shown, Tone::Plain);
    let at = input.visual_cursor().saturating_sub(scroll) as u16;
    let under = input.value().chars().nth(input.cursor()).unwrap_or(' ');
    if at < width {
        paint.text(x + at, y, 2, under.encode_utf8(&mut [0; 4]), Tone::Selected);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_stay_whole() {
        let text = "GO. It beats the rule by 1.5 USD. It keeps the goal.";
        assert_eq!(whole_sentences(text, 80, 1), text);
        assert_eq!(
            whole_sentences(text, 40, 1),
            "GO. It beats the rule by 1.5 USD."
        );
        assert_eq!(
            whole_sentences("one long sentence", 5, 1),
            "one long sentence"
        );
    }
}
