//! What a person says with keys, and what comes of it.

use std::time::Duration;

use super::{Person, fixtures, watching};
use crate::decisions::Edit;
use crate::error::Error;
use crate::road::Milestone;
use crate::tui::actions::Screen;
use crate::tui::app::{Effect, Elsewhere, Ending, JobView, Msg, Outcome, Task};

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
    assert!(
        person.sees("[columns]")
            && person.sees("trip_seconds = { unit = \"s\", known_at_prediction = false }")
    );
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
    assert!(person.sees("ctrl-c stops it"));
    person.effects.clear();
    person.press("<ctrl-c>");
    assert!(matches!(person.effects[..], [Effect::StopJob]));
    person.press("j");
    assert!(person.sees("stopping"));
    person.end_job(Err(Error::cancelled()));
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
fn recent_projects_are_looked_at_one_after_the_other() {
    let mut person = Person::new(80, 24);
    let mut bare = fixtures::home();
    bare.recents.iter_mut().for_each(|r| r.glance = None);
    person.tell(Msg::Home(bare.clone()));
    for recent in fixtures::home().recents {
        let asked = std::mem::take(&mut person.effects);
        assert!(matches!(&asked[..], [Effect::Glance(path)] if *path == recent.path));
        person.tell(Msg::Glanced(recent.path, recent.glance));
    }
    assert!(person.effects.is_empty() && person.sees("USE THE RULE"));
    person.tell(Msg::Home(bare));
    assert!(
        person.sees("USE THE RULE"),
        "it stands until it is looked at again"
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
    person.end_job(Ok(Outcome::Ran(ran)));
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
    person.tell(Msg::Ended(Ok(Outcome::Ran(Vec::new()))));
    assert_eq!(exit(&person), Some(129));
    assert_eq!(
        exit(Person::with_project(80, 24).tell(Msg::Hangup)),
        Some(129)
    );
}

#[test]
fn a_line_lost_while_the_end_of_a_job_is_read_ends_the_program() {
    let settled = || {
        let result = Ok(Outcome::Ran(Vec::new()));
        Msg::Settled(Ending::here(&result), Box::new(Ok(fixtures::facts())))
    };
    let mut person = Person::with_project(80, 24);
    person
        .press("4t")
        .tell(Msg::Ended(Ok(Outcome::Ran(Vec::new()))));
    assert_eq!(exit(person.tell(Msg::Hangup)), None);
    assert_eq!(exit(person.tell(settled())), Some(129));
    let mut person = Person::with_project(80, 24);
    person.press("4t").tell(Msg::Terminate);
    assert_eq!(exit(&person), None);
    assert_eq!(exit(person.tell(Msg::Terminate)), Some(143));
}

#[test]
fn a_lost_line_stops_the_job_where_the_config_says_so() {
    let mut person = Person::with_project(80, 24);
    person.state.hangup = crate::user::Hangup::Stop;
    person.press("4t").tell(Msg::Hangup);
    assert!(person.effects.iter().any(|e| matches!(e, Effect::StopJob)));
    assert_eq!(exit(&person), None);
    person.tell(Msg::Ended(Err(Error::cancelled())));
    assert_eq!(exit(&person), Some(129));
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
    assert!(person.sees("two lines"));
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
    let mut over = Vec::new();
    for (start, keys) in [
        ("1j", "j"),
        ("2", "j"),
        ("2jj", "j"),
        ("2<tab>", "j"),
        ("3", "j"),
        ("4jj", "j"),
        ("4", "j"),
        ("4:", "<down>"),
        ("4?", "<down>"),
        ("4?<down>", "<down>"),
        ("4H", "<down>"),
    ] {
        let mut person = Person::with_project(80, 24);
        person.press(start);
        let bytes = person.bytes(keys);
        assert!(bytes > 0);
        over.extend((bytes >= 200).then(|| format!("{start}: {bytes}")));
    }
    assert_eq!(over, [""; 0]);
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
    let folder = person.effects.iter().find_map(|effect| match effect {
        Effect::LookInto(folder) => Some(folder.clone()),
        _ => None,
    });
    let folder = folder.expect("the folder is looked into first");
    let creates = |person: &Person| {
        let mut effects = person.effects.iter();
        effects.any(|e| matches!(e, Effect::Create { .. }))
    };
    let taken = vec!["notes.txt".to_owned(), "rides.csv".to_owned()];
    person.tell(Msg::Folder(folder.clone(), Ok(taken)));
    assert!(person.sees("is not empty: notes.txt, rides.csv"));
    person.press("n");
    assert!(!creates(&person));
    person.tell(Msg::Folder(folder, Ok(Vec::new())));
    assert!(creates(&person));
}

#[test]
fn a_new_project_is_not_left_by_a_slip() {
    let mut person = Person::new(80, 24);
    person
        .press("nrides.csv<enter>")
        .tell(Msg::Preview(Ok((fixtures::grid(), Vec::new()))));
    for key in ["0", "q"] {
        person.press(key);
        assert!(person.sees("not written yet") && exit(&person).is_none());
        person.press("n");
        assert_eq!(person.state.screen, Screen::New);
    }
    assert_eq!(person.press("0y").state.screen, Screen::Home);
}

#[test]
fn wrong_answers_are_told_while_they_are_typed() {
    let mut person = Person::new(80, 24);
    person
        .press("nrides.csv<enter>")
        .tell(Msg::Preview(Ok((fixtures::grid(), Vec::new()))));
    let proposal = |subject: &str, value: &str| crate::spec::Proposal {
        subject: subject.into(),
        value: value.into(),
        reason: String::new(),
        edits: Vec::new(),
        others: Vec::new(),
    };
    let proposals = vec![proposal("task", "regression"), proposal("metric", "mae")];
    person.press("<enter>").tell(Msg::Proposed(Ok(proposals)));
    person.press("<enter>rmsr");
    assert!(person.sees("did you mean rmse?"), "{}", person.screen());
    person.press("<enter>");
    assert_eq!(person.state.lists.at(crate::tui::app::List::Questions), 0);
    person.press("<backspace>e<enter>two");
    assert!(person.sees("is a number, not 'two'"));
}

#[test]
fn a_read_only_screen_stays_so_and_says_why() {
    let mut person = Person::new(80, 24);
    let mut facts = fixtures::facts();
    facts.read_only = Some("read only: it is edited by process 4711".into());
    person.tell(Msg::Facts(Box::new(Ok(facts.clone()))));
    for keys in ["4t", "r", "1j<enter>", "x", "u", "2<tab>f", "a"] {
        person.effects.clear();
        person.press(keys);
        assert!(person.sees("edited by process 4711"), "{keys}");
        assert!(person.effects.is_empty() && person.state.overlay.is_none());
    }
    let view = JobView {
        elsewhere: Some(Elsewhere {
            id: "0003-train".into(),
            pid: 4711,
        }),
        ..fixtures::training()
    };
    let root = facts.project.root.clone();
    person.press("4").tell(Msg::Followed(root.clone(), view));
    assert!(person.sees("(process 4711)") && person.sees("read only"));
    person.press("<ctrl-c>");
    assert!(matches!(&person.effects[..], [Effect::StopElsewhere(_, id)] if id == "0003-train"));
    person.effects.clear();
    let ending = Ending::elsewhere("0003-train", None);
    person.tell(Msg::FollowEnded(root, ending.clone()));
    assert!(matches!(person.effects[..], [Effect::Settle(_)]));
    person.tell(Msg::Settled(ending, Box::new(Ok(facts))));
    assert!(person.state.job.is_none() && person.sees("read only"));
    assert!(person.sees("the process of job 0003-train is gone"));
}

#[test]
fn the_end_of_a_job_and_what_it_brought_are_seen_together() {
    let mut person = Person::with_project(80, 24);
    person.press("4t").tell(Msg::Progress(fixtures::training()));
    person.tell(Msg::Ended(Ok(Outcome::Ran(Vec::new()))));
    assert!(person.sees("running 63 %") && !person.sees("up to date"));
}

#[test]
fn a_search_without_a_match_says_so() {
    let mut person = Person::with_project(80, 24);
    person.press("1/zzz");
    assert!(person.sees("no match"));
    person.press("<enter>");
    assert!(person.sees("no match for 'zzz'"));
}

#[test]
fn new_data_are_compared_from_the_screen_and_looked_at_chunk_by_chunk() {
    let mut person = Person::with_project(80, 24);
    person.press("6w");
    assert!(person.effects.is_empty(), "no new data are named");
    person.tell(Msg::Facts(Box::new(Ok(watching::watched()))));
    assert_eq!(person.state.chunk().unwrap().name, "2016-07-01");
    person.press("hh");
    assert_eq!(person.state.chunk().unwrap().name, "2016-01-01");
    person.press("l<enter>");
    assert!(person.state.detail && person.screen().contains("statistics"));
    person.press("<esc>w");
    let started = person.effects.iter().any(|effect| {
        matches!(effect, Effect::Start(_, Task::Stages(o)) if o.only == [Milestone::Drift])
    });
    assert!(started, "{:?}", person.effects);
}
