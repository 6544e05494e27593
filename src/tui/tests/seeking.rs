//! Rows filtered, sorted, counted and sought in the table viewer.

use super::viewing::{Reader, rides};
use crate::table::window::Known;
use crate::tui::app::{Found, Msg, News};

#[test]
fn rows_are_filtered_sorted_and_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = rides(folder.path(), 500);
    let mut reader = Reader::open(&path, (80, 24));
    reader.press("ffare > 38<enter>");
    assert!(reader.sees("12 rows where fare > 38") && reader.sees("38.5"));
    reader.press("lllss");
    assert!(reader.sees("by fare, largest first"));
    reader.press("<esc>");
    assert!(reader.sees("of 500") && !reader.sees("where"));
    // What is wrong is told with its place, and what was typed stays.
    reader.press("ffare ><enter>");
    assert!(reader.sees("character 7") && reader.sees("> fare >"));
    reader.press("<ctrl-u>fair > 3<enter>");
    assert!(reader.sees("did you mean 'fare'?"));
    reader.press("<ctrl-u>company + 1 > 2<enter>");
    assert!(reader.sees("! ") && reader.sees("of 500"));
    reader.press("fnote = 'nothing'<enter>");
    assert!(reader.sees("no row is let through"));
    reader.press("jkGv");
    assert!(reader.sees("no row is shown"));
}

#[test]
fn rows_found_so_far_are_shown_until_it_is_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let path = rides(folder.path(), 500);
    let mut reader = Reader::open(&path, (80, 24));
    reader.press("r100<enter>");
    let so_far = |filter: &str, rows| {
        let known = Known {
            rows,
            complete: false,
        };
        let found = Found::Rows {
            filter: filter.into(),
            sort: None,
            known,
            unread: 0,
            row: 0,
            version: 1,
        };
        Msg::Viewed(1, News::SoFar(found))
    };
    reader.person.press("ffare > 30<enter>");
    reader.person.tell(so_far("fare > 1", 3));
    assert!(reader.sees("100 of 500"), "rows of another filter");
    reader.person.tell(so_far("fare > 30", 40));
    assert!(reader.sees("of at least 40") && reader.sees("where fare > 30"));
    reader.person.press("<esc>");
    assert!(reader.sees("100 of 500") && reader.sees("filtering was stopped"));
    reader.person.tell(so_far("fare > 30", 50));
    assert!(reader.sees("100 of 500"), "what comes late is left");
    // Sorted meanwhile, the rows of the filter are.
    reader.person.press("ffare > 38<enter>");
    reader.person.tell(so_far("fare > 38", 5));
    reader.seen = reader.person.effects.len();
    reader.press("llls");
    assert!(reader.sees("12 rows where fare > 38, by fare"));
}

#[test]
fn keys_of_json_that_come_late_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let row = |n: usize| format!("{{\"id\":{n},\"text\":\"some words of row {n}\"}}\n");
    let rows: String = (0..8_000).map(row).collect();
    let path = folder.path().join("late.jsonl");
    std::fs::write(&path, format!("{rows}{{\"id\":1,\"note\":2}}\n")).unwrap();
    let mut reader = Reader::open(&path, (80, 24));
    assert!(!reader.sees("256 KiB"));
    reader.press("G");
    assert!(
        reader.sees("1 key met after the first 256 KiB, no column here: note"),
        "{}",
        reader.screen()
    );
}

#[test]
fn values_are_listed_and_filter() {
    let folder = tempfile::tempdir().unwrap();
    let path = rides(folder.path(), 500);
    let mut reader = Reader::open(&path, (80, 24));
    reader.press("llv");
    assert!(reader.sees("3 different values in 500 rows of company"));
    reader.press("/taxi<enter><enter>");
    assert!(reader.sees("167 rows where company = 'Taxi Affiliation Services'"));
    reader.press("lv");
    assert!(reader.sees("missing"));
    reader.press("/missing<enter><enter>");
    let filter = reader
        .person
        .state
        .viewer
        .as_ref()
        .map(|v| v.filter.clone());
    let wanted = "(company = 'Taxi Affiliation Services') and fare is null";
    assert_eq!(filter.as_deref(), Some(wanted));
    reader.press("v<esc>");
    assert!(reader.sees("Shown:"));
}

#[test]
fn text_is_sought_both_ways_and_rows_by_number() {
    let folder = tempfile::tempdir().unwrap();
    let path = rides(folder.path(), 500);
    let mut reader = Reader::open(&path, (80, 24));
    reader.press("/NOTE 44<enter>");
    assert!(reader.sees("45 of 500; column 6 of 6: note"));
    reader.press("N");
    assert!(reader.sees("441 of 500"));
    reader.press("p");
    assert!(reader.sees("45 of 500"));
    reader.press("p");
    assert!(reader.sees("no cell above holds 'NOTE 44'; N searches below"));
    reader.press("r321<enter>");
    assert!(reader.sees("321 of 500") && reader.sees("note 320"));
    reader.press("r9999<enter>");
    assert!(
        reader.sees("500 of 500") && reader.sees("there are 500 rows") && !reader.sees("so far")
    );
    reader.press("rx<enter>");
    assert!(reader.sees("a row has a number from 1 on"));
}
