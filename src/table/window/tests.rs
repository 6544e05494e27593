use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::*;
use crate::table::Expression;

fn silent() -> Progress {
    Progress::silent()
}

/// Cells that hold separators, quotes, line ends and letters of several bytes; blank lines between rows.
fn long(rows: usize) -> String {
    let row = |n: usize| {
        let blank = if n.is_multiple_of(97) { "\n" } else { "" };
        format!(
            "{n},\"é \"\"b\"\", {n}\nnext line\",{}.5,2015-10-{:02}\n{blank}",
            n % 7,
            n % 28 + 1
        )
    };
    let rows: String = (0..rows).map(row).collect();
    format!("id,text,x,day\n{rows}")
}

fn written(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn open(path: &Path) -> View {
    View::of(Arc::new(Window::open(path, &Read::default()).unwrap()))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn texts(view: &View, rows: &[usize]) -> Vec<Vec<Option<String>>> {
    let all: Vec<usize> = (0..view.window().columns().len()).collect();
    view.window().cells(rows, &all).unwrap()
}

#[test]
fn any_rows_of_any_form_are_those_of_the_whole_table() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let text = long(12_500);
    let utf16: Vec<u8> = std::iter::once(0xfeff_u16)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let windows = text.replace('\n', "\r\n");
    let path = written(at, "t.csv", text.as_bytes());
    let whole = read(&path, &ReadOptions::default()).unwrap();
    let parquet = at.join("t.parquet");
    whole.write(&parquet).unwrap();
    let json: String = (0..whole.rows())
        .map(|row| {
            let cell = |name: &str| whole.cell(row, name).unwrap();
            let text = serde_json::to_string(&cell("text")).unwrap();
            format!(
                "{{\"id\":{},\"text\":{text},\"x\":{},\"day\":\"{}\"}}\n",
                cell("id"),
                cell("x"),
                cell("day")
            )
        })
        .collect();
    for path in [
        path,
        written(at, "t.csv.gz", &gzip(text.as_bytes())),
        written(
            at,
            "t.csv.zst",
            &zstd::encode_all(text.as_bytes(), 1).unwrap(),
        ),
        written(at, "utf16.csv", &utf16),
        written(at, "latin.csv", &latin),
        written(at, "marked.csv", &marked),
        written(at, "windows.csv", windows.as_bytes()),
        written(at, "t.jsonl", json.as_bytes()),
        written(at, "t.jsonl.gz", &gzip(json.as_bytes())),
        parquet,
    ] {
        let view = open(&path);
        let first = view.known();
        assert!(first.rows > 100, "{}", path.display());
        view.window().count(&silent()).unwrap();
        assert_eq!(
            view.known(),
            Known {
                rows: 12_500,
                complete: true
            },
            "{}",
            path.display()
        );
        assert_eq!(view.window().columns(), whole.schema());
        for row in [0, 1, 97, 98, 4_000, 12_345, 12_499] {
            let mut wanted: Vec<_> = ["id", "text", "x", "day"]
                .map(|c| whole.cell(row, c))
                .to_vec();
            if path.ends_with("windows.csv") {
                wanted[1] = wanted[1].as_ref().map(|text| text.replace('\n', "\r\n"));
            }
            assert_eq!(texts(&view, &[row]), [wanted], "{} {row}", path.display());
        }
        assert_eq!(texts(&view, &[12_500])[0][0], None);
    }
}

#[test]
fn rows_beside_the_form_are_shown_as_far_as_they_go() {
    let folder = tempfile::tempdir().unwrap();
    let text = "a,b,c\n1,x,2015-01-01\n2\n\n3,y,2015-01-02,4,5\noops,\"open\n";
    let view = open(&written(folder.path(), "t.csv", text.as_bytes()));
    assert_eq!(
        view.known(),
        Known {
            rows: 4,
            complete: true
        }
    );
    let rows = texts(&view, &[1, 2, 3]);
    assert_eq!(rows[0], [Some("2".into()), None, None]);
    assert_eq!(rows[1][2].as_deref(), Some("2015-01-02"));
    assert_eq!(rows[2][0].as_deref(), Some("oops"));
}

#[test]
fn a_row_of_many_blocks_and_a_quote_left_open() {
    let folder = tempfile::tempdir().unwrap();
    let long_cell = "x\n".repeat(5_000_000);
    let text = format!("a,b\n1,\"{long_cell}\"\n2,z\n");
    let view = open(&written(folder.path(), "t.csv", text.as_bytes()));
    view.window().count(&silent()).unwrap();
    assert_eq!(
        view.known(),
        Known {
            rows: 2,
            complete: true
        }
    );
    assert_eq!(
        view.slice(0, 9, &[0]).unwrap().cells[1][0].as_deref(),
        Some("2")
    );
    let cut = view.slice(0, 1, &[1]).unwrap().cells[0][0].clone().unwrap();
    assert!(cut.chars().count() == super::view::CELL + 1 && cut.ends_with('…'));
    assert_eq!(view.cell(0, 1).unwrap().unwrap().len(), long_cell.len());
}

#[test]
fn what_is_no_table_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let told = |name: &str, bytes: &[u8]| {
        let path = written(folder.path(), name, bytes);
        Window::open(&path, &Read::default())
            .err()
            .unwrap()
            .to_string()
    };
    assert!(told("e.csv", b"").contains("empty"));
    assert!(told("h.csv", b"a,b\n").contains("no rows"));
    assert!(told("z.csv", b"PK\x03\x04 sheet").contains("spreadsheet"));
    assert!(told("t.csv.gz", &gzip(long(9).as_bytes())[..60]).contains("unpack"));
    assert!(Window::open(Path::new("/nowhere.csv"), &Read::default()).is_err());
}

#[test]
fn rows_are_sorted_by_value_equal_ones_as_they_stand() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = String::from("n,x,t,d\n");
    for row in 0..3_000 {
        text += &format!(
            "{},{}.5,w{},2015-{:02}-01\n",
            (row * 7) % 10,
            row % 3,
            row % 11,
            row % 12 + 1
        );
    }
    text += "oops,,,\n2.5,-9,,\n";
    for name in ["t.csv", "t.parquet"] {
        let path = folder.path().join(name);
        match name {
            "t.csv" => std::fs::write(&path, &text).unwrap(),
            _ => Table::from_csv(&text.replace("oops", ""))
                .unwrap()
                .write(&path)
                .unwrap(),
        }
        let view = open(&path);
        let column = |view: &View, place: usize| -> Vec<String> {
            let slice = view.slice(0, 9_999, &[place]).unwrap();
            slice
                .cells
                .into_iter()
                .map(|row| row[0].clone().unwrap_or_default())
                .collect()
        };
        let up = view.sorted(0, false, &silent()).unwrap();
        let sorted: Vec<f64> = column(&up, 0)
            .iter()
            .filter_map(|v| v.parse().ok())
            .collect();
        assert!(sorted.len() == 3_001 && sorted.is_sorted(), "{name}");
        assert!(sorted.contains(&2.5));
        let unread = view.frequency(0, &silent()).unwrap().unread;
        assert_eq!(
            (up.unread, unread),
            (usize::from(name == "t.csv"), up.unread)
        );
        let down = view.sorted(1, true, &silent()).unwrap();
        let values = column(&down, 1);
        assert_eq!(
            (
                values[0].as_str(),
                values[3_000].as_str(),
                values[3_001].as_str()
            ),
            ("2.5", "-9", "")
        );
        let numbers: Vec<usize> = (0..1_000).filter_map(|place| down.number(place)).collect();
        assert!(
            numbers.is_sorted(),
            "equal values stay in the order of the file"
        );
        let texts = column(&view.sorted(2, false, &silent()).unwrap(), 2);
        assert!(texts[..3_000].is_sorted() && texts[0] == "w0" && texts[3_001].is_empty());
        let dates = column(&view.sorted(3, true, &silent()).unwrap(), 3);
        assert_eq!(dates[0], "2015-12-01");
        assert_eq!(column(&down.unsorted(), 0), column(&view, 0));
    }
}

#[test]
fn rows_are_filtered_counted_and_sampled() {
    let folder = tempfile::tempdir().unwrap();
    let view = open(&written(folder.path(), "t.csv", long(20_000).as_bytes()));
    let filter = |text: &str| view.filtered(&Expression::parse(text).unwrap(), &silent());
    let kept = filter("x > 5 and id < 15000").unwrap();
    let wanted: Vec<usize> = (0..15_000).filter(|n| n % 7 >= 5).collect();
    assert_eq!(
        kept.known(),
        Known {
            rows: wanted.len(),
            complete: true
        }
    );
    assert_eq!(kept.slice(0, 3, &[0]).unwrap().numbers, wanted[..3]);
    assert_eq!(kept.place(wanted[7]), Some(7));
    let sorted = kept.sorted(0, true, &silent()).unwrap();
    assert_eq!(sorted.number(0), wanted.last().copied());
    assert_eq!(sorted.place(wanted[0]), Some(wanted.len() - 1));
    let counts = sorted.frequency(2, &silent()).unwrap();
    assert_eq!((counts.distinct, counts.rows), (2, wanted.len() as u64));
    assert_eq!(counts.values[0].0.as_deref(), Some("5.5"));
    let values = sorted.values(2, &silent()).unwrap();
    assert_eq!(
        (values.table.rows(), values.of),
        (wanted.len(), wanted.len())
    );
    assert_eq!(
        view.only(&[9, 3, 9]).slice(0, 9, &[0]).unwrap().numbers,
        [3, 9]
    );
    for wrong in ["nothing > 1", "LAG(x) > 1", "x > ?", "text > 1"] {
        assert!(filter(wrong).is_err(), "{wrong}");
    }
    assert!(filter("day >= '2015-10-05'").unwrap().known().rows > 1_000);
}

#[test]
fn rows_found_so_far_are_given_while_it_filters() {
    let folder = tempfile::tempdir().unwrap();
    let text = long(120_000);
    let view = open(&written(folder.path(), "t.csv", text.as_bytes()));
    let given = std::cell::RefCell::new(Vec::new());
    let expression = Expression::parse("id >= 7").unwrap();
    let all = view
        .filtered_meanwhile(
            &expression,
            &silent(),
            |rows, given| rows > given,
            |some: View| given.borrow_mut().push(some),
        )
        .unwrap();
    let given = given.into_inner();
    assert!(given.len() > 2 && given.iter().all(|some| !some.known().complete));
    assert!(given.is_sorted_by_key(|some| some.known().rows));
    assert_eq!(given[0].slice(0, 1, &[0]).unwrap().numbers, [7]);
    assert_eq!(
        all.known(),
        Known {
            rows: 119_993,
            complete: true
        }
    );
}

#[test]
fn a_file_that_changed_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let text = long(20_000);
    let path = written(folder.path(), "t.csv", text.as_bytes());
    let view = open(&path);
    view.window().count(&silent()).unwrap();
    std::fs::write(&path, &text.as_bytes()[..text.len() / 2]).unwrap();
    let told = view.slice(19_990, 5, &[0]).unwrap_err().to_string();
    assert!(told.contains("has changed"), "{told}");
    assert!(view.sorted(0, false, &silent()).is_err());
    // As long as before, with more rows.
    std::fs::write(&path, text.replace(',', "\n")).unwrap();
    assert!(view.frequency(0, &silent()).is_err());
    assert!(view.slice(10_000, 5, &[0]).is_err());
}

#[test]
fn what_is_sought_is_found_both_ways_in_any_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = long(20_000);
    text += "20000,NEEDLE here,1.5,2015-10-01\n";
    let path = written(folder.path(), "t.csv", text.as_bytes());
    let parquet = folder.path().join("t.parquet");
    read(&path, &ReadOptions::default())
        .unwrap()
        .write(&parquet)
        .unwrap();
    let all = [0, 1, 2, 3];
    for path in [path, parquet] {
        let view = open(&path);
        let find = |view: &View, sought: &str, from, forward| {
            view.find(sought, from, forward, &all, &silent()).unwrap()
        };
        // Not all rows were found yet: the search reads on.
        assert_eq!(find(&view, "needle", (0, 0), true), Some((20_000, 1)));
        assert_eq!(find(&view, "needle", (20_000, 1), true), None);
        assert_eq!(find(&view, "12345", (19_999, 0), false), Some((12_345, 1)));
        assert_eq!(find(&view, "12345", (12_345, 1), false), Some((12_345, 0)));
        assert_eq!(find(&view, "É \"B\", 777\n", (0, 0), true), Some((777, 1)));
        assert_eq!(find(&view, "nowhere", (0, 0), true), None);
        let down = view.sorted(0, true, &silent()).unwrap();
        assert_eq!(find(&down, "needle", (500, 0), false), Some((0, 1)));
        assert_eq!(find(&down, "19990", (0, 0), true), Some((10, 0)));
    }
}

#[test]
fn a_cancelled_count_keeps_what_it_found() {
    let folder = tempfile::tempdir().unwrap();
    let view = open(&written(folder.path(), "t.csv", long(12_500).as_bytes()));
    let progress = silent();
    progress.cancel();
    assert!(
        view.window()
            .count(&progress)
            .is_err_and(|e| e.is_cancelled())
    );
    assert!(view.known().rows > 100 && !view.known().complete);
    view.window().count(&silent()).unwrap();
    assert!(view.known().complete);
}

#[test]
fn titles_and_comments_are_no_rows() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = String::from("Rides of 2015\nfetched today\n\na,b,c\n");
    for row in 0..400 {
        text += &format!("{row},\"x, {row}\",2015-01-01\n");
    }
    let view = open(&written(folder.path(), "t.csv", text.as_bytes()));
    assert_eq!(view.known().rows, 400);
    assert_eq!(texts(&view, &[399])[0][0].as_deref(), Some("399"));
    for quote in ["", "\""] {
        let mut text = String::from("# who\n# when\na,b\n");
        for row in 0..400 {
            text += &format!("{row},{quote}y{quote}\n# remark\n");
        }
        let view = open(&written(folder.path(), "c.csv", text.as_bytes()));
        assert_eq!(
            view.known(),
            Known {
                rows: 400,
                complete: true
            }
        );
        assert_eq!(
            texts(&view, &[398])[0],
            [Some("398".into()), Some("y".into())]
        );
    }
}
