//! What the actions do in the viewer.

use tui_input::Input;

use super::{Asking, Described, Shows, ViewColumn, Viewer};
use crate::text;
use crate::tui::actions::{Action, Screen};
use crate::tui::app::{Asked, Candidate, Effect, List, Notice, Overlay, Picked, State};

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

    /// Opens the viewer on the rows of the open project; those of the finding under the cursor or the worst of what is
    /// open, where there are any.
    pub(in crate::tui::app) fn view_project(&mut self) -> Vec<Effect> {
        let Some(facts) = self.facts() else {
            return Vec::new();
        };
        let shows = Shows::Project {
            project: Box::new(facts.project.clone()),
            rows: self.rows_of_finding().or_else(|| self.worst_rows()),
            from: self.place(),
        };
        self.begin_viewer(shows)
    }

    /// The rows of the finding under the cursor, and what they are called.
    fn rows_of_finding(&self) -> Option<(String, Vec<usize>)> {
        let finding = self.finding().filter(|finding| !finding.rows.is_empty())?;
        let column = finding.column.as_ref().map(|c| format!(" of {c}"));
        let name = format!("{}{}", finding.check, column.unwrap_or_default());
        let name = match finding.affected > finding.rows.len() {
            true => {
                let all = text::counted(finding.affected, "row");
                format!("{name}, {} of {all}", finding.rows.len())
            }
            false => name,
        };
        Some((name, finding.rows.clone()))
    }

    /// The worst rows of what is open, and what they are called.
    fn worst_rows(&self) -> Option<(String, Vec<usize>)> {
        let worst = self.worst()?;
        Some((format!("greatest {}", worst.by), worst.rows.clone()))
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
            Action::SortColumn => self.sort_by_column(),
            Action::Values => self.count_values(),
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
        if !viewer.filter.is_empty() || viewer.sort.is_some() {
            return self.show_all();
        }
        match &viewer.shows {
            Shows::Project { from, .. } => {
                let from = *from;
                self.return_to(from);
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

    /// Puts the cell or the row under the cursor on the clipboard.
    fn copy_view(&mut self, whole_row: bool) -> Vec<Effect> {
        let Some(viewer) = &self.viewer else {
            return Vec::new();
        };
        let cell = |column: usize| {
            let cell = viewer.cell(viewer.at.row, column);
            cell.flatten().unwrap_or_default()
        };
        let copied = match whole_row {
            true => {
                let cells = viewer.visible().into_iter().map(cell);
                cells.collect::<Vec<_>>().join("\t")
            }
            false => cell(viewer.at.column).to_owned(),
        };
        self.send_to_clipboard(Some(copied).filter(|text| !text.is_empty()))
    }
}

fn candidate(column: &ViewColumn) -> Candidate {
    let hidden = if column.hidden { ", hidden" } else { "" };
    Candidate::new(&column.name, format!("{}{hidden}", column.storage.word()))
}
