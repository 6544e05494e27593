//! Jobs that other processes run on the open project: looked at while one is alive, woken by the system when one
//! begins. Nothing is done while there is none.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use crate::error::Result;
use crate::project::jobs::{self, Running};
use crate::tui::app::{Ending, JobView, Msg};
use crate::tui::threads::eye::{Eye, Seen};
use crate::tui::threads::spawn;
use crate::work::guarded;

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
        let look = orders.clone();
        let eye = Eye::open("eye", move |_| look.send(Order::Look).is_ok())?;
        spawn("follow", move || {
            let followed = guarded(|| {
                follow(&to, &heard, &eye);
                Ok(())
            });
            if let Err(error) = followed {
                // The state may have ended already.
                let _ = to.send(Msg::Failed(error));
            }
        })?;
        Ok(Self(orders))
    }

    /// Follows the jobs of this project from now on.
    pub fn project(&self, root: PathBuf) {
        // A thread that ended leaves nothing to follow with.
        let _ = self.0.send(Order::Project(root));
    }
}

fn follow(to: &Sender<Msg>, heard: &Receiver<Order>, eye: &Eye) {
    let mut project: Option<PathBuf> = None;
    let mut followed: Option<JobView> = None;
    loop {
        let order = match followed {
            Some(_) => heard.recv_timeout(LOOK),
            None => heard.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match order {
            Ok(Order::Project(root)) => {
                if let Ok(folder) = jobs::watched_folder(&root) {
                    // A job has its lock once the lock of starting is gone.
                    eye.watch(&folder, Seen::Entries);
                }
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
