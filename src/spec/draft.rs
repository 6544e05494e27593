//! The text of a new `jalon.toml`, from proposals and further edits.

use std::path::Path;

use super::propose::{Proposal, Wishes};
use crate::decisions::Edit;
use crate::error::Result;
use crate::project::edited;

/// Where the data of a new project are, as it will stand in its source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NamedData<'a> {
    /// `source.path`.
    pub path: Option<&'a str>,
    /// `source.query`.
    pub query: Option<&'a str>,
    /// `source.connection_env`.
    pub connection_env: Option<&'a str>,
}

impl<'a> NamedData<'a> {
    /// A file.
    pub fn file(path: &'a str) -> Self {
        Self {
            path: Some(path),
            ..Self::default()
        }
    }

    /// The lines of its source.
    fn lines(self) -> String {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let stem = self.path.and_then(|path| Path::new(path).file_stem());
        let name = stem.map_or("data".into(), |stem| stem.to_string_lossy());
        let mut lines = format!("name = {}\n", quoted(&name));
        let keys = [
            ("path", self.path),
            ("query", self.query),
            ("connection_env", self.connection_env),
        ];
        for (key, value) in keys {
            if let Some(value) = value {
                lines.push_str(&format!("{key} = {}\n", quoted(value)));
            }
        }
        lines
    }
}

/// The text of a new `jalon.toml`.
pub fn draft(
    name: &str,
    data: NamedData<'_>,
    wishes: &Wishes,
    proposals: &[Proposal],
    edits: &[Edit],
) -> Result<String> {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let base = format!(
        "format = 1\n\n[project]\nname = {}\n\n[problem]\n\n[[source]]\n{}\n[split]\n",
        quoted(name),
        data.lines()
    );
    let target = wishes
        .target
        .iter()
        .map(|t| Edit::set_text("problem.target", t));
    let proposed = proposals.iter().flat_map(|p| p.edits.iter().cloned());
    let all: Vec<Edit> = target
        .chain(proposed)
        .chain(edits.iter().cloned())
        .collect();
    let sets = |key: &str| {
        let mut set = all.iter().filter_map(|edit| match edit {
            Edit::Set { path, value } if path == key => Some(value.as_str()),
            _ => None,
        });
        set.next_back().is_some()
    };
    let (time, group) = (sets("problem.time"), sets("problem.group"));
    // A person who takes the column out takes the division by it out too.
    let is_idle = |edit: &&Edit| match edit {
        Edit::Set { path, value } if path == "split.strategy" => match value.as_str() {
            "\"time\"" => !time,
            "\"group\"" => !group,
            "\"group-time\"" => !time || !group,
            _ => false,
        },
        _ => false,
    };
    let kept = all.iter().filter(|edit| !is_idle(edit));
    kept.into_iter().try_fold(base, |text, edit| {
        edited(&text, edit).map(|(text, _inverse)| text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_division_goes_with_its_column() {
        let proposal = |subject: &str, edits: Vec<Edit>| Proposal {
            subject: subject.into(),
            value: String::new(),
            reason: String::new(),
            edits,
            others: vec![],
        };
        let split = proposal("split", vec![Edit::set_text("split.strategy", "group")]);
        let group = proposal("group", vec![Edit::set_text("problem.group", "city")]);
        let text = |proposals: &[Proposal]| {
            draft(
                "a",
                NamedData::file("a.csv"),
                &Wishes::default(),
                proposals,
                &[],
            )
            .unwrap()
        };
        assert!(text(&[group, split.clone()]).contains("strategy = \"group\""));
        assert!(!text(&[split]).contains("strategy"));
    }
}
