//! The project's folder: open, edit without touching other bytes, journal with undo, evidence, fingerprints, locks.

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::decisions::{Decisions, Edit, Fault};
use crate::error::Result;

/// A project folder, opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// The folder, absolute.
    pub root: PathBuf,
    /// Text of `jalon.toml` as it is on disk.
    pub text: String,
    /// What could be read of it.
    pub decisions: Decisions,
    /// What could not, in order of the text.
    pub faults: Vec<Fault>,
    /// Written by a newer version: it may be looked at, not changed.
    pub read_only: bool,
}

impl Project {
    /// Opens a folder or its `jalon.toml`. Faults in the text do not fail; an absent or unreadable file does.
    pub fn open(path: &Path) -> Result<Project> {
        let _ = path;
        todo!()
    }
    /// Writes a new project: folder, `jalon.toml`, `.gitignore`. Refuses a folder that already holds a `jalon.toml`.
    pub fn create(root: &Path, text: &str, who: &str, why: &str) -> Result<Project> {
        let _ = (root, text, who, why);
        todo!()
    }
    /// Errors (all of them in one) when the text has faults of severity error.
    pub fn require_valid(&self) -> Result<()> {
        todo!()
    }
    /// Path of `jalon.toml`.
    pub fn file(&self) -> PathBuf {
        self.root.join("jalon.toml")
    }
    /// Line and character (from 1) where the value of a dotted key stands in the text.
    pub fn place_of(&self, key: &str) -> Option<(usize, usize)> {
        let _ = key;
        todo!()
    }
    /// Name for titles: decided, or that of the folder.
    pub fn name(&self) -> String {
        todo!()
    }
    /// A path of the decisions, relative to `jalon.toml`.
    pub fn resolve(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }
    /// Applies an edit: checks that the result parses, writes the file atomically, adds it with its inverse to the journal, reads anew.
    /// Untouched bytes, comments and order stay.
    pub fn edit(&mut self, edit: &Edit, who: &str, why: &str) -> Result<()> {
        let _ = (edit, who, why);
        todo!()
    }
    /// Takes the last edit that is not undone back; says which, `None` when there is none.
    pub fn undo(&mut self) -> Result<Option<String>> {
        todo!()
    }
    /// Makes the last undone edit again.
    pub fn redo(&mut self) -> Result<Option<String>> {
        todo!()
    }
    /// Reads again if `jalon.toml` changed on disk; whether it did.
    pub fn refresh(&mut self) -> Result<bool> {
        todo!()
    }
    /// Evidence `name` (`data`, `benchmark`) from `evidence/<name>.toml`; `None` where absent.
    pub fn evidence<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>> {
        let _ = name;
        todo!()
    }
    /// Writes evidence atomically as TOML.
    pub fn keep_evidence<T: Serialize>(&self, name: &str, value: &T) -> Result<()> {
        let _ = (name, value);
        todo!()
    }
    /// A file under the root; `None` where absent.
    pub fn read_bytes(&self, relative: &str) -> Result<Option<Vec<u8>>> {
        let _ = relative;
        todo!()
    }
    /// Writes a file under the root atomically, creating its folders.
    pub fn keep_bytes(&self, relative: &str, bytes: &[u8]) -> Result<()> {
        let _ = (relative, bytes);
        todo!()
    }
    /// A packed JSON document under the root; `None` where absent.
    pub fn read_json_zst<T: DeserializeOwned>(&self, relative: &str) -> Result<Option<T>> {
        let _ = relative;
        todo!()
    }
    /// Writes a document as JSON packed with zstd under the root, atomically.
    pub fn keep_json_zst<T: Serialize>(&self, relative: &str, value: &T) -> Result<()> {
        let _ = (relative, value);
        todo!()
    }
    /// blake3 of a file's content, cached in `.jalon/` by path, size, mtime and inode.
    pub fn fingerprint_file(&self, path: &Path) -> Result<String> {
        let _ = path;
        todo!()
    }
}

/// Hash of what a milestone computes from: blake3 of its canonical JSON, as 32 hex digits.
pub fn fingerprint<T: Serialize>(inputs: &T) -> Result<String> {
    let _ = inputs;
    todo!()
}

/// Writes a file atomically: temporary file in the same folder, fsync, rename, fsync of the folder.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<()> {
    let _ = (path, bytes);
    todo!()
}

/// A text of `jalon.toml` with an edit applied, and the edit that takes it back. Untouched bytes stay.
pub fn edited(text: &str, edit: &Edit) -> Result<(String, Edit)> {
    let _ = (text, edit);
    todo!()
}
