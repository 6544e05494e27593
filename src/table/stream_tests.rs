//! Packed files and JSON lines, read whole, from the start and block after block.

use std::io::Write as _;
use std::path::Path;

use super::{Blocks, ReadOptions, Storage, Table, Wanted, read};
use crate::decisions::Read;

const CSV: &str = "a,b\n1,x\n2,y\n3,z\n";
const JSON: &str = "{\"a\": 1, \"b\": \"x\", \"in\": {\"c\": true}}\n\n{\"b\": \"say \\\"y\\\", twice\", \"a\": 2.5}\n{\"d\": [1, 2], \"a\": null, \"b\": null}\n";

fn gzip(text: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

fn kept(name: &str, bytes: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn whole(path: &Path) -> Table {
    read(path, &ReadOptions::default()).unwrap()
}

fn column(table: &Table, name: &str) -> Vec<Option<String>> {
    table.texts(name).unwrap()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn packed_files_hold_what_was_packed() {
    // Two members one after the other are one file.
    let twice = [gzip("a,b\n1,x\n"), gzip("2,y\n3,z\n")].concat();
    for (name, bytes, word) in [
        ("a.csv.gz", gzip(CSV), "gzip"),
        ("b.csv.gz", twice, "gzip"),
        (
            "c.csv.zst",
            zstd::encode_all(CSV.as_bytes(), 0).unwrap(),
            "zstd",
        ),
    ] {
        let (_folder, path) = kept(name, &bytes);
        let table = whole(&path);
        assert_eq!(column(&table, "a"), [some("1"), some("2"), some("3")]);
        assert_eq!(table.format.packing.as_deref(), Some(word));
        let first = ReadOptions {
            limit: Some(2),
            ..ReadOptions::default()
        };
        assert!(read(&path, &first).unwrap().rows() >= 2);
    }
}

#[test]
fn what_is_cut_off_or_no_table_is_told() {
    let packed = gzip(&CSV.repeat(200));
    let (_folder, path) = kept("a.csv.gz", &packed[..packed.len() / 2]);
    let error = read(&path, &ReadOptions::default()).unwrap_err();
    assert!(error.message.contains("cannot unpack it (gzip)"), "{error}");
    let (_folder, path) = kept("a.gz", &gzip("PAR1 and more"));
    let error = read(&path, &ReadOptions::default()).unwrap_err();
    assert!(error.message.contains("packed Parquet"), "{error}");
    let (_folder, path) = kept("a.json", b"[{\"a\": 1}]");
    let error = read(&path, &ReadOptions::default()).unwrap_err();
    assert!(error.fix.as_ref().unwrap().contains("jq -c"));
    let (_folder, path) = kept("a.jsonl", b"{\"a\": 1}\n{\"a\": \n");
    let error = read(&path, &ReadOptions::default()).unwrap_err();
    assert_eq!(error.line, Some(2), "{error}");
}

#[test]
fn json_lines_are_read_by_key() {
    let (_folder, path) = kept("a.jsonl", JSON.as_bytes());
    let table = whole(&path);
    let names: Vec<&str> = table.columns().iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "in.c", "d"]);
    assert_eq!(column(&table, "a"), [some("1"), some("2.5"), None]);
    assert_eq!(
        column(&table, "b"),
        [some("x"), some("say \"y\", twice"), None]
    );
    assert_eq!(column(&table, "d"), [None, None, some("[1,2]")]);
    assert_eq!(table.column("in.c").unwrap().storage, Storage::Boolean);
    assert_eq!(table.format.format, "json lines");
    // Columns of which nothing tells that they are numbers, and a single column with a gap.
    let (_folder, path) = kept(
        "b.jsonl",
        b"{\"007\": \"1\"}\n{\"007\": null}\n{\"007\": \"3\"}\n",
    );
    assert_eq!(column(&whole(&path), "007"), [some("1"), None, some("3")]);
}

#[test]
fn packed_json_lines_are_read_block_after_block() {
    let rows: String = (0..2000)
        .map(|i| format!("{{\"a\": {i}, \"b\": \"row {i}\"}}\n"))
        .collect();
    let (_folder, path) = kept("a.jsonl.gz", &gzip(&rows));
    let wanted = vec![Wanted {
        name: "a".into(),
        storage: Storage::Number,
        required: true,
    }];
    let mut blocks = Blocks::open(&path, &Read::default(), wanted).unwrap();
    let mut seen = 0;
    while let Some(block) = blocks.next_block().unwrap() {
        seen += blocks.table(&block).unwrap().rows();
    }
    assert_eq!(seen, 2000);
    assert_eq!(blocks.fraction_read(), 1.0);
}

#[test]
fn files_of_a_folder_stand_one_below_the_other_with_what_their_folders_say() {
    let folder = tempfile::tempdir().unwrap();
    for (part, rows) in [
        ("year=2015/kind=a", "x,y\n1,u\n"),
        ("year=2016/kind=b", "y,x\nv,2\nw,3\n"),
    ] {
        std::fs::create_dir_all(folder.path().join(part)).unwrap();
        std::fs::write(folder.path().join(part).join("0.csv"), rows).unwrap();
    }
    let table = whole(folder.path());
    assert_eq!(column(&table, "x"), [some("1"), some("2"), some("3")]);
    assert_eq!(
        column(&table, "year"),
        [some("2015"), some("2016"), some("2016")]
    );
    assert_eq!(column(&table, "kind"), [some("a"), some("b"), some("b")]);
    assert_eq!(table.column("year").unwrap().storage, Storage::Integer);
    let first = ReadOptions {
        limit: Some(1),
        ..ReadOptions::default()
    };
    assert_eq!(read(folder.path(), &first).unwrap().rows(), 1);
    let one = whole(&folder.path().join("year=*/kind=b/*.csv"));
    assert_eq!(column(&one, "y"), [some("v"), some("w")]);
    let error = read(&folder.path().join("*.xml"), &ReadOptions::default()).unwrap_err();
    assert!(error.message.contains("no file has such a name"), "{error}");
    std::fs::write(folder.path().join("year=2016/kind=b/1.csv"), "y\nz\n").unwrap();
    let error = read(folder.path(), &ReadOptions::default()).unwrap_err();
    assert!(error.file.as_ref().unwrap().ends_with("1.csv"));
}
