//! `jalon sample`: the projects that ship with jalon.

use std::path::PathBuf;

use serde_json::json;

use crate::text;
use crate::user::{sample, samples, write_sample};

use super::args::SampleArgs;
use super::face::{Done, Face, Outcome};
use super::grid::{Grid, Side};

pub(super) fn run(face: &mut Face<'_>, args: &SampleArgs) -> Done {
    match &args.name {
        None => list(face),
        Some(name) => write(face, name, args.dir.clone()),
    }
}

fn list(face: &mut Face<'_>) -> Done {
    face.show(
        || {
            let mut grid = Grid::default()
                .column("sample", Side::Left)
                .column("what it is", Side::Left);
            for sample in samples() {
                grid.row(vec![sample.name.into(), sample.title.into()]);
            }
            grid.text() + "\nNext: jalon sample NAME DIR writes one out.\n"
        },
        || {
            let all = samples().iter();
            json!({ "samples": all.map(|s| json!({ "name": s.name, "title": s.title })).collect::<Vec<_>>() })
        },
    )?;
    Ok(Outcome::Open)
}

fn write(face: &mut Face<'_>, name: &str, dir: Option<PathBuf>) -> Done {
    let dir = dir.unwrap_or_else(|| PathBuf::from(name));
    sample(name)?;
    write_sample(name, &dir)?;
    let shown = dir.to_string_lossy().into_owned();
    let quiet = face.common.quiet;
    face.show(
        || match quiet {
            true => String::new(),
            false => {
                let dir = text::escape(&shown);
                format!("{dir} written.\nNext: jalon run {dir}, or jalon {dir} to look at it.\n")
            }
        },
        || json!({ "sample": name, "dir": shown }),
    )?;
    Ok(Outcome::Open)
}
