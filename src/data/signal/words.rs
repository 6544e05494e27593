//! The test and the learning curve in words.

use super::{Arranged, MoreRows, Signal};
use crate::text;

impl Signal {
    /// What the test says, with its numbers.
    pub fn sentence(&self) -> String {
        let inputs = text::counted(self.inputs, "input");
        let rows = text::counted(self.rows, "row");
        let orders = text::count(self.orders);
        let other = match self.arranged {
            Arranged::Rows => "put in another order",
            Arranged::Time => "moved along in time",
            Arranged::Groups => "exchanged between groups",
        };
        let p = text::short(self.p_value);
        match self.is_found() {
            true => format!(
                "a fast model of {inputs} saves {} of a constant's error on rows it has not seen (standard error {}); of {orders} targets {other} \
                 hardly one is told as well (p = {p}, {rows})",
                text::percent(self.saved),
                text::percent(self.error)
            ),
            false => format!(
                "a fast model of {inputs} and the best of them alone tell the target no better than one {other} (p = {p}, {orders} tries, {rows})"
            ),
        }
    }
}

impl MoreRows {
    /// What more rows would bring.
    pub fn sentence(&self) -> String {
        match self {
            MoreRows::Unknown => "There are too few rows to tell whether more would help.".into(),
            MoreRows::Enough => "Half of the rows do as well: more would hardly help.".into(),
            MoreRows::Help { gain } => format!(
                "Half of the rows do less well: twice as many may save another {}.",
                text::percent(*gain)
            ),
        }
    }
}
