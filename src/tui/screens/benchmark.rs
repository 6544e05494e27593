//! Benchmark: baselines and rules on one axis, the folds they were scored on, what their errors cost; one of them in full.

use ratatui::layout::Rect;

use crate::benchmark::{Baseline, Evidence};
use crate::figures::{Part, Strips};
use crate::text;
use crate::tui::app::{Entrant, Facts, List, State};
use crate::tui::screens::board::board;
use crate::tui::screens::detail::baseline_lines;
use crate::tui::screens::paged::paged;
use crate::tui::screens::{gate_answer, live, next};
use crate::tui::theme::Tone;
use crate::tui::widgets::{
    AGAINST_BEST, Board, Foot, Line, Paint, board_height, bottom, draw_board, draw_lines,
    draw_strips, left, lines_height, top,
};

/// What the milestone asks.
pub(super) const QUESTION: &str = "How far does a simple rule get?";
/// Rows below which the board is all that fits.
const SHORT: u16 = 10;
/// Cells of the folds at most.
const STRIPS: u16 = 110;
/// Rows that the board keeps under its heads beside a detail.
const BOARD: u16 = 5;

pub(super) fn draw(paint: &mut Paint<'_>, area: Rect, state: &State) {
    if let Some(job) = state.scoring() {
        return live::draw(paint, area, state, job);
    }
    let Some((facts, evidence)) = state.facts().and_then(|f| Some((f, f.benchmark.as_ref()?)))
    else {
        return nothing(paint, area);
    };
    if let Some(paged) = paged(state, area) {
        if let Some(area) = paged.board {
            draw_baselines(paint, area, state, facts, evidence);
        }
        return paged.draw(paint);
    }
    draw_all(paint, area, state, facts, evidence);
}

/// The board, and below it the folds, the money and the baseline under the cursor as far as there is room.
fn draw_all(
    paint: &mut Paint<'_>,
    mut area: Rect,
    state: &State,
    facts: &Facts,
    evidence: &Evidence,
) {
    let count = state.shown(List::Baselines).len();
    let is_short = area.height < SHORT;
    let under = match is_short {
        true => 0,
        false => {
            let spare = area.height.saturating_sub(board_height(count));
            let wanted = evidence.folds.len() as u16 + 2;
            wanted.min(area.height.saturating_sub(BOARD + 1)).max(spare)
        }
    };
    let mut pane = bottom(under, &mut area);
    draw_baselines(paint, area, state, facts, evidence);
    if is_short {
        return;
    }
    if area.height > board_height(count) {
        top(1, &mut pane);
    }
    let money = Money::of(state, evidence);
    let folds = (evidence.folds.len() + 2).max(evidence.baselines.len() + 1) as u16;
    let mut upper = top(folds.min(pane.height), &mut pane);
    let room = upper.width.saturating_sub(money.width() + 3);
    let strips = left(room.min(STRIPS), 3, &mut upper);
    draw_folds(paint, strips, evidence);
    money.draw(paint, upper);
    // What Enter opens stands below where there is room for it.
    let under = state.baseline();
    let told = under.map(|baseline| (baseline, baseline_lines(state, baseline)));
    top(1, &mut pane);
    if let Some((baseline, lines)) = told
        && pane.height > lines_height(&lines, pane.width)
    {
        draw_baseline(paint, pane, baseline, &lines);
    }
}

/// The baselines on one axis.
fn draw_baselines(
    paint: &mut Paint<'_>,
    area: Rect,
    state: &State,
    facts: &Facts,
    evidence: &Evidence,
) {
    let shown = state.shown(List::Baselines);
    let baselines: Vec<Entrant> = shown
        .iter()
        .filter_map(|row| evidence.baselines.get(*row))
        .map(Entrant::of_baseline)
        .collect();
    if let Some((bars, rows, direction)) = board(facts, &baselines) {
        let board = Board {
            bars: &bars,
            rows: &rows,
            direction,
            cursor: state.shown_at(List::Baselines),
            sorted: state.order(List::Baselines),
            versus: AGAINST_BEST,
        };
        draw_board(paint, area, &board);
    }
}

/// A baseline in full.
fn draw_baseline(paint: &mut Paint<'_>, mut area: Rect, baseline: &Baseline, lines: &[Line]) {
    let title = format!("Baseline {}", baseline.name);
    paint.title(&mut area, &title);
    draw_lines(paint, area, lines);
}

fn nothing(paint: &mut Paint<'_>, mut area: Rect) {
    paint.title(&mut area, QUESTION);
    top(1, &mut area);
    let text = "Simple answers are scored on the folds: mean, median, most frequent, a mean a group, and your own rules. The best of them is what a model must beat.";
    area.height = area.height.min(4);
    paint.wrapped(area, text, Tone::Plain);
}

fn draw_folds(paint: &mut Paint<'_>, mut area: Rect, evidence: &Evidence) {
    let head = top(1, &mut area);
    let rows: Vec<usize> = evidence.folds.iter().map(|f| f.test).collect();
    let scored = text::counted(rows.iter().sum(), "row");
    let holdout = text::count(evidence.holdout_rows);
    let line = format!("Folds: {scored}, {holdout} held out");
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

/// What the baselines' errors cost.
struct Money {
    currency: String,
    /// Name, cost of a decision, cost of a year; empty where no cost is stated.
    rows: Vec<(String, String, String)>,
    by_year: bool,
}

impl Money {
    fn of(state: &State, evidence: &Evidence) -> Self {
        let currency = state
            .facts()
            .and_then(|f| f.project.decisions.value.currency.clone())
            .unwrap_or_default();
        let costs: Vec<_> = evidence
            .baselines
            .iter()
            .filter_map(|b| Some((b.name.clone(), b.money?.folds)))
            .filter(|(_, cost)| cost.per_decision.is_some())
            .collect();
        let number = |v: Option<f64>| v.map_or_else(|| "-".into(), |v| text::number(v, 3));
        Self {
            currency,
            by_year: costs.iter().any(|(_, cost)| cost.per_year.is_some()),
            rows: costs
                .into_iter()
                .map(|(name, cost)| (name, number(cost.per_decision), number(cost.per_year)))
                .collect(),
        }
    }

    /// Cells of names, costs of a decision, costs of a year.
    fn columns(&self) -> [u16; 3] {
        let longest = |texts: &mut dyn Iterator<Item = &String>, least: usize| {
            texts.map(|t| text::width(t)).fold(least, usize::max) as u16
        };
        let title = text::width(&self.title());
        [
            longest(&mut self.rows.iter().map(|r| &r.0), title).min(20),
            longest(&mut self.rows.iter().map(|r| &r.1), 4) + 2,
            match self.by_year {
                true => longest(&mut self.rows.iter().map(|r| &r.2), 6) + 2,
                false => 0,
            },
        ]
    }

    fn title(&self) -> String {
        format!("Money {}", self.currency).trim_end().to_owned()
    }

    fn width(&self) -> u16 {
        match self.rows.is_empty() {
            true => 28,
            false => self.columns().iter().sum(),
        }
    }

    fn draw(&self, paint: &mut Paint<'_>, area: Rect) {
        if self.rows.is_empty() {
            let hint =
                "The cost of an error is not stated; with [value] cost, scores are shown in money.";
            let mut rest = area;
            paint.title(&mut rest, &self.title());
            paint.wrapped(rest, hint, Tone::Dim);
            return;
        }
        paint.text(area.x, area.y, area.width, &self.title(), Tone::Title);
        let [names, each, year] = self.columns();
        paint.right(area.x + names, area.y, each, "each", Tone::Dim);
        if self.by_year {
            paint.right(area.x + names + each, area.y, year, "a year", Tone::Dim);
        }
        let room = usize::from(area.height.saturating_sub(1));
        for (line, (name, one, all)) in self.rows.iter().take(room).enumerate() {
            let y = area.y + 1 + line as u16;
            paint.text(area.x, y, names, name, Tone::Plain);
            paint.right(area.x + names, y, each, one, Tone::Plain);
            if self.by_year {
                paint.right(area.x + names + each, y, year, all, Tone::Plain);
            }
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
    let gate = crate::benchmark::gate(&facts.project.decisions, evidence);
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
    let (answer, tone) = gate_answer(&gate, &open);
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
