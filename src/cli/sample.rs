//! `jalon sample`: the projects that ship with jalon.

use serde_json::json;

use super::args::SampleArgs;
use super::face::{Done, Face, Outcome};

pub(super) fn run(face: &mut Face<'_>, _args: &SampleArgs) -> Done {
    face.show(String::new, || json!({ "samples": [] }))?;
    Ok(Outcome::Open)
}
