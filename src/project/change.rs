//! Changing decisions: the newest text, one edit, one line in the journal; and taking it back.

use super::edit::{self, Change};
use super::journal::{self, Entry, Journal};
use super::lock::{Lock, Refused};
use super::{JOURNAL, Project, fingerprint, open, write_atomic};
use crate::decisions::{Edit, Fault, Severity, parse};
use crate::error::{Error, Result};

impl Project {
    /// Applies an edit to the text as it is on disk: checks that the result has no new mistake, writes the file atomically, adds the edit with its
    /// inverse to the journal, reads anew. Untouched bytes, comments and order stay. An edit that changes nothing leaves no trace.
    pub fn edit(&mut self, edit: &Edit, who: &str, why: &str) -> Result<()> {
        let _lock = self.may_write()?;
        let now = open::read(&self.file())?;
        let change = self.apply(&now, edit)?;
        if change.text != now {
            self.refuse_new_faults(&now, &change.text)?;
            let journal = self.journal()?;
            write_atomic(&self.file(), change.text.as_bytes())?;
            let entry = Entry {
                n: journal.next(),
                time: journal::now(),
                who: who.to_owned(),
                what: journal::sentence(edit, change.old.as_deref()),
                why: why.to_owned(),
                edit: edit.clone(),
                inverse: Some(change.inverse),
                after: fingerprint(&change.text)?,
            };
            journal::add(&self.root.join(JOURNAL), entry)?;
        }
        self.refresh().map(|_| ())
    }

    /// Takes the last edit that is not undone back; says which, `None` when there is none.
    pub fn undo(&mut self) -> Result<Option<String>> {
        let _lock = self.may_write()?;
        let journal = self.journal()?;
        let Some(entry) = journal.to_undo() else {
            return Ok(None);
        };
        let now = open::read(&self.file())?;
        let Some(inverse) = &entry.inverse else {
            return Ok(None);
        };
        if matches!(inverse, Edit::Text { .. }) && fingerprint(&now)? != entry.after {
            return Err(self.changed_by_hand("undo", entry));
        }
        let change = self.apply(&now, inverse)?;
        write_atomic(&self.file(), change.text.as_bytes())?;
        journal::add_undo(&self.root.join(JOURNAL), entry.n)?;
        let what = entry.what.clone();
        self.refresh()?;
        Ok(Some(what))
    }

    /// Makes the last undone edit again; says which, `None` when there is none.
    pub fn redo(&mut self) -> Result<Option<String>> {
        let _lock = self.may_write()?;
        let journal: Journal = self.journal()?;
        let Some(entry) = journal.to_redo() else {
            return Ok(None);
        };
        let now = open::read(&self.file())?;
        let change = self.apply(&now, &entry.edit)?;
        let replaces_all = matches!(entry.edit, Edit::Text { .. });
        if replaces_all && entry.inverse != Some(change.inverse) {
            return Err(self.changed_by_hand("redo", entry));
        }
        write_atomic(&self.file(), change.text.as_bytes())?;
        journal::add_redo(&self.root.join(JOURNAL), entry.n)?;
        let what = entry.what.clone();
        self.refresh()?;
        Ok(Some(what))
    }

    /// What the text would be after an edit, nothing written: for showing it before it is done.
    pub fn preview(&self, edit: &Edit) -> Result<String> {
        Ok(self.apply(&self.text, edit)?.text)
    }

    fn apply(&self, text: &str, edit: &Edit) -> Result<Change> {
        edit::apply(text, edit).map_err(|e| e.at_file(self.file()))
    }

    /// The right to write for one edit; nothing to hold where this process has it already.
    fn may_write(&self) -> Result<Option<Lock>> {
        if self.read_only {
            return Err(
                Error::new("was written by a newer jalon and is opened read-only")
                    .at_file(self.file())
                    .with_fix("use a newer jalon"),
            );
        }
        match self.hold(false) {
            Ok(lock) => Ok(Some(lock)),
            Err(Refused::Held(holder)) if holder.is_here() => Ok(None),
            Err(Refused::Held(holder)) => {
                let fix = if holder.is_on_this_host() {
                    "close it there, or look on read-only"
                } else {
                    "close it there; if that machine is gone, take the lock over or delete .jalon/lock"
                };
                Err(
                    Error::new(format!("is being edited by {}", holder.describe()))
                        .at_file(self.file())
                        .with_fix(fix),
                )
            }
            Err(Refused::Failed(error)) => Err(error),
        }
    }

    fn refuse_new_faults(&self, before: &str, after: &str) -> Result<()> {
        let wrong = |f: &Fault| f.severity == Severity::Error;
        let mut known: Vec<(String, String)> = parse(before)
            .faults
            .into_iter()
            .filter(wrong)
            .map(|f| (f.key, f.message))
            .collect();
        let mut new = Vec::new();
        for fault in parse(after).faults.into_iter().filter(wrong) {
            let same = |k: &(String, String)| k.0 == fault.key && k.1 == fault.message;
            match known.iter().position(same) {
                Some(at) => {
                    known.swap_remove(at);
                }
                None => new.push(fault),
            }
        }
        self.refuse(&new)
    }

    fn changed_by_hand(&self, act: &str, entry: &Entry) -> Error {
        Error::new(format!(
            "cannot {act} '{}': the file was changed by hand since",
            crate::text::escape(&entry.what)
        ))
        .at_file(self.file())
        .with_fix("change the key itself; nothing of what was written by hand is lost")
    }
}
