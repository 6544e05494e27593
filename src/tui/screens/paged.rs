//! What lies over the leaderboard and is read from top to bottom: a run or a baseline in full, what a run rests on, two
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
use crate::tui::screens::{compare, explain, verdict};
use crate::tui::theme::Tone;
use crate::tui::widgets::{Foot, Line, Paint, top};

/// Rows below which a chart says nothing.
const LEAST: u16 = 7;
/// Rows of a chart from which it stands below the numbers rather than in their place.
pub(super) const CHART: u16 = 14;

/// Cells kept for where the page stands.
const PLACE: u16 = 16;

/// A page with its place on the screen.
pub struct Paged<'a> {
    title: String,
    head: Rect,
    /// Where its rows are seen.
    pub area: Rect,
    /// All of them.
    pub rows: Vec<Row>,
    /// The run that it tells of.
    run: Option<&'a Run>,
    charts: Charts,
}

/// Where the charts of a run stand.
enum Charts {
    None,
    /// Below its numbers.
    Below(Rect),
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
            Page::Judged => judged(state, area.width)?,
        };
        top(1, &mut area);
        return Some(Paged {
            title,
            head,
            area,
            rows,
            run: None,
            charts: Charts::None,
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
    let lines = entrant_lines(state, &entrant)?;
    let mut rows = Rows::new(&state.theme, area.width);
    lines.iter().for_each(|line| rows.line(line));
    let rows = rows.done();
    let wanted = rows.len() as u16;
    let charts = run.map_or(Charts::None, |_| {
        if state.chart().is_some() && area.height <= wanted.saturating_add(CHART) {
            return Charts::InFront(area);
        }
        let mut place = area;
        area.height = area.height.min(wanted);
        top(wanted.saturating_add(1), &mut place);
        match place.height >= LEAST {
            true => Charts::Below(place),
            false => Charts::None,
        }
    });
    Some(Paged {
        title: entrant_title(&entrant),
        head,
        area,
        rows,
        charts,
        run,
    })
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

impl Paged<'_> {
    pub(super) fn draw(&self, paint: &mut Paint<'_>, state: &State) {
        let head = self.head;
        let x = paint.text(head.x, head.y, head.width, &self.title, Tone::Title) + 3;
        if let Some(run) = self.run {
            let is_whole = self.rows.len() <= usize::from(self.area.height);
            let place = match self.charts {
                Charts::None | Charts::Below(_) if !is_whole => PLACE,
                _ => 0,
            };
            let right = head.right().saturating_sub(place);
            let turns = Rect::new(x, head.y, right.saturating_sub(x), 1);
            let end = draw_turns(paint, turns, state, "scores");
            let room = right.saturating_sub(end);
            paint.text(end, head.y, room, &charts_note(state, run), Tone::Dim);
        }
        if let Charts::InFront(place) = self.charts {
            return draw_charts(paint, place, state);
        }
        draw_rows(paint, self.area, state, &self.rows);
        draw_place(paint, head, self.area.height, state, &self.rows);
        if let Charts::Below(place) = self.charts {
            draw_charts(paint, place, state);
        }
    }
}

/// That charts are read still, or why there are none.
fn charts_note(state: &State, run: &Run) -> String {
    let open = state.open.as_ref().and_then(|open| open.diagnosis.as_ref());
    match open.filter(|d| d.run == run.id).map(|d| &d.charts) {
        Some(None) => "reading the predictions …".into(),
        Some(Some(Err(why))) => format!("no charts: {why}"),
        _ => String::new(),
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
