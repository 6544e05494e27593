//! The history of a project as iterations: what was changed, and did it help.

use crate::decisions::Direction;
use crate::error::Result;
use crate::metrics::Metric;
use crate::project::{Event, Project};
use crate::spec::metric_named;
use crate::text;

/// What happened between two verdicts: decisions, then the event that they led to.
#[derive(Debug, Clone, PartialEq)]
pub struct Iteration {
    /// When it ended, RFC 3339; of the last decision where no event followed yet.
    pub time: String,
    /// Decisions that hold and were made since the event before, oldest first.
    pub changes: Vec<String>,
    /// What they led to: a verdict, a promotion, a rollback; none yet for the newest decisions.
    pub event: Option<Event>,
    /// How much better the score is than that of the verdict before, in the metric's good direction; none where there
    /// is no verdict before in the same metric.
    pub gain: Option<f64>,
    /// Unit of the gain, empty where it has none.
    pub unit: String,
}

impl Iteration {
    /// Whether it helped, in words: `0.12 USD better than before`.
    pub fn helped(&self) -> Option<String> {
        let gain = self.gain?;
        let size = text::with_unit(gain.abs(), &self.unit);
        Some(match gain {
            g if g > 0.0 => format!("{size} better than before"),
            g if g < 0.0 => format!("{size} worse than before"),
            _ => "as before".to_owned(),
        })
    }
}

/// The iterations, oldest first.
pub fn history(project: &Project) -> Result<Vec<Iteration>> {
    let journal = project.journal()?;
    let decisions: Vec<_> = journal.holding().collect();
    let mut iterations = Vec::new();
    let mut last: Option<(String, f64)> = None;
    let mut seen = 0;
    for event in &journal.events {
        let since = decisions
            .iter()
            .filter(|d| d.n > seen && d.n <= event.after);
        let gain = match event.event.as_str() {
            "verdict" => gain(project, last.as_ref(), event.score.as_ref()),
            _ => None,
        };
        iterations.push(Iteration {
            time: event.time.clone(),
            changes: since.map(|d| d.what.clone()).collect(),
            event: Some(event.clone()),
            gain,
            unit: unit(project, event),
        });
        if event.event == "verdict" {
            last.clone_from(&event.score);
        }
        seen = seen.max(event.after);
    }
    let open: Vec<_> = decisions.iter().filter(|d| d.n > seen).collect();
    if let Some(newest) = open.last() {
        iterations.push(Iteration {
            time: newest.time.clone(),
            changes: open.iter().map(|d| d.what.clone()).collect(),
            event: None,
            gain: None,
            unit: String::new(),
        });
    }
    Ok(iterations)
}

fn unit(project: &Project, event: &Event) -> String {
    let decisions = &project.decisions;
    let metric = event.score.as_ref();
    let metric = metric.and_then(|(name, _)| metric_named(decisions, name));
    let unit = decisions.problem.unit.as_deref().unwrap_or_default();
    metric.map_or("", |m| m.unit().in_words(unit)).to_owned()
}

fn gain(
    project: &Project,
    before: Option<&(String, f64)>,
    now: Option<&(String, f64)>,
) -> Option<f64> {
    let ((metric, before), (same, now)) = (before?, now?);
    let metric_of = metric_named(&project.decisions, metric);
    let direction = metric_of.map_or(Direction::Minimise, Metric::direction);
    (metric == same).then(|| direction.gain(*now, *before))
}
