//! Effects that read or write files, carried out one after the other on the files thread. The one place where the
//! workbench calls the floors below for anything but plain values.

mod beginning;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::benchmark::{Diagnosis, Setup};
use crate::data;
use crate::decisions::{Edit, Read};
use crate::drift;
use crate::error::{Error, Result};
use crate::project::{Lock, Project, Refused, Written, contents, jobs, write_atomic};
use crate::road::{self, Milestone};
use crate::ship::{self, Versions};
use crate::spec::{self, Conversation, Dataset, Proposals, Wishes};
use crate::table::Table;
use crate::text;
use crate::train::{self, Contender};
use crate::tui::app::{Effect, Facts, Glance, Grid, Msg, Predictor, Shipped};
use crate::tui::homes::{Homes, at_home};
use crate::tui::left::{left, remember};
use crate::tui::review::first_values;
use crate::tui::settings::Look;
use crate::work::Progress;
use beginning::{around, create};

/// Who is named in the journal.
pub(super) const WHO: &str = "screen";
/// What stands for a value about a person.
pub(super) const MASK: &str = "***";
/// Rows of a preview.
const PREVIEW: usize = 100;

/// What the files thread keeps between effects.
#[derive(Default)]
pub struct Desk {
    look: Look,
    homes: Homes,
    project: Option<Project>,
    /// What the screen shows of the versions.
    versions: Option<Versions>,
    table: Option<Table>,
    dataset: Option<(crate::decisions::Decisions, Dataset)>,
    /// The right to edit the open project.
    lock: Option<Lock>,
    /// Why the open project may only be looked at.
    read_only: Option<String>,
}

impl Desk {
    /// A desk with nothing on it.
    pub fn new(look: Look) -> Self {
        Self {
            homes: look.homes(),
            look,
            ..Self::default()
        }
    }

    /// Carries out an effect; the answer, where there is one.
    pub fn carry_out(&mut self, effect: Effect) -> Option<Msg> {
        Some(match effect {
            Effect::Home => Msg::Home(self.homes.home()),
            Effect::Load(path) => facts(self.load(&path)),
            Effect::Reload => facts(self.reload()),
            Effect::LookAtProject => facts(self.changed()?),
            Effect::LookAtSettings => {
                let settings = self.look.again()?;
                self.homes.samples.clone_from(&settings.samples);
                Msg::Settings(Box::new(settings))
            }
            Effect::Settle(ending) => Msg::Settled(ending, Box::new(self.reload())),
            Effect::StopElsewhere(root, id) => {
                // A job that ended meanwhile is told by whoever follows it.
                return jobs::cancel(&root, Some(&id))
                    .err()
                    .filter(|_| jobs::running(&root).iter().any(|job| job.id == id))
                    .map(Msg::Failed);
            }
            Effect::Edit(edit, why) => facts(self.edit(&edit, &why)),
            Effect::ExportDictionary(file) => facts(self.export_dictionary(&file)),
            Effect::ImportDictionary(file) => facts(self.import_dictionary(&file)),
            Effect::Glance(path) => {
                let glance = glance(&path).ok();
                Msg::Glanced(path, glance)
            }
            Effect::RollBack => facts(self.roll_back()),
            Effect::Undo => facts(self.turn(Project::undo, "undone", "nothing to undo")),
            Effect::Redo => facts(self.turn(Project::redo, "made again", "nothing to make again")),
            Effect::Preview(path) => Msg::Preview(self.preview(&path)),
            Effect::Propose(wishes) => Msg::Proposed(self.propose(&wishes)),
            Effect::LookInto(folder) => {
                let names = contents(&at_home(&folder));
                Msg::Folder(folder, names)
            }
            Effect::Create { folder, wizard } => {
                Msg::Created(create(&self.homes, &folder, &wizard))
            }
            Effect::Sample(name) => Msg::Created(self.homes.sample(&name)),
            Effect::Rows(rows) => Msg::Rows(self.rows(&rows)),
            Effect::Try(text) => {
                let table = self.table.as_ref()?;
                // What cannot be told apart is not shown.
                let personal = data::personal_in(table);
                let all = || table.columns().iter().map(|c| c.name.clone()).collect();
                Msg::Tried(first_values(
                    table,
                    &personal.unwrap_or_else(|_| all()),
                    text,
                ))
            }
            Effect::LookAround(folder) => {
                let items = around(&at_home(&folder));
                Msg::Around(folder, items)
            }
            Effect::Activity(root) => Msg::Past(jobs::past(&root)),
            Effect::Diagnose(of) => {
                let found = self.diagnose(&of);
                Msg::Diagnosed(of, Box::new(found))
            }
            Effect::Remember(left) => {
                // Where the screen was is worth no error.
                let _ = self
                    .project
                    .as_ref()
                    .map(|project| remember(project, &left));
                return None;
            }
            Effect::KeepNew(started) => {
                self.homes.keep_new(started.map(|started| *started));
                return None;
            }
            Effect::Release => {
                self.lock = None;
                return None;
            }
            _ => return None,
        })
    }

    fn load(&mut self, path: &Path) -> Result<Facts> {
        let project = Project::open(path)?;
        self.homes.remember(&project);
        self.lock = None;
        self.read_only = match project.hold(false) {
            _ if project.read_only => Some("read only: it was written by a newer jalon".to_owned()),
            Ok(lock) => {
                self.lock = Some(lock);
                None
            }
            Err(Refused::Held(holder)) => {
                Some(format!("read only: it is edited by {}", holder.describe()))
            }
            Err(Refused::Failed(error)) => Some(format!("read only: {}", error.message)),
        };
        let left = left(&project);
        self.project = Some(project);
        self.dataset = None;
        Ok(Facts {
            left,
            told: self.read_only.clone(),
            ..self.gather()?
        })
    }

    fn reload(&mut self) -> Result<Facts> {
        self.project()?.refresh()?;
        self.gather()
    }

    /// The project as others left it; none where it is as it was.
    fn changed(&mut self) -> Option<Result<Facts>> {
        let project = self.project.as_ref()?;
        // A file that is away while it is being replaced comes back.
        let text = fs::read_to_string(project.file()).ok()?;
        let is_same = text == project.text;
        if is_same && Versions::read(project).ok() == self.versions {
            return None;
        }
        let told = match is_same {
            true => "another program changed which version runs",
            false => "another program changed jalon.toml",
        };
        Some(self.reload().map(|facts| Facts {
            told: Some(told.to_owned()),
            ..facts
        }))
    }

    fn edit(&mut self, edit: &Edit, why: &str) -> Result<Facts> {
        let before = self.project()?.clone();
        let stood = road::survey(&before)?;
        self.project()?.edit(edit, WHO, why)?;
        let facts = self.gather()?;
        let written = Written::between(&before.text, &facts.project.text);
        Ok(Facts {
            is_edited: written.is_some(),
            told: Some(told(written, &stood, &facts.survey)),
            ..facts
        })
    }

    /// Writes the dictionary beside the project, or where the path leads.
    fn export_dictionary(&mut self, file: &Path) -> Result<Facts> {
        let file = self.project()?.root.join(at_home(file));
        let dataset = self.dataset()?;
        let count = text::counted(dataset.columns.len(), "column");
        write_atomic(&file, spec::dictionary_csv(dataset).as_bytes())?;
        let told = format!("{count} written to {}", file.display());
        Ok(Facts {
            told: Some(told),
            ..self.gather()?
        })
    }

    /// Takes what a file says of the columns, as one step.
    fn import_dictionary(&mut self, file: &Path) -> Result<Facts> {
        let file = self.project()?.root.join(at_home(file));
        let dataset = self.dataset()?.clone();
        let edits = spec::dictionary_edits(self.project()?, &dataset, &file)?;
        if edits.is_empty() {
            let told = "nothing changed: jalon.toml says what the file says";
            return Ok(Facts {
                told: Some(told.to_owned()),
                ..self.gather()?
            });
        }
        let count = text::counted(edits.len(), "decision");
        let facts = self.edit(&Edit::all(edits), "dictionary import")?;
        Ok(Facts {
            is_edited: true,
            told: Some(format!("{count} written to jalon.toml")),
            ..facts
        })
    }

    fn turn(
        &mut self,
        turn: fn(&mut Project) -> Result<Option<String>>,
        done: &str,
        nothing: &str,
    ) -> Result<Facts> {
        let told = match turn(self.project()?)? {
            Some(what) => format!("{done}: {what}"),
            None => nothing.to_owned(),
        };
        Ok(Facts {
            told: Some(told),
            ..self.gather()?
        })
    }

    fn roll_back(&mut self) -> Result<Facts> {
        let (left, now) = ship::rollback(self.project()?, WHO, "")?;
        let told = format!("{} runs again, {} is archived", now.title(), left.title());
        Ok(Facts {
            told: Some(told),
            ..self.gather()?
        })
    }

    /// Everything the screens show of the open project.
    fn gather(&mut self) -> Result<Facts> {
        let project = self.project()?.clone();
        let survey = road::survey(&project)?;
        // Evidence that cannot be read is computed again; the survey says so.
        let data = data::evidence(&project).ok().flatten();
        let findings = data.iter().flat_map(|d| &d.findings);
        let drift = drift::history(&project).unwrap_or_default();
        // A list of versions that cannot be read is told by the survey.
        self.versions = Versions::read(&project).ok();
        let versions = self.versions.clone().unwrap_or_default();
        let review = spec::review(&project, None);
        Ok(Facts {
            conversation: Conversation::of(&project, &review.faults, &Proposals::new()),
            proposals: Proposals::new(),
            review,
            next: road::next(&project, &survey),
            next_at: Milestone::ALL
                .into_iter()
                .map(|milestone| road::next_at(&project, &survey, milestone))
                .collect(),
            fixed: findings
                .map(|finding| data::is_fixed(&project, finding))
                .collect(),
            survey,
            data,
            first_rows: None,
            benchmark: project.evidence("benchmark").ok().flatten(),
            board: Some(train::board(&project)?)
                .filter(|b| !b.runs.is_empty() || b.verdict.is_some()),
            advice: (!drift.chunks.is_empty()).then(|| drift.advice(&project)),
            drift,
            shipped: Shipped::all(&project, &versions),
            back_to: versions.before().cloned(),
            history: road::history(&project)?,
            left: None,
            stake: None,
            variables: Vec::new(),
            told: None,
            is_edited: false,
            read_only: self.read_only.clone(),
            project,
        })
    }

    fn project(&mut self) -> Result<&mut Project> {
        self.project
            .as_mut()
            .ok_or_else(|| Error::new("no project is open"))
    }

    fn preview(&mut self, path: &Path) -> Result<(Grid, Vec<spec::TargetCandidate>)> {
        let table = spec::read_some(&self.homes.local(path)?, &Read::default())?;
        let rows: Vec<usize> = (0..table.rows().min(PREVIEW)).collect();
        let shown = masked(grid(&table, &rows), &data::personal_in(&table)?);
        let targets = spec::target_candidates(&table)?;
        self.table = Some(table);
        Ok((shown, targets))
    }

    fn propose(&self, wishes: &Wishes) -> Result<Vec<spec::Proposal>> {
        let table = self
            .table
            .as_ref()
            .ok_or_else(|| Error::new("no data file was read"))?;
        spec::propose(table, wishes)
    }

    /// Rows of the project's table, values of personal columns masked.
    fn rows(&mut self, rows: &[usize]) -> Result<Grid> {
        let project = self.project()?.clone();
        let personal = data::personal_columns_of(&project, self.dataset()?)?;
        Ok(masked(grid(&self.dataset()?.table, rows), &personal))
    }

    /// Charts and numbers of the predictions of a run or a baseline.
    fn diagnose(&mut self, of: &Predictor) -> Result<Diagnosis> {
        let project = self.project()?.clone();
        let contender = match of {
            Predictor::Run(number) => Contender::run(&project, *number),
            Predictor::Baseline(name) => Contender::baseline(&project, name),
        }?;
        let setup = Setup::of(&project, self.dataset()?.clone())?;
        contender.diagnosis(&project, &setup)
    }

    /// The project's table, read again only after its decisions changed.
    fn dataset(&mut self) -> Result<&Dataset> {
        let project = self.project()?.clone();
        let fresh = self
            .dataset
            .as_ref()
            .is_some_and(|(decisions, _)| *decisions == project.decisions);
        if !fresh {
            let dataset = Dataset::load(&project, &Progress::silent())?;
            self.dataset = Some((project.decisions, dataset));
        }
        match &self.dataset {
            Some((_, dataset)) => Ok(dataset),
            None => Err(Error::new("the table could not be read")),
        }
    }
}

/// Where a recent project stands, without a look at its data.
fn glance(path: &Path) -> Result<Glance> {
    let project = Project::open(path)?;
    let survey = road::glance(&project)?;
    Ok(Glance {
        open: survey.into_iter().find(road::Status::holds_up),
        verdict: project
            .evidence::<train::Verdict>("verdict")
            .ok()
            .flatten()
            .map(|v| v.decision),
    })
}

fn facts(result: Result<Facts>) -> Msg {
    Msg::Facts(Box::new(result))
}

/// What an edit did: where it is written, and what must be computed again.
fn told(written: Option<Written>, before: &[road::Status], after: &[road::Status]) -> String {
    let Some(written) = written else {
        return "nothing changed: jalon.toml says it already".into();
    };
    let became_stale = |status: &&road::Status| {
        let is_stale = |s: &road::Status| s.state == road::State::Stale;
        let stood = before.iter().find(|s| s.milestone == status.milestone);
        is_stale(status) && !stood.is_some_and(is_stale)
    };
    let stale: Vec<&str> = after
        .iter()
        .filter(became_stale)
        .map(|s| s.milestone.title())
        .collect();
    let stale = match stale.as_slice() {
        [] => String::new(),
        stale => format!("; now stale: {}", stale.join(", ")),
    };
    let place = match written.lines.is_empty() {
        true => "taken out of",
        false => "written to",
    };
    format!("{place} jalon.toml line {}{stale}", written.line)
}

/// Values of personal columns masked.
fn masked(mut shown: Grid, personal: &BTreeSet<String>) -> Grid {
    for (at, name) in shown.columns.iter().enumerate() {
        if personal.contains(name) {
            let cells = shown.cells.iter_mut().filter_map(|row| row[at].as_mut());
            cells.for_each(|cell| MASK.clone_into(cell));
        }
    }
    shown
}

fn grid(table: &Table, rows: &[usize]) -> Grid {
    let columns = table.columns();
    Grid {
        columns: columns.iter().map(|c| c.name.clone()).collect(),
        numeric: columns.iter().map(|c| c.storage.is_number()).collect(),
        numbers: rows.iter().map(|row| row + 1).collect(),
        cells: rows
            .iter()
            .map(|row| columns.iter().map(|c| table.cell(*row, &c.name)).collect())
            .collect(),
        total: table.rows(),
    }
}
