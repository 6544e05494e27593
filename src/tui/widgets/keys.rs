//! The last row of the screen: what can be pressed now, and where the rest is.

use ratatui::layout::Rect;

use crate::tui::actions::{ANY, Action, Row, Screen, TABLE};
use crate::tui::app::{Overlay, State, Step};
use crate::tui::theme::Tone;
use crate::tui::widgets::Paint;

/// Keys of the present screen beside those that quit and show more.
const OWN: usize = 3;

/// A key with a word or two.
type Entry = (String, &'static str);

/// Draws at most five keys. Where it is narrow those in the middle go first.
pub fn draw_keys(paint: &mut Paint<'_>, area: Rect, state: &State) {
    let mut entries = entries(state);
    let width = |entries: &[Entry]| {
        let cells = entries.iter().map(|(key, word)| key.len() + word.len() + 4);
        cells.sum::<usize>()
    };
    while entries.len() > 2 && width(&entries) > usize::from(area.width) {
        entries.remove(entries.len() - 3);
    }
    let mut x = area.x + 1;
    for (key, word) in &entries {
        let room = area.right().saturating_sub(x);
        x = paint.text(x, area.y, room, key, Tone::Key) + 1;
        x = paint.text(x, area.y, area.right().saturating_sub(x), word, Tone::Dim) + 3;
    }
}

fn entries(state: &State) -> Vec<Entry> {
    let fixed = |keys: &[(&str, &'static str)]| -> Vec<Entry> {
        keys.iter()
            .map(|(key, word)| ((*key).to_owned(), *word))
            .collect()
    };
    match &state.overlay {
        Some(Overlay::Confirm { .. }) => return fixed(&[("y", "yes"), ("n", "no")]),
        Some(Overlay::Choose { .. } | Overlay::Rivals { .. }) => {
            return fixed(&[("enter", "take it"), ("esc", "back")]);
        }
        Some(
            Overlay::Help | Overlay::Guide | Overlay::History | Overlay::Weigh | Overlay::Activity,
        ) => {
            return fixed(&[("down", "scroll"), ("esc", "close")]);
        }
        Some(Overlay::Palette(_) | Overlay::Ask { .. }) | None => {}
    }
    if state.typing() {
        if state.overlay.is_none() && state.talk().is_some() {
            return match state.asked() {
                Some(_) => fixed(&[
                    ("enter", "take it"),
                    ("tab", "later"),
                    ("up down", "choose"),
                    ("shift-tab", "back"),
                    ("esc", "end"),
                ]),
                None => fixed(&[("enter", "done"), ("shift-tab", "back"), ("esc", "done")]),
            };
        }
        if state.picks() {
            return fixed(&[
                ("enter", "open"),
                ("tab", "complete"),
                ("ctrl-o", "all files"),
                ("esc", "back"),
            ]);
        }
        // Letters are text here, so that only these keys do something.
        return fixed(&[
            ("enter", "take it"),
            ("esc", "back"),
            ("ctrl-u", "empty the line"),
        ]);
    }
    let mut entries: Vec<Entry> = if state.page().is_some() && state.job.is_none() {
        vec![
            (key_of(state, Action::Down), "scroll"),
            (key_of(state, Action::Back), "back"),
        ]
    } else if !state.charts().is_empty() {
        let aside = match state.chart() {
            Some(_) => "read values",
            // Numbers are in front: beside a run lies the next one.
            None => "other runs",
        };
        let mut keys = vec![("left right", aside), ("esc", "back")];
        if state.offers(Action::NextPane) {
            keys.insert(0, ("tab", "next chart"));
        }
        fixed(&keys)
    } else if state.screen == Screen::New {
        let change = (state.wizard.step == Step::Proposals).then_some(("right", "change"));
        let keys = [("enter", "accept")].into_iter().chain(change);
        fixed(&keys.chain([("esc", "back")]).collect::<Vec<_>>())
    } else {
        let cancel = state
            .job
            .as_ref()
            .map(|_| (key_of(state, Action::Cancel), "cancel"));
        cancel.into_iter().chain(own(state)).take(OWN).collect()
    };
    entries.push((key_of(state, Action::Quit), Action::Quit.row().footer));
    entries.push((key_of(state, Action::Help), "more"));
    entries
}

/// What makes sense here, what opens the selected row first, then in the order of the table.
fn own(state: &State) -> impl Iterator<Item = Entry> {
    let is_own = |row: &&Row| row.on.len() < ANY.len() && row.action != Action::Open;
    let open = TABLE.iter().filter(|row| row.action == Action::Open);
    open.chain(TABLE.iter().filter(is_own))
        .filter(|row| !row.footer.is_empty() && state.offers(row.action))
        .map(|row| (key_of(state, row.action), row.footer))
}

/// The key to show for an action.
pub fn key_of(state: &State, action: Action) -> String {
    state.keymap.shown(action)
}
