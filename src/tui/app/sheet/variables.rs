//! The dictionary of variables: what each cell says, and how it is edited.

use crate::decisions::{Edit, Kind, Role, field, path};
use crate::spec::{Variable, role_edits, role_is_decided};
use crate::text;
use crate::tui::app::act::written;
use crate::tui::app::{Choice, Effect, Facts, List, Notice, Overlay, SpecRow, State};

/// What a column of the dictionary says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Its name.
    Name,
    /// What its values are.
    Kind,
    /// What it does.
    Role,
    /// What it means.
    Meaning,
    /// Its unit.
    Unit,
    /// The valid values: a range or categories.
    Values,
    /// Whether it is known when the prediction is made.
    Known,
    /// Whether it is about a person.
    Personal,
    /// Where it comes from.
    Source,
}

impl About {
    /// Every column, in order.
    pub const ALL: [About; 9] = [
        About::Name,
        About::Kind,
        About::Role,
        About::Meaning,
        About::Unit,
        About::Values,
        About::Known,
        About::Personal,
        About::Source,
    ];

    /// Its head.
    pub fn title(self) -> &'static str {
        match self {
            About::Name => "column",
            About::Kind => "kind",
            About::Role => "role",
            About::Meaning => "meaning",
            About::Unit => "unit",
            About::Values => "valid values",
            About::Known => "known",
            About::Personal => "personal",
            About::Source => "source",
        }
    }

    /// The key under `[columns]` that says it; `None` where no key does.
    fn key(self, kind: Kind) -> Option<&'static str> {
        Some(match self {
            About::Name | About::Source => return None,
            About::Kind => "kind",
            About::Role => "role",
            About::Meaning => "meaning",
            About::Unit => "unit",
            About::Values => match kind {
                Kind::Number | Kind::Date => "range",
                Kind::Category | Kind::Ordinal | Kind::Boolean => "levels",
                Kind::Text | Kind::Image | Kind::Sound | Kind::Id => return None,
            },
            About::Known => "known_at_prediction",
            About::Personal => "personal",
        })
    }
}

/// What a cell says, and whether somebody decided it.
pub fn about_cell(facts: &Facts, variable: &Variable, about: About) -> (String, bool) {
    let column = &variable.column;
    let decisions = &facts.project.decisions;
    let decided = decisions.columns.get(&column.name);
    let yes = |flag: bool| if flag { "yes" } else { "no" }.to_owned();
    match about {
        About::Name => (column.name.clone(), true),
        About::Kind => match decided.and_then(|c| c.kind) {
            Some(kind) => (kind.word().to_owned(), true),
            None => (column.kind.word().to_owned(), false),
        },
        About::Role => {
            let is_decided = role_is_decided(decisions, &column.name);
            (column.role.word().to_owned(), is_decided)
        }
        About::Meaning => {
            let meaning = decided.and_then(|c| c.meaning.clone());
            (meaning.unwrap_or_default(), true)
        }
        About::Unit => {
            let unit = decided.and_then(|c| c.unit.clone());
            (unit.unwrap_or_default(), true)
        }
        About::Values => {
            let range = decided.and_then(|c| c.range);
            let range = range.map(|[low, high]| format!("{low} to {high}"));
            let levels = decided.and_then(|c| c.levels.clone());
            match range.or(levels.map(|levels| levels.join(", "))) {
                Some(said) => (said, true),
                None => (values_read(facts, variable), false),
            }
        }
        About::Known => match decided.and_then(|c| c.known_at_prediction) {
            Some(known) => (yes(known), true),
            None if column.role == Role::Target => ("-".to_owned(), false),
            None if !variable.through.is_empty() => (
                format!("no, through {}", variable.through.join(", ")),
                false,
            ),
            None => (yes(column.known_at_prediction), false),
        },
        About::Personal => match decided.and_then(|c| c.personal) {
            Some(personal) => (yes(personal), true),
            None => ("-".to_owned(), false),
        },
        About::Source => (variable.source.clone(), false),
    }
}

/// The values that were found, where the data were profiled: from the least to the most, or the most frequent.
fn values_read(facts: &Facts, variable: &Variable) -> String {
    let data = facts.data.iter().flat_map(|data| &data.columns);
    let Some(profile) = data.into_iter().find(|c| c.name == variable.column.name) else {
        return String::new();
    };
    match (profile.min, profile.max) {
        (Some(low), Some(high)) if variable.column.kind == Kind::Number => {
            format!("{} to {}", text::short(low), text::short(high))
        }
        _ => {
            let names = profile.top.iter().map(|(name, _)| name.as_str());
            names.collect::<Vec<_>>().join(", ")
        }
    }
}

impl State {
    /// The columns of the dictionary.
    pub fn variables(&self) -> &[Variable] {
        self.facts().map_or(&[], |facts| &facts.variables)
    }

    /// The column of the dictionary that has the keys.
    pub fn variable(&self) -> Option<&Variable> {
        self.variables().get(self.lists.at(List::Dictionary))
    }

    /// What the column of the cell that has the keys says.
    pub fn about(&self) -> About {
        let last = About::ALL.len() - 1;
        About::ALL[self.sheet_column().min(last)]
    }

    /// Columns without a meaning, of those that need one.
    pub fn meanings_missing(&self) -> (usize, usize) {
        let needed = self.variables().iter().filter(|v| v.column.needs_meaning());
        let missing = needed.clone().filter(|v| self.meaning(v).is_none());
        (missing.count(), needed.count())
    }

    fn meaning(&self, variable: &Variable) -> Option<String> {
        let decisions = &self.facts()?.project.decisions;
        let column = decisions.columns.get(&variable.column.name)?;
        column.meaning.clone().filter(|m| !m.trim().is_empty())
    }

    /// The row of the form behind the cell that has the keys; `None` where no key says it.
    fn variable_row(&self) -> Option<SpecRow> {
        let (facts, variable) = (self.facts()?, self.variable()?);
        let name = &variable.column.name;
        let (told, is_decided) = about_cell(facts, variable, self.about());
        let kind = facts.project.decisions.columns.get(name);
        let kind = kind.and_then(|c| c.kind).unwrap_or(variable.column.kind);
        let path = path::join(&["columns", name, self.about().key(kind)?]);
        let field = field(&path)?;
        let written = crate::decisions::shown(&facts.project.decisions, &path);
        let label = format!("{name}: {}", self.about().title());
        let is_written = written.is_some() && is_decided;
        let value = written.unwrap_or(told);
        Some(SpecRow::cell(field, path, label, value, is_written))
    }

    /// Why the cell that has the keys cannot be edited.
    pub fn refuse_variable(&self) -> Option<String> {
        let Some(variable) = self.variable() else {
            return Some("the dictionary needs data that can be read".to_owned());
        };
        match self.about() {
            About::Name => Some("the name stands in the data".to_owned()),
            About::Source => Some(match variable.column.computed {
                true => "its expression is changed on Spec, under Features".to_owned(),
                false => "sources are changed on Spec".to_owned(),
            }),
            about if self.variable_row().is_none() => Some(format!(
                "a column of kind {} has no {}",
                variable.column.kind,
                about.title()
            )),
            _ => None,
        }
    }

    /// Opens the cell that has the keys.
    pub(in crate::tui::app) fn edit_variable(&mut self) -> Vec<Effect> {
        if let Some(why) = self.read_only() {
            self.notice = Some(Notice::hint(why));
            return Vec::new();
        }
        let Some(row) = self.variable_row() else {
            return Vec::new();
        };
        match (self.about(), row.field) {
            (About::Role, _) => self.choose_role(),
            (About::Kind, _) => self.choose_word(&row, Kind::WORDS),
            (About::Known | About::Personal, _) => self.choose_word(&row, &["true", "false"]),
            (_, Some(field)) => return self.edit_field(row, field),
            (_, None) => {}
        }
        Vec::new()
    }

    /// Offers the roles: those that `[problem]` gives too.
    fn choose_role(&mut self) {
        let (Some(facts), Some(variable)) = (self.facts(), self.variable()) else {
            return;
        };
        let decisions = &facts.project.decisions;
        let (name, role) = (variable.column.name.clone(), variable.column.role);
        let choices = Role::ALL.iter().map(|role| {
            let edit = Edit::all(role_edits(decisions, &name, *role));
            Choice {
                label: role.word().to_owned(),
                writes: written(&facts.project, &edit),
                edits: vec![edit],
            }
        });
        let choices = choices.collect();
        let present = Role::ALL.iter().position(|other| *other == role);
        self.lists.put(List::Choices, present.unwrap_or(0));
        self.overlay = Some(Overlay::Choose {
            title: format!("role of {name}"),
            proposal: None,
            choices,
        });
    }

    /// Takes what was typed into a cell. After a meaning the cell below has the keys, and is open where it says nothing.
    pub(in crate::tui::app) fn commit_variable(&mut self) -> Vec<Effect> {
        let mut effects = self.commit_spec();
        let is_done = self
            .open
            .as_ref()
            .is_some_and(|open| open.editing.is_none());
        if !is_done || self.about() != About::Meaning || effects.is_empty() {
            return effects;
        }
        let shown = self.shown(List::Dictionary);
        let below = shown.get(self.shown_at(List::Dictionary) + 1).copied();
        if let Some(below) = below {
            self.lists.put(List::Dictionary, below);
            let is_open = self.variable().is_some_and(|v| self.meaning(v).is_none());
            if is_open {
                effects.extend(self.edit_variable());
            }
        }
        effects
    }

    /// Goes to the next column without a meaning.
    pub(in crate::tui::app) fn next_missing(&mut self) -> Vec<Effect> {
        let shown = self.shown(List::Dictionary);
        let at = self.shown_at(List::Dictionary);
        let on_meaning = self.about() == About::Meaning;
        let first = usize::from(on_meaning);
        let after = (first..=shown.len()).map(|step| shown[(at + step) % shown.len()]);
        let is_missing = |row: &usize| {
            let variable = &self.variables()[*row];
            variable.column.needs_meaning() && self.meaning(variable).is_none()
        };
        match after.into_iter().find(is_missing) {
            Some(row) => {
                self.lists.put(List::Dictionary, row);
                if let Some(open) = &mut self.open {
                    open.sheet.at = About::Meaning as usize;
                }
            }
            None => self.notice = Some(Notice::hint("every meaning is said")),
        }
        Vec::new()
    }

    /// What takes the decision of the cell that has the keys out; `None` where nothing was decided.
    pub fn variable_cleared(&self) -> Option<Edit> {
        let (facts, variable) = (self.facts()?, self.variable()?);
        let name = &variable.column.name;
        let decisions = &facts.project.decisions;
        let own = facts.project.own();
        let row = self.variable_row()?;
        let is_written = |path: &str| {
            let keys = path::split(path).unwrap_or_default();
            let first = keys.first().and_then(|key| own.get(key));
            let rest = keys.iter().skip(1);
            rest.fold(first, |at, key| at.and_then(|at| at.get(key)))
                .is_some()
        };
        if is_written(&row.path) {
            return Some(Edit::remove(row.path));
        }
        let key = format!("problem.{}", variable.column.role.word());
        let is_named = self.about() == About::Role && is_written(&key);
        (is_named && role_is_decided(decisions, name)).then(|| Edit::remove(key))
    }
}
