//! `jalon view` where nobody watches: rows as text and as a document.

use serde_json::json;

use super::jalon;

fn file(folder: &std::path::Path) -> String {
    let path = folder.join("rides.csv");
    let rows: String = (0..50)
        .map(|n| format!("r{n},{}.5,{},\n", n * 7 % 40, n % 2 == 0))
        .collect();
    std::fs::write(&path, format!("ride,fare,shared,note\n{rows}")).unwrap();
    path.to_string_lossy().into_owned()
}

#[test]
fn the_first_rows_are_printed() {
    let folder = tempfile::tempdir().unwrap();
    let file = file(folder.path());
    let ended = jalon(&["view", &file, "--limit", "2"]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    let lines: Vec<&str> = ended.out.lines().collect();
    assert_eq!(
        lines,
        [
            "row  ride  fare  shared  note",
            "  1  r0     0.5  true    -",
            "  2  r1     7.5  false   -",
            "2 of 50 rows"
        ]
    );
    assert!(jalon(&["view", &file]).out.contains("20 of 50 rows"));
}

#[test]
fn rows_are_chosen_and_sorted() {
    let folder = tempfile::tempdir().unwrap();
    let file = file(folder.path());
    let ended = jalon(&[
        "view",
        &file,
        "--json",
        "--where",
        "fare > 37 and shared",
        "--sort",
        "-fare",
        "--columns",
        "fare,ride",
    ]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let document = ended.json();
    assert_eq!(document["rows"][0], json!({"fare": 38.5, "ride": "r34"}));
    assert_eq!(
        (
            document["total"].as_u64(),
            document["columns"][0]["storage"].as_str()
        ),
        (Some(1), Some("number"))
    );
    assert_eq!(document["format"]["format"], "csv");
}

#[test]
fn mistakes_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = file(folder.path());
    for (args, told) in [
        (vec!["view", "/nowhere.csv"], "no such file"),
        (
            vec!["view", &file, "--where", "fair > 1"],
            "did you mean 'fare'?",
        ),
        (vec!["view", &file, "--where", "fare >"], "character 7"),
        (vec!["view", &file, "--sort", "tip"], "no column 'tip'"),
        (
            vec!["view", &file, "--columns", "ride,faer"],
            "did you mean 'fare'?",
        ),
    ] {
        let ended = jalon(&args);
        assert_eq!(ended.code, 2);
        assert!(ended.err.contains(told), "{}", ended.err);
    }
}

#[test]
fn values_about_persons_are_masked() {
    let folder = tempfile::tempdir().unwrap();
    let rows: String = (0..60).map(|n| format!("p{n}@example.org,{n}\n")).collect();
    std::fs::write(
        folder.path().join("people.csv"),
        format!("email,age\n{rows}"),
    )
    .unwrap();
    std::fs::write(
        folder.path().join("jalon.toml"),
        "format = 1\n[[source]]\npath = \"people.csv\"\n",
    )
    .unwrap();
    let root = folder.path().to_string_lossy().into_owned();
    let ended = jalon(&["view", &root, "--json", "--where", "age > 57"]);
    let document = ended.json();
    assert_eq!(document["masked"], json!(["email"]));
    assert_eq!(
        document["rows"],
        json!([{"email": "***", "age": 58}, {"email": "***", "age": 59}])
    );
}
