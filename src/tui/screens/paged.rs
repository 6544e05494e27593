//! What lies over a board and is read from top to bottom: a run or a baseline in full, what a run rests on, two
//! contenders side by side.

use ratatui::layout::Rect;

use crate::models;
use crate::text;
use crate::train::Run;
use crate::tui::actions::Screen;
use crate::tui::app::{Entrant, List, Page, State};
use crate::tui::screens::charts::{draw_charts, draw_turns};
use crate::tui::screens::detail::{Scored, baseline_lines, score_lines};
use crate::tui::screens::page::{Row, Rows, draw_place, draw_rows};
use crate::tui::screens::train::run_of;
use crate::tui::screens::{compare, explain, found, verdict};
use crate::tui::theme::Tone;
use crate::tui::widgets::{Foot, Line, Paint, board_height, bottom, left, top};

/// Rows of a chart from which it stands below the numbers rather than in their place.
pub(super) const CHART: u16 = 14;

/// Cells kept for where the page stands.
const PLACE: u16 = 16;

/// Cells from which charts stand beside the numbers.
const WIDE: u16 = 150;
/// Cells of the numbers there.
const NUMBERS: u16 = 78;
/// Rows from which charts stand below the numbers, and the share of the rows that the numbers keep.
const TALL: (u16, u16) = (28, 2);

/// A page with its place on the screen.
pub struct Paged<'a> {
    title: String,
    head: Rect,
    /// Where its rows are seen.
    pub area: Rect,
    /// All of them.
    pub rows: Vec<Row>,
    /// The page tells of a run or a baseline, whose charts take turns.
    turns: bool,
    /// Where the board is seen beside what was opened on it.
    pub board: Option<Rect>,
    charts: Charts,
    state: &'a State,
}

/// Where the charts of a run or a baseline stand.
enum Charts {
    None,
    /// Beside or below its numbers.
    Apart(Rect),
    /// In their place, where one is in front and there is no room for both.
    InFront(Rect),
}

/// The head over an entrant of the leaderboard.
pub(super) fn entrant_title(entrant: &Entrant) -> String {
    match entrant.run {
        Some(run) => format!("Run {run} {}", entrant.name),
        None => format!("Baseline {}", entrant.name),
    }
}

/// A run or a baseline in full; none where it is gone.
pub(super) fn entrant_lines(state: &State, entrant: &Entrant) -> Option<Vec<Line>> {
    let facts = state.facts()?;
    if let Some(run) = entrant.run.and_then(|id| run_of(facts, id)) {
        return Some(run_lines(state, run));
    }
    let baselines = &facts.benchmark.as_ref()?.baselines;
    let baseline = baselines.iter().find(|b| b.name == entrant.name)?;
    Some(baseline_lines(state, baseline))
}

/// The page that is open in this area; none where the board is seen alone.
pub(super) fn paged(state: &State, area: Rect) -> Option<Paged<'_>> {
    match state.screen {
        Screen::Train => match state.page() {
            Some(page) => of_page(state, page, area),
            None => {
                let entrant = state
                    .entrants()
                    .into_iter()
                    .nth(state.lists.at(List::Board));
                of_entrant(state, &entrant?, area)
            }
        },
        Screen::Benchmark => of_entrant(state, &Entrant::of_baseline(state.baseline()?), area),
        _ => None,
    }
}

/// What a job found.
fn of_page<'a>(state: &'a State, page: &Page, mut area: Rect) -> Option<Paged<'a>> {
    let head = top(1, &mut area);
    let (title, rows) = match page {
        Page::Explained(found) => (
            format!("What {} rests on", found.title),
            explain::rows(found, &state.theme, area.width),
        ),
        Page::Compared(duel) => (
            format!("{} against {}", duel.a.title, duel.b.title),
            compare::rows(duel, &state.theme, area.width),
        ),
        Page::Judged => judged(state, area.width)?,
    };
    top(1, &mut area);
    Some(Paged {
        title,
        head,
        area,
        rows,
        turns: false,
        board: None,
        charts: Charts::None,
        state,
    })
}

/// A run or a baseline in full, where it is open.
fn of_entrant<'a>(state: &'a State, entrant: &Entrant, mut area: Rect) -> Option<Paged<'a>> {
    if !state.detail {
        return None;
    }
    let head = top(1, &mut area);
    let lines = entrant_lines(state, entrant)?;
    let has_charts = !state.charts().is_empty();
    let is_wide = area.width >= WIDE && area.height >= CHART;
    let mut board = None;
    let charts = match (has_charts, state.chart().is_some()) {
        _ if is_wide => {
            let numbers = left(NUMBERS, 3, &mut area);
            let charts = std::mem::replace(&mut area, numbers);
            if state.screen == Screen::Benchmark {
                let count = state.shown(List::Baselines).len();
                board = Some(top(board_height(count).min(numbers.height / 3), &mut area));
                top(1, &mut area);
            }
            Charts::Apart(charts)
        }
        (false, _) => Charts::None,
        (true, _) if area.height >= TALL.0 => {
            let place = bottom(area.height - area.height / TALL.1, &mut area);
            area.height -= 1;
            Charts::Apart(place)
        }
        (true, true) => Charts::InFront(area),
        (true, false) => Charts::None,
    };
    let mut rows = Rows::new(&state.theme, area.width);
    lines.iter().for_each(|line| rows.line(line));
    if let Some(Ok(found)) = state.diagnosed() {
        found::sections(&mut rows, found);
    }
    Some(Paged {
        title: entrant_title(entrant),
        head,
        area,
        rows: rows.done(),
        turns: true,
        board,
        charts,
        state,
    })
}

impl Paged<'_> {
    pub(super) fn draw(&self, paint: &mut Paint<'_>) {
        let (state, head) = (self.state, self.head);
        let x = paint.text(head.x, head.y, head.width, &self.title, Tone::Title) + 3;
        let is_whole = self.rows.len() <= usize::from(self.area.height);
        let has_place = !is_whole && !matches!(self.charts, Charts::InFront(_));
        if self.turns {
            let place = if has_place { PLACE } else { 0 };
            let right = head.right().saturating_sub(place);
            let turns = Rect::new(x, head.y, right.saturating_sub(x), 1);
            let end = match state.charts().is_empty() {
                true => x,
                false => draw_turns(paint, turns, state, "scores"),
            };
            let room = right.saturating_sub(end);
            paint.text(end, head.y, room, &charts_note(state), Tone::Dim);
        }
        if let Charts::InFront(place) = self.charts {
            return draw_charts(paint, place, state);
        }
        draw_rows(paint, self.area, state, &self.rows);
        if has_place {
            draw_place(paint, head, self.area.height, state, &self.rows);
        }
        if let Charts::Apart(place) = self.charts {
            draw_charts(paint, place, state);
        }
    }
}

/// That charts are read still, or why there are none.
fn charts_note(state: &State) -> String {
    match state.diagnosed() {
        None if state.diagnoses() => "reading the predictions …".into(),
        Some(Err(why)) => format!("no charts: {why}"),
        _ => String::new(),
    }
}

/// The verdict in full with its title; none before there is one.
fn judged(state: &State, width: u16) -> Option<(String, Vec<Row>)> {
    let facts = state.facts()?;
    let board = facts.board.as_ref()?;
    let found = board.verdict.as_ref()?;
    let unit = facts.benchmark.as_ref().map_or("", |b| b.unit.as_str());
    let gate = crate::train::gate(&facts.project.decisions, board);
    let overruled = gate.passed.as_deref();
    let chosen = board.best().map_or("no run", |run| run.family.as_str());
    let title = format!(
        "{}: {chosen} against {}",
        found.decision.word(),
        text::escape(&found.baseline)
    );
    let rows = verdict::rows(found, unit, overruled, &state.theme, width);
    Some((title, rows))
}

/// Scores, parameters and preparation of a run.
fn run_lines(state: &State, run: &Run) -> Vec<Line> {
    let mut lines = score_lines(
        state,
        &Scored {
            mean: run.mean,
            std: run.std,
            interval: run.interval,
            scores: &run.scores,
            holdout: run.holdout.as_ref(),
            money: run.money,
            thresholds: run.thresholds.as_ref(),
            saved: None,
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

/// What a page answers, where it is not what the screen answers.
pub(super) fn page_foot(page: &Page, next: String) -> Option<Foot> {
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
        // Its foot is that of the screen: the verdict itself.
        Page::Judged => return None,
    };
    Some(Foot {
        word,
        answer,
        tone,
        next,
    })
}
