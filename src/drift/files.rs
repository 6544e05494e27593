//! The files that a name stands for: a file, a folder, a pattern with `*` or `?` in its last part.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// Endings of the files that are read in a folder.
const ENDINGS: [&str; 4] = ["csv", "tsv", "txt", "parquet"];

/// The files in order of their names. Errors where there is none.
pub fn named(path: &Path) -> Result<Vec<PathBuf>> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_pattern = name.contains(['*', '?']) && !path.exists();
    if !is_pattern && !path.is_dir() {
        if !path.exists() {
            return Err(Error::new("there is no such file")
                .at_file(path)
                .with_fix("name a file, a folder, or a pattern such as `incoming/*.csv`"));
        }
        return Ok(vec![path.to_path_buf()]);
    }
    let (folder, pattern) = match is_pattern {
        true => (path.parent().unwrap_or(Path::new("")), Some(name.as_ref())),
        false => (path, None),
    };
    let folder = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    };
    let entries = fs::read_dir(folder).map_err(|e| Error::io("read", folder, &e))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|file| file.is_file() && fits(file, pattern))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(Error::new(match pattern {
            Some(_) => "no file has such a name",
            None => "the folder has no CSV or Parquet file",
        })
        .at_file(path)
        .with_fix("put the new data there, or name another place"));
    }
    Ok(files)
}

fn fits(file: &Path, pattern: Option<&str>) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    if name.starts_with('.') {
        return false;
    }
    match pattern {
        Some(pattern) => {
            let (pattern, name): (Vec<char>, Vec<char>) =
                (pattern.chars().collect(), name.chars().collect());
            matches(&pattern, &name)
        }
        None => {
            let ending = file
                .extension()
                .unwrap_or_default()
                .to_string_lossy()
                .to_lowercase();
            ENDINGS.contains(&ending.as_str())
        }
    }
}

/// Whether a name fits a pattern in which `*` is any text and `?` any character.
fn matches(pattern: &[char], name: &[char]) -> bool {
    let (mut p, mut n) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => {
                retry = Some((p, n));
                p += 1;
            }
            Some(c) if *c == '?' || *c == name[n] => {
                p += 1;
                n += 1;
            }
            _ => match retry {
                // The last star takes one more character.
                Some((star, from)) => {
                    retry = Some((star, from + 1));
                    p = star + 1;
                    n = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_any_text() {
        let fit = |pattern: &str, name: &str| {
            let chars = |t: &str| t.chars().collect::<Vec<_>>();
            matches(&chars(pattern), &chars(name))
        };
        assert!(
            fit("*.csv", "a.csv") && fit("2016-??.csv", "2016-01.csv") && fit("a*b*c", "aXbYbc")
        );
        assert!(!fit("*.csv", "a.csv.gz") && !fit("?", "") && fit("*", ""));
    }

    #[test]
    fn files_folders_and_patterns() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.csv", "a.csv", ".hidden.csv", "note.md", "c.parquet"] {
            fs::write(folder.path().join(name), "x\n1\n").unwrap();
        }
        let names = |path: &Path| -> Vec<String> {
            let files = named(path).unwrap().into_iter();
            files
                .map(|f| f.file_name().unwrap().to_string_lossy().into_owned())
                .collect()
        };
        assert_eq!(names(folder.path()), ["a.csv", "b.csv", "c.parquet"]);
        assert_eq!(names(&folder.path().join("*.csv")), ["a.csv", "b.csv"]);
        assert_eq!(names(&folder.path().join("note.md")), ["note.md"]);
        assert!(named(&folder.path().join("no.csv")).is_err());
        assert!(named(&folder.path().join("*.xml")).is_err());
    }
}
