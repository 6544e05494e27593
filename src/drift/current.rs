//! The current data: files read one after the other, labels joined, predictions asked for.

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use ndarray::Array2;

use super::compare::Watched;
use super::reference::{Reference, target_form};
use super::values::Values;
use crate::error::{Error, Result};
use crate::metrics::Prediction;
use crate::project::Project;
use crate::spec::{Joins, Loaded, read_file};
use crate::table::{Axis, Expression, Storage, Table};
use crate::text::{counted, escape};
use crate::work::Progress;

/// New columns named in a note.
const NAMED: usize = 5;

/// One file of the current data.
pub struct Source {
    /// Its name for people.
    pub name: String,
    /// Its rows among all.
    pub rows: Range<usize>,
    /// Which watched columns it lacks.
    pub absent: Vec<bool>,
    /// What was seen when it was read.
    pub notes: Vec<String>,
}

/// Rows of all files one below the other.
pub struct Current {
    /// Number of rows.
    pub rows: usize,
    /// The files in order.
    pub sources: Vec<Source>,
    /// Values of each watched column, in the order of the reference.
    pub columns: Vec<Values>,
    /// The target where it is known.
    pub target: Option<Values>,
    /// Instants, where every file has the column of time.
    pub axis: Option<Axis>,
    /// What the model in use says; not-a-number where it could not.
    pub prediction: Option<Prediction>,
    /// What the best baseline says.
    pub rival: Option<Prediction>,
}

/// Labels that came later.
struct Later {
    id: String,
    by_id: HashMap<String, usize>,
    values: Values,
}

impl Current {
    /// Reads the files, keeps the rows of `where`, and asks the model for each.
    pub fn read(
        project: &Project,
        reference: &Reference,
        files: &[PathBuf],
        labels: &[PathBuf],
        progress: &Progress,
    ) -> Result<Current> {
        let later = Later::read(project, reference, labels)?;
        let others = Loaded::others(project, progress)?;
        let mut current = Current {
            rows: 0,
            sources: Vec::new(),
            columns: (reference.columns.iter())
                .map(|c| Values::absent(c.form, 0))
                .collect(),
            target: None,
            axis: None,
            prediction: None,
            rival: None,
        };
        let mut tables = Vec::with_capacity(files.len());
        for (at, file) in files.iter().enumerate() {
            progress.check()?;
            let name = shown(file);
            progress.step(
                format!("reading {}", escape(&name)),
                0.3 + 0.3 * at as f64 / files.len() as f64,
            );
            tables.push(current.add(project, reference, (later.as_ref(), &others), file, name)?);
        }
        progress.step("predicting", 0.6);
        current.ask(project, reference, tables)?;
        Ok(current)
    }

    fn add(
        &mut self,
        project: &Project,
        reference: &Reference,
        (later, others): (Option<&Later>, &Joins),
        file: &Path,
        name: String,
    ) -> Result<Table> {
        let mut notes = Vec::new();
        let table = others.join_all(&read_file(project, file)?);
        let table = table.map_err(|e| e.or_at_file(file))?;
        let table = stored_alike(reference, table, &mut notes)?;
        let table = kept(project, table, &mut notes)?;
        let first = self.sources.is_empty();
        let mut absent = Vec::with_capacity(reference.columns.len());
        for (column, values) in reference.columns.iter().zip(&mut self.columns) {
            absent.push(!table.has(&column.name));
            values.append(read_column(&table, column)?);
        }
        notes.extend(new_columns(reference, &table));
        self.add_target(reference, later, &table)?;
        let axis = match &project.decisions.problem.time {
            Some(time) if table.has(time) => {
                Some(Axis::of(&table, time).map_err(|e| e.at_file(file))?)
            }
            _ => None,
        };
        match (&mut self.axis, axis) {
            (Some(all), Some(axis)) => all.instants.extend(axis.instants),
            (all, axis) => *all = axis.filter(|_| first),
        }
        let rows = self.rows..self.rows + table.rows();
        self.rows = rows.end;
        self.sources.push(Source {
            name,
            rows,
            absent,
            notes,
        });
        Ok(table)
    }

    fn add_target(
        &mut self,
        reference: &Reference,
        later: Option<&Later>,
        table: &Table,
    ) -> Result<()> {
        let (Some(setup), Some(target)) = (&reference.setup, &reference.target) else {
            return Ok(());
        };
        let form = target_form(setup);
        let mut values = match table.has(&target.name) {
            true => read_column(table, target)?,
            false => Values::absent(form, table.rows()),
        };
        if let Some(later) = later {
            values = later.joined(table, values)?;
        }
        self.target
            .get_or_insert_with(|| Values::absent(form, 0))
            .append(values);
        Ok(())
    }

    /// Asks the model in use and what could run instead; what cannot be answered is not-a-number, with a note. A model that
    /// looks back sees all files as one where they go together.
    fn ask(&mut self, project: &Project, reference: &Reference, tables: Vec<Table>) -> Result<()> {
        let Some(model) = reference.model.as_ref().map(|m| &m.model) else {
            return Ok(());
        };
        let rival = reference.rival.as_ref();
        let looks_back = [Some(model), rival]
            .into_iter()
            .flatten()
            .any(|p| p.artifact.looks_back());
        let together = |tables: &[Table]| {
            let (first, rest) = tables.split_first()?;
            let add = |all: Table, next: &Table| all.append(next).ok();
            rest.iter().try_fold(first.clone(), add)
        };
        let whole = match looks_back && tables.len() > 1 {
            true => together(&tables),
            false => None,
        };
        let tables = match whole {
            Some(whole) => vec![whole],
            None => tables,
        };
        let classes = model.artifact.classes.as_ref().map(|c| c.names.len());
        let by_file = tables.len() == self.sources.len();
        for (at, table) in tables.into_iter().enumerate() {
            let rows = table.rows();
            if let Some(rival) = rival {
                let said = rival.predict(project, table.clone());
                let said = said.unwrap_or_else(|_| unanswered(rows, classes));
                self.rival = Some(below(self.rival.take(), said));
            }
            let said = match model.predict(project, table) {
                Ok(prediction) => prediction,
                Err(error) if error.is_cancelled() => return Err(error),
                Err(error) => {
                    let note = why_not(&error);
                    let place = if by_file {
                        at..at + 1
                    } else {
                        0..self.sources.len()
                    };
                    self.sources[place]
                        .iter_mut()
                        .for_each(|s| s.notes.push(note.clone()));
                    unanswered(rows, classes)
                }
            };
            self.prediction = Some(below(self.prediction.take(), said));
        }
        Ok(())
    }
}

/// Why the model has no answer, with the column where one is named.
fn why_not(error: &Error) -> String {
    let column = match &error.column {
        Some(crate::error::Column::Name(name)) => format!(" for '{}'", escape(name)),
        _ => String::new(),
    };
    format!("no prediction{column}: {}", error.message)
}

/// The name of a file without its folder.
fn shown(file: &Path) -> String {
    file.file_name()
        .unwrap_or(file.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// The rows that `source.where` keeps, where the file has the columns that it reads. A row whose label is still to come
/// stays.
fn kept(project: &Project, table: Table, notes: &mut Vec<String>) -> Result<Table> {
    let filter = project
        .decisions
        .source
        .first()
        .and_then(|s| s.filter.as_ref());
    let Some(filter) = filter else {
        return Ok(table);
    };
    let expression = Expression::parse(filter)
        .map_err(|mistake| Error::new(mistake.message).at_file(project.file()))?;
    if let Some(absent) = expression.columns().iter().find(|c| !table.has(c)) {
        notes.push(format!(
            "the filter `{filter}` was not applied: there is no column '{}'",
            escape(absent)
        ));
        return Ok(table);
    }
    let mut keep = vec![false; table.rows()];
    table
        .filter(&expression)?
        .into_iter()
        .for_each(|r| keep[r] = true);
    if let Some(target) = &project.decisions.problem.target
        && expression.columns().contains(target)
    {
        let missing = table.missing(target)?;
        keep.iter_mut().zip(missing).for_each(|(k, m)| *k |= m);
    }
    let rows: Vec<usize> = (0..keep.len()).filter(|&r| keep[r]).collect();
    if rows.len() < keep.len() {
        notes.push(format!(
            "`where` left out {}",
            counted(keep.len() - rows.len(), "row")
        ));
    }
    table.take(&rows)
}

/// The table with its columns stored as those of the training data are: a file without a value in a column of numbers, or
/// with a word among them, is read as text, and one whose categories are all digits as numbers. What is no number counts
/// as missing.
fn stored_alike(reference: &Reference, table: Table, notes: &mut Vec<String>) -> Result<Table> {
    let mut table = table;
    for (name, storage) in &reference.known {
        if !table.has(name) {
            continue;
        }
        let own = table.column(name)?.storage;
        if storage.is_number() && own == Storage::Text {
            let (values, strange) = numbers(&table, name)?;
            if strange > 0 {
                notes.push(format!(
                    "{}: {} no numbers and count as missing",
                    escape(name),
                    match strange {
                        1 => "1 value is".to_owned(),
                        n => format!("{} values are", crate::text::count(n)),
                    }
                ));
            }
            table = table.with_numbers(name, &values)?;
        } else if *storage == Storage::Text && own != Storage::Text {
            table = table.with_texts(name, &table.texts(name)?)?;
        }
    }
    Ok(table)
}

/// The numbers of a column of text, and how many of its values are none.
fn numbers(table: &Table, name: &str) -> Result<(Vec<f64>, usize)> {
    let mut strange = 0;
    let values = table.texts(name)?.into_iter().map(|text| {
        let text = text.unwrap_or_default();
        let number = text.trim().parse::<f64>().ok().filter(|v| v.is_finite());
        strange += usize::from(number.is_none() && !text.is_empty());
        number.unwrap_or(f64::NAN)
    });
    let values = values.collect();
    Ok((values, strange))
}

fn read_column(table: &Table, column: &Watched) -> Result<Values> {
    if !table.has(&column.name) {
        return Ok(Values::absent(column.form, table.rows()));
    }
    Ok(column.spelled_alike(Values::of(table, &column.name, column.form)?))
}

fn new_columns(reference: &Reference, table: &Table) -> Option<String> {
    let names: Vec<String> = table
        .columns()
        .iter()
        .filter(|c| !reference.known.iter().any(|(name, _)| *name == c.name))
        .map(|c| format!("'{}'", escape(&c.name)))
        .collect();
    if names.is_empty() {
        return None;
    }
    let more = match names.len().saturating_sub(NAMED) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    Some(format!(
        "{} that training did not know: {}{more}",
        counted(names.len(), "column"),
        names[..names.len().min(NAMED)].join(", ")
    ))
}

fn unanswered(rows: usize, classes: Option<usize>) -> Prediction {
    match classes {
        Some(count) => Prediction::Probabilities(Array2::from_elem((rows, count), f64::NAN)),
        None => Prediction::Numbers(vec![f64::NAN; rows]),
    }
}

/// Predictions of more rows below those of earlier ones.
fn below(upper: Option<Prediction>, lower: Prediction) -> Prediction {
    match (upper, lower) {
        (Some(Prediction::Numbers(mut upper)), Prediction::Numbers(lower)) => {
            upper.extend(lower);
            Prediction::Numbers(upper)
        }
        (Some(Prediction::Probabilities(mut upper)), Prediction::Probabilities(lower)) => {
            // Both have a column a class.
            for row in lower.rows() {
                let _ = upper.push_row(row);
            }
            Prediction::Probabilities(upper)
        }
        (_, lower) => lower,
    }
}

impl Later {
    fn read(project: &Project, reference: &Reference, files: &[PathBuf]) -> Result<Option<Later>> {
        if files.is_empty() {
            return Ok(None);
        }
        let (Some(setup), Some(target)) = (&reference.setup, &reference.target) else {
            return Err(Error::new("labels need a target")
                .at_file(project.file())
                .with_fix("write `target = \"<column>\"` under `[problem]`"));
        };
        let id = project.decisions.problem.id.clone().ok_or_else(|| {
            Error::new("labels that come later are joined by the id of the row")
                .at_file(project.file())
                .with_fix("write `id = \"<column>\"` under `[problem]`")
        })?;
        let mut later = Later {
            id,
            by_id: HashMap::new(),
            values: Values::absent(target_form(setup), 0),
        };
        for file in files {
            let table = read_file(project, file)?;
            for name in [&later.id, &target.name] {
                table.column(name).map_err(|e| e.at_file(file))?;
            }
            let from = later.values.rows();
            for (row, id) in table.texts(&later.id)?.into_iter().enumerate() {
                if let Some(id) = id {
                    later.by_id.insert(id, from + row);
                }
            }
            let values = read_column(&table, target)?;
            later.values.append(values);
        }
        Ok(Some(later))
    }

    /// The target of a table's rows: the label that came later, else what the table has.
    fn joined(&self, table: &Table, own: Values) -> Result<Values> {
        let ids = table.texts(&self.id)?;
        let rows = own.rows();
        let mut all = own;
        all.append(self.values.clone());
        let places: Vec<usize> = ids
            .iter()
            .enumerate()
            .map(|(row, id)| {
                let later = id.as_ref().and_then(|id| self.by_id.get(id));
                later.map_or(row, |at| rows + at)
            })
            .collect();
        Ok(all.take(&places))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::values::Form;

    #[test]
    fn predictions_are_put_below_each_other() {
        let one = Prediction::Numbers(vec![1.0]);
        let two = below(Some(one), unanswered(1, None));
        assert_eq!(two.len(), 2);
        let shares = below(Some(unanswered(2, Some(3))), unanswered(1, Some(3)));
        assert_eq!(shares.len(), 3);
        assert_eq!(Values::absent(Form::Numbers, 2).missing(), 2);
    }
}
