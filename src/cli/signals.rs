//! Signals while a command works: the first asks the work to stop at its next unit, a second of any kind ends at once.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

use crate::error::{Error, Result};

/// Number of the signal that came, 0 before.
static CAME: OnceLock<Arc<AtomicUsize>> = OnceLock::new();

/// Listens from now on.
pub(super) fn listen() -> Result<()> {
    let came = CAME.get_or_init(Arc::default);
    let again = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        let number = usize::try_from(signal).unwrap_or_default();
        // The order counts: the second signal finds the mark that the first one left.
        flag::register_conditional_shutdown(signal, 128 + signal, again.clone())
            .and_then(|_| flag::register(signal, again.clone()))
            .and_then(|_| flag::register_usize(signal, came.clone(), number))
            .map_err(|e| Error::new(format!("cannot listen for signals: {e}")))?;
    }
    Ok(())
}

/// Whether a signal asked to stop.
pub(super) fn came() -> bool {
    number() != 0
}

/// Exit code by the signal that came: 129, 130, 143.
pub(super) fn exit_code() -> Option<i32> {
    match number() {
        0 => None,
        number => i32::try_from(number).ok().map(|n| 128 + n),
    }
}

fn number() -> usize {
    CAME.get().map_or(0, |came| came.load(Ordering::Acquire))
}
