//! A new project that was begun and not yet written: what was chosen and typed so far.

use std::fs;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::UserFolders;
use crate::error::{Error, Result};
use crate::project::write_atomic;

/// A new project in the making, as far as a person has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Started {
    /// Its data file, absolute.
    pub file: PathBuf,
    /// The word of the step.
    pub step: String,
    /// The column to predict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// The kind of question, where it was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// Proposals that were changed: what they are about, and the value that was chosen.
    pub choices: Vec<(String, String)>,
    /// Answers to the questions, as typed.
    pub answers: Vec<String>,
    /// The folder, as typed.
    pub folder: String,
}

fn file(folders: &UserFolders) -> PathBuf {
    folders.state.join("new.toml")
}

/// Keeps how far a new project has come.
pub fn keep_started(folders: &UserFolders, started: &Started) -> Result<()> {
    let file = file(folders);
    fs::create_dir_all(&folders.state)
        .map_err(|e| Error::io("make the folder", &folders.state, &e))?;
    let text = toml::to_string(started)
        .map_err(|e| Error::new(format!("cannot be written: {e}")).at_file(&file))?;
    write_atomic(&file, text.as_bytes())
}

/// The new project that was begun last, if its data file is still there; nothing where none is kept that can be read.
pub fn started(folders: &UserFolders) -> Option<Started> {
    let text = fs::read_to_string(file(folders)).ok()?;
    let started: Started = toml::from_str(&text).ok()?;
    started.file.is_file().then_some(started)
}

/// Throws away what is kept of a new project, if anything is.
pub fn forget_started(folders: &UserFolders) -> Result<()> {
    let file = file(folders);
    match fs::remove_file(&file) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Error::io("remove", &file, &e)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back_until_it_is_thrown_away() {
        let home = tempfile::tempdir().unwrap();
        let folders = UserFolders::under(home.path());
        assert_eq!(started(&folders), None);
        forget_started(&folders).unwrap();
        let data = home.path().join("churn.csv");
        fs::write(&data, "a,b\n1,2\n").unwrap();
        let kept = Started {
            file: data.clone(),
            step: "questions".into(),
            target: Some("b \"quoted\"".into()),
            choices: vec![("split".into(), "random".into())],
            answers: vec!["mae".into(), "1.5".into(), String::new()],
            ..Started::default()
        };
        keep_started(&folders, &kept).unwrap();
        assert_eq!(started(&folders), Some(kept));
        fs::remove_file(data).unwrap();
        assert_eq!(started(&folders), None);
        forget_started(&folders).unwrap();
        assert!(!file(&folders).exists());
    }
}
