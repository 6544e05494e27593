//! Metrics of the best-ranked rows at the usual shares.

use super::Definition;
use crate::decisions::Direction::Maximise;
use crate::decisions::Task;
use crate::metrics::prepared::How;
use crate::metrics::{Unit, top};

const TWO: &[Task] = &[Task::Binary];

const fn gain(name: &'static str, title: &'static str, share: f64) -> Definition {
    Definition {
        name,
        title,
        about: "Share of all positives found among so many of the rows with the highest probability, ties in part; chance finds that share.",
        direction: Maximise,
        unit: Unit::None,
        tasks: TWO,
        usual: false,
        how: How::Top(share, top::gain),
    }
}

const fn lift(name: &'static str, title: &'static str, share: f64) -> Definition {
    Definition {
        name,
        title,
        about: "How many times as many positives are found there as by chance, ties in part.",
        direction: Maximise,
        unit: Unit::None,
        tasks: TWO,
        usual: false,
        how: How::Top(share, top::lift),
    }
}

pub(super) static DEFINITIONS: &[Definition] = &[
    gain("gain_at_1", "gain at 1 % of the rows", 0.01),
    gain("gain_at_5", "gain at 5 % of the rows", 0.05),
    gain("gain_at_10", "gain at 10 % of the rows", 0.1),
    gain("gain_at_20", "gain at 20 % of the rows", 0.2),
    gain("gain_at_30", "gain at 30 % of the rows", 0.3),
    lift("lift_at_1", "lift at 1 % of the rows", 0.01),
    lift("lift_at_5", "lift at 5 % of the rows", 0.05),
    lift("lift_at_10", "lift at 10 % of the rows", 0.1),
    lift("lift_at_20", "lift at 20 % of the rows", 0.2),
    lift("lift_at_30", "lift at 30 % of the rows", 0.3),
];
