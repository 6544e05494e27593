//! The trail: one line of JSON a decision in `journal.jsonl`, with who, when, why and its inverse. What can be undone
//! or made again is read from it, so that undo works across restarts.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::atomic::append_line;
use crate::decisions::Edit;
use crate::error::{Error, Result};

/// A decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number, from 1.
    pub n: u64,
    /// RFC 3339, UTC.
    pub time: String,
    /// Which face or person.
    pub who: String,
    /// One sentence.
    pub what: String,
    /// The reason given, empty where none was.
    pub why: String,
    /// The change.
    pub edit: Edit,
    /// What takes it back; `None` for the making of the project.
    pub inverse: Option<Edit>,
    /// Fingerprint of the text after it: an inverse that replaces the whole text is only right on that very text.
    pub after: String,
}

/// Something that happened to the project and changes no decision: a verdict, a promotion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// RFC 3339, UTC.
    pub time: String,
    /// Which face or person.
    pub who: String,
    /// What kind of event: `verdict`, `promote`, `rollback`.
    pub event: String,
    /// One sentence.
    pub what: String,
    /// The reason given, empty where none was.
    pub why: String,
    /// How many decisions stood in the journal before it.
    pub after: u64,
    /// Score that it is about, with the name of its metric.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<(String, f64)>,
}

/// A line of the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Line {
    Decision(Box<Entry>),
    Event(Event),
    Undo { time: String, undo: u64 },
    Redo { time: String, redo: u64 },
}

/// The journal as it stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Journal {
    /// Every decision, in order.
    pub entries: Vec<Entry>,
    /// Every event, in order.
    pub events: Vec<Event>,
    done: Vec<u64>,
    undone: Vec<u64>,
}

impl Journal {
    /// Reads it; empty where absent. A line that was cut off by a crash is passed over.
    pub fn read(path: &Path) -> Result<Journal> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Journal::default()),
            Err(e) => return Err(Error::io("read", path, &e)),
        };
        let mut journal = Journal::default();
        for line in bytes.split(|b| *b == b'\n') {
            if let Ok(line) = serde_json::from_slice(line) {
                journal.follow(line);
            }
        }
        Ok(journal)
    }

    fn follow(&mut self, line: Line) {
        match line {
            Line::Decision(entry) => {
                if entry.inverse.is_some() {
                    self.done.push(entry.n);
                }
                self.undone.clear();
                self.entries.push(*entry);
            }
            Line::Event(event) => self.events.push(event),
            Line::Undo { undo, .. } => {
                self.done.retain(|n| *n != undo);
                self.undone.push(undo);
            }
            Line::Redo { redo, .. } => {
                self.undone.retain(|n| *n != redo);
                self.done.push(redo);
            }
        }
    }

    /// The decision that undo takes back.
    pub fn to_undo(&self) -> Option<&Entry> {
        self.done.last().and_then(|n| self.entry(*n))
    }

    /// The decision that redo makes again.
    pub fn to_redo(&self) -> Option<&Entry> {
        self.undone.last().and_then(|n| self.entry(*n))
    }

    /// Decisions that hold, oldest first: neither undone nor replaced by an undo.
    pub fn holding(&self) -> impl Iterator<Item = &Entry> {
        self.entries
            .iter()
            .filter(|e| e.inverse.is_none() || self.done.contains(&e.n))
    }

    fn entry(&self, n: u64) -> Option<&Entry> {
        self.entries.iter().find(|e| e.n == n)
    }

    /// The number of the next decision.
    pub(super) fn next(&self) -> u64 {
        self.entries.iter().map(|e| e.n).max().unwrap_or(0) + 1
    }
}

pub(super) fn add(path: &Path, entry: Entry) -> Result<()> {
    write(path, &Line::Decision(Box::new(entry)))
}

pub(super) fn add_event(path: &Path, event: Event) -> Result<()> {
    write(path, &Line::Event(event))
}

pub(super) fn add_undo(path: &Path, n: u64) -> Result<()> {
    write(
        path,
        &Line::Undo {
            time: now(),
            undo: n,
        },
    )
}

pub(super) fn add_redo(path: &Path, n: u64) -> Result<()> {
    write(
        path,
        &Line::Redo {
            time: now(),
            redo: n,
        },
    )
}

fn write(path: &Path, line: &Line) -> Result<()> {
    let line = serde_json::to_string(line)
        .map_err(|e| Error::new(format!("cannot be written: {e}")).at_file(path))?;
    append_line(path, &line)
}

/// The time as the trail writes it.
pub(super) fn now() -> String {
    chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// One sentence of what an edit does. `old` is the value before, as TOML.
pub(super) fn sentence(edit: &Edit, old: Option<&str>) -> String {
    let short = |t: &str| crate::text::cut(&crate::text::escape(t.trim()), 80).into_owned();
    match edit {
        Edit::Set { path, value } => match old {
            Some(old) => format!("set {path} to {} instead of {}", short(value), short(old)),
            None => format!("set {path} to {}", short(value)),
        },
        Edit::Remove { path } => match old {
            Some(old) => format!("removed {path}, which was {}", short(old)),
            None => format!("removed {path}"),
        },
        Edit::Insert { path, value, .. } => format!("added to {path}: {}", short(value)),
        Edit::Move { path, to } => format!("moved {path} to position {}", to + 1),
        Edit::Rename { path, to } => format!("renamed {path} to {}", short(to)),
        Edit::All { edits } => match edits.as_slice() {
            [] => "changed nothing".into(),
            [one] => sentence(one, old),
            [first, rest @ ..] => format!("{}, and {} more", sentence(first, None), rest.len()),
        },
        Edit::Text { .. } => "edited the text".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(n: u64) -> Entry {
        Entry {
            n,
            time: now(),
            who: "test".into(),
            what: format!("decision {n}"),
            why: String::new(),
            edit: Edit::set("problem.metric", "\"mae\""),
            inverse: (n > 1).then(|| Edit::set("problem.metric", "\"rmse\"")),
            after: String::new(),
        }
    }

    #[test]
    fn undo_and_redo_are_read_from_the_lines() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let next = |j: &Journal| (j.to_undo().map(|e| e.n), j.to_redo().map(|e| e.n));
        let read = || Journal::read(&path).unwrap();
        assert_eq!(read(), Journal::default());
        for n in 1..=3 {
            add(&path, entry(n)).unwrap();
        }
        assert_eq!(next(&read()), (Some(3), None));
        add_undo(&path, 3).unwrap();
        assert_eq!(next(&read()), (Some(2), Some(3)));
        add_undo(&path, 2).unwrap();
        assert_eq!(next(&read()), (None, Some(2)), "making the project stays");
        add_redo(&path, 2).unwrap();
        assert_eq!(next(&read()), (Some(2), Some(3)));
        add(&path, entry(4)).unwrap();
        assert_eq!(next(&read()), (Some(4), None), "a new decision ends redo");
        let holding: Vec<_> = read().holding().map(|e| e.n).collect();
        assert_eq!(holding, [1, 2, 4]);
        assert_eq!(read().next(), 5);
    }

    #[test]
    fn events_stand_between_decisions_and_undo_passes_over_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        add(&path, entry(1)).unwrap();
        add(&path, entry(2)).unwrap();
        let event = Event {
            time: now(),
            who: "test".into(),
            event: "verdict".into(),
            what: "GO".into(),
            why: String::new(),
            after: 2,
            score: Some(("mae".into(), 1.5)),
        };
        add_event(&path, event.clone()).unwrap();
        let journal = Journal::read(&path).unwrap();
        assert_eq!(journal.events, [event]);
        assert_eq!(journal.entries.len(), 2);
        assert_eq!(journal.to_undo().map(|e| e.n), Some(2));
    }

    #[test]
    fn a_torn_line_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        add(&path, entry(1)).unwrap();
        add(&path, entry(2)).unwrap();
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..whole.len() - 20]).unwrap();
        assert_eq!(Journal::read(&path).unwrap().entries.len(), 1);
        add(&path, entry(2)).unwrap();
        assert_eq!(Journal::read(&path).unwrap().entries.len(), 2);
    }
}
