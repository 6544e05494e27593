//! The user's settings as the screen takes them, read again when their file is saved.

use std::fs;
use std::path::PathBuf;

use crate::decisions::Fault;
use crate::tui::app::Notice;
use crate::tui::homes::Homes;
use crate::tui::keys::Keymap;
use crate::tui::theme::Theme;
use crate::user::{Hangup, Loaded, UserFolders};

/// What the user's config says of the screen, and where it stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Look {
    /// The config as it was read at the start.
    pub loaded: Loaded,
    /// Its file, which may be absent still; none without a home.
    pub file: Option<PathBuf>,
    /// Where recent projects, samples and the log are; nothing is remembered without them.
    pub folders: Option<UserFolders>,
}

impl Look {
    /// File that takes what would be written to standard error while the screen is up, and the report of a panic.
    pub fn log(&self) -> Option<PathBuf> {
        self.folders.as_ref().map(|f| f.state.join("jalon.log"))
    }

    /// Where recent projects and samples are.
    pub fn homes(&self) -> Homes {
        Homes {
            folders: self.folders.clone(),
            samples: self.loaded.config.samples.clone(),
        }
    }

    /// Reads the config again; none where it says the same.
    pub fn again(&mut self) -> Option<Settings> {
        let file = self.file.as_ref()?;
        // A file that went away is told by its settings: they are the defaults again.
        let now = fs::read(file).unwrap_or_default();
        if String::from_utf8_lossy(&now) == self.loaded.text {
            return None;
        }
        let threads = self.loaded.config.threads;
        self.loaded = Loaded::of(file);
        let mut settings = Settings::of(&self.loaded);
        settings.waits = threads != self.loaded.config.threads;
        Some(settings)
    }
}

/// Settings in the form in which the state uses them.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Colours and glyphs.
    pub theme: Theme,
    /// Which key starts which action.
    pub keymap: Keymap,
    /// What becomes of running jobs when the line is lost.
    pub hangup: Hangup,
    /// Folder in which samples are opened, where the config names one.
    pub samples: Option<PathBuf>,
    /// What is wrong in the file: the defaults hold there.
    pub faults: Vec<String>,
    /// The number of threads changed: it holds from the next start on.
    pub waits: bool,
}

impl Settings {
    /// From a config, in the environment of this process.
    pub fn of(loaded: &Loaded) -> Self {
        let config = &loaded.config;
        let keys: Vec<(String, Vec<String>)> = config
            .keys
            .iter()
            .map(|(action, keys)| (action.clone(), keys.clone()))
            .collect();
        let (keymap, wrong) = Keymap::new(&keys);
        let wrong = wrong
            .into_iter()
            .map(|fault| loaded.key_fault(&fault.action, fault.message, fault.fix));
        let mut faults: Vec<Fault> = loaded.faults.iter().cloned().chain(wrong).collect();
        faults.sort_by_key(|fault| (fault.line, fault.column));
        let env = |name: &str| std::env::var(name).ok();
        Self {
            theme: Theme::choose(config.theme.word(), config.glyphs.word(), env),
            keymap,
            hangup: config.hangup,
            samples: config.samples.clone(),
            faults: faults.iter().map(|f| told(loaded, f)).collect(),
            waits: false,
        }
    }

    /// That they hold now, as a notice.
    pub fn taken(&self) -> Notice {
        Notice::done(match self.waits {
            true => "the settings were read again; threads holds from the next start on",
            false => "the settings were read again",
        })
    }

    /// What is wrong in the file, as a notice.
    pub fn wrong(&self) -> Option<Notice> {
        let first = self.faults.first()?;
        let more = match self.faults.len() {
            1 => String::new(),
            n => format!(" ({} more: ? shows them)", n - 1),
        };
        Some(Notice::failed(format!("{first}{more}")))
    }
}

/// A mistake on one line, with the file's own name: the way to it is too long for a line.
fn told(loaded: &Loaded, fault: &Fault) -> String {
    let name = loaded.file.as_ref().and_then(|file| file.file_name());
    Notice::wrong(&fault.to_error(name.unwrap_or_default().as_ref())).text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_again_when_it_says_something_else() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        let mut look = Look {
            file: Some(file.clone()),
            ..Look::default()
        };
        assert!(look.again().is_none());
        fs::write(
            &file,
            "hangup = \"stop\"\nthreads = 2\n[keys]\nquit = [\"Q\"]\nopen = [\"q\"]\n",
        )
        .unwrap();
        let settings = look.again().unwrap();
        assert_eq!((settings.hangup, settings.waits), (Hangup::Stop, true));
        assert_eq!(settings.faults, Vec::<String>::new());
        assert!(settings.wrong().is_none());
        assert!(look.again().is_none());
        fs::remove_file(&file).unwrap();
        assert_eq!(look.again().unwrap().hangup, Hangup::Finish);
        assert!(look.again().is_none());
    }

    #[test]
    fn every_mistake_has_its_line() {
        let loaded = Loaded {
            file: Some("/far/away/config.toml".into()),
            text: "theme = \"drak\"\n[keys]\nqiut = [\"q\"]\ntrain = [\"q\"]\n".into(),
            ..Loaded::default()
        };
        let (config, faults) = crate::user::Config::parse(&loaded.text);
        let settings = Settings::of(&Loaded {
            config,
            faults,
            ..loaded
        });
        let starts = [
            "config.toml:1:9: theme",
            "config.toml:3:1: ",
            "config.toml:4:1: ",
        ];
        for (fault, start) in settings.faults.iter().zip(starts) {
            assert!(fault.starts_with(start), "{fault}");
        }
        assert!(settings.faults[1].ends_with("did you mean 'quit'?"));
        assert!(
            settings
                .wrong()
                .unwrap()
                .text
                .ends_with("(2 more: ? shows them)")
        );
    }
}
