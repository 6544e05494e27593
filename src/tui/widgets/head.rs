//! The top of the screen: project, goal, whether it is saved; and the rail of milestones.

use ratatui::layout::Rect;

use crate::decisions::Decisions;
use crate::road::{Milestone, State as Stand, Status};
use crate::spec::metric_named;
use crate::text;
use crate::tui::actions::Screen;
use crate::tui::app::State;
use crate::tui::screens;
use crate::tui::theme::Tone;
use crate::tui::widgets::Paint;

/// Draws title and rail; returns the rows used, the rule below included.
pub fn draw_head(paint: &mut Paint<'_>, area: Rect, state: &State) -> u16 {
    draw_title(paint, area, state);
    let mut row = area.y + 1;
    if state.facts().is_some() && state.screen.milestone().is_some() {
        row = draw_rail(paint, Rect::new(area.x, row, area.width, 2), state);
    }
    paint.rule(Rect::new(area.x, row, area.width, 1));
    row + 1 - area.y
}

fn draw_title(paint: &mut Paint<'_>, area: Rect, state: &State) {
    let x = paint.text(area.x + 1, area.y, area.width, "jalon", Tone::Title) + 2;
    if let Some(viewer) = &state.viewer {
        let (title, at_right) = screens::title(viewer);
        let room = area.right().saturating_sub(x);
        let used = paint.text(x, area.y, room, &title, Tone::Title);
        let left = area.right().saturating_sub(used + 2);
        if usize::from(left) > at_right.len() {
            paint.right(used + 1, area.y, left, &at_right, Tone::Dim);
        }
        return;
    }
    let Some(open) = state
        .open
        .as_ref()
        .filter(|_| state.screen.milestone().is_some())
    else {
        let what = match state.screen {
            Screen::New => "new project",
            _ => "from a business question to a monitored model",
        };
        paint.text(x, area.y, area.right().saturating_sub(x), what, Tone::Dim);
        return;
    };
    let (word, tone) = if open.facts.read_only.is_some() {
        ("read only", Tone::Warn)
    } else if open.saving {
        ("saving", Tone::Running)
    } else {
        ("saved", Tone::Dim)
    };
    let goal = goal(&open.facts.project.decisions);
    let width = (text::width(&text::escape(&goal)) + word.len() + 4) as u16;
    let width = width.min(area.width / 2);
    let from = area.right().saturating_sub(width);
    paint.text(
        x,
        area.y,
        from.saturating_sub(x + 1),
        &name(state),
        Tone::Title,
    );
    let goal_width = width.saturating_sub(word.len() as u16 + 3);
    paint.text(from, area.y, goal_width, &goal, Tone::Goal);
    paint.right(from, area.y, width.saturating_sub(1), word, tone);
}

fn name(state: &State) -> String {
    state.facts().map_or_else(String::new, |facts| {
        let root = &facts.project.root;
        facts
            .project
            .decisions
            .project
            .name
            .clone()
            .unwrap_or_else(|| {
                root.file_name()
                    .map_or_else(String::new, |n| n.to_string_lossy().into_owned())
            })
    })
}

/// What counts as success, in a few words: `goal mae <= 2.00 USD`.
fn goal(decisions: &Decisions) -> String {
    let problem = &decisions.problem;
    let Some(metric) = &problem.metric else {
        return "no metric yet".into();
    };
    let (sign, value) = match (problem.success.at_most, problem.success.at_least) {
        (Some(most), _) => ("<=", most),
        (None, Some(least)) => (">=", least),
        (None, None) => {
            return match problem.success.lead_percent {
                Some(lead) => format!("goal {metric} {lead} % better"),
                None => format!("{metric}, no goal yet"),
            };
        }
    };
    let unit = problem.unit.as_deref().unwrap_or_default();
    let unit = metric_named(decisions, metric).map_or("", |m| m.unit().in_words(unit));
    format!("goal {metric} {sign} {} {unit}", text::number(value, 3))
        .trim_end()
        .to_owned()
}

/// The word of a state with what it counts.
fn stand(state: &State, status: Option<&Status>, milestone: Milestone) -> (String, Tone) {
    let running = state
        .job
        .as_ref()
        .filter(|job| job.stage == Some(milestone));
    if let Some(job) = running {
        // Whole percents, so that the rail changes a hundred times at most.
        return match job.stopping {
            true => ("stopping".into(), Tone::Warn),
            false => (
                format!(
                    "running {}",
                    text::percent((job.fraction * 100.0).floor() / 100.0)
                ),
                Tone::Running,
            ),
        };
    }
    let Some(status) = status else {
        return ("to do".into(), Tone::Dim);
    };
    let tone = match status.state {
        Stand::ToDo => Tone::Dim,
        Stand::Running => Tone::Running,
        Stand::Passed => Tone::Good,
        Stand::Attention => Tone::Warn,
        Stand::Stale => Tone::Stale,
    };
    let word = status.state.word();
    match (status.state, status.count) {
        (Stand::Attention, count) if count > 0 => (format!("{word} {count}"), tone),
        _ => (word.to_owned(), tone),
    }
}

/// Draws the rail on one row or two; returns the row below.
fn draw_rail(paint: &mut Paint<'_>, area: Rect, state: &State) -> u16 {
    let survey = state.facts().map_or(&[][..], |facts| &facts.survey);
    let parts: Vec<(String, String, Tone, bool)> = Milestone::ALL
        .into_iter()
        .map(|milestone| {
            let status = survey.iter().find(|s| s.milestone == milestone);
            let (word, tone) = stand(state, status, milestone);
            let here = state.screen == Screen::of(milestone);
            (
                format!("{} {milestone}", milestone.number()),
                word,
                tone,
                here,
            )
        })
        .collect();
    let (mut x, mut y) = (area.x + 1, area.y);
    for (name, word, tone, here) in parts {
        let width = (name.len() + 1 + word.len()) as u16;
        if x + width > area.right() && x > area.x + 1 {
            (x, y) = (area.x + 1, y + 1);
        }
        let name_tone = if here { Tone::Selected } else { Tone::Title };
        x = paint.text(x, y, width, &name, name_tone) + 1;
        x = paint.text(x, y, width, &word, tone) + 3;
    }
    y + 1
}
