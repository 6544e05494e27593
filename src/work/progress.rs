//! Progress of a job: the newest state wins, the watcher is woken at most once per state it has not read.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use crate::error::{Error, Result};

/// Points kept of a curve; beyond, every second one is dropped.
const POINTS: usize = 512;

/// A curve that grows while a model learns, thinned so that it never exceeds a fixed number of points.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Curve {
    /// Step and value, in order.
    pub points: Vec<(f64, f64)>,
}

impl Curve {
    /// A step that is not after the last one begins the curve again.
    fn push(&mut self, step: f64, value: f64) {
        if self.points.last().is_some_and(|last| step <= last.0) {
            self.points.clear();
        }
        if self.points.len() >= POINTS {
            let mut keep = false;
            self.points.retain(|_| {
                keep = !keep;
                keep
            });
        }
        self.points.push((step, value));
    }
}

/// One line of what a job is computing: a family, a column, a baseline.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Live {
    /// Its name.
    pub name: String,
    /// Parts done, such as folds.
    pub done: usize,
    /// Parts in all.
    pub total: usize,
    /// Scores so far, one a part; not-a-number where undefined.
    pub scores: Vec<f64>,
    /// Loss by round of the part in work.
    pub curve: Curve,
    /// Why it failed.
    pub failed: Option<String>,
}

/// What a watcher sees.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The stage in work; empty where the job has none.
    pub stage: &'static str,
    /// What is being done now.
    pub step: String,
    /// Done so far, 0 to 1.
    pub fraction: f64,
    /// When the job began.
    pub started: Instant,
    /// When the present step began, and how far the job was then.
    pub step_began: (Instant, f64),
    /// What the stage computes, in the order it was begun.
    pub live: Vec<Live>,
}

impl Snapshot {
    /// Seconds left if the rest goes as the present step does, since steps differ in speed; `None` before a percent of
    /// the job is done in it.
    pub fn seconds_left(&self) -> Option<f64> {
        let (began, at) = self.step_began;
        let done = self.fraction - at;
        (done > 0.01).then(|| began.elapsed().as_secs_f64() * (1.0 - self.fraction) / done)
    }
}

struct Inner {
    now: Mutex<Snapshot>,
    unread: AtomicBool,
    cancelled: AtomicBool,
    wake: Box<dyn Fn() + Send + Sync>,
    stop: Box<dyn Fn() -> bool + Send + Sync>,
}

/// The handle a job reports through and asks whether to stop. Clones share one state.
#[derive(Clone)]
pub struct Progress(Arc<Inner>);

impl Progress {
    /// Nobody watches.
    pub fn silent() -> Self {
        Self::watched(|| {})
    }

    /// `wake` is called when there is news and all earlier news was read.
    pub fn watched(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self::stoppable(wake, || false)
    }

    /// As [`Progress::watched`]; `stop` is asked too whether the job must end.
    pub fn stoppable(
        wake: impl Fn() + Send + Sync + 'static,
        stop: impl Fn() -> bool + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(Inner {
            now: Mutex::new(Snapshot {
                stage: "",
                step: String::new(),
                fraction: 0.0,
                started: Instant::now(),
                step_began: (Instant::now(), 0.0),
                live: Vec::new(),
            }),
            unread: AtomicBool::new(false),
            cancelled: AtomicBool::new(false),
            wake: Box::new(wake),
            stop: Box::new(stop),
        }))
    }

    fn change(&self, change: impl FnOnce(&mut Snapshot)) {
        change(&mut self.0.now.lock().unwrap_or_else(PoisonError::into_inner));
        if !self.0.unread.swap(true, Ordering::AcqRel) {
            (self.0.wake)();
        }
    }

    fn change_live(&self, name: &str, change: impl FnOnce(&mut Live)) {
        self.change(|now| {
            let at = match now.live.iter().position(|l| l.name == name) {
                Some(at) => at,
                None => {
                    now.live.push(Live {
                        name: name.to_owned(),
                        ..Live::default()
                    });
                    now.live.len() - 1
                }
            };
            change(&mut now.live[at]);
        });
    }

    /// Says what is being done and how far the whole job is, 0 to 1.
    pub fn step(&self, step: impl Into<String>, fraction: f64) {
        let step = step.into();
        self.change(|now| {
            now.fraction = fraction.clamp(0.0, 1.0);
            if now.step != step {
                now.step = step;
                now.step_began = (Instant::now(), now.fraction);
            }
        });
    }

    /// A stage begins; the lines of work of the one before are gone.
    pub fn stage(&self, name: &'static str) {
        self.change(|now| {
            now.stage = name;
            now.step = name.to_lowercase();
            now.fraction = 0.0;
            now.step_began = (Instant::now(), 0.0);
            now.live.clear();
        });
    }

    /// Begins a line of work of `total` parts.
    pub fn begin(&self, name: &str, total: usize) {
        self.change_live(name, |live| live.total = total);
    }

    /// One part of a line of work has its score.
    pub fn score(&self, name: &str, score: f64) {
        self.change_live(name, |live| {
            live.scores.push(score);
            live.done += 1;
        });
    }

    /// One point of the loss curve of the part in work.
    pub fn loss(&self, name: &str, step: f64, loss: f64) {
        self.change_live(name, |live| live.curve.push(step, loss));
    }

    /// A line of work failed.
    pub fn failed(&self, name: &str, why: &str) {
        self.change_live(name, |live| live.failed = Some(why.to_owned()));
    }

    /// The newest state; the next change wakes the watcher again.
    pub fn read(&self) -> Snapshot {
        self.0.unread.store(false, Ordering::Release);
        self.0
            .now
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Asks the job to stop.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Release);
    }

    /// Says how far something is fetched from elsewhere, and whether to go on.
    ///
    /// # Errors
    /// The work is cancelled.
    pub fn fetching(&self, name: &str, share: f64) -> Result<()> {
        self.check()?;
        self.step(format!("fetching {}", crate::text::escape(name)), share);
        Ok(())
    }

    /// Whether the job must stop.
    pub fn cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Acquire) || (self.0.stop)()
    }

    /// `Err` when the job must stop: `progress.check()?` at every unit of work.
    pub fn check(&self) -> Result<()> {
        if self.cancelled() {
            Err(Error::cancelled())
        } else {
            Ok(())
        }
    }
}

impl std::fmt::Debug for Progress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Progress").field(&self.read()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    #[test]
    fn a_stage_begins_with_no_line_of_work() {
        let progress = Progress::silent();
        progress.stage("Data");
        progress.score("mean", 1.0);
        progress.stage("Benchmark");
        let now = progress.read();
        assert_eq!((now.stage, now.step.as_str()), ("Benchmark", "benchmark"));
        assert!(now.live.is_empty());
    }

    #[test]
    fn wakes_once_until_read_and_keeps_the_last() {
        let wakes = Arc::new(AtomicUsize::new(0));
        let seen = wakes.clone();
        let progress = Progress::watched(move || {
            seen.fetch_add(1, Ordering::Relaxed);
        });
        for i in 0..1000 {
            progress.step(format!("step {i}"), i as f64 / 1000.0);
        }
        assert_eq!(wakes.load(Ordering::Relaxed), 1);
        assert_eq!(progress.read().step, "step 999");
        progress.step("again", 1.0);
        assert_eq!(wakes.load(Ordering::Relaxed), 2);
    }

    #[test]
    fn curves_stay_short() {
        let progress = Progress::silent();
        for i in 0..10_000 {
            progress.loss("mlp", f64::from(i), 1.0);
        }
        let points = &progress.read().live[0].curve.points;
        assert!(points.len() <= POINTS);
        assert_eq!(points.last(), Some(&(9999.0, 1.0)));
    }

    #[test]
    fn cancel_reaches_the_job() {
        let progress = Progress::silent();
        assert!(progress.check().is_ok());
        progress.clone().cancel();
        assert!(progress.check().is_err_and(|e| e.is_cancelled()));
    }
}
