//! The three questions of a new project: metric, score to reach, cost of an error. Each is checked as it is typed.

use crate::decisions::{Direction, Edit, field};
use crate::metrics::Metric;
use crate::spec::{PREDICTION, cost_of_errors};
use crate::table::Expression;
use crate::text;
use crate::tui::app::editor::{Word, columns_and_functions};
use crate::tui::app::{Editor, List, State, Wizard};

/// Answers to the three questions; empty is not known.
#[derive(Debug, Clone, Default)]
pub struct Questions {
    /// Metric that decides; score to reach; cost of an error, a number or an expression.
    rows: [Editor; Questions::COUNT],
}

/// Keys of the three questions in the field table. The score is written under the key that fits the metric.
const KEYS: [&str; Questions::COUNT] = ["problem.metric", "problem.success.at_most", "value.cost"];

impl Questions {
    /// How many there are.
    pub const COUNT: usize = 3;

    /// With the proposed metric, to be typed over; the metrics of the task and the columns of the data complete what is
    /// typed.
    pub fn proposed(metric: &str, metrics: &[Metric], columns: &[(String, String)]) -> Self {
        let metrics = metrics.iter().map(|m| Word {
            text: m.name().to_owned(),
            about: m.title().to_owned(),
        });
        let columns = columns
            .iter()
            .map(|(name, about)| (name.as_str(), about.clone()));
        let words = [
            metrics.collect(),
            Vec::new(),
            columns_and_functions(columns),
        ];
        let mut rows = Self::default().rows;
        for ((row, key), (words, text)) in rows
            .iter_mut()
            .zip(KEYS)
            .zip(words.into_iter().zip([metric, "", ""]))
        {
            if let Some(field) = field(key) {
                *row = Editor::new(field, text, words);
            }
            row.is_selected = true;
        }
        Self { rows }
    }

    /// The answer in a row of the form.
    pub fn row(&self, row: usize) -> &Editor {
        &self.rows[row.min(Self::COUNT - 1)]
    }

    /// The answer in a row of the form, to be changed.
    pub fn row_mut(&mut self, row: usize) -> &mut Editor {
        &mut self.rows[row.min(Self::COUNT - 1)]
    }

    fn text(&self, row: usize) -> &str {
        self.row(row).input.value().trim()
    }
}

impl State {
    /// Selects the answer that has the keys: what is typed takes its place.
    pub(super) fn select_question(&mut self) {
        let row = self.lists.at(List::Questions);
        self.wizard.questions.row_mut(row).is_selected = true;
    }
}

impl Wizard {
    /// The metric as answered, or as proposed.
    pub fn metric(&self) -> Option<Metric> {
        let typed = self.questions.text(0);
        let proposed = || self.proposals.iter().find(|p| p.subject == "metric");
        Metric::named(if typed.is_empty() {
            &proposed()?.value
        } else {
            typed
        })
    }

    /// Why an answer cannot be taken.
    pub fn question_fault(&self, row: usize) -> Option<String> {
        let typed = self.questions.text(row);
        match row {
            _ if typed.is_empty() => None,
            0 => self.metric_fault(typed),
            1 => typed
                .parse::<f64>()
                .map_or(true, |number| !number.is_finite())
                .then(|| {
                    format!(
                        "the score to reach is a number, not '{}'",
                        text::escape(typed)
                    )
                }),
            _ => self.cost_fault(typed),
        }
    }

    fn metric_fault(&self, typed: &str) -> Option<String> {
        let offered = self.task().map_or_else(Vec::new, Metric::of_task);
        let names: Vec<&str> = offered.iter().map(|m| m.name()).collect();
        if names.contains(&typed) {
            return None;
        }
        let begins: Vec<&str> = names
            .iter()
            .copied()
            .filter(|n| n.starts_with(typed))
            .collect();
        let way_out = match (
            begins.as_slice(),
            text::nearest(typed, names.iter().copied()),
        ) {
            ([], Some(near)) => format!("did you mean {near}?"),
            ([], None) => format!("there are {}", names.join(", ")),
            (begins, _) => format!("it may become {}", begins.join(", ")),
        };
        let task = self.task().map_or("this task", |task| task.word());
        let typed = text::escape(typed);
        Some(format!("'{typed}' is no metric for {task}: {way_out}"))
    }

    /// A number is fine; an expression must be one, over the columns and the prediction.
    fn cost_fault(&self, typed: &str) -> Option<String> {
        if typed.parse::<f64>().is_ok_and(f64::is_finite) {
            return None;
        }
        let mut names: Vec<&str> = self.grid.columns.iter().map(String::as_str).collect();
        names.push(PREDICTION);
        let mistake = match Expression::parse(typed) {
            Ok(expression) => expression.absent_columns(&names).into_iter().next(),
            Err(mistake) => Some(mistake),
        };
        mistake.map(|mistake| mistake.to_string())
    }

    /// What the answers write; the first that cannot be taken is the error.
    pub fn edits(&self) -> Result<Vec<Edit>, String> {
        if let Some(fault) = (0..Questions::COUNT).find_map(|row| self.question_fault(row)) {
            return Err(fault);
        }
        let mut edits = Vec::new();
        if let Some(metric) = Metric::named(self.questions.text(0)) {
            edits.push(Edit::set_text("problem.metric", metric.name()));
        }
        if let Ok(number) = self.questions.text(1).parse::<f64>() {
            let key = match self.metric().map(Metric::direction) {
                Some(Direction::Maximise) => "at_least",
                _ => "at_most",
            };
            let number = toml::Value::Float(number).to_string();
            edits.push(Edit::set(format!("problem.success.{key}"), number));
        }
        let cost = self.questions.text(2);
        if !cost.is_empty() {
            let target = self.wishes.target.as_deref().unwrap_or_default();
            let cost = cost_of_errors(cost, self.task(), target);
            edits.push(Edit::set_text("value.cost", &cost));
        }
        Ok(edits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tui_input::InputRequest;

    use crate::spec::{Proposal, Wishes};

    fn wizard() -> Wizard {
        let task = Proposal {
            subject: "task".into(),
            value: "regression".into(),
            reason: String::new(),
            edits: Vec::new(),
            others: Vec::new(),
        };
        Wizard {
            wishes: Wishes {
                target: Some("fare".into()),
                ..Wishes::default()
            },
            proposals: vec![task],
            grid: crate::tui::app::Grid {
                columns: vec!["fare".into(), "miles".into()],
                ..crate::tui::app::Grid::default()
            },
            questions: Questions::proposed("mae", &[], &[]),
            ..Wizard::default()
        }
    }

    fn answer(wizard: &mut Wizard, row: usize, text: &str) -> Option<String> {
        wizard.questions.row_mut(row).is_selected = true;
        for c in text.chars() {
            let editor = wizard.questions.row_mut(row);
            editor.change(InputRequest::InsertChar(c));
        }
        wizard.question_fault(row)
    }

    #[test]
    fn wrong_answers_name_the_nearest() {
        let mut wizard = wizard();
        let fault = answer(&mut wizard, 0, "rmsr").unwrap();
        assert!(fault.contains("did you mean rmse?"), "{fault}");
        assert!(answer(&mut wizard, 0, "accuracy").is_some());
        assert!(answer(&mut wizard, 0, "rm").unwrap().contains("rmse"));
        assert_eq!(answer(&mut wizard, 0, "mae"), None);
        assert!(answer(&mut wizard, 1, "two").is_some());
        assert_eq!(answer(&mut wizard, 1, "2.5"), None);
        let fault = answer(&mut wizard, 2, "abs(prediction - far)").unwrap();
        assert!(fault.contains("fare"), "{fault}");
        assert!(wizard.edits().is_err());
        assert_eq!(answer(&mut wizard, 2, "3"), None);
        let edits = wizard.edits().unwrap();
        assert_eq!(edits[1], Edit::set("problem.success.at_most", "2.5"));
        assert_eq!(
            edits[2],
            Edit::set_text("value.cost", "3 * abs(prediction - fare)")
        );
    }
}
