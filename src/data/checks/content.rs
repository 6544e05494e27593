//! Columns whose cells are content to be read as a whole: free text, pictures, sounds.

use crate::decisions::Severity;
use crate::error::Result;

use super::super::Finding;
use super::context::name;
use super::{Check, Context, Found};

pub(super) static CHECK: Check = Check {
    name: "content",
    doc: "A text, a picture or a sound is read as a whole: no value of it comes back in another row, so whether such a column tells \
          anything about the target is not tried here.",
    thresholds: &[],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let content = context
        .inputs()
        .filter_map(|(column, _)| Some((column, column.kind.content()?)));
    Ok(content
        .map(|(column, what)| {
            let message = format!(
                "column {} holds {what}: what it tells about the target is not tried here",
                name(&column.name)
            );
            Found::new(&CHECK, Severity::Info, message)
                .column(&column.name)
                .done()
        })
        .collect())
}
