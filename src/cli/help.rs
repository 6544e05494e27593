//! `jalon help`: the command line, one command, the documents of `--json`, or the settings.

use clap::CommandFactory;
use serde_json::json;

use crate::error::Error;
use crate::text;

use super::args::{Cli, HelpArgs};
use super::face::{Done, Face, Outcome};

/// Every setting of the config file, ready to be copied there.
const CONFIG: &str = include_str!("../../config.example.toml");
/// What every JSON document holds.
const DOCUMENTS: &str = include_str!("json_help.md");

pub(super) fn run(face: &mut Face<'_>, args: &HelpArgs) -> Done {
    let mut root = Cli::command();
    // Building passes the flags of all commands down to each.
    root.build();
    let shown = match args.topic.as_deref() {
        None => root.render_long_help().to_string(),
        Some("json") => DOCUMENTS.to_owned(),
        Some("config") => CONFIG.to_owned(),
        Some(topic) => match root.find_subcommand_mut(topic) {
            Some(command) => command.render_long_help().to_string(),
            None => return Err(unknown(&root, topic).into()),
        },
    };
    face.show(|| shown.clone(), || json!({ "help": shown }))?;
    Ok(Outcome::Open)
}

fn unknown(root: &clap::Command, topic: &str) -> Error {
    let names: Vec<&str> = root
        .get_subcommands()
        .map(|c| c.get_name())
        .chain(["json", "config"])
        .collect();
    let error = Error::new(format!("there is no help on '{}'", text::escape(topic)));
    match text::nearest(topic, names.iter().copied()) {
        Some(near) => error.with_fix(format!("did you mean `jalon help {near}`?")),
        None => error.with_fix(format!("one of {}", names.join(", "))),
    }
}
