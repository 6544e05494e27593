//! The words a decision can be: closed lists, written in files exactly as here.
//!
//! `question.rs` has those of the question, `data.rs` those of sources, columns and checks, `modelling.rs` those of folds, models and production,
//! `thresholds.rs` the limits of the checks.

mod data;
mod modelling;
mod question;
mod thresholds;

pub use data::{Access, JoinHow, Kind, Ragged, Role, Sensitivity, Severity};
pub use modelling::{Changes, Choose, ClassWeight, Explain, Search, Strategy};
pub use question::{Better, Direction, GateName, Stage, Task};
pub use thresholds::Threshold;

/// Declares an enum whose variants have a fixed spelling in files and on screen.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[doc = $about:literal])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub enum $name { $($(#[doc = $about])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every value, in the order of the reference.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// Every spelling, in the order of the reference.
            pub const WORDS: &'static [&'static str] = &[$($word),+];
            /// What each value means, in the order of the reference.
            pub const MEANINGS: &'static [&'static str] = &[$(concat!($($about),*)),+];

            /// The spelling used in files and on screen.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// The value with this spelling.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some($name::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }
    };
}

pub(crate) use words;

/// What a word means, where it is one of a closed list of this folder.
pub fn meaning(list: &[&str], word: &str) -> Option<&'static str> {
    let glossary: [(&[&str], &[&'static str]); 11] = [
        (Task::WORDS, Task::MEANINGS),
        (Kind::WORDS, Kind::MEANINGS),
        (Strategy::WORDS, Strategy::MEANINGS),
        (Access::WORDS, Access::MEANINGS),
        (Ragged::WORDS, Ragged::MEANINGS),
        (JoinHow::WORDS, JoinHow::MEANINGS),
        (Sensitivity::WORDS, Sensitivity::MEANINGS),
        (Choose::WORDS, Choose::MEANINGS),
        (Changes::WORDS, Changes::MEANINGS),
        (Explain::WORDS, Explain::MEANINGS),
        (Better::WORDS, Better::MEANINGS),
    ];
    let (words, meanings) = glossary.into_iter().find(|(words, _)| *words == list)?;
    let at = words.iter().position(|known| *known == word)?;
    meanings
        .get(at)
        .map(|text| text.trim().trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_closed_lists_have_a_meaning() {
        assert_eq!(
            meaning(Strategy::WORDS, "stratified"),
            Some("By chance, classes in equal shares")
        );
        assert_eq!(meaning(Task::WORDS, "regression"), Some("A number"));
        assert_eq!(meaning(Task::WORDS, "no task"), None);
        assert_eq!(meaning(&["up", "down"], "up"), None);
    }
}
