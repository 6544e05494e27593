//! Keys from the terminal. Blocks until there are some; a terminal that went away is told once and ends the thread.

use std::io;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyEventKind, poll, read};
use rustix::event::{PollFd, PollFlags};

use crate::error::Result;
use crate::tui::app::Msg;
use crate::tui::threads::spawn;

/// How long crossterm looks for more: with no time at all it does not look.
const GLANCE: Duration = Duration::from_millis(1);

/// Starts the thread.
pub fn listen(to: Sender<Msg>) -> Result<()> {
    spawn("input", move || {
        if let Err(Gone) = read_until_gone(&to) {
            // The state may have ended already.
            let _ = to.send(Msg::Hangup);
        }
    })?;
    Ok(())
}

/// The terminal went away.
struct Gone;

fn read_until_gone(to: &Sender<Msg>) -> std::result::Result<(), Gone> {
    let stdin = io::stdin();
    loop {
        // crossterm does not return from a terminal that hung up, so it is only asked when there is something to read.
        let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
        match rustix::event::poll(&mut fds, None) {
            Err(rustix::io::Errno::INTR) => continue,
            Err(_) => return Err(Gone),
            Ok(_) => {}
        }
        let seen = fds[0].revents();
        if seen.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            return Err(Gone);
        }
        while poll(GLANCE).map_err(|_| Gone)? {
            let msg = match read().map_err(|_| Gone)? {
                Event::Key(key) if key.kind == KeyEventKind::Press => Msg::Key(key, Instant::now()),
                Event::Paste(text) => Msg::Paste(text),
                // Files that the system cannot watch may have changed while the person looked elsewhere.
                Event::FocusGained => Msg::Changed,
                // Sizes come from the signal thread, which also hears those of a sleeping terminal.
                _ => continue,
            };
            if to.send(msg).is_err() {
                return Ok(());
            }
        }
    }
}
