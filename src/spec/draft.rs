//! The text of a new `jalon.toml`, from proposals and further edits.

use super::propose::{Proposal, Wishes};
use crate::decisions::Edit;
use crate::error::Result;
use crate::project::edited;

/// The text of a new `jalon.toml`; `data` is the path as it will stand in `source.path`.
pub fn draft(
    name: &str,
    data: &str,
    wishes: &Wishes,
    proposals: &[Proposal],
    edits: &[Edit],
) -> Result<String> {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let base = format!(
        "format = 1\n\n[project]\nname = {}\n\n[problem]\n\n[[source]]\nname = {}\npath = {}\n\n[split]\n",
        quoted(name),
        quoted(
            std::path::Path::new(data)
                .file_stem()
                .map_or("data".into(), |s| s.to_string_lossy())
                .as_ref()
        ),
        quoted(data),
    );
    let target = wishes
        .target
        .iter()
        .map(|t| Edit::set_text("problem.target", t));
    let proposed = proposals.iter().flat_map(|p| p.edits.iter().cloned());
    target
        .chain(proposed)
        .chain(edits.iter().cloned())
        .try_fold(base, |text, edit| {
            edited(&text, &edit).map(|(text, _inverse)| text)
        })
}
