//! The matrix of costs: what it costs to take a case of one class for a case of another.

use crate::decisions::{Edit, field, path};
use crate::tui::app::spec::MATRIX;
use crate::tui::app::{Effect, Facts, List, Notice, SpecRow, State};

/// The classes of the target: decided, found in the data, or named by the matrix.
pub fn matrix_classes(state: &State) -> Vec<String> {
    let Some(facts) = state.facts() else {
        return Vec::new();
    };
    let decisions = &facts.project.decisions;
    let mut classes = decisions.problem.classes.clone();
    if classes.is_empty() {
        let target = decisions.problem.target.as_deref();
        let profiles = facts.data.iter().flat_map(|data| &data.columns);
        let profile = profiles
            .into_iter()
            .find(|c| Some(c.name.as_str()) == target);
        let found = profile
            .iter()
            .flat_map(|c| &c.top)
            .map(|(name, _)| name.clone());
        classes.extend(found);
        classes.sort();
    }
    let matrix = decisions.value.matrix.iter().flatten();
    let positive = decisions.problem.positive.iter();
    let named = matrix.flat_map(|(truth, row)| std::iter::once(truth).chain(row.keys()));
    for name in named.chain(positive) {
        if !classes.contains(name) {
            classes.push(name.clone());
        }
    }
    classes
}

/// What the matrix says of a mistake; `None` where it says nothing, which costs 0.
pub fn cost_of(facts: &Facts, truth: &str, said: &str) -> Option<f64> {
    let matrix = facts.project.decisions.value.matrix.as_ref()?;
    matrix.get(truth)?.get(said).copied()
}

impl State {
    /// The true and the predicted class of the cell that has the keys.
    pub fn cost_cell(&self) -> Option<(String, String)> {
        let classes = matrix_classes(self);
        let truth = classes.get(self.lists.at(List::Matrix))?.clone();
        let said = classes.get(self.sheet_column())?.clone();
        Some((truth, said))
    }

    /// Opens the cell that has the keys.
    pub(in crate::tui::app) fn edit_cost(&mut self) -> Vec<Effect> {
        if let Some(why) = self.read_only() {
            self.notice = Some(Notice::hint(why));
            return Vec::new();
        }
        let (Some(facts), Some((truth, said))) = (self.facts(), self.cost_cell()) else {
            return Vec::new();
        };
        let path = path::join(&["value", "matrix", &truth, &said]);
        let Some(field) = field(&path) else {
            return Vec::new();
        };
        let cost = cost_of(facts, &truth, &said);
        let label = format!("{truth} taken for {said}");
        let value = cost.map_or_else(String::new, |cost| cost.to_string());
        let currency = facts.project.decisions.value.currency.clone();
        let row = SpecRow {
            unit: currency.unwrap_or_default(),
            ..SpecRow::cell(field, path, label, value, cost.is_some())
        };
        self.edit_field(row, field)
    }

    /// Takes the cost that was typed. Where an expression says what an error costs, it is asked whether it goes.
    pub(in crate::tui::app) fn commit_cost(&mut self) -> Vec<Effect> {
        let has_expression = self
            .facts()
            .is_some_and(|f| f.project.decisions.value.cost.is_some());
        let editing = self.open.as_mut().and_then(|open| {
            open.editing
                .take_if(|editing| has_expression && matches!(editing.editor.value(), Ok(Some(_))))
        });
        let Some(editing) = editing else {
            return self.commit_spec();
        };
        if let Ok(Some(value)) = editing.editor.value() {
            let edits = vec![
                Edit::remove("value.cost"),
                Edit::set(editing.row.path, value),
            ];
            self.ask_instead("the matrix: the expression in value.cost goes", edits);
        }
        Vec::new()
    }

    /// What takes the cost of the cell that has the keys out.
    pub fn cost_cleared(&self) -> Option<Edit> {
        let (truth, said) = self.cost_cell()?;
        cost_of(self.facts()?, &truth, &said)?;
        Some(Edit::remove(format!(
            "{MATRIX}.{}",
            path::join(&[truth, said])
        )))
    }
}
