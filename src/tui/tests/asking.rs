//! The conversation of the spec, by keys alone: from a project that says little to one that a model can be trained for.

use std::path::PathBuf;

use insta::assert_snapshot;

use super::dictionary::variable;
use super::{Person, fixtures};
use crate::decisions::{Edit, Kind, Role, parse};
use crate::project::edited;
use crate::road::Milestone;
use crate::spec::{self, Conversation, Proposal, Proposals};
use crate::tui::actions::Screen;
use crate::tui::app::{Effect, Facts, List, Msg, Reviewed};
use crate::tui::left::{Draft, Left};

const FRESH: &str = "format = 1\n\n[project]\nname = \"leavers\"\n\n[problem]\ntask = \"binary\"\ntarget = \"left\"\npositive = \"yes\"\nmetric = \"roc_auc\"\n\n[[source]]\npath = \"staff.csv\"\n";

/// A project of this text, with what its data propose.
pub(super) fn facts_of(text: &str) -> Facts {
    let parsed = parse(text);
    let mut facts = fixtures::facts();
    facts.project.text = text.to_owned();
    facts.project.decisions = parsed.decisions;
    facts.project.faults = parsed.faults;
    facts.project.root = PathBuf::from("/home/ada/leavers");
    facts.data = None;
    facts.review = spec::review(&facts.project, None);
    facts.converse();
    facts
}

fn proposals() -> Proposals {
    let split = |strategy: &str| vec![Edit::set_text("split.strategy", strategy)];
    let proposal = Proposal {
        subject: "split".into(),
        value: "stratified".into(),
        reason: "no date and no group: by chance, with the same share of each class".into(),
        edits: split("stratified"),
        others: vec![("random".into(), split("random"))],
    };
    Proposals::from([("split.strategy".to_owned(), proposal)])
}

/// The data were looked at.
pub(super) fn reviewed(person: &mut Person, proposals: Proposals) {
    let facts = person.state.facts().unwrap().clone();
    person.tell(Msg::Reviewed(Box::new(Reviewed {
        variables: Some(vec![
            variable("left", Kind::Boolean, Role::Target, true),
            variable("age", Kind::Number, Role::Feature, true),
        ]),
        text: facts.project.text.clone(),
        review: facts.review,
        proposals,
        stake: None,
        next: facts.next,
        next_at: facts.next_at,
    })));
}

fn at_fresh(width: u16, height: u16) -> Person {
    at_text(FRESH, width, height)
}

/// On the screen of the spec, with a project of this text.
pub(super) fn at_text(text: &str, width: u16, height: u16) -> Person {
    let mut person = Person::new(width, height);
    person.tell(Msg::Facts(Box::new(Ok(facts_of(text)))));
    reviewed(&mut person, proposals());
    person.press("1");
    person.effects.clear();
    person
}

/// Carries out what was asked of the disk: edits are written and read again. Gives the edits.
pub(super) fn save(person: &mut Person) -> Vec<Edit> {
    let mut made = Vec::new();
    for effect in std::mem::take(&mut person.effects) {
        if let Effect::Edit(edit, _) = effect {
            let before = person.state.facts().unwrap().project.text.clone();
            let (text, _) = edited(&before, &edit).unwrap();
            made.push(edit);
            person.tell(Msg::Facts(Box::new(Ok(facts_of(&text)))));
        }
    }
    let known = person.state.facts().unwrap().proposals.clone();
    reviewed(person, known);
    person.effects.clear();
    made
}

pub(super) fn key(person: &Person) -> Option<String> {
    person.state.asked().map(|turn| turn.key.clone())
}

#[test]
fn a_whole_conversation_answers_what_training_needs() {
    let mut person = at_fresh(80, 24);
    person.press("n");
    assert!(person.sees("Which business question shall be answered?"));
    let (mut asked, mut answered) = (Vec::new(), 0);
    while let Some(now) = key(&person) {
        assert!(!asked.contains(&now), "{now} is asked twice");
        assert!(person.sees("question"), "{}", person.screen());
        asked.push(now.clone());
        person.press(match now.as_str() {
            "project.question" => "Who will leave within a year?<enter>",
            "project.decision" => "whom to talk to<enter>",
            "project.commercial" => "n<enter>",
            "problem.success" => "0.8<enter>",
            "split.strategy" => "<enter>",
            "value.currency" => "EUR<enter>",
            "value.cost" => "500<enter>",
            "value.decisions_per_year" => "1200<enter>",
            "rights.special_categories" => "<down><enter>",
            "rights.automated_decision" => "<down><enter>",
            "rights.retention" => "<down><enter>",
            _ => "<tab>",
        });
        answered += save(&mut person).len();
    }
    assert_eq!(answered, 11, "{asked:?}");
    assert!(person.sees("left for later") && person.sees("Open: the next stages"));
    let facts = person.state.facts().unwrap();
    let needs = |stage: &str| {
        facts
            .review
            .missing
            .iter()
            .any(|gap| gap.needed_for == stage)
    };
    assert!(
        !needs("data") && !needs("benchmark") && !needs("train"),
        "{:?}",
        facts.review.missing
    );
    let text = &facts.project.text;
    for line in [
        "question = \"Who will leave within a year?\"",
        "commercial = false",
        "at_least = 0.8",
        "strategy = \"stratified\"",
        "cost = \"CASE WHEN prediction = left THEN 0 ELSE 500 END\"",
        "retention = \"unknown\"",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    person.press("<enter>");
    assert!(person.state.talk().is_none() && !person.state.typing());
}

#[test]
fn a_proposal_is_taken_by_enter_and_never_written_by_itself() {
    let mut person = at_fresh(80, 24);
    person.press("1/strategy<enter>");
    assert!(person.sees("proposed: stratified"), "{}", person.screen());
    person.press("m/split.strategy<enter><enter>");
    assert_eq!(key(&person).as_deref(), Some("split.strategy"));
    assert!(person.sees("stratified: no date and no group") && person.effects.is_empty());
    person.press("<enter>");
    let written = save(&mut person);
    assert_eq!(written, [Edit::set_text("split.strategy", "stratified")]);
    person.press("<esc>m");
    assert!(!person.sees("split.strategy"));
}

#[test]
fn nothing_is_chosen_for_the_person_where_any_answer_would_be_made_up() {
    let mut person = at_fresh(80, 24);
    person.press("m/personal_data<enter><enter>");
    assert_eq!(key(&person).as_deref(), Some("source.0.personal_data"));
    person.press("<enter>");
    assert!(person.sees("choose an answer") && person.effects.is_empty());
    person.press("y<enter>");
    assert_eq!(
        save(&mut person),
        [Edit::set("source.0.personal_data", "true")]
    );
}

#[test]
fn a_wrong_answer_says_what_is_wrong_and_stays() {
    let mut person = at_fresh(80, 24);
    person.press("m/problem.success<enter><enter>good<enter>");
    assert!(person.sees("is not a number"), "{}", person.screen());
    assert_eq!(key(&person).as_deref(), Some("problem.success"));
    person.press("<ctrl-u><enter>");
    assert!(person.sees("nothing is typed"));
    person.press("<esc>m/value.cost<enter><enter>abs(prediction - salary)<enter>");
    assert_eq!(key(&person).as_deref(), Some("value.cost"));
    assert!(
        person.sees("salary")
            && person
                .effects
                .iter()
                .all(|e| !matches!(e, Effect::Edit(..)))
    );
}

#[test]
fn a_mistake_that_only_the_data_show_is_asked_again() {
    let text = FRESH.replace("task = \"binary\"", "task = \"binry\"");
    let mut person = Person::new(80, 24);
    person.tell(Msg::Facts(Box::new(Ok(facts_of(&text)))));
    person.press("1n");
    assert_eq!(key(&person).as_deref(), Some("problem.task"));
    assert!(
        person.sees("line 7") && person.sees("did you mean"),
        "{}",
        person.screen()
    );
    person.press("b<enter>");
    assert_eq!(save(&mut person), [Edit::set("problem.task", "\"binary\"")]);
}

#[test]
fn one_can_go_back_and_come_back() {
    let mut person = at_fresh(80, 24);
    person.press("n<tab>");
    assert_eq!(key(&person).as_deref(), Some("project.product"));
    person.press("<shift-tab>");
    assert_eq!(key(&person).as_deref(), Some("project.question"));
    person.press("Who leaves?<enter>");
    save(&mut person);
    assert_eq!(key(&person).as_deref(), Some("project.product"));
    person.press("<shift-tab>");
    assert!(person.sees("Who leaves?"));
    person.press("<esc>");
    assert_eq!(person.state.spec_row().unwrap().path, "project.question");
}

#[test]
fn what_an_answer_calls_for_comes_next() {
    let mut person = at_fresh(80, 24);
    person.press("m/automated_decision<enter><enter>yes");
    person.press("<enter>");
    save(&mut person);
    assert_eq!(key(&person).as_deref(), Some("rights.recourse"));
}

#[test]
fn what_is_being_typed_on_a_card_survives_a_lost_line() {
    let mut person = at_fresh(80, 24);
    person.press("n<tab>on the des").tell(Msg::Hangup);
    let left = person.effects.iter().find_map(|effect| match effect {
        Effect::Remember(left) => Some(left.clone()),
        _ => None,
    });
    let draft = Draft {
        path: "project.product".into(),
        text: "on the des".into(),
        is_asked: true,
        ..Draft::default()
    };
    let wanted = Left {
        screen: "spec".into(),
        draft: Some(Box::new(draft)),
    };
    assert_eq!(left.as_ref(), Some(&wanted));
    let mut again = Person::new(80, 24);
    let facts = Facts {
        left,
        ..facts_of(FRESH)
    };
    again.tell(Msg::Facts(Box::new(Ok(facts))));
    assert!(again.sees("Where will the answer be used?") && again.sees("on the des"));
    again.press("k<enter>");
    let written = [Edit::set_text("project.product", "on the desk")];
    assert_eq!(save(&mut again), written);
}

#[test]
fn a_new_project_begins_with_the_conversation() {
    let mut person = Person::new(80, 24);
    person
        .press("n")
        .tell(Msg::Facts(Box::new(Ok(facts_of(FRESH)))));
    assert_eq!(person.state.screen, Screen::Spec);
    assert_eq!(key(&person).as_deref(), Some("project.question"));
}

#[test]
fn the_list_of_what_is_missing_is_searched_and_jumped_along() {
    let mut person = at_fresh(80, 24);
    person.press("m");
    assert_eq!(person.state.list(), Some(List::Missing));
    person.press("&rights<enter>");
    let shown = person.state.shown(List::Missing).len();
    assert!(shown > 5 && shown < person.state.points().len());
    person.press("j<enter>");
    assert!(key(&person).unwrap().starts_with("rights."));
    person.press("<esc>");
    assert!(!person.state.lists_missing() && person.state.screen == Screen::Spec);
    person.press("m<esc>");
    assert!(!person.state.lists_missing() && person.state.screen == Screen::Spec);
}

#[test]
fn a_mistake_nobody_is_asked_about_leads_to_its_row() {
    let text = FRESH.to_owned() + "\n[split]\nfolds = 1\n";
    let mut person = Person::new(80, 24);
    person.tell(Msg::Facts(Box::new(Ok(facts_of(&text)))));
    person.press("1m");
    assert!(person.sees("line 16"), "{}", person.screen());
    person.press("<enter>");
    assert_eq!(person.state.spec_row().unwrap().path, "split.folds");
}

#[test]
fn steps_on_a_card_and_in_the_list_cost_few_bytes() {
    for start in ["m", "mjjj", "m/legal_basis<enter><enter><down>"] {
        let mut person = at_fresh(80, 24);
        person.press(start);
        let bytes = person.bytes("<down>");
        assert!(bytes > 0 && bytes < 200, "{start}: {bytes}");
    }
}

#[test]
fn a_read_only_project_asks_nothing() {
    let mut person = Person::new(80, 24);
    let mut facts = facts_of(FRESH);
    facts.read_only = Some("read only: it is edited by process 4711".into());
    person.tell(Msg::Facts(Box::new(Ok(facts))));
    person.press("1n");
    assert!(person.state.talk().is_none() && person.sees("4711"));
}

#[test]
fn cards_and_the_list_in_pictures() {
    for (width, height) in [(60, 15), (80, 24), (120, 40)] {
        for (name, keys) in [
            ("ask_text", "n"),
            ("ask_proposal", "m/split.strategy<enter><enter>"),
            ("ask_rights", "m/legal_basis<enter><enter><down><down>"),
            ("ask_expression", "m/value.cost<enter><enter>abs(pre"),
            ("ask_wrong", "m/problem.success<enter><enter>good<enter>"),
            ("missing", "mj"),
        ] {
            let mut person = at_fresh(width, height);
            person.press(keys);
            assert_snapshot!(format!("{name}_{width}x{height}"), person.screen());
        }
        let done = fixtures::facts();
        let mut person = Person::new(width, height);
        person.tell(Msg::Facts(Box::new(Ok(done))));
        person.press("1n");
        while key(&person).is_some() {
            person.press("<tab>");
        }
        assert_snapshot!(format!("ask_end_{width}x{height}"), person.screen());
    }
}

#[test]
fn what_is_next_on_the_spec_names_the_conversation() {
    let mut person = Person::with_project(80, 24);
    person.press("1");
    assert_eq!(
        person.state.facts().unwrap().next_at[0].milestone,
        Milestone::Spec
    );
    assert!(person.sees("n\n") || person.sees("question by question"));
    let none = Conversation::default();
    assert!(none.first().is_none());
}
