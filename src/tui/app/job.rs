//! The running job as the screen sees it: its own, or one that another process runs on the project.

use crate::project::jobs::{Report, Running};
use crate::road::{self, Milestone};
use crate::ship::{self, Promotion};
use crate::text;
use crate::tui::app::{Notice, Page, State};
use crate::work::{Live, Snapshot};

/// News of a job, read at one moment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct JobView {
    /// What is being done.
    pub step: String,
    /// Done so far, 0 to 1.
    pub fraction: f64,
    /// Seconds left, once they can be guessed.
    pub left: Option<f64>,
    /// What is computed, in the order it was begun.
    pub live: Vec<Live>,
    /// The stage in work.
    pub stage: Option<Milestone>,
    /// It was asked to stop.
    pub stopping: bool,
    /// Who runs it, where it is not this screen.
    pub elsewhere: Option<Elsewhere>,
}

/// A job of another process.
#[derive(Debug, Clone, PartialEq)]
pub struct Elsewhere {
    /// `0007-train`.
    pub id: String,
    /// Its process.
    pub pid: u32,
}

impl JobView {
    /// A job of this screen.
    pub fn here(now: Snapshot) -> Self {
        Self {
            left: now.seconds_left(),
            stage: Milestone::titled(now.stage),
            step: now.step,
            fraction: now.fraction,
            live: now.live,
            stopping: false,
            elsewhere: None,
        }
    }

    /// A job of another process, by the last report it wrote.
    pub fn elsewhere(job: &Running) -> Self {
        let view = Self {
            step: job.holder.what.clone(),
            stopping: job.is_stopping(),
            elsewhere: Some(Elsewhere {
                id: job.id.clone(),
                pid: job.holder.pid,
            }),
            ..Self::default()
        };
        let Some(report) = job.progress() else {
            return view;
        };
        let live = report.live.into_iter().map(|part| Live {
            name: part.name,
            done: part.done,
            total: part.total,
            scores: part
                .scores
                .into_iter()
                .map(|s| s.unwrap_or(f64::NAN))
                .collect(),
            failed: part.failed,
            ..Live::default()
        });
        Self {
            stage: Milestone::titled(&report.stage),
            left: report.seconds_left,
            fraction: report.fraction,
            live: live.collect(),
            step: report.step,
            ..view
        }
    }

    /// One line: how far it is, what it does, and who runs it.
    pub fn line(&self) -> String {
        let whose = self
            .elsewhere
            .as_ref()
            .map_or_else(String::new, |other| format!(" (process {})", other.pid));
        if self.stopping {
            return format!("stopping at the next unit{whose}");
        }
        let left = self
            .left
            .map_or_else(String::new, |s| format!(", {} left", text::seconds(s)));
        let done = text::percent((self.fraction * 100.0).floor() / 100.0);
        format!("{done} {}{left}{whose}", self.step)
    }
}

impl State {
    /// The running job, where it is at scoring baselines: they are shown as they come.
    pub fn scoring(&self) -> Option<&JobView> {
        let scores = |job: &&JobView| job.stage == Some(Milestone::Benchmark);
        let job = self.job.as_ref().filter(scores)?;
        (!job.live.is_empty()).then_some(job)
    }
}

/// What a job is to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Task {
    /// Compute stages.
    Stages(road::Options),
    /// Test a run or a baseline against what runs, and ship it.
    Promote(ship::Options),
    /// What the run of this number rests on.
    Explain(u32),
    /// Two contenders side by side, each by number or name.
    Compare(String, String),
}

/// What a job brought.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Stages that were computed.
    Ran(Vec<Milestone>),
    /// What became of the run or baseline that was asked for.
    Promoted(Option<String>, Box<Promotion>),
    /// What was found out about one contender or two.
    Found(Page),
}

/// How a job ended: told together with what it brought.
#[derive(Debug, Clone, PartialEq)]
pub struct Ending {
    /// What is told.
    pub notice: Notice,
    /// Where what it brought is seen.
    pub last: Option<Milestone>,
    /// A question that it leaves.
    pub asks: Option<Asks>,
    /// A page that it fills.
    pub page: Option<Page>,
}

/// The test spoke against a promotion: it can be made all the same, with a reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Asks {
    /// What the test found, and what is asked.
    pub question: String,
    /// What was to be promoted; what the verdict says where left out.
    pub run: Option<String>,
}

impl Asks {
    fn of(run: Option<&String>, promotion: &Promotion) -> Self {
        let contest = &promotion.contest;
        let found = contest.reasons.join(". ");
        let kept = match &promotion.version {
            Some(version) => format!("It waits as version {}.", version.number),
            None => "No version was made.".to_owned(),
        };
        Self {
            question: format!(
                "{}: {}. {kept} Why should {} run all the same?",
                contest.decision.word(),
                found.trim_end_matches('.'),
                promotion.contender
            ),
            run: run.cloned(),
        }
    }
}

impl Ending {
    /// Of a job of this screen.
    pub fn here(result: &crate::error::Result<Outcome>) -> Self {
        let (notice, last) = match result {
            Ok(Outcome::Ran(ran)) if ran.is_empty() => {
                (Notice::done("everything is up to date"), None)
            }
            Ok(Outcome::Ran(ran)) => {
                let words: Vec<String> = ran.iter().map(|m| m.title().to_lowercase()).collect();
                let told = format!("done: {}", words.join(", "));
                (Notice::done(told), ran.last().copied())
            }
            Ok(Outcome::Promoted(run, promotion)) => {
                let told = promoted(promotion);
                return Self {
                    notice: told,
                    last: Some(Milestone::Ship),
                    asks: (!promotion.is_champion()).then(|| Asks::of(run.as_ref(), promotion)),
                    page: None,
                };
            }
            Ok(Outcome::Found(page)) => {
                let told = match page {
                    Page::Explained(found) => format!("{} is explained", found.title),
                    Page::Compared(duel) => {
                        format!("{} and {} are compared", duel.a.title, duel.b.title)
                    }
                    Page::Judged => "the verdict in full".to_owned(),
                };
                return Self {
                    notice: Notice::done(told),
                    last: None,
                    asks: None,
                    page: Some(page.clone()),
                };
            }
            Err(error) if error.is_cancelled() => {
                (Notice::hint("stopped; stages that ended are kept"), None)
            }
            Err(error) => (Notice::wrong(error), None),
        };
        Self {
            notice,
            last,
            asks: None,
            page: None,
        }
    }

    /// Of a job of another process, by its last report; none where it was cut off.
    pub fn elsewhere(id: &str, report: Option<&Report>) -> Self {
        let how = report.and_then(|r| r.ended.as_deref());
        let notice = match how {
            Some("done") => Notice::done(format!("job {id} of the other process is done")),
            Some("cancelled") => Notice::hint(format!("job {id} of the other process was stopped")),
            Some(error) => Notice::failed(format!("job {id} of the other process failed: {error}")),
            None => Notice::failed(format!(
                "the process of job {id} is gone; stages that ended are kept"
            )),
        };
        Self {
            notice,
            last: None,
            asks: None,
            page: None,
        }
    }
}

/// What became of a promotion, on one line.
fn promoted(promotion: &Promotion) -> Notice {
    let contest = &promotion.contest;
    let tested = format!("{} against {}", contest.decision.word(), contest.against);
    match &promotion.version {
        Some(version) if promotion.is_champion() => {
            let unstated = match promotion.warnings.len() {
                0 => String::new(),
                n => format!("; {} for shipping not stated", text::counted(n, "answer")),
            };
            Notice::done(format!("{} runs now: {tested}{unstated}", version.title()))
        }
        Some(version) => Notice::hint(format!("{tested}: {} waits", version.title())),
        None => Notice::hint(format!("{tested}: no version was made")),
    }
}
