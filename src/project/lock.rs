//! Locks: small files that name the process that holds them. One whose process is gone is taken over; one of
//! another host, where nobody here can look, only on the person's word.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::atomic::{make_folder, write_new};
use crate::error::{Error, Result};

/// Who holds a lock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Process.
    pub pid: u32,
    /// Machine.
    pub host: String,
    /// Which start of the machine; empty where the system does not say.
    pub boot: String,
    /// When the process started, in the system's own ticks; empty where it does not say.
    pub started: String,
    /// What it does: `edit`, or a stage.
    pub what: String,
    /// When the lock was taken, RFC 3339.
    pub since: String,
}

impl Holder {
    /// This process.
    pub fn here(what: &str) -> Self {
        let pid = std::process::id();
        Self {
            pid,
            host: host(),
            boot: boot(),
            started: started(pid).unwrap_or_default(),
            what: what.to_owned(),
            since: super::journal::now(),
        }
    }

    /// Whether it is this very process.
    pub fn is_here(&self) -> bool {
        self.pid == std::process::id() && self.host == host() && self.boot == boot()
    }

    /// Whether it runs on this machine, so that one can see if it lives.
    pub fn is_on_this_host(&self) -> bool {
        self.host == host()
    }

    /// Whether the process is surely gone. Of another host nobody here can say.
    pub fn is_gone(&self) -> bool {
        self.is_on_this_host() && (self.boot != boot() || !lives(self.pid, &self.started))
    }

    /// For messages: `process 4711 on host since 2016-01-01T00:00:00Z`.
    pub fn describe(&self) -> String {
        let host = crate::text::escape(&self.host);
        format!(
            "process {} on {host} since {}",
            self.pid,
            crate::text::escape(&self.since)
        )
    }
}

/// A lock held; dropping it gives it back.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    holder: Holder,
}

/// Why a lock could not be had.
#[derive(Debug)]
pub enum Refused {
    /// Somebody holds it.
    Held(Box<Holder>),
    /// The file could not be read or written.
    Failed(Error),
}

impl Lock {
    /// Takes the lock, over from a process that is gone; from one of another host only where `over_other_host`, the person's word.
    pub fn take(path: &Path, what: &str, over_other_host: bool) -> Result<Lock, Refused> {
        if let Some(folder) = path.parent() {
            make_folder(folder).map_err(Refused::Failed)?;
        }
        let holder = Holder::here(what);
        let bytes = serde_json::to_vec(&holder)
            .map_err(|e| Refused::Failed(Error::new(e.to_string()).at_file(path)))?;
        // Another process may take it over at the same moment: whoever writes first has it.
        for _ in 0..3 {
            if write_new(path, &bytes).map_err(Refused::Failed)? {
                return Ok(Lock {
                    path: path.to_owned(),
                    holder,
                });
            }
            match read(path) {
                Some(other) if other.is_gone() => set_aside(path, Some(&other)),
                Some(other) if !other.is_on_this_host() && over_other_host => {
                    set_aside(path, Some(&other));
                }
                Some(other) => return Err(Refused::Held(Box::new(other))),
                None => set_aside(path, None),
            }
        }
        Err(Refused::Failed(
            Error::new("the lock changes hands too fast")
                .at_file(path)
                .with_fix("try again"),
        ))
    }

    /// Who holds it: this process.
    pub fn holder(&self) -> &Holder {
        &self.holder
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if read(&self.path).as_ref() == Some(&self.holder) {
            // A lock that cannot be removed is taken over once this process is gone.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Who holds the lock at `path`, a process that is gone left out.
pub fn holder(path: &Path) -> Option<Holder> {
    read(path).filter(|holder| !holder.is_gone())
}

/// The holder as written; `None` where there is no lock or it cannot be read (locks are written whole, so it is broken).
fn read(path: &Path) -> Option<Holder> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// Moves a dead lock away, unless it became somebody else's meanwhile.
fn set_aside(path: &Path, dead: Option<&Holder>) {
    let aside = path.with_extension(format!("dead-{}", std::process::id()));
    if fs::rename(path, &aside).is_err() {
        return;
    }
    if read(&aside).as_ref() != dead && !path.exists() {
        // Taken between reading and moving: give it back.
        let _ = fs::rename(&aside, path);
    } else {
        let _ = fs::remove_file(&aside);
    }
}

fn host() -> String {
    #[cfg(unix)]
    {
        rustix::system::uname()
            .nodename()
            .to_string_lossy()
            .into_owned()
    }
    #[cfg(not(unix))]
    {
        std::env::var("COMPUTERNAME").unwrap_or_default()
    }
}

fn boot() -> String {
    let id = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    id.trim().to_owned()
}

/// Field 22 of `/proc/<pid>/stat`: the start of the process in ticks since boot, which tells a reused number apart.
fn started(pid: u32) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name of the program, field 2, may hold spaces and brackets; fields are counted after it.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let is_dead = matches!(fields.first(), Some(&"Z" | &"X"));
    (!is_dead).then(|| fields.get(19).copied().unwrap_or_default().to_owned())
}

fn lives(pid: u32, since: &str) -> bool {
    if Path::new("/proc/self/stat").exists() {
        return started(pid).is_some_and(|now| since.is_empty() || now == since);
    }
    answers(pid)
}

#[cfg(unix)]
fn answers(pid: u32) -> bool {
    let pid = i32::try_from(pid)
        .ok()
        .and_then(rustix::process::Pid::from_raw);
    // Not being allowed to signal a process shows that it is there.
    pid.is_some_and(|pid| {
        !matches!(
            rustix::process::test_kill_process(pid),
            Err(rustix::io::Errno::SRCH)
        )
    })
}

#[cfg(not(unix))]
fn answers(_pid: u32) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path, holder: &Holder) {
        fs::write(path, serde_json::to_vec(holder).unwrap()).unwrap();
    }

    #[test]
    fn is_held_once_and_given_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s/lock");
        let lock = Lock::take(&path, "edit", false).unwrap();
        assert!(holder(&path).unwrap().is_here());
        assert!(matches!(
            Lock::take(&path, "edit", true),
            Err(Refused::Held(h)) if h.pid == std::process::id()
        ));
        drop(lock);
        assert!(holder(&path).is_none());
        assert!(Lock::take(&path, "edit", false).is_ok());
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 0);
    }

    #[test]
    fn the_dead_are_taken_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let here = Holder::here("edit");
        let reused = Holder {
            started: "1".into(),
            ..here.clone()
        };
        let rebooted = Holder {
            boot: "another".into(),
            ..here.clone()
        };
        let never = Holder {
            pid: 4_000_000,
            ..here.clone()
        };
        for dead in [reused, rebooted, never] {
            write(&path, &dead);
            assert!(holder(&path).is_none());
            drop(Lock::take(&path, "edit", false).unwrap());
        }
        fs::write(&path, "{torn").unwrap();
        drop(Lock::take(&path, "edit", false).unwrap());
    }

    #[test]
    fn another_host_keeps_its_lock_until_the_person_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let far = Holder {
            host: "elsewhere".into(),
            pid: 4_000_000,
            ..Holder::here("train")
        };
        write(&path, &far);
        assert!(matches!(Lock::take(&path, "edit", false), Err(Refused::Held(h)) if *h == far));
        assert!(Lock::take(&path, "edit", true).is_ok());
    }

    #[test]
    fn a_lock_taken_over_is_not_removed_by_its_first_holder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let lock = Lock::take(&path, "edit", false).unwrap();
        let other = Holder {
            host: "elsewhere".into(),
            ..Holder::here("edit")
        };
        write(&path, &other);
        drop(lock);
        assert_eq!(holder(&path), Some(other));
    }
}
