//! Work in the background: rows filtered and sorted, searching, and stopping it.

use tui_input::Input;

use super::{Asking, Before, Doing, Sorting, Viewer, Work};
use crate::table::window::{Known, Slice};
use crate::table::{Expression, quoted_name};
use crate::text;
use crate::tui::app::{Asked, Effect, List, Notice, Overlay, State};
use crate::tui::viewer::literal;

impl State {
    /// Starts work in the background on what is shown; what ran there before is stopped.
    pub(super) fn work(
        &mut self,
        what: &str,
        work: impl FnOnce(&Viewer, Option<String>) -> Work,
    ) -> Vec<Effect> {
        let Some(viewer) = &mut self.viewer else {
            return Vec::new();
        };
        let filter = viewer.doing.take().and_then(|doing| doing.filter);
        viewer.show_again();
        let work = work(viewer, filter);
        viewer.doing = Some(Doing {
            what: what.to_owned(),
            fraction: 0.0,
            aside: false,
            filter: match &work {
                Work::Rows { filter, .. } => Some(filter.clone()),
                Work::Find { .. } | Work::Values(_) | Work::Column(..) => None,
            },
        });
        vec![Effect::View(viewer.session, Asking::Work(work))]
    }

    /// Stops what the background does; whether it did anything.
    pub(in crate::tui::app) fn stop_viewer(&mut self) -> Option<Vec<Effect>> {
        let viewer = self.viewer.as_mut()?;
        let doing = viewer.doing.take()?;
        viewer.show_again();
        self.notice = Some(Notice::hint(format!("{} was stopped", doing.what)));
        Some(vec![Effect::View(viewer.session, Asking::Stop)])
    }

    /// The rows in the next order by the column under the cursor: upwards, downwards, as they stand.
    pub(super) fn sort_by_column(&mut self) -> Vec<Effect> {
        self.work("sorting", |viewer, filter| {
            let column = viewer.at.column;
            let sort = match viewer.sort.filter(|sort| sort.column == column) {
                Some(sort) if sort.descending => None,
                before => Some(Sorting {
                    column,
                    descending: before.is_some(),
                }),
            };
            Work::Rows {
                filter: filter.unwrap_or_else(|| viewer.filter.clone()),
                sort,
                stay: None,
            }
        })
    }

    /// Counts the values of the column under the cursor.
    pub(super) fn count_values(&mut self) -> Vec<Effect> {
        self.work("counting values", |viewer, _| {
            Work::Values(viewer.at.column)
        })
    }

    /// Every row again, or those of the filter in the order of the file, the cursor on the row where it was.
    pub(super) fn show_all(&mut self) -> Vec<Effect> {
        self.work("showing all rows", |viewer, _| {
            let at = viewer.at.row.checked_sub(viewer.slice.first);
            let stay = at.and_then(|at| viewer.slice.numbers.get(at)).copied();
            let sort = viewer.sort.filter(|_| !viewer.filter.is_empty());
            let filter = String::new();
            Work::Rows { filter, sort, stay }
        })
    }

    /// Shows the rows for which an expression is true; a mistake in it is told, and what was typed stays.
    pub(in crate::tui::app) fn filter_view(&mut self, input: Input) -> Vec<Effect> {
        let text = input.value().trim().to_owned();
        let Some(viewer) = &self.viewer else {
            return Vec::new();
        };
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
        self.work("filtering", |viewer, _| Work::Rows {
            filter: text,
            sort: viewer.sort,
            stay: None,
        })
    }

    /// Goes to the next cell that holds what is sought.
    pub(in crate::tui::app) fn find_in_view(&mut self, forward: bool) -> Vec<Effect> {
        let sought = self.sought.clone();
        if sought.is_empty() {
            return Vec::new();
        }
        self.work("searching", |viewer, _| {
            let visible = viewer.visible().into_iter();
            Work::Find {
                sought,
                from: (viewer.at.row, viewer.at.column),
                forward,
                columns: visible.filter(|c| !viewer.is_masked(*c)).collect(),
            }
        })
    }

    /// Shows only the rows with the value under the cursor of the list.
    pub(super) fn filter_by_value(&mut self) -> Vec<Effect> {
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
        self.close_values();
        self.work("filtering", |viewer, _| Work::Rows {
            filter: match viewer.filter.as_str() {
                "" => one,
                before => format!("({before}) and {one}"),
            },
            sort: viewer.sort,
            stay: None,
        })
    }

    /// Back from the values of a column to the rows.
    pub(super) fn close_values(&mut self) {
        self.lists.keep(List::Values, "");
        if let Some(viewer) = &mut self.viewer {
            viewer.values = None;
        }
    }
}

impl Viewer {
    /// What was shown before the rows that were being found.
    pub(super) fn show_again(&mut self) {
        if let Some(before) = self.before.take() {
            (self.filter, self.sort) = (before.filter, before.sort);
            (self.known, self.version) = (before.known, before.version);
            (self.at.row, self.at.top) = before.lines;
            (self.asked, self.slice) = (None, Slice::default());
        }
    }

    /// Rows found so far take the place of those that were shown.
    pub(super) fn show_so_far(&mut self, filter: String, known: Known, version: u64) {
        let is_sought = |doing: &Doing| doing.filter.as_ref() == Some(&filter);
        if !self.doing.as_ref().is_some_and(is_sought) {
            return;
        }
        if self.before.is_none() {
            self.before = Some(Before {
                filter: std::mem::replace(&mut self.filter, filter),
                sort: self.sort.take(),
                known: self.known,
                lines: (self.at.row, self.at.top),
                version: self.version,
            });
            (self.at.row, self.at.top) = (0, 0);
            (self.asked, self.slice) = (None, Slice::default());
        }
        (self.known, self.version) = (known, version);
    }
}
