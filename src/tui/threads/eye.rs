//! Folders watched by the system: it says when something changes there, so that nobody has to look.

use std::path::Path;

use crate::error::Result;

/// What to look for in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Files and folders that appear and go.
    Entries,
    /// Files that were written, moved in or deleted.
    Contents,
}

pub use system::Eye;

#[cfg(target_os = "linux")]
mod system {
    use std::mem::MaybeUninit;
    use std::os::fd::OwnedFd;
    use std::sync::Arc;

    use rustix::fs::inotify::{self, CreateFlags, WatchFlags};

    use super::{Path, Result, Seen};
    use crate::tui::threads::spawn;

    /// Watches folders. Without one (the system has too many) changes are seen when a project is opened or read again.
    pub struct Eye(Option<Arc<OwnedFd>>);

    impl Eye {
        /// `seen` is told the name of what changed, on a thread called `name`, until it says no.
        pub fn open(name: &str, seen: impl Fn(&str) -> bool + Send + 'static) -> Result<Self> {
            let Ok(events) = inotify::init(CreateFlags::CLOEXEC) else {
                return Ok(Self(None));
            };
            let events = Arc::new(events);
            let theirs = events.clone();
            spawn(name, move || {
                let mut room = [MaybeUninit::uninit(); 4096];
                let mut reader = inotify::Reader::new(&*theirs, &mut room);
                while let Ok(event) = reader.next() {
                    let file = event.file_name().map(|name| name.to_string_lossy());
                    if !seen(&file.unwrap_or_default()) {
                        return;
                    }
                }
            })?;
            Ok(Self(Some(events)))
        }

        /// Watches another folder too. Those of before stay watched: a look finds nothing new there.
        pub fn watch(&self, folder: &Path, what: Seen) {
            let flags = match what {
                Seen::Entries => WatchFlags::CREATE | WatchFlags::DELETE,
                Seen::Contents => {
                    WatchFlags::CLOSE_WRITE | WatchFlags::MOVED_TO | WatchFlags::DELETE
                }
            };
            if let Some(events) = &self.0 {
                // What cannot be watched is looked at when its project is opened or the terminal is turned to.
                let _ = inotify::add_watch(events, folder, flags);
            }
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use super::{Path, Result, Seen};

    /// Changes are seen when a project is opened, read again, or the terminal is turned to.
    pub struct Eye;

    impl Eye {
        /// Sees nothing.
        pub fn open(_name: &str, _seen: impl Fn(&str) -> bool + Send + 'static) -> Result<Self> {
            Ok(Self)
        }

        /// Sees nothing.
        pub fn watch(&self, _folder: &Path, _what: Seen) {}
    }
}
