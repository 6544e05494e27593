//! Which questions are asked, when, in which order, and that gaps and counts are those of the same list.

use std::path::PathBuf;

use super::*;
use crate::decisions::{Edit, FieldType, Stage, fields, parse, sections};
use crate::spec::{faults, review};

fn project(text: &str) -> Project {
    let text = format!("format = 1\n{text}");
    let parsed = parse(&text);
    Project {
        root: PathBuf::from("/nowhere"),
        text,
        decisions: parsed.decisions,
        faults: parsed.faults,
        read_only: false,
    }
}

fn conversation(text: &str) -> Conversation {
    let project = project(text);
    Conversation::of(&project, &faults(&project, None), &Proposals::new())
}

fn is_asked(text: &str, key: &str) -> bool {
    let conversation = conversation(text);
    let turn = conversation.about(key);
    turn.is_some_and(|turn| turn.is_asked)
}

#[test]
fn every_question_is_one_of_a_line() {
    for field in fields().filter(|field| !field.asks.is_empty()) {
        assert!(field.asks.ends_with('?'), "{}", field.asks);
        assert!(field.asks.len() <= 80, "{}", field.asks);
        assert!(!field.why.is_empty(), "{} says not why", field.path);
        let is_list = matches!(
            field.kind,
            FieldType::Texts | FieldType::Labels | FieldType::Columns | FieldType::Choices(_)
        );
        assert!(!is_list, "{} is a list", field.path);
    }
    // What a stage cannot do without is asked for.
    let all = conversation("");
    for section in sections() {
        for field in section.fields.iter().filter(|f| f.needed_for.is_some()) {
            let key = field.path.replace("[]", ".0");
            assert!(all.about(&key).is_some(), "nobody asks for {key}");
        }
    }
}

#[test]
fn questions_come_in_the_order_of_the_chapters_and_never_twice() {
    let all = conversation("");
    let keys: Vec<&str> = all.turns.iter().map(|turn| turn.key.as_str()).collect();
    let unique: BTreeSet<&str> = keys.iter().copied().collect();
    assert_eq!(unique.len(), keys.len());
    assert_eq!(keys[0], "project.question");
    let at = |key: &str| keys.iter().position(|k| *k == key).unwrap();
    for pair in [
        ["project.question", "problem.target"],
        ["problem.target", "split.strategy"],
        ["split.strategy", "value.cost"],
        ["value.cost", "source.0.owner"],
        ["source.0.licence", "rights.purpose"],
        ["rights.role", "rights.legal_basis"],
        ["rights.ai_act", "monitor.current"],
    ] {
        assert!(at(pair[0]) < at(pair[1]), "{pair:?}");
    }
    let two =
        "[[source]]\nname = \"a\"\npath = \"a.csv\"\n[[source]]\nname = \"b\"\npath = \"b.csv\"\n";
    let second = conversation(two);
    let second = second.about("source.1.owner").unwrap();
    assert_eq!(second.subject, "b");
}

#[test]
fn a_question_is_asked_when_the_answers_before_it_call_for_it() {
    let automated = "[rights]\nautomated_decision = \"yes\"\n";
    assert!(is_asked(automated, "rights.recourse"));
    assert!(!is_asked("", "rights.recourse"));
    let special = "[rights]\nspecial_categories = \"health\"\n";
    assert!(is_asked(special, "rights.special_basis"));
    assert!(!is_asked("", "rights.special_basis"));
    let none = "[[source]]\npath = \"a.csv\"\npersonal_data = false\n";
    assert!(is_asked("", "rights.retention") && !is_asked(none, "rights.retention"));
    assert!(is_asked(
        "[problem]\ntask = \"binary\"\n",
        "problem.positive"
    ));
    assert!(!is_asked(
        "[problem]\ntask = \"regression\"\n",
        "problem.positive"
    ));
    assert!(!is_asked("[problem]\ntask = \"binary\"\n", "problem.unit"));
    assert!(is_asked("[problem]\ntime = \"day\"\n", "problem.horizon"));
    assert!(!is_asked("", "problem.horizon"));
}

#[test]
fn answers_stand_as_they_are_stated() {
    let stands = |text: &str, key: &str| conversation(text).about(key).unwrap().stands.clone();
    assert_eq!(stands("", "problem.target"), Standing::Open);
    let unknown = "[rights]\nretention = \"unknown\"\n";
    assert_eq!(stands(unknown, "rights.retention"), Standing::Unknown);
    let lead = "[problem]\nsuccess = { lead_percent = 10 }\n";
    let said = "lead_percent = 10".to_owned();
    assert_eq!(stands(lead, "problem.success"), Standing::Stated(said));
    let matrix = "[value]\nmatrix = { good = { bad = 5 } }\n";
    let said = "a matrix".to_owned();
    assert_eq!(stands(matrix, "value.cost"), Standing::Stated(said));
    let wrong = "[problem]\ntask = \"regresion\"\n";
    assert!(matches!(stands(wrong, "problem.task"), Standing::Wrong(_)));
    let misspelt = "[problem]\ntaget = \"fare\"\n";
    assert!(matches!(
        stands(misspelt, "problem.target"),
        Standing::Wrong(_)
    ));
    let gaps = conversation(misspelt).gaps();
    assert!(gaps.iter().all(|gap| gap.key != "problem.target"));
}

#[test]
fn gaps_and_counts_are_those_of_the_list() {
    let texts = [
        "",
        "[problem]\ntarget = \"fare\"\nsuccess = { at_most = 2 }\n",
        "[value]\ncost = \"1\"\n[[source]]\npath = \"a.csv\"\naccess = \"asked\"\npersonal_data = false\n",
        "[rights]\nautomated_decision = \"yes\"\npurpose = \"unknown\"\n",
    ];
    for text in texts {
        let project = project(text);
        let review = review(&project, None);
        let conversation = conversation(text);
        assert_eq!(review.missing, conversation.gaps());
        let points = conversation.missing(&review.faults);
        for gap in &review.missing {
            assert!(points.iter().any(|point| point.key == gap.key), "{gap:?}");
        }
        assert!(points.is_sorted_by_key(|point| point.pressing));
        let stated = conversation.stated();
        let questions: usize = stated.iter().map(|s| s.questions).sum();
        assert_eq!(questions, conversation.turns.len());
        let answered: usize = stated.iter().map(|s| s.answered).sum();
        let settled = conversation.turns.iter().filter(|turn| turn.is_settled());
        assert_eq!(answered, settled.count());
    }
    let counts = |text: &str| -> Vec<usize> {
        let stated = conversation(text).stated();
        stated.iter().map(|s| s.questions).collect()
    };
    assert!(texts.iter().all(|text| counts(text) == counts("")));
}

#[test]
fn what_is_missing_begins_with_mistakes_and_follows_the_road() {
    let text = "[problem]\nmetric = \"mae\"\nclasses = 3\n";
    let project = project(text);
    let faults = faults(&project, None);
    let conversation = conversation(text);
    let points = conversation.missing(&faults);
    assert_eq!(points[0].pressing, Pressing::Mistake(Some(4)));
    let needed: Vec<Pressing> = points.iter().map(|point| point.pressing).collect();
    assert!(needed.contains(&Pressing::Needed(Stage::Data)));
    assert_eq!(needed.last(), Some(&Pressing::Free));
}

#[test]
fn one_goes_on_to_what_is_open_and_round_to_what_was_before() {
    let text = "[project]\nquestion = \"a?\"\nowner = \"we\"\n";
    let all = conversation(text);
    let mut passed = BTreeSet::new();
    let first = all.first().unwrap().key.clone();
    assert_eq!(first, "project.product");
    assert_eq!(all.after(&first, &passed).unwrap().key, "project.decision");
    assert_eq!(
        all.before("project.product").unwrap().key,
        "project.question"
    );
    assert!(all.before("project.question").is_none());
    let last = &all.turns.last().unwrap().key;
    assert_eq!(all.after(last, &passed).unwrap().key, "project.product");
    passed.insert(first);
    assert_eq!(all.after(last, &passed).unwrap().key, "project.decision");
    let wrong = conversation("[split]\nfolds = 1\nstrategy = \"tine\"\n");
    assert_eq!(wrong.first().unwrap().key, "split.strategy");
}

#[test]
fn answers_are_checked_before_they_are_written() {
    let project = project("[problem]\ntask = \"binary\"\ntarget = \"y\"\n");
    let conversation = Conversation::of(&project, &[], &Proposals::new());
    let columns = ["x".to_owned(), "y".to_owned(), "day".to_owned()];
    let typed = |key: &str, text: &str| {
        let turn = conversation.about(key).unwrap();
        turn.typed(text, &project, &columns)
    };
    assert_eq!(
        typed("problem.metric", "f1"),
        Ok(vec![Edit::set_text("problem.metric", "f1")])
    );
    assert!(typed("problem.metric", "mae").is_err());
    assert!(
        typed("problem.target", "z")
            .unwrap_err()
            .contains("no column 'z'")
    );
    let cost = typed("value.cost", "5").unwrap();
    let written = "CASE WHEN prediction = y THEN 0 ELSE 5 END";
    assert_eq!(cost, [Edit::set_text("value.cost", written)]);
    assert!(typed("value.cost", "abs(prediction - z)").is_err());
    assert!(typed("value.cost", "abs(").is_err());
    let reach = typed("problem.success", "0.8").unwrap();
    assert_eq!(reach, [Edit::set("problem.success.at_least", "0.8")]);
    assert!(typed("problem.success", "good").is_err());
    let strategy = conversation.about("split.strategy").unwrap();
    let by_time = [Edit::set_text("split.strategy", "time")];
    assert!(strategy.refused(&project, &by_time).is_some());
}

#[test]
fn what_the_data_propose_comes_first_with_its_reason() {
    let proposal = Proposal {
        subject: "split".into(),
        value: "stratified".into(),
        reason: "no date".into(),
        edits: vec![Edit::set_text("split.strategy", "stratified")],
        others: vec![(
            "random".into(),
            vec![Edit::set_text("split.strategy", "random")],
        )],
    };
    let proposals = Proposals::from([("split.strategy".to_owned(), proposal)]);
    let project = project("");
    let conversation = Conversation::of(&project, &[], &proposals);
    let turn = conversation.about("split.strategy").unwrap();
    assert_eq!(turn.proposed(), Some(0));
    let labels: Vec<&str> = turn.offers.iter().map(|o| o.label.as_str()).collect();
    assert_eq!(labels[..2], ["stratified", "random"]);
    assert_eq!(labels.iter().filter(|l| **l == "random").count(), 1);
    assert_eq!(turn.offers[0].about, "no date");
    let personal = conversation.about("source.0.personal_data").unwrap();
    let labels: Vec<&str> = personal.offers.iter().map(|o| o.label.as_str()).collect();
    assert_eq!(labels, ["yes", "no"]);
    assert_eq!(personal.proposed(), None);
    let owner = conversation.about("source.0.owner").unwrap();
    assert!(owner.may_be_unknown && owner.offers.iter().any(|o| o.says == "unknown"));
}
