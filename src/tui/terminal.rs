//! The terminal itself: entering and leaving the screen, and what becomes of it when the program breaks off.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::tui::panic::open_log;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

/// Alternate screen, hidden cursor, bracketed paste, news of the focus.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[?1004h\x1b[2J";
/// The inverse, with colours reset.
const LEAVE: &[u8] = b"\x1b[0m\x1b[?1004l\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// The terminal of this process with the modes in which it was found.
pub struct Terminal {
    found: Termios,
    /// Whether the screen is ours now: it is restored once, whoever comes first.
    ours: AtomicBool,
}

impl Terminal {
    /// Looks at the modes and changes nothing.
    pub fn find() -> io::Result<Self> {
        Ok(Self {
            found: tcgetattr(io::stdin())?,
            ours: AtomicBool::new(false),
        })
    }

    /// Sets raw mode, also where somebody else changed it meanwhile; gives the bytes that open an empty screen.
    pub fn enter(&self) -> io::Result<&'static [u8]> {
        let mut raw = self.found.clone();
        raw.make_raw();
        tcsetattr(io::stdin(), OptionalActions::Now, &raw)?;
        self.ours.store(true, Ordering::Release);
        Ok(ENTER)
    }

    /// Whether the screen is entered.
    pub fn is_ours(&self) -> bool {
        self.ours.load(Ordering::Acquire)
    }

    /// The screen as it was found. Does nothing the second time.
    pub fn leave(&self, out: &mut impl Write) -> io::Result<()> {
        if !self.ours.swap(false, Ordering::AcqRel) {
            return Ok(());
        }
        // The modes need no line that takes bytes.
        let cooked = self.cook();
        out.write_all(LEAVE)?;
        cooked
    }

    /// The modes as they were found; the picture stays.
    pub fn cook(&self) -> io::Result<()> {
        Ok(tcsetattr(io::stdin(), OptionalActions::Now, &self.found)?)
    }
}

/// Standard output past the line buffer of `std`, so that a frame is one write.
pub fn output() -> io::Result<File> {
    Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?))
}

/// Standard error goes to a file while the screen is ours; dropping this gives it back.
pub struct Quiet {
    before: Arc<OwnedFd>,
}

impl Quiet {
    /// Sends standard error to `log`, or nowhere if that cannot be written.
    pub fn new(log: Option<&Path>) -> io::Result<Self> {
        let before = Arc::new(io::stderr().as_fd().try_clone_to_owned()?);
        let sink = log
            .and_then(open_log)
            .map_or_else(|| OpenOptions::new().write(true).open("/dev/null"), Ok)?;
        rustix::stdio::dup2_stderr(&sink)?;
        Ok(Self { before })
    }

    /// Standard error as it was.
    pub fn before(&self) -> Arc<OwnedFd> {
        self.before.clone()
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        // Nothing is left to tell if this fails.
        let _ = rustix::stdio::dup2_stderr(&self.before);
    }
}
