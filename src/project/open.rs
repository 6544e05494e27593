//! Opening a project and following what changes on disk.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{FILE, Project, Shared};
use crate::decisions::{Locator, Parsed, Severity, parse};
use crate::error::{Error, Result};

/// A `jalon.toml` is a page of text; what is larger is another file by that name.
const LARGEST: u64 = 8 << 20;
/// Files that extend one another; more is a mistake.
const DEEPEST: usize = 8;

impl Project {
    /// Opens a folder or its `jalon.toml`. Faults in the text do not fail; an absent or unreadable file does.
    pub fn open(path: &Path) -> Result<Project> {
        let root = folder_of(path)?;
        let file = root.join(FILE);
        let text = read(&file)?;
        let mut parsed = parse(&text);
        let shared = match parsed.decisions.extends.clone() {
            Some(base) => extend(&mut parsed, &text, &root, &base),
            None => Vec::new(),
        };
        Ok(Project {
            root,
            text,
            shared,
            read_only: parsed.is_newer(),
            decisions: parsed.decisions,
            faults: parsed.faults,
        })
    }

    /// Reads again if `jalon.toml` (or the file it extends) changed on disk; whether it did.
    pub fn refresh(&mut self) -> Result<bool> {
        let now = Project::open(&self.root)?;
        let changed = now != *self;
        *self = now;
        Ok(changed)
    }
}

fn folder_of(path: &Path) -> Result<PathBuf> {
    let absent = |e: &std::io::Error| {
        if e.kind() == ErrorKind::NotFound {
            no_project(path)
        } else {
            Error::io("open", path, e)
        }
    };
    let real = fs::canonicalize(path).map_err(|e| absent(&e))?;
    if real.is_dir() {
        return Ok(real);
    }
    match (path.file_name(), real.parent()) {
        (Some(name), Some(folder)) if name == FILE => Ok(folder.to_owned()),
        _ => Err(Error::new("is not a project: a folder or its jalon.toml")
            .at_file(path)
            .with_fix("make a project of a data file with: jalon new DIR --data FILE")),
    }
}

fn no_project(path: &Path) -> Error {
    Error::new("there is no jalon.toml").at_file(path).with_fix(
        "make a project with: jalon new DIR --data FILE, or try one with: jalon sample taxi DIR",
    )
}

/// Reads a text file. Errors name the place of a byte that is not UTF-8.
pub(super) fn read(file: &Path) -> Result<String> {
    let failed = |e: std::io::Error| match e.kind() {
        ErrorKind::NotFound => no_project(file),
        _ => Error::io("read", file, &e),
    };
    if fs::metadata(file).map_err(failed)?.len() > LARGEST {
        return Err(Error::new("is too large to be a file of decisions")
            .at_file(file)
            .with_fix("check that it is not a data file by this name"));
    }
    String::from_utf8(fs::read(file).map_err(failed)?).map_err(|e| {
        let good = &e.as_bytes()[..e.utf8_error().valid_up_to()];
        let line = good.iter().filter(|b| **b == b'\n').count() + 1;
        let start = good.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
        let column = String::from_utf8_lossy(&good[start..]).chars().count() + 1;
        let byte = e.as_bytes().get(good.len()).copied().unwrap_or_default();
        Error::new(format!("the byte '0x{byte:02x}' is not UTF-8"))
            .at_file(file)
            .at_line(line)
            .at_position(column)
            .with_fix("save the file as UTF-8")
    })
}

/// Takes the decisions of the file named by `extends`; what is wrong with it is a fault of the line that names it.
fn extend(parsed: &mut Parsed, text: &str, root: &Path, base: &str) -> Vec<Shared> {
    match bases(root, base, DEEPEST) {
        Ok(shared) => {
            for base in &shared {
                parsed.extend(&base.written);
            }
            shared
        }
        Err((message, fix)) => {
            let fault =
                Locator::of(text).fault("extends", None, Severity::Error, message, Some(fix));
            parsed.faults.push(fault);
            parsed.faults.sort_by_key(|f| (f.line, f.column));
            Vec::new()
        }
    }
}

/// A base and those it extends, the nearest first, or what is wrong and the way out.
fn bases(
    root: &Path,
    name: &str,
    depth: usize,
) -> std::result::Result<Vec<Shared>, (String, String)> {
    let file = &root.join(name);
    let shown = crate::text::escape(&file.to_string_lossy()).into_owned();
    if depth == 0 {
        let message = format!("'{shown}' extends itself, or too many files extend one another");
        return Err((message, "let one file extend one other".into()));
    }
    if !file.is_file() {
        return Err((
            format!("there is no file '{shown}'"),
            "check the path".into(),
        ));
    }
    let text = read(file).map_err(|e| {
        (
            format!("'{shown}': {}", e.message),
            e.fix.clone().unwrap_or_default(),
        )
    })?;
    let parsed = parse(&text);
    let wrong = parsed.faults.iter().find(|f| f.severity == Severity::Error);
    if let Some(fault) = wrong {
        let line = fault.line.unwrap_or(1);
        let fix = fault.fix.clone().unwrap_or_default();
        return Err((format!("'{shown}' line {line}: {}", fault.message), fix));
    }
    let mut shared = vec![Shared {
        name: name.to_owned(),
        written: parsed.written,
    }];
    if let Some(base) = parsed.decisions.extends {
        let beside = Path::new(name).parent().map(|folder| folder.join(&base));
        let beside = beside.map_or(base, |path| path.to_string_lossy().into_owned());
        shared.extend(bases(root, &beside, depth - 1)?);
    }
    Ok(shared)
}
