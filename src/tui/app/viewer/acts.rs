//! What the actions do in the viewer, and why they cannot.

use tui_input::Input;

use super::{Asking, Described, Doing, Shows, Sorting, ViewColumn, Viewer, Work};
use crate::table::{Expression, quoted_name};
use crate::text;
use crate::tui::actions::{Action, Screen};
use crate::tui::app::{Asked, Candidate, Effect, List, Notice, Overlay, Picked, State};
use crate::tui::clipboard;
use crate::tui::viewer::literal;

impl State {
    /// Opens the viewer on a file or on the rows of the project.
    pub fn begin_viewer(&mut self, shows: Shows) -> Vec<Effect> {
        self.go(Screen::View);
        self.sessions += 1;
        let asking = Asking::Open(shows.clone());
        let viewer = Viewer::new(self.sessions, shows);
        self.waiting = Some(format!("reading {}", viewer.name()));
        self.viewer = Some(viewer);
        vec![Effect::View(self.sessions, asking)]
    }

    /// Opens the viewer on the rows of the open project; those of the finding under the cursor, where there is one.
    pub(in crate::tui::app) fn view_project(&mut self) -> Vec<Effect> {
        let Some(facts) = self.facts() else {
            return Vec::new();
        };
        let project = Box::new(facts.project.clone());
        let finding = self.finding().filter(|finding| !finding.rows.is_empty());
        let rows = finding.map(|finding| {
            let column = finding.column.as_ref().map(|c| format!(" of {c}"));
            let name = format!("{}{}", finding.check, column.unwrap_or_default());
            let name = match finding.affected > finding.rows.len() {
                true => {
                    let all = text::counted(finding.affected, "row");
                    format!("{name}, {} of {all}", finding.rows.len())
                }
                false => name,
            };
            (name, finding.rows.clone())
        });
        self.begin_viewer(Shows::Project { project, rows })
    }

    /// What an action does in the viewer; none where it does what it does everywhere.
    pub(in crate::tui::app) fn act_in_view(&mut self, action: Action) -> Option<Vec<Effect>> {
        let lists_values = self.list() == Some(List::Values);
        let viewer = self.viewer.as_mut()?;
        let session = viewer.session;
        if lists_values {
            return match action {
                Action::Open => Some(self.filter_by_value()),
                Action::Back if self.narrowed().is_none() => {
                    self.close_values();
                    Some(Vec::new())
                }
                _ => None,
            };
        }
        Some(match action {
            Action::Open => {
                let asking = Asking::Cell {
                    place: viewer.at.row,
                    column: viewer.at.column,
                    bare: viewer.bare,
                };
                viewer.opening = true;
                vec![Effect::View(session, asking)]
            }
            Action::Back => self.leave_viewer(),
            Action::FilterRows => {
                let input = Input::new(viewer.filter.clone());
                self.overlay = Some(Overlay::Ask {
                    title: "Show the rows for which this is true, as in SQL: fare > 10 and city = 'Lyon'. Nothing shows all.".into(),
                    asked: Asked::Where,
                    input,
                });
                Vec::new()
            }
            Action::SortColumn => {
                let column = viewer.at.column;
                let up = Sorting {
                    column,
                    descending: false,
                };
                let sort = match viewer.sort.filter(|sort| sort.column == column) {
                    None => Some(up),
                    Some(sort) if !sort.descending => Some(Sorting {
                        descending: true,
                        ..up
                    }),
                    Some(_) => None,
                };
                let filter = viewer.filter.clone();
                let stay = None;
                self.work(Work::Rows { filter, sort, stay }, "sorting")
            }
            Action::Values => {
                let column = viewer.at.column;
                self.work(Work::Values(column), "counting values")
            }
            Action::Statistics => {
                viewer.beside = match viewer.beside {
                    // Which column it is is found once the cursor has settled.
                    None => Some(Described {
                        column: usize::MAX,
                        profile: None,
                        rows: (0, 0),
                    }),
                    Some(_) => None,
                };
                viewer.asked = None;
                Vec::new()
            }
            Action::GoToRow => {
                self.overlay = Some(Overlay::Ask {
                    title: "Go to the row with this number.".into(),
                    asked: Asked::RowNumber,
                    input: Input::default(),
                });
                Vec::new()
            }
            Action::GoToColumn => {
                let picks = viewer.columns.iter().map(candidate).collect();
                self.lists.put(List::Choices, viewer.at.column);
                self.overlay = Some(Overlay::Pick {
                    title: "Go to the column".into(),
                    of: Picked::ViewColumn,
                    picks,
                    typed: Input::default(),
                });
                Vec::new()
            }
            Action::Freeze => {
                self.freeze();
                Vec::new()
            }
            Action::Hide => {
                self.hide_column();
                Vec::new()
            }
            Action::ShowHidden => {
                self.show_hidden();
                Vec::new()
            }
            Action::Wider | Action::Narrower => {
                self.resize_column(action == Action::Wider);
                Vec::new()
            }
            Action::Unmask => {
                viewer.bare = !viewer.bare;
                (viewer.asked, viewer.slice) = (None, Default::default());
                self.notice = Some(Notice::hint(match viewer.bare {
                    true => "personal values are shown; mind who looks on",
                    false => "personal values are masked",
                }));
                Vec::new()
            }
            Action::Copy => self.copy_view(false),
            Action::CopyRow => self.copy_view(true),
            Action::NextMatch => self.find_in_view(true),
            Action::PreviousMatch => self.find_in_view(false),
            Action::New => match &viewer.shows {
                Shows::File(path) => {
                    let path = path.clone();
                    self.begin_wizard(Some(path))
                }
                Shows::Project { .. } => Vec::new(),
            },
            Action::Refresh => vec![Effect::Repaint],
            action if self.move_in_view(action) => Vec::new(),
            _ => return None,
        })
    }

    /// Why an action cannot be done in the viewer now.
    pub(in crate::tui::app) fn refuse_in_view(&self, action: Action) -> Option<String> {
        let viewer = self.viewer.as_ref()?;
        let key = |action| self.keymap.shown(action);
        let is_open = viewer.opened.is_some();
        let column = viewer.column();
        let name = column.map_or_else(String::new, |c| text::escape(&c.name).into_owned());
        match action {
            Action::Filter if viewer.values.is_none() => Some(format!(
                "{} filters the rows by an expression",
                key(Action::FilterRows)
            )),
            Action::New if viewer.values.is_some() || !matches!(viewer.shows, Shows::File(_)) => {
                Some("these rows belong to a project already".into())
            }
            Action::Open
            | Action::FilterRows
            | Action::SortColumn
            | Action::Values
            | Action::Statistics
            | Action::GoToRow
            | Action::GoToColumn
            | Action::Freeze
            | Action::Hide
            | Action::ShowHidden
            | Action::Wider
            | Action::Narrower
            | Action::Unmask
            | Action::CopyRow
            | Action::Search
                if !is_open =>
            {
                Some("the table is not open yet".into())
            }
            Action::FilterRows
            | Action::SortColumn
            | Action::Values
            | Action::Statistics
            | Action::Freeze
            | Action::Hide
            | Action::CopyRow
            | Action::GoToRow
            | Action::GoToColumn
            | Action::Wider
            | Action::Narrower
            | Action::PreviousMatch
                if viewer.values.is_some() =>
            {
                Some(format!("{} goes back to the rows", key(Action::Back)))
            }
            Action::Open | Action::Values if viewer.known.rows == 0 => {
                Some("no row is shown".into())
            }
            Action::Values | Action::Statistics if viewer.is_masked(viewer.at.column) => {
                Some(format!(
                    "{name} is personal and masked; {} shows it",
                    key(Action::Unmask)
                ))
            }
            Action::Unmask if !viewer.columns.iter().any(|c| c.personal) => {
                Some("no column is known to hold personal data".into())
            }
            Action::Hide if viewer.visible().len() < 2 => {
                Some("it is the only column in sight".into())
            }
            Action::ShowHidden if viewer.columns.iter().all(|c| !c.hidden) => {
                Some("no column is hidden".into())
            }
            _ => None,
        }
    }

    /// Starts work in the background.
    fn work(&mut self, work: Work, what: &str) -> Vec<Effect> {
        let Some(viewer) = &mut self.viewer else {
            return Vec::new();
        };
        viewer.doing = Some(Doing {
            what: what.to_owned(),
            fraction: 0.0,
            aside: false,
        });
        vec![Effect::View(viewer.session, Asking::Work(work))]
    }

    /// Stops what the background does; whether it did anything.
    pub(in crate::tui::app) fn stop_viewer(&mut self) -> Option<Vec<Effect>> {
        let viewer = self.viewer.as_mut()?;
        let doing = viewer.doing.take()?;
        self.notice = Some(Notice::hint(format!("{} was stopped", doing.what)));
        Some(vec![Effect::View(viewer.session, Asking::Stop)])
    }

    /// Esc: the statistics close, the filter goes, the order goes, then the viewer.
    fn leave_viewer(&mut self) -> Vec<Effect> {
        let doing = self
            .viewer
            .as_ref()
            .and_then(|viewer| viewer.doing.as_ref());
        if doing.is_some_and(|doing| !doing.aside) {
            return self.stop_viewer().unwrap_or_default();
        }
        let Some(viewer) = &mut self.viewer else {
            return self.go_home();
        };
        if viewer.beside.take().is_some() {
            viewer.asked = None;
            return Vec::new();
        }
        let sort = viewer.sort.filter(|_| !viewer.filter.is_empty());
        if !viewer.filter.is_empty() || viewer.sort.is_some() {
            let at = viewer.at.row.checked_sub(viewer.slice.first);
            let stay = at.and_then(|at| viewer.slice.numbers.get(at)).copied();
            let filter = String::new();
            return self.work(Work::Rows { filter, sort, stay }, "showing all rows");
        }
        match &viewer.shows {
            Shows::Project { rows, .. } => {
                let pane = usize::from(rows.is_some());
                self.go(Screen::Data);
                self.pane = pane;
            }
            Shows::File(_) => {
                let (quit, home) = (
                    self.keymap.shown(Action::Quit),
                    self.keymap.shown(Action::Home),
                );
                self.notice = Some(Notice::hint(format!(
                    "{quit} quits, {home} goes to the home screen"
                )));
            }
        }
        Vec::new()
    }

    /// Shows the rows for which an expression is true; a mistake in it is told, and what was typed stays.
    pub(in crate::tui::app) fn filter_view(&mut self, input: Input) -> Vec<Effect> {
        let text = input.value().trim().to_owned();
        let Some(viewer) = &self.viewer else {
            return Vec::new();
        };
        let sort = viewer.sort;
        let fault = match Expression::parse(&text) {
            _ if text.is_empty() => None,
            Ok(expression) => {
                let names: Vec<&str> = viewer.columns.iter().map(|c| c.name.as_str()).collect();
                let absent = expression
                    .columns()
                    .iter()
                    .find(|c| !names.contains(&c.as_str()));
                absent.map(|absent| {
                    let near = text::nearest(absent, names.iter().copied());
                    let near = near.map(|near| format!("; did you mean '{}'?", text::escape(near)));
                    format!(
                        "no column '{}'{}",
                        text::escape(absent),
                        near.unwrap_or_default()
                    )
                })
            }
            Err(mistake) => Some(format!(
                "character {}: {}",
                mistake.position, mistake.message
            )),
        };
        if let Some(fault) = fault {
            self.notice = Some(Notice::failed(fault));
            self.overlay = Some(Overlay::Ask {
                title: "Show the rows for which this is true. Nothing shows all.".into(),
                asked: Asked::Where,
                input,
            });
            return Vec::new();
        }
        let work = Work::Rows {
            filter: text,
            sort,
            stay: None,
        };
        self.work(work, "filtering")
    }

    /// Goes to a row of the table by its number, from 1, as it stands at its left.
    pub(in crate::tui::app) fn go_to_number(&mut self, typed: &str) -> Vec<Effect> {
        let digits: String = typed
            .chars()
            .filter(|c| !matches!(c, ' ' | ',' | '_'))
            .collect();
        let column = self.viewer.as_ref().map_or(0, |viewer| viewer.at.column);
        match digits.parse::<usize>() {
            Ok(number) if number > 0 => {
                let rows = self.viewer.as_ref().map_or(0, |viewer| viewer.known.rows);
                if number > rows {
                    let told = format!("there are {} so far", text::counted(rows, "row"));
                    self.notice = Some(Notice::hint(told));
                }
                self.put_in_view((number - 1).min(rows.saturating_sub(1)), column);
            }
            _ => self.notice = Some(Notice::failed("a row has a number from 1 on")),
        }
        Vec::new()
    }

    /// Goes to the column of this name; a hidden one is shown again.
    pub(in crate::tui::app) fn go_to_view_column(&mut self, name: &str) {
        if let Some(viewer) = &mut self.viewer
            && let Some(at) = viewer.columns.iter().position(|c| c.name == name)
        {
            viewer.columns[at].hidden = false;
            viewer.at.column = at;
        }
    }

    /// Goes to the next cell that holds what is sought.
    pub(in crate::tui::app) fn find_in_view(&mut self, forward: bool) -> Vec<Effect> {
        let Some(viewer) = self.viewer.as_ref().filter(|_| !self.sought.is_empty()) else {
            return Vec::new();
        };
        let visible = viewer.visible().into_iter();
        let work = Work::Find {
            sought: self.sought.clone(),
            from: (viewer.at.row, viewer.at.column),
            forward,
            columns: visible.filter(|c| !viewer.is_masked(*c)).collect(),
        };
        self.work(work, "searching")
    }

    /// Shows only the rows with the value under the cursor of the list.
    fn filter_by_value(&mut self) -> Vec<Effect> {
        let at = self.lists.at(List::Values);
        let Some(viewer) = &self.viewer else {
            return Vec::new();
        };
        let chosen = viewer.values.as_ref().and_then(|list| {
            let column = viewer.columns.get(list.column)?;
            Some((column, list.found.values.get(at)?.0.clone()))
        });
        let Some((column, value)) = chosen else {
            return Vec::new();
        };
        let name = quoted_name(&column.name);
        let one = match literal(value.as_deref(), column.storage) {
            Some(value) => format!("{name} = {value}"),
            None => format!("{name} is null"),
        };
        let filter = match viewer.filter.as_str() {
            "" => one,
            before => format!("({before}) and {one}"),
        };
        let sort = viewer.sort;
        self.close_values();
        let stay = None;
        self.work(Work::Rows { filter, sort, stay }, "filtering")
    }

    /// Back from the values of a column to the rows.
    fn close_values(&mut self) {
        self.lists.keep(List::Values, "");
        if let Some(viewer) = &mut self.viewer {
            viewer.values = None;
        }
    }

    /// Puts the cell or the row under the cursor on the clipboard.
    fn copy_view(&mut self, whole_row: bool) -> Vec<Effect> {
        let Some(viewer) = &self.viewer else {
            return Vec::new();
        };
        let cell = |column: usize| {
            viewer
                .cell(viewer.at.row, column)
                .flatten()
                .unwrap_or_default()
        };
        let copied = match whole_row {
            true => viewer
                .visible()
                .into_iter()
                .map(cell)
                .collect::<Vec<_>>()
                .join("\t"),
            false => cell(viewer.at.column).to_owned(),
        };
        if copied.is_empty() {
            self.notice = Some(Notice::hint("there is no value here to copy"));
            return Vec::new();
        }
        if copied.len() > clipboard::MOST {
            self.notice = Some(Notice::failed("this is too long for a clipboard"));
            return Vec::new();
        }
        let shown = text::cut(&text::escape(&copied), 40).into_owned();
        self.notice = Some(Notice::done(format!(
            "sent to the clipboard of your terminal: {shown}"
        )));
        vec![Effect::Copy(copied)]
    }
}

fn candidate(column: &ViewColumn) -> Candidate {
    let hidden = if column.hidden { ", hidden" } else { "" };
    Candidate::new(&column.name, format!("{}{hidden}", column.storage.word()))
}
