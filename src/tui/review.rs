//! The review of the open project against its data, on a thread of its own: a large table holds up neither keys nor saving.

use std::collections::BTreeSet;
use std::sync::mpsc::{Sender, channel};

use crate::benchmark;
use crate::data;
use crate::error::{Error, Result};
use crate::project::Project;
use crate::road::{self, Milestone, Status};
use crate::spec::{self, Loaded, PREDICTION, TableInputs};
use crate::stats;
use crate::table::{Expression, Table};
use crate::text;
use crate::tui::app::{Msg, Reviewed, Stake, Tried};
use crate::tui::effects::MASK;
use crate::tui::threads::spawn;
use crate::work::{Progress, give_way, guarded};

/// Rows of which first values are shown.
const FIRST: usize = 5;

/// The state's side of the thread.
pub struct Reviewer(Sender<Ask>);

/// What is asked of the thread.
enum Ask {
    /// To look at a project as it is now.
    Look(Box<Project>),
    /// For the first values of an expression.
    Try(String),
}

impl Reviewer {
    /// Starts the thread; answers come as messages.
    pub fn start(to: Sender<Msg>) -> Result<Self> {
        let (send, asked) = channel::<Ask>();
        spawn("review", move || {
            give_way();
            let mut kept = None;
            while let Ok(ask) = asked.recv() {
                let (mut project, mut text) = (None, None);
                // Of several in a row only the last is looked at.
                for ask in std::iter::once(ask).chain(asked.try_iter()) {
                    match ask {
                        Ask::Look(last) => project = Some(last),
                        Ask::Try(last) => text = Some(last),
                    }
                }
                let review =
                    project.map(|project| match guarded(|| reviewed(&project, &mut kept)) {
                        Ok(reviewed) => Msg::Reviewed(Box::new(reviewed)),
                        Err(error) => Msg::Failed(error),
                    });
                let tried = text.map(|text| Msg::Tried(tried_on(&kept, text)));
                for msg in review.into_iter().chain(tried) {
                    if to.send(msg).is_err() {
                        return;
                    }
                }
            }
        })?;
        Ok(Self(send))
    }

    /// Asks for the review of a project as it is now.
    pub fn look(&self, project: Project) {
        // A thread that ended has already told why.
        let _ = self.0.send(Ask::Look(Box::new(project)));
    }

    /// Asks for the first values of an expression on the data of the project that was looked at last.
    pub fn try_out(&self, text: String) {
        let _ = self.0.send(Ask::Try(text));
    }
}

fn tried_on(kept: &Kept, text: String) -> Tried {
    let loaded = kept
        .as_ref()
        .and_then(|kept| Some((kept.loaded.dataset.as_ref()?, &kept.personal)));
    match loaded {
        Some((dataset, personal)) => first_values(&dataset.table, personal, text),
        None => Tried {
            values: Err("the data cannot be read as they are stated".into()),
            text,
        },
    }
}

/// The first values of an expression on a table. Where it asks for what a model says, the mean of the numbers it reads
/// stands for that; each `?` counts as 1. What is made from a personal column is masked.
pub(super) fn first_values(table: &Table, personal: &BTreeSet<String>, text: String) -> Tried {
    let values = values_of(table, personal, &text).map_err(|error| error.message.clone());
    Tried { text, values }
}

fn values_of(
    table: &Table,
    personal: &BTreeSet<String>,
    text: &str,
) -> Result<(Vec<String>, String)> {
    let expression = Expression::parse(text)?;
    if expression.looks_back() {
        return Err(Error::new("what looks back is computed with the stages"));
    }
    let mut head = table.head(FIRST);
    let mut assumed = Vec::new();
    if expression.columns().contains(PREDICTION) && !head.has(PREDICTION) {
        let read = expression
            .columns()
            .iter()
            .filter(|name| *name != PREDICTION);
        let numbers = read.filter_map(|name| head.numbers(name).ok()).next();
        let there: Vec<f64> = numbers
            .into_iter()
            .flatten()
            .filter(|v| !v.is_nan())
            .collect();
        let said = stats::mean(&there);
        head = head.with_numbers(PREDICTION, &vec![said; head.rows()])?;
        assumed.push(format!("prediction {}", text::short(said)));
    }
    let fitted = vec![1.0; expression.placeholders()];
    if !fitted.is_empty() {
        assumed.push("each ? as 1".to_owned());
    }
    let values = expression.texts(&head, &fitted)?.into_iter();
    let hides = expression.columns().iter().any(|c| personal.contains(c));
    let shown = values.map(|value| match value {
        None => "-".to_owned(),
        Some(_) if hides => MASK.to_owned(),
        Some(value) => match value.parse::<f64>() {
            Ok(number) => text::short(number),
            Err(_) => text::cut(&text::escape(&value), 12).into_owned(),
        },
    });
    let note = match assumed.is_empty() {
        true => String::new(),
        false => format!(" ({})", assumed.join(", ")),
    };
    Ok((shown.collect(), note))
}

/// Data that were read without a mistake, with what they were made from, and the columns about persons.
type Kept = Option<KeptData>;

struct KeptData {
    inputs: TableInputs,
    loaded: Loaded,
    personal: BTreeSet<String>,
}

fn reviewed(project: &Project, kept: &mut Kept) -> Result<Reviewed> {
    let now = TableInputs::of(project).ok();
    let known = kept
        .take()
        .filter(|kept| now.as_ref() == Some(&kept.inputs));
    let loaded = match known {
        Some(kept) => kept.loaded,
        None => Loaded::glance(project, &Progress::silent())?,
    };
    let review = spec::review(project, Some(&loaded));
    let stake = stake(project, &loaded);
    let dataset = loaded.dataset.as_ref();
    // What cannot be told apart is shown masked only where somebody said so.
    let personal = dataset.and_then(|dataset| data::personal_columns_of(project, dataset).ok());
    let personal = personal.unwrap_or_else(|| data::personal_columns(project));
    let variables = dataset.map(|dataset| spec::variables(project, dataset, &personal));
    let proposals = dataset.map(|dataset| spec::propose_open(&project.decisions, dataset));
    let proposals = proposals.unwrap_or_default();
    *kept = now
        .filter(|_| loaded.faults.is_empty())
        .map(|inputs| KeptData {
            inputs,
            loaded,
            personal,
        });
    let mut survey = road::survey(project)?;
    if let Some(spec) = survey.first_mut() {
        *spec = Status::of_spec(&review);
    }
    Ok(Reviewed {
        text: project.text.clone(),
        next: road::next(project, &survey),
        next_at: Milestone::ALL
            .into_iter()
            .map(|milestone| road::next_at(project, &survey, milestone))
            .collect(),
        review,
        variables,
        proposals,
        stake,
    })
}

/// What is at stake, where the data can be read.
fn stake(project: &Project, loaded: &Loaded) -> Option<Stake> {
    let dataset = loaded.dataset.as_ref()?;
    let problem = dataset.problem(project).ok()?;
    let worth = benchmark::known_worth(project, dataset);
    let weighed = benchmark::weigh(project, dataset, &problem, worth.as_ref());
    Some(Stake { worth, weighed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_values_say_what_they_assume() {
        let csv = "fare,kind,name\n10,a,Ann\n20,b,Bob\n,c,\n";
        let table = Table::from_csv(csv).unwrap();
        let personal = BTreeSet::from(["name".to_owned()]);
        let tried = |text: &str| first_values(&table, &personal, text.to_owned()).values;
        let plain = |values: &[&str]| values.iter().map(|v| (*v).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            tried("fare / 4"),
            Ok((plain(&["2.5", "5", "-"]), String::new()))
        );
        let (values, note) = tried("? * abs(prediction - fare)").unwrap();
        assert_eq!(values, plain(&["5", "5", "-"]));
        assert_eq!(note, " (prediction 15, each ? as 1)");
        assert_eq!(tried("upper(kind)").unwrap().0, plain(&["A", "B", "C"]));
        assert_eq!(tried("upper(name)").unwrap().0, plain(&["***", "***", "-"]));
        assert!(tried("nothing + 1").unwrap_err().contains("nothing"));
    }

    #[test]
    fn the_screen_sees_what_only_the_data_show() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::write(root.join("data.csv"), "a,b\n1,2\n3,4\n5,7\n").unwrap();
        let open = |target: &str| {
            let text = format!(
                "format = 1\n[[source]]\npath = \"data.csv\"\n[problem]\ntask = \"regression\"\ntarget = \"{target}\"\n"
            );
            std::fs::write(root.join("jalon.toml"), text).unwrap();
            Project::open(root).unwrap()
        };
        let mut kept = None;
        let good = reviewed(&open("b"), &mut kept).unwrap();
        assert_eq!(good.review.faults, []);
        assert!(kept.is_some());
        let seen = reviewed(&open("bb"), &mut kept).unwrap();
        assert_eq!(seen.review.faults[0].key, "problem.target");
        assert_eq!(seen.next.milestone, road::Milestone::Spec);

        // Without data the column is not missed; the review brings the fault, and one of an older text does not.
        let mut facts = crate::tui::tests::fixtures::facts();
        facts.project = open("bb");
        facts.take_review(good);
        assert!(facts.review.faults.is_empty());
        facts.take_review(seen);
        assert_eq!(facts.survey[0].state, road::State::Attention);
        let mut again = crate::tui::tests::fixtures::facts();
        again.project = facts.project.clone();
        again.keep_review(&facts);
        assert_eq!(again.review.faults.len(), 1);
    }
}
