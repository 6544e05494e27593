//! `jalon view`: the table viewer on a terminal, else the first rows as text or as a document.

use std::path::Path;

use serde_json::{Map, Value, json};

use crate::error::{Error, Result};
use crate::project::{FILE, Project};
use crate::table::window::{Known, Slice, View};
use crate::table::{Expression, Storage};
use crate::work::Progress;
use crate::{data, text};

use super::Start;
use super::args::ViewArgs;
use super::face::{Done, Face, Outcome};
use super::grid::{Grid, Side};
use super::remote::local;
use super::watch::watched;

/// Rows printed where nothing else is said.
const ROWS: usize = 20;
/// What stands for a value about a person.
const MASK: &str = "***";

/// What the viewer opens with.
pub(super) fn start(face: &Face<'_>, path: &Path) -> Result<Start> {
    let path = &watched(face, |progress| local(path, progress))?;
    if is_project(path) {
        return Ok(Start::ViewProject(path.to_owned()));
    }
    match path.exists() || crate::table::files::is_many(path) {
        true => Ok(Start::View(path.to_owned())),
        false => Err(Error::new("there is no such file")
            .at_file(path)
            .with_fix("give a data file, a folder of them, a pattern, or a project")),
    }
}

fn is_project(path: &Path) -> bool {
    path.join(FILE).is_file() || path.file_name().is_some_and(|name| name == FILE)
}

pub(super) fn run(face: &mut Face<'_>, args: &ViewArgs) -> Done {
    start(face, &args.path)?;
    let printed = watched(face, |progress| printed(args, progress))?;
    let Printed {
        view,
        columns,
        slice,
        masked,
    } = printed;
    let all = view.window().columns();
    let shown: Vec<(&str, Storage)> = columns
        .iter()
        .map(|at| (all[*at].0.as_str(), all[*at].1))
        .collect();
    let known = view.known();
    face.show(
        || table(&shown, &slice, known),
        || {
            json!({
                "file": args.path.to_string_lossy(),
                "format": view.window().format(),
                "columns": shown.iter().map(|(name, storage)| json!({"name": name, "storage": storage})).collect::<Vec<_>>(),
                "masked": masked,
                // How many there are is known where every row was read.
                "total": known.complete.then_some(known.rows),
                "rows": slice.cells.iter().map(|row| document(&shown, row)).collect::<Vec<_>>(),
            })
        },
    )?;
    Ok(Outcome::Open)
}

/// What is printed.
struct Printed {
    view: View,
    /// Places of the columns.
    columns: Vec<usize>,
    slice: Slice,
    /// Names of those whose values are masked.
    masked: Vec<String>,
}

fn printed(args: &ViewArgs, progress: &Progress) -> Result<Printed> {
    let (mut view, masked) = open(&local(&args.path, progress)?, progress)?;
    let place = |name: &str| {
        let columns = view.window().columns();
        let found = columns.iter().position(|(column, _)| column == name);
        found.ok_or_else(|| absent(name, columns))
    };
    let columns: Vec<usize> = match args.columns.as_slice() {
        [] => (0..view.window().columns().len()).collect(),
        names => names
            .iter()
            .map(|name| place(name))
            .collect::<Result<_>>()?,
    };
    let sort = match args.sort.as_deref() {
        None => None,
        Some(name) => Some(match (place(name), name.strip_prefix('-')) {
            (Err(_), Some(name)) => (place(name)?, true),
            (place, _) => (place?, false),
        }),
    };
    if let Some(filter) = &args.filter {
        view = view.filtered(&Expression::parse(filter)?, progress)?;
    }
    if let Some((column, descending)) = sort {
        view = view.sorted(column, descending, progress)?;
    }
    let mut slice = view.slice(0, args.limit.unwrap_or(ROWS), &columns)?;
    let names = |at: &usize| view.window().columns()[*at].0.clone();
    for (at, _) in columns
        .iter()
        .enumerate()
        .filter(|(_, c)| masked.contains(&names(c)))
    {
        let cells = slice.cells.iter_mut().filter_map(|row| row[at].as_mut());
        cells.for_each(|cell| MASK.clone_into(cell));
    }
    Ok(Printed {
        view,
        columns,
        slice,
        masked,
    })
}

/// The rows of a file or of a project, and the columns of which no value is printed.
fn open(path: &Path, progress: &Progress) -> Result<(View, Vec<String>)> {
    match is_project(path) {
        true => data::rows_to_look_at(&Project::open(path)?, progress),
        false => data::file_to_look_at(path),
    }
}

fn absent(name: &str, columns: &[(String, Storage)]) -> Error {
    let error = Error::new(format!("no column '{}'", text::escape(name)));
    match text::nearest(name, columns.iter().map(|(name, _)| name.as_str())) {
        Some(near) => error.with_fix(format!("did you mean '{}'?", text::escape(near))),
        None => error.with_fix(format!(
            "the table has {}",
            text::counted(columns.len(), "column")
        )),
    }
}

/// The rows as an aligned table with the number of each.
fn table(columns: &[(&str, Storage)], slice: &Slice, known: Known) -> String {
    let mut grid = Grid::default().column("row", Side::Right);
    for (name, storage) in columns {
        let side = match storage {
            Storage::Integer | Storage::Number => Side::Right,
            Storage::Boolean | Storage::Date | Storage::Text => Side::Left,
        };
        grid = grid.column(text::escape(name), side);
    }
    for (number, row) in slice.numbers.iter().zip(&slice.cells) {
        let cells = row
            .iter()
            .map(|cell| cell.clone().unwrap_or_else(|| "-".into()));
        grid.row(
            std::iter::once(text::count(number + 1))
                .chain(cells)
                .collect(),
        );
    }
    let at_least = if known.complete { "" } else { "at least " };
    format!(
        "{}{} of {at_least}{}\n",
        grid.text(),
        text::count(slice.numbers.len()),
        text::counted(known.rows, "row")
    )
}

/// A row as an object: numbers and truth as such, everything else as it is written.
fn document(columns: &[(&str, Storage)], row: &[Option<String>]) -> Value {
    let value = |storage: Storage, cell: &Option<String>| match (storage, cell) {
        (_, None) => Value::Null,
        (Storage::Boolean, Some(text)) => match text.to_lowercase().parse() {
            Ok(truth) => Value::Bool(truth),
            Err(_) => json!(text),
        },
        (Storage::Integer | Storage::Number, Some(text)) => {
            match serde_json::from_str::<Value>(text.trim()) {
                Ok(number @ Value::Number(_)) => number,
                _ => json!(text),
            }
        }
        (Storage::Date | Storage::Text, Some(text)) => json!(text),
    };
    let pairs = columns.iter().zip(row);
    let pairs = pairs.map(|((name, storage), cell)| ((*name).to_owned(), value(*storage, cell)));
    Value::Object(pairs.collect::<Map<_, _>>())
}
