//! The projects that ship inside the program.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::project::{FILE, Project, write_atomic};

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
}

const SAMPLES: &[Sample] = &[TAXI, WEATHER, CREDIT];

const TAXI: Sample = Sample {
    name: "taxi",
    title: "Taxi fares of Chicago",
    line: "what a ride will cost, before it starts: a tariff is hard to beat, and two columns leak",
    spec: include_str!("../../assets/samples/taxi/jalon.toml"),
    files: &[
        (
            "rides.csv",
            include_bytes!("../../assets/samples/taxi/rides.csv"),
        ),
        (
            "rides-2016.csv",
            include_bytes!("../../assets/samples/taxi/rides-2016.csv"),
        ),
        (
            "SOURCE.md",
            include_bytes!("../../assets/samples/taxi/SOURCE.md"),
        ),
    ],
};

const WEATHER: Sample = Sample {
    name: "weather",
    title: "Tomorrow's weather in Seattle",
    line: "what the weather will be tomorrow: like today is right six days in ten",
    spec: include_str!("../../assets/samples/weather/jalon.toml"),
    files: &[
        (
            "weather.csv",
            include_bytes!("../../assets/samples/weather/weather.csv"),
        ),
        (
            "SOURCE.md",
            include_bytes!("../../assets/samples/weather/SOURCE.md"),
        ),
    ],
};

const CREDIT: Sample = Sample {
    name: "credit",
    title: "Credit risk of a German bank",
    line: "whether a credit will be paid back: a miss costs five times a false alarm",
    spec: include_str!("../../assets/samples/credit/jalon.toml"),
    files: &[
        (
            "credits.csv",
            include_bytes!("../../assets/samples/credit/credits.csv"),
        ),
        (
            "SOURCE.md",
            include_bytes!("../../assets/samples/credit/SOURCE.md"),
        ),
    ],
};

/// Every sample.
pub fn samples() -> &'static [Sample] {
    SAMPLES
}

/// The sample of this name; the error names the nearest.
pub fn sample(name: &str) -> Result<&'static Sample> {
    SAMPLES.iter().find(|s| s.name == name).ok_or_else(|| {
        let names = || SAMPLES.iter().map(|s| s.name);
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
    let names = sample.files.iter().map(|(file, _)| *file).chain([FILE]);
    if let Some(taken) = names.map(|file| folder.join(file)).find(|p| p.exists()) {
        return Err(Error::new("is there already")
            .at_file(taken)
            .with_fix("choose another folder"));
    }
    let is_new = !folder.exists();
    fs::create_dir_all(folder).map_err(|e| Error::io("make the folder", folder, &e))?;
    let mut written = Vec::new();
    write_all(sample, folder, &mut written).inspect_err(|_| {
        // Best effort: the error that led here is the one to show.
        for file in &written {
            let _ = fs::remove_file(file);
        }
        if is_new {
            let _ = fs::remove_dir(folder);
        }
    })
}

fn write_all(sample: &Sample, folder: &Path, written: &mut Vec<PathBuf>) -> Result<Project> {
    for (file, content) in sample.files {
        let path = folder.join(file);
        write_atomic(&path, content)?;
        written.push(path);
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
