//! How each source was read, and going from a line of it to the key of the form that corrects it.

use crate::decisions::Source;
use crate::table::Format;
use crate::text;
use crate::tui::app::{Effect, List, Overlay, State};

/// A line of what reading found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadLine {
    /// What it is; the name of a source where its lines begin.
    pub label: String,
    /// What was found, or where the source is.
    pub found: String,
    /// What the decisions say instead of what would be detected.
    pub said: Option<String>,
    /// The key that corrects it.
    pub key: Option<String>,
    /// Whether the lines of a source begin here.
    pub is_source: bool,
}

impl State {
    /// Everything that reading found, source after source.
    pub fn reading(&self) -> Vec<ReadLine> {
        let Some(facts) = self.facts() else {
            return Vec::new();
        };
        let sources = &facts.project.decisions.source;
        let data = facts.data.as_ref();
        let mut lines = Vec::new();
        for (at, source) in sources.iter().enumerate() {
            let name = source.name.clone();
            let name = name.unwrap_or_else(|| format!("source {}", at + 1));
            let other = data.and_then(|data| data.joined.iter().find(|other| other.name == name));
            let format: Option<&Format> = match at {
                0 => data.map(|data| &data.format),
                _ => other.map(|other| &other.format),
            };
            // Columns of joined sources stand beside those of the first.
            let is_ours = |column: &String| match other {
                Some(other) => other.columns.contains(column),
                None => data.is_none_or(|data| {
                    let mut joined = data.joined.iter().flat_map(|other| &other.columns);
                    !joined.any(|joined| joined == column)
                }),
            };
            let columns = data.into_iter().flat_map(|data| &data.columns);
            let markers = columns.filter(|column| is_ours(&column.name));
            let mut markers: Vec<String> = markers.flat_map(|c| c.markers.clone()).collect();
            markers.sort();
            markers.dedup();
            lines.push(head(source, &name));
            match format {
                Some(format) => lines.extend(of_source(at, source, format, &markers)),
                None => lines.push(ReadLine {
                    label: String::new(),
                    found: "not read yet: it is when the data are checked".into(),
                    said: None,
                    key: None,
                    is_source: false,
                }),
            }
        }
        lines
    }

    /// Opens the overlay, its cursor on the first line that can be corrected.
    pub(super) fn open_reading(&mut self) {
        let first = self.reading().iter().position(|line| line.key.is_some());
        self.lists.put(List::Choices, first.unwrap_or(0));
        self.overlay = Some(Overlay::Reading);
    }

    /// Goes to the key of the form that corrects the line under the cursor, and opens it.
    pub(super) fn correct_reading(&mut self) -> Vec<Effect> {
        let at = self.lists.at(List::Choices);
        match self.reading().into_iter().nth(at).and_then(|line| line.key) {
            Some(key) => self.reopen(&key),
            None => Vec::new(),
        }
    }
}

/// The line of a source itself.
fn head(source: &Source, name: &str) -> ReadLine {
    let connection = source.connection_env.as_ref();
    let place = match (&source.path, connection) {
        (Some(path), _) => path.clone(),
        (None, Some(variable)) => format!("a query of the database in {variable}"),
        (None, None) => "no file is named".to_owned(),
    };
    ReadLine {
        label: text::escape(name).into_owned(),
        found: text::escape(&place).into_owned(),
        said: None,
        key: None,
        is_source: true,
    }
}

fn of_source(at: usize, source: &Source, format: &Format, markers: &[String]) -> Vec<ReadLine> {
    let said = toml::Table::try_from(&source.read).unwrap_or_default();
    let lines = format.lines(markers).into_iter();
    lines
        .map(|line| ReadLine {
            label: line.label.to_owned(),
            found: text::escape(&line.found).into_owned(),
            said: line
                .key
                .and_then(|key| said.get(key))
                .map(|value| text::escape(&value.to_string()).into_owned()),
            key: line.key.map(|key| format!("source.{at}.read.{key}")),
            is_source: false,
        })
        .collect()
}
