//! What a person says with keys, and what comes of it.

use std::time::Duration;

use super::{Person, fixtures};
use crate::decisions::Edit;
use crate::error::Error;
use crate::road::Milestone;
use crate::tui::actions::Screen;
use crate::tui::app::{Effect, JobView, Msg, Outcome};

fn edits(person: &Person) -> Vec<Edit> {
    let edit = |effect: &Effect| match effect {
        Effect::Edit(edit, _) => Some(edit.clone()),
        _ => None,
    };
    person.effects.iter().filter_map(edit).collect()
}

fn exit(person: &Person) -> Option<i32> {
    person.effects.iter().find_map(|effect| match effect {
        Effect::Exit(code) => Some(*code),
        _ => None,
    })
}

#[test]
fn milestones_are_one_key_away_and_esc_steps_back() {
    let mut person = Person::with_project(80, 24);
    for (key, screen) in [
        ("1", Screen::Spec),
        ("3", Screen::Benchmark),
        ("6", Screen::Drift),
    ] {
        assert_eq!(person.press(key).state.screen, screen);
    }
    person.press("4<enter>");
    assert!(person.state.detail);
    person.press("<esc>");
    assert!(!person.state.detail && person.state.screen == Screen::Train);
    person.press("<esc>");
    assert_eq!(person.state.screen, Screen::Home);
}

#[test]
fn a_decision_is_stated_on_screen() {
    let mut person = Person::with_project(80, 24);
    person.press("1/at_most<enter><enter>");
    assert!(person.state.typing());
    person.press("<ctrl-u>x<enter>");
    assert!(person.state.typing(), "a word is no number");
    person.press("<ctrl-u>1.5<enter>");
    assert_eq!(
        edits(&person),
        [Edit::set("problem.success.at_most", "1.5")]
    );
    assert!(person.sees("saving"));
}

#[test]
fn a_choice_is_picked_from_its_words() {
    let mut person = Person::with_project(80, 24);
    person.press("1/task<enter><enter>j<enter>");
    assert_eq!(edits(&person), [Edit::set("problem.task", "\"binary\"")]);
}

#[test]
fn letters_are_text_while_typing() {
    let mut person = Person::with_project(80, 24);
    person.press("1j<enter>q1?H");
    assert_eq!(exit(&person), None);
    assert!(person.sees("q1?H"));
    person.press("<esc>");
    assert!(!person.state.typing() && edits(&person).is_empty());
}

#[test]
fn a_finding_is_fixed_or_accepted() {
    let mut person = Person::with_project(80, 24);
    person.press("2<tab>f");
    assert!(person.sees("columns.trip_seconds.known_at_prediction = false"));
    person.press("<enter>");
    assert_eq!(
        edits(&person),
        [Edit::set(
            "columns.trip_seconds.known_at_prediction",
            "false"
        )]
    );
    person.effects.clear();
    person.press("ja it is real<enter>");
    let [Edit::Insert { path, value, .. }] = &edits(&person)[..] else {
        panic!("one entry is added");
    };
    assert_eq!(path, "accepted");
    assert!(
        value.contains("missing") && value.contains("it is real"),
        "{value}"
    );
}

#[test]
fn training_runs_shows_and_stops() {
    let mut person = Person::with_project(80, 24);
    person.press("4t");
    assert!(matches!(person.effects[..], [Effect::Start(..)]));
    person.tell(Msg::Progress(fixtures::training()));
    assert!(person.sees("running 63 %") && person.sees("fold 3 of 5") && person.sees("12 s left"));
    person.press("t");
    assert!(person.sees("Ctrl-C stops it"));
    person.effects.clear();
    person.press("<ctrl-c>");
    assert!(matches!(person.effects[..], [Effect::StopJob]));
    person.press("j");
    assert!(person.sees("stopping"));
    person.tell(Msg::Ended(Err(Error::cancelled())));
    assert!(person.sees("stopped; stages that ended are kept"));
    person.press("t");
    assert!(
        person
            .effects
            .iter()
            .any(|e| matches!(e, Effect::Start(..))),
        "it can start again"
    );
}

#[test]
fn each_stage_shows_as_soon_as_it_is_done() {
    let mut person = Person::with_project(80, 24);
    person.press("1r");
    let stage = |stage| {
        Msg::Progress(JobView {
            stage: Some(stage),
            ..fixtures::training()
        })
    };
    person.tell(stage(Milestone::Data)).effects.clear();
    person.tell(stage(Milestone::Data));
    assert!(person.effects.is_empty());
    person.tell(stage(Milestone::Benchmark));
    assert!(matches!(person.effects[..], [Effect::Reload]));
}

#[test]
fn a_finished_job_leads_to_its_last_stage() {
    let mut person = Person::with_project(80, 24);
    person.press("1r");
    let ran = vec![Milestone::Data, Milestone::Train];
    person.tell(Msg::Ended(Ok(Outcome { ran })));
    assert_eq!(person.state.screen, Screen::Train);
    assert!(person.sees("done: data, train"));
}

#[test]
fn ctrl_c_quits_without_a_job_and_twice_with_one() {
    let mut person = Person::with_project(80, 24);
    assert_eq!(exit(person.press("<ctrl-c>")), Some(130));
    let mut person = Person::with_project(80, 24);
    person
        .press("t4t<ctrl-c>")
        .wait(Duration::from_secs(3))
        .press("<ctrl-c>");
    assert_eq!(exit(&person), None, "too slow for twice");
    assert_eq!(exit(person.press("<ctrl-c>")), Some(130));
}

#[test]
fn q_asks_only_while_a_job_runs() {
    assert_eq!(exit(Person::with_project(80, 24).press("q")), Some(0));
    let mut person = Person::with_project(80, 24);
    person.press("4tq");
    assert_eq!(exit(&person), None);
    assert_eq!(exit(person.press("n")), None);
    assert_eq!(exit(person.press("qy")), Some(0));
}

#[test]
fn a_lost_line_lets_the_job_end() {
    let mut person = Person::with_project(80, 24);
    person.press("4t").tell(Msg::Hangup);
    assert_eq!(exit(&person), None);
    person.tell(Msg::Ended(Ok(Outcome { ran: Vec::new() })));
    assert_eq!(exit(&person), Some(129));
    assert_eq!(
        exit(Person::with_project(80, 24).tell(Msg::Hangup)),
        Some(129)
    );
}

#[test]
fn sigterm_stops_the_job_first() {
    let mut person = Person::with_project(80, 24);
    person.press("4t").tell(Msg::Terminate);
    assert!(person.effects.iter().any(|e| matches!(e, Effect::StopJob)));
    person.tell(Msg::Ended(Err(Error::cancelled())));
    assert_eq!(exit(&person), Some(143));
}

#[test]
fn paste_is_text_and_never_keys() {
    let mut person = Person::with_project(80, 24);
    person.tell(Msg::Paste("q\nq".into()));
    assert_eq!(exit(&person), None);
    person
        .press("1j<enter><ctrl-u>")
        .tell(Msg::Paste("two\nlines".into()));
    assert!(person.sees("twolines"));
}

#[test]
fn the_palette_finds_actions_by_letters() {
    let mut person = Person::with_project(80, 24);
    person.press("1:bench<enter>");
    assert_eq!(person.state.screen, Screen::Benchmark);
    person.press(":zzzz");
    assert!(person.sees("no action has these letters"));
}

#[test]
fn a_cursor_move_costs_few_bytes() {
    for (start, keys) in [
        ("1jj", "j"),
        ("2<tab>", "j"),
        ("3", "j"),
        ("4", "j"),
        ("4:", "<down>"),
    ] {
        let mut person = Person::with_project(80, 24);
        person.press(start);
        let bytes = person.bytes(keys);
        assert!(bytes > 0 && bytes < 400, "{start}: {bytes} bytes");
    }
    let mut home = Person::new(80, 24);
    home.tell(Msg::Home(fixtures::home()));
    let bytes = home.bytes("j");
    assert!(bytes < 200, "{bytes}");
}

#[test]
fn what_changes_nothing_writes_nothing() {
    let mut person = Person::with_project(80, 24);
    person.press("4");
    assert_eq!(person.bytes("k"), 0);
}

#[test]
fn nothing_is_written_before_the_folder_is_agreed() {
    let mut person = Person::new(80, 24);
    person
        .press("nrides.csv<enter>")
        .tell(Msg::Preview(Ok((fixtures::grid(), Vec::new()))));
    person.press("<enter>").tell(Msg::Proposed(Ok(Vec::new())));
    person.press("<enter><down><down><enter>");
    assert!(
        !person
            .effects
            .iter()
            .any(|e| matches!(e, Effect::Create { .. }))
    );
    person.press("<enter>");
    assert!(
        person
            .effects
            .iter()
            .any(|e| matches!(e, Effect::Create { .. }))
    );
}
