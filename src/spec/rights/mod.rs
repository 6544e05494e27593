//! Whether the data may be used: the questions of the law (`assets/rights.toml`), which of them a project has to answer,
//! and what forbids it.

mod forbidden;
mod questions;

pub use forbidden::forbidden;
pub use questions::{Answer, Asked, AskedWhen, Date, Question, asked, dates, is_asked, questions};
