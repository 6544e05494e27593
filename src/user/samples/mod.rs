//! The projects that ship inside the program.
//!
//! | file | what lives there |
//! |--|--|
//! | `list` | the samples with their files: one more is an entry there and a folder under `assets/samples/` |
//! | `packed` | many small files in one |

mod list;
mod packed;

use std::borrow::Cow;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::project::{FILE, Project};

/// A project inside the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// Short name, as commands take it.
    pub name: &'static str,
    /// Title for people.
    pub title: &'static str,
    /// What it is about, in one line.
    pub line: &'static str,
    /// Text of its `jalon.toml`.
    pub spec: &'static str,
    /// Its other files: name and content.
    pub files: &'static [(&'static str, &'static [u8])],
    /// Pictures or sounds that its data name, many small files: a tar archive packed with zstd.
    pub packed: Option<&'static [u8]>,
}

impl Sample {
    /// Bytes that it takes in the program.
    pub fn size(&self) -> usize {
        let files: usize = self.files.iter().map(|(_, content)| content.len()).sum();
        self.spec.len() + files + self.packed.map_or(0, <[u8]>::len)
    }

    /// Every file beside `jalon.toml`: path in the project and content.
    fn contents(&self) -> Result<Vec<(String, Cow<'static, [u8]>)>> {
        let plain = self
            .files
            .iter()
            .map(|(file, content)| ((*file).to_owned(), Cow::Borrowed(*content)));
        let mut contents: Vec<_> = plain.collect();
        if let Some(archive) = self.packed {
            let files = packed::unpack(archive)?;
            contents.extend(files.into_iter().map(|(file, c)| (file, Cow::Owned(c))));
        }
        Ok(contents)
    }
}

/// Every sample.
pub fn samples() -> &'static [Sample] {
    list::SAMPLES
}

/// The sample of this name; the error names the nearest.
pub fn sample(name: &str) -> Result<&'static Sample> {
    list::SAMPLES
        .iter()
        .find(|s| s.name == name)
        .ok_or_else(|| {
            let names = || list::SAMPLES.iter().map(|s| s.name);
            let fix = match crate::text::nearest(name, names()) {
                Some(near) => format!("did you mean '{near}'?"),
                None => format!("there are: {}", names().collect::<Vec<_>>().join(", ")),
            };
            Error::new(format!(
                "there is no sample '{}'",
                crate::text::escape(name)
            ))
            .with_fix(fix)
        })
}

/// Writes a sample into a folder, making it. Refuses a folder that holds a `jalon.toml` or a file by the name of one of the sample's;
/// when something fails on the way, what was written is taken away again.
pub fn write_sample(name: &str, folder: &Path) -> Result<Project> {
    let sample = sample(name)?;
    let contents = sample.contents()?;
    let names = contents.iter().map(|(file, _)| file.as_str()).chain([FILE]);
    if let Some(taken) = names.map(|file| folder.join(file)).find(|p| p.exists()) {
        return Err(Error::new("is there already")
            .at_file(taken)
            .with_fix("choose another folder"));
    }
    let mut made = Made::default();
    made.folder(folder)?;
    write_all(sample, &contents, folder, &mut made).inspect_err(|_| made.take_away())
}

/// Files and folders that writing made, in their order.
#[derive(Default)]
struct Made {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Made {
    /// Makes a folder, unless it is there.
    fn folder(&mut self, folder: &Path) -> Result<()> {
        if folder.is_dir() {
            return Ok(());
        }
        fs::create_dir_all(folder).map_err(|e| Error::io("make the folder", folder, &e))?;
        self.folders.push(folder.to_owned());
        Ok(())
    }

    /// Best effort: the error that led here is the one to show.
    fn take_away(&self) {
        for file in &self.files {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// The files, then `jalon.toml`: only with it the folder is a project, so that the files need not be atomic one by one.
fn write_all(
    sample: &Sample,
    contents: &[(String, Cow<'static, [u8]>)],
    folder: &Path,
    made: &mut Made,
) -> Result<Project> {
    for (file, content) in contents {
        let path = folder.join(file);
        if let Some(parent) = path.parent() {
            made.folder(parent)?;
        }
        made.files.push(path.clone());
        fs::write(&path, content).map_err(|e| Error::io("write", &path, &e))?;
    }
    // The disk is waited for when all are written: one by one it takes seconds for some hundred pictures.
    for path in &made.files {
        let synced = File::open(path).and_then(|file| file.sync_all());
        synced.map_err(|e| Error::io("write", path, &e))?;
    }
    Project::create(
        folder,
        sample.spec,
        "sample",
        &format!("the sample {}", sample.name),
    )
}

/// Opens a sample in `<samples>/<name>`, writing it out the first time.
pub fn open_sample(name: &str, samples: &Path) -> Result<Project> {
    let folder = samples.join(sample(name)?.name);
    if folder.join(FILE).exists() {
        Project::open(&folder)
    } else {
        write_sample(name, &folder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_is_whole_and_has_no_fault() {
        for sample in samples() {
            let home = tempfile::tempdir().unwrap();
            let project = open_sample(sample.name, home.path()).unwrap();
            assert_eq!(project.faults, []);
            project.require_valid().unwrap();
            for source in &project.decisions.source {
                let path = project.resolve(source.path.as_deref().unwrap());
                assert!(path.is_file(), "{}", path.display());
            }
            assert!(project.root.join("SOURCE.md").is_file());
            assert_eq!(project.text, sample.spec);
            assert_eq!(open_sample(sample.name, home.path()).unwrap(), project);
        }
    }

    #[test]
    fn the_rides_lie_in_order_of_time_in_their_years() {
        for (file, first, last) in [
            ("rides.csv", "2013-", "2015-"),
            ("rides-2016.csv", "2016-", "2016-"),
        ] {
            let (_, content) = samples()[0].files.iter().find(|(f, _)| *f == file).unwrap();
            let text = std::str::from_utf8(content).unwrap();
            let starts: Vec<&str> = text
                .lines()
                .skip(1)
                .map(|l| l.split(',').next().unwrap())
                .collect();
            assert!(starts.is_sorted());
            assert!(starts[0].starts_with(first) && starts[starts.len() - 1].starts_with(last));
        }
    }

    #[test]
    fn all_together_are_small_and_none_is_named_twice() {
        let size: usize = samples().iter().map(Sample::size).sum();
        assert!(size < 6_000_000, "{size}");
        for (i, sample) in samples().iter().enumerate() {
            assert!(samples()[..i].iter().all(|other| other.name != sample.name));
            assert!(sample.size() > 10_000, "{}", sample.name);
        }
    }

    /// The paths in the first column of a sample's table.
    fn named(file: &str, content: &[u8]) -> Vec<String> {
        let text = std::str::from_utf8(content).unwrap();
        let firsts = text.lines().skip(1).map(|l| l.split(',').next().unwrap());
        assert!(firsts.clone().count() > 50, "{file}");
        firsts.map(str::to_owned).collect()
    }

    #[test]
    fn every_picture_and_sound_that_is_named_is_there() {
        for (name, table, magic) in [
            ("digits", "digits.csv", &b"\x89PNG"[..]),
            ("sounds", "clips.csv", &b"RIFF"[..]),
        ] {
            let contents = sample(name).unwrap().contents().unwrap();
            let of = |file: &str| contents.iter().find(|(f, _)| f == file).map(|(_, c)| c);
            let mut paths = named(table, of(table).unwrap());
            for path in &paths {
                assert!(of(path).unwrap().starts_with(magic), "{path}");
            }
            paths.sort_unstable();
            paths.dedup();
            // The table and where it comes from stand beside them, and nothing else.
            assert_eq!(paths.len() + 2, contents.len(), "{name}");
        }
    }

    #[test]
    fn what_was_written_is_taken_away_when_writing_fails() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("d");
        fs::create_dir(&folder).unwrap();
        // No folder can be made where a file stands.
        fs::write(folder.join("pictures"), "mine").unwrap();
        assert!(write_sample("digits", &folder).is_err());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        assert_eq!(fs::read_to_string(folder.join("pictures")).unwrap(), "mine");
    }

    #[test]
    fn nothing_is_written_over() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("t");
        write_sample("taxi", &folder).unwrap();
        let error = write_sample("taxi", &folder).unwrap_err();
        assert!(error.message.contains("there already"));
        let other = home.path().join("o");
        fs::create_dir(&other).unwrap();
        fs::write(other.join("rides.csv"), "mine").unwrap();
        assert!(write_sample("taxi", &other).is_err());
        assert_eq!(fs::read_to_string(other.join("rides.csv")).unwrap(), "mine");
        assert_eq!(fs::read_dir(&other).unwrap().count(), 1);
        assert!(
            sample("tax")
                .unwrap_err()
                .fix
                .clone()
                .unwrap()
                .contains("'taxi'")
        );
    }
}
