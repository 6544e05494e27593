//! The dictionary of variables: what is known of each column, its way out to CSV and in again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{ColumnRole, Dataset};
use crate::decisions::{Decisions, Edit, Kind, Role, path};
use crate::error::{Error, Result};
use crate::project::Project;
use crate::table::{Expression, ReadOptions, Table, read};
use crate::text;

/// Columns of the file, in order.
const HEADS: [&str; 6] = [
    "name",
    "kind",
    "unit",
    "meaning",
    "role",
    "known_at_prediction",
];
/// First values that are kept of each column.
const FIRST: usize = 5;
/// What stands for a value about a person.
const MASK: &str = "***";

/// A column as the dictionary shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// What it is and does.
    pub column: ColumnRole,
    /// The columns through which a computed one is not known at prediction.
    pub through: Vec<String>,
    /// The computed columns that are not known because it is not.
    pub followers: Vec<String>,
    /// Its first values, empty where missing, masked where it is about persons.
    pub first: Vec<String>,
    /// The source it comes from, or the expression that computes it.
    pub source: String,
}

/// The columns of the project's table with what is known of each; values of the `personal` ones are masked.
pub fn variables(
    project: &Project,
    dataset: &Dataset,
    personal: &BTreeSet<String>,
) -> Vec<Variable> {
    let decisions = &project.decisions;
    let source = decisions.source.first();
    let source = source.and_then(|source| source.name.clone().or(source.path.clone()));
    let source = source.unwrap_or_default();
    let joined = |name: &String| {
        let adds = dataset.joined.iter().find(|s| s.columns.contains(name));
        adds.map(|source| source.name.clone())
    };
    let through = through(decisions, &dataset.columns);
    let head = dataset.table.head(FIRST);
    let variable = |column: &ColumnRole| {
        let name = &column.name;
        let value = |row: usize| match head.cell(row, name) {
            None => String::new(),
            Some(_) if personal.contains(name) => MASK.to_owned(),
            Some(value) => value,
        };
        let follows = through.iter().filter(|(_, reads)| reads.contains(name));
        Variable {
            through: through.get(name).cloned().unwrap_or_default(),
            followers: follows.map(|(follower, _)| follower.clone()).collect(),
            first: (0..head.rows()).map(value).collect(),
            source: match decisions.features.get(name).filter(|_| column.computed) {
                Some(expression) => expression.clone(),
                None => joined(name).unwrap_or_else(|| source.clone()),
            },
            column: column.clone(),
        }
    };
    dataset.columns.iter().map(variable).collect()
}

/// Of each computed column that is not known, nobody having said so, the columns it reads that are not known either.
fn through(decisions: &Decisions, columns: &[ColumnRole]) -> BTreeMap<String, Vec<String>> {
    let known: BTreeMap<&str, bool> = columns
        .iter()
        .map(|column| (column.name.as_str(), column.known_at_prediction))
        .collect();
    let decided = |name: &str| {
        let column = decisions.columns.get(name);
        column.is_some_and(|column| column.known_at_prediction.is_some())
    };
    let unknown = columns
        .iter()
        .filter(|column| column.computed && !column.known_at_prediction && !decided(&column.name));
    unknown
        .filter_map(|column| {
            let text = decisions.features.get(&column.name)?;
            let reads = Expression::parse(text).ok()?.columns_now().clone();
            let not_known = |name: &String| known.get(name.as_str()) == Some(&false);
            let reads = reads.into_iter().filter(not_known);
            Some((column.name.clone(), reads.collect()))
        })
        .collect()
}

/// The dictionary as CSV, a line a column.
pub fn dictionary_csv(dataset: &Dataset) -> String {
    let mut out = HEADS.join(",") + "\n";
    for column in &dataset.columns {
        let known = match column.known_at_prediction {
            true => "true",
            false => "false",
        };
        let cells = [
            column.name.as_str(),
            column.kind.word(),
            column.unit.as_deref().unwrap_or_default(),
            column.meaning.as_deref().unwrap_or_default(),
            column.role.word(),
            known,
        ];
        out.push_str(&cells.map(cell).join(","));
        out.push('\n');
    }
    out
}

/// A cell of a CSV file, quoted where it must be.
fn cell(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) || text != text.trim() {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// What a CSV file decides otherwise than the project does now; all lines are checked.
///
/// # Errors
/// The first line with a mistake, with its place.
pub fn dictionary_edits(project: &Project, dataset: &Dataset, file: &Path) -> Result<Vec<Edit>> {
    let table = read(file, &ReadOptions::default())?;
    table.column("name").map_err(|e| e.at_file(file))?;
    let mut edits = Vec::new();
    for row in 0..table.rows() {
        // The head is the first line of the file.
        let line = row + 2;
        let of_row = edits_of(&table, row, &dataset.columns, &project.decisions);
        edits.extend(of_row.map_err(|e| e.at_file(file).at_line(line))?);
    }
    Ok(edits)
}

/// What a line of the dictionary decides otherwise than it is now.
fn edits_of(
    table: &Table,
    row: usize,
    columns: &[ColumnRole],
    decisions: &Decisions,
) -> Result<Vec<Edit>> {
    let cell = |head: &str| match table.has(head) {
        true => table.cell(row, head).filter(|c| !c.trim().is_empty()),
        false => None,
    };
    let name = cell("name").ok_or_else(|| Error::new("the name is missing"))?;
    let Some(now) = columns.iter().find(|c| c.name == name) else {
        let error = Error::new(format!("the data have no column '{}'", text::escape(&name)));
        let near = text::nearest(&name, columns.iter().map(|c| c.name.as_str()));
        return Err(match near {
            Some(near) => error.with_fix(format!("did you mean '{}'?", text::escape(near))),
            None => error.with_fix("take the line out"),
        });
    };
    let key = |field: &str| path::join(&["columns", &name, field]);
    let mut edits = Vec::new();
    if let Some(word) = cell("kind") {
        let kind = Kind::from_word(&word).ok_or_else(|| not_one_of("kind", &word, Kind::WORDS))?;
        if kind != now.kind {
            edits.push(Edit::set_text(key("kind"), kind.word()));
        }
    }
    for (head, present) in [("unit", &now.unit), ("meaning", &now.meaning)] {
        if let Some(value) = cell(head).filter(|value| Some(value) != present.as_ref()) {
            edits.push(Edit::set_text(key(head), &value));
        }
    }
    if let Some(word) = cell("role") {
        let role = Role::from_word(&word).ok_or_else(|| not_one_of("role", &word, Role::WORDS))?;
        if role != now.role {
            edits.extend(role_edits(decisions, &name, role));
        }
    }
    if let Some(word) = cell("known_at_prediction") {
        let known = match word.to_lowercase().as_str() {
            "true" | "yes" | "1" => true,
            "false" | "no" | "0" => false,
            _ => return Err(not_one_of("known_at_prediction", &word, &["true", "false"])),
        };
        if now.role == Role::Feature && known != now.known_at_prediction {
            edits.push(Edit::set(key("known_at_prediction"), known.to_string()));
        }
    }
    Ok(edits)
}

/// What gives a column a role: feature and ignore stand with the column, the other roles under `[problem]`, where the column
/// is not named any more in its old one.
pub fn role_edits(decisions: &Decisions, name: &str, role: Role) -> Vec<Edit> {
    let own = path::join(&["columns", name, "role"]);
    let named = |other: &Role| other_key(*other) && named_as(decisions, *other) == Some(name);
    let before = Role::ALL
        .iter()
        .filter(|other| **other != role && named(other));
    let mut edits: Vec<Edit> = before
        .map(|other| Edit::remove(format!("problem.{}", other.word())))
        .collect();
    let decided = decisions.columns.get(name).and_then(|column| column.role);
    if other_key(role) {
        edits.extend(decided.map(|_| Edit::remove(own)));
        edits.push(Edit::set_text(format!("problem.{}", role.word()), name));
    } else if decided != Some(role) {
        edits.push(Edit::set_text(own, role.word()));
    }
    edits
}

/// Whether a role is given by naming the column under `[problem]`.
fn other_key(role: Role) -> bool {
    !matches!(role, Role::Feature | Role::Ignore)
}

/// The column that `[problem]` names in a role.
fn named_as(decisions: &Decisions, role: Role) -> Option<&str> {
    let problem = &decisions.problem;
    match role {
        Role::Target => problem.target.as_deref(),
        Role::Time => problem.time.as_deref(),
        Role::Group => problem.group.as_deref(),
        Role::Id => problem.id.as_deref(),
        Role::Weight => problem.weight.as_deref(),
        Role::Feature | Role::Ignore => None,
    }
}

/// Whether somebody decided what a column does.
pub fn role_is_decided(decisions: &Decisions, name: &str) -> bool {
    let mut named = Role::ALL.iter();
    let own = decisions.columns.get(name).and_then(|column| column.role);
    own.is_some() || named.any(|role| named_as(decisions, *role) == Some(name))
}

fn not_one_of(head: &str, word: &str, words: &[&str]) -> Error {
    Error::new(format!("'{}' is no {head}", text::escape(word)))
        .at_column(head)
        .with_fix(format!("one of {}", words.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decisions::parse;
    use crate::project::edited;

    #[test]
    fn a_role_is_given_and_the_old_one_taken_back() {
        let text = "[problem]\ntime = \"at\"\n\n[columns]\nfare = { role = \"ignore\" }\n";
        let with = |name: &str, role: Role| {
            let edits = role_edits(&parse(text).decisions, name, role);
            let (after, _) = edited(text, &Edit::all(edits)).unwrap();
            parse(&after).decisions
        };
        let after = with("at", Role::Feature);
        assert_eq!(after.problem.time, None);
        assert_eq!(after.columns["at"].role, Some(Role::Feature));
        let after = with("at", Role::Id);
        assert_eq!(
            (after.problem.time, after.problem.id.as_deref()),
            (None, Some("at"))
        );
        let after = with("fare", Role::Weight);
        assert_eq!(after.problem.weight.as_deref(), Some("fare"));
        assert!(after.columns.is_empty());
        assert!(role_edits(&parse(text).decisions, "fare", Role::Ignore).is_empty());
        assert!(role_is_decided(&parse(text).decisions, "at"));
        assert!(!role_is_decided(&parse(text).decisions, "other"));
    }

    #[test]
    fn what_is_computed_from_the_unknown_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::write(root.join("d.csv"), "fare,tip,miles\n1,2,3\n4,5,6\n").unwrap();
        let text = "format = 1\n[[source]]\npath = \"d.csv\"\n[problem]\ntarget = \"fare\"\n\
            [columns]\ntip = { known_at_prediction = false, personal = true }\n\
            [features]\nshare = \"tip / miles\"\nagain = \"share + 1\"\n";
        std::fs::write(root.join("jalon.toml"), text).unwrap();
        let project = Project::open(root).unwrap();
        let dataset = Dataset::load(&project, &crate::work::Progress::silent()).unwrap();
        let all = variables(&project, &dataset, &["tip".to_owned()].into());
        let named = |name: &str| all.iter().find(|v| v.column.name == name).unwrap();
        assert_eq!(named("share").through, ["tip"]);
        assert_eq!(named("again").through, ["share"]);
        assert_eq!(named("tip").followers, ["share"]);
        assert_eq!(named("tip").first, ["***", "***"]);
        assert_eq!(named("miles").first, ["3", "6"]);
        assert_eq!(named("share").source, "tip / miles");
        assert_eq!(named("miles").source, "d.csv");
    }
}
