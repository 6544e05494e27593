//! Jobs on disk: each has a folder `.jalon/jobs/<id>/` with its lock, its progress, and a file `cancel` by which
//! anyone stops it, so that a second face, or one opened after a lost line, can follow and cancel.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::Project;
use super::atomic::{make_folder, write_atomic};
use super::lock::{self, Holder, Lock, Refused};
use crate::error::{Error, Result};
use crate::work::Snapshot;

/// The cancel file is looked for at most this often: models ask hundreds of times a second.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// Progress is written at most this often.
const WRITE_EVERY: Duration = Duration::from_millis(250);
/// Folders of ended jobs that are kept.
const KEPT: usize = 5;

/// A line of `progress.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// RFC 3339.
    pub time: String,
    /// The stage in work; empty where none has begun.
    #[serde(default)]
    pub stage: String,
    /// What is being done.
    pub step: String,
    /// Done so far, 0 to 1.
    pub fraction: f64,
    /// Lines of work, in the order they were begun.
    #[serde(default)]
    pub live: Vec<Part>,
    /// Seconds left, once they can be guessed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds_left: Option<f64>,
    /// How it ended, in the last line: `done`, `cancelled` or the error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<String>,
}

/// A line of work of a [`Report`]: a family, a baseline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Parts done, such as folds.
    pub done: usize,
    /// Parts in all.
    pub total: usize,
    /// Scores so far; `None` where undefined.
    pub scores: Vec<Option<f64>>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<String>,
}

/// A job somebody runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// `0007-train`.
    pub id: String,
    /// Who runs it; `what` is the stage.
    pub holder: Holder,
    /// Its folder.
    pub folder: PathBuf,
}

impl Running {
    /// The newest progress; `None` before the first.
    pub fn progress(&self) -> Option<Report> {
        last_report(&self.folder)
    }

    /// Whether somebody asked it to stop.
    pub fn is_stopping(&self) -> bool {
        self.folder.join("cancel").exists()
    }
}

/// The folder of a job of this process. Dropping it ends the job for everyone who follows.
#[derive(Debug)]
pub struct JobFolder {
    /// `0007-train`.
    pub id: String,
    /// Where it stands.
    pub path: PathBuf,
    written: Mutex<Option<Instant>>,
    _lock: Lock,
}

/// Begins a job of this stage (`check`, `benchmark`, `train`, `run`). Refused while another one runs on the project, with its process and stage.
pub fn start(project: &Project, stage: &str) -> Result<JobFolder> {
    let jobs = folder(&project.root);
    // Two that start at the same moment must see each other.
    let _starting = take(&jobs.join("starting.lock"), stage)?;
    if let Some(other) = running(&project.root).first() {
        return Err(busy(&other.holder, &other.id));
    }
    let ended = ids(&jobs);
    for id in ended.iter().rev().skip(KEPT - 1) {
        // A folder that stays costs a little room and nothing else.
        let _ = fs::remove_dir_all(jobs.join(id));
    }
    let last = ended
        .last()
        .and_then(|id| id.split('-').next()?.parse().ok());
    let id = format!("{:04}-{stage}", last.unwrap_or(0_u32) + 1);
    let path = jobs.join(&id);
    make_folder(&path)?;
    let lock = take(&path.join("lock"), stage)?;
    Ok(JobFolder {
        id,
        path,
        written: Mutex::new(None),
        _lock: lock,
    })
}

/// The last report of a job that said how it ended; `None` where its process was cut off before.
pub fn ended(root: &Path, id: &str) -> Option<Report> {
    last_report(&folder(root).join(id)).filter(|report| report.ended.is_some())
}

/// The folder in which a job's own folder appears when it begins; made where it is not yet.
pub fn watched_folder(root: &Path) -> Result<PathBuf> {
    let jobs = folder(root);
    make_folder(&jobs)?;
    Ok(jobs)
}

/// Jobs that run on the project, oldest first.
pub fn running(root: &Path) -> Vec<Running> {
    let jobs = folder(root);
    let live = ids(&jobs).into_iter().filter_map(|id| {
        let folder = jobs.join(&id);
        let holder = lock::holder(&folder.join("lock"))?;
        Some(Running { id, holder, folder })
    });
    live.collect()
}

/// Asks a running job to stop, or all of them; says which were asked.
pub fn cancel(root: &Path, id: Option<&str>) -> Result<Vec<String>> {
    let all = running(root);
    if let Some(id) = id
        && !all.iter().any(|job| job.id == id)
    {
        let names: Vec<&str> = all.iter().map(|job| job.id.as_str()).collect();
        let fix = if names.is_empty() {
            "no job runs on this project".to_owned()
        } else {
            format!("running: {}", names.join(", "))
        };
        return Err(
            Error::new(format!("no job '{}' runs", crate::text::escape(id)))
                .at_file(root)
                .with_fix(fix),
        );
    }
    let chosen = all
        .into_iter()
        .filter(|job| id.is_none_or(|id| job.id == id));
    chosen
        .map(|job| write_atomic(&job.folder.join("cancel"), b"").map(|()| job.id))
        .collect()
}

impl JobFolder {
    /// Whether somebody asked it to stop; for [`crate::work::Progress::stoppable`].
    pub fn stop(&self) -> impl Fn() -> bool + Send + Sync + use<> {
        let file = self.path.join("cancel");
        let looked: Mutex<(Option<Instant>, bool)> = Mutex::new((None, false));
        move || {
            let mut looked = looked.lock().unwrap_or_else(PoisonError::into_inner);
            if !looked.1 && looked.0.is_none_or(|at| at.elapsed() >= LOOK_EVERY) {
                *looked = (Some(Instant::now()), file.exists());
            }
            looked.1
        }
    }

    /// Writes the state for those who follow, at most four times a second. What cannot be written is not worth stopping a job for.
    pub fn report(&self, now: &Snapshot) {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        if written.is_none_or(|at| at.elapsed() >= WRITE_EVERY) {
            *written = Some(Instant::now());
            self.write(&report(now, None));
        }
    }

    /// Writes the last line: `done`, `cancelled` or the error's message.
    pub fn end<T>(&self, now: &Snapshot, outcome: &Result<T>) {
        let ended = match outcome {
            Ok(_) => "done".to_owned(),
            Err(e) if e.is_cancelled() => "cancelled".to_owned(),
            Err(e) => e.message.clone(),
        };
        self.write(&report(now, Some(ended)));
    }

    fn write(&self, report: &Report) {
        use std::io::Write as _;
        let Ok(mut line) = serde_json::to_string(report) else {
            return;
        };
        line.push('\n');
        // Not synced: progress is worth nothing after the machine stops.
        let file = fs::File::options()
            .create(true)
            .append(true)
            .open(self.path.join("progress.jsonl"));
        if let Ok(mut file) = file {
            let _ = file.write_all(line.as_bytes());
        }
    }
}

fn report(now: &Snapshot, ended: Option<String>) -> Report {
    let live = now.live.iter().map(|l| Part {
        name: l.name.clone(),
        done: l.done,
        total: l.total,
        scores: l
            .scores
            .iter()
            .map(|s| s.is_finite().then_some(*s))
            .collect(),
        failed: l.failed.clone(),
    });
    Report {
        time: super::journal::now(),
        stage: now.stage.to_owned(),
        step: now.step.clone(),
        fraction: now.fraction,
        live: live.collect(),
        seconds_left: now.seconds_left(),
        ended,
    }
}

fn last_report(folder: &Path) -> Option<Report> {
    let text = fs::read_to_string(folder.join("progress.jsonl")).ok()?;
    text.lines()
        .rev()
        .find_map(|line| serde_json::from_str(line).ok())
}

/// A job that ended, by what it wrote.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// `0007-train`.
    pub id: String,
    /// What it did: `train`.
    pub what: String,
    /// When its first report was written, RFC 3339.
    pub began: String,
    /// Seconds from its first report to its last.
    pub seconds: Option<f64>,
    /// How it ended: `done`, `cancelled` or the error; none where it was cut off.
    pub how: Option<String>,
}

/// The jobs that ended and whose folders are kept, oldest first.
pub fn past(root: &Path) -> Vec<Past> {
    let jobs = folder(root);
    let runs: Vec<String> = running(root).into_iter().map(|job| job.id).collect();
    let ended = ids(&jobs).into_iter().filter(|id| !runs.contains(id));
    ended
        .filter_map(|id| past_job(&jobs.join(&id), id))
        .collect()
}

fn past_job(folder: &Path, id: String) -> Option<Past> {
    let text = fs::read_to_string(folder.join("progress.jsonl")).ok()?;
    let first: Report = text
        .lines()
        .find_map(|line| serde_json::from_str(line).ok())?;
    let last = last_report(folder)?;
    let instant = |report: &Report| chrono::DateTime::parse_from_rfc3339(&report.time).ok();
    let seconds = instant(&first).zip(instant(&last));
    let what = id.split_once('-').map_or(id.as_str(), |(_, what)| what);
    Some(Past {
        what: what.to_owned(),
        began: first.time.clone(),
        seconds: seconds.map(|(from, to)| (to - from).as_seconds_f64()),
        how: last.ended,
        id,
    })
}

fn folder(root: &Path) -> PathBuf {
    root.join(".jalon").join("jobs")
}

fn ids(jobs: &Path) -> Vec<String> {
    let entries = fs::read_dir(jobs).into_iter().flatten();
    let mut ids: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| jobs.join(name).is_dir())
        .collect();
    ids.sort_unstable();
    ids
}

fn take(path: &Path, what: &str) -> Result<Lock> {
    Lock::take(path, what, false).map_err(|refused| match refused {
        Refused::Held(holder) => busy(&holder, &holder.what),
        Refused::Failed(error) => error,
    })
}

fn busy(holder: &Holder, id: &str) -> Error {
    Error::new(format!(
        "'{}' already runs on this project: {}",
        crate::text::escape(&holder.what),
        holder.describe()
    ))
    .with_fix(format!(
        "wait for it, or stop it: jalon cancel PROJECT {}",
        crate::text::escape(id)
    ))
}

/// Removes every ended job of the project; running ones stay.
pub fn forget_ended(root: &Path) -> Result<()> {
    let jobs = folder(root);
    let live: Vec<String> = running(root).into_iter().map(|job| job.id).collect();
    for id in ids(&jobs).into_iter().filter(|id| !live.contains(id)) {
        let path = jobs.join(id);
        match fs::remove_dir_all(&path) {
            Err(e) if e.kind() != ErrorKind::NotFound => {
                return Err(Error::io("delete", &path, &e));
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::tests::project;
    use crate::work::Progress;

    #[test]
    fn a_second_job_is_refused_with_process_and_stage() {
        let (_folder, project) = project();
        let job = start(&project, "train").unwrap();
        assert_eq!(job.id, "0001-train");
        let error = start(&project, "check").unwrap_err();
        assert!(error.message.contains("'train'"), "{error}");
        assert!(error.message.contains(&std::process::id().to_string()));
        assert!(error.fix.clone().unwrap().contains("0001-train"));
        drop(job);
        assert_eq!(start(&project, "check").unwrap().id, "0002-check");
    }

    #[test]
    fn anyone_can_follow_and_cancel() {
        let (_folder, project) = project();
        let job = start(&project, "train").unwrap();
        let progress = Progress::stoppable(|| {}, job.stop());
        progress.step("fold 1", 0.25);
        progress.score("ridge", f64::NAN);
        job.report(&progress.read());
        assert!(!progress.cancelled());

        let seen = running(&project.root);
        assert_eq!(seen[0].id, "0001-train");
        let report = seen[0].progress().unwrap();
        assert_eq!((report.step.as_str(), report.fraction), ("fold 1", 0.25));
        assert_eq!(report.live[0].scores, [None]);

        assert!(cancel(&project.root, Some("0009-train")).is_err());
        assert_eq!(cancel(&project.root, None).unwrap(), ["0001-train"]);
        let begun = Instant::now();
        while !progress.cancelled() {
            assert!(begun.elapsed() < Duration::from_secs(5));
            std::thread::sleep(Duration::from_millis(20));
        }
        job.end(&progress.read(), &progress.check());
        assert_eq!(
            seen[0].progress().unwrap().ended.as_deref(),
            Some("cancelled")
        );
        drop(job);
        assert!(running(&project.root).is_empty());
        assert!(cancel(&project.root, None).unwrap().is_empty());
    }

    #[test]
    fn few_ended_jobs_are_kept() {
        let (_folder, project) = project();
        for _ in 0..8 {
            drop(start(&project, "check").unwrap());
        }
        let jobs = folder(&project.root);
        assert_eq!(ids(&jobs).len(), KEPT);
        assert_eq!(ids(&jobs).last().unwrap(), "0008-check");
        forget_ended(&project.root).unwrap();
        assert!(ids(&jobs).is_empty());
    }
}
