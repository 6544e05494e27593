//! The table viewer's reading, on threads of its own: slices of rows at once, counting, filtering, sorting and searching in the
//! background, where they can be stopped. Idle, all of them wait.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::data;
use crate::error::Result;
use crate::table::window::{View, Window};
use crate::table::{Expression, Storage};
use crate::tui::app::{Asking, Found, Msg, News, Opened, Shows, Sorting, Work};
use crate::tui::effects::MASK;
use crate::tui::homes::at_home;
use crate::tui::threads::spawn;
use crate::work::{Progress, Snapshot, give_way, guarded};

/// Between two reports of what goes on in the background, at least.
const REPORT: Duration = Duration::from_millis(150);

/// Rows found so far are first shown after so long, where they are not all found before.
const SO_FAR: Duration = Duration::from_millis(300);

/// Rows of which each further one is shown as it is found; of more only when they are twice as many.
const SCREENS: usize = 1_000;

/// The state's side of the threads.
pub struct Viewer {
    ask: Sender<(u64, Asking)>,
    /// Tables up to this number are not wanted any more, also while they are being opened.
    gone: Arc<AtomicU64>,
}

impl Viewer {
    /// Starts the thread that reads; answers come as messages.
    pub fn start(to: Sender<Msg>) -> Result<Self> {
        let (ask, asked) = channel();
        let gone = Arc::new(AtomicU64::new(0));
        let reader = Reader {
            to,
            gone: gone.clone(),
            open: None,
        };
        spawn("viewer", move || reader.answer(&asked))?;
        Ok(Self { ask, gone })
    }

    /// Asks for something about the table with this number.
    pub fn ask(&self, session: u64, asking: Asking) {
        let before = match asking {
            Asking::Open(_) => session.saturating_sub(1),
            Asking::Close => session,
            _ => 0,
        };
        self.gone.fetch_max(before, Ordering::AcqRel);
        // A thread that ended has already told why.
        let _ = self.ask.send((session, asking));
    }
}

struct Reader {
    to: Sender<Msg>,
    gone: Arc<AtomicU64>,
    open: Option<Session>,
}

/// A table that is looked at.
struct Session {
    number: u64,
    /// Places of the columns whose values are masked.
    personal: Vec<usize>,
    shown: Arc<Mutex<Shown>>,
    /// Keys of JSON lines that are no column, as far as they were told.
    late: Arc<AtomicUsize>,
    counting: Progress,
    working: Option<Progress>,
}

/// What is shown of it.
struct Shown {
    /// Before any filter.
    base: View,
    filter: String,
    /// After it.
    filtered: View,
    /// In its order, and its number.
    view: (View, u64),
    /// Rows found so far by the work that goes on: they are looked at meanwhile.
    so_far: Option<(View, u64)>,
    /// Number of the last work that brought other rows.
    works: u64,
}

impl Drop for Session {
    fn drop(&mut self) {
        self.counting.cancel();
        self.stop();
    }
}

impl Session {
    fn stop(&mut self) {
        if let Some(working) = self.working.take() {
            working.cancel();
            held(&self.shown).so_far = None;
        }
    }
}

fn held(shown: &Mutex<Shown>) -> MutexGuard<'_, Shown> {
    shown.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Reader {
    fn answer(mut self, asked: &Receiver<(u64, Asking)>) {
        while let Ok(first) = asked.recv() {
            let mut all: Vec<(u64, Asking)> =
                std::iter::once(first).chain(asked.try_iter()).collect();
            // Of several slices only the last one is still wanted.
            let is_slice = |(_, asking): &(u64, Asking)| matches!(asking, Asking::Slice { .. });
            if let Some(last) = all.iter().rposition(is_slice) {
                let mut at = 0;
                all.retain(|asking| {
                    at += 1;
                    at > last || !is_slice(asking)
                });
            }
            for (session, asking) in all {
                let news = guarded(|| Ok(self.carry_out(session, asking)));
                let news = news.unwrap_or_else(|error| Some(News::Failed(error)));
                if news.is_some_and(|news| self.to.send(Msg::Viewed(session, news)).is_err()) {
                    return;
                }
            }
        }
    }

    fn carry_out(&mut self, number: u64, asking: Asking) -> Option<News> {
        if let Asking::Open(shows) = asking {
            self.open = None;
            return Some(News::Opened(Box::new(self.begin(number, &shows))));
        }
        let session = self.open.as_mut().filter(|open| open.number == number)?;
        match asking {
            Asking::Open(_) => None,
            Asking::Close => {
                self.open = None;
                None
            }
            Asking::Stop => {
                session.stop();
                None
            }
            Asking::Slice {
                first,
                count,
                columns,
                bare,
            } => {
                let (view, version) = held(&session.shown).looked_at();
                let mut slice = match view.slice(first, count, &columns) {
                    Ok(slice) => slice,
                    Err(error) => return Some(News::Failed(error)),
                };
                let known = (view.known(), view.window().known());
                let masked = columns.iter().enumerate();
                let masked = masked.filter(|(_, c)| !bare && session.personal.contains(c));
                for (at, _) in masked {
                    let cells = slice.cells.iter_mut().filter_map(|row| row[at].as_mut());
                    cells.for_each(|cell| MASK.clone_into(cell));
                }
                if let Some(late) = late_news(view.window(), &session.late) {
                    // Whoever is told of the rows is told of it too.
                    let _ = self.to.send(Msg::Viewed(number, late));
                }
                Some(News::Slice(slice, known, version))
            }
            Asking::Cell {
                place,
                column,
                bare,
            } => {
                if !bare && session.personal.contains(&column) {
                    return Some(News::Cell(Some(MASK.into())));
                }
                let (view, _) = held(&session.shown).looked_at();
                Some(match view.cell(place, column) {
                    Ok(cell) => News::Cell(cell),
                    Err(error) => News::Failed(error),
                })
            }
            Asking::Work(work) => {
                session.stop();
                let progress = Progress::silent();
                session.working = Some(progress.clone());
                let (shown, to) = (session.shown.clone(), self.to.clone());
                let late = session.late.clone();
                let started = spawn("view work", move || {
                    let tell = |news: News| {
                        let _ = to.send(Msg::Viewed(number, news));
                    };
                    let doing = |now: Snapshot| {
                        // What was stopped says nothing while it ends.
                        if !progress.cancelled() && !now.step.is_empty() {
                            tell(News::Doing(now.step, now.fraction));
                        }
                    };
                    let so_far = |found: Found| tell(News::SoFar(found));
                    let work = || do_work(work, &shown, so_far, &progress);
                    let done = reported(&progress, doing, work);
                    if !progress.cancelled() {
                        tell(News::Done(Box::new(done)));
                    }
                    let window = held(&shown).base.window().clone();
                    late_news(&window, &late).map(tell);
                });
                started.err().map(News::Failed)
            }
        }
    }

    /// Opens a table and lets its rows be counted.
    fn begin(&mut self, number: u64, shows: &Shows) -> Result<Opened> {
        let (base, personal) = match shows {
            Shows::File(path) => {
                let (view, names) = data::file_to_look_at(&at_home(path))?;
                let personal = places(&view, &names);
                (view, personal)
            }
            Shows::Project { project, rows, .. } => {
                let gone = self.gone.clone();
                let is_gone = move || gone.load(Ordering::Acquire) >= number;
                let progress = Progress::stoppable(|| {}, is_gone);
                let (view, names) = data::rows_to_look_at(project, &progress)?;
                let personal = places(&view, &names);
                let view = match rows {
                    Some((_, rows)) => {
                        let number = |row: &usize| view.number(*row);
                        view.only(&rows.iter().filter_map(number).collect::<Vec<_>>())
                    }
                    None => view,
                };
                (view, personal)
            }
        };
        let window = base.window().clone();
        let opened = Opened {
            columns: window.columns().to_vec(),
            personal: personal.clone(),
            format: window.format().clone(),
            known: base.known(),
            total: window.known(),
        };
        let counting = Progress::silent();
        if !window.known().complete {
            let (progress, to) = (counting.clone(), self.to.clone());
            let counted = window.clone();
            spawn("view rows", move || {
                give_way();
                let doing = |now: Snapshot| {
                    let news = News::Counted(counted.known(), Some(now.fraction), None);
                    let _ = to.send(Msg::Viewed(number, news));
                };
                let done = reported(&progress, doing, || counted.count(&progress));
                let fault = done.err().filter(|error| !error.is_cancelled());
                let news = News::Counted(counted.known(), None, fault);
                let _ = to.send(Msg::Viewed(number, news));
            })?;
        }
        self.open = Some(Session {
            number,
            personal,
            shown: Arc::new(Mutex::new(Shown {
                filter: String::new(),
                filtered: base.clone(),
                view: (base.clone(), 0),
                works: 0,
                so_far: None,
                base,
            })),
            late: Arc::default(),
            counting,
            working: None,
        });
        Ok(opened)
    }
}

/// Works, and tells how far it is as long as it lasts.
fn reported<T: Send>(
    progress: &Progress,
    tell: impl Fn(Snapshot) + Sync,
    work: impl FnOnce() -> Result<T>,
) -> Result<T> {
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reporter = scope.spawn(|| {
            loop {
                std::thread::park_timeout(REPORT);
                if done.load(Ordering::Acquire) {
                    return;
                }
                tell(progress.read());
            }
        });
        let outcome = guarded(work);
        done.store(true, Ordering::Release);
        reporter.thread().unpark();
        outcome
    })
}

impl Shown {
    /// The rows on screen.
    fn looked_at(&self) -> (View, u64) {
        self.so_far.as_ref().unwrap_or(&self.view).clone()
    }
}

/// Keys of JSON lines that are no column and were not told yet.
fn late_news(window: &Window, told: &AtomicUsize) -> Option<News> {
    let late = window.late();
    let before = told.fetch_max(late.len(), Ordering::AcqRel);
    (late.len() > before).then_some(News::Late(late))
}

fn do_work(
    work: Work,
    shown: &Mutex<Shown>,
    so_far: impl Fn(Found) + Send,
    progress: &Progress,
) -> Result<Found> {
    match work {
        Work::Rows { filter, sort, stay } => rows((filter, sort, stay), shown, so_far, progress),
        Work::Find {
            sought,
            from,
            forward,
            columns,
        } => {
            let view = held(shown).view.0.clone();
            view.find(&sought, from, forward, &columns, progress)
                .map(|at| Found::Hit { at, forward })
        }
        Work::Values(column) => {
            let view = held(shown).view.0.clone();
            view.frequency(column, progress)
                .map(|found| Found::Values(column, Box::new(found)))
        }
        Work::Column(column, unit) => {
            let view = held(shown).view.0.clone();
            let values = view.values(column, progress)?;
            let names = values.table.schema();
            let name = names
                .first()
                .map(|(name, _)| name.as_str())
                .unwrap_or_default();
            let profile = data::glance(&values.table, name, unit)?;
            Ok(Found::Column {
                column,
                profile: Box::new(profile),
                rows: values.table.rows(),
                of: values.of,
            })
        }
    }
}

/// The rows anew: filtered only where the filter is another. Where that takes long and the order is that of the file, those
/// found so far are shown meanwhile.
fn rows(
    (filter, sort, stay): (String, Option<Sorting>, Option<usize>),
    shown: &Mutex<Shown>,
    tell: impl Fn(Found) + Send,
    progress: &Progress,
) -> Result<Found> {
    let (version, base, before, known) = {
        let mut shown = held(shown);
        shown.works += 1;
        (
            shown.works,
            shown.base.clone(),
            shown.filter.clone(),
            shown.filtered.clone(),
        )
    };
    let found = |view: &View| Found::Rows {
        filter: filter.clone(),
        sort,
        known: view.known(),
        unread: view.unread,
        row: stay.and_then(|number| view.place(number)).unwrap_or(0),
        version,
    };
    let began = Instant::now();
    let so_far = |view: View| {
        let news = found(&view);
        let mut shown = held(shown);
        // Who stops the work takes them away.
        if !progress.cancelled() {
            shown.so_far = Some((view, version));
            drop(shown);
            tell(news);
        }
    };
    let wanted = |rows: usize, shown: usize| {
        sort.is_none()
            && began.elapsed() > SO_FAR
            && (rows >= 2 * shown || shown < SCREENS)
            && rows > shown
    };
    let filtered = match filter.trim() {
        "" => base,
        text if text == before.trim() => known,
        text => {
            let expression = Expression::parse(text)?;
            base.filtered_meanwhile(&expression, progress, wanted, so_far)?
        }
    };
    let view = match sort {
        Some(sort) => filtered.sorted(sort.column, sort.descending, progress)?,
        None => filtered.clone(),
    };
    let found = found(&view);
    let mut shown = held(shown);
    progress.check()?;
    (shown.filter, shown.filtered, shown.view) = (filter, filtered, (view, version));
    shown.so_far = None;
    Ok(found)
}

/// A value as an expression compares a column with it.
pub fn literal(value: Option<&str>, storage: Storage) -> Option<String> {
    let value = value?;
    Some(match storage {
        Storage::Boolean | Storage::Integer | Storage::Number => value.to_owned(),
        Storage::Date | Storage::Text => format!("'{}'", value.replace('\'', "''")),
    })
}

/// Where columns of these names stand.
fn places(view: &View, names: &[String]) -> Vec<usize> {
    let columns = view.window().columns().iter().enumerate();
    let named = columns.filter(|(_, (name, _))| names.contains(name));
    named.map(|(at, _)| at).collect()
}
