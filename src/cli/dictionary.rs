//! `jalon spec PROJECT dictionary import|export`: the dictionary of variables as CSV.

use std::path::Path;

use serde_json::json;

use crate::decisions::{Edit, Kind, Role, path};
use crate::error::{Error, Result};
use crate::project::{Project, write_atomic};
use crate::spec::{ColumnRole, Dataset};
use crate::table::{ReadOptions, Table, read};
use crate::text;
use crate::work::Progress;

use super::args::Transfer;
use super::face::{Done, Face, Outcome};

/// Columns of the file, in order.
const HEADS: [&str; 6] = [
    "name",
    "kind",
    "unit",
    "meaning",
    "role",
    "known_at_prediction",
];

pub(super) fn run(face: &mut Face<'_>, project: &Path, direction: Transfer, file: &Path) -> Done {
    let mut project = face.open(project)?;
    let count = match direction {
        Transfer::Export => export(&project, file)?,
        Transfer::Import => import(&mut project, file)?,
    };
    let shown = file.to_string_lossy().into_owned();
    let quiet = face.common.quiet;
    face.show(
        || match (quiet, direction) {
            (true, _) => String::new(),
            (_, Transfer::Export) => format!(
                "{} written to {}\n",
                text::counted(count, "column"),
                text::escape(&shown)
            ),
            (_, Transfer::Import) => format!(
                "{} written to jalon.toml\n",
                text::counted(count, "decision")
            ),
        },
        || json!({ "project": project.name(), "file": shown, "written": count }),
    )?;
    Ok(Outcome::Open)
}

/// Writes a line a column; returns how many.
fn export(project: &Project, file: &Path) -> Result<usize> {
    let data = Dataset::load(project, &Progress::silent())?;
    let mut out = HEADS.join(",") + "\n";
    for column in &data.columns {
        let known = if column.known_at_prediction {
            "true"
        } else {
            "false"
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
    write_atomic(file, out.as_bytes())?;
    Ok(data.columns.len())
}

/// A cell of a CSV file, quoted where it must be.
fn cell(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) || text != text.trim() {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// Writes what differs from the present columns; all lines are checked before the first is written.
fn import(project: &mut Project, file: &Path) -> Result<usize> {
    let table = read(file, &ReadOptions::default())?;
    table.column("name").map_err(|e| e.at_file(file))?;
    let data = Dataset::load(project, &Progress::silent())?;
    let mut edits = Vec::new();
    for row in 0..table.rows() {
        // The head is the first line of the file.
        let line = row + 2;
        edits.extend(
            edits_of(&table, row, &data.columns).map_err(|e| e.at_file(file).at_line(line))?,
        );
    }
    for edit in &edits {
        project.edit(edit, &super::who(), "dictionary import")?;
    }
    Ok(edits.len())
}

/// What a line of the dictionary decides otherwise than it is now.
fn edits_of(table: &Table, row: usize, columns: &[ColumnRole]) -> Result<Vec<Edit>> {
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
            edits.push(role_edit(&name, role)?);
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

/// Feature and ignore stand with the column, the other roles under `[problem]`.
fn role_edit(name: &str, role: Role) -> Result<Edit> {
    Ok(match role {
        Role::Feature | Role::Ignore => {
            Edit::set_text(path::join(&["columns", name, "role"]), role.word())
        }
        Role::Target | Role::Time | Role::Group | Role::Id | Role::Weight => {
            Edit::set_text(format!("problem.{}", role.word()), name)
        }
    })
}

fn not_one_of(head: &str, word: &str, words: &[&str]) -> Error {
    Error::new(format!("'{}' is no {head}", text::escape(word)))
        .at_column(head)
        .with_fix(format!("one of {}", words.join(", ")))
}
