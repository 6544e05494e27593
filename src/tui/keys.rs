//! Keys: their names in the config file and on screen, and which action each starts.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::text;
use crate::tui::actions::{Action, Row, Screen, TABLE};

/// A key with or without Ctrl. Alt is left out: over a slow line it cannot be told from Esc.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    code: KeyCode,
    ctrl: bool,
}

const NAMED: &[(&str, KeyCode)] = &[
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backtab", KeyCode::BackTab),
    ("space", KeyCode::Char(' ')),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("pageup", KeyCode::PageUp),
    ("pagedown", KeyCode::PageDown),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
];

impl Key {
    /// The key of an event; `None` with Alt.
    pub fn of(event: &KeyEvent) -> Option<Self> {
        if event.modifiers.contains(KeyModifiers::ALT) {
            return None;
        }
        Some(Self {
            code: event.code,
            ctrl: event.modifiers.contains(KeyModifiers::CONTROL),
        })
    }

    /// The key with this name: `k`, `?`, `ctrl-r`, `enter`. Function keys are left out: terminals disagree on them.
    pub fn parse(name: &str) -> Option<Self> {
        let (ctrl, rest) = match name.strip_prefix("ctrl-") {
            Some(rest) if !rest.is_empty() => (true, rest),
            _ => (false, name),
        };
        let code = match NAMED.iter().find(|(n, _)| *n == rest) {
            Some((_, code)) => *code,
            None => {
                let mut chars = rest.chars();
                match (chars.next(), chars.next()) {
                    (Some(c), None) if !c.is_control() => KeyCode::Char(c),
                    _ => return None,
                }
            }
        };
        Some(Self { code, ctrl })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut name = String::new();
        if self.ctrl {
            name.push_str("ctrl-");
        }
        match (NAMED.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((word, _)), _) => name.push_str(word),
            (None, KeyCode::Char(c)) => name.push(c),
            (None, _) => name.push('?'),
        }
        f.pad(&name)
    }
}

/// Which keys start which action.
#[derive(Debug, Clone)]
pub struct Keymap {
    keys: Vec<(Key, Action)>,
}

impl Keymap {
    /// The keys of the table, those of `changes` (name of an action, names of its keys) in their place.
    /// What is wrong in `changes` is left out and returned as sentences.
    pub fn new(changes: &[(String, Vec<String>)]) -> (Self, Vec<String>) {
        let mut faults = Vec::new();
        let mut keys: Vec<(Key, Action)> = Vec::new();
        for (name, _) in changes {
            if !TABLE.iter().any(|row| row.name == name) {
                faults.push(unknown("action", name, TABLE.iter().map(|row| row.name)));
            }
        }
        for row in TABLE {
            match changes.iter().find(|(name, _)| name == row.name) {
                None => keys.extend(defaults(row)),
                Some((_, wanted)) => {
                    for name in wanted {
                        match Key::parse(name) {
                            Some(key) => keys.push((key, row.action)),
                            None => {
                                faults.push(unknown("key", name, NAMED.iter().map(|(n, _)| *n)));
                            }
                        }
                    }
                }
            }
        }
        faults.extend(conflicts(&keys));
        (Self { keys }, faults)
    }

    /// The action of a key on a screen.
    pub fn action(&self, key: Key, screen: Screen) -> Option<Action> {
        self.keys
            .iter()
            .find(|(k, action)| *k == key && action.row().on.contains(&screen))
            .map(|(_, action)| *action)
    }

    /// The keys of an action, the first one the shortest to show.
    pub fn keys(&self, action: Action) -> impl Iterator<Item = Key> {
        self.keys
            .iter()
            .filter(move |(_, a)| *a == action)
            .map(|(key, _)| *key)
    }
}

fn defaults(row: &Row) -> impl Iterator<Item = (Key, Action)> {
    row.keys
        .iter()
        .filter_map(|name| Key::parse(name))
        .map(|key| (key, row.action))
}

/// One sentence for each pair of actions that one key would start on the same screen.
fn conflicts(keys: &[(Key, Action)]) -> Vec<String> {
    let mut found = Vec::new();
    for (i, (key, action)) in keys.iter().enumerate() {
        for (other_key, other) in &keys[..i] {
            let (row, other_row) = (action.row(), other.row());
            let shared = row.on.iter().any(|screen| other_row.on.contains(screen));
            if key == other_key && action != other && shared {
                found.push(format!(
                    "key '{key}' starts both '{}' and '{}'; '{}' keeps it",
                    other_row.name, row.name, other_row.name
                ));
            }
        }
    }
    found
}

fn unknown<'a>(what: &str, name: &str, names: impl Iterator<Item = &'a str>) -> String {
    match text::nearest(name, names) {
        Some(near) => format!("unknown {what} '{name}' in [keys]; did you mean '{near}'?"),
        None => format!("unknown {what} '{name}' in [keys]; press ? for the names"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(action: &str, keys: &[&str]) -> Vec<(String, Vec<String>)> {
        vec![(
            action.to_owned(),
            keys.iter().map(|k| (*k).to_owned()).collect(),
        )]
    }

    #[test]
    fn the_table_is_sound() {
        let (_, faults) = Keymap::new(&[]);
        assert_eq!(faults, Vec::<String>::new());
        for row in TABLE {
            for name in row.keys {
                let key = Key::parse(name).unwrap();
                assert_eq!(key.to_string(), *name);
            }
        }
    }

    #[test]
    fn a_change_replaces_the_defaults() {
        let (map, faults) = Keymap::new(&change("train", &["ctrl-t"]));
        assert!(faults.is_empty());
        let old = Key::parse("t").unwrap();
        let new = Key::parse("ctrl-t").unwrap();
        assert_eq!(map.action(old, Screen::Train), None);
        assert_eq!(map.action(new, Screen::Train), Some(Action::Train));
    }

    #[test]
    fn mistakes_name_the_nearest() {
        let fault = |name: &str, keys: &[&str]| Keymap::new(&change(name, keys)).1.join(" ");
        assert!(fault("tran", &["x"]).contains("did you mean 'train'"));
        assert!(fault("train", &["entr"]).contains("did you mean 'enter'"));
        assert!(fault("train", &["q"]).contains("starts both"));
    }
}
