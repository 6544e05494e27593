//! Random edits by keys: whatever is typed into the form, the cards, the lists and the pages of the spec, no byte is touched that an
//! edit is not about, and taking the edits back gives the file as it was. `JALON_EDITS` says how many are made.

use std::collections::BTreeSet;

use rand::Rng as _;

use super::asking::{at_text, facts_of};
use crate::decisions::Edit;
use crate::project::edited;
use crate::tui::app::{Effect, Msg};
use crate::work::rng;

/// A spec with a remark at every place where one can stand.
const MARKED: &str = include_str!("marked.toml");
/// What a person does on the screen of the spec; longer ones are typed as they stand.
const KEYS: &[&str] = &[
    "<down>",
    "<down>",
    "<down>",
    "<up>",
    "<up>",
    "<pagedown>",
    "<pageup>",
    "<home>",
    "<end>",
    "<left>",
    "<right>",
    "<enter>",
    "<enter>",
    "<enter>",
    "<enter>",
    "<esc>",
    "<tab>",
    "<shift-tab>",
    "<ctrl-n>",
    "<ctrl-p>",
    "<ctrl-u>",
    "<backspace>",
    "1",
    "n",
    "m",
    "a",
    "x",
    "D",
    "y",
    "7",
    "0.5",
    "fare",
    "trip_miles",
    "abs(prediction - fare)",
    "a, b",
    "é \"quoted\"",
    "# no remark",
    "unknown",
    "true",
    "2015-01-01",
    "/",
    "u",
];

fn remarks(text: &str) -> BTreeSet<&str> {
    let marks = text.match_indices("# m").map(|(at, _)| &text[at..]);
    marks
        .map(|rest| rest.split(['\r', '\n']).next().unwrap_or(rest))
        .collect()
}

/// Whether an edit may take remarks with it: those of what it takes out.
fn takes_out(edit: &Edit) -> bool {
    match edit {
        Edit::Remove { .. } | Edit::Text { .. } => true,
        Edit::All { edits } => edits.iter().any(takes_out),
        _ => false,
    }
}

#[test]
fn edits_by_keys_touch_nothing_else_and_are_taken_back_to_the_byte() {
    let wanted: usize = std::env::var("JALON_EDITS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(60);
    let (mut made, mut round) = (0, 0);
    while made < wanted {
        round += 1;
        let mut random = rng(round, &["edits by keys"]);
        let start = match round % 2 {
            0 => MARKED.to_owned(),
            _ => MARKED.replace('\n', "\r\n"),
        };
        let mut person = at_text(&start, 80, 24);
        let mut inverses = Vec::new();
        for _ in 0..600 {
            person.press(KEYS[random.random_range(0..KEYS.len())]);
            if random.random_bool(0.1) {
                person.buffer();
            }
            for effect in std::mem::take(&mut person.effects) {
                let Effect::Edit(edit, _) = effect else {
                    continue;
                };
                let before = person.state.facts().unwrap().project.text.clone();
                let Ok((after, inverse)) = edited(&before, &edit) else {
                    continue;
                };
                let lost: Vec<&str> = remarks(&before)
                    .difference(&remarks(&after))
                    .copied()
                    .collect();
                assert!(
                    lost.is_empty() || takes_out(&edit),
                    "{edit:?} loses {lost:?}\n{before}\n---\n{after}"
                );
                assert_eq!(edited(&after, &inverse).unwrap().0, before, "{edit:?}");
                inverses.push(inverse);
                made += 1;
                person.tell(Msg::Facts(Box::new(Ok(facts_of(&after)))));
            }
        }
        let mut text = person.state.facts().unwrap().project.text.clone();
        for inverse in inverses.iter().rev() {
            text = edited(&text, inverse).unwrap().0;
        }
        assert_eq!(text, start, "round {round}");
    }
}
