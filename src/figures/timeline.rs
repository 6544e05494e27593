//! Moments one after the other, each with how it is judged.

/// How a moment is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Nothing can be said.
    Unknown,
    /// As it should be.
    Good,
    /// Worth a look.
    Watch,
    /// Something has to be done.
    Alert,
}

/// One moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// Its name: `2016-q1`.
    pub name: String,
    /// How it is judged.
    pub mark: Mark,
    /// The same in a word or two.
    pub word: String,
    /// What there is to read about it.
    pub detail: String,
}

/// Moments in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timeline {
    /// From the first to the last.
    pub moments: Vec<Moment>,
}
