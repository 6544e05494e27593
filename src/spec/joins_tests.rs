use std::path::Path;

use super::*;
use crate::decisions::Fault;
use crate::project::Project;
use crate::table::Table;
use crate::work::Progress;

const RIDES: &str = "zone,fare,day\n2,10,1\n1,20,2\n9,30,3\n2,40,4\n";
const ZONES: &str = "zone,borough,size\n1,Bronx,small\n2,Queens,large\n3,Kings,large\n";
const BOROUGHS: &str = "borough,toll\nBronx,1.5\nQueens,2.5\n";

/// A project over these files.
fn project(folder: &Path, sources: &str) -> Project {
    for (name, text) in [("rides", RIDES), ("zones", ZONES), ("boroughs", BOROUGHS)] {
        std::fs::write(folder.join(format!("{name}.csv")), text).unwrap();
    }
    let text = format!("format = 1\n[problem]\ntarget = \"fare\"\n{sources}");
    std::fs::write(folder.join("jalon.toml"), text).unwrap();
    Project::open(folder).unwrap()
}

fn source(name: &str, more: &str) -> String {
    format!("[[source]]\nname = \"{name}\"\npath = \"{name}.csv\"\n{more}\n")
}

fn loaded(sources: &str) -> (Option<Dataset>, Vec<Fault>) {
    let folder = tempfile::tempdir().unwrap();
    let project = project(folder.path(), sources);
    let loaded = Loaded::of(&project, &Progress::silent()).unwrap();
    let faults = super::faults(&project, Some(&loaded));
    (loaded.dataset, faults)
}

#[test]
fn sources_are_joined_one_after_the_other_whoever_states_it() {
    let by_the_first = source("rides", "join = { source = \"zones\", on = [\"zone\"] }")
        + &source(
            "boroughs",
            "join = { source = \"zones\", on = [\"borough\"] }",
        )
        + &source("zones", "");
    let by_the_others = source("rides", "")
        + &source("zones", "join = { source = \"rides\", on = [\"zone\"] }")
        + &source(
            "boroughs",
            "join = { source = \"zones\", on = [\"borough\"] }",
        );
    for text in [by_the_first, by_the_others] {
        let (dataset, faults) = loaded(&text);
        assert_eq!(faults, [], "{text}");
        let dataset = dataset.unwrap();
        let names: Vec<&str> = dataset.columns.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names, ["zone", "fare", "day", "borough", "size", "toll"]);
        let tolls = dataset.table.numbers("toll").unwrap();
        assert_eq!((tolls[0], tolls[1], tolls[3]), (2.5, 1.5, 2.5));
        assert!(tolls[2].is_nan());
        let told: Vec<_> = dataset
            .joined
            .iter()
            .map(|s| (s.name.as_str(), s.unmatched))
            .collect();
        assert_eq!(told, [("zones", 1), ("boroughs", 1)]);
    }
}

#[test]
fn each_source_has_its_filter_and_an_inner_join_leaves_rows_out() {
    let text = source("rides", "where = \"day <> 3\"")
        + &source(
            "zones",
            "where = \"size = 'large'\"\njoin = { source = \"rides\", on = [\"zone\"], how = \"inner\", prefix = \"zone_\" }",
        );
    let (dataset, faults) = loaded(&text);
    assert_eq!(faults, []);
    let dataset = dataset.unwrap();
    assert_eq!(dataset.table.numbers("fare").unwrap(), [10.0, 40.0]);
    assert_eq!(dataset.joined[0].columns, ["zone_borough", "zone_size"]);
    assert_eq!(
        (dataset.joined[0].rows_before, dataset.joined[0].unmatched),
        (3, 1)
    );
}

#[test]
fn what_cannot_be_joined_is_told_at_its_key() {
    let joined = |join: &str| source("rides", "") + &source("zones", join);
    let cases = [
        (
            joined("join = { source = \"ride\", on = [\"zone\"] }"),
            "source.1.join.source",
            "did you mean 'rides'?",
        ),
        (
            joined("join = { source = \"rides\", on = [\"zoen\"] }"),
            "source.1.join.on",
            "did you mean 'zone'?",
        ),
        (
            joined("join = { source = \"rides\", on = [\"size\"] }"),
            "source.1.join.on",
            "leave one row a key in it",
        ),
        (
            joined("where = \"siez = 1\"\njoin = { source = \"rides\", on = [\"zone\"] }"),
            "source.1.where",
            "did you mean size?",
        ),
        (joined(""), "source.1", "write `join ="),
        (
            source("rides", "join = { source = \"zones\", on = [\"zone\"] }")
                + &source("zones", "join = { source = \"rides\", on = [\"zone\"] }"),
            "source.1.join",
            "take one of the joins out",
        ),
    ];
    for (text, key, fix) in cases {
        let (_, faults) = loaded(&text);
        let [fault] = faults.as_slice() else {
            panic!("{text}: {faults:?}");
        };
        assert_eq!(fault.key, key, "{fault:?}");
        let told = fault.fix.clone().unwrap_or_default();
        assert!(told.contains(fix), "{fault:?}");
    }
}

#[test]
fn what_a_joined_source_says_makes_the_evidence_stale() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        source("rides", "") + &source("zones", "join = { source = \"rides\", on = [\"zone\"] }");
    let project = project(folder.path(), &text);
    let before = TableInputs::of(&project).unwrap();
    std::fs::write(
        folder.path().join("zones.csv"),
        ZONES.replace("Kings", "Rome"),
    )
    .unwrap();
    assert_ne!(TableInputs::of(&project).unwrap(), before);
}

#[test]
fn rows_from_elsewhere_take_what_the_sources_say_and_all_stay() {
    let folder = tempfile::tempdir().unwrap();
    let text = source("rides", "")
        + &source(
            "zones",
            "join = { source = \"rides\", on = [\"zone\"], how = \"inner\" }",
        );
    let project = project(folder.path(), &text);
    let joins = Loaded::others(&project, &Progress::silent()).unwrap();
    let keys: Vec<&str> = joins.keys().iter().map(|key| key.name.as_str()).collect();
    assert_eq!(keys, ["zone"]);
    let rows = Table::from_csv("zone,borough\n3,old\n7,old\n").unwrap();
    let all = joins.join_all(&rows).unwrap();
    assert_eq!(
        all.texts("borough").unwrap(),
        [Some("Kings".to_owned()), None]
    );
}
