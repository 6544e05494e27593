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
    ("shift-tab", KeyCode::BackTab),
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
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let code = match event.code {
            // One byte for both; crossterm reads it as the older of the two.
            KeyCode::Char('7') if ctrl => KeyCode::Char('_'),
            code => code,
        };
        Some(Self { code, ctrl })
    }

    /// Whether it is text where a line is typed.
    pub fn is_text(self) -> bool {
        !self.ctrl && matches!(self.code, KeyCode::Char(_))
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
                    // Terminals send a letter with Ctrl as the small one.
                    (Some(c), None) if ctrl => KeyCode::Char(c.to_ascii_lowercase()),
                    (Some(c), None) if !c.is_control() => KeyCode::Char(c),
                    _ => return None,
                }
            }
        };
        Some(Self { code, ctrl })
    }

    /// The key as which a terminal sends this one, where it is another: a few with Ctrl are older than keyboards.
    fn sent_as(name: &str) -> Option<&'static str> {
        let same = [
            ("ctrl-i", "tab"),
            ("ctrl-j", "enter"),
            ("ctrl-m", "enter"),
            ("ctrl-[", "esc"),
            ("ctrl-7", "ctrl-_"),
        ];
        let name = name.to_lowercase();
        same.iter()
            .find(|(key, _)| *key == name)
            .map(|(_, other)| *other)
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

/// A mistake in the keys that a person chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFault {
    /// The action as it is written.
    pub action: String,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub fix: Option<String>,
}

/// Which keys start which action.
#[derive(Debug, Clone, Default)]
pub struct Keymap {
    keys: Vec<(Key, Action)>,
}

impl Keymap {
    /// The keys of the table, those of `changes` (name of an action, names of its keys) in their place. An action with a
    /// mistake in its change keeps the keys of the table; the mistakes come back.
    pub fn new(changes: &[(String, Vec<String>)]) -> (Self, Vec<KeyFault>) {
        let mut faults = Vec::new();
        let mut chosen: Vec<(Action, Vec<Key>)> = Vec::new();
        for (name, keys) in changes {
            match read(name, keys) {
                Ok(change) => chosen.push(change),
                Err(wrong) => faults.extend(wrong),
            }
        }
        // A change that is taken back gives its keys to the table again, which may clash in turn.
        while let Some((at, fault)) = conflict(&chosen) {
            chosen.remove(at);
            faults.push(fault);
        }
        let keys = bound(&chosen);
        (Self { keys }, faults)
    }

    /// The action of a key on a screen.
    pub fn action(&self, key: Key, screen: Screen) -> Option<Action> {
        self.actions(key)
            .find(|action| action.row().on.contains(&screen))
    }

    /// The actions of a key on any screen.
    pub fn actions(&self, key: Key) -> impl Iterator<Item = Action> {
        self.keys
            .iter()
            .filter(move |(k, _)| *k == key)
            .map(|(_, action)| *action)
    }

    /// The key to show for an action; its name in the list of all actions where it has none.
    pub fn shown(&self, action: Action) -> String {
        match self.keys(action).next() {
            Some(key) => key.to_string(),
            None => format!(":{}", action.row().name),
        }
    }

    /// The keys of an action, the one to show first.
    pub fn keys(&self, action: Action) -> impl Iterator<Item = Key> {
        self.keys
            .iter()
            .filter(move |(_, a)| *a == action)
            .map(|(key, _)| *key)
    }
}

/// One line of `[keys]`.
fn read(name: &str, keys: &[String]) -> Result<(Action, Vec<Key>), Vec<KeyFault>> {
    let fault = |message: String, fix: String| KeyFault {
        action: name.to_owned(),
        message,
        fix: Some(fix),
    };
    let Some(row) = TABLE.iter().find(|row| row.name == name) else {
        let fix = match text::nearest(name, TABLE.iter().map(|row| row.name)) {
            Some(near) => format!("did you mean '{near}'?"),
            None => "the help screen (?) names the actions".to_owned(),
        };
        let message = format!("unknown action '{}'", text::escape(name));
        return Err(vec![fault(message, fix)]);
    };
    let mut read = Vec::new();
    let mut wrong = Vec::new();
    for key in keys {
        match (Key::parse(key), Key::sent_as(key)) {
            (_, Some(other)) => wrong.push(fault(
                format!("a terminal sends '{key}' as '{other}'"),
                format!("write '{other}', or take another key"),
            )),
            (Some(key), None) => read.push(key),
            (None, None) => {
                let fix = match text::nearest(key, NAMED.iter().map(|(name, _)| *name)) {
                    Some(near) => format!("did you mean '{near}'?"),
                    None => "write a character, a name such as 'enter', or 'ctrl-' and a letter"
                        .to_owned(),
                };
                wrong.push(fault(format!("unknown key '{}'", text::escape(key)), fix));
            }
        }
    }
    match wrong.is_empty() {
        true => Ok((row.action, read)),
        false => Err(wrong),
    }
}

/// Every key with its action: what was chosen, and the table for the rest.
fn bound(chosen: &[(Action, Vec<Key>)]) -> Vec<(Key, Action)> {
    let keys_of = |row: &Row| match chosen.iter().rfind(|(action, _)| *action == row.action) {
        Some((_, keys)) => keys.clone(),
        None => row
            .keys
            .iter()
            .filter_map(|name| Key::parse(name))
            .collect(),
    };
    TABLE
        .iter()
        .flat_map(|row| keys_of(row).into_iter().map(|key| (key, row.action)))
        .collect()
}

/// A key that would start two actions on one screen: which change is to blame (the later of two), and why.
fn conflict(chosen: &[(Action, Vec<Key>)]) -> Option<(usize, KeyFault)> {
    let keys = bound(chosen);
    let clash = |(i, (key, action)): (usize, &(Key, Action))| {
        let meets = |other: &Action| {
            let on = other.row().on;
            action != other && action.row().on.iter().any(|screen| on.contains(screen))
        };
        let other = keys[..i]
            .iter()
            .find(|(k, other)| k == key && meets(other))?;
        Some((*key, *action, other.1))
    };
    let (key, action, other) = keys.iter().enumerate().find_map(clash)?;
    let place = |action: Action| chosen.iter().rposition(|(chosen, _)| *chosen == action);
    let (at, blamed, kept) = match (place(action), place(other)) {
        (Some(a), Some(b)) if b > a => (b, other, action),
        (Some(a), _) => (a, action, other),
        (None, Some(b)) => (b, other, action),
        // The table itself is sound: checked by a test.
        (None, None) => return None,
    };
    let (blamed, kept) = (blamed.row().name, kept.row().name);
    Some((
        at,
        KeyFault {
            action: blamed.to_owned(),
            message: format!("key '{key}' already starts '{kept}'"),
            fix: Some(format!(
                "take another key, or give '{kept}' another one too"
            )),
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(lines: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
        let owned = |keys: &[&str]| keys.iter().map(|k| (*k).to_owned()).collect();
        lines
            .iter()
            .map(|(action, keys)| ((*action).to_owned(), owned(keys)))
            .collect()
    }

    fn action(map: &Keymap, key: &str) -> Option<Action> {
        map.action(Key::parse(key).unwrap(), Screen::Train)
    }

    #[test]
    fn the_table_is_sound() {
        let (_, faults) = Keymap::new(&[]);
        assert_eq!(faults, []);
        assert!(conflict(&[]).is_none());
        let keys = bound(&[]);
        for (i, (key, action)) in keys.iter().enumerate() {
            for (_, other) in keys[..i].iter().filter(|(k, _)| k == key) {
                let on = other.row().on;
                assert!(
                    !action.row().on.iter().any(|screen| on.contains(screen)),
                    "{key}"
                );
            }
        }
        for row in TABLE {
            for name in row.keys {
                let key = Key::parse(name).unwrap();
                assert_eq!(
                    (key.to_string().as_str(), Key::sent_as(name)),
                    (*name, None)
                );
            }
        }
    }

    #[test]
    fn a_change_replaces_the_keys_of_the_table() {
        let (map, faults) = Keymap::new(&changes(&[("train", &["ctrl-t"]), ("quit", &[])]));
        assert_eq!(faults, []);
        assert_eq!(action(&map, "t"), None);
        assert_eq!(action(&map, "ctrl-t"), Some(Action::Train));
        assert_eq!(action(&map, "q"), None);
        let (map, faults) = Keymap::new(&changes(&[("train", &["r"]), ("run", &["t"])]));
        assert_eq!(faults, []);
        assert_eq!(action(&map, "r"), Some(Action::Train));
        assert_eq!(action(&map, "t"), Some(Action::Run));
    }

    #[test]
    fn mistakes_name_the_nearest_and_only_they_fall_back() {
        let lines = changes(&[
            ("tran", &["x"]),
            ("mode", &["entr"]),
            ("run", &["ctrl-i"]),
            ("train", &["ctrl-t"]),
        ]);
        let (map, faults) = Keymap::new(&lines);
        let said: Vec<_> = faults
            .iter()
            .map(|f| (f.action.as_str(), f.fix.as_deref().unwrap()))
            .collect();
        assert_eq!(said[0], ("tran", "did you mean 'train'?"));
        assert_eq!(said[1], ("mode", "did you mean 'enter'?"));
        assert_eq!(said[2], ("run", "write 'tab', or take another key"));
        assert_eq!(action(&map, "m"), Some(Action::Mode));
        assert_eq!(action(&map, "r"), Some(Action::Run));
        assert_eq!(action(&map, "ctrl-t"), Some(Action::Train));
    }

    #[test]
    fn a_key_of_two_actions_stays_with_the_one_that_had_it() {
        let (map, faults) = Keymap::new(&changes(&[("train", &["q"])]));
        assert_eq!(faults[0].action, "train");
        assert_eq!(faults[0].message, "key 'q' already starts 'quit'");
        assert_eq!(action(&map, "q"), Some(Action::Quit));
        assert_eq!(action(&map, "t"), Some(Action::Train));
        let (map, faults) = Keymap::new(&changes(&[("quit", &["o"]), ("train", &["o"])]));
        assert_eq!(faults.len(), 1);
        assert_eq!(action(&map, "o"), Some(Action::Quit));
        assert_eq!(action(&map, "t"), Some(Action::Train));
        // Taken back, `train` wants its `t` again, which `run` took.
        let (map, faults) = Keymap::new(&changes(&[("run", &["t"]), ("train", &["q"])]));
        let blamed: Vec<_> = faults.iter().map(|f| f.action.as_str()).collect();
        assert_eq!(blamed, ["train", "run"]);
        assert_eq!(action(&map, "r"), Some(Action::Run));
        assert_eq!(action(&map, "t"), Some(Action::Train));
    }
}
