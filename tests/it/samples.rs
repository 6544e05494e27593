//! The projects that ship inside the program, and projects whose content no model reads yet.

use jalon::data;
use jalon::decisions::Role;
use jalon::project::Project;
use jalon::road::{self, Options};
use jalon::spec::{Dataset, Loaded, review};
use jalon::train::{self, Decision};
use jalon::user::{samples, write_sample};
use jalon::work::Progress;

#[test]
fn every_sample_says_all_that_is_asked() {
    let home = tempfile::tempdir().unwrap();
    for sample in samples() {
        let name = sample.name;
        let project = write_sample(name, &home.path().join(name)).unwrap();
        let loaded = Loaded::of(&project, &Progress::silent()).unwrap();
        let review = review(&project, Some(&loaded));
        assert!(review.gate.open, "{name}: {:?}", review.gate.reasons);
        assert_eq!(review.faults, [], "{name}");
        assert_eq!(review.missing, [], "{name}");

        let dataset = Dataset::load(&project, &Progress::silent()).unwrap();
        for column in dataset.columns.iter().filter(|c| !c.computed) {
            let decided = project.decisions.columns.get(&column.name);
            let meaning = decided.and_then(|c| c.meaning.as_deref());
            let meaning = meaning.unwrap_or_default();
            assert!(!meaning.is_empty(), "{name}: {}", column.name);
        }
        let inputs = dataset.columns.iter();
        assert!(
            inputs
                .filter(|c| c.role == Role::Feature)
                .any(|c| c.known_at_prediction),
            "{name}"
        );
    }
}

/// A project of sounds and nothing else beside the target.
fn sounds(folder: &std::path::Path) -> Project {
    let rows = (0..120).map(|i| format!("clips/{i}.wav,{}\n", ["drum", "bell"][i % 2]));
    let csv = format!("clip,what\n{}", rows.collect::<String>());
    let spec = "format = 1\n[problem]\ntask = \"binary\"\ntarget = \"what\"\npositive = \"bell\"\nmetric = \"accuracy\"\n\
                [[source]]\npath = \"clips.csv\"\n";
    std::fs::write(folder.join("clips.csv"), csv).unwrap();
    std::fs::write(folder.join("jalon.toml"), spec).unwrap();
    Project::open(folder).unwrap()
}

#[test]
fn where_content_is_all_there_is_training_ends_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let project = sounds(folder.path());
    road::run(&project, &Options::default(), &Progress::silent()).unwrap();

    let found = data::evidence(&project).unwrap().unwrap();
    let gate = data::gate(&project.decisions, &found);
    assert!(gate.open, "{gate:?}");
    assert!(found.findings.iter().any(|f| f.check == "content"));

    let board = train::board(&project).unwrap();
    let verdict = board.verdict.unwrap();
    assert_eq!(verdict.decision, Decision::NotYet);
    assert!(board.runs.is_empty() && verdict.run.is_none());
    assert!(
        verdict.reasons[0].contains("'clip': sounds are not learned from yet"),
        "{:?}",
        verdict.reasons
    );
    assert!(verdict.reasons[1].contains(&verdict.baseline));
    assert!(!road::is_due(&project, &Options::default()).unwrap());
    let next = road::next(&project, &road::survey(&project).unwrap());
    assert!(next.sentence.contains("Describe the content"), "{next:?}");
}
