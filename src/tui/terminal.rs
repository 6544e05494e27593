//! The terminal itself: entering and leaving the screen.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

/// Alternate screen, hidden cursor, bracketed paste.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[2J";
/// The inverse, with colours reset.
const LEAVE: &[u8] = b"\x1b[0m\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// Threads whose panic ends the program; a panic elsewhere is a failed job.
const OURS: [&str; 4] = ["main", "input", "signals", "terminal"];

/// Whether the screen is ours now: it is restored once, whoever comes first.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// Standard output past the line buffer of `std`, so that a frame is one write.
pub fn output() -> io::Result<File> {
    Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?))
}

/// Raw mode and an empty alternate screen.
pub fn enter(out: &mut impl Write) -> io::Result<()> {
    enable_raw_mode()?;
    ENTERED.store(true, Ordering::Release);
    out.write_all(ENTER)?;
    out.flush()
}

/// The screen as it was found. Does nothing the second time.
pub fn leave(out: &mut impl Write) -> io::Result<()> {
    if !ENTERED.swap(false, Ordering::AcqRel) {
        return Ok(());
    }
    out.write_all(LEAVE)?;
    out.flush()?;
    disable_raw_mode()
}

/// Standard error goes to a file while the screen is ours; dropping this gives it back.
pub struct Quiet {
    before: OwnedFd,
}

impl Quiet {
    /// Sends standard error to `log`, or nowhere if that cannot be written.
    pub fn new(log: Option<&std::path::Path>) -> io::Result<Self> {
        let before = io::stderr().as_fd().try_clone_to_owned()?;
        let sink = log
            .and_then(|path| OpenOptions::new().create(true).append(true).open(path).ok())
            .map_or_else(|| OpenOptions::new().write(true).open("/dev/null"), Ok)?;
        rustix::stdio::dup2_stderr(&sink)?;
        Ok(Self { before })
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        // Nothing is left to tell if this fails.
        let _ = rustix::stdio::dup2_stderr(&self.before);
    }
}

/// A panic of the screen's own threads gives the terminal back and ends the program; its message goes to the
/// terminal. A panic in a job stays with the job.
pub fn guard_panics() -> io::Result<()> {
    let errors = io::stderr().as_fd().try_clone_to_owned()?;
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let thread = std::thread::current();
        let name = thread.name().unwrap_or_default().to_owned();
        if !OURS.contains(&name.as_str()) {
            return;
        }
        if let Ok(mut out) = output() {
            let _ = leave(&mut out);
        }
        let _ = rustix::stdio::dup2_stderr(&errors);
        before(info);
        if name != "main" {
            std::process::exit(101);
        }
    }));
    Ok(())
}
