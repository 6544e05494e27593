//! Where the program keeps what is the user's: config, data, state.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::table::Objects;

/// The user's folders. They are made when something is written to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserFolders {
    /// Holds `config.toml`.
    pub config: PathBuf,
    /// Holds samples that were opened.
    pub data: PathBuf,
    /// Holds recent projects and the log.
    pub state: PathBuf,
}

impl UserFolders {
    /// From the environment: `JALON_HOME` holds all three, else the folders of the system (on Linux `XDG_CONFIG_HOME`,
    /// `XDG_DATA_HOME`, `XDG_STATE_HOME`). An error where there is no home.
    pub fn of_environment() -> Result<Self> {
        if let Some(home) = std::env::var_os("JALON_HOME").filter(|h| !h.is_empty()) {
            return Ok(Self::under(Path::new(&home)));
        }
        let folders = directories::ProjectDirs::from("", "", "jalon").ok_or_else(|| {
            Error::new("there is no home folder to keep settings in")
                .with_fix("name a folder in the environment variable JALON_HOME")
        })?;
        let state = folders.state_dir().unwrap_or(folders.data_local_dir());
        Ok(Self {
            config: folders.config_dir().to_owned(),
            data: folders.data_dir().to_owned(),
            state: state.to_owned(),
        })
    }

    /// All three in one folder.
    pub fn under(home: &Path) -> Self {
        Self {
            config: home.to_owned(),
            data: home.join("data"),
            state: home.join("state"),
        }
    }

    /// The config file.
    pub fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// Objects of stores that were fetched outside a project.
    pub fn objects(&self) -> Objects {
        Objects::at(self.state.join("objects"))
    }

    /// Where samples are opened, unless the config names a folder.
    pub fn samples(&self) -> PathBuf {
        self.data.join("samples")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_folder_holds_all() {
        let folders = UserFolders::under(Path::new("/h"));
        assert_eq!(folders.config_file(), Path::new("/h/config.toml"));
        assert_eq!(folders.samples(), Path::new("/h/data/samples"));
        assert!(folders.state.starts_with("/h"));
    }
}
