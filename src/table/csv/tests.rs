use super::super::{Storage, Table};
use super::whole;
use crate::decisions::Read;
use crate::error::Error;

fn table(text: &str) -> Table {
    Table::from_csv(text).unwrap()
}

fn with(text: &str, read: &Read) -> Table {
    whole(text.as_bytes(), read, None).unwrap()
}

fn fault(text: &str) -> Error {
    Table::from_csv(text).unwrap_err()
}

fn storages(table: &Table) -> Vec<Storage> {
    table.columns().iter().map(|c| c.storage).collect()
}

fn texts(table: &Table, name: &str) -> Vec<String> {
    let texts = table.texts(name).unwrap();
    texts.into_iter().map(Option::unwrap_or_default).collect()
}

#[test]
fn types_come_from_all_values() {
    let table = table(
        "flag,count,size,day,code,name\nTRUE,1,1.5,2015-10-01,007,a\nfalse,-2,2,2015-10-02T10:00:00Z,12,b\n",
    );
    use Storage::{Boolean, Date, Integer, Number, Text};
    assert_eq!(
        storages(&table),
        [Boolean, Integer, Number, Date, Text, Text]
    );
    assert_eq!(table.rows(), 2);
    assert_eq!(table.numbers("flag").unwrap(), [1.0, 0.0]);
    assert_eq!(table.numbers("size").unwrap(), [1.5, 2.0]);
    assert_eq!(texts(&table, "day"), ["2015-10-01", "2015-10-02T10:00:00"]);
    assert_eq!(texts(&table, "code"), ["007", "12"]);
    assert_eq!(table.format.delimiter, Some(','));
    assert_eq!(table.format.encoding.as_deref(), Some("utf-8"));
}

#[test]
fn one_stray_word_makes_a_text() {
    let table = table("a,b\n1,x\n2,x\nabout 3,x\n");
    assert_eq!(storages(&table), [Storage::Text, Storage::Text]);
    assert_eq!(texts(&table, "a"), ["1", "2", "about 3"]);
}

#[test]
fn decimal_comma_with_semicolons() {
    let table = table("nom;prix;jour\nÉté;1 851,60;13/01/2023\nhiver;16,5;02/01/2023\n");
    assert_eq!(table.format.delimiter, Some(';'));
    assert_eq!(table.format.decimal, Some(','));
    assert_eq!(table.numbers("prix").unwrap(), [1851.6, 16.5]);
    assert_eq!(texts(&table, "jour"), ["2023-01-13", "2023-01-02"]);
}

#[test]
fn quoted_decimal_comma_between_commas() {
    let europe = table("a,b\n\"48,07\",x\n\"0,5\",x\n12,x\n");
    assert_eq!(europe.numbers("a").unwrap(), [48.07, 0.5, 12.0]);
    let thousands = table("a,b\n\"1,234\",x\n\"5,000\",x\n");
    assert_eq!(thousands.numbers("a").unwrap(), [1234.0, 5000.0]);
    assert_eq!(thousands.format.thousands, Some(','));
}

#[test]
fn separators() {
    for (mark, text) in [
        (',', "a,b\n1,2\n"),
        (';', "a;b\n1;2\n"),
        ('\t', "a\tb\n1\t2\n"),
        ('|', "a|b\n1|2\n"),
    ] {
        let table = table(text);
        assert_eq!(table.format.delimiter, Some(mark));
        assert_eq!(table.numbers("b").unwrap(), [2.0]);
    }
    let quoted = table("a;b\n\"x,y,z\";1\n\"x,y,z\";2\n");
    assert_eq!(quoted.format.delimiter, Some(';'));
    let one = table("text\nhello, world\nfoo\nbar\nbaz, a, b\n");
    assert_eq!(one.columns().len(), 1);
}

#[test]
fn encodings() {
    let bom = whole(b"\xef\xbb\xbfa,b\n1,2\n", &Read::default(), None).unwrap();
    assert!(bom.has("a"));
    let latin = whole(
        b"r\xe9gion,n\nC\xf4te d'Azur,1\nFranche-Comt\xe9,2\n",
        &Read::default(),
        None,
    );
    let latin = latin.unwrap();
    assert_eq!(latin.format.encoding.as_deref(), Some("windows-1252"));
    assert_eq!(texts(&latin, "région"), ["Côte d'Azur", "Franche-Comté"]);
    let mut wide = vec![0xff, 0xfe];
    wide.extend("é\tb\n1\t2\n".encode_utf16().flat_map(u16::to_le_bytes));
    let wide = whole(&wide, &Read::default(), None).unwrap();
    assert_eq!(wide.format.encoding.as_deref(), Some("utf-16le"));
    assert_eq!(wide.numbers("é").unwrap(), [1.0]);
    let told = Read {
        encoding: Some("latin1".into()),
        ..Read::default()
    };
    assert_eq!(
        texts(&whole(b"a\n\xe9\n", &told, None).unwrap(), "a"),
        ["é"]
    );
    let unknown = Read {
        encoding: Some("klingon".into()),
        ..Read::default()
    };
    assert!(
        whole(b"a\n1\n", &unknown, None)
            .unwrap_err()
            .message
            .contains("'klingon'")
    );
}

#[test]
fn line_ends() {
    assert_eq!(
        table("a,b\r\n1,x\r\n2,y\r\n").numbers("a").unwrap(),
        [1.0, 2.0]
    );
    assert_eq!(texts(&table("a,b\r\n1,\"x\"\r\n"), "b"), ["x"]);
    assert_eq!(table("a,b\r1,x\r2,y").numbers("a").unwrap(), [1.0, 2.0]);
    assert_eq!(table("a,b\n1,x\n2,y").rows(), 2);
    assert_eq!(table("\n\na,b\n1,x\n\n  \n2,y\n\n").rows(), 2);
}

#[test]
fn quotes() {
    let table = table("a,b\n\"x, \"\"y\"\"\nz\",1\n\"\",2\n\"a\"b,3\nc\"d,4\n");
    assert_eq!(texts(&table, "a"), ["x, \"y\"\nz", "", "\"a\"b", "c\"d"]);
    assert_eq!(table.numbers("b").unwrap(), [1.0, 2.0, 3.0, 4.0]);
    assert_eq!(table.missing("a").unwrap(), [false, true, false, false]);
}

#[test]
fn a_tab_separated_text_without_quoting_is_taken_as_it_is() {
    let table = table("label\ttext\nham\t\"hello\nspam\tbuy\nham\t\"no\" yes\n");
    assert_eq!(texts(&table, "text"), ["\"hello", "buy", "\"no\" yes"]);
}

#[test]
fn many_ragged_rows_are_named_by_their_line() {
    let error = fault("a,b\n\"two\nlines\",1\n2\n3,4,5\n6,7\n8,9\n");
    assert_eq!(error.line, Some(4));
    assert_eq!(
        error.message,
        "expected 2 fields, found 1; 1 line more differ"
    );
    assert!(error.fix.clone().unwrap().contains("2 fields"));
    let error = fault("1,2,3\nid,a,b,c\n1,2,3,4\n5,6,7,8\n");
    assert_eq!(error.line, Some(2));
    assert!(error.fix.clone().unwrap().contains("above the header"));
}

#[test]
fn faults_of_files() {
    assert!(fault("").message.contains("empty"));
    assert!(fault("\n \n").message.contains("empty"));
    assert!(fault("a,b\n").message.contains("no rows"));
    let open = fault("a,b\n1,x\n2,\"y\n3,z\n");
    assert_eq!(
        (open.line, open.message.as_str()),
        (Some(3), "the quote opened here is never closed")
    );
    let binary = whole(b"\x7fELF\x02\x01\0\0\xff\xfe\n", &Read::default(), None).unwrap_err();
    assert!(binary.message.contains("not a text file"), "{binary}");
}

#[test]
fn header_or_none() {
    let none = table("1,2023-01-01,east\n2,2023-01-02,west\n");
    assert!(!none.format.header);
    assert_eq!(none.rows(), 2);
    assert_eq!(none.numbers("column_1").unwrap(), [1.0, 2.0]);
    assert!(table("name,town\nada,london\n").format.header);
    assert!(table("country,1990,1991\nfr,1,2\n").format.header);
    assert!(table("a,a, ,b\n1,2,3,4\n").has("a_2"));
    assert!(table("a,a, ,b\n1,2,3,4\n").has("column_3"));
    let told = Read {
        header: Some(true),
        ..Read::default()
    };
    assert!(with("1,2\n3,4\n", &told).has("1"));
    assert_eq!(table("a\n1\n").rows(), 1);
}

#[test]
fn missing_markers() {
    let table = table("n,t,p\n1,NA,?\n?,None,a\n,?,a\n--,x,a\nNaN,,a\ninf,  ,a\n");
    assert_eq!(
        storages(&table),
        [Storage::Integer, Storage::Text, Storage::Text]
    );
    assert_eq!(
        table.missing("n").unwrap(),
        [false, true, true, true, true, true]
    );
    let of = |place: usize| {
        let markers = table.columns()[place].markers.iter();
        markers.map(|(m, n)| (m.as_str(), *n)).collect::<Vec<_>>()
    };
    assert_eq!(
        of(0),
        [("", 1), ("--", 1), ("?", 1), ("NaN", 1), ("inf", 1)]
    );
    assert_eq!(of(1), [("", 1), ("  ", 1), ("NA", 1)]);
    assert_eq!(of(2), []);
    assert_eq!(texts(&table, "t"), ["", "None", "?", "x", "", ""]);
}

#[test]
fn written_markers_replace_the_detected() {
    let told = Read {
        missing: Some(vec!["999".into(), "?".into()]),
        ..Read::default()
    };
    let table = with("n,t\n1,NA\n999,?\n,x\n", &told);
    assert_eq!(table.missing("n").unwrap(), [false, true, true]);
    assert_eq!(table.missing("t").unwrap(), [false, true, false]);
    assert_eq!(texts(&table, "t"), ["NA", "", "x"]);
}

#[test]
fn dates_in_their_forms() {
    let storage = |text: &str| table(text).columns()[0].storage;
    assert_eq!(storage("d,x\n13/01/2020,a\n02/01/2020,a\n"), Storage::Date);
    assert_eq!(
        storage("d,x\n01/13/2020 10:00,a\n02/01/2020 11:00,a\n"),
        Storage::Date
    );
    assert_eq!(storage("d,x\n01/02/2020,a\n02/01/2020,a\n"), Storage::Text);
    assert_eq!(storage("d,x\n13/01/2020,a\n01/13/2020,a\n"), Storage::Text);
    assert_eq!(storage("d,x\n31/02/2020,a\n01/01/2020,a\n"), Storage::Text);
    assert_eq!(storage("d,x\n1.2.2020,a\n"), Storage::Date);
    assert_eq!(storage("d,x\n2020-01-02,a\n,a\nNA,a\n"), Storage::Date);
    assert_eq!(storage("d,x\n20200102,a\n"), Storage::Integer);
    let american = table("d,x\n01/13/2020,a\n02/01/2020,a\n");
    assert_eq!(texts(&american, "d"), ["2020-01-13", "2020-02-01"]);
}

#[test]
fn a_column_of_nothing_is_text() {
    let table = table("a,b\n1,\n2,\n");
    assert_eq!(table.columns()[1].storage, Storage::Text);
    assert_eq!(table.columns()[1].markers, [(String::new(), 2)]);
    assert!(table.numbers("b").unwrap().iter().all(|v| v.is_nan()));
    assert!(table.labels("b").unwrap().names.is_empty());
}

#[test]
fn one_column_keeps_its_blank_lines() {
    let table = table("a\n1\n\n3\n\n\n");
    assert_eq!(table.missing("a").unwrap(), [false, true, false]);
}

#[test]
fn corrections_win() {
    let told = Read {
        delimiter: Some("\\t".into()),
        decimal: Some(",".into()),
        header: Some(false),
        ..Read::default()
    };
    let table = with("1,5\tx\n2,5\ty\n", &told);
    assert_eq!(table.numbers("column_1").unwrap(), [1.5, 2.5]);
    for wrong in ["", "ab", "\"", "é"] {
        let told = Read {
            delimiter: Some(wrong.into()),
            ..Read::default()
        };
        assert!(whole(b"a\n1\n", &told, None).unwrap_err().fix.is_some());
    }
}

#[test]
fn a_limit_keeps_the_first_rows() {
    let table = whole(b"a,b\n1,2\n3,4\n5,6\n", &Read::default(), Some(2)).unwrap();
    assert_eq!(table.numbers("a").unwrap(), [1.0, 3.0]);
}

proptest::proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
        let _ = whole(&bytes, &Read::default(), Some(10));
        let _ = whole(&bytes, &Read::default(), None);
    }

    #[test]
    fn random_tables_never_panic(text in "[a\"\\n\\r,;\t1.|/\\-0é]{0,80}") {
        let _ = whole(text.as_bytes(), &Read::default(), None);
    }

    #[test]
    fn what_is_quoted_comes_back(cells in proptest::collection::vec("[a-z,\"\n;é|]{1,8}", 2..12)) {
        let mut text = String::from("id,value\n");
        for (place, cell) in cells.iter().enumerate() {
            text.push_str(&format!("{place},\"x{}\"\n", cell.replace('"', "\"\"")));
        }
        let table = Table::from_csv(&text).unwrap();
        let back: Vec<String> = cells.iter().map(|cell| format!("x{cell}")).collect();
        proptest::prop_assert_eq!(texts(&table, "value"), back);
    }
}
