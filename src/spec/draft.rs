//! The text of a new `jalon.toml`, from proposals and further edits.

use super::propose::{Proposal, Wishes};
use crate::decisions::Edit;
use crate::error::Result;
use crate::project::edited;

/// The text of a new `jalon.toml`; `data` is the path as it will stand in `source.path`.
pub fn draft(
    name: &str,
    data: &str,
    wishes: &Wishes,
    proposals: &[Proposal],
    edits: &[Edit],
) -> Result<String> {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let base = format!(
        "format = 1\n\n[project]\nname = {}\n\n[problem]\n\n[[source]]\nname = {}\npath = {}\n\n[split]\n",
        quoted(name),
        quoted(
            std::path::Path::new(data)
                .file_stem()
                .map_or("data".into(), |s| s.to_string_lossy())
                .as_ref()
        ),
        quoted(data),
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
            draft("a", "a.csv", &Wishes::default(), proposals, &[]).unwrap()
        };
        assert!(text(&[group, split.clone()]).contains("strategy = \"group\""));
        assert!(!text(&[split]).contains("strategy"));
    }
}
