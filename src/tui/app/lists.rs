//! Cursors: one a list, moved the same way everywhere.

use crate::tui::actions::{Action, Screen};
use crate::tui::app::{Overlay, State, Step, matching, matrix_classes};
use crate::tui::screens::{self, Row};

/// Rows that a page key moves.
pub(super) const PAGE: usize = 10;

/// A list with a cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Recent projects and samples.
    Home,
    /// Columns ranked as targets.
    Targets,
    /// Proposals.
    Proposals,
    /// The three questions.
    Questions,
    /// Decisions.
    Spec,
    /// The dictionary of variables.
    Dictionary,
    /// True classes of the matrix of costs.
    Matrix,
    /// What is wrong or missing in the decisions.
    Missing,
    /// Columns of the data.
    Columns,
    /// Findings.
    Findings,
    /// Rows of a finding.
    Rows,
    /// Baselines.
    Baselines,
    /// Runs and baselines.
    Board,
    /// Chunks of new data.
    Chunks,
    /// Columns of a chunk, its target and prediction.
    Moved,
    /// Shipped versions.
    Versions,
    /// Values of a column in the table viewer.
    Values,
    /// Rows of a page: of what a job found, or of a run.
    Page,
    /// Choices of a dialog.
    Choices,
    /// Matches of the palette.
    Palette,
    /// Lines of a text.
    Lines,
    /// Lines of the guide.
    Guide,
    /// Files to pick from.
    Files,
    /// Jobs.
    Activity,
    /// Places of the chart in front.
    Figure,
}

impl List {
    /// How many there are.
    const COUNT: usize = List::Figure as usize + 1;
}

/// The cursors.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lists {
    at: [usize; List::COUNT],
    /// Order of each list; 0 is its own.
    order: [usize; List::COUNT],
    /// Text that the rows of each list hold that are shown.
    kept: [String; List::COUNT],
    /// First column shown of a wide table.
    pub shift: usize,
}

impl Lists {
    /// Where the cursor of a list is.
    pub fn at(&self, list: List) -> usize {
        self.at[list as usize]
    }

    /// Puts the cursor of a list.
    pub fn put(&mut self, list: List, at: usize) {
        self.at[list as usize] = at;
    }

    /// Which of its orders a list has.
    pub fn order(&self, list: List) -> usize {
        self.order[list as usize]
    }

    /// Gives a list another order.
    pub fn sort_by(&mut self, list: List, order: usize) {
        self.order[list as usize] = order;
    }

    /// The text that the shown rows of a list hold; empty where all are shown.
    pub fn kept(&self, list: List) -> &str {
        &self.kept[list as usize]
    }

    /// Shows only the rows of a list that hold a text.
    pub fn keep(&mut self, list: List, text: &str) {
        text.clone_into(&mut self.kept[list as usize]);
    }
}

impl State {
    /// The list that keys move in now.
    pub fn list(&self) -> Option<List> {
        match &self.overlay {
            Some(
                Overlay::Choose { .. }
                | Overlay::Rivals { .. }
                | Overlay::Pick { .. }
                | Overlay::Reading,
            ) => {
                return Some(List::Choices);
            }
            Some(Overlay::Palette(_)) => return Some(List::Palette),
            Some(Overlay::Guide) => return Some(List::Guide),
            Some(
                Overlay::Help
                | Overlay::History
                | Overlay::Weigh
                | Overlay::Signal
                | Overlay::Cell { .. },
            ) => {
                return Some(List::Lines);
            }
            Some(Overlay::Activity) => return Some(List::Activity),
            Some(Overlay::Confirm { .. } | Overlay::Ask { .. }) => return None,
            None => {}
        }
        self.screen_list()
    }

    /// The list of the screen, whatever lies over it.
    pub fn screen_list(&self) -> Option<List> {
        Some(match self.screen {
            Screen::Home => List::Home,
            Screen::New => match self.wizard.step {
                Step::Target => List::Targets,
                Step::Proposals => List::Proposals,
                Step::Questions => List::Questions,
                Step::File => List::Files,
                Step::Folder => return None,
            },
            Screen::Spec if self.lists_missing() => List::Missing,
            Screen::Spec => List::Spec,
            Screen::Dictionary => List::Dictionary,
            Screen::Matrix => List::Matrix,
            Screen::Data if self.detail && self.pane == 1 => List::Rows,
            Screen::Data if self.pane == 1 => List::Findings,
            Screen::Data => List::Columns,
            Screen::Benchmark if self.detail && self.chart().is_none() => List::Page,
            Screen::Benchmark => List::Baselines,
            Screen::Train if self.page().is_some() => List::Page,
            // While a chart is in front, up and down go to other runs.
            Screen::Train if self.detail && self.chart().is_none() => List::Page,
            Screen::Train => List::Board,
            Screen::Ship => List::Versions,
            Screen::Drift => List::Moved,
            Screen::View => {
                self.viewer.as_ref()?.values.as_ref()?;
                List::Values
            }
        })
    }

    /// The rows of a list as texts to search in; as many as the list is long.
    pub fn labels(&self, list: List) -> Vec<String> {
        let facts = self.facts();
        match list {
            List::Home => {
                let recents = self.home.recents.iter().map(|r| r.name.clone());
                recents
                    .chain(self.home.samples.iter().map(|s| s.name.clone()))
                    .collect()
            }
            List::Targets => self.wizard.targets.iter().map(|t| t.name.clone()).collect(),
            List::Proposals => self
                .wizard
                .proposals
                .iter()
                .map(|p| p.subject.clone())
                .collect(),
            List::Questions => vec![String::new(); 3],
            List::Spec => {
                let rows = self.spec_rows();
                rows.iter().map(|row| row.label.clone()).collect()
            }
            List::Missing => {
                let points = self.points().into_iter();
                points.map(|p| format!("{} {}", p.key, p.message)).collect()
            }
            List::Dictionary => {
                let meanings = facts.map(|f| &f.project.decisions.columns);
                let words = |name: &String| {
                    let column = meanings.and_then(|columns| columns.get(name));
                    let meaning = column.and_then(|column| column.meaning.as_deref());
                    format!("{name} {}", meaning.unwrap_or_default())
                };
                let variables = self.variables().iter();
                variables.map(|v| words(&v.column.name)).collect()
            }
            List::Matrix => matrix_classes(self),
            List::Columns => self.columns().iter().map(|c| c.name.clone()).collect(),
            List::Findings => facts
                .and_then(|f| f.data.as_ref())
                .map_or_else(Vec::new, |d| {
                    let words = |f: &crate::data::Finding| {
                        format!("{} {}", f.check, f.column.as_deref().unwrap_or_default())
                    };
                    d.findings.iter().map(words).collect()
                }),
            List::Rows => self
                .open
                .as_ref()
                .and_then(|open| open.rows.as_ref())
                .map_or_else(Vec::new, |grid| vec![String::new(); grid.cells.len()]),
            List::Baselines => facts
                .and_then(|f| f.benchmark.as_ref())
                .map_or_else(Vec::new, |b| {
                    b.baselines.iter().map(|b| b.name.clone()).collect()
                }),
            List::Board => self.entrants().into_iter().map(|e| e.name).collect(),
            List::Chunks => facts.map_or_else(Vec::new, |f| {
                f.drift.chunks.iter().map(|c| c.name.clone()).collect()
            }),
            List::Moved => self.moved().iter().map(|c| c.name.clone()).collect(),
            List::Versions => facts.map_or_else(Vec::new, |f| {
                f.shipped.iter().map(|s| s.version.title()).collect()
            }),
            List::Values => {
                let list = self
                    .viewer
                    .as_ref()
                    .and_then(|viewer| viewer.values.as_ref());
                let values = list.map_or(&[][..], |list| &list.found.values);
                let word =
                    |value: &Option<String>| value.clone().unwrap_or_else(|| "missing".into());
                values.iter().map(|(value, _)| word(value)).collect()
            }
            List::Page => screens::page_rows(self).iter().map(Row::words).collect(),
            List::Choices => match &self.overlay {
                Some(Overlay::Rivals { rivals, .. }) => {
                    rivals.iter().map(|r| r.label.clone()).collect()
                }
                Some(Overlay::Choose { choices, .. }) => {
                    choices.iter().map(|c| c.label.clone()).collect()
                }
                Some(Overlay::Reading) => {
                    let lines = self.reading().into_iter();
                    lines
                        .map(|line| format!("{} {}", line.label, line.found))
                        .collect()
                }
                Some(Overlay::Pick { .. }) => {
                    let shown = self.picks_shown().into_iter();
                    shown.map(|pick| pick.word.clone()).collect()
                }
                _ => Vec::new(),
            },
            List::Palette => match &self.overlay {
                Some(Overlay::Palette(input)) => matching(self, input.value())
                    .iter()
                    .map(|(row, _)| row.name.to_owned())
                    .collect(),
                _ => Vec::new(),
            },
            List::Lines => vec![String::new(); self.overlay_lines()],
            List::Guide => {
                let lines = screens::guide_lines(self, self.guide_page());
                lines.into_iter().map(|(line, _)| line).collect()
            }
            List::Files => self.picked_from().iter().map(|i| i.name.clone()).collect(),
            List::Activity => self.activity().into_iter().map(|d| d.what).collect(),
            List::Figure => Vec::new(),
        }
    }

    /// Moves the cursor of the present list; whether the action was a move.
    pub fn move_cursor(&mut self, action: Action) -> bool {
        if matches!(action, Action::Left | Action::Right) {
            return self.move_in_sheet(action)
                || self.move_in_chart(action)
                || self.move_across(action);
        }
        let is_moved = |state: &mut Self| {
            state.move_in_map(action) || state.lists_rows() && state.move_in_chart(action)
        };
        if self.overlay.is_none() && is_moved(self) {
            return true;
        }
        let Some(list) = self.list() else {
            return false;
        };
        let shown = self.shown(list);
        let (at, last) = match list {
            // A page is scrolled by rows, its last ones to the end of the screen.
            List::Page => {
                let end = screens::page_end(self);
                (self.lists.at(list).min(end), end)
            }
            _ => (self.shown_at(list), shown.len().saturating_sub(1)),
        };
        let to = match action {
            Action::Up => at.saturating_sub(1),
            Action::Down => at + 1,
            Action::PageUp => at.saturating_sub(PAGE),
            Action::PageDown => at + PAGE,
            Action::Top => 0,
            Action::Bottom => last,
            _ => return false,
        };
        if let Some(row) = shown.get(to.min(last)) {
            self.lists.put(list, *row);
        }
        true
    }

    /// To another chunk where there are chunks, to other columns of a wide table elsewhere.
    fn move_across(&mut self, action: Action) -> bool {
        let is_left = action == Action::Left;
        if self.screen == Screen::Drift {
            let last = self.labels(List::Chunks).len().saturating_sub(1);
            let at = self.lists.at(List::Chunks);
            let to = match is_left {
                true => at.saturating_sub(1),
                false => (at + 1).min(last),
            };
            self.lists.put(List::Chunks, to);
            self.settle();
            return true;
        }
        let board = match self.screen {
            Screen::Train if self.page().is_none() => Some(List::Board),
            Screen::Benchmark => Some(List::Baselines),
            _ => None,
        };
        if let Some(board) = board.filter(|_| self.detail) {
            // Beside a run or a baseline lies the next one of the board.
            let shown = self.shown(board);
            let at = self.shown_at(board);
            let to = match is_left {
                true => at.saturating_sub(1),
                false => at + 1,
            };
            if let Some(row) = shown.get(to) {
                self.lists.put(board, *row);
                self.lists.put(List::Page, 0);
            }
            return true;
        }
        let shift = match is_left {
            true => self.lists.shift.saturating_sub(1),
            false => self.lists.shift + 1,
        };
        self.lists.shift = shift.min(self.widest().saturating_sub(1));
        true
    }

    /// The row after the cursor, as they are shown; the first one after the last.
    pub fn after_cursor(&self) -> usize {
        let shown = self.list().map_or_else(Vec::new, |list| self.shown(list));
        let at = self.list().map_or(0, |list| self.shown_at(list));
        let next = shown.get(at + 1).or(shown.first());
        next.copied().unwrap_or(0)
    }

    /// Goes to the first row from `from` on whose label holds what is sought; whether there is one.
    pub fn seek(&mut self, from: usize) -> bool {
        let hit = self.list().zip(self.hit(from));
        if let Some((list, hit)) = hit {
            self.lists.put(list, hit);
        }
        hit.is_some()
    }

    /// Whether any row of the list holds what is sought.
    pub fn finds(&self) -> bool {
        // What the rows of a table hold is found once it is asked for.
        if self.screen == Screen::View && self.list().is_none() {
            return true;
        }
        self.hit(self.after_cursor()).is_some()
    }

    fn hit(&self, from: usize) -> Option<usize> {
        let sought = self.sought.to_lowercase();
        let list = self.list()?;
        let (labels, shown) = (self.labels(list), self.shown(list));
        let start = shown.iter().position(|row| *row == from);
        let start = start.unwrap_or(0);
        (0..shown.len())
            .map(|step| shown[(start + step) % shown.len()])
            .find(|&row| labels[row].to_lowercase().contains(&sought))
    }

    /// Keeps every cursor inside its list after the lists changed.
    pub fn settle(&mut self) {
        let all = [
            List::Home,
            List::Spec,
            List::Dictionary,
            List::Matrix,
            List::Missing,
            List::Columns,
            List::Findings,
            List::Baselines,
            List::Board,
            List::Chunks,
            List::Moved,
            List::Versions,
        ];
        for list in all {
            let last = self.labels(list).len().saturating_sub(1);
            self.lists.put(list, self.lists.at(list).min(last));
        }
    }

    /// Columns of the widest table on this screen.
    fn widest(&self) -> usize {
        match self.screen {
            Screen::New => self.wizard.grid.columns.len(),
            Screen::Data if self.detail => self
                .open
                .as_ref()
                .and_then(|open| open.rows.as_ref())
                .map_or(0, |grid| grid.columns.len()),
            Screen::Data => crate::tui::screens::PROFILE_COLUMNS,
            _ => 0,
        }
    }
}
