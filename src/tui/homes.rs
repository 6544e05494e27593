//! The user's side of the home screen: recent projects and samples.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::project::Project;
use crate::table::Address;
use crate::text;
use crate::tui::app::{HomeFacts, Recent, Sample};
use crate::user::{self, Started, UserFolders};

/// The user's folders as the workbench needs them; nothing is remembered where there is no home.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Homes {
    /// Recent projects are kept here.
    pub folders: Option<UserFolders>,
    /// Samples are opened here, where the config names a folder.
    pub samples: Option<PathBuf>,
}

impl Homes {
    /// What the home screen shows.
    pub fn home(&self) -> HomeFacts {
        let recents = self.folders.as_ref().map(user::recents).unwrap_or_default();
        let samples = user::samples().iter().map(|sample| Sample {
            name: sample.name.to_owned(),
            about: sample.line.to_owned(),
        });
        HomeFacts {
            recents: recents.into_iter().map(recent).collect(),
            samples: samples.collect(),
            started: self.folders.as_ref().and_then(user::started),
        }
    }

    /// Writes a sample out, or finds it where it was; gives its folder.
    pub fn sample(&self, name: &str) -> Result<PathBuf> {
        let own = || self.folders.as_ref().map(UserFolders::samples);
        let samples = self.samples.clone().or_else(own).ok_or_else(|| {
            Error::new("there is no home folder to open samples in")
                .with_fix("write it out instead: jalon sample taxi DIR")
        })?;
        user::open_sample(name, &samples).map(|project| project.root)
    }

    /// The file of a path as it is typed; objects of a store are fetched.
    ///
    /// # Errors
    /// As fetching them.
    pub fn local(&self, path: &Path) -> Result<PathBuf> {
        match (Address::of(path), &self.folders) {
            (Some(address), Some(folders)) => {
                Ok(folders.objects().fetch(&address, &mut |_| Ok(()))?.path)
            }
            _ => Ok(at_home(path)),
        }
    }

    /// Hands the objects that were fetched for a new project over to it.
    pub fn hand_over(&self, path: &Path, project: &Project) -> Result<()> {
        match (Address::of(path), &self.folders) {
            (Some(address), Some(folders)) => {
                folders.objects().hand_over(&address, &project.objects())
            }
            _ => Ok(()),
        }
    }

    /// Remembers a project as opened now; not to be remembered is worth no error.
    pub fn remember(&self, project: &Project) {
        if let Some(folders) = &self.folders {
            let _ = user::remember(folders, &project.root, &project.name());
        }
    }

    /// Keeps how far a new project has come, or throws it away; not to be kept is worth no error.
    pub fn keep_new(&self, started: Option<Started>) {
        let Some(folders) = &self.folders else {
            return;
        };
        let _ = match started {
            Some(mut started) => {
                // It may be gone on with from another folder.
                if Address::of(&started.file).is_none()
                    && let Ok(whole) = std::path::absolute(at_home(&started.file))
                {
                    started.file = whole;
                }
                user::keep_started(folders, &started)
            }
            None => user::forget_started(folders),
        };
    }
}

/// A path that begins with `~/` as shells read it.
pub fn at_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), std::env::var_os("HOME")) {
        (Ok(rest), Some(home)) => PathBuf::from(home).join(rest),
        _ => path.to_owned(),
    }
}

fn recent(recent: user::Recent) -> Recent {
    let opened = chrono::DateTime::parse_from_rfc3339(&recent.opened).ok();
    let age = |t: chrono::DateTime<_>| (chrono::Utc::now().to_utc() - t.to_utc()).num_seconds();
    let when = opened.map_or_else(String::new, |t| text::ago(age(t) as f64));
    Recent {
        name: recent.name,
        path: recent.root,
        when,
        glance: None,
    }
}
