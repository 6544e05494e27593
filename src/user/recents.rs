//! Projects opened lately, newest first.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::UserFolders;
use crate::error::{Error, Result};
use crate::project::{FILE, write_atomic};

/// Projects remembered.
const MOST: usize = 50;

/// A project opened before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    /// Its folder, absolute.
    pub root: PathBuf,
    /// Its name when it was opened.
    pub name: String,
    /// When, RFC 3339.
    pub opened: String,
}

/// Projects opened before that are still there, newest first.
pub fn recents(folders: &UserFolders) -> Vec<Recent> {
    let mut all = read(&file(folders));
    all.retain(|recent| recent.root.join(FILE).is_file());
    all
}

/// Remembers that a project was opened now.
pub fn remember(folders: &UserFolders, root: &Path, name: &str) -> Result<()> {
    let file = file(folders);
    let mut all = read(&file);
    all.retain(|recent| recent.root != root);
    let now = Recent {
        root: root.to_owned(),
        name: name.to_owned(),
        opened: chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
    };
    all.insert(0, now);
    all.truncate(MOST);
    let json = serde_json::to_vec_pretty(&all)
        .map_err(|e| Error::new(format!("cannot be written: {e}")).at_file(&file))?;
    fs::create_dir_all(&folders.state)
        .map_err(|e| Error::io("make the folder", &folders.state, &e))?;
    write_atomic(&file, &json)
}

fn file(folders: &UserFolders) -> PathBuf {
    folders.state.join("recent.json")
}

/// What is remembered; nothing where the file is absent or broken: it is a convenience.
fn read(file: &Path) -> Vec<Recent> {
    let bytes = fs::read(file).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_stands_first_once_and_what_is_gone_is_left_out() {
        let home = tempfile::tempdir().unwrap();
        let folders = UserFolders::under(home.path());
        assert!(recents(&folders).is_empty());
        for i in 0..MOST + 5 {
            let root = home.path().join(format!("p{i}"));
            fs::create_dir(&root).unwrap();
            fs::write(root.join(FILE), "format = 1\n").unwrap();
            remember(&folders, &root, &format!("p{i}")).unwrap();
        }
        assert_eq!(recents(&folders).len(), MOST);
        remember(&folders, &home.path().join("p20"), "again").unwrap();
        assert_eq!(recents(&folders)[0].name, "again");
        assert_eq!(recents(&folders).len(), MOST);
        fs::remove_file(home.path().join("p20").join(FILE)).unwrap();
        assert_eq!(recents(&folders)[0].name, format!("p{}", MOST + 4));
        fs::write(file(&folders), "[{").unwrap();
        assert!(recents(&folders).is_empty());
        remember(&folders, &home.path().join("p1"), "p1").unwrap();
        assert_eq!(recents(&folders).len(), 1);
    }
}
