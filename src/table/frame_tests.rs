//! Tables put together, taken apart and read in every form.

use super::*;

fn table() -> Table {
    Table::from_csv("n,x,t,d,b\n3,1.5,b,2015-10-02,true\n1,,a,2015-10-01T01:02:03,false\n3,-2,,,\n")
        .unwrap()
}

#[test]
fn values_in_every_form() {
    let table = table();
    assert_eq!(table.numbers("n").unwrap(), [3.0, 1.0, 3.0]);
    assert!(table.numbers("x").unwrap()[1].is_nan());
    assert_eq!(table.numbers("b").unwrap()[..2], [1.0, 0.0]);
    let error = table.numbers("t").unwrap_err();
    assert!(error.to_string().contains("'b' is not a number"), "{error}");
    let labels = table.labels("n").unwrap();
    assert_eq!(labels.names, ["1", "3"]);
    assert_eq!(labels.codes, [Some(1), Some(0), Some(1)]);
    assert_eq!(table.labels("x").unwrap().names, ["-2", "1.5"]);
    assert_eq!(table.labels("t").unwrap().codes, [Some(1), Some(0), None]);
    assert_eq!(table.labels("b").unwrap().names, ["false", "true"]);
    assert_eq!(
        table.labels("d").unwrap().names,
        ["2015-10-01T01:02:03", "2015-10-02"]
    );
    assert_eq!(table.instants("d").unwrap()[0], Some(1_443_744_000_000_000));
    assert_eq!(table.instants("d").unwrap()[2], None);
    assert_eq!(table.instants("n").unwrap(), [Some(3), Some(1), Some(3)]);
    assert!(table.instants("x").is_err());
    assert!(table.instants("t").is_err());
    assert_eq!(table.cell(0, "x").as_deref(), Some("1.5"));
    assert_eq!(table.cell(1, "x"), None);
    assert_eq!(table.cell(9, "x"), None);
    assert_eq!(table.missing("t").unwrap(), [false, false, true]);
}

#[test]
fn whole_numbers_sort_by_value_and_print_whole() {
    let table =
        Table::from_numbers(&[("v", vec![10.0, 9.0, -0.0, 0.0, f64::INFINITY, -1.5])]).unwrap();
    let labels = table.labels("v").unwrap();
    assert_eq!(labels.names, ["-1.5", "0", "9", "10"]);
    assert_eq!(
        labels.codes,
        [Some(3), Some(2), Some(1), Some(1), None, Some(0)]
    );
    assert_eq!(table.columns()[0].markers, []);
}

#[test]
fn an_absent_column_names_the_nearest() {
    let table = Table::from_numbers(&[("trip_miles", vec![1.0])]).unwrap();
    let error = table.column("trip_mile").unwrap_err();
    assert_eq!(error.fix.as_deref(), Some("did you mean 'trip_miles'?"));
    assert!(table.numbers("nothing").is_err());
    assert!(!table.has("Trip_miles"));
}

#[test]
fn rows_and_columns_are_taken_and_added() {
    let table = table();
    let taken = table.take(&[2, 0, 0]).unwrap();
    assert_eq!(taken.numbers("x").unwrap(), [-2.0, 1.5, 1.5]);
    assert!(table.take(&[3]).is_err());
    assert_eq!(table.take(&[]).unwrap().rows(), 0);
    assert_eq!(table.head(2).rows(), 2);
    assert_eq!(table.head(9).rows(), 3);
    let wider = table.with_numbers("y", &[1.0, f64::NAN, 2.0]).unwrap();
    assert_eq!(wider.columns().len(), 6);
    assert!(wider.missing("y").unwrap()[1]);
    let replaced = wider
        .with_texts("y", &[Some("a".into()), None, Some(String::new())])
        .unwrap();
    assert_eq!(replaced.columns().len(), 6);
    assert_eq!(replaced.column("y").unwrap().storage, Storage::Text);
    assert_eq!(replaced.missing("y").unwrap(), [false, true, true]);
    assert!(table.with_numbers("y", &[1.0]).is_err());
    let longer = table
        .append(&table.select(&["t", "n", "d", "b", "x"]).unwrap())
        .unwrap();
    assert_eq!(longer.numbers("x").unwrap()[3], 1.5);
    assert_eq!(longer.columns()[2].markers, [(String::new(), 2)]);
    let wide = table.with_numbers("n", &[0.5, 1.0, 2.0]).unwrap();
    assert_eq!(table.append(&wide).unwrap().numbers("n").unwrap()[3], 0.5);
    assert_eq!(
        table.append(&wide).unwrap().first_equal(&["n"]).unwrap()[4],
        1
    );
    assert!(table.append(&table.select(&["n"]).unwrap()).is_err());
    assert_eq!(table.select(&["x", "n"]).unwrap().columns()[1].name, "n");
    assert!(table.select(&["X"]).is_err());
    let empty = table.with_texts("n", &[None, None, None]).unwrap();
    assert_eq!(
        table.append(&empty).unwrap().columns()[0].storage,
        Storage::Integer
    );
    assert_eq!(empty.append(&table).unwrap().numbers("n").unwrap()[3], 3.0);
    let words = vec![Some("a".into()); 3];
    assert!(
        table
            .append(&table.with_texts("n", &words).unwrap())
            .is_err()
    );
}
