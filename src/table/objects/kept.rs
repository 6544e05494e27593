//! A folder with the objects that were fetched, and what is known of each.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::{Address, Object, Store, store};
use crate::error::{Error, Result};
use crate::table::files;
use crate::table::write::{put_in_place, staged};
use crate::text;

/// Seconds for which what a store said is believed.
const ASKED_AGAIN: u64 = 60;
/// Seconds without a byte after which a file that is being fetched was left by a process that is no more.
const FORSAKEN: u64 = 600;
/// What is known, beside the objects.
const INDEX: &str = "index.json";

/// The folder. Every object in it is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objects(PathBuf);

/// The objects of an address, on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The file, the folder or the pattern.
    pub path: PathBuf,
    /// Why these may not be the newest: the store did not answer.
    pub told: Option<String>,
}

/// What is known of the objects.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Index {
    /// What stores said of each address.
    asked: BTreeMap<String, Asked>,
    /// The objects that are here, by their place.
    here: BTreeMap<String, Object>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Asked {
    /// Seconds since 1970 when the store answered, and when it was asked last.
    answered: u64,
    at: u64,
    objects: Vec<Object>,
    /// Why it did not answer the last time.
    failed: Option<String>,
}

impl Objects {
    /// In this folder, which is made when the first object is.
    pub fn at(folder: PathBuf) -> Self {
        Self(folder)
    }

    /// Where the objects of an address are, or will be.
    pub fn place(&self, address: &Address) -> PathBuf {
        address.place(&self.0)
    }

    /// What tells whether the objects changed: their marks, asked of the store at most once a minute; where it does not answer, as it was when it
    /// did last.
    ///
    /// # Errors
    /// No such object; a store that never answered; a build that reaches none.
    pub fn mark(&self, address: &Address) -> Result<Vec<Object>> {
        Ok(self.asked(address, store::of)?.objects)
    }

    /// Fetches the objects that are not here as the store has them. `report` is given the share of bytes fetched, and ends the work by an
    /// error. Where the store does not answer, the objects fetched before are used, and that is told.
    ///
    /// # Errors
    /// As [`Objects::mark`]; an object that changes while it is fetched; a folder that cannot be written.
    pub fn fetch(
        &self,
        address: &Address,
        report: &mut dyn FnMut(f64) -> Result<()>,
    ) -> Result<Fetched> {
        self.fetch_from(address, store::of, report)
    }

    fn fetch_from(
        &self,
        address: &Address,
        store: impl Fn(&Address) -> Result<Box<dyn Store>>,
        report: &mut dyn FnMut(f64) -> Result<()>,
    ) -> Result<Fetched> {
        report(0.0)?;
        let asked = self.asked(address, &store)?;
        let path = self.place(address);
        let mut index = self.index();
        let is_here = |index: &Index, object: &Object| {
            let place = address.place_of(&object.key, &self.0);
            let size = fs::metadata(&place).map(|meta| meta.len());
            index.here.get(&self.name(&place)) == Some(object)
                && size.is_ok_and(|size| size == object.size)
        };
        let objects = asked.objects.iter();
        let absent: Vec<&Object> = objects.filter(|object| !is_here(&index, object)).collect();
        if let Some(why) = &asked.failed {
            if !absent.is_empty() {
                return Err(Error::new(why.clone()).at_file(address.text()));
            }
            let ago = now().saturating_sub(asked.answered);
            let told = format!(
                "the store does not answer ({why}): what was fetched {} is used",
                text::ago(ago as f64)
            );
            return Ok(Fetched {
                path,
                told: Some(told),
            });
        }
        if !absent.is_empty() {
            let store = store(address)?;
            let all: u64 = absent.iter().map(|object| object.size).sum();
            let mut before = 0;
            for object in absent {
                let place = address.place_of(&object.key, &self.0);
                self.download(store.as_ref(), object, &place, &mut |bytes| {
                    report((before + bytes) as f64 / all.max(1) as f64)
                })
                .map_err(|error| error.or_at_file(address.text()))?;
                before += object.size;
                index.here.insert(self.name(&place), object.clone());
                self.keep(&index)?;
            }
        }
        self.forget_others(address, &asked.objects, &mut index)?;
        Ok(Fetched { path, told: None })
    }

    /// The addresses whose store did not answer when it was asked last.
    pub fn silent(&self) -> Vec<String> {
        let asked = self.index().asked.into_iter();
        let silent = asked.filter(|(_, asked)| asked.failed.is_some());
        silent.map(|(address, _)| address).collect()
    }

    /// Moves the objects of an address to another folder of objects, where they are not fetched again.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn hand_over(&self, address: &Address, to: &Objects) -> Result<()> {
        let (mut ours, mut theirs) = (self.index(), to.index());
        let Some(asked) = ours.asked.remove(address.text()) else {
            return Ok(());
        };
        for object in &asked.objects {
            let (from, place) = (
                address.place_of(&object.key, &self.0),
                address.place_of(&object.key, &to.0),
            );
            let Some(known) = ours.here.remove(&self.name(&from)) else {
                continue;
            };
            make_folder_of(&place)?;
            let moved = fs::rename(&from, &place)
                .or_else(|_| fs::copy(&from, &place).and_then(|_| fs::remove_file(&from)));
            moved.map_err(|error| Error::io("move the file", &from, &error))?;
            theirs.here.insert(to.name(&place), known);
        }
        theirs.asked.insert(address.text().to_owned(), asked);
        to.keep(&theirs)?;
        self.keep(&ours)
    }

    /// What the store says of an address, or said within the last minute.
    fn asked(
        &self,
        address: &Address,
        store: impl Fn(&Address) -> Result<Box<dyn Store>>,
    ) -> Result<Asked> {
        address.require_plain()?;
        // A build that reaches no store, and a store that is not said whole, are no matter of the network.
        let store = store(address)?;
        let mut index = self.index();
        let before = index.asked.get(address.text()).cloned();
        if let Some(asked) = &before
            && now().saturating_sub(asked.at) < ASKED_AGAIN
        {
            return Ok(asked.clone());
        }
        let asked = match (store.list(address), before) {
            (Ok(objects), _) if objects.is_empty() => return Err(no_object(address)),
            (Ok(objects), _) => Asked {
                answered: now(),
                at: now(),
                objects,
                failed: None,
            },
            (Err(error), Some(before)) => Asked {
                at: now(),
                failed: Some(error.message.clone()),
                ..before
            },
            (Err(error), None) => return Err(error.or_at_file(address.text())),
        };
        index.asked.insert(address.text().to_owned(), asked.clone());
        self.keep(&index)?;
        Ok(asked)
    }

    /// Fetches an object into a file that takes its name when it is whole.
    fn download(
        &self,
        store: &dyn Store,
        object: &Object,
        place: &Path,
        report: &mut dyn FnMut(u64) -> Result<()>,
    ) -> Result<()> {
        make_folder_of(place)?;
        sweep(place);
        let mut file = staged(place)?;
        let mut fetched = 0;
        store.bytes(object, &mut |piece| {
            fetched += piece.len() as u64;
            let written = file.write_all(piece);
            written.map_err(|error| Error::io("write the file", place, &error))?;
            report(fetched)
        })?;
        if fetched != object.size {
            return Err(Error::new(format!(
                "the store gave {fetched} bytes of '{}', which has {}",
                text::escape(&object.key),
                object.size
            ))
            .with_fix("try again"));
        }
        put_in_place(file, place)
    }

    /// Removes the files that stand for objects which are no more in a folder or a pattern: they would be read with the others.
    fn forget_others(
        &self,
        address: &Address,
        objects: &[Object],
        index: &mut Index,
    ) -> Result<()> {
        let wanted = objects.iter();
        let wanted: Vec<PathBuf> = wanted
            .map(|object| address.place_of(&object.key, &self.0))
            .collect();
        for file in files::named(&self.place(address)).unwrap_or_default() {
            if !wanted.contains(&file) {
                let removed = fs::remove_file(&file);
                removed.map_err(|error| Error::io("remove the file", &file, &error))?;
                index.here.remove(&self.name(&file));
            }
        }
        self.keep(index)
    }

    /// A place as it is called in the index.
    fn name(&self, place: &Path) -> String {
        let name = place.strip_prefix(&self.0).unwrap_or(place);
        name.to_string_lossy().into_owned()
    }

    /// An index that cannot be read only costs time.
    fn index(&self) -> Index {
        let bytes = fs::read(self.0.join(INDEX)).ok();
        let index = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        index.unwrap_or_default()
    }

    fn keep(&self, index: &Index) -> Result<()> {
        let path = self.0.join(INDEX);
        make_folder_of(&path)?;
        let mut file = staged(&path)?;
        serde_json::to_writer(&mut file, index)
            .map_err(|error| Error::new(format!("cannot describe the objects: {error}")))?;
        put_in_place(file, &path)
    }
}

fn make_folder_of(place: &Path) -> Result<()> {
    let folder = place.parent().unwrap_or(place);
    fs::create_dir_all(folder).map_err(|error| Error::io("make the folder", folder, &error))
}

/// Removes what processes that were killed left half fetched beside a place. That it cannot be removed only costs room.
fn sweep(place: &Path) {
    let beside = place.parent().map(fs::read_dir);
    for entry in beside.into_iter().flatten().flatten().flatten() {
        let is_part = entry.file_name().to_string_lossy().starts_with(".tmp");
        let age = entry.metadata().and_then(|meta| meta.modified()).ok();
        let age = age.and_then(|written| written.elapsed().ok());
        if is_part && age.is_some_and(|age| age.as_secs() > FORSAKEN) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn no_object(address: &Address) -> Error {
    Error::new("there is no such object, nor a folder or a pattern of data files of this name")
        .at_file(address.text())
        .with_fix("see how its key is written: capitals count")
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.unwrap_or_default().as_secs()
}

#[cfg(test)]
#[path = "kept_tests.rs"]
mod tests;
