//! The files that a name stands for: a file, a folder with its parts (`year=2015/month=01/…`, as Hive names them), or a pattern
//! with `*` or `?`.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::is_data_file;
use crate::error::{Error, Result};

/// Whether a name stands for several files: a folder or a pattern.
pub fn is_many(path: &Path) -> bool {
    path.is_dir() || (is_pattern(&path.to_string_lossy()) && !path.exists())
}

/// Whether a name stands for several.
pub(super) fn is_pattern(name: &str) -> bool {
    name.contains(['*', '?'])
}

/// The files in order of their names. Errors where there is none.
pub fn named(path: &Path) -> Result<Vec<PathBuf>> {
    if !is_many(path) {
        return match path.exists() {
            true => Ok(vec![path.to_path_buf()]),
            false => Err(Error::new("there is no such file")
                .at_file(path)
                .with_fix("name a file, a folder, or a pattern such as `incoming/*.csv`")),
        };
    }
    let mut files = Vec::new();
    match path.is_dir() {
        true => gather(path, &mut files)?,
        false => expand(
            PathBuf::new(),
            &path.components().collect::<Vec<_>>(),
            &mut files,
        )?,
    }
    files.sort();
    if files.is_empty() {
        return Err(Error::new(match path.is_dir() {
            false => "no file has such a name",
            true => "the folder has no data file: CSV, JSON lines or Parquet",
        })
        .at_file(path)
        .with_fix("put the data there, or name another place"));
    }
    Ok(files)
}

/// What the folders on the way to a file say of its rows: `year=2015` below the named folder, or where the pattern leaves it open.
pub fn parts(named: &Path, file: &Path) -> Vec<(String, String)> {
    let fixed: Vec<Component<'_>> = named
        .components()
        .take_while(|part| !is_pattern(&part.as_os_str().to_string_lossy()))
        .collect();
    let folders = file.parent().into_iter().flat_map(Path::components);
    let open = folders.skip(fixed.len());
    open.filter_map(|part| {
        let name = part.as_os_str().to_string_lossy();
        let (key, value) = name.split_once('=')?;
        Some((key.to_owned(), value.to_owned()))
    })
    .collect()
}

/// The data files of a folder and of the folders in it that are parts.
fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for path in entries(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() && name.contains('=') {
            gather(&path, files)?;
        } else if path.is_file() && !name.starts_with('.') && is_data_file(&path) {
            files.push(path);
        }
    }
    Ok(())
}

/// The files below `base` that fit the rest of a pattern.
fn expand(base: PathBuf, rest: &[Component<'_>], files: &mut Vec<PathBuf>) -> Result<()> {
    let Some((first, rest)) = rest.split_first() else {
        if base.is_file() {
            files.push(base);
        }
        return Ok(());
    };
    let name = first.as_os_str().to_string_lossy();
    if !is_pattern(&name) {
        return expand(base.join(first), rest, files);
    }
    let folder = match base.as_os_str().is_empty() {
        true => Path::new("."),
        false => &base,
    };
    if !folder.is_dir() {
        return Ok(());
    }
    let pattern: Vec<char> = name.chars().collect();
    for path in entries(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let letters: Vec<char> = name.chars().collect();
        if !name.starts_with('.') && matches(&pattern, &letters) {
            expand(base.join(name.as_ref()), rest, files)?;
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|e| Error::io("read", folder, &e))?;
    Ok(entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect())
}

/// Whether a name fits a pattern, letter by letter.
#[cfg(any(feature = "cloud", test))]
pub(super) fn fits(pattern: &str, name: &str) -> bool {
    let letters = |text: &str| text.chars().collect::<Vec<char>>();
    matches(&letters(pattern), &letters(name))
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

    #[test]
    fn folders_named_by_key_and_value_are_parts() {
        let folder = tempfile::tempdir().unwrap();
        for part in [
            "year=2015/month=01",
            "year=2015/month=02",
            "year=2016/month=01",
            "other",
        ] {
            fs::create_dir_all(folder.path().join(part)).unwrap();
            fs::write(folder.path().join(part).join("a.csv"), "x\n1\n").unwrap();
        }
        let all = named(folder.path()).unwrap();
        assert_eq!(all.len(), 3);
        let one = named(&folder.path().join("year=*/month=01/*.csv")).unwrap();
        assert_eq!(one.len(), 2);
        let said = parts(folder.path(), &all[1]);
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(said, [pair("year", "2015"), pair("month", "02")]);
        let said = parts(&folder.path().join("year=*/month=01/*.csv"), &one[1]);
        assert_eq!(said, [pair("year", "2016"), pair("month", "01")]);
    }
}
