//! The project's folder: open, edit without touching other bytes, journal with undo, evidence, fingerprints, locks.

mod atomic;
mod change;
mod create;
mod edit;
mod evidence;
mod fingerprint;
pub mod jobs;
mod journal;
pub mod json_zst;
mod lock;
mod open;
mod shared;
mod toml_json;
mod written;

use std::path::{Path, PathBuf};

pub use atomic::write_atomic;
pub use create::contents;
pub use evidence::Shelf;
pub use fingerprint::fingerprint;
pub use journal::{Entry, Event, Journal};
pub use lock::{Holder, Lock, Refused};
pub use shared::Shared;
pub use written::Written;

use crate::decisions::{Decisions, Edit, Fault};
use crate::error::Result;
use crate::table::{Address, Fetched, Mark, Objects, Query, files};
use crate::work::Progress;

/// Name of the file that makes a folder a project.
pub const FILE: &str = "jalon.toml";
/// Name of the trail.
const JOURNAL: &str = "journal.jsonl";

/// A project folder, opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// The folder, absolute.
    pub root: PathBuf,
    /// Text of `jalon.toml` as it is on disk.
    pub text: String,
    /// The files it extends, the nearest first.
    pub shared: Vec<Shared>,
    /// What could be read of it, with the decisions of the files it extends.
    pub decisions: Decisions,
    /// What could not, in order of the text.
    pub faults: Vec<Fault>,
    /// Written by a newer version: it may be looked at, not changed.
    pub read_only: bool,
}

impl Project {
    /// `jalon.toml`.
    pub fn file(&self) -> PathBuf {
        self.root.join(FILE)
    }

    /// Errors (all of them in one) when the text has faults of severity error.
    pub fn require_valid(&self) -> Result<()> {
        self.refuse(&self.faults)
    }

    /// Errors (all of them in one, in their order) when some of these faults are of severity error.
    pub fn refuse(&self, faults: &[Fault]) -> Result<()> {
        Fault::refuse(&self.file(), faults)
    }

    /// Name for titles: decided, or that of the folder.
    pub fn name(&self) -> String {
        let decided = self.decisions.project.name.clone();
        decided.filter(|n| !n.trim().is_empty()).unwrap_or_else(|| {
            let folder = self.root.file_name().unwrap_or(self.root.as_os_str());
            folder.to_string_lossy().into_owned()
        })
    }

    /// A path of the decisions, relative to `jalon.toml`; of objects of a store the place where they are once they are fetched.
    pub fn resolve(&self, path: &str) -> PathBuf {
        match Address::of(Path::new(path)) {
            Some(address) => self.objects().place(&address),
            None => self.root.join(path),
        }
    }

    /// The objects of stores that were fetched for the project.
    pub fn objects(&self) -> Objects {
        Objects::at(self.root.join(".jalon").join("objects"))
    }

    /// The file of a path of the decisions; objects of a store are fetched, those only that are not here as the store has them.
    ///
    /// # Errors
    /// As [`Project::fetch`].
    pub fn local(&self, path: &str, progress: &Progress) -> Result<Fetched> {
        match Address::of(Path::new(path)) {
            Some(address) => self.fetch(&address, progress),
            None => Ok(Fetched {
                path: self.resolve(path),
                told: None,
            }),
        }
    }

    /// Objects of a store, fetched for the project.
    ///
    /// # Errors
    /// As [`Objects::fetch`].
    pub fn fetch(&self, address: &Address, progress: &Progress) -> Result<Fetched> {
        let objects = self.objects();
        objects.fetch(address, &mut |share| {
            progress.fetching(address.text(), share)
        })
    }

    /// What tells whether the data of a path of the decisions changed: the content of files, the marks that stores have of objects.
    pub fn fingerprint_path(&self, path: &str) -> Result<String> {
        match Address::of(Path::new(path)) {
            Some(address) => {
                let marks = self.objects().mark(&address)?;
                fingerprint::fingerprint(&(address.text(), marks))
            }
            None => self.fingerprint_file(&self.root.join(path)),
        }
    }

    /// blake3 of a file's content, cached in `.jalon/` by path, size, mtime and inode; of a folder or a pattern that of its files
    /// and their names.
    pub fn fingerprint_file(&self, path: &Path) -> Result<String> {
        let cache = self.root.join(".jalon").join("fingerprints.json");
        if !files::is_many(path) {
            return fingerprint::of_file(path, &cache);
        }
        let mut found = Vec::new();
        for file in files::named(path)? {
            let name = file.strip_prefix(&self.root).unwrap_or(&file).to_owned();
            found.push((name, fingerprint::of_file(&file, &cache)?));
        }
        fingerprint::fingerprint(&found)
    }

    /// Hash of the number of rows of a query and of the latest value of its column of time, asked of the server at most once a minute;
    /// where the server does not answer, as it was when it did last.
    pub fn fingerprint_query(&self, query: &Query, time: Option<&str>) -> Result<String> {
        fingerprint::fingerprint(&self.mark_of_query(query, time)?)
    }

    /// The number of rows of a query and the latest value of its column of time, asked for as [`Project::fingerprint_query`] does.
    pub fn mark_of_query(&self, query: &Query, time: Option<&str>) -> Result<Mark> {
        let cache = self.root.join(".jalon").join("queries.json");
        fingerprint::mark_of_query(query, time, &cache)
    }

    /// The trail.
    pub fn journal(&self) -> Result<Journal> {
        Journal::read(&self.root.join(JOURNAL))
    }

    /// Adds an event to the trail; see [`Event`].
    pub fn note(
        &self,
        event: &str,
        (who, what, why): (&str, &str, &str),
        score: Option<(String, f64)>,
    ) -> Result<()> {
        let after = self.journal()?.next() - 1;
        let event = Event {
            time: journal::now(),
            who: who.to_owned(),
            event: event.to_owned(),
            what: what.to_owned(),
            why: why.to_owned(),
            after,
            score,
        };
        journal::add_event(&self.root.join(JOURNAL), event)
    }

    /// Who edits the decisions now, this process or another.
    pub fn editor(&self) -> Option<Holder> {
        lock::holder(&self.edit_lock())
    }

    /// Takes the right to edit for as long as the lock lives (a face holds it while it is open). `over_other_host` is the
    /// person's word to take it from a process of another machine.
    pub fn hold(&self, over_other_host: bool) -> Result<Lock, Refused> {
        Lock::take(&self.edit_lock(), "edit", over_other_host)
    }

    fn edit_lock(&self) -> PathBuf {
        self.root.join(".jalon").join("lock")
    }
}

/// A text of `jalon.toml` with an edit applied, and the edit that takes it back. Untouched bytes stay.
pub fn edited(text: &str, edit: &Edit) -> Result<(String, Edit)> {
    edit::apply(text, edit).map(|change| (change.text, change.inverse))
}

#[cfg(test)]
mod tests;
