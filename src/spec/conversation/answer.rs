//! From what a person types to what it writes, or to what is wrong with it.

use super::Turn;
use crate::decisions::{Edit, Fault, FieldType, Severity, Task, typed_as_toml};
use crate::project::{Project, edited};
use crate::spec::{PREDICTION, faults};
use crate::table::Expression;
use crate::text;

/// What an error costs as an expression: a number is the cost of one unit of error, or of one wrong class; anything else is an
/// expression already.
pub fn cost_of_errors(typed: &str, task: Option<Task>, target: &str) -> String {
    let column = Expression::name(target);
    let is_class = task.is_some_and(Task::is_classification);
    match (typed.parse::<f64>().is_ok_and(f64::is_finite), is_class) {
        (false, _) => typed.to_owned(),
        (true, true) => format!("CASE WHEN {PREDICTION} = {column} THEN 0 ELSE {typed} END"),
        (true, false) if typed.parse::<f64>() == Ok(1.0) => format!("abs({PREDICTION} - {column})"),
        (true, false) => format!("{typed} * abs({PREDICTION} - {column})"),
    }
}

impl Turn {
    /// What a typed answer writes; `columns` are those of the data, where they are known. The error says what is wrong and what to write
    /// instead.
    pub fn typed(
        &self,
        typed: &str,
        project: &Project,
        columns: &[String],
    ) -> Result<Vec<Edit>, String> {
        let problem = &project.decisions.problem;
        let typed = match (self.field.path, problem.target.as_deref()) {
            ("value.cost", Some(target)) => cost_of_errors(typed, self.task(project), target),
            _ => typed.to_owned(),
        };
        let value = typed_as_toml(self.field, &typed)?;
        if !columns.is_empty() {
            known_columns(self.field.kind, &typed, columns)?;
        }
        let edits = vec![Edit::set(&self.writes, value)];
        match self.refused(project, &edits) {
            Some(why) => Err(why),
            None => Ok(edits),
        }
    }

    /// Why an answer cannot stand beside the others, as far as it can be told without the data; none where it can.
    pub fn refused(&self, project: &Project, edits: &[Edit]) -> Option<String> {
        let before = of_text(project, &project.text);
        let after = edits.iter().try_fold(project.text.clone(), |text, edit| {
            edited(&text, edit).map(|(text, _)| text)
        });
        let after = match after {
            Ok(text) => of_text(project, &text),
            Err(error) => return Some(error.message.clone()),
        };
        let known = |fault: &Fault| {
            let mut before = before.iter();
            before.any(|old| old.key == fault.key && old.message == fault.message)
        };
        let wrong = after
            .iter()
            .filter(|fault| fault.severity == Severity::Error && self.is_about(&fault.key))
            .find(|fault| !known(fault))?;
        let fix = wrong
            .fix
            .as_ref()
            .map_or(String::new(), |fix| format!(": {fix}"));
        Some(format!("{}{fix}", wrong.message))
    }

    fn task(&self, project: &Project) -> Option<Task> {
        let offered = self
            .offers
            .iter()
            .any(|offer| offer.says.starts_with("CASE"));
        let task = offered.then_some(Task::Multiclass);
        project.decisions.problem.task.or(task)
    }
}

/// The mistakes of a project if its text were this one, without a look at the data or at what it extends.
fn of_text(project: &Project, text: &str) -> Vec<Fault> {
    let parsed = crate::decisions::parse(text);
    let project = Project {
        text: text.to_owned(),
        decisions: parsed.decisions,
        faults: parsed.faults,
        ..project.clone()
    };
    faults(&project, None)
}

/// Refuses a name that is no column: as the answer itself, or in an expression.
fn known_columns(kind: FieldType, typed: &str, columns: &[String]) -> Result<(), String> {
    let names: Vec<&str> = columns.iter().map(String::as_str).collect();
    match kind {
        FieldType::Column if !names.contains(&typed.trim()) => {
            let near = text::nearest(typed.trim(), names.iter().copied());
            let fix = near.map_or_else(
                || format!("there are {}", names.join(", ")),
                |near| format!("did you mean '{}'?", text::escape(near)),
            );
            Err(format!(
                "there is no column '{}': {fix}",
                text::escape(typed.trim())
            ))
        }
        FieldType::Expression => {
            let expression = Expression::parse(typed).map_err(|mistake| mistake.to_string())?;
            let with_prediction: Vec<&str> = names.into_iter().chain([PREDICTION]).collect();
            let absent = expression.absent_columns(&with_prediction);
            absent
                .into_iter()
                .next()
                .map_or(Ok(()), |m| Err(m.to_string()))
        }
        _ => Ok(()),
    }
}
