//! The config file. Mistakes in it stop nobody: what is wrong takes its default and is told.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::settings::{Glyphs, Hangup, SETTINGS, Theme};
use crate::decisions::{Fault, FieldType, Locator, Places, Severity, path, recover, typed};
use crate::error::{Error, Result};

/// The user's settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Config {
    /// Colours of the screen.
    pub theme: Theme,
    /// Signs of charts and tables.
    pub glyphs: Glyphs,
    /// Threads that compute; 0 leaves one core to the screen.
    pub threads: usize,
    /// What becomes of running jobs when the line is lost.
    pub hangup: Hangup,
    /// Folder in which samples are opened.
    pub samples: Option<PathBuf>,
    /// Actions and the keys that start them; names are checked where the actions are.
    pub keys: IndexMap<String, Vec<String>>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            theme: Theme::Auto,
            glyphs: Glyphs::Auto,
            threads: 0,
            hangup: Hangup::Finish,
            samples: None,
            keys: IndexMap::new(),
        }
    }
}

/// A config file as read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Loaded {
    /// The settings; defaults where a line is wrong.
    pub config: Config,
    /// What is wrong, in order of the text.
    pub faults: Vec<Fault>,
    /// The file, where there is one.
    pub file: Option<PathBuf>,
    /// Its text.
    pub text: String,
}

impl Loaded {
    /// Reads a config file that may be absent. One that cannot be read is a fault, not an error.
    pub fn of(file: &Path) -> Loaded {
        match fs::read(file) {
            Ok(bytes) => Self::read(file, &bytes),
            Err(e) if e.kind() == ErrorKind::NotFound => Loaded::default(),
            Err(e) => Loaded {
                faults: vec![unreadable(&format!("cannot be read: {e}"))],
                file: Some(file.to_owned()),
                ..Loaded::default()
            },
        }
    }

    /// Reads a config file that the person named (`--config`): an absent one is an error.
    pub fn named(file: &Path) -> Result<Loaded> {
        match fs::read(file) {
            Ok(bytes) => Ok(Self::read(file, &bytes)),
            Err(e) => Err(Error::io("read the config", file, &e)),
        }
    }

    fn read(file: &Path, bytes: &[u8]) -> Loaded {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let (config, faults) = Config::parse(&text);
        Loaded {
            config,
            faults,
            file: Some(file.to_owned()),
            text,
        }
    }

    /// A fault at an action of `[keys]`, for those who know the actions.
    pub fn key_fault(&self, action: &str, message: String, fix: Option<String>) -> Fault {
        let key = path::join(&["keys", action]);
        Locator::of(&self.text).fault_of_name(&key, Severity::Error, message, fix)
    }

    /// Errors with every mistake, for those who must not go on without what was asked for.
    pub fn require_valid(&self) -> Result<()> {
        match &self.file {
            Some(file) => Fault::refuse(file, &self.faults),
            None => Ok(()),
        }
    }
}

impl Config {
    /// Reads a text: every mistake at once, a default for each.
    pub fn parse(text: &str) -> (Config, Vec<Fault>) {
        let places = Places::of(text);
        let recovered = recover(text);
        let mut faults = recovered.faults;
        let table = DeTable::parse_recoverable(&recovered.text).0;
        let mut valid = toml::Table::new();
        for (key, value) in table.get_ref() {
            let name = key.get_ref().as_ref();
            let kept = if name == "keys" {
                keys(&places, value, &mut faults)
            } else if let Some(setting) = SETTINGS.iter().find(|s| s.key == name) {
                keep(&places, name, &setting.kind, value, &mut faults)
            } else {
                faults.push(unknown(&places, name, key.span().start));
                None
            };
            if let Some(kept) = kept {
                valid.insert(name.to_owned(), kept);
            }
        }
        faults.sort_by_key(|f| (f.line, f.column));
        let config = toml::Value::Table(valid).try_into().unwrap_or_default();
        (config, faults)
    }
}

fn keep(
    places: &Places<'_>,
    key: &str,
    kind: &FieldType,
    value: &Spanned<DeValue<'_>>,
    faults: &mut Vec<Fault>,
) -> Option<toml::Value> {
    match typed(kind, value, places) {
        Ok(valid) => Some(valid),
        Err(wrong) => {
            faults.extend(
                wrong.into_iter().map(|wrong| {
                    places.fault(wrong.span.start, key, wrong.message, Some(wrong.fix))
                }),
            );
            None
        }
    }
}

/// `[keys]`: an action with its keys, a list or a single text.
fn keys(
    places: &Places<'_>,
    value: &Spanned<DeValue<'_>>,
    faults: &mut Vec<Fault>,
) -> Option<toml::Value> {
    let Some(table) = value.get_ref().as_table() else {
        let message = "'keys' is not a table".to_owned();
        let fix = Some("write [keys] and below it lines such as quit = [\"q\"]".to_owned());
        faults.push(places.fault(value.span().start, "keys", message, fix));
        return None;
    };
    let mut valid = toml::Table::new();
    for (action, bound) in table {
        let name = action.get_ref().as_ref();
        let path = path::join(&["keys", name]);
        let kept = if bound.get_ref().is_str() {
            keep(places, &path, &FieldType::Text, bound, faults)
                .map(|t| toml::Value::Array(vec![t]))
        } else {
            keep(places, &path, &FieldType::Texts, bound, faults)
        };
        if let Some(kept) = kept {
            valid.insert(name.to_owned(), kept);
        }
    }
    Some(toml::Value::Table(valid))
}

fn unknown(places: &Places<'_>, name: &str, at: usize) -> Fault {
    let valid = || SETTINGS.iter().map(|s| s.key).chain(["keys"]);
    let fix = match crate::text::nearest(name, valid()) {
        Some(near) => format!("did you mean '{near}'?"),
        None => format!("valid keys: {}", valid().collect::<Vec<_>>().join(", ")),
    };
    let message = format!("unknown setting '{}'", crate::text::escape(name));
    places.fault(at, &path::quote(name), message, Some(fix))
}

fn unreadable(message: &str) -> Fault {
    Fault {
        key: String::new(),
        line: None,
        column: None,
        severity: Severity::Error,
        message: message.to_owned(),
        fix: Some("check the permissions of the file".into()),
        source_line: None,
        cause: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_a_field_with_its_default() {
        let table = toml::Table::try_from(Config {
            samples: Some("x".into()),
            ..Config::default()
        })
        .unwrap();
        let known: Vec<&str> = SETTINGS.iter().map(|s| s.key).chain(["keys"]).collect();
        assert_eq!(table.keys().collect::<Vec<_>>(), known);
        for setting in SETTINGS.iter().filter(|s| !s.default.is_empty()) {
            assert_eq!(
                table[setting.key].to_string(),
                setting.default,
                "{}",
                setting.key
            );
        }
    }

    #[test]
    fn mistakes_are_told_and_the_rest_holds() {
        let (config, faults) = Config::parse(
            "theme = \"drak\"\nsamples = \"s\"\ntheards = 2\nthreads = -1\nglyphs = ascii\n[keys]\nquit = \"Q\"\nhelp = 3\n",
        );
        let lines: Vec<_> = faults.iter().filter_map(|f| f.line).collect();
        assert_eq!(lines, [1, 3, 4, 5, 8]);
        assert!(faults[0].fix.as_ref().unwrap().contains("'dark'"));
        assert_eq!(faults[1].fix.as_deref(), Some("did you mean 'threads'?"));
        assert_eq!(faults[4].key, "keys.help");
        let expected = Config {
            samples: Some("s".into()),
            keys: [("quit".to_owned(), vec!["Q".to_owned()])]
                .into_iter()
                .collect(),
            ..Config::default()
        };
        assert_eq!(config, expected);
    }

    #[test]
    fn an_absent_file_is_defaults_unless_it_was_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        assert_eq!(Loaded::of(&file), Loaded::default());
        assert!(Loaded::named(&file).is_err());
        assert_eq!(Loaded::of(folder.path()).faults.len(), 1);
        fs::write(&file, "[keys]\nquti = [\"q\"]\n").unwrap();
        let loaded = Loaded::named(&file).unwrap();
        let fault = loaded.key_fault("quti", "no such action".into(), None);
        assert_eq!((fault.line, fault.key.as_str()), (Some(2), "keys.quti"));
        assert_eq!(loaded.require_valid(), Ok(()));
        fs::write(&file, "theem = \"dark\"\nthreads = 0.5\n").unwrap();
        let error = Loaded::named(&file).unwrap().require_valid().unwrap_err();
        assert_eq!((error.line, error.others.len()), (Some(1), 1));
        assert!(error.to_string().contains("did you mean 'theme'?"));
    }
}
