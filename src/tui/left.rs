//! Where the screen of a project was left: scratch beside its jobs.

use std::fs;
use std::path::PathBuf;

use crate::error::{Error, Result};
use crate::project::{Project, write_atomic};
use crate::tui::actions::Screen;

fn ui_file(project: &Project) -> PathBuf {
    project.root.join(".jalon").join("ui.toml")
}

/// Keeps where the screen is.
pub fn remember(project: &Project, screen: Screen) -> Result<()> {
    let file = ui_file(project);
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(|e| Error::io("make", folder, &e))?;
    }
    write_atomic(
        &file,
        format!("screen = \"{}\"\n", screen.word()).as_bytes(),
    )
}

/// The word of the screen that was left; none where nothing was kept.
pub fn left_at(project: &Project) -> Option<String> {
    let text = fs::read_to_string(ui_file(project)).ok()?;
    let table: toml::Table = text.parse().ok()?;
    table.get("screen")?.as_str().map(str::to_owned)
}
