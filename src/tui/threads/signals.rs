//! Signals as messages.

use std::sync::mpsc::Sender;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;

use crate::error::{Error, Result};
use crate::tui::app::Msg;
use crate::tui::threads::spawn;

/// Starts the thread.
pub fn watch(to: Sender<Msg>) -> Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGTERM, SIGINT, SIGWINCH, SIGTSTP, SIGCONT])
        .map_err(|e| Error::new(format!("cannot listen to signals: {e}")))?;
    spawn("signals", move || {
        for signal in signals.forever() {
            let msg = match signal {
                SIGHUP => Msg::Hangup,
                SIGTERM => Msg::Terminate,
                SIGINT => Msg::Interrupt,
                SIGTSTP => Msg::Suspend,
                SIGCONT => Msg::Resumed,
                _ => match size() {
                    Some((width, height)) => Msg::Resize(width, height),
                    None => continue,
                },
            };
            if to.send(msg).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

/// Columns and rows of the terminal; `None` once it is gone.
pub fn size() -> Option<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(std::io::stdout()).ok()?;
    Some((size.ws_col, size.ws_row))
}
