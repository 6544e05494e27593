//! The six milestones in order.

use std::fmt;

use crate::decisions::Stage;

/// A milestone of the road.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Milestone {
    /// What decision, for whom, and what counts as success?
    Spec,
    /// Can these data answer it?
    Data,
    /// How far does a simple rule get?
    Benchmark,
    /// Does a model beat it, and does it stand up?
    Train,
    /// What exactly runs in production?
    Ship,
    /// Does it still hold?
    Drift,
}

impl Milestone {
    /// All, in order of the road.
    pub const ALL: [Milestone; 6] = [
        Milestone::Spec,
        Milestone::Data,
        Milestone::Benchmark,
        Milestone::Train,
        Milestone::Ship,
        Milestone::Drift,
    ];

    /// Its name on screen.
    pub fn title(self) -> &'static str {
        match self {
            Milestone::Spec => "Spec",
            Milestone::Data => "Data",
            Milestone::Benchmark => "Benchmark",
            Milestone::Train => "Train",
            Milestone::Ship => "Ship",
            Milestone::Drift => "Drift",
        }
    }

    /// The milestone of a name on screen.
    pub fn titled(title: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.title() == title)
    }

    /// The question that it answers with evidence.
    pub fn question(self) -> &'static str {
        match self {
            Milestone::Spec => "What decision, for whom, and what counts as success?",
            Milestone::Data => "Can these data answer it?",
            Milestone::Benchmark => "How far does a simple rule get?",
            Milestone::Train => "Does a model beat it, and does it stand up?",
            Milestone::Ship => "What exactly runs in production?",
            Milestone::Drift => "Does it still hold?",
        }
    }

    /// The stage that computes it; what the spec states is first computed with by the data.
    pub fn stage(self) -> Stage {
        match self {
            Milestone::Spec | Milestone::Data => Stage::Data,
            Milestone::Benchmark => Stage::Benchmark,
            Milestone::Train => Stage::Train,
            Milestone::Ship => Stage::Ship,
            Milestone::Drift => Stage::Drift,
        }
    }

    /// Number on the road, from 1.
    pub fn number(self) -> usize {
        self as usize + 1
    }
}

impl fmt::Display for Milestone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.title())
    }
}
