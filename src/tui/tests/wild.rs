//! Random keys, sizes and messages: nothing panics, and there is always something to draw.

use rand::Rng as _;

use super::{Person, fixtures};
use crate::error::Error;
use crate::tui::app::{Ending, Msg, Outcome};
use crate::work::rng;

const KEYS: [&str; 56] = [
    "v",
    "i",
    "z",
    "Y",
    "D",
    "E",
    "I",
    "W",
    "o",
    "<ctrl-n>",
    "<ctrl-p>",
    "e",
    "c",
    "p",
    "R",
    "J",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "0",
    "j",
    "k",
    "h",
    "l",
    "g",
    "G",
    "<tab>",
    "<enter>",
    "<esc>",
    "<enter>",
    "<down>",
    "<up>",
    "<left>",
    "<right>",
    "<pagedown>",
    "/",
    "N",
    ":",
    "?",
    "H",
    "r",
    "t",
    "m",
    "f",
    "a",
    "s",
    "x",
    "u",
    "<ctrl-r>",
    "n",
    "<backspace>",
    "y",
    "é",
];

#[test]
fn random_keys_and_sizes_never_panic() {
    for round in 0..60_u64 {
        let mut random = rng(round, &["keys"]);
        let mut person = match round % 3 {
            0 => Person::new(80, 24),
            _ => Person::with_project(80, 24),
        };
        for _ in 0..120 {
            match random.random_range(0..40) {
                0 => {
                    let (width, height) = (random.random_range(0..200), random.random_range(0..70));
                    person.tell(Msg::Resize(width, height));
                }
                1 => {
                    person.tell(Msg::Home(fixtures::home()));
                }
                2 => {
                    person.tell(Msg::Progress(fixtures::training()));
                }
                3 => {
                    person.tell(Msg::Ended(Ok(Outcome::Ran(Vec::new()))));
                    let ending = Ending::elsewhere("0001-run", None);
                    let facts = Box::new(Ok(fixtures::facts()));
                    person.tell(Msg::Settled(ending, facts));
                }
                4 => {
                    person.tell(Msg::Facts(Box::new(Ok(fixtures::facts()))));
                }
                5 => {
                    person.tell(Msg::Rows(Ok(fixtures::grid())));
                }
                6 => {
                    person.tell(Msg::Preview(Ok((fixtures::grid(), Vec::new()))));
                }
                7 => {
                    person.tell(Msg::Proposed(Err(Error::new("no"))));
                }
                _ => {
                    person.press(KEYS[random.random_range(0..KEYS.len())]);
                }
            }
            person.buffer();
        }
    }
}

#[test]
fn a_small_terminal_asks_for_more() {
    for (width, height) in [(0, 0), (1, 1), (20, 5), (59, 40), (200, 14)] {
        let mut person = Person::with_project(width, height);
        person.press("jjj");
        if width > 20 {
            assert!(person.sees("enlarge to 60x15"));
        }
        person.buffer();
    }
    assert!(!Person::with_project(60, 15).sees("enlarge"));
}

#[test]
fn project_without_evidence_draws_every_screen() {
    let mut facts = fixtures::facts();
    (facts.data, facts.benchmark, facts.board) = (None, None, None);
    let mut person = Person::new(80, 24);
    person.tell(Msg::Facts(Box::new(Ok(facts))));
    for key in [
        "1", "2", "<tab>", "<enter>", "3", "<enter>", "4", "<enter>", "5", "6",
    ] {
        person.press(key);
        assert!(person.sees("Next"));
    }
}
