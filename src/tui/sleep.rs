//! Ctrl-Z and SIGTSTP: the program sleeps until its shell wakes it.

use std::io::Write as _;

use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};

use crate::tui::terminal::output;

/// Whether a shell is there to wake the program. One that is its session's first has none: stopped, it would sleep for
/// ever, as in `ssh -t host jalon`.
pub fn can_be_woken() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}

/// Stops every process of the job at the shell; returns when it is woken. The terminal must have been given back. Whether
/// the system did it.
pub fn sleep(job_runs: bool) -> bool {
    let pauses = match job_runs {
        true => " The running job pauses until then; inside tmux it would go on.",
        false => "",
    };
    // A line that takes nothing is no reason to stay awake.
    let _ = output().and_then(|mut out| writeln!(out, "jalon sleeps; fg wakes it.{pauses}"));
    kill_current_process_group(Signal::STOP).is_ok()
}
