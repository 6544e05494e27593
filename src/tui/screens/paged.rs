//! What lies over the leaderboard and is read from top to bottom: a run or a baseline in full, what a run rests on, two
//! contenders side by side.

use ratatui::layout::Rect;

use crate::models;
use crate::text;
use crate::train::Run;
use crate::tui::actions::Screen;
use crate::tui::app::{List, Page, State};
use crate::tui::screens::detail::{Scored, baseline_lines, score_lines};
use crate::tui::screens::page::{Row, Rows, draw_place, draw_rows};
use crate::tui::screens::train::{SHORT, draw_charts, run_of};
use crate::tui::screens::{compare, explain};
use crate::tui::theme::Tone;
use crate::tui::widgets::{Foot, Line, Paint, bottom, top};

/// A page with its place on the screen.
pub struct Paged<'a> {
    title: String,
    head: Rect,
    /// Where its rows are seen.
    pub area: Rect,
    /// All of them.
    pub rows: Vec<Row>,
    /// The run whose charts stand below, and where.
    charts: Option<(&'a Run, Rect)>,
}

/// The page that is open in this area; none where the leaderboard is seen.
pub(super) fn paged(state: &State, mut area: Rect) -> Option<Paged<'_>> {
    if state.screen != Screen::Train {
        return None;
    }
    let head = top(1, &mut area);
    if let Some(page) = state.page() {
        let (title, rows) = match page {
            Page::Explained(found) => (
                format!("What {} rests on", found.title),
                explain::rows(found, &state.theme, area.width),
            ),
            Page::Compared(duel) => (
                format!("{} against {}", duel.a.title, duel.b.title),
                compare::rows(duel, &state.theme, area.width),
            ),
        };
        top(1, &mut area);
        return Some(Paged {
            title,
            head,
            area,
            rows,
            charts: None,
        });
    }
    let entrant = state
        .entrants()
        .into_iter()
        .nth(state.lists.at(List::Board))?;
    if !state.detail {
        return None;
    }
    let facts = state.facts()?;
    let run = entrant.run.and_then(|id| run_of(facts, id));
    let lines = match run {
        Some(run) => run_lines(state, run),
        None => {
            let baselines = &facts.benchmark.as_ref()?.baselines;
            baseline_lines(state, baselines.iter().find(|b| b.name == entrant.name)?)
        }
    };
    let mut rows = Rows::new(&state.theme, area.width);
    lines.iter().for_each(|line| rows.line(line));
    let rows = rows.done();
    let wanted = rows.len() as u16;
    let charts = run.map(|run| {
        let height = match area.height {
            ..SHORT => 0,
            height => (height / 3).max(height.saturating_sub(wanted + 1)),
        };
        let mut place = bottom(height, &mut area);
        if area.height > wanted {
            top(1, &mut place);
        }
        (run, place)
    });
    let title = match entrant.run {
        Some(run) => format!("Run {run} {}", entrant.name),
        None => format!("Baseline {}", entrant.name),
    };
    Some(Paged {
        title,
        head,
        area,
        rows,
        charts,
    })
}

impl Paged<'_> {
    pub(super) fn draw(&self, paint: &mut Paint<'_>, state: &State) {
        let head = self.head;
        paint.text(head.x, head.y, head.width, &self.title, Tone::Title);
        draw_place(paint, head, self.area.height, state, &self.rows);
        draw_rows(paint, self.area, state, &self.rows);
        if let Some((run, place)) = self.charts {
            draw_charts(paint, place, run);
        }
    }
}

/// Scores, parameters and preparation of a run.
fn run_lines(state: &State, run: &Run) -> Vec<Line> {
    let mut lines = score_lines(
        state,
        &Scored {
            mean: run.mean,
            std: run.std,
            scores: &run.scores,
            holdout: run.holdout.as_ref(),
            money: run.money,
            failed: run.failed.as_deref(),
        },
    );
    let left_out = match run.trials_left_out {
        0 => String::new(),
        n => format!(", {} left out: the time was spent", text::count(n)),
    };
    lines.push((
        "tried",
        format!("{}{left_out}", text::counted(run.trials, "parameter set")),
    ));
    let params: Vec<String> = run
        .params
        .iter()
        .map(|(name, value)| format!("{name} {value}"))
        .collect();
    if !params.is_empty() {
        lines.push(("parameters", params.join(", ")));
    }
    if !run.settled.is_empty() {
        let settled = run.settled.iter();
        let settled: Vec<String> = settled
            .map(|(name, value)| format!("{name} {}", text::short(*value)))
            .collect();
        lines.push(("settled", settled.join(", ")));
    }
    if let Ok(family) = models::family(&run.family) {
        lines.push(("can", family.can().words()));
    }
    let prepared: Vec<String> = run
        .preparation
        .iter()
        .map(|(column, what)| format!("{column}: {what}"))
        .collect();
    if !prepared.is_empty() {
        lines.push(("prepared", prepared.join("; ")));
    }
    lines
}

/// What a page answers.
pub(super) fn page_foot(page: &Page, next: String) -> Foot {
    let (word, answer, tone) = match page {
        Page::Explained(found) => ("Rests on", found.sentence(), Tone::Plain),
        Page::Compared(duel) => {
            let tone = match &duel.comparison {
                found if found.is_better() => Tone::Good,
                found if found.is_worse() => Tone::Bad,
                _ => Tone::Plain,
            };
            ("Compared", duel.sentence(), tone)
        }
    };
    Foot {
        word,
        answer,
        tone,
        next,
    }
}
