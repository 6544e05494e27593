//! What comes back to the viewer.

use super::{Found, News, Opened, ValueList, ViewColumn};
use crate::error::Result;
use crate::text;
use crate::tui::actions::Action;
use crate::tui::app::{Effect, List, Notice, Overlay, State};

impl State {
    /// Takes what was read for the table with this number; what comes for an older one is left.
    pub(in crate::tui::app) fn take_news(&mut self, session: u64, news: News) -> Vec<Effect> {
        let Some(viewer) = self.viewer.as_mut().filter(|v| v.session == session) else {
            return Vec::new();
        };
        match news {
            News::Opened(result) => self.take_opened(*result),
            News::Counted(total, fraction, fault) => {
                viewer.total = viewer.total.or_more(total);
                viewer.counting = fraction;
                let shows_all = viewer.filter.is_empty() && viewer.sort.is_none();
                let all = viewer.opened.as_ref().map(|opened| opened.known);
                // A part of the rows was known as a whole when it was opened.
                if shows_all && all.is_some_and(|known| !known.complete) {
                    viewer.known = total;
                }
                if let Some(fault) = fault {
                    self.notice = Some(Notice::wrong(&fault));
                }
            }
            News::Slice(_, _, version) if version != viewer.version => viewer.asked = None,
            News::Slice(slice, (known, total), _) => {
                viewer.asked = None;
                viewer.known = viewer.known.or_more(known);
                viewer.total = viewer.total.or_more(total);
                for (at, column) in slice.columns.iter().enumerate() {
                    let cells = slice.cells.iter().filter_map(|row| row.get(at)?.as_deref());
                    let widths = cells.map(|cell| text::width(&text::escape(&text::cut(cell, 64))));
                    let widest = widths.max().unwrap_or(0) as u16;
                    if let Some(column) = viewer.columns.get_mut(*column) {
                        column.seen = column.seen.max(widest);
                    }
                }
                viewer.slice = slice;
            }
            News::Cell(cell) => {
                let name = viewer.column().map(|c| c.name.clone()).unwrap_or_default();
                if std::mem::take(&mut viewer.opening) {
                    self.lists.put(List::Lines, 0);
                    self.overlay = Some(Overlay::Cell {
                        title: name,
                        text: cell,
                    });
                }
            }
            News::Doing(what, fraction) => {
                if let Some(doing) = &mut viewer.doing {
                    (doing.what, doing.fraction) = (what, fraction);
                }
            }
            News::SoFar(Found::Rows {
                filter,
                known,
                version,
                ..
            }) => viewer.show_so_far(filter, known, version),
            News::SoFar(_) => {}
            News::Done(result) => {
                viewer.doing = None;
                match *result {
                    Ok(found) => return self.take_found(found),
                    Err(error) => {
                        viewer.show_again();
                        if !error.is_cancelled() {
                            self.notice = Some(Notice::wrong(&error));
                        }
                    }
                }
            }
            News::Late(keys) => {
                let count = text::counted(keys.len(), "key");
                let names: Vec<_> = keys.iter().map(|key| text::escape(key)).collect();
                let names = text::cut(&names.join(", "), 40).into_owned();
                let told = format!("{count} met after the first 256 KiB, no column here: {names}");
                self.notice = Some(Notice::hint(told));
            }
            News::Failed(error) => {
                viewer.asked = None;
                viewer.doing = None;
                viewer.show_again();
                self.notice = Some(Notice::wrong(&error));
            }
        }
        Vec::new()
    }

    fn take_opened(&mut self, result: Result<Opened>) {
        self.waiting = None;
        let Some(viewer) = &mut self.viewer else {
            return;
        };
        match result {
            Ok(opened) => {
                let column = |(at, (name, storage)): (usize, &(String, _))| ViewColumn {
                    name: name.clone(),
                    storage: *storage,
                    personal: opened.personal.contains(&at),
                    hidden: false,
                    seen: 0,
                    width: None,
                };
                viewer.columns = opened.columns.iter().enumerate().map(column).collect();
                (viewer.known, viewer.total) = (opened.known, opened.total);
                viewer.counting = (!opened.total.complete).then_some(0.0);
                viewer.opened = Some(opened);
            }
            Err(error) => {
                let notice = Notice::wrong(&error);
                viewer.fault = Some(notice.text);
            }
        }
    }

    fn take_found(&mut self, found: Found) -> Vec<Effect> {
        let Some(viewer) = &mut self.viewer else {
            return Vec::new();
        };
        match found {
            Found::Rows {
                filter,
                sort,
                known,
                unread,
                row,
                version,
            } => {
                viewer.version = version;
                let before = viewer.before.take();
                (viewer.filter, viewer.sort, viewer.known) = (filter, sort, known);
                // The first of them may be in sight already.
                if before.is_none() {
                    // Other rows stand at the same places.
                    (viewer.asked, viewer.slice) = (None, Default::default());
                    // A row that stays keeps its line.
                    let line = viewer.at.row.saturating_sub(viewer.at.top);
                    (viewer.at.row, viewer.at.top) = (row, row.saturating_sub(line));
                }
                if let Some(beside) = &mut viewer.beside {
                    beside.column = usize::MAX;
                }
                if unread > 0 {
                    let cells = text::counted(unread, "cell");
                    let told =
                        format!("{cells} cannot be read as their column is and count as missing");
                    self.notice = Some(Notice::hint(told));
                }
            }
            Found::Hit {
                at: Some((row, column)),
                ..
            } => self.put_in_view(row, column),
            Found::Hit { at: None, forward } => {
                let (place, other, action) = match forward {
                    true => ("below", "above", Action::PreviousMatch),
                    false => ("above", "below", Action::NextMatch),
                };
                let key = self.keymap.shown(action);
                let sought = text::escape(&self.sought);
                let masked = (0..viewer.columns.len()).any(|column| viewer.is_masked(column));
                let but = if masked { ", masked ones aside" } else { "" };
                let told = format!("no cell {place}{but} holds '{sought}'; {key} searches {other}");
                self.notice = Some(Notice::hint(told));
            }
            Found::Values(column, found) => {
                viewer.values = Some(ValueList {
                    column,
                    found: *found,
                });
                self.lists.put(List::Values, 0);
            }
            Found::Column {
                column,
                profile,
                rows,
                of,
            } => {
                if let Some(beside) = viewer.beside.as_mut().filter(|b| b.column == column) {
                    beside.profile = Some(*profile);
                    beside.rows = (rows, of);
                }
            }
        }
        Vec::new()
    }
}
