//! Decisions of the files that `jalon.toml` extends: which file says what, and how a change of it is written here.

use std::collections::BTreeSet;

use super::Project;
use crate::decisions::{Edit, fill_in, path, section};

/// A file that is extended, with what it decides.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shared {
    /// Its path as `jalon.toml` names it, or from there on.
    pub name: String,
    /// What it says.
    pub written: toml::Table,
    /// Its text, for the lines of its mistakes.
    pub text: String,
}

/// The part of a path that one file gives as a whole: a list by its section, anything else by its key in the section.
fn unit(keys: &[String]) -> &[String] {
    let is_list = keys
        .first()
        .and_then(|k| section(k))
        .is_some_and(|s| s.list);
    &keys[..keys.len().min(if is_list { 1 } else { 2 })]
}

fn value_at<'a>(table: &'a toml::Table, keys: &[String]) -> Option<&'a toml::Value> {
    let (first, rest) = keys.split_first()?;
    rest.iter().try_fold(table.get(first)?, |at, key| match at {
        toml::Value::Array(list) => list.get(key.parse::<usize>().ok()?),
        other => other.get(key),
    })
}

impl Project {
    /// What the text of `jalon.toml` itself says; nothing where it cannot be read.
    pub fn own(&self) -> toml::Table {
        self.text.parse().unwrap_or_default()
    }

    /// The file from which the value at a path comes; `None` where `jalon.toml` says it itself, or nobody does.
    pub fn comes_from(&self, own: &toml::Table, path: &str) -> Option<&Shared> {
        if self.shared.is_empty() {
            return None;
        }
        let keys = path::split(path)?;
        let unit = unit(&keys);
        if value_at(own, unit).is_some() {
            return None;
        }
        let giving = self
            .shared
            .iter()
            .find(|s| value_at(&s.written, unit).is_some())?;
        value_at(&giving.written, &keys).map(|_| giving)
    }

    /// What holds: the text's own decisions, those of the extended files where it is silent.
    pub fn holding(&self, own: &toml::Table) -> toml::Table {
        let mut all = own.clone();
        for shared in &self.shared {
            fill_in(&mut all, &shared.written);
        }
        all
    }

    /// An edit as it must be made where an extended file decides: a list or table is given whole by one file, so what it
    /// says is written here first.
    pub fn here(&self, edit: Edit) -> Edit {
        if self.shared.is_empty() {
            return edit;
        }
        let mut given = BTreeSet::new();
        Edit::all(match edit {
            // What one of several writes here first is not written again.
            Edit::All { edits } => edits
                .into_iter()
                .flat_map(|edit| self.with_the_given(edit, &mut given))
                .collect(),
            edit => self.with_the_given(edit, &mut given),
        })
    }

    /// An edit behind those that write here what an extended file gives around it, unless that was `given` before.
    fn with_the_given(&self, edit: Edit, given: &mut BTreeSet<Vec<String>>) -> Vec<Edit> {
        let written = match &edit {
            Edit::Set { path, .. } | Edit::Remove { path } | Edit::Move { path, .. } => {
                path.clone()
            }
            Edit::Insert { path, .. } => format!("{path}.0"),
            Edit::Rename { .. } | Edit::All { .. } | Edit::Text { .. } => return vec![edit],
        };
        let Some(keys) = path::split(&written) else {
            return vec![edit];
        };
        let unit = unit(&keys);
        let own = self.own();
        let taken = self.shared.iter().find_map(|s| value_at(&s.written, unit));
        let is_whole = unit.len() == keys.len();
        let (Some(value), false, None) = (taken, is_whole, value_at(&own, unit)) else {
            return vec![edit];
        };
        if !given.insert(unit.to_vec()) {
            return vec![edit];
        }
        let mut edits: Vec<Edit> = match value {
            toml::Value::Array(entries) => entries
                .iter()
                .map(|entry| Edit::Insert {
                    path: path::join(unit),
                    at: None,
                    value: entry.to_string(),
                })
                .collect(),
            value => vec![Edit::set(path::join(unit), value.to_string())],
        };
        edits.push(edit);
        edits
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const BASE: &str = "[problem]\nmetric = \"mae\"\nsuccess = { at_most = 2, lead_percent = 10 }\n[[rule]]\nname = \"a\"\npredict = \"1\"\n[[rule]]\nname = \"b\"\npredict = \"2\"\n";

    fn project(text: &str) -> (tempfile::TempDir, Project) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("base.toml"), BASE).unwrap();
        let root = folder.path().join("p");
        fs::create_dir(&root).unwrap();
        let text = format!("format = 1\nextends = \"../base.toml\"\n{text}");
        fs::write(root.join("jalon.toml"), text).unwrap();
        let project = Project::open(&root).unwrap();
        (folder, project)
    }

    #[test]
    fn a_value_names_the_file_it_comes_from() {
        let (_folder, project) = project("[problem]\nmetric = \"rmse\"\n");
        let own = project.own();
        let from = |path: &str| project.comes_from(&own, path).map(|s| s.name.as_str());
        assert_eq!(from("problem.metric"), None);
        assert_eq!(from("problem.success.at_most"), Some("../base.toml"));
        assert_eq!(from("problem.success.at_least"), None);
        assert_eq!(from("rule.1.name"), Some("../base.toml"));
        let all = project.holding(&own);
        assert_eq!(all["problem"]["metric"].as_str(), Some("rmse"));
        assert_eq!(all["rule"].as_array().unwrap().len(), 2);
    }

    #[test]
    fn editing_a_shared_value_writes_it_here_with_what_belongs_to_it() {
        let (_folder, mut project) = project("");
        let edit = project.here(Edit::set("problem.success.at_most", "1"));
        project.edit(&edit, "test", "").unwrap();
        let success = &project.decisions.problem.success;
        assert_eq!(
            (success.at_most, success.lead_percent),
            (Some(1.0), Some(10.0))
        );
        let edit = project.here(Edit::set("rule.1.predict", "\"3\""));
        project.edit(&edit, "test", "").unwrap();
        let rules: Vec<_> = project
            .decisions
            .rule
            .iter()
            .map(|r| r.predict.as_str())
            .collect();
        assert_eq!(rules, ["1", "3"]);
        let edit = Edit::set("problem.metric", "\"r2\"");
        assert_eq!(project.here(edit.clone()), edit);
        project
            .edit(&Edit::remove("problem.success"), "test", "")
            .unwrap();
        assert_eq!(
            project.decisions.problem.success.at_most,
            Some(2.0),
            "the shared one again"
        );
        project.undo().unwrap();
        assert_eq!(project.decisions.problem.success.at_most, Some(1.0));
    }
}
