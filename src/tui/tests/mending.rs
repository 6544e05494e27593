//! What is taken back, refused, or half typed in the conversation and in the form is not lost.

use super::asking::{at_text, facts_of, key, reviewed, save};
use super::dictionary::{after, written};
use super::{Person, fixtures};
use crate::decisions::Edit;
use crate::spec::{Proposal, Proposals};
use crate::tui::app::{Effect, Facts, Msg, Overlay};

const SERIES: &str = "format = 1\n\n[project]\nname = \"loads\"\nquestion = \"How much?\"\nproduct = \"p\"\ndecision = \"d\"\nowner = \"o\"\ncommercial = false\n\n[problem]\ntask = \"regression\"\ntarget = \"load\"\nunit = \"MW\"\nmetric = \"mae\"\n\n[[source]]\npath = \"loads.csv\"\n";

fn day() -> Proposals {
    let edits = vec![
        Edit::set_text("problem.time", "day"),
        Edit::set_text("problem.horizon", "1d"),
    ];
    let proposal = Proposal {
        subject: "time".into(),
        value: "day".into(),
        reason: "it is a date".into(),
        edits,
        others: Vec::new(),
    };
    Proposals::from([("problem.time".to_owned(), proposal)])
}

fn at_series() -> Person {
    let mut person = at_text(SERIES, 80, 24);
    reviewed(&mut person, day());
    person.press("n");
    assert_eq!(key(&person).as_deref(), Some("problem.time"));
    person
}

#[test]
fn an_answer_of_several_lines_is_one_step_taken_back_on_its_card() {
    let mut person = at_series();
    person.press("<enter>");
    let edits = save(&mut person);
    assert!(
        matches!(edits.as_slice(), [Edit::All { edits }] if edits.len() == 2),
        "{edits:?}"
    );
    assert_ne!(key(&person).as_deref(), Some("problem.time"));
    let told = Facts {
        told: Some("written to jalon.toml line 3".into()),
        is_edited: true,
        ..person.state.facts().unwrap().clone()
    };
    person.tell(Msg::Facts(Box::new(Ok(told))));
    assert!(person.sees("ctrl-_ undoes"), "{}", person.screen());
    person.effects.clear();
    person.press("<ctrl-_>");
    assert!(matches!(person.effects.as_slice(), [Effect::Undo, ..]));
    person.effects.clear();
    person.tell(Msg::Facts(Box::new(Ok(facts_of(SERIES)))));
    assert_eq!(key(&person).as_deref(), Some("problem.time"), "asked again");
    person.effects.clear();
    person.press("<ctrl-r>");
    assert!(matches!(person.effects.as_slice(), [Effect::Redo]));
}

#[test]
fn none_of_the_columns_settles_the_question() {
    let mut person = at_series();
    assert!(person.sees("none of them"));
    person.press("<up>");
    while !matches!(&person.state.talk().unwrap().at, Some(crate::tui::app::Pick::Offer(says)) if says == "none of them")
    {
        person.press("<up>");
    }
    person.press("<enter>");
    assert!(save(&mut person).is_empty(), "nothing is written");
    while let Some(now) = key(&person) {
        assert_ne!(now, "problem.time", "it is not asked again");
        person.press("<tab>");
    }
    // Where the split is stated without it, nothing waits for it.
    let text = format!("{SERIES}\n[split]\nstrategy = \"random\"\n");
    let mut person = at_text(&text, 80, 24);
    reviewed(&mut person, day());
    assert!(
        person
            .state
            .points()
            .iter()
            .all(|point| point.key != "problem.time")
    );
}

#[test]
fn of_several_ways_to_say_it_one_is_missing() {
    let person = at_text(SERIES, 80, 24);
    let rows = person.state.spec_rows();
    let row = |path: &str| rows.iter().find(|row| row.path == path).unwrap();
    assert_eq!(
        row("problem.success.at_most").needed_for.as_deref(),
        Some("train")
    );
    let lead = row("problem.success.lead_percent");
    assert!(lead.needed_for.is_none() && lead.is_other_way);
    let least = row("problem.success.at_least");
    assert!(
        least.needed_for.is_none() && !least.is_other_way,
        "the wrong direction"
    );
    assert!(row("value.matrix").is_other_way);
}

/// The footer with the cursor on a row.
fn footer(person: &mut Person, label: &str) -> String {
    person.press("g/").press(label).press("<enter>");
    person
        .screen()
        .lines()
        .last()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn the_footer_offers_what_a_section_is_there_for() {
    let mut person = Person::with_project(80, 24);
    person.press("1");
    assert!(footer(&mut person, "add a rule").contains("a add"));
    let columns = footer(&mut person, "add a column");
    assert!(
        columns.contains("D dictionary") && columns.contains("a add"),
        "{columns}"
    );
    assert!(!footer(&mut person, "currency").contains("a add"));
}

/// Loses the line, and opens the same project again.
fn lose_the_line(person: &mut Person) -> Person {
    let facts = person.state.facts().unwrap().clone();
    person.tell(Msg::Hangup);
    let left = person.effects.iter().find_map(|effect| match effect {
        Effect::Remember(left) => Some(left.clone()),
        _ => None,
    });
    let kept = toml::to_string(&left.unwrap()).unwrap();
    let mut again = Person::new(80, 24);
    let left = Some(toml::from_str(&kept).unwrap());
    again.tell(Msg::Facts(Box::new(Ok(Facts { left, ..facts }))));
    again.effects.clear();
    again
}

#[test]
fn half_an_entry_survives_a_lost_line() {
    let mut person = Person::with_project(80, 24);
    person.press("1g/add a rule<enter><enter>flat<enter>trip_miles * ");
    let mut again = lose_the_line(&mut person);
    assert!(again.sees("was kept"), "{}", again.screen());
    again.press("2<enter>");
    let value = "{ name = \"flat\", predict = \"trip_miles *2\" }".to_owned();
    let edits = written(&mut again);
    assert!(
        matches!(edits.as_slice(), [Edit::Insert { value: made, .. }] if *made == value),
        "{edits:?}"
    );
}

#[test]
fn the_elements_of_a_list_survive_a_lost_line() {
    let mut person = Person::with_project(80, 24);
    person.press("1g/read.missing<enter><enter>NA<enter>-9");
    let mut again = lose_the_line(&mut person);
    again.press("9<enter><enter>");
    assert_eq!(
        written(&mut again),
        [Edit::set("source.0.read.missing", "[\"NA\", \"-99\"]")]
    );
}

#[test]
fn who_still_reads_a_feature_is_said_before_it_is_renamed() {
    let mut facts = fixtures::facts();
    for (name, text) in [
        ("log_miles", "ln(trip_miles + 1)"),
        ("far", "log_miles > 2"),
    ] {
        facts = after(&facts, &Edit::set_text(format!("features.{name}"), text));
    }
    let mut person = Person::new(80, 24);
    person.tell(Msg::Facts(Box::new(Ok(facts))));
    person.effects.clear();
    person.press("1g/log_miles<enter>R<ctrl-u>miles_log<enter>");
    let asked = matches!(&person.state.overlay, Some(Overlay::Confirm { question, .. }) if question.contains("features.far still reads 'log_miles'"));
    assert!(asked, "{}", person.screen());
    assert!(written(&mut person).is_empty());
    person.press("y");
    let to = "miles_log".to_owned();
    let path = "features.log_miles".to_owned();
    assert_eq!(written(&mut person), [Edit::Rename { path, to }]);
    // Who is read by nobody is renamed at once.
    person.press("g/far<enter>R<ctrl-u>distant<enter>");
    assert_eq!(written(&mut person).len(), 1);
}
