//! What a person decides: the sections of `jalon.toml` as plain types, the table of fields from which
//! parser, forms and reference derive, and edits as data. Nothing here touches a file.

mod consent;
mod edit;
mod fields;
mod form;
mod parse;
pub mod path;
mod reference;
mod sections;
mod source;
mod span;
mod words;

pub use consent::{accepting, passing};
pub use edit::{Edit, Fault};
pub use fields::{Field, FieldType, Section, field, fields, pattern, section, sections};
pub use form::{Shown, items_as_toml, shown, typed_as_toml};
pub use parse::{FORMAT, Locator, Parsed, fill_in, parse};
pub(crate) use parse::{Places, recover, typed};
pub use reference::reference;
pub use sections::*;
pub use source::{Join, Read, Source};
pub use span::Span;
pub(crate) use words::words;
pub use words::*;
