use super::super::{Storage, Table};
use super::{Expression, Mistake};

fn table() -> Table {
    Table::from_csv(
        "km,hours,Fare,day,town,flag,trip miles\n10,4,7.5,2015-10-01,Lyon,true,1\n3,0,,2015-12-31T18:30:00,oslo,false,2\n,2,1,,,,\n",
    )
    .unwrap()
}

fn numbers(text: &str) -> Vec<f64> {
    Expression::parse(text)
        .unwrap()
        .numbers(&table(), &[])
        .unwrap()
}

fn same(text: &str, expected: [f64; 3]) {
    let found = numbers(text);
    for (a, b) in found.iter().zip(expected) {
        assert!(
            a.is_nan() == b.is_nan() && (b.is_nan() || (a - b).abs() < 1e-12),
            "{text}: {found:?}"
        );
    }
    assert_eq!(found.len(), 3);
}

fn texts(text: &str) -> Vec<Option<String>> {
    Expression::parse(text)
        .unwrap()
        .texts(&table(), &[])
        .unwrap()
}

fn mistake(text: &str) -> Mistake {
    Expression::parse(text).unwrap_err()
}

/// A mistake that shows only against the columns.
fn wrong(text: &str) -> Mistake {
    Expression::parse(text)
        .unwrap()
        .storage(&table().schema())
        .unwrap_err()
}

const NONE: f64 = f64::NAN;

#[test]
fn arithmetic_and_precedence() {
    same("1 + 2 * 3", [7.0; 3]);
    same("(1 + 2) * 3", [9.0; 3]);
    same("-km + 1", [-9.0, -2.0, NONE]);
    same("- 2 - -3", [1.0; 3]);
    same("km - hours - 1", [5.0, 2.0, NONE]);
    same("2 * km / hours", [5.0, NONE, NONE]);
    same("7 % 4", [3.0; 3]);
    same("(0 - 1) % 24", [23.0; 3]);
    same("1e3 + .5", [1000.5; 3]);
}

#[test]
fn whole_numbers_divide_truly_and_by_zero_not_at_all() {
    same("km / hours", [2.5, NONE, NONE]);
    same("1 / 3", [1.0 / 3.0; 3]);
    same("coalesce(km / hours, 0)", [2.5, 0.0, 0.0]);
    same("0 / 0", [NONE; 3]);
    same("ln(0)", [NONE; 3]);
    same("sqrt(-1)", [NONE; 3]);
    same("1e300 * 1e300", [NONE; 3]);
}

#[test]
fn comparisons_and_logic() {
    same("km > 5", [1.0, 0.0, NONE]);
    same("km > 5 OR hours = 2", [1.0, 0.0, 1.0]);
    same("km > 5 AND hours = 2", [0.0, 0.0, NONE]);
    same("NOT km > 5", [0.0, 1.0, NONE]);
    same("km IS NULL", [0.0, 0.0, 1.0]);
    same("km IS NOT NULL", [1.0, 1.0, 0.0]);
    same("km BETWEEN 3 AND 9", [0.0, 1.0, NONE]);
    same("km NOT BETWEEN 3 AND 9", [1.0, 0.0, NONE]);
    same("km IN (3, 4)", [0.0, 1.0, NONE]);
    same("km NOT IN (3, 4)", [1.0, 0.0, NONE]);
    same("town = 'Lyon'", [1.0, 0.0, NONE]);
    same("town IN ('Lyon', 'oslo')", [1.0, 1.0, NONE]);
    same("town LIKE 'L%n'", [1.0, 0.0, NONE]);
    same("town ILIKE 'O_LO'", [0.0, 1.0, NONE]);
    same("town NOT LIKE '%o%'", [0.0, 0.0, NONE]);
    same("flag", [1.0, 0.0, NONE]);
    same("flag = true", [1.0, 0.0, NONE]);
    same("flag = 'true'", [1.0, 0.0, NONE]);
    same("flag = 1", [1.0, 0.0, NONE]);
    same("flag IS NOT TRUE", [0.0, 1.0, 1.0]);
    same("Fare <> 1", [1.0, NONE, 0.0]);
    same("1 <= 1.0", [1.0; 3]);
}

#[test]
fn dates() {
    same("day >= '2015-10-01'", [1.0, 1.0, NONE]);
    same("day > '2015-10-01'", [0.0, 1.0, NONE]);
    same("'2015-11-01' < day", [0.0, 1.0, NONE]);
    same(
        "day BETWEEN '2015-01-01' AND '2015-11-01 12:00'",
        [1.0, 0.0, NONE],
    );
    same("day = DATE '2015-10-01'", [1.0, 0.0, NONE]);
    same("year(day) * 100 + month(day)", [201_510.0, 201_512.0, NONE]);
    same("EXTRACT(hour FROM day)", [0.0, 18.0, NONE]);
    same("date_part('minute', day)", [0.0, 30.0, NONE]);
    same("dow(day)", [4.0, 4.0, NONE]);
    same("extract(doy from day)", [274.0, 365.0, NONE]);
    same(
        "day - cast('2015-09-30' as date)",
        [1.0, 92.0 + 18.5 / 24.0, NONE],
    );
    same("quarter(cast(day as date))", [4.0, 4.0, NONE]);
    same(
        "make_date(year(day), month(day), 1 + 1) = DATE '2015-10-02'",
        [1.0, 0.0, NONE],
    );
    same(
        "make_timestamp(2015, 12, 31, 18, 30) = day",
        [0.0, 1.0, NONE],
    );
    same("year(make_date(2015, 2, 30))", [NONE; 3]);
    assert_eq!(texts("cast(day as date)")[1].as_deref(), Some("2015-12-31"));
    assert_eq!(wrong("day > '1 May'").position, 7);
    assert_eq!(wrong("day + 1").position, 1);
    assert_eq!(wrong("1 + day").position, 5);
}

#[test]
fn case_and_nulls() {
    same(
        "CASE WHEN km > 5 THEN 1 WHEN km > 1 THEN 2 ELSE 0 END",
        [1.0, 2.0, 0.0],
    );
    same("CASE WHEN km > 5 THEN 1 END", [1.0, NONE, NONE]);
    same("CASE town WHEN 'Lyon' THEN 1.5 ELSE 2 END", [1.5, 2.0, 2.0]);
    same("CASE WHEN true THEN NULL ELSE km END", [NONE; 3]);
    same("nullif(hours, 0)", [4.0, NONE, 2.0]);
    same("nullif(hours, NULL)", [4.0, 0.0, 2.0]);
    same("coalesce(Fare, km, 0)", [7.5, 3.0, 1.0]);
    same("greatest(km, hours)", [10.0, 3.0, 2.0]);
    same("least(km, hours, 1)", [1.0, 0.0, 1.0]);
    let classes = texts("CASE WHEN km > 5 THEN 'far' ELSE 'near' END");
    assert_eq!(
        classes,
        [Some("far".into()), Some("near".into()), Some("near".into())]
    );
}

#[test]
fn functions_of_numbers() {
    same(
        "abs(-2) + sign(-3) + floor(1.7) + ceil(1.2) + trunc(-1.5)",
        [3.0; 3],
    );
    same("round(2.5) + round(-2.5) + round(2.345, 2)", [2.35; 3]);
    same("log(8, 2) + log10(100) + log2(4) + ln(exp(1))", [8.0; 3]);
    same("power(2, 3) + pow(4, 0.5) + sqrt(9) + mod(7, 4)", [16.0; 3]);
    same(
        "log1p(0) + expm1(0) + sin(0) + pi() - 3.141592653589793",
        [0.0; 3],
    );
    same("ROUND(Fare)", [8.0, NONE, 1.0]);
}

#[test]
fn functions_of_texts() {
    let one = |text| texts(text)[0].clone().unwrap();
    assert_eq!(one("upper(town) || '-' || km"), "LYON-10");
    assert_eq!(one("concat(town, NULL, 1.0, flag)"), "Lyon1true");
    assert_eq!(one("substring(town, 2, 2) || substr(town, 4)"), "yon");
    assert_eq!(one("substring(town from 2 for 1)"), "y");
    assert_eq!(one("left(town, 2) || right(town, 1)"), "Lyn");
    assert_eq!(one("replace(trim('  a b '), ' ', '_')"), "a_b");
    assert_eq!(one("cast(Fare as text)"), "7.5");
    assert_eq!(texts("town || 'x'")[2], None);
    same("length(town) + strpos(town, 'o')", [7.0, 5.0, NONE]);
    same("starts_with(town, 'Ly')", [1.0, 0.0, NONE]);
    same(
        "cast(' 1.5 ' as double) + cast(1.9 as int) + cast('x' as int)",
        [NONE; 3],
    );
    same("cast('2.5' as double) + cast(1.9 as bigint)", [3.5; 3]);
}

#[test]
fn placeholders_take_coefficients_in_order() {
    let rule = Expression::parse("? + ? * nullif(km, 0)").unwrap();
    assert_eq!(rule.placeholders(), 2);
    assert_eq!(
        rule.numbers(&table(), &[1.0, -2.5]).unwrap()[..2],
        [-24.0, -6.5]
    );
    assert!(rule.numbers(&table(), &[1.0]).is_err());
    let nested = Expression::parse("CASE WHEN km > ? THEN ? ELSE ? END").unwrap();
    assert_eq!(
        nested.numbers(&table(), &[5.0, 1.0, 2.0]).unwrap(),
        [1.0, 2.0, 2.0]
    );
    let twice = Expression::parse("km BETWEEN ? AND ?").unwrap();
    assert_eq!(
        twice.numbers(&table(), &[3.0, 9.0]).unwrap()[..2],
        [0.0, 1.0]
    );
    assert_eq!(Expression::parse("town = '?'").unwrap().placeholders(), 0);
    assert_eq!(
        Expression::parse("km - ? -- ?\n").unwrap().placeholders(),
        1
    );
    assert_eq!(mistake("km + ?1").position, 6);
    assert_eq!(mistake("km + $1").position, 6);
}

#[test]
fn lineage_and_names() {
    let expression = Expression::parse("\"trip miles\" + km * Km + length('town')").unwrap();
    let columns: Vec<&str> = expression.columns().iter().map(String::as_str).collect();
    assert_eq!(columns, ["Km", "km", "trip miles"]);
    same("\"trip miles\" * 2", [2.0, 4.0, NONE]);
    let names = ["km", "Fare", "trip miles"];
    let absent = |text: &str| Expression::parse(text).unwrap().absent_columns(&names);
    assert_eq!(absent("km + Fare"), []);
    let mistakes = absent("1 + km * fare + nothing * fare");
    assert_eq!((mistakes[0].position, mistakes[1].position), (10, 17));
    assert_eq!(mistakes.len(), 2);
    assert_eq!(mistakes[0].fix.as_deref(), Some("did you mean Fare?"));
    let spaced = &absent("\"trip mile\"")[0];
    assert_eq!(spaced.fix.as_deref(), Some("did you mean \"trip miles\"?"));
    let error = Expression::parse("fare")
        .unwrap()
        .numbers(&table(), &[])
        .unwrap_err();
    assert!(error.to_string().contains("did you mean Fare?"), "{error}");
}

#[test]
fn what_is_not_allowed_is_refused_at_its_place() {
    for (text, position) in [
        ("", 1),
        ("  ", 1),
        ("km +", 5),
        ("km + * 2", 6),
        ("(km + 2", 8),
        ("km km", 4),
        ("km + 1; drop", 7),
        ("km + 'open", 6),
        ("2 * read_csv('x.csv')", 5),
        ("(SELECT 1)", 2),
        ("km IN (SELECT a FROM b)", 1),
        ("sum(km)", 1),
        ("km + lead(km) OVER (ORDER BY day)", 6),
        ("1 + count(*)", 5),
        ("1 +\n  nosuch(km)", 7),
        ("km ^ 2", 1),
        ("t.km", 1),
        ("log(km)", 1),
        ("round(km, 1, 2)", 1),
        ("cast(km as json)", 6),
        ("km + INTERVAL '1 day'", 15),
        ("current_date", 1),
        ("town LIKE km", 11),
        ("[1, 2]", 2),
        ("extract(century from day)", 22),
    ] {
        let mistake = mistake(text);
        assert_eq!(mistake.position, position, "{text}: {mistake}");
    }
    assert_eq!(
        mistake("rond(km)").fix.as_deref(),
        Some("did you mean round?")
    );
    assert!(mistake("pm2.5 > 1").fix.unwrap().contains("double quotes"));
    assert!(
        mistake("interval > 1")
            .fix
            .unwrap()
            .contains("double quotes")
    );
}

#[test]
fn types_are_checked_without_a_table() {
    let storage = |text: &str| Expression::parse(text).unwrap().storage(&table().schema());
    assert_eq!(storage("km / 2"), Ok(Storage::Number));
    assert_eq!(storage("km"), Ok(Storage::Integer));
    assert_eq!(storage("km > 2 AND flag"), Ok(Storage::Boolean));
    assert_eq!(storage("CASE WHEN flag THEN 'a' END"), Ok(Storage::Text));
    assert_eq!(
        storage("coalesce(day, '2015-01-01')").unwrap_err().position,
        15
    );
    assert_eq!(storage("cast(day as date)"), Ok(Storage::Date));
    assert_eq!(wrong("town + 1").position, 1);
    assert_eq!(wrong("km = 'x'").position, 6);
    assert_eq!(wrong("km AND flag").position, 1);
    assert_eq!(wrong("lower(km)").position, 7);
    assert_eq!(wrong("km = NULL").position, 6);
    assert_eq!(wrong("CASE WHEN flag THEN 1 ELSE 'a' END").position, 28);
    assert_eq!(wrong("day > town").position, 7);
    assert!(
        Expression::parse("town")
            .unwrap()
            .gives_text(&table())
            .unwrap()
    );
    assert!(
        Expression::parse("town")
            .unwrap()
            .numbers(&table(), &[])
            .is_err()
    );
}

#[test]
fn tables_take_expressions() {
    let table = table();
    let speed = Expression::parse("km / hours").unwrap();
    let wider = table.with("speed", &speed, None).unwrap();
    assert_eq!(wider.numbers("speed").unwrap()[0], 2.5);
    assert_eq!(wider.column("speed").unwrap().storage, Storage::Number);
    let constant = table
        .with("one", &Expression::parse("1").unwrap(), None)
        .unwrap();
    assert_eq!(constant.numbers("one").unwrap(), [1.0; 3]);
    assert_eq!(
        table.filter(&Expression::parse("km < 5").unwrap()).unwrap(),
        [1]
    );
    assert!(table.filter(&Expression::parse("km").unwrap()).is_err());
    assert_eq!(
        table.filter(&Expression::parse("true").unwrap()).unwrap(),
        [0, 1, 2]
    );
}

#[test]
fn deep_nesting_is_refused_and_never_overflows() {
    let deep = |times: usize, part: &str, end: &str| part.repeat(times) + "1" + &end.repeat(times);
    for text in [
        deep(30, "(", ")"),
        deep(300, "(", ")"),
        deep(3_900, "(", ")"),
        deep(100, "1 + ", ""),
        deep(900, "1+", ""),
        deep(3_900, "1+", ""),
        deep(900, "- ", ""),
        deep(900, "not ", ""),
        deep(900, "", " is null"),
        deep(900, "", "::int"),
        deep(300, "abs(", ")"),
        deep(300, "case when true then ", " end"),
        deep(900, "1 between 1 and ", ""),
        deep(900, "", "[1]"),
        deep(900, "", " collate x"),
        deep(900, "", " at time zone x"),
    ] {
        if let Ok(expression) = Expression::parse(&text) {
            let _ = expression.storage(&[]);
        }
    }
    assert!(Expression::parse(&deep(100, "1 + ", "")).is_ok());
    assert!(Expression::parse(&deep(3_900, "1+", "")).is_err());
    let list: Vec<String> = (0..1_000).map(|n| n.to_string()).collect();
    assert!(Expression::parse(&format!("km in ({})", list.join(","))).is_ok());
}

proptest::proptest! {
    #[test]
    fn random_bytes_never_panic(text in "\\PC{0,60}") {
        if let Ok(expression) = Expression::parse(&text) {
            let _ = expression.storage(&table().schema());
        }
    }

    #[test]
    fn random_expressions_never_panic(words in proptest::collection::vec(
        proptest::sample::select(vec![
            "km", "town", "day", "flag", "\"", "'", "(", ")", ",", "+", "-", "*", "/", "%", "<", "=", "||", "?", "::",
            "CASE", "WHEN", "THEN", "ELSE", "END", "AND", "OR", "NOT", "IS", "NULL", "IN", "LIKE", "BETWEEN", "CAST",
            "AS", "int", "date", "date '2015-01-01'", "'2015-01-01'", "1", "1e9", "-0.5", "true", "abs(", "round(",
            "substr(", "coalesce(", "nullif(", "concat(", "year(", "extract(", "from", "interval", "[", "]", ".", "\n",
            "é", "9223372036854775807", "1e999", "left(", "over", "select", "trim(", "position(", "x'00'", "array",
        ]), 0..16)
    ) {
        let text = words.join(" ");
        if let Ok(expression) = Expression::parse(&text) {
            let table = table();
            let coefficients = vec![1.0; expression.placeholders()];
            let _ = expression.texts(&table, &coefficients);
            // What the types allow can be computed.
            if expression.storage(&table.schema()).is_ok() {
                proptest::prop_assert!(expression.texts(&table, &coefficients).is_ok());
            }
        }
    }
}

#[test]
fn names_are_quoted_where_they_would_be_read_otherwise() {
    for name in [
        "fare",
        "House sales",
        "select",
        "a\"b",
        "1st",
        "x + y",
        "Straße",
        "lag(x)",
    ] {
        let text = super::quoted_name(name);
        let read = Expression::parse(&text).unwrap();
        assert!(read.columns().iter().eq([name]), "{text}");
    }
    assert_eq!(super::quoted_name("fare"), "fare");
}
