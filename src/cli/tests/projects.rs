//! Projects from a data file or a sample, and the dictionary of one.

use super::*;

#[test]
fn a_new_project_is_proposed_and_never_overwritten() {
    let folder = folder(None);
    let data = folder.path().join("data.csv");
    let dir = folder.path().join("project");
    let (code, document) = documented(&["new", text(&dir), "--data", text(&data), "--target", "y"]);
    assert_eq!(
        (code, document["target_proposed"].as_bool()),
        (0, Some(false))
    );
    let written = std::fs::read_to_string(dir.join("jalon.toml")).unwrap();
    assert!(written.contains("../data.csv"), "{written}");
    let again = jalon(&["new", text(&dir), "--data", text(&data)]);
    assert_eq!(again.code, 2);
    assert_eq!(
        std::fs::read_to_string(dir.join("jalon.toml")).unwrap(),
        written
    );
    let other = folder.path().join("other");
    let (_, proposed) = documented(&["new", text(&other), "--data", text(&data)]);
    assert_eq!(proposed["target"], "y");
}

#[test]
fn a_new_project_on_bad_data_writes_nothing() {
    let folder = folder(None);
    let empty = folder.path().join("empty.csv");
    std::fs::write(&empty, "").unwrap();
    let dir = folder.path().join("project");
    for (data, target) in [
        (text(&empty), "y"),
        ("/no/such.csv", "y"),
        (text(&folder.path().join("data.csv")), "z"),
    ] {
        let ended = jalon(&["new", text(&dir), "--data", data, "--target", target]);
        assert_eq!(ended.code, 2, "{data}");
        assert!(!dir.exists(), "{data}");
    }
}

#[test]
fn the_dictionary_goes_out_and_comes_in() {
    let folder = folder(Some(DECISIONS));
    let project = text(folder.path());
    let file = folder.path().join("words.csv");
    let (code, document) = documented(&["spec", project, "dictionary", "export", text(&file)]);
    assert_eq!((code, document["written"].as_u64()), (0, Some(3)));
    let csv = std::fs::read_to_string(&file).unwrap();
    assert!(
        csv.starts_with("name,kind,unit,meaning,role,known_at_prediction\nx,number,"),
        "{csv}"
    );
    let changed = csv.replace("x,number,,,", "x,number,km,\"how far, by meter\",");
    std::fs::write(&file, changed).unwrap();
    let (_, document) = documented(&["spec", project, "dictionary", "import", text(&file)]);
    assert_eq!(document["written"], 2);
    let decisions = std::fs::read_to_string(folder.path().join("jalon.toml")).unwrap();
    assert!(
        decisions.contains("how far, by meter") && decisions.contains("\"km\""),
        "{decisions}"
    );
    std::fs::write(&file, "name,kind\nz,number\n").unwrap();
    let ended = jalon(&[
        "spec",
        project,
        "dictionary",
        "import",
        text(&file),
        "--json",
    ]);
    assert_eq!(
        (ended.code, ended.json()["error"]["line"].as_u64()),
        (2, Some(2))
    );
}

#[test]
fn a_sample_is_listed_and_written_out() {
    let (code, document) = documented(&["sample"]);
    assert_eq!(code, 0);
    assert_eq!(document["samples"][0]["name"], "taxi");
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("mine");
    let (code, _) = documented(&["sample", "taxi", text(&dir)]);
    assert_eq!(code, 0);
    assert!(dir.join("jalon.toml").exists());
    assert_eq!(jalon(&["sample", "taxi", text(&dir)]).code, 2);
    assert_eq!(jalon(&["sample", "tax"]).code, 2);
}

#[cfg(not(feature = "cloud"))]
#[test]
fn objects_of_stores_are_told_to_need_another_build() {
    let folder = folder(Some(
        "format = 1\n[problem]\ntarget = \"y\"\n[[source]]\npath = \"s3://rides/2015.csv\"\n",
    ));
    let new = folder.path().join("new");
    for args in [
        vec!["new", text(&new), "--data", "s3://rides/2015.csv"],
        vec!["check", text(folder.path())],
        vec!["view", "s3://rides/2015.csv"],
    ] {
        let ended = jalon(&args);
        assert_eq!(ended.code, 2, "{args:?}");
        assert!(ended.err.contains("s3://rides/2015.csv"), "{}", ended.err);
        assert!(ended.err.contains("--features cloud"), "{}", ended.err);
    }
    let spec = jalon(&["spec", text(folder.path())]);
    assert_eq!(spec.code, 1);
    assert!(spec.out.contains("source.0.path"), "{}", spec.out);
}
