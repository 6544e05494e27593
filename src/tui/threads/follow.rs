//! Jobs that other processes run on the open project: looked at while one is alive, woken by the system when one
//! begins. Nothing is done while there is none.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use crate::error::Result;
use crate::project::jobs::{self, Running};
use crate::tui::app::{Ending, JobView, Msg};
use crate::tui::threads::spawn;

/// Between two looks at a job that is alive: as often as it writes.
const LOOK: Duration = Duration::from_millis(250);

enum Order {
    /// Another project is open.
    Project(PathBuf),
    /// Something changed among its jobs.
    Look,
}

/// The state's side of the thread.
pub struct Follower(Sender<Order>);

impl Follower {
    /// Starts the thread; what it sees comes as messages.
    pub fn start(to: Sender<Msg>) -> Result<Self> {
        let (orders, heard) = channel();
        let eye = eye::Eye::open(orders.clone())?;
        spawn("follow", move || follow(&to, &heard, &eye))?;
        Ok(Self(orders))
    }

    /// Follows the jobs of this project from now on.
    pub fn project(&self, root: PathBuf) {
        // A thread that ended leaves nothing to follow with.
        let _ = self.0.send(Order::Project(root));
    }
}

fn follow(to: &Sender<Msg>, heard: &Receiver<Order>, eye: &eye::Eye) {
    let mut project: Option<PathBuf> = None;
    let mut followed: Option<JobView> = None;
    loop {
        let order = match followed {
            Some(_) => heard.recv_timeout(LOOK),
            None => heard.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match order {
            Ok(Order::Project(root)) => {
                eye.turn_to(&root);
                (project, followed) = (Some(root), None);
            }
            Ok(Order::Look) | Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        let Some(root) = &project else {
            continue;
        };
        let now = elsewhere(root).map(|job| JobView::elsewhere(&job));
        let news = match (&followed, &now) {
            (before, Some(view)) if before.as_ref() != Some(view) => {
                Some(Msg::Followed(root.clone(), view.clone()))
            }
            (Some(before), None) => before.elsewhere.as_ref().map(|other| {
                let report = jobs::ended(root, &other.id);
                Msg::FollowEnded(root.clone(), Ending::elsewhere(&other.id, report.as_ref()))
            }),
            _ => None,
        };
        followed = now;
        if news.is_some_and(|msg| to.send(msg).is_err()) {
            return;
        }
    }
}

/// The job that another process runs on the project.
fn elsewhere(root: &Path) -> Option<Running> {
    jobs::running(root)
        .into_iter()
        .find(|job| !job.holder.is_here())
}

#[cfg(target_os = "linux")]
mod eye {
    //! The system says when a job's folder appears.

    use std::mem::MaybeUninit;
    use std::os::fd::OwnedFd;
    use std::path::Path;
    use std::sync::Arc;
    use std::sync::mpsc::Sender;

    use rustix::fs::inotify;

    use super::Order;
    use crate::error::Result;
    use crate::project::jobs;
    use crate::tui::threads::spawn;

    /// Watches the folder of jobs. Without one (the system has too many) jobs are seen when a project is opened.
    pub struct Eye(Option<Arc<OwnedFd>>);

    impl Eye {
        pub fn open(to: Sender<Order>) -> Result<Self> {
            let Ok(events) = inotify::init(inotify::CreateFlags::CLOEXEC) else {
                return Ok(Self(None));
            };
            let events = Arc::new(events);
            let theirs = events.clone();
            spawn("eye", move || {
                let mut room = [MaybeUninit::uninit(); 4096];
                let mut reader = inotify::Reader::new(&*theirs, &mut room);
                while reader.next().is_ok() {
                    if to.send(Order::Look).is_err() {
                        return;
                    }
                }
            })?;
            Ok(Self(Some(events)))
        }

        /// Folders of other projects stay watched: a look finds nothing there.
        pub fn turn_to(&self, root: &Path) {
            if let (Some(events), Ok(folder)) = (&self.0, jobs::watched_folder(root)) {
                // A job has its lock once the lock of starting is gone. A folder that cannot be watched is looked at
                // when its project is opened.
                let seen = inotify::WatchFlags::CREATE | inotify::WatchFlags::DELETE;
                let _ = inotify::add_watch(events, &folder, seen);
            }
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod eye {
    //! Jobs are seen when a project is opened.

    use std::path::Path;
    use std::sync::mpsc::Sender;

    use super::Order;
    use crate::error::Result;

    pub struct Eye;

    impl Eye {
        pub fn open(_to: Sender<Order>) -> Result<Self> {
            Ok(Self)
        }

        pub fn turn_to(&self, _root: &Path) {}
    }
}
