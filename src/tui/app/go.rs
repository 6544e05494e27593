//! Going between screens, and what is selected there.

use std::collections::BTreeSet;

use crate::benchmark::Baseline;
use crate::data::{ColumnProfile, Finding};
use crate::drift::{Chunk, Column};
use crate::road;
use crate::tui::actions::{Action, Screen};
use crate::tui::app::{
    Effect, Facts, Form, List, Notice, Open, Part, Place, Sheet, State, first_open, matrix_classes,
    spec_rows,
};

/// A row of the leaderboard: a run or a baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Entrant {
    /// Number of the run; `None` for a baseline.
    pub run: Option<u32>,
    /// Family or baseline.
    pub name: String,
    /// Mean score.
    pub mean: Option<f64>,
    /// Score by fold.
    pub scores: Vec<Option<f64>>,
    /// 95 % interval of the mean, where it was computed.
    pub interval: Option<(f64, f64)>,
    /// Seconds of the last fit.
    pub fit: Option<f64>,
    /// Why it could not be computed.
    pub failed: Option<String>,
}

impl Entrant {
    /// A baseline as a row of the leaderboard.
    pub fn of_baseline(baseline: &Baseline) -> Self {
        Self {
            run: None,
            name: baseline.name.clone(),
            mean: baseline.mean,
            scores: baseline.scores.clone(),
            interval: baseline.interval,
            fit: None,
            failed: baseline.failed.clone(),
        }
    }
}

/// The last chunk of which anything can be said.
fn newest(facts: &Facts) -> usize {
    let chunks = &facts.drift.chunks;
    let judged = chunks.iter().rposition(Chunk::is_judged);
    judged.unwrap_or(chunks.len().saturating_sub(1))
}

impl State {
    /// Opens what was read of a project, or takes the newer reading of the open one.
    pub(super) fn take_facts(&mut self, mut facts: Facts) -> Vec<Effect> {
        if let Some(told) = facts.told.take() {
            let undo = match facts.is_edited {
                true => format!("; {} undoes", self.undo_key()),
                false => String::new(),
            };
            self.notice = Some(Notice::done(format!("{told}{undo}")));
        }
        match &self.open {
            Some(open) => facts.keep_review(&open.facts),
            None => facts.converse(),
        }
        let project = Box::new(facts.project.clone());
        let same = self
            .open
            .as_mut()
            .filter(|open| open.facts.project.root == facts.project.root);
        let mut effects = match same {
            Some(open) => {
                // New chunks are looked at from the newest on.
                if open.facts.drift != facts.drift {
                    self.lists.put(List::Chunks, newest(&facts));
                    self.lists.put(List::Moved, 0);
                }
                open.know(facts);
                open.saving = false;
                self.go_on_talking()
            }
            None => self.take_new(facts),
        };
        self.settle();
        self.reach_goal();
        effects.push(Effect::Review(project));
        effects
    }

    /// Opens another project: a project never seen before is met at its spec; one that is known, where it goes on.
    fn take_new(&mut self, facts: Facts) -> Vec<Effect> {
        let left = facts.left.clone().unwrap_or_default();
        // Who has just made a project goes on with what it does not say yet.
        let is_made = self.screen == Screen::New;
        let fresh = facts
            .survey
            .iter()
            .skip(1)
            .all(|s| s.state == road::State::ToDo);
        let next = match fresh {
            true => Screen::of(road::Milestone::Spec),
            false => Screen::of(facts.next.milestone),
        };
        let root = facts.project.root.clone();
        let question = first_open(&spec_rows(&facts, &BTreeSet::new()));
        let chunk = newest(&facts);
        self.open = Some(Open {
            facts,
            saving: false,
            rows: None,
            diagnosis: None,
            editing: None,
            offered: BTreeSet::new(),
            form: Form::default(),
            goal: None,
            sheet: Sheet::default(),
            talk: None,
            page: None,
        });
        self.lists = crate::tui::app::Lists::default();
        self.lists.put(List::Spec, question);
        self.lists.put(List::Chunks, chunk);
        if !self.works() {
            self.job = None;
        }
        self.go(Screen::from_word(&left.screen).unwrap_or(next));
        let mut effects = vec![Effect::Follow(root)];
        if is_made {
            self.go(Screen::Spec);
            effects.extend(self.begin_talk());
        }
        if let Some(draft) = &left.draft {
            effects.extend(self.resume(draft));
        }
        if std::mem::take(&mut self.views_rows) {
            effects.extend(self.view_project());
        }
        effects
    }

    /// The key that takes the last edit back; while a card has the keys, one that is no text.
    pub(super) fn undo_key(&self) -> String {
        let mut keys = self.keymap.keys(Action::Undo);
        let shown = self.keymap.shown(Action::Undo);
        match (self.talk(), keys.find(|key| !key.is_text())) {
            (Some(_), Some(key)) => key.to_string(),
            (Some(_), None) => format!("esc, then {shown}"),
            (None, _) => shown,
        }
    }

    /// Goes to a screen.
    pub fn go(&mut self, screen: Screen) {
        self.screen = screen;
        self.pane = 0;
        self.detail = false;
        self.figure = 0;
        self.overlay = None;
        self.search = None;
        self.lists.shift = 0;
        if let Some(open) = &mut self.open {
            open.page = None;
        }
    }

    /// Where one stands, to come back to.
    pub(super) fn place(&self) -> Place {
        Place {
            screen: self.screen,
            pane: self.pane,
            detail: self.detail,
            figure: self.figure,
        }
    }

    /// Comes back to where one stood.
    pub(super) fn return_to(&mut self, place: Place) {
        self.go(place.screen);
        self.pane = place.pane;
        self.detail = place.detail;
        self.figure = place.figure;
    }

    /// Esc: one step back.
    pub(super) fn back(&mut self) -> Vec<Effect> {
        let page = self.open.as_mut().and_then(|open| open.page.take());
        if page.is_some() {
            return Vec::new();
        }
        if self.narrowed().is_some() {
            self.narrow("");
            return Vec::new();
        }
        if self.leave_map() {
            return Vec::new();
        }
        if self.detail {
            self.detail = false;
            self.lists.shift = 0;
            return Vec::new();
        }
        if self.pane != 0 {
            self.pane = 0;
            return Vec::new();
        }
        let stays = match self.screen {
            Screen::New => self.wizard_back(),
            Screen::Dictionary | Screen::Matrix => {
                self.leave_sheet();
                true
            }
            screen => screen == Screen::Home,
        };
        match stays {
            true => Vec::new(),
            false => self.go_home(),
        }
    }

    pub(super) fn go_home(&mut self) -> Vec<Effect> {
        self.go(Screen::Home);
        vec![Effect::Home]
    }

    /// Enter on the present screen.
    pub(super) fn open_selected(&mut self) -> Vec<Effect> {
        match self.screen {
            Screen::Home => self.open_from_home(),
            Screen::View => Vec::new(),
            Screen::New => self.wizard_next(),
            Screen::Spec if self.lists_missing() => self.jump_to_point(),
            Screen::Spec => self.edit_spec(),
            Screen::Dictionary => self.edit_variable(),
            Screen::Matrix => self.edit_cost(),
            Screen::Data if self.shows_map() => {
                self.open_from_map();
                Vec::new()
            }
            Screen::Data if self.pane == 1 && !self.detail => {
                let rows = self.finding().map(|f| f.rows.clone());
                match rows {
                    Some(rows) if !rows.is_empty() => {
                        self.detail = true;
                        self.lists.put(List::Rows, 0);
                        if let Some(open) = &mut self.open {
                            open.rows = None;
                        }
                        self.waiting = Some("reading the rows".into());
                        vec![Effect::Rows(rows)]
                    }
                    _ => Vec::new(),
                }
            }
            Screen::Benchmark | Screen::Train if self.lists_rows() => self.view_project(),
            Screen::Data | Screen::Benchmark | Screen::Train | Screen::Ship | Screen::Drift => {
                self.detail = !self.detail && self.openable();
                self.lists.put(List::Page, 0);
                self.face_charts();
                Vec::new()
            }
        }
    }

    fn open_from_home(&mut self) -> Vec<Effect> {
        let at = self.lists.at(List::Home);
        let recents = self.home.recents.len();
        if let Some(recent) = self.home.recents.get(at) {
            self.waiting = Some(format!("opening {}", recent.name));
            return vec![Effect::Load(recent.path.clone())];
        }
        match self.home.samples.get(at - recents) {
            Some(sample) => {
                self.waiting = Some(format!("writing the sample {}", sample.name));
                vec![Effect::Sample(sample.name.clone())]
            }
            None => self.begin_wizard(None),
        }
    }

    /// Whether Enter does something here.
    pub fn openable(&self) -> bool {
        match self.screen {
            Screen::Home | Screen::New | Screen::View => true,
            Screen::Train if self.page().is_some() => false,
            Screen::Benchmark if self.scoring().is_some() => self.detail,
            Screen::Train | Screen::Benchmark if self.detail => true,
            Screen::Spec if self.lists_missing() => !self.points().is_empty(),
            Screen::Spec => self.spec_row().is_some_and(|row| row.part != Part::Section),
            Screen::Dictionary => self.refuse_variable().is_none(),
            Screen::Matrix => !matrix_classes(self).is_empty(),
            Screen::Data if self.pane == 1 => {
                !self.detail && self.finding().is_some_and(|f| !f.rows.is_empty())
            }
            Screen::Data | Screen::Benchmark | Screen::Train | Screen::Ship | Screen::Drift => self
                .screen_list()
                .is_some_and(|list| !self.labels(list).is_empty()),
        }
    }

    /// The chunk under the cursor.
    pub fn chunk(&self) -> Option<&Chunk> {
        self.facts()?.drift.chunks.get(self.lists.at(List::Chunks))
    }

    /// Whether the chunk under the cursor is the newest that can be judged, or after it.
    pub fn is_newest_chunk(&self) -> bool {
        self.facts()
            .is_some_and(|facts| self.lists.at(List::Chunks) >= newest(facts))
    }

    /// The columns of the chunk under the cursor, its target and its prediction. Columns stand as grave as they are in the
    /// newest chunk, so that from one chunk to another each keeps its row.
    pub fn moved(&self) -> Vec<&Column> {
        let Some((facts, chunk)) = self.facts().zip(self.chunk()) else {
            return Vec::new();
        };
        let judged = facts.drift.chunks.get(newest(facts));
        let order = judged.map_or(&[][..], |c| &c.columns);
        let place = |column: &Column| order.iter().position(|c| c.name == column.name);
        let mut parts: Vec<&Column> = Chunk::parts(chunk).collect();
        let (columns, _) = parts.split_at_mut(chunk.columns.len());
        columns.sort_by_key(|column| place(column).unwrap_or(usize::MAX));
        parts
    }

    /// The selected finding, on the data screen while findings have the keys.
    pub fn finding(&self) -> Option<&Finding> {
        if self.screen != Screen::Data || self.pane != 1 {
            return None;
        }
        let findings = &self.facts()?.data.as_ref()?.findings;
        findings.get(self.lists.at(List::Findings))
    }

    /// The columns of the profile in the order of the file.
    pub fn columns(&self) -> Vec<&ColumnProfile> {
        let Some(data) = self.facts().and_then(|f| f.data.as_ref()) else {
            return Vec::new();
        };
        data.columns.iter().collect()
    }

    /// Runs and baselines, best first, failed last.
    pub fn entrants(&self) -> Vec<Entrant> {
        let Some(facts) = self.facts() else {
            return Vec::new();
        };
        let mut entrants: Vec<Entrant> = facts
            .board
            .iter()
            .flat_map(|b| &b.runs)
            .map(|run| Entrant {
                run: Some(run.id),
                name: run.family.clone(),
                mean: run.mean,
                scores: run.scores.clone(),
                interval: run.interval,
                fit: Some(run.times.fit_seconds),
                failed: run.failed.clone(),
            })
            .collect();
        if let Some(benchmark) = &facts.benchmark {
            entrants.extend(benchmark.baselines.iter().map(Entrant::of_baseline));
            let direction = benchmark.direction;
            let key = |e: &Entrant| e.mean.filter(|m| !m.is_nan());
            entrants.sort_by(|a, b| match (key(a), key(b)) {
                (Some(a), Some(b)) => direction.gain(b, a).total_cmp(&0.0),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (None, None) => std::cmp::Ordering::Equal,
            });
        }
        entrants
    }

    /// Gives the keys to the other pane, of which there are two at most; turns the charts of what is open.
    pub(super) fn next_pane(&mut self, forward: bool) {
        if self.screen == Screen::Data && !self.detail {
            self.pane = 1 - self.pane.min(1);
        } else {
            self.turn_chart(forward);
        }
    }
}
