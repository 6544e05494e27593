//! `jalon new`: a project for a data file. What is not given is proposed and said.

use std::path::{Component, Path, PathBuf};

use serde_json::json;

use crate::decisions::Read;
use crate::error::{Error, Result};
use crate::project::Project;
use crate::spec::{
    NamedData, Proposal, TargetCandidate, Wishes, draft, propose, read_some, target_candidates,
};
use crate::table::{Address, Query, ReadOptions, Table, is_database, read};
use crate::text;
use crate::user::UserFolders;

use super::args::NewArgs;
use super::face::{Done, Face, Outcome};
use super::grid::{Grid, Side};
use super::remote::local;
use super::watch::watched;

/// Candidates named when the target is proposed.
const CANDIDATES: usize = 5;

pub(super) fn run(face: &mut Face<'_>, args: &NewArgs) -> Done {
    let file = args.dir.join("jalon.toml");
    if file.exists() {
        return Err(Error::new("the folder already holds a project")
            .at_file(file)
            .with_fix("choose another folder, or open this one")
            .into());
    }
    let table = watched(face, |progress| {
        let file = args.data.as_ref().map(|data| local(data, progress));
        progress.step("reading the data", 0.0);
        data_of(args, file.transpose()?.as_deref())
    })?;
    let mut wishes = Wishes {
        target: args.target.clone(),
        task: args.task,
        metric: args.metric.clone(),
        time: args.time.clone(),
        group: args.group.clone(),
    };
    let candidates = match args.target {
        Some(_) => Vec::new(),
        None => target_candidates(&table)?,
    };
    if wishes.target.is_none() {
        let best = candidates.first().ok_or_else(|| {
            at_data(args, Error::new("no column can be predicted"))
                .with_fix("name the column to predict with --target")
        })?;
        wishes.target = Some(best.name.clone());
    }
    let proposals = propose(&table, &wishes).map_err(|e| at_data(args, e))?;
    let path = args.data.as_ref().map(|data| match Address::of(data) {
        Some(address) => Ok(address.text().to_owned()),
        None => relative(&args.dir, data),
    });
    let path = path.transpose()?;
    let data = NamedData {
        path: path.as_deref(),
        query: args.query.as_deref(),
        connection_env: args.connection_env.as_deref(),
    };
    let name = name_of(&args.dir)?;
    let text = draft(&name, data, &wishes, &proposals, &[])?;
    let project = Project::create(&args.dir, &text, &super::who(), "jalon new")?;
    if let Some(address) = args.data.as_ref().and_then(|data| Address::of(data)) {
        let fetched = UserFolders::of_environment()?.objects();
        fetched.hand_over(&address, &project.objects())?;
    }
    let target = wishes.target.unwrap_or_default();
    let shown = args.dir.to_string_lossy().into_owned();
    let quiet = face.common.quiet;
    face.show(
        || match quiet {
            true => String::new(),
            false => told(&shown, &target, &candidates, &proposals),
        },
        || {
            json!({
                "project": project.name(),
                "dir": shown,
                "target": target,
                "target_proposed": args.target.is_none(),
                "candidates": candidates.iter().take(CANDIDATES).map(|c| json!({
                    "name": c.name, "reason": c.reason, "likelihood": c.likelihood,
                })).collect::<Vec<_>>(),
                "proposals": proposals.iter().map(|p| json!({
                    "subject": p.subject, "value": p.value, "reason": p.reason,
                })).collect::<Vec<_>>(),
            })
        },
    )?;
    Ok(Outcome::Open)
}

/// The rows that the project will be about, its first ones where there is no room for all.
fn data_of(args: &NewArgs, file: Option<&Path>) -> Result<Table> {
    match (file, &args.query, &args.connection_env) {
        (Some(file), None, _) => read_some(file, &Read::default()),
        (Some(file), Some(_), _) if file.exists() && !is_database(file) => Err(Error::new(
            "the file is no database, which alone has queries",
        )
        .at_file(file)
        .with_fix("leave --query out, or name a SQLite file")),
        (Some(file), query, _) => read(
            file,
            &ReadOptions {
                query: query.clone(),
                ..ReadOptions::default()
            },
        ),
        (None, Some(text), Some(connection)) => {
            let query = Query {
                text: text.clone(),
                connection: connection.clone(),
            };
            query.read(&[], None)
        }
        _ => Err(Error::new("nothing says where the data are")
            .with_fix("give --data FILE, or --query SQL with --connection-env NAME")),
    }
}

fn at_data(args: &NewArgs, error: Error) -> Error {
    match &args.data {
        Some(file) => error.or_at_file(file),
        None => error,
    }
}

fn told(dir: &str, target: &str, candidates: &[TargetCandidate], proposals: &[Proposal]) -> String {
    let dir = text::escape(dir);
    let mut out = format!(
        "{dir}/jalon.toml written. To predict: {}",
        text::escape(target)
    );
    match candidates {
        [] => out.push('\n'),
        [best, others @ ..] => {
            out.push_str(&format!(" (proposed: {})\n", text::escape(&best.reason)));
            let names: Vec<_> = others
                .iter()
                .take(CANDIDATES - 1)
                .map(|c| text::escape(&c.name))
                .collect();
            if !names.is_empty() {
                out.push_str(&format!(
                    "Other candidates for --target: {}\n",
                    names.join(", ")
                ));
            }
        }
    }
    let mut grid = Grid::default()
        .column("proposed", Side::Left)
        .column("value", Side::Left)
        .column("because", Side::Left);
    for proposal in proposals {
        grid.row(vec![
            proposal.subject.clone(),
            proposal.value.clone(),
            proposal.reason.clone(),
        ]);
    }
    let table = grid.text();
    if !table.is_empty() {
        out.push_str(&format!("\n{table}"));
    }
    out.push_str(&format!(
        "\nNext: jalon run {dir}, or jalon {dir} to see and change it.\n"
    ));
    out
}

/// Name of a project: that of its folder.
fn name_of(dir: &Path) -> Result<String> {
    let dir = absolute(dir)?;
    let name = dir.file_name().map(|n| n.to_string_lossy().into_owned());
    Ok(name.unwrap_or_else(|| "project".into()))
}

/// The path of a file as seen from a folder; absolute where they share nothing but the root.
fn relative(dir: &Path, file: &Path) -> Result<String> {
    let (dir, file) = (absolute(dir)?, absolute(file)?);
    let steps = |path: &Path| -> Vec<String> {
        path.components()
            .filter(|c| !matches!(c, Component::RootDir))
            .map(|c| c.as_os_str().to_string_lossy().into_owned())
            .collect()
    };
    let (from, to) = (steps(&dir), steps(&file));
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        return Ok(file.to_string_lossy().into_owned());
    }
    let up = vec!["..".to_owned(); from.len() - shared];
    Ok(up
        .into_iter()
        .chain(to[shared..].iter().cloned())
        .collect::<Vec<_>>()
        .join("/"))
}

/// The path without links, also of a folder that does not exist yet.
fn absolute(path: &Path) -> Result<PathBuf> {
    let whole = std::path::absolute(path).map_err(|e| Error::io("find", path, &e))?;
    let mut existing = whole.as_path();
    let mut rest: Vec<_> = Vec::new();
    loop {
        if let Ok(real) = existing.canonicalize() {
            return Ok(rest.iter().rev().fold(real, |path, name| path.join(name)));
        }
        match (existing.file_name(), existing.parent()) {
            (Some(name), Some(parent)) => {
                rest.push(name.to_owned());
                existing = parent;
            }
            _ => return Ok(whole),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_beside_inside_and_above_the_folder() {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        std::fs::create_dir(at("data")).unwrap();
        std::fs::write(at("data/rides.csv"), "x").unwrap();
        let seen = |dir: &str| relative(&at(dir), &at("data/rides.csv")).unwrap();
        assert_eq!(seen("data"), "rides.csv");
        assert_eq!(seen("new"), "../data/rides.csv");
        assert_eq!(seen("deep/er"), "../../data/rides.csv");
    }
}
