//! Progress of a command on standard error, where a person watches it: one line, at most ten times a second.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::error::Result;
use crate::project::jobs::JobFolder;
use crate::text;
use crate::work::{Progress, Snapshot, guarded};

use super::Face;
use super::signals;

/// Time between two drawings.
const FRAME: Duration = Duration::from_millis(100);
/// Cells of the bar.
const BAR: usize = 20;
/// Cells of the line where the terminal does not say its width.
const WIDTH: usize = 80;

/// Does the work and shows how far it is. A panic in it is an error with the panic's message.
pub(super) fn watched<T>(face: &Face<'_>, work: impl FnOnce(&Progress) -> Result<T>) -> Result<T> {
    let progress = Progress::stoppable(|| {}, signals::came);
    followed(&progress, bar(face), None, || work(&progress))
}

/// The same as a job of the project, that others can follow and stop.
pub(super) fn watched_job<T>(
    face: &Face<'_>,
    job: &JobFolder,
    work: impl FnOnce(&Progress) -> Result<T>,
) -> Result<T> {
    let stop = job.stop();
    let progress = Progress::stoppable(|| {}, move || signals::came() || stop());
    let outcome = followed(&progress, bar(face), Some(job), || work(&progress));
    job.end(&progress.read(), &outcome);
    outcome
}

/// Whether a person sees a bar.
fn bar(face: &Face<'_>) -> bool {
    face.watched && !face.common.quiet
}

fn followed<T>(
    progress: &Progress,
    bar: bool,
    job: Option<&JobFolder>,
    work: impl FnOnce() -> Result<T>,
) -> Result<T> {
    if !bar && job.is_none() {
        return guarded(work);
    }
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let follower = scope.spawn(|| follow_until(&done, progress, bar, job));
        let outcome = guarded(work);
        done.store(true, Ordering::Release);
        follower.thread().unpark();
        outcome
    })
}

fn follow_until(done: &AtomicBool, progress: &Progress, bar: bool, job: Option<&JobFolder>) {
    let mut last = String::new();
    while !done.load(Ordering::Acquire) {
        std::thread::park_timeout(FRAME);
        let now = progress.read();
        if let Some(job) = job {
            job.report(&now);
        }
        let line = if bar {
            line(&now, width())
        } else {
            String::new()
        };
        if line != last {
            show(&format!("\r\x1b[K{line}"));
            last = line;
        }
    }
    if !last.is_empty() {
        show("\r\x1b[K");
    }
}

/// A terminal that went away is told by its signal; the bar needs no answer.
fn show(text: &str) {
    let mut err = std::io::stderr().lock();
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
}

fn width() -> usize {
    rustix::termios::tcgetwinsize(std::io::stderr())
        .ok()
        .map(|size| usize::from(size.ws_col))
        .filter(|columns| *columns > 0)
        .unwrap_or(WIDTH)
}

/// `[########            ]  40 %  fold 2 of 5  12 s left`.
fn line(now: &Snapshot, width: usize) -> String {
    if now.step.is_empty() {
        return String::new();
    }
    let fraction = now.fraction.clamp(0.0, 1.0);
    let full = (fraction * BAR as f64) as usize;
    let left = match now.seconds_left() {
        Some(left) if left >= 1.0 => format!("  {} left", text::seconds(left)),
        _ => String::new(),
    };
    let line = format!(
        "[{}{}] {:>3.0} %  {}{left}",
        "#".repeat(full),
        " ".repeat(BAR - full),
        fraction * 100.0,
        text::escape(&now.step)
    );
    // The last cell stays free: some terminals wrap there.
    text::cut(&line, width.saturating_sub(1)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_fits_and_shows_no_control_character() {
        let progress = Progress::silent();
        progress.step("fold 2 of\u{1b} 5", 0.4);
        let shown = line(&progress.read(), 40);
        assert!(
            shown.starts_with("[########            ]  40 %  fold 2"),
            "{shown}"
        );
        assert!(text::width(&shown) < 40);
        assert!(!shown.contains('\u{1b}'));
    }
}
