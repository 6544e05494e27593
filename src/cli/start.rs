//! `jalon [PATH]`: what the workbench opens with.

use std::path::{Path, PathBuf};

use clap::CommandFactory;

use crate::error::{Error, Result};
use crate::project::FILE;
use crate::table::Address;
use crate::text;

use super::args::Cli;
use super::face::Face;

/// What the workbench opens with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// The home screen.
    Home,
    /// This project: a folder or its `jalon.toml`.
    Project(PathBuf),
    /// A new project from this data file.
    New(PathBuf),
    /// The table viewer on this file, folder of files or pattern.
    View(PathBuf),
    /// The table viewer on the rows of this project.
    ViewProject(PathBuf),
}

/// What the command line without a command asks for.
pub(super) fn of(face: &Face<'_>, path: Option<&Path>) -> Result<Start> {
    if face.common.json {
        return Err(Error::new("the workbench prints no document")
            .with_fix("give a command, such as `jalon check PROJECT --json`"));
    }
    start(path)
}

/// What a path asks for: a project where it is one, a new project where it is a data file.
fn start(path: Option<&Path>) -> Result<Start> {
    let Some(path) = path else {
        return Ok(Start::Home);
    };
    let file = path.join(FILE);
    if file.is_file() || path.file_name().is_some_and(|name| name == FILE) {
        return Ok(Start::Project(path.to_owned()));
    }
    if path.is_file() || Address::of(path).is_some() {
        return Ok(Start::New(path.to_owned()));
    }
    if path.is_dir() {
        return Err(Error::new(format!("the folder holds no {FILE}"))
            .at_file(path)
            .with_fix("make a project: `jalon new DIR --data FILE`"));
    }
    let word = path.to_string_lossy();
    let error = Error::new("there is no such file, folder or command").at_file(path);
    let commands = Cli::command();
    let names = commands.get_subcommands().map(clap::Command::get_name);
    Err(match text::nearest(&word, names) {
        Some(near) => error.with_fix(format!("did you mean `jalon {near}`?")),
        None => error.with_fix("see `jalon --help`"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_opens_what_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        assert!(start(Some(folder.path())).is_err());
        std::fs::write(at("trips.csv"), "a,b\n1,2\n").unwrap();
        assert!(matches!(start(Some(&at("trips.csv"))), Ok(Start::New(_))));
        std::fs::write(at(FILE), "format = 1\n").unwrap();
        assert!(matches!(start(Some(folder.path())), Ok(Start::Project(_))));
        assert!(matches!(start(Some(&at(FILE))), Ok(Start::Project(_))));
        assert!(matches!(start(None), Ok(Start::Home)));
    }

    #[test]
    fn a_slip_of_the_pen_is_told() {
        let error = start(Some(Path::new("trian"))).unwrap_err();
        assert_eq!(error.fix.as_deref(), Some("did you mean `jalon train`?"));
    }
}
