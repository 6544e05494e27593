//! How a new project begins: the folders in which its data are looked for, and writing it.

use std::path::{Path, PathBuf};

use super::WHO;
use crate::error::{Error, Result};
use crate::project::Project;
use crate::spec;
use crate::table::{Address, is_data_file};
use crate::text;
use crate::tui::app::{Item, Wizard};
use crate::tui::homes::{Homes, at_home};

/// Folders first, then files, each by name; a name that is no text is left out.
pub(super) fn around(folder: &Path) -> Result<Vec<Item>> {
    let read = std::fs::read_dir(folder).map_err(|e| Error::io("list", folder, &e))?;
    let now = std::time::SystemTime::now();
    let mut items: Vec<Item> = read
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.file_name().into_string().ok()?;
            // What a link leads to counts, not the link.
            let about = std::fs::metadata(entry.path()).ok()?;
            let age = about
                .modified()
                .ok()
                .and_then(|at| now.duration_since(at).ok());
            Some(Item {
                is_data: is_data_file(Path::new(&name)),
                is_folder: about.is_dir(),
                bytes: about.len(),
                when: age.map_or_else(String::new, |age| text::ago(age.as_secs_f64())),
                name,
            })
        })
        .collect();
    items.sort_by(|a, b| (!a.is_folder, &a.name).cmp(&(!b.is_folder, &b.name)));
    let is_root = folder.canonicalize().is_ok_and(|f| f.parent().is_none());
    if !is_root {
        let up = Item {
            name: "..".into(),
            is_folder: true,
            is_data: false,
            bytes: 0,
            when: String::new(),
        };
        items.insert(0, up);
    }
    Ok(items)
}

/// Writes a new project as the wizard says, and gives its folder.
pub(super) fn create(homes: &Homes, folder: &Path, wizard: &Wizard) -> Result<PathBuf> {
    let folder = &at_home(folder);
    let edits = wizard.edits().map_err(Error::new)?;
    let name = folder
        .file_name()
        .map_or_else(|| "project".into(), |n| n.to_string_lossy().into_owned());
    let root = std::path::absolute(folder).map_err(|e| Error::io("find", folder, &e))?;
    let data = match Address::of(&wizard.file) {
        Some(address) => address.text().to_owned(),
        None => {
            let file = std::path::absolute(at_home(&wizard.file))
                .map_err(|e| Error::io("find", &wizard.file, &e))?;
            relative(&file, &root).to_string_lossy().into_owned()
        }
    };
    let text = spec::draft(
        &name,
        spec::NamedData::file(&data),
        &wizard.wishes,
        &wizard.proposals,
        &edits,
    )?;
    let project = Project::create(&root, &text, WHO, "a new project")?;
    homes.hand_over(&wizard.file, &project)?;
    Ok(project.root)
}

/// A path as it is written in a project at `root`.
fn relative(file: &Path, root: &Path) -> PathBuf {
    let shared = file
        .components()
        .zip(root.components())
        .take_while(|(a, b)| a == b)
        .count();
    let up = root.components().count() - shared;
    // Far apart, the way round is longer and breaks when either moves.
    if shared < 2 || up > 3 {
        return file.to_owned();
    }
    let mut path: PathBuf = std::iter::repeat_n("..", up).collect();
    path.extend(file.components().skip(shared));
    path
}
