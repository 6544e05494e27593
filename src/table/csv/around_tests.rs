use crate::decisions::{Ragged, Read};
use crate::error::Error;
use crate::table::{Blocks, ReadOptions, Sink, Storage, Table, Wanted, read};

/// The table of a text, read whole and in blocks: both must find the same rows.
fn of(text: &str, said: &Read) -> Table {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.csv");
    std::fs::write(&path, text).unwrap();
    let options = ReadOptions {
        read: said.clone(),
        ..ReadOptions::default()
    };
    let table = read(&path, &options).unwrap();
    let wanted = table.columns().iter().map(|column| Wanted {
        name: column.name.clone(),
        storage: column.storage,
        required: true,
    });
    let mut blocks = Blocks::open(&path, said, wanted.collect()).unwrap();
    let out = folder.path().join("o.csv");
    let mut sink = Sink::create(&out, &blocks).unwrap();
    let mut row = 0;
    while let Some(block) = blocks.next_block().unwrap() {
        let part = blocks.table(&block).unwrap();
        for column in table.columns() {
            let whole = table.texts(&column.name).unwrap();
            let here = part.texts(&column.name).unwrap();
            assert_eq!(here, whole[row..row + part.rows()], "{}", column.name);
        }
        let rows: Vec<f64> = (row..row + part.rows()).map(|row| row as f64).collect();
        let added = Table::from_numbers(&[("row", rows)]).unwrap();
        sink.write(&blocks, &block, &added).unwrap();
        row += part.rows();
    }
    sink.finish().unwrap();
    assert_eq!(row, table.rows());
    let written = std::fs::read_to_string(&out).unwrap();
    assert_eq!(written.lines().count(), row + 1, "{written}");
    table
}

fn detected(text: &str) -> Table {
    of(text, &Read::default())
}

fn refused(text: &str, said: &Read) -> Error {
    super::whole(text.as_bytes(), said, None).unwrap_err()
}

fn rows(count: usize) -> String {
    (1..=count).map(|n| format!("{n};{n}.5;east;x\n")).collect()
}

#[test]
fn titles_above_and_totals_below_are_passed_over_and_told() {
    let text = format!(
        "Sales report;;;\n\"Made on 01/02/2024; by accounts\"\n\nid;amount;region;flag\n{};55.5;TOTAL;\nEnd of report\n",
        rows(10)
    );
    let table = detected(&text);
    assert_eq!(table.rows(), 10);
    assert_eq!((table.format.skipped, table.format.footer), (3, 2));
    assert_eq!(table.columns()[1].name, "amount");
    assert_eq!(table.columns()[1].storage, Storage::Number);
    let said = Read {
        skip: Some(4),
        footer: Some(1),
        header: Some(false),
        ..Read::default()
    };
    let table = of(&text, &said);
    assert_eq!((table.rows(), table.format.skipped), (11, 4));
}

#[test]
fn clean_files_keep_their_first_and_last_rows() {
    for text in [
        "id;amount;region;flag\n1;2.5;east;x\n2;;;\n".to_owned(),
        format!("id;amount;region;flag\n{}99;1;totally;x\n", rows(5)),
        format!("id;amount;region;flag\n{}99;1;total;x\n", rows(5)),
        "a;b\nx;1\ny;2\n".to_owned(),
    ] {
        let table = detected(&text);
        assert_eq!(table.rows(), text.lines().count() - 1, "{text}");
        assert_eq!((table.format.skipped, table.format.footer), (0, 0));
        assert_eq!(table.format.ragged, None);
    }
}

#[test]
fn comment_lines_are_passed_over_unless_they_are_the_header() {
    let table = detected("# from the shop\n# in euro, net\na,b\n1,2\n# a pause\n3,4\n");
    assert_eq!(table.numbers("b").unwrap(), [2.0, 4.0]);
    assert_eq!(table.format.comment, Some('#'));
    let head = detected("#chrom\tstart\nx\t5\ny\t6\n");
    assert_eq!(head.columns()[0].name, "#chrom");
    let tags = detected("tag,n\n#a,1\n#b,2\n");
    assert_eq!(tags.rows(), 2);
    let said = Read {
        comment: Some("%".into()),
        ..Read::default()
    };
    assert_eq!(of("% why\na,b\n1,2\n%3,4\n", &said).rows(), 1);
}

#[test]
fn few_ragged_rows_are_filled_and_counted() {
    let text = format!(
        "id;amount;region;flag\n{}21;5\n22;6;west;x;extra;1\n23;7;west;y\n",
        rows(20)
    );
    let table = detected(&text);
    assert_eq!(table.rows(), 23);
    assert_eq!(table.missing("flag").unwrap()[20..], [true, false, false]);
    let ragged = table.format.ragged.clone().unwrap();
    assert_eq!(
        (ragged.short, ragged.long, ragged.lines),
        (1, 1, vec![22, 23])
    );
    let read = |ragged| Read {
        ragged: Some(ragged),
        ..Read::default()
    };
    assert_eq!(of(&text, &read(Ragged::Drop)).rows(), 21);
    assert_eq!(refused(&text, &read(Ragged::Error)).line, Some(22));
    let many = "a,b\n1,2\n3\n4\n5,6\n";
    assert_eq!(refused(many, &Read::default()).line, Some(3));
    assert_eq!(of(many, &read(Ragged::Fill)).rows(), 4);
}

#[test]
fn a_cut_last_row_is_a_row() {
    let table = detected(&format!("id;amount;region;flag\n{}21;5", rows(20)));
    assert_eq!((table.rows(), table.format.footer), (21, 0));
    assert_eq!(table.format.ragged.unwrap().short, 1);
}

#[test]
fn other_quotes_and_thousands() {
    let table = detected("a,b\n'x, y',1\n'it''s',2\n");
    assert_eq!(
        table.texts("a").unwrap(),
        [Some("x, y".into()), Some("it's".into())]
    );
    assert_eq!(table.format.quote, Some('\''));
    let none = Read {
        quote: Some("none".into()),
        ..Read::default()
    };
    assert_eq!(
        of("a,b\n\"x,1\ny,2\n", &none).texts("a").unwrap()[0],
        Some("\"x".into())
    );
    let swiss = detected("a;b\n1'234.50;x\n20'000;y\n");
    assert_eq!(swiss.numbers("a").unwrap(), [1234.5, 20_000.0]);
    assert_eq!(swiss.format.thousands, Some('\''));
    let said = Read {
        thousands: Some(" ".into()),
        text: Some(vec!["b".into()]),
        ..Read::default()
    };
    let table = of("a;b\n1 234.5;12\n5;3\n", &said);
    assert_eq!(table.numbers("a").unwrap(), [1234.5, 5.0]);
    assert_eq!(table.columns()[1].storage, Storage::Text);
}

#[test]
fn what_is_said_wrongly_is_told() {
    let said = |set: fn(&mut Read)| {
        let mut read = Read::default();
        set(&mut read);
        refused("a,b\n1,2\n", &read).to_string()
    };
    assert!(said(|r| r.quote = Some("ab".into())).contains("`quote` under `read`"));
    assert!(said(|r| r.comment = Some("x".into())).contains("`comment` under `read`"));
    assert!(said(|r| r.thousands = Some("1".into())).contains("`thousands` under `read`"));
    assert!(said(|r| r.skip = Some(9)).contains("no line is left"));
    assert!(said(|r| r.footer = Some(9)).contains("no line is left"));
}
