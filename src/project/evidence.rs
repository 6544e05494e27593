//! What was found and what was shipped: files under `evidence/` and `versions/`, written atomically, read back or
//! reported with the way out.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::atomic::{append_line, make_folder, write_atomic};
use super::{Project, toml_json};
use crate::error::{Error, Result};

const AGAIN: &str = "delete the file and compute it again (--force)";

/// A folder of the project that holds what was computed: `evidence/` or `versions/`. Names are paths inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelf {
    root: PathBuf,
}

impl Shelf {
    /// The file of this name; an error where the name leaves the folder.
    pub fn path(&self, name: &str) -> Result<PathBuf> {
        let inside = Path::new(name)
            .components()
            .all(|c| matches!(c, Component::Normal(_)));
        if name.is_empty() || !inside {
            let folder = self.root.file_name().unwrap_or_default().to_string_lossy();
            return Err(Error::new(format!(
                "'{}' is not a name inside {folder}/",
                crate::text::escape(name)
            )));
        }
        Ok(self.root.join(name))
    }

    /// The file of this name with its folder made.
    pub fn file(&self, name: &str) -> Result<PathBuf> {
        let path = self.path(name)?;
        if let Some(folder) = path.parent() {
            make_folder(folder)?;
        }
        Ok(path)
    }

    /// Reads `<name>.toml`; `None` where absent. A score that is not a number is written `nan` in a list and left out
    /// elsewhere, and read back as `None`.
    pub fn read<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>> {
        let file = format!("{name}.toml");
        let path = self.path(&file)?;
        let Some(bytes) = self.read_bytes(&file)? else {
            return Ok(None);
        };
        let text =
            String::from_utf8(bytes).map_err(|_| unreadable(&path, "it is not UTF-8 text"))?;
        let table: toml::Table = toml::from_str(&text).map_err(|e| {
            let line = e.span().map_or(1, |s| {
                text[..s.start.min(text.len())].matches('\n').count() + 1
            });
            unreadable(&path, e.message()).at_line(line)
        })?;
        let value = toml_json::from_toml(toml::Value::Table(table));
        serde_json::from_value(value)
            .map(Some)
            .map_err(|e| unreadable(&path, &e.to_string()))
    }

    /// Writes `<name>.toml` atomically.
    pub fn keep<T: Serialize>(&self, name: &str, value: &T) -> Result<()> {
        let file = format!("{name}.toml");
        let path = self.path(&file)?;
        let failed = |why: String| Error::new(format!("cannot be written: {why}")).at_file(&path);
        let value = serde_json::to_value(value).map_err(|e| failed(e.to_string()))?;
        let table = match toml_json::to_toml(value) {
            Some(toml::Value::Table(table)) => table,
            _ => return Err(failed("evidence is not a table".into())),
        };
        let text = toml::to_string(&table).map_err(|e| failed(e.to_string()))?;
        self.keep_bytes(&file, text.as_bytes())
    }

    /// Writes a file atomically, making its folder.
    pub fn keep_bytes(&self, name: &str, bytes: &[u8]) -> Result<()> {
        write_atomic(&self.file(name)?, bytes)
    }

    /// Reads a file; `None` where absent.
    pub fn read_bytes(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let path = self.path(name)?;
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(Error::io("read", &path, &e)),
        }
    }
}

impl Project {
    /// `evidence/`: what was found.
    pub fn found(&self) -> Shelf {
        Shelf {
            root: self.root.join("evidence"),
        }
    }

    /// `versions/`: what was shipped.
    pub fn shipped(&self) -> Shelf {
        Shelf {
            root: self.root.join("versions"),
        }
    }

    /// The file `evidence/<name>`; an error where the name leaves the folder.
    pub fn evidence_path(&self, name: &str) -> Result<PathBuf> {
        self.found().path(name)
    }

    /// Evidence `name` (`data`, `runs/0001-ridge/run`) from `evidence/<name>.toml`; `None` where absent.
    pub fn evidence<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>> {
        self.found().read(name)
    }

    /// Writes evidence atomically as TOML.
    pub fn keep_evidence<T: Serialize>(&self, name: &str, value: &T) -> Result<()> {
        self.found().keep(name, value)
    }

    /// Writes `evidence/<name>` atomically, making its folder.
    pub fn keep_bytes(&self, name: &str, bytes: &[u8]) -> Result<()> {
        self.found().keep_bytes(name, bytes)
    }

    /// Reads `evidence/<name>`; `None` where absent.
    pub fn read_bytes(&self, name: &str) -> Result<Option<Vec<u8>>> {
        self.found().read_bytes(name)
    }

    /// Adds a line of JSON to `evidence/<name>` and waits for the disk.
    pub fn append_json<T: Serialize>(&self, name: &str, value: &T) -> Result<()> {
        let path = self.evidence_file(name)?;
        let line = serde_json::to_string(value)
            .map_err(|e| Error::new(format!("cannot be written: {e}")).at_file(&path))?;
        append_line(&path, &line)
    }

    /// Every line of JSON of `evidence/<name>`, none where absent. A line cut off by a crash is passed over.
    pub fn read_json_lines<T: DeserializeOwned>(&self, name: &str) -> Result<Vec<T>> {
        let bytes = self.read_bytes(name)?.unwrap_or_default();
        let lines = bytes.split(|b| *b == b'\n');
        Ok(lines
            .filter_map(|line| serde_json::from_slice(line).ok())
            .collect())
    }

    /// Names of what stands in `evidence/<folder>`, sorted; none where the folder is absent.
    pub fn evidence_names(&self, folder: &str) -> Result<Vec<String>> {
        let path = self.evidence_path(folder)?;
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(e) => return Err(Error::io("read", &path, &e)),
        };
        let mut names: Vec<String> = entries
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| !name.starts_with('.'))
            .collect();
        names.sort_unstable();
        Ok(names)
    }

    /// Takes away a file or folder of `evidence/`; nothing happens where it is absent.
    pub fn drop_evidence(&self, name: &str) -> Result<()> {
        let path = self.evidence_path(name)?;
        let gone = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        match gone {
            Err(e) if e.kind() != ErrorKind::NotFound => Err(Error::io("delete", &path, &e)),
            _ => Ok(()),
        }
    }

    /// The file `evidence/<name>` with its folder made; an error where the name leaves the folder.
    pub fn evidence_file(&self, name: &str) -> Result<PathBuf> {
        self.found().file(name)
    }
}

fn unreadable(path: &Path, why: &str) -> Error {
    let why = why.lines().next().unwrap_or_default();
    Error::new(format!(
        "this evidence cannot be read: {}",
        crate::text::escape(why)
    ))
    .at_file(path)
    .with_fix(AGAIN)
}
