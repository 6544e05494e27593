//! Stages run as a job of the project, that others can follow and stop.

use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::data;
use crate::error::Result;
use crate::project::{Project, jobs};
use crate::road::{self, Milestone};
use crate::ship;
use crate::train;
use crate::tui::actions::Screen;
use crate::tui::app::{Outcome, Page, Task};
use crate::tui::effects::WHO;
use crate::work::{Progress, guarded};

/// Between two reports of a job to those who follow it from elsewhere.
const REPORT: Duration = Duration::from_millis(250);

/// Says whether somebody else asked a job to stop; set once the job has its folder.
pub type Stop = OnceLock<Box<dyn Fn() -> bool + Send + Sync>>;

/// Takes what the first rows of the data show, while all of them are being read.
pub type Show<'a> = &'a (dyn Fn(data::Evidence) + Sync);

/// Carries out a task as a job of the project, that others can follow and stop.
pub fn run_job(
    root: &Path,
    task: &Task,
    progress: &Progress,
    (stop, show): (&Stop, Show<'_>),
) -> Result<Outcome> {
    let project = Project::open(root)?;
    let name = match task {
        Task::Stages(options) => {
            road::require(&project, &options.only, progress)?;
            match options.only.as_slice() {
                [one] => Screen::of(*one).word(),
                _ => "run",
            }
        }
        Task::Promote(_) => "promote",
        Task::Explain(_) => "explain",
        Task::Compare(..) => "compare",
    };
    let folder = jobs::start(&project, name)?;
    // The job is new, so that nothing is set yet.
    let _ = stop.set(Box::new(folder.stop()));
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reporter = scope.spawn(|| {
            while !done.load(Ordering::Acquire) {
                std::thread::park_timeout(REPORT);
                folder.report(&progress.read());
            }
        });
        let outcome = guarded(|| match task {
            Task::Stages(options) => run(&project, options, progress, show),
            Task::Promote(options) => promote(&project, options, progress),
            Task::Explain(run) => {
                let found = train::explain(&project, Some(*run), progress)?;
                Ok(Outcome::Found(Page::Explained(Box::new(found))))
            }
            Task::Compare(a, b) => {
                let duel = train::duel(&project, a, b, progress)?;
                Ok(Outcome::Found(Page::Compared(Box::new(duel))))
            }
        });
        done.store(true, Ordering::Release);
        reporter.thread().unpark();
        // The last word is how it ended. A reporter that broke off has nothing more to say.
        let _ = reporter.join();
        folder.end(&progress.read(), &outcome);
        outcome
    })
}

/// Runs the stages in order: those that are not up to date, and those that are asked for by name. Drift asks for none of
/// those before it: it compares with what is there.
fn run(
    project: &Project,
    options: &road::Options,
    progress: &Progress,
    show: Show<'_>,
) -> Result<Outcome> {
    let mut ran = Vec::new();
    let stages: &[Milestone] = match options.only.as_slice() {
        [Milestone::Drift] => &[Milestone::Drift],
        _ => &[Milestone::Data, Milestone::Benchmark, Milestone::Train],
    };
    for &milestone in stages {
        // What is wrong with the data is told where all of them are read.
        if milestone == Milestone::Data
            && matches!(data::evidence(project), Ok(None))
            && let Ok(Some(seen)) = data::first_look(project, progress)
        {
            show(seen);
        }
        let named = options.only.contains(&milestone);
        let one = road::Options {
            only: vec![milestone],
            force: named && options.force,
            ..options.clone()
        };
        ran.extend(road::run(project, &one, progress)?);
    }
    Ok(Outcome::Ran(ran))
}

fn promote(project: &Project, options: &ship::Options, progress: &Progress) -> Result<Outcome> {
    progress.stage(Milestone::Ship.title());
    let options = ship::Options {
        who: WHO.into(),
        ..options.clone()
    };
    let promotion = ship::promote(project, &options, progress)?;
    Ok(Outcome::Promoted(options.run, Box::new(promotion)))
}
