//! The last row of the screen: what can be pressed now, and where the rest is.

use ratatui::layout::Rect;

use crate::tui::actions::{ANY, Action, Row, Screen, TABLE};
use crate::tui::app::{List, Overlay, State, Step};
use crate::tui::theme::Tone;
use crate::tui::widgets::Paint;
use crate::tui::widgets::overlay::overlay_scrolls;

/// Keys of the present screen beside those that quit and show more.
const OWN: usize = 3;

/// Screens on which Enter opens what is under the cursor in place of the list, and Esc closes it.
const OPENED: [Screen; 5] = [
    Screen::Data,
    Screen::Benchmark,
    Screen::Train,
    Screen::Ship,
    Screen::Drift,
];

/// A key with a word or two.
struct Entry {
    key: String,
    word: &'static str,
    /// Whether it can be pressed now. Where the row under the cursor decides that, its place is kept: keys that jump to and
    /// fro are hard to read, and cost bytes.
    now: bool,
}

impl Entry {
    fn new(key: impl Into<String>, word: &'static str) -> Self {
        Self {
            key: key.into(),
            word,
            now: true,
        }
    }
}

/// Draws at most five keys. Where it is narrow those in the middle go first.
pub fn draw_keys(paint: &mut Paint<'_>, area: Rect, state: &State) {
    let mut entries = entries(state);
    let width = |entries: &[Entry]| {
        let cells = entries.iter().map(|e| e.key.len() + e.word.len() + 4);
        cells.sum::<usize>()
    };
    while entries.len() > 2 && width(&entries) > usize::from(area.width) {
        entries.remove(entries.len() - 3);
    }
    let mut x = area.x + 1;
    for Entry { key, word, now } in &entries {
        if !now {
            x += (key.len() + word.len() + 4) as u16;
            continue;
        }
        let room = area.right().saturating_sub(x);
        x = paint.text(x, area.y, room, key, Tone::Key) + 1;
        x = paint.text(x, area.y, area.right().saturating_sub(x), word, Tone::Dim) + 3;
    }
}

fn entries(state: &State) -> Vec<Entry> {
    let fixed = |keys: &[(&str, &'static str)]| -> Vec<Entry> {
        keys.iter()
            .map(|(key, word)| Entry::new(*key, word))
            .collect()
    };
    match &state.overlay {
        Some(Overlay::Confirm { .. }) => return fixed(&[("y", "yes"), ("n", "no")]),
        Some(Overlay::Choose { .. } | Overlay::Rivals { .. }) => {
            return fixed(&[("enter", "take it"), ("esc", "back")]);
        }
        Some(Overlay::Reading) => {
            return fixed(&[("enter", "correct it in the form"), ("esc", "close")]);
        }
        Some(Overlay::Guide) if state.search.is_none() => {
            let mut keys = vec![("down", "scroll"), ("left right", "pages"), ("esc", "back")];
            if state.guide_beside() {
                keys[2].1 = "to the screen";
            }
            let mut keys = fixed(&keys);
            keys.insert(2, Entry::new(key_of(state, Action::Search), "search"));
            keys.push(Entry::new(key_of(state, Action::Guide), "close"));
            return keys;
        }
        Some(
            Overlay::Help
            | Overlay::History
            | Overlay::Weigh
            | Overlay::Signal
            | Overlay::Activity
            | Overlay::Cell { .. },
        ) => {
            let scroll = overlay_scrolls(state).then_some(("down", "scroll"));
            let keys = scroll.into_iter().chain([("esc", "close")]);
            return fixed(&keys.collect::<Vec<_>>());
        }
        Some(Overlay::Palette(_) | Overlay::Ask { .. } | Overlay::Pick { .. } | Overlay::Guide)
        | None => {}
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
            Entry::new(key_of(state, Action::Down), "scroll"),
            Entry::new(key_of(state, Action::Back), "back"),
        ]
    } else if !state.charts().is_empty() || state.detail && state.list() == Some(List::Columns) {
        let aside = match state.chart() {
            Some(_) => "read values",
            // Numbers are in front: beside a run lies the next one.
            None if state.screen == Screen::Benchmark => "other baselines",
            None => "other runs",
        };
        let aside = match state.lists_rows() {
            true => ("enter", "the rows"),
            false => ("left right", aside),
        };
        let mut keys = vec![aside, ("esc", "back")];
        if state.offers(Action::NextPane) {
            keys.insert(0, ("tab", "next chart"));
        }
        let mut keys = fixed(&keys);
        for key in &mut keys {
            key.now = !state.charts().is_empty() || key.word == "back";
        }
        keys
    } else if state.screen == Screen::New {
        let change = (state.wizard.step == Step::Proposals).then_some(("right", "change"));
        let keys = [("enter", "accept")].into_iter().chain(change);
        fixed(&keys.chain([("esc", "back")]).collect::<Vec<_>>())
    } else if state.detail && state.job.is_none() && OPENED.contains(&state.screen) {
        // Enter closes what it opened; one key for that is enough.
        let aside = match state.screen {
            Screen::Data => Some(Entry::new("left right", "scroll")),
            Screen::Train => Some(Entry::new("left right", "other runs")),
            Screen::Benchmark => Some(Entry::new("left right", "other baselines")),
            _ => None,
        };
        let back = Entry::new(key_of(state, Action::Back), "back");
        let open = Action::Open.row().footer;
        let own = own(state).filter(|entry| entry.word != open);
        aside
            .into_iter()
            .chain([back])
            .chain(own)
            .take(OWN)
            .collect()
    } else {
        let cancel = state
            .job
            .as_ref()
            .map(|_| Entry::new(key_of(state, Action::Cancel), "cancel"));
        cancel.into_iter().chain(own(state)).take(OWN).collect()
    };
    entries.push(Entry::new(
        key_of(state, Action::Quit),
        Action::Quit.row().footer,
    ));
    entries.push(Entry::new(key_of(state, Action::Help), "more"));
    entries
}

/// What makes sense here: what opens the selected row first, then what the row is there for, then in the order of the table.
fn own(state: &State) -> impl Iterator<Item = Entry> {
    let firsts = state.suits_the_row();
    let first = |row: &&Row| row.action == Action::Open || firsts.contains(&row.action);
    let is_own = move |row: &&Row| row.on.len() < ANY.len() && !first(row);
    let firsts = std::iter::once(Action::Open).chain(firsts.iter().copied());
    let firsts = firsts.map(Action::row);
    firsts
        .chain(TABLE.iter().filter(is_own))
        .filter(|row| !row.footer.is_empty())
        .map(|row| (row, state.offers(row.action)))
        .filter(|(row, now)| *now || hangs_on_the_row(state, row.action))
        .map(|(row, now)| Entry {
            key: key_of(state, row.action),
            word: row.footer,
            now,
        })
}

/// Whether an action can be done with some rows of the present list and not with others.
fn hangs_on_the_row(state: &State, action: Action) -> bool {
    if state.job.is_some() || state.read_only().is_some() || state.detail {
        return false;
    }
    match (state.list(), action) {
        (Some(List::Spec), Action::Open | Action::Clear) => true,
        (Some(List::Findings), Action::Open | Action::Fix | Action::Accept) => true,
        (Some(List::Board), Action::Explain | Action::Compare) => !state.entrants().is_empty(),
        _ => false,
    }
}

/// The key to show for an action.
pub fn key_of(state: &State, action: Action) -> String {
    state.keymap.shown(action)
}
