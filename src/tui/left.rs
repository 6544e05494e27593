//! How the screen of a project was left: scratch beside its jobs.

use std::fs;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::project::{Project, write_atomic};

/// How a screen was left.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// The word of the screen.
    pub screen: String,
    /// What was being typed, where the line was lost over it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<Box<Draft>>,
}

/// A text that was typed and not yet taken.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Dotted key that it is meant for.
    pub path: String,
    /// What was typed.
    pub text: String,
    /// Whether it was the answer to a question of the conversation.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_asked: bool,
    /// The elements of a list, the one that was typed among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elements: Vec<String>,
    /// Of an entry in the making, what was answered before, as TOML; `path` is its section then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<Vec<String>>,
}

fn file(project: &Project) -> PathBuf {
    project.root.join(".jalon").join("ui.toml")
}

/// Keeps how the screen was left.
pub fn remember(project: &Project, left: &Left) -> Result<()> {
    let file = file(project);
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(|e| Error::io("make", folder, &e))?;
    }
    let text = toml::to_string(left)
        .map_err(|e| Error::new(format!("cannot be written: {e}")).at_file(&file))?;
    write_atomic(&file, text.as_bytes())
}

/// How the screen was left; none where nothing was kept that can be read.
pub fn left(project: &Project) -> Option<Left> {
    let text = fs::read_to_string(file(project)).ok()?;
    toml::from_str(&text).ok()
}
