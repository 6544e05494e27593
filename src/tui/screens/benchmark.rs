//! Benchmark: baselines and rules on one axis, the folds they were scored on, what their errors cost.

use ratatui::layout::Rect;

use crate::benchmark::{Baseline, Evidence};
use crate::figures::{Part, Strips};
use crate::text;
use crate::tui::app::{Entrant, List, State};
use crate::tui::screens::board::board;
use crate::tui::screens::{gate_answer, next};
use crate::tui::theme::Tone;
use crate::tui::widgets::{Foot, Paint, bottom, draw_board, draw_strips, left, top};

pub(super) fn draw(paint: &mut Paint<'_>, mut area: Rect, state: &State) {
    let Some((facts, evidence)) = state.facts().and_then(|f| Some((f, f.benchmark.as_ref()?)))
    else {
        return nothing(paint, area, state);
    };
    let baselines: Vec<Entrant> = evidence
        .baselines
        .iter()
        .map(Entrant::of_baseline)
        .collect();
    let at = state.lists.at(List::Baselines);
    let selected = evidence.baselines.get(at);
    let under = match area.height {
        0..=13 => 6,
        14..=19 => area.height - 7,
        _ => area.height / 2,
    };
    let mut pane = bottom(under.min(area.height.saturating_sub(6)), &mut area);
    if let Some((bars, rows, direction)) = board(facts, &baselines) {
        draw_board(paint, area, (&bars, &rows), direction, (Some(at), true));
    }
    if state.detail {
        if let Some(baseline) = selected {
            draw_baseline(paint, pane, baseline, evidence);
        }
        return;
    }
    let strips = left(pane.width * 3 / 5, 3, &mut pane);
    draw_folds(paint, strips, evidence);
    draw_money(paint, pane, state, evidence);
}

fn nothing(paint: &mut Paint<'_>, area: Rect, state: &State) {
    paint.text(
        area.x,
        area.y,
        area.width,
        "How far does a simple rule get?",
        Tone::Title,
    );
    let mut y = area.y + 2;
    let live: Vec<_> = state.job.iter().flat_map(|job| &job.live).collect();
    for line in live
        .iter()
        .rev()
        .take(usize::from(area.height.saturating_sub(3)))
        .rev()
    {
        let done = format!("{} of {}", line.done, line.total);
        paint.text(area.x, y, 20, &line.name, Tone::Plain);
        paint.text(area.x + 22, y, 12, &done, Tone::Dim);
        y += 1;
    }
    if live.is_empty() {
        let text = "Simple answers are scored on the folds: mean, median, most frequent, a mean a group, and your own rules. The best of them is what a model must beat.";
        paint.wrapped(Rect::new(area.x, y, area.width, 4), text, Tone::Plain);
    }
}

fn draw_folds(paint: &mut Paint<'_>, mut area: Rect, evidence: &Evidence) {
    let head = top(1, &mut area);
    let rows: Vec<usize> = evidence.folds.iter().map(|f| f.test).collect();
    let scored = text::counted(rows.iter().sum(), "row");
    let holdout = text::counted(evidence.holdout_rows, "row");
    let line = format!("Folds: {scored} scored, {holdout} held out");
    paint.text(head.x, head.y, head.width, &line, Tone::Title);
    draw_strips(paint, area, &strips(evidence, area.width >= 60));
}

/// Folds in the order of time learn from every row before; other folds are drawn as equal stretches.
fn strips(evidence: &Evidence, wide: bool) -> Strips {
    let growing =
        evidence.folds.windows(2).all(|w| w[0].train < w[1].train) && evidence.folds.len() > 1;
    let kept = evidence
        .folds
        .iter()
        .map(|f| f.train + f.test)
        .max()
        .unwrap_or(0);
    let all = (kept + evidence.holdout_rows).max(1) as f64;
    let holdout = (Part::Holdout, evidence.holdout_rows as f64 / all);
    let mut before = 0.0;
    let strips = evidence
        .folds
        .iter()
        .map(|fold| {
            let (train, test) = (fold.train as f64 / all, fold.test as f64 / all);
            let parts = if growing {
                let rest = (kept as f64 / all - train - test).max(0.0);
                vec![
                    (Part::Train, train),
                    (Part::Test, test),
                    (Part::Unused, rest),
                    holdout,
                ]
            } else {
                let from = before;
                before += test;
                vec![
                    (Part::Train, from),
                    (Part::Test, test),
                    (Part::Train, (kept as f64 / all - from - test).max(0.0)),
                    holdout,
                ]
            };
            (label(fold, wide), parts)
        })
        .collect();
    Strips { strips }
}

fn label(fold: &crate::benchmark::FoldNote, wide: bool) -> String {
    match &fold.span {
        Some((from, to)) if wide => format!("{} {} to {}", fold.name, day(from), day(to)),
        Some((from, _)) => format!("{} {}", fold.name, day(from)),
        None => fold.name.clone(),
    }
}

/// An instant without its time of day.
fn day(instant: &str) -> &str {
    instant.split('T').next().unwrap_or(instant)
}

fn draw_money(paint: &mut Paint<'_>, area: Rect, state: &State, evidence: &Evidence) {
    let currency = state
        .facts()
        .and_then(|f| f.project.decisions.value.currency.clone())
        .unwrap_or_default();
    paint.text(
        area.x,
        area.y,
        area.width,
        &format!("Money {currency}"),
        Tone::Title,
    );
    let rows: Vec<(&str, Option<f64>, Option<f64>)> = evidence
        .baselines
        .iter()
        .filter_map(|b| {
            let cost = b.money?.folds;
            Some((b.name.as_str(), cost.per_decision, cost.per_year))
        })
        .collect();
    if rows.iter().all(|(_, each, _)| each.is_none()) {
        let hint =
            "The cost of an error is not stated; with [value] cost, scores are shown in money.";
        paint.wrapped(
            Rect::new(area.x, area.y + 1, area.width, 4),
            hint,
            Tone::Dim,
        );
        return;
    }
    let by_year = rows.iter().any(|(_, _, year)| year.is_some());
    let each_x = area.width.saturating_sub(if by_year { 13 } else { 0 });
    paint.right(area.x, area.y, each_x, "each", Tone::Dim);
    if by_year {
        paint.right(area.x, area.y, area.width, "a year", Tone::Dim);
    }
    let room = usize::from(area.height.saturating_sub(1));
    let number = |v: &Option<f64>| v.map_or_else(|| "-".into(), |v| text::number(v, 3));
    for (line, (name, each, year)) in rows.iter().take(room).enumerate() {
        let y = area.y + 1 + line as u16;
        paint.text(area.x, y, each_x.saturating_sub(8), name, Tone::Plain);
        paint.right(area.x, y, each_x, &number(each), Tone::Plain);
        if by_year {
            paint.right(area.x, y, area.width, &number(year), Tone::Plain);
        }
    }
}

fn draw_baseline(paint: &mut Paint<'_>, area: Rect, baseline: &Baseline, evidence: &Evidence) {
    let scores: Vec<String> = baseline
        .scores
        .iter()
        .map(|s| s.map_or_else(|| "-".into(), |s| text::number(s, 3)))
        .collect();
    let coefficients: Vec<String> = baseline
        .coefficients
        .iter()
        .map(|c| text::number(*c, 4))
        .collect();
    let mut lines = vec![
        ("does", baseline.description.clone()),
        ("by fold", scores.join("  ")),
    ];
    if !coefficients.is_empty() {
        lines.push(("fitted", coefficients.join("  ")));
    }
    if baseline.unanswered > 0.0 {
        let share = text::percent(baseline.unanswered);
        lines.push((
            "no answer",
            format!("{share} of the rows; the fallback answers there"),
        ));
    }
    if let Some(score) = baseline
        .holdout
        .as_ref()
        .and_then(|h| h.get(&evidence.metric))
    {
        lines.push((
            "holdout",
            format!("{} {}", text::number(*score, 3), evidence.unit),
        ));
    }
    paint.text(area.x, area.y, area.width, &baseline.name, Tone::Title);
    for (line, (word, value)) in lines.iter().enumerate() {
        let y = area.y + 1 + line as u16;
        if y < area.bottom() {
            paint.text(area.x, y, 11, word, Tone::Dim);
            paint.text(
                area.x + 11,
                y,
                area.width.saturating_sub(11),
                value,
                Tone::Plain,
            );
        }
    }
}

pub(super) fn foot(state: &State) -> Foot {
    let scored = state.facts().and_then(|f| Some((f, f.benchmark.as_ref()?)));
    let Some((facts, evidence)) = scored else {
        return Foot {
            word: "Found",
            answer: "Nothing was scored yet.".into(),
            tone: Tone::Plain,
            next: next(state),
        };
    };
    let gate = crate::benchmark::gate(evidence);
    let best = evidence.best().and_then(|b| Some((b, b.mean?)));
    let open = best.map_or_else(String::new, |(b, mean)| {
        let reach = facts.must_reach().map_or_else(String::new, |m| {
            format!(
                " A model must reach {} {}.",
                text::number(m, 3),
                evidence.unit
            )
        });
        format!(
            "The best baseline is {}: {} {} {}.{reach}",
            b.name,
            evidence.metric,
            text::number(mean, 3),
            evidence.unit
        )
        .replace(" .", ".")
    });
    let (answer, tone) = gate_answer(&gate.reasons, &open);
    Foot {
        word: "Found",
        answer,
        tone: if tone == Tone::Good {
            Tone::Plain
        } else {
            tone
        },
        next: next(state),
    }
}
