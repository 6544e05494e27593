//! Charts as data: pure functions from numbers to what a face draws. No colour, no cell, no pixel here.
//!
//! | file | what lives there |
//! |--|--|
//! | `axis` | where a value stands between two ends, and round ticks |
//! | `histogram` | values in bins, several samples on common edges, two samples mirrored |
//! | `boxes` | quartiles and whiskers, a box a group |
//! | `scatter` | two quantities against each other |
//! | `lines` | lines with bands, thinned to what can be drawn |
//! | `bars` | scores with intervals on one axis |
//! | `heat` | numbers in rows and columns, shaded |
//! | `roc`, `precision_recall`, `gain` over `sweep`; `calibration`, `confusion` | how a classifier does |
//! | `over_time`, `segments` | a score by period, by the values of a column |
//! | `listing` | rows looked at one by one |
//! | `timeline` | moments one after the other |
//! | `strips` | what part rows play in folds |

mod axis;
mod bars;
mod boxes;
mod calibration;
mod confusion;
mod gain;
mod heat;
mod histogram;
mod lines;
mod listing;
mod over_time;
mod precision_recall;
mod roc;
mod scatter;
mod segments;
mod strips;
mod sweep;
mod timeline;

pub use axis::{Axis, Place, tick_decimals, ticks};
pub use bars::{Bar, Bars};
pub use boxes::{BoxPlot, Boxes, Whiskers};
pub use calibration::{Calibration, CalibrationBin};
pub use confusion::Confusion;
pub use gain::{Gain, GainCurve, GainPoint};
pub use heat::Heat;
pub use histogram::{Distribution, Histogram, Mirror, Tails, by_class, common, edges};
pub use lines::{Line, Lines, decimate};
pub use listing::{ListedColumn, Listing};
pub use over_time::{OverTime, Period};
pub use precision_recall::{PrecisionCurve, PrecisionPoint, PrecisionRecall};
pub use roc::{Roc, RocCurve, RocPoint};
pub use scatter::{Scatter, ScatterBin};
pub use segments::{SegmentScore, Segments};
pub use strips::{Part, Strips, parts, strip};
pub use timeline::{Mark, Moment, Timeline};

/// What an axis measures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Measure {
    /// Its name: `trip_miles`, `loss`.
    pub name: String,
    /// Its unit, empty where it has none: `mile`.
    pub unit: String,
}

impl Measure {
    /// A quantity with its unit, which may be empty.
    pub fn new(name: impl Into<String>, unit: impl Into<String>) -> Measure {
        Measure {
            name: name.into(),
            unit: unit.into(),
        }
    }

    /// Name and unit as they stand at an axis: `fare, USD`.
    pub fn label(&self) -> String {
        match self.unit.as_str() {
            "" => self.name.clone(),
            unit => format!("{}, {unit}", self.name),
        }
    }
}

/// Any chart, as a face is given it.
#[derive(Debug, Clone, PartialEq)]
pub enum Figure {
    /// One quantity in bins.
    Histogram(Distribution),
    /// Two samples of one quantity, one above the axis and one below.
    Mirror(Mirror),
    /// Quartiles and whiskers.
    Boxes(Boxes),
    /// Two quantities against each other.
    Scatter(Scatter),
    /// Lines with bands.
    Lines(Lines),
    /// Values with intervals.
    Bars(Bars),
    /// Numbers in rows and columns.
    Heat(Heat),
    /// True against false positives.
    Roc(Roc),
    /// Precision against recall.
    PrecisionRecall(PrecisionRecall),
    /// Positive rows found by rows asked.
    Gain(Gain),
    /// What was said against what came.
    Calibration(Calibration),
    /// Classes as they were against classes as predicted.
    Confusion(Confusion),
    /// Moments one after the other.
    Timeline(Timeline),
    /// A score period after period.
    OverTime(OverTime),
    /// A score by the values of columns.
    Segments(Segments),
    /// Rows one by one.
    Listing(Listing),
}
