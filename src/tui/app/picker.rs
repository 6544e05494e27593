//! Picking a data file: what is typed is a path; the folder it names is listed, and its last part narrows the list.

use std::path::{Path, PathBuf};

use crate::tui::actions::Screen;
use crate::tui::app::{Effect, List, State, Step};

/// What is in a folder: folders and files, by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// Whether its name is that of a data file.
    pub is_data: bool,
    /// Size in bytes.
    pub bytes: u64,
    /// When it was changed, in words.
    pub when: String,
}

/// The list under the path.
#[derive(Debug, Clone, Default)]
pub struct Picker {
    /// The folder that was read, as it is typed.
    pub folder: String,
    /// What is in it; nothing while it is read, an error where it cannot be.
    pub items: Option<Result<Vec<Item>, String>>,
    /// Whether files of any kind are shown.
    pub all: bool,
}

/// The folder of a path that is typed, with its slash, and what comes after it.
fn parts(typed: &str) -> (&str, &str) {
    match typed.rfind('/') {
        Some(at) => typed.split_at(at + 1),
        None => ("", typed),
    }
}

impl Picker {
    /// The folder to read for a path that is typed: the one the program was started in where it names none.
    pub fn folder_of(typed: &str) -> PathBuf {
        match parts(typed).0 {
            "" => PathBuf::from("."),
            folder => PathBuf::from(folder),
        }
    }

    /// The items that are shown for a path that is typed: folders, and data files or every file.
    pub fn shown(&self, typed: &str) -> Vec<&Item> {
        let (folder, rest) = parts(typed);
        let Some(Ok(items)) = self.items.as_ref().filter(|_| self.folder == folder) else {
            return Vec::new();
        };
        let sought = rest.to_lowercase();
        let hidden =
            |item: &Item| item.name.starts_with('.') && item.name != ".." && !rest.starts_with('.');
        let items = items.iter().filter(|item| !hidden(item));
        items
            .filter(|item| item.is_folder || item.is_data || self.all)
            .filter(|item| item.name.to_lowercase().contains(&sought))
            .collect()
    }
}

impl State {
    /// Whether a file is picked now.
    pub fn picks(&self) -> bool {
        self.screen == Screen::New && self.wizard.step == Step::File && self.overlay.is_none()
    }

    /// The items that are shown now.
    pub fn picked_from(&self) -> Vec<&Item> {
        self.wizard.picker.shown(self.wizard.path.value())
    }

    /// Reads the folder of what is typed, unless it is known.
    pub(super) fn look_around(&mut self) -> Vec<Effect> {
        let typed = self.wizard.path.value();
        let folder = parts(typed).0;
        self.lists.put(List::Files, 0);
        let picker = &mut self.wizard.picker;
        if picker.folder == folder && picker.items.is_some() {
            return Vec::new();
        }
        picker.folder = folder.to_owned();
        picker.items = None;
        vec![Effect::LookAround(Picker::folder_of(typed))]
    }

    /// Takes what is in a folder, if it is still the one that is typed.
    pub(super) fn take_folder_items(
        &mut self,
        folder: &Path,
        items: crate::error::Result<Vec<Item>>,
    ) {
        let picker = &mut self.wizard.picker;
        if Picker::folder_of(&picker.folder) == folder {
            picker.items = Some(items.map_err(|error| error.message.clone()));
            // Where nothing is typed, the first file is likelier meant than the way up.
            let first = self.picked_from().iter().position(|item| !item.is_folder);
            self.lists.put(List::Files, first.unwrap_or(0));
        }
    }

    /// Puts the selected item into the path; whether it is a file, which can be read.
    pub(super) fn pick(&mut self) -> Option<bool> {
        let at = self.lists.at(List::Files);
        let item = self.picked_from().get(at).copied().cloned()?;
        let folder = parts(self.wizard.path.value()).0.to_owned();
        let end = if item.is_folder { "/" } else { "" };
        self.wizard.path = format!("{folder}{}{end}", item.name).into();
        Some(!item.is_folder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(name: &str, is_folder: bool) -> Item {
        Item {
            name: name.into(),
            is_folder,
            is_data: name.ends_with(".csv"),
            bytes: 10,
            when: "today".into(),
        }
    }

    #[test]
    fn a_path_is_a_folder_and_what_narrows_it() {
        assert_eq!(parts("data/ri"), ("data/", "ri"));
        assert_eq!(parts("rides"), ("", "rides"));
        assert_eq!(Picker::folder_of("~/x"), Path::new("~/"));
        let mut picker = Picker {
            folder: "data/".into(),
            items: Some(Ok(vec![
                item("old", true),
                item("rides.csv", false),
                item("notes.md", false),
                item(".git", true),
            ])),
            all: false,
        };
        let names = |picker: &Picker, typed: &str| -> Vec<String> {
            let shown = picker.shown(typed).into_iter();
            shown.map(|i| i.name.clone()).collect()
        };
        assert_eq!(names(&picker, "data/"), ["old", "rides.csv"]);
        assert_eq!(names(&picker, "data/RI"), ["rides.csv"]);
        assert_eq!(names(&picker, "data/.g"), [".git"]);
        assert_eq!(names(&picker, "elsewhere/"), [""; 0]);
        picker.all = true;
        assert_eq!(names(&picker, "data/no"), ["notes.md"]);
    }
}
