//! The loop: takes messages, changes the state, carries out effects, draws when something changed. Blocks while
//! nothing happens.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::cli::Start;
use crate::error::{Error, Result};
use crate::tui::actions::Screen as Place;
use crate::tui::app::{Effect, JobView, Msg, Notice, Outcome, Shows, State, Task, update};
use crate::tui::clipboard::Between;
use crate::tui::job::{Stop, run_job};
use crate::tui::keys::Keymap;
use crate::tui::panic::guard;
use crate::tui::review::Reviewer;
use crate::tui::scorer::Scorer;
use crate::tui::screens::draw;
use crate::tui::settings::{Look, Settings};
use crate::tui::sleep::{can_be_woken, sleep};
use crate::tui::terminal::{Quiet, Terminal};
use crate::tui::threads::{Changes, Files, Follower, Screen, listen, size, watch};
use crate::tui::viewer::Viewer;
use crate::work::{Job, Progress, give_way};

/// Between two readings of a job's progress, at least.
const FRAME: Duration = Duration::from_millis(100);
/// Bytes a second that a job's progress may cost at the terminal.
const LIVE: f64 = 4_000.0;

/// Runs the workbench until the person leaves or the terminal goes; gives the exit code.
pub fn run(start: Start, look: Look) -> Result<i32> {
    if !(std::io::stdin().is_terminal() && std::io::stdout().is_terminal()) {
        return Err(Error::new("the workbench needs a terminal")
            .with_fix("use a command instead, such as: jalon run PROJECT"));
    }
    let io = |e: std::io::Error| Error::new(format!("cannot use the terminal: {e}"));
    let settings = Settings::of(&look.loaded);
    let mut state = State::new(
        size().unwrap_or((80, 24)),
        settings.theme,
        Keymap::default(),
    );
    state.notice = settings.wrong();
    state.take_settings(settings);
    let first = match start {
        Start::Home => vec![Effect::Home],
        Start::Project(path) => {
            state.waiting = Some(format!("opening {}", path.display()));
            vec![Effect::Load(path)]
        }
        Start::View(file) => state.begin_viewer(Shows::File(file)),
        Start::ViewProject(path) => {
            state.views_rows = true;
            state.waiting = Some(format!("opening {}", path.display()));
            vec![Effect::Load(path)]
        }
        Start::New(file) => {
            let read = state.begin_wizard(Some(file));
            std::iter::once(Effect::Home).chain(read).collect()
        }
    };
    let log = look.log();
    let quiet = Quiet::new(log.as_deref()).map_err(io)?;
    let (to, messages) = channel();
    watch(to.clone())?;
    let screen = Screen::open(Terminal::find().map_err(io)?, to.clone())?;
    let restored = screen.clone();
    guard(log, quiet.before(), move |thread| restored.restore(thread));
    let desk = Desk {
        screen,
        changes: Changes::start(to.clone(), look.file.as_deref())?,
        files: Files::start(to.clone(), look)?,
        reviewer: Reviewer::start(to.clone())?,
        scorer: Scorer::start(to.clone())?,
        viewer: Viewer::start(to.clone())?,
        follower: Follower::start(to.clone())?,
        job: None,
        read: Instant::now(),
        owed: false,
        to: to.clone(),
    };
    listen(to)?;
    let code = desk.turn(state, &messages, first);
    drop(quiet);
    code
}

/// What the loop holds beside the state.
struct Desk {
    screen: Screen,
    changes: Changes,
    files: Files,
    reviewer: Reviewer,
    scorer: Scorer,
    viewer: Viewer,
    follower: Follower,
    job: Option<Job<Outcome>>,
    /// When the job's progress was read last.
    read: Instant,
    /// There is progress that was not yet read.
    owed: bool,
    to: Sender<Msg>,
}

impl Desk {
    fn turn(
        mut self,
        mut state: State,
        messages: &Receiver<Msg>,
        first: Vec<Effect>,
    ) -> Result<i32> {
        if let Some(code) = self.carry_out(&mut state, first) {
            return Ok(code);
        }
        let mut is_new = true;
        loop {
            if is_new && !state.gone {
                self.screen.show(picture(&state));
            }
            is_new = false;
            let Some(msg) = self.wait(messages) else {
                return Err(Error::new("the threads of the screen ended"));
            };
            // Everything that waits is taken before the next picture is drawn.
            for msg in std::iter::once(msg).chain(messages.try_iter()) {
                let Some(msg) = self.read_job(msg) else {
                    continue;
                };
                is_new = true;
                let effects = update(&mut state, msg);
                if let Some(code) = self.carry_out(&mut state, effects) {
                    return Ok(code);
                }
            }
            if let Some(msg) = self.news() {
                is_new = true;
                let effects = update(&mut state, msg);
                if let Some(code) = self.carry_out(&mut state, effects) {
                    return Ok(code);
                }
            }
        }
    }

    /// The next message; waits no longer than until owed progress may be read.
    fn wait(&self, messages: &Receiver<Msg>) -> Option<Msg> {
        if !self.owed {
            return messages.recv().ok();
        }
        match messages.recv_timeout(self.rest().saturating_sub(self.read.elapsed())) {
            Ok(msg) => Some(msg),
            Err(RecvTimeoutError::Timeout) => Some(Msg::Woke),
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    /// Turns the bare signs of a job into what it has to say.
    fn read_job(&mut self, msg: Msg) -> Option<Msg> {
        match msg {
            Msg::Woke => {
                self.owed = true;
                None
            }
            Msg::Done => {
                let result = self.job.as_ref()?.take()?;
                self.job = None;
                self.owed = false;
                Some(Msg::Ended(result))
            }
            other => Some(other),
        }
    }

    /// Between two readings of a job's progress: longer after a large frame, so that a slow line keeps room for keys.
    fn rest(&self) -> Duration {
        FRAME.max(Duration::from_secs_f64(
            self.screen.last_frame() as f64 / LIVE,
        ))
    }

    /// The job's progress, at most once a frame.
    fn news(&mut self) -> Option<Msg> {
        if !self.owed || self.read.elapsed() < self.rest() {
            return None;
        }
        let job = self.job.as_ref()?;
        self.owed = false;
        self.read = Instant::now();
        Some(Msg::Progress(JobView::here(job.progress.read())))
    }

    /// Carries out effects; an exit code ends the loop.
    fn carry_out(&mut self, state: &mut State, effects: Vec<Effect>) -> Option<i32> {
        for effect in effects {
            match effect {
                Effect::Start(root, task) => {
                    if let Err(error) = self.start(root, task) {
                        state.job = None;
                        state.notice = Some(Notice::wrong(&error));
                    }
                }
                Effect::StopJob => {
                    if let Some(job) = &self.job {
                        job.progress.cancel();
                    }
                }
                Effect::Try(text) if state.screen != Place::New => self.reviewer.try_out(text),
                Effect::Score(draft) => self.scorer.score(draft),
                Effect::Copy(text) => {
                    let between = Between::of(|name| std::env::var(name).ok());
                    self.screen.send(between.copying(&text));
                }
                Effect::View(session, asking) => self.viewer.ask(session, asking),
                Effect::Review(project) => self.reviewer.look(*project),
                Effect::Follow(root) => {
                    self.changes.project(&root);
                    self.follower.project(root);
                }
                Effect::Suspend => self.suspend(state),
                Effect::Resume | Effect::Repaint => {
                    if let Some(size) = size() {
                        state.size = size;
                    }
                    self.screen.enter();
                }
                Effect::Exit(code) => {
                    self.files.finish();
                    if !state.gone {
                        self.screen.leave();
                    }
                    return Some(code);
                }
                other => self.files.carry_out(other),
            }
        }
        None
    }

    fn start(&mut self, root: PathBuf, task: Task) -> Result<()> {
        let (woke, done) = (self.to.clone(), self.to.clone());
        let seen = self.to.clone();
        let stop = Arc::new(Stop::new());
        let asked = stop.clone();
        let progress = Progress::stoppable(
            move || {
                // Nobody may be left to listen: the face can end before the job does.
                let _ = woke.send(Msg::Woke);
            },
            move || asked.get().is_some_and(|asked| asked()),
        );
        let job = Job::start(
            "job",
            progress,
            move |progress| {
                give_way();
                let show = |evidence| {
                    let _ = seen.send(Msg::FirstLook(root.clone(), Box::new(evidence)));
                };
                run_job(&root, &task, progress, (&stop, &show))
            },
            move || {
                let _ = done.send(Msg::Done);
            },
        )?;
        self.job = Some(job);
        self.read = Instant::now();
        Ok(())
    }

    /// Gives the terminal back and sleeps; SIGCONT, when it comes, enters the screen again.
    fn suspend(&self, state: &mut State) {
        if !can_be_woken() {
            state.notice = Some(Notice::hint(
                "no shell could wake it here: start jalon from a shell, or use tmux",
            ));
            return;
        }
        self.screen.leave();
        if !sleep(state.works()) {
            let _ = self.to.send(Msg::Resumed);
        }
    }
}

fn picture(state: &State) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, state.size.0, state.size.1));
    draw(state, &mut buffer);
    buffer
}
