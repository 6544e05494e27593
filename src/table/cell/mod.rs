//! Single values: numbers and instants from text, and text from them.

mod date;
mod number;

pub(super) use date::{Numeric, date_text, iso, moment, numeric, numeric_instant};
pub(super) use number::{Decimal, Thousands, integer, number, number_grouped, number_text};
