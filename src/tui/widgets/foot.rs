//! The foot of every screen: what was found, what to do next, what was just told, and the keys.

use ratatui::layout::Rect;

use crate::text;
use crate::tui::actions::{ANY, Action, Screen, TABLE};
use crate::tui::app::{Said, State, Step};
use crate::tui::theme::Tone;
use crate::tui::widgets::{Paint, bottom, wrap};

/// Actions in the footer, `? more` aside.
const SHOWN: usize = 5;
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

/// Draws the foot at the end of `area` and takes its rows off.
pub fn draw_foot(paint: &mut Paint<'_>, area: &mut Rect, state: &State, foot: &Foot) {
    let keys = bottom(1, area);
    let told = bottom(1, area);
    draw_keys(paint, keys, state);
    draw_told(paint, told, state);
    let width = area.width.saturating_sub(WORD + 2);
    let roomy = area.height > 24;
    let lines = |text: &str, most: usize| wrap(text, usize::from(width)).len().min(most) as u16;
    let most = if roomy { 4 } else { 2 };
    let said = whole_sentences(&foot.answer, usize::from(width), most);
    let answer = lines(said, most).max(1);
    let next = lines(&foot.next, if roomy { 3 } else { 2 }).max(1);
    let mut block = bottom(answer + next + 1, area);
    paint.rule(block);
    block.y += 1;
    let x = block.x + 1;
    paint.text(x, block.y, WORD, foot.word, Tone::Title);
    paint.wrapped(Rect::new(x + WORD, block.y, width, answer), said, foot.tone);
    paint.text(x, block.y + answer, WORD, "Next", Tone::Title);
    paint.wrapped(
        Rect::new(x + WORD, block.y + answer, width, next),
        &foot.next,
        Tone::Plain,
    );
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

/// The last thing told, the search, or what a job does.
fn draw_told(paint: &mut Paint<'_>, area: Rect, state: &State) {
    let (x, width) = (area.x + 1, area.width.saturating_sub(2));
    if let Some(search) = &state.search {
        let x = paint.text(x, area.y, width, "/", Tone::Key);
        input(paint, x, area.y, width.saturating_sub(1), search);
    } else if let Some(notice) = &state.notice {
        let tone = match notice.said {
            Said::Done => Tone::Good,
            Said::Hint => Tone::Dim,
            Said::Wrong => Tone::Bad,
        };
        paint.text(x, area.y, width, &notice.text, tone);
    } else if let Some(job) = &state.job {
        let left = job
            .left
            .map_or_else(String::new, |s| format!(", {} left", text::seconds(s)));
        let line = match job.stopping {
            true => "stopping at the next unit".to_owned(),
            false => format!(
                "{} {}{left}",
                text::percent((job.fraction * 100.0).floor() / 100.0),
                job.step
            ),
        };
        paint.text(x, area.y, width, &line, Tone::Running);
    } else if let Some(waiting) = &state.waiting {
        paint.text(x, area.y, width, &format!("{waiting} …"), Tone::Running);
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

/// At most five actions that make sense here, those of this screen first; then where the others are.
fn draw_keys(paint: &mut Paint<'_>, area: Rect, state: &State) {
    let offered =
        |row: &&crate::tui::actions::Row| !row.footer.is_empty() && state.offers(row.action);
    let own = TABLE
        .iter()
        .filter(|row| row.on.len() < ANY.len() && row.action != Action::Open);
    let open = TABLE.iter().filter(|row| row.action == Action::Open);
    let general = TABLE
        .iter()
        .filter(|row| row.on.len() == ANY.len() && row.action != Action::Open);
    let mut entries: Vec<(String, &str)> = Vec::new();
    if state.typing() {
        // Letters are text here, so that only these keys do something.
        let keys = [
            ("enter", "take it"),
            ("esc", "back"),
            ("ctrl-u", "empty the line"),
        ];
        draw_entries(paint, area, &keys.map(|(key, word)| (key.to_owned(), word)));
        return;
    }
    if state.screen == Screen::New {
        let mut keys = vec![("enter", "accept"), ("esc", "back")];
        if state.wizard.step == Step::Proposals {
            keys.insert(1, ("right", "change"));
        }
        entries = keys
            .into_iter()
            .map(|(key, word)| (key.to_owned(), word))
            .collect();
        entries.push((key_of(state, Action::Help), "more"));
        draw_entries(paint, area, &entries);
        return;
    }
    if state.job.is_some() {
        entries.push((key_of(state, Action::Cancel), "cancel"));
    }
    for row in open.chain(own).chain(general).filter(offered) {
        entries.push((key_of(state, row.action), row.footer));
    }
    entries.truncate(SHOWN);
    entries.push((key_of(state, Action::Help), "more"));
    draw_entries(paint, area, &entries);
}

fn draw_entries(paint: &mut Paint<'_>, area: Rect, entries: &[(String, &str)]) {
    let mut x = area.x + 1;
    for (key, word) in entries {
        let width = (key.len() + word.len() + 3) as u16;
        if x + width > area.right() {
            break;
        }
        x = paint.text(x, area.y, width, key, Tone::Key) + 1;
        x = paint.text(x, area.y, width, word, Tone::Dim) + 3;
    }
}

/// The first key of an action.
pub fn key_of(state: &State, action: Action) -> String {
    state
        .keymap
        .keys(action)
        .next()
        .map_or_else(|| "-".into(), |key| key.to_string())
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
