//! A panic: its report goes to the log; one of the screen's own threads gives the terminal back and ends the program.

use std::backtrace::Backtrace;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::os::fd::OwnedFd;
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::work::panic_message;

/// Threads without which there is no screen; a panic elsewhere is a failed job or a failed read.
const NEEDED: [&str; 4] = ["main", "input", "signals", "terminal"];
/// Bytes of the log beyond which it is begun anew.
const LARGEST: u64 = 1 << 20;
/// Exit code of a panic, as Rust has it.
const BROKEN: i32 = 101;

/// What a panic does from now on. `restore` gives the terminal back, called on the thread that panics; `errors` is the
/// standard error of before the screen.
pub fn guard(
    log: Option<PathBuf>,
    errors: Arc<OwnedFd>,
    restore: impl Fn(&str) + Send + Sync + 'static,
) {
    std::panic::set_hook(Box::new(move |info| {
        let thread = std::thread::current();
        let name = thread.name().unwrap_or("nameless").to_owned();
        let said = said(info);
        let written = log.as_deref().is_some_and(|log| write(log, &name, &said));
        if !NEEDED.contains(&name.as_str()) {
            return;
        }
        restore(&name);
        let report = match (&log, written) {
            (Some(log), true) => format!("the report is in {}", log.display()),
            _ => "no report could be written".to_owned(),
        };
        let _ = rustix::stdio::dup2_stderr(&errors);
        // Nobody may be left to tell.
        let _ = writeln!(
            std::io::stderr(),
            "jalon: this should not have happened: {said}\n  what was decided is saved; {report}"
        );
        std::process::exit(BROKEN);
    }));
}

/// The message and where it came from, on one line.
fn said(info: &PanicHookInfo<'_>) -> String {
    let place = info
        .location()
        .map_or_else(String::new, |at| format!(" ({}:{})", at.file(), at.line()));
    format!("{}{place}", panic_message(info.payload()))
}

/// Adds a report to the log; whether that worked.
fn write(log: &Path, thread: &str, said: &str) -> bool {
    let report = format!(
        "{} jalon {} panicked on thread '{thread}': {said}\n{}\n",
        chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        env!("CARGO_PKG_VERSION"),
        Backtrace::force_capture()
    );
    open_log(log).is_some_and(|mut file| file.write_all(report.as_bytes()).is_ok())
}

/// The log, to be added to; begun anew when it has grown large.
pub fn open_log(log: &Path) -> Option<File> {
    let large = fs::metadata(log).is_ok_and(|about| about.len() > LARGEST);
    let mut options = OpenOptions::new();
    match large {
        true => options.write(true).truncate(true),
        false => options.create(true).append(true),
    };
    log.parent().map(fs::create_dir_all);
    options.open(log).ok()
}
