//! Making a new project: everything or nothing.

use std::fs;
use std::path::{Path, PathBuf};

use super::atomic::{make_folder, write_atomic, write_new};
use super::journal::{self, Entry};
use super::{FILE, JOURNAL, Project};
use crate::decisions::{Edit, Fault, parse};
use crate::error::{Error, Result};

/// What git should leave alone: data, scratch, predictions row by row.
const IGNORED: &[&str] = &[
    "/.jalon/",
    "/evidence/**/predictions*.parquet",
    "/evidence/benchmark/",
    "*.csv",
    "*.tsv",
    "*.parquet",
    "*.arrow",
    "*.feather",
    "*.db",
    "*.sqlite",
];

/// Names of what is in the folder of a project to be, in order; none where there is no folder yet. An error where it
/// holds a project, or is no folder.
pub fn contents(folder: &Path) -> Result<Vec<String>> {
    let file = folder.join(FILE);
    if file.exists() {
        return Err(taken(&file));
    }
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) if e.kind() == std::io::ErrorKind::NotADirectory => {
            return Err(Error::new("is a file")
                .at_file(folder)
                .with_fix("choose a folder"));
        }
        Err(e) => return Err(Error::io("read", folder, &e)),
    };
    let names = entries.filter_map(|e| Some(e.ok()?.file_name().to_string_lossy().into_owned()));
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    Ok(names)
}

impl Project {
    /// Writes a new project: folder, `jalon.toml`, `.gitignore`, journal. Refuses a folder that already holds a `jalon.toml`, and a text with
    /// mistakes. When something fails on the way, nothing stays.
    pub fn create(root: &Path, text: &str, who: &str, why: &str) -> Result<Project> {
        let file = root.join(FILE);
        if file.exists() {
            return Err(taken(&file));
        }
        Fault::refuse(&file, &parse(text).faults)?;

        let mut made = Made::default();
        let written = made.folders(root).and_then(|()| {
            made.ignore(&root.join(".gitignore"))?;
            let entry = Entry {
                n: 1,
                time: journal::now(),
                who: who.to_owned(),
                what: "made the project".into(),
                why: why.to_owned(),
                edit: Edit::Text {
                    text: text.to_owned(),
                },
                inverse: None,
                after: super::fingerprint(&text)?,
            };
            let trail = root.join(JOURNAL);
            if !trail.exists() {
                made.files.push(trail.clone());
            }
            journal::add(&trail, entry)?;
            // The file that makes the folder a project comes last.
            if write_new(&file, text.as_bytes())? {
                Ok(())
            } else {
                Err(taken(&file))
            }
        });
        match written {
            Ok(()) => Project::open(root),
            Err(error) => {
                made.undo();
                Err(error)
            }
        }
    }
}

fn taken(file: &Path) -> Error {
    Error::new("there is a project already")
        .at_file(file)
        .with_fix("open it, or choose another folder")
}

/// What was made so far, to be taken back when the rest fails.
#[derive(Default)]
struct Made {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
    changed: Option<(PathBuf, Vec<u8>)>,
}

impl Made {
    fn folders(&mut self, root: &Path) -> Result<()> {
        let missing = root
            .ancestors()
            .take_while(|p| !p.as_os_str().is_empty() && !p.exists());
        self.folders = missing.map(Path::to_owned).collect();
        make_folder(root)
    }

    /// Adds to a `.gitignore` what it does not have; what is there stays.
    fn ignore(&mut self, path: &Path) -> Result<()> {
        let old = match fs::read(path) {
            Ok(bytes) => Some(bytes),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => None,
            Err(e) => return Err(Error::io("read", path, &e)),
        };
        let mut new = old.clone().unwrap_or_default();
        let has = String::from_utf8_lossy(&new).into_owned();
        if !new.is_empty() && !new.ends_with(b"\n") {
            new.push(b'\n');
        }
        for line in IGNORED
            .iter()
            .filter(|i| !has.lines().any(|l| l.trim() == **i))
        {
            new.extend_from_slice(line.as_bytes());
            new.push(b'\n');
        }
        match old {
            Some(old) => self.changed = Some((path.to_owned(), old)),
            None => self.files.push(path.to_owned()),
        }
        write_atomic(path, &new)
    }

    /// Best effort: the error that led here is the one to show.
    fn undo(self) {
        if let Some((path, old)) = self.changed {
            let _ = write_atomic(&path, &old);
        }
        for file in self.files {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders {
            // Deepest first; only empty folders go.
            let _ = fs::remove_dir(folder);
        }
    }
}
