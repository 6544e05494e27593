//! The command line: one file a command, text and JSON. What a command computes, the screen computes with the same call.

mod args;
mod benchmark;
mod cancel;
mod check;
mod compare;
mod config;
mod diagnosis;
mod dictionary;
mod documents;
mod drift;
mod explain;
mod face;
mod grid;
mod help;
mod new;
mod predict;
mod promote;
mod remote;
mod rollback;
mod run;
mod runs;
mod sample;
mod signals;
mod spec;
mod stages;
mod start;
mod threads;
mod train;
mod view;
mod watch;

#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};

use clap::Parser;

use crate::error::{Error, Result};
use crate::user::Loaded;

use args::{Cli, Command, Common};
use face::{BAD, Done, Face, Outcome};
pub use start::Start;

/// What is left to do after the arguments were read and a command was run.
#[derive(Debug, Clone, PartialEq)]
pub enum Ended {
    /// End with this code.
    Exit(i32),
    /// Open the workbench with the user's settings.
    Workbench(Start, Box<Loaded>),
}

/// Reads the program's arguments and does what they ask; the workbench is left to the caller.
pub fn main() -> Ended {
    let args: Vec<OsString> = std::env::args_os().collect();
    let watched = io::stderr().is_terminal();
    let mut out = io::stdout();
    let mut err = io::stderr();
    let cli = match understand(&args, &mut out, &mut err) {
        Ok(cli) => cli,
        Err(code) => return Ended::Exit(code),
    };
    let mut face = Face::new(cli.common.clone(), watched, &mut out, &mut err);
    match prepare(&cli, &args) {
        Ok(loaded) => finish(&mut face, &cli, loaded),
        Err(error) => Ended::Exit(face.fail(error.into())),
    }
}

/// Reads the config, limits the threads, listens for signals; the workbench listens for them itself.
fn prepare(cli: &Cli, args: &[OsString]) -> Result<Loaded> {
    let workbench = opens_workbench(cli);
    let loaded = config::load(cli.common.config.as_deref(), workbench)?;
    if let Some(threads) = config::threads(cli.common.threads, &loaded, workbench) {
        threads::limit(threads, args)?;
    }
    if !workbench {
        signals::listen()?;
    }
    Ok(loaded)
}

/// Tells an error of the workbench on standard error and returns its exit code.
pub fn fail(error: Error) -> i32 {
    let (mut out, mut err) = (io::sink(), io::stderr());
    Face::new(Common::default(), false, &mut out, &mut err).fail(error.into())
}

/// As [`main`], with given arguments (the first is the program's name) and streams, in this process:
/// no limit on threads, no signal, no progress bar.
pub fn run(args: &[OsString], out: &mut dyn Write, err: &mut dyn Write) -> Ended {
    match understand(args, out, err) {
        Ok(cli) => {
            let mut face = Face::new(cli.common.clone(), false, out, err);
            let named = cli.common.config.as_deref();
            let loaded = named.map(|file| config::load(Some(file), cli.command.is_none()));
            match loaded.transpose() {
                Ok(loaded) => finish(&mut face, &cli, loaded.unwrap_or_default()),
                Err(error) => Ended::Exit(face.fail(error.into())),
            }
        }
        Err(code) => Ended::Exit(code),
    }
}

/// Whether a screen is opened: without a command, and by `view` on a terminal where nothing is to be printed.
fn opens_workbench(cli: &Cli) -> bool {
    match &cli.command {
        None => true,
        Some(Command::View(args)) => {
            let is_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
            is_terminal && !args.prints() && !cli.common.json
        }
        Some(_) => false,
    }
}

fn finish(face: &mut Face<'_>, cli: &Cli, loaded: Loaded) -> Ended {
    let done = match &cli.command {
        Some(Command::View(args)) if opens_workbench(cli) => match view::start(face, &args.path) {
            Ok(start) => return Ended::Workbench(start, Box::new(loaded)),
            Err(error) => Err(error.into()),
        },
        Some(command) => {
            config::tell_faults(face, &loaded).and_then(|()| dispatch(face, cli, command))
        }
        None => match start::of(face, cli.path.as_deref()) {
            Ok(start) => return Ended::Workbench(start, Box::new(loaded)),
            Err(error) => Err(error.into()),
        },
    };
    Ended::Exit(match done {
        Ok(Outcome::Open) => 0,
        Ok(Outcome::Closed) => 1,
        Err(failure) => face.fail(failure),
    })
}

fn dispatch(face: &mut Face<'_>, cli: &Cli, command: &Command) -> Done {
    if let Some(path) = &cli.path {
        return Err(Error::new(format!(
            "'{}' stands before the command",
            crate::text::escape(&path.to_string_lossy())
        ))
        .with_fix("give the project after the command: `jalon check PROJECT`")
        .into());
    }
    match command {
        Command::Sample(args) => sample::run(face, args),
        Command::New(args) => new::run(face, args),
        Command::Spec(args) => spec::run(face, args),
        Command::View(args) => view::run(face, args),
        Command::Check(args) => check::run(face, args),
        Command::Benchmark(args) => benchmark::run(face, args),
        Command::Train(args) => train::run(face, args),
        Command::Run(args) => run::run(face, args),
        Command::Runs(args) => runs::run(face, args),
        Command::Compare(args) => compare::run(face, args),
        Command::Explain(args) => explain::run(face, args),
        Command::Promote(args) => promote::run(face, args),
        Command::Rollback(args) => rollback::run(face, args),
        Command::Predict(args) => predict::run(face, args),
        Command::Drift(args) => drift::run(face, args),
        Command::Cancel(args) => cancel::run(face, args),
        Command::Help(args) => help::run(face, args),
    }
}

/// Who decides, for the journal: the name of the user's account.
fn who() -> String {
    ["USER", "LOGNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|who| !who.is_empty()))
        .unwrap_or_else(|| "somebody".into())
}

/// Parses the arguments; help and version are printed, bad usage is told, both with the exit code as error.
fn understand(
    args: &[OsString],
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> std::result::Result<Cli, i32> {
    let mistake = match Cli::try_parse_from(args) {
        Ok(cli) => return Ok(cli),
        Err(mistake) => mistake,
    };
    let json = face::asks_for_json(args);
    let mut face = Face::new(
        Common {
            json,
            ..Common::default()
        },
        false,
        out,
        err,
    );
    if !mistake.use_stderr() {
        let text = mistake.render().to_string();
        let shown = face.show(|| text.clone(), || serde_json::json!({ "help": text }));
        return Err(shown.map_or_else(|failure| face.fail(failure), |()| 0));
    }
    let text = mistake.render().to_string();
    let message = text.trim().trim_start_matches("error: ");
    let (first, rest) = message.split_once("\n\n").unwrap_or((message, ""));
    let usage = rest
        .replace('\n', " ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let error = Error::new(first.split_whitespace().collect::<Vec<_>>().join(" "));
    let error = if usage.is_empty() {
        error.with_fix("see `jalon --help`")
    } else {
        error.with_fix(usage)
    };
    let code = face.fail(error.into());
    debug_assert_eq!(code, BAD);
    Err(code)
}
