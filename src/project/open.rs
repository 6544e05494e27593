//! Opening a project and following what changes on disk.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{FILE, Project, Shared};
use crate::decisions::{Fault, Locator, Parsed, Severity, parse};
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

/// Takes the decisions of the file named by `extends`; what is wrong with it, and with those it extends, are faults of the line that names it.
fn extend(parsed: &mut Parsed, text: &str, root: &Path, base: &str) -> Vec<Shared> {
    let (mut shared, mut errors) = (Vec::new(), Vec::new());
    bases(root, base, DEEPEST, (&mut shared, &mut errors));
    if errors.is_empty() {
        for base in &shared {
            parsed.extend(&base.written);
        }
        return shared;
    }
    let locator = Locator::of(text);
    let faults = errors.into_iter().map(|error| {
        let (message, fix) = (told(&error), error.fix.clone());
        let fault = locator.fault("extends", None, Severity::Error, message, fix);
        Fault {
            // A file that is not there is a mistake of the line that names it.
            cause: error.line.is_some().then_some(error),
            ..fault
        }
    });
    parsed.faults.extend(faults);
    parsed.faults.sort_by_key(|f| (f.line, f.column));
    Vec::new()
}

/// A mistake in another file, with its place there.
fn told(error: &Error) -> String {
    let file = error.file.as_deref().unwrap_or(Path::new(""));
    let shown = crate::text::escape(&file.to_string_lossy()).into_owned();
    match error.line {
        Some(line) => format!("'{shown}' line {line}: {}", error.message),
        None => format!("'{shown}': {}", error.message),
    }
}

/// Collects a base and those it extends, the nearest first, and every mistake in them.
fn bases(root: &Path, name: &str, depth: usize, found: (&mut Vec<Shared>, &mut Vec<Error>)) {
    let (shared, errors) = found;
    let file = &root.join(name);
    if depth == 0 {
        let error = Error::new("extends itself, or too many files extend one another");
        let fix = "let one file extend one other";
        return errors.push(error.at_file(file).with_fix(fix));
    }
    if !file.is_file() {
        let error = Error::new("there is no such file").at_file(file);
        return errors.push(error.with_fix("check the path"));
    }
    let text = match read(file) {
        Ok(text) => text,
        Err(error) => return errors.push(error),
    };
    let parsed = parse(&text);
    let wrong = parsed
        .faults
        .iter()
        .filter(|f| f.severity == Severity::Error);
    errors.extend(wrong.map(|fault| fault.to_error(file)));
    shared.push(Shared {
        name: name.to_owned(),
        written: parsed.written,
        text,
    });
    if let Some(base) = parsed.decisions.extends {
        let beside = Path::new(name).parent().map(|folder| folder.join(&base));
        let beside = beside.map_or(base, |path| path.to_string_lossy().into_owned());
        bases(root, &beside, depth - 1, (shared, errors));
    }
}
