//! Words in the names of columns that tell what a column is about, whatever its values.

use super::columns::has_word;

/// Names of columns that are parts of a date.
pub(super) const CALENDAR: &[&str] = &[
    "year", "month", "week", "day", "hour", "minute", "weekday", "quarter",
];
/// Words at the end of a name that say whom or what a row is about.
const OWNERS: &[&str] = &[
    "account",
    "client",
    "customer",
    "device",
    "driver",
    "household",
    "id",
    "machine",
    "member",
    "patient",
    "person",
    "player",
    "session",
    "student",
    "subject",
    "user",
];

/// Whether a name says whom or what a row is about: `customer`, `user_id`.
pub(super) fn names_owner(name: &str) -> bool {
    let lower = name.to_lowercase();
    OWNERS
        .iter()
        .any(|owner| has_word(name, &[owner]) && lower.ends_with(owner))
}
