//! What a person decides: the sections of `jalon.toml` as plain types, the table of fields from which
//! parser, forms and reference derive, and edits as data. Nothing here touches a file.

mod edit;
mod sections;
mod words;

pub use edit::{Edit, Fault, quoted_key};
pub use sections::*;
pub use words::*;
