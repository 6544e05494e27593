//! The verdict in full: its reasons line by line, the worlds, and the tests of the field.

use crate::benchmark::{PairedTest, Worlds};
use crate::text;
use crate::train::Verdict;
use crate::tui::screens::page::{Row, Rows};
use crate::tui::theme::{Theme, Tone};

/// Cells of a statistic and of a p.
const NUMBER: u16 = 12;

/// The page, from its title on; `overruled` is why somebody went on although it is not GO.
pub(super) fn rows(
    verdict: &Verdict,
    unit: &str,
    overruled: Option<&str>,
    theme: &Theme,
    width: u16,
) -> Vec<Row> {
    let mut rows = Rows::new(theme, width);
    for reason in &verdict.reasons {
        rows.line(&("-", text::escape(reason).into_owned()));
    }
    if let Some(why) = overruled {
        rows.line(&("overruled", text::escape(why).into_owned()));
    }
    worlds(&mut rows, verdict.worlds, unit);
    tests(&mut rows, &verdict.tests);
    rows.gap();
    rows.paragraph(
        "The interval comes from drawing the scored rows again, whole groups or stretches of time where the split says so; in each draw any run that could have been chosen may win, so that the choice among many does not flatter.",
        Tone::Dim,
    );
    rows.done()
}

/// In which share of worlds it is better, alike and worse.
pub(super) fn worlds(rows: &mut Rows<'_>, worlds: Option<Worlds>, unit: &str) {
    let Some(worlds) = worlds else {
        return;
    };
    rows.gap();
    let alike = text::with_unit(worlds.rope, unit);
    rows.head(
        "Worlds",
        &format!("alike: a gain or loss of at most {alike}"),
    );
    for (name, share, tone) in [
        ("better", worlds.better, Tone::Good),
        ("alike", worlds.alike, Tone::Dim),
        ("worse", worlds.worse, Tone::Bad),
    ] {
        rows.bar(name, &text::percent(share), share, tone);
    }
}

/// The tests of the field with their numbers.
pub(super) fn tests(rows: &mut Rows<'_>, tests: &[PairedTest]) {
    if tests.is_empty() {
        return;
    }
    let names = rows.width.saturating_sub(2 * NUMBER).min(52);
    let numbers = |row: Row, [statistic, p]: [String; 2], tone| {
        row.right(names, NUMBER, statistic, tone)
            .right(names + NUMBER, NUMBER, p, tone)
    };
    rows.gap();
    let head = Row::default().text(0, names, "Tests in pairs", Tone::Title);
    rows.row(numbers(head, ["statistic".into(), "p".into()], Tone::Dim));
    for test in tests {
        let name = format!("{}, {}", test.title(), test.of);
        let shown = [
            text::number(test.statistic, 3),
            text::number(test.p_value, 2),
        ];
        let row = Row::default().text(0, names, name, Tone::Plain);
        rows.row(numbers(row, shown, Tone::Plain));
    }
}
