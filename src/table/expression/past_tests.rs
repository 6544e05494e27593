use super::super::{Axis, Length, Past, Storage, Table};
use super::{Expression, Mistake, Reach};

/// Two shops, out of order, two rows of shop a on day 4, one row without a day.
fn table() -> Table {
    Table::from_csv(
        "day,shop,x,sky\n3,a,30,sun\n1,a,10,rain\n2,a,,fog\n1,b,1,sun\n4,a,40,rain\n4,a,44,snow\n5,a,50,sun\n,a,99,sun\n7,b,7,fog\n",
    )
    .unwrap()
}

fn past(horizon: i64) -> Past {
    let table = table();
    let axis = Axis::of(&table, "day").unwrap();
    Past::of(
        &table,
        &axis,
        Some("shop"),
        Length::Steps(horizon),
        0..table.rows(),
    )
    .unwrap()
}

fn numbers(text: &str, horizon: i64) -> Vec<f64> {
    let expression = Expression::parse(text).unwrap();
    let seen = expression.with_past(&table(), &past(horizon)).unwrap();
    expression.numbers(&seen, &[]).unwrap()
}

fn same(text: &str, horizon: i64, expected: [f64; 9]) {
    let found = numbers(text, horizon);
    for (a, b) in found.iter().zip(expected) {
        let equal = a.is_nan() == b.is_nan() && (b.is_nan() || (a - b).abs() < 1e-12);
        assert!(equal, "{text}: {found:?}");
    }
}

fn mistake(text: &str) -> Mistake {
    Expression::parse(text).unwrap_err()
}

const NO: f64 = f64::NAN;

#[test]
fn a_lag_is_the_value_of_an_earlier_row_of_the_group() {
    same("LAG(x)", 0, [NO, NO, 10.0, NO, 30.0, 30.0, 44.0, NO, 1.0]);
    same(
        "lag(x, 1)",
        1,
        [NO, NO, 10.0, NO, 30.0, 30.0, 44.0, NO, 1.0],
    );
    same("LAG(x)", 2, [10.0, NO, NO, NO, NO, NO, 30.0, NO, 1.0]);
    same("LAG(x, 2)", 0, [10.0, NO, NO, NO, NO, NO, 40.0, NO, NO]);
    same("x - LAG(x)", 0, [NO, NO, NO, NO, 10.0, 14.0, 6.0, NO, 6.0]);
    same(
        "LAG(x + day)",
        0,
        [NO, NO, 11.0, NO, 33.0, 33.0, 48.0, NO, 2.0],
    );
    same(
        "LAG(LAG(x), 1)",
        0,
        [10.0, NO, NO, NO, NO, NO, 30.0, NO, NO],
    );
    same("LAG(1)", 0, [1.0, NO, 1.0, NO, 1.0, 1.0, 1.0, NO, 1.0]);
    let expression = Expression::parse("coalesce(LAG(sky), 'none')").unwrap();
    let seen = expression.with_past(&table(), &past(0)).unwrap();
    let skies: Vec<String> = expression
        .texts(&seen, &[])
        .unwrap()
        .into_iter()
        .flatten()
        .collect();
    assert_eq!(
        skies,
        [
            "fog", "none", "rain", "none", "sun", "sun", "snow", "none", "sun"
        ]
    );
}

#[test]
fn windows_count_back_from_the_last_known_row() {
    let over = |function: &str, frame: &str| format!("{function} OVER (ROWS {frame})");
    let two = "BETWEEN 2 PRECEDING AND 1 PRECEDING";
    same(
        &over("avg(x)", two),
        0,
        [10.0, NO, 10.0, NO, 30.0, 30.0, 42.0, NO, 1.0],
    );
    same(
        &over("avg(x)", two),
        2,
        [10.0, NO, NO, NO, 10.0, 10.0, 30.0, NO, 1.0],
    );
    same(
        &over("count(x)", two),
        0,
        [1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 2.0, 0.0, 1.0],
    );
    same(
        &over("count(*)", two),
        0,
        [2.0, 0.0, 1.0, 0.0, 2.0, 2.0, 2.0, 0.0, 1.0],
    );
    let rest = "BETWEEN 9 PRECEDING AND 2 PRECEDING";
    same(
        &over("max(x)", rest),
        0,
        [10.0, NO, NO, NO, 10.0, 10.0, 40.0, NO, NO],
    );
    let all = "BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING";
    same(
        &over("sum(x)", all),
        0,
        [10.0, NO, 10.0, NO, 40.0, 40.0, 124.0, NO, 1.0],
    );
    same(
        &over("min(x)", all),
        0,
        [10.0, NO, 10.0, NO, 10.0, 10.0, 10.0, NO, 1.0],
    );
    same(&over("stddev(x)", all), 0, {
        let four = [10.0_f64, 30.0, 40.0, 44.0];
        let squares: f64 = four.iter().map(|v| (v - 31.0).powi(2)).sum();
        let two = 200.0_f64.sqrt();
        [NO, NO, NO, NO, two, two, (squares / 3.0).sqrt(), NO, NO]
    });
    let whole = "UNBOUNDED PRECEDING";
    same(
        &over("sum(x)", whole),
        0,
        [40.0, 10.0, 10.0, 1.0, 80.0, 84.0, 174.0, 99.0, 8.0],
    );
    same(
        &over("sum(x)", "1 PRECEDING"),
        3,
        [30.0, 10.0, NO, 1.0, 50.0, 54.0, 50.0, 99.0, 8.0],
    );
    same(
        "sum(x) OVER (PARTITION BY shop ORDER BY day ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING)",
        0,
        [NO, NO, 10.0, NO, 30.0, 30.0, 44.0, NO, 1.0],
    );
}

#[test]
fn the_past_is_known_and_the_row_itself_is_not() {
    let parse = |text: &str| Expression::parse(text).unwrap();
    let now = |text: &str| {
        parse(text)
            .columns_now()
            .iter()
            .cloned()
            .collect::<Vec<_>>()
            .join(",")
    };
    assert_eq!(now("LAG(x) + y"), "y");
    assert_eq!(now("LAG(x) + x"), "x");
    assert_eq!(
        now("avg(x) OVER (ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING)"),
        ""
    );
    assert_eq!(
        now("avg(x) OVER (ROWS BETWEEN 3 PRECEDING AND CURRENT ROW)"),
        "x"
    );
    assert_eq!(now("avg(LAG(x)) OVER (ROWS 3 PRECEDING)"), "");
    assert_eq!(parse("LAG(x) + y").columns().len(), 2);
    assert!(parse("LAG(x)").looks_back() && !parse("x").looks_back());
    let reach = |text: &str| {
        parse(text).reach(&|c| match c {
            "f" => Reach::Rows { levels: 1, rows: 4 },
            _ => Reach::NONE,
        })
    };
    assert_eq!(reach("x + 1"), Reach::NONE);
    assert_eq!(
        reach("LAG(x, 7) + LAG(x)"),
        Reach::Rows { levels: 1, rows: 7 }
    );
    assert_eq!(reach("LAG(f, 2)"), Reach::Rows { levels: 2, rows: 4 });
    assert_eq!(reach("sum(x) OVER (ROWS UNBOUNDED PRECEDING)"), Reach::All);
}

#[test]
fn types_are_known_without_a_table() {
    let schema = [
        ("x".to_owned(), Storage::Integer),
        ("sky".to_owned(), Storage::Text),
    ];
    let storage = |text: &str| Expression::parse(text).unwrap().storage(&schema);
    assert_eq!(storage("LAG(sky)"), Ok(Storage::Text));
    assert_eq!(storage("LAG(x)"), Ok(Storage::Integer));
    assert_eq!(
        storage("avg(x) OVER (ROWS 1 PRECEDING)"),
        Ok(Storage::Number)
    );
    assert_eq!(
        storage("count(sky) OVER (ROWS 1 PRECEDING)"),
        Ok(Storage::Integer)
    );
    assert_eq!(
        storage("1 + avg(sky) OVER (ROWS 1 PRECEDING)")
            .unwrap_err()
            .position,
        9
    );
    assert_eq!(storage("LAG(rain)").unwrap_err().position, 5);
}

#[test]
fn mistakes_have_a_place_and_a_way_out() {
    for (text, position) in [
        ("1 + LAG(x, 0)", 12),
        ("LAG(x, -1)", 9),
        ("LAG(x, x)", 8),
        ("LAG(x, 1, 0)", 1),
        ("LAG()", 1),
        ("LAG(*)", 1),
        ("LAG(? * x)", 5),
        ("LEAD(x)", 1),
        ("avg(x) OVER ()", 1),
        ("avg(x) OVER (ORDER BY day)", 1),
        ("LAG(x) OVER (ORDER BY day DESC)", 23),
        ("LAG(x) OVER (ORDER BY day, x)", 28),
        ("LAG(x) OVER (ORDER BY day + 1)", 23),
        ("LAG(x) OVER (ROWS 3 PRECEDING)", 1),
        ("LAG(x) OVER w", 1),
        ("avg(x) OVER (ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING)", 43),
        (
            "avg(x) OVER (ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)",
            1,
        ),
        ("avg(x) OVER (ROWS BETWEEN 1 PRECEDING AND 3 PRECEDING)", 1),
        ("avg(x) OVER (ROWS CURRENT ROW)", 1),
        ("avg(x) OVER (RANGE 3 PRECEDING)", 1),
        ("avg(x, 2) OVER (ROWS 3 PRECEDING)", 1),
        ("avg(DISTINCT x) OVER (ROWS 3 PRECEDING)", 1),
        ("x + median(x) OVER (ROWS 3 PRECEDING)", 5),
        ("ln(x) OVER (ROWS 3 PRECEDING)", 1),
        ("first_value(x) OVER (ROWS 3 PRECEDING)", 1),
    ] {
        let mistake = mistake(text);
        assert_eq!(mistake.position, position, "{text}: {mistake}");
        assert!(mistake.fix.is_some(), "{text}: {mistake}");
    }
    let fix = mistake("max(x)").fix.unwrap();
    assert!(
        fix.contains("greatest(a, b)") && fix.contains("OVER (ROWS"),
        "{fix}"
    );
}

#[test]
fn over_names_what_orders_and_parts_the_project() {
    let check = |text: &str, time, group| Expression::parse(text).unwrap().check_past(time, group);
    let full = "LAG(x) OVER (PARTITION BY shop ORDER BY day)";
    assert_eq!(check(full, Some("day"), Some("shop")), Ok(()));
    assert_eq!(check("LAG(x)", Some("day"), Some("shop")), Ok(()));
    assert_eq!(check("LAG(x)", Some("day"), None), Ok(()));
    assert_eq!(check("x + LAG(x)", None, None).unwrap_err().position, 5);
    assert_eq!(
        check(full, Some("date"), Some("shop"))
            .unwrap_err()
            .position,
        41
    );
    assert_eq!(
        check(full, Some("day"), Some("town")).unwrap_err().position,
        27
    );
    assert_eq!(check(full, Some("day"), None).unwrap_err().position, 27);
    let mixed = check("LAG(x) OVER (ORDER BY day)", Some("day"), Some("shop")).unwrap_err();
    assert!(mixed.fix.unwrap().contains("PARTITION BY shop"));
    assert_eq!(check("x + 1", None, None), Ok(()));
    let one = Expression::parse("x + LAG(x)").unwrap();
    assert_eq!(one.check_one_row().unwrap_err().position, 5);
    assert!(
        one.numbers(&table(), &[])
            .unwrap_err()
            .message
            .contains("earlier rows")
    );
}
