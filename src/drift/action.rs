//! What to do now: nothing, watch, retrain or roll back, with the reasons.

use serde::{Deserialize, Serialize};

use super::correct::LOSS_PERCENT;
use super::evidence::{Chunk, Level};
use super::performance::is_below_zero;
use crate::decisions::Decisions;
use crate::spec::Gate;
use crate::text::{counted, escape};

/// Chunks in a row before an alert, where `monitor.consecutive` does not say.
pub const CONSECUTIVE: usize = 2;
/// Columns named in a reason.
const NAMED: usize = 3;

/// What is proposed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Action {
    /// It still holds.
    #[default]
    #[serde(rename = "nothing")]
    Nothing,
    /// Something moved; look at it, and at the next chunk.
    #[serde(rename = "watch")]
    Watch,
    /// Train again.
    #[serde(rename = "retrain")]
    Retrain,
    /// Go back to what does better on the same rows.
    #[serde(rename = "roll back")]
    RollBack,
}

impl Action {
    /// Its word in JSON and on screen.
    pub fn word(self) -> &'static str {
        match self {
            Action::Nothing => "nothing",
            Action::Watch => "watch",
            Action::Retrain => "retrain",
            Action::RollBack => "roll back",
        }
    }
}

/// The action with its reasons, the weightiest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Advice {
    /// What is proposed.
    pub action: Action,
    /// Why, in sentences.
    pub reasons: Vec<String>,
}

/// Chunks in a row before an alert.
pub fn consecutive(decisions: &Decisions) -> usize {
    decisions.monitor.consecutive.unwrap_or(CONSECUTIVE).max(1)
}

/// Loss of performance in percent from which it is a reason to train again.
pub fn loss_percent(decisions: &Decisions) -> f64 {
    decisions.retrain.loss_over_percent.unwrap_or(LOSS_PERCENT)
}

/// Judges a history of chunks as of its last, a short chunk at its end passed over. Roll back: in each of the last chunks in a row the version before, or where there is none
/// the best baseline, did better on the same rows. Retrain: the performance, or where `retrain.when` names it the data, is at alert. Watch: the last
/// chunk has anything above none, or no chunk has rows enough. Drift of the data alone does not retrain: whether it hurts
/// is not known without labels.
pub fn advise(decisions: &Decisions, history: &[Chunk]) -> Advice {
    let judged: Vec<&Chunk> = history.iter().filter(|c| c.is_judged()).collect();
    // Where nothing that was given last can be judged, what was given before says nothing of it.
    let newest = history.last().map(|c| c.inputs.as_str());
    let last = judged.last().filter(|c| Some(c.inputs.as_str()) == newest);
    let Some(last) = last else {
        let reasons = match history.last() {
            None => vec!["nothing was compared yet".to_owned()],
            Some(chunk) => vec![format!(
                "nothing can be said: {} has {}",
                escape(&chunk.name),
                match chunk.rows {
                    0 => "no row".to_owned(),
                    rows => format!("{}, too few to compare a column", counted(rows, "row")),
                }
            )],
        };
        return Advice {
            action: Action::Watch,
            reasons,
        };
    };
    let row = consecutive(decisions);
    let in_row = &judged[judged.len().saturating_sub(row)..];
    let beaten = in_row.len() == row && in_row.iter().all(|c| is_beaten(c));
    let wants = |word: &str| {
        let when = &decisions.retrain.when;
        when.iter().any(|w| w == word) || (when.is_empty() && word == "performance")
    };
    let performance = last.performance.as_ref().map_or(Level::None, |p| p.level);
    let data = last
        .columns
        .iter()
        .map(|c| c.level)
        .max()
        .unwrap_or_default();
    let lost = performance == Level::Alert && wants("performance");
    let moved = data == Level::Alert && wants("drift");
    let action = if beaten {
        Action::RollBack
    } else if lost || moved {
        Action::Retrain
    } else if last.level > Level::None {
        Action::Watch
    } else {
        Action::Nothing
    };
    Advice {
        action,
        reasons: reasons(decisions, last, &judged, beaten),
    }
}

fn is_beaten(chunk: &Chunk) -> bool {
    let rival = chunk.performance.as_ref().and_then(|p| p.rival.as_ref());
    rival.is_some_and(|r| r.gain.as_ref().is_some_and(is_below_zero))
}

fn reasons(decisions: &Decisions, last: &Chunk, judged: &[&Chunk], beaten: bool) -> Vec<String> {
    let mut reasons = Vec::new();
    let row = consecutive(decisions);
    if beaten && let Some(rival) = last.performance.as_ref().and_then(|p| p.rival.as_ref()) {
        reasons.push(format!(
            "{} did better in {}",
            rival.name,
            match row {
                1 => "the last chunk".to_owned(),
                n => format!("the last {n} chunks"),
            }
        ));
    }
    if let Some(performance) = &last.performance {
        let speaks = performance.level > Level::None;
        reasons.extend(performance.sentences.iter().filter(|_| speaks).cloned());
        reasons.extend(lasting(judged).filter(|_| performance.score.is_some()));
        if performance.worse && performance.level < Level::Alert && row > 1 {
            reasons.push(format!(
                "an alert needs {row} chunks in a row that lose {} % or more",
                crate::text::short(loss_percent(decisions))
            ));
        }
    }
    let names: Vec<String> = last
        .columns
        .iter()
        .filter(|c| c.drift)
        .map(|c| escape(&c.name).into_owned())
        .collect();
    if !names.is_empty() {
        let more = match names.len().saturating_sub(NAMED) {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        reasons.push(format!(
            "{} drifted: {}{more}",
            counted(names.len(), "column"),
            names[..names.len().min(NAMED)].join(", ")
        ));
    }
    let parts = last
        .columns
        .iter()
        .chain(&last.target)
        .chain(&last.prediction);
    reasons.extend(
        parts
            .filter(|c| c.drift)
            .filter_map(|c| c.sentence.clone())
            .take(NAMED),
    );
    if reasons.is_empty() {
        reasons.push(format!(
            "no change that chance does not explain in the last of {}",
            counted(judged.len(), "chunk")
        ));
    }
    reasons
}

/// In how many chunks the score was worse than promised, over which time.
fn lasting(judged: &[&Chunk]) -> Option<String> {
    let scored = |c: &&&Chunk| c.performance.as_ref().is_some_and(|p| p.score.is_some());
    let labelled: Vec<&&Chunk> = judged.iter().filter(scored).collect();
    let is_worse = |c: &&&&Chunk| c.performance.as_ref().is_some_and(|p| p.worse);
    let worse = labelled.iter().filter(is_worse).count();
    let (first, last) = (labelled.first()?, labelled.last()?);
    if worse == 0 || labelled.len() == 1 {
        return None;
    }
    let time = match (&first.from, &last.to) {
        (Some(from), Some(to)) => format!(" from {from} to {to}"),
        _ => String::new(),
    };
    Some(format!(
        "worse than promised in {worse} of {}{time}",
        counted(labelled.len(), "labelled chunk")
    ))
}

/// Open where nothing is to be done.
pub fn gate(advice: &Advice) -> Gate {
    match advice.action {
        Action::Nothing => Gate::closed_by(Vec::new()),
        action => {
            let first = advice
                .reasons
                .first()
                .map(String::as_str)
                .unwrap_or_default();
            Gate::closed_by(vec![format!("{}: {first}", action.word())])
        }
    }
}
