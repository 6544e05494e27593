//! A limit on threads: polars and rayon read theirs once from the environment, so the program starts itself again with it.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::error::{Error, Result};

/// Says that the limit is set already.
const MARK: &str = "JALON_THREADS";

/// Starts the program again with the limit; returns where it holds already. The process keeps its id.
pub(super) fn limit(threads: u16, args: &[OsString]) -> Result<()> {
    let threads = threads.to_string();
    if std::env::var_os(MARK).is_some_and(|mark| mark == *threads) {
        return Ok(());
    }
    let program = std::env::current_exe()
        .map_err(|e| Error::new(format!("cannot find the program itself: {e}")))?;
    let mut command = Command::new(program);
    if let Some((name, rest)) = args.split_first() {
        command.arg0(name).args(rest);
    }
    let error = command
        .env("POLARS_MAX_THREADS", &threads)
        .env("RAYON_NUM_THREADS", &threads)
        .env(MARK, &threads)
        .exec();
    Err(Error::new(format!(
        "cannot start again with {threads} threads: {error}"
    )))
}
