//! Every way to settle a finding, walked: the line is written, the data are looked at again, and undo gives the same bytes.
//!
//! `JALON_WALK=/folder/of/csv` walks other files too.

use std::path::PathBuf;

use crate::project::Project;
use crate::spec::target_candidates;
use crate::work::Progress;

use super::testing::{csv, decisions, project};
use super::{Evidence, Finding, is_fixed, run};

/// A table with something wrong in nearly every column.
fn messy() -> String {
    let noise = |row: usize, step: usize| (row * step + row * row % 13) % 101;
    csv(
        "key,mail,town,size,age,kind,flat,copy,late,when,share,word,signs,y",
        600,
        |row| {
            let town = match row {
                10 | 20 => "lyon ",
                30 => "Nantes",
                40 | 41 => "Brest",
                _ => ["Lyon", "Nice", "Metz"][row % 3],
            };
            let size = match row % 40 {
                0 => format!("1.{:02}", 52 + noise(row, 7) / 4),
                _ => format!("{}", 150 + noise(row, 7919) / 3),
            };
            let age = match row % 50 {
                0 => "999".to_owned(),
                7 => String::new(),
                _ => format!("{}", 20 + noise(row, 31) / 2),
            };
            let kind = match row % 97 {
                0 => "unknown",
                1 => "",
                2 => "n/a",
                _ => ["a", "b"][row % 2],
            };
            let flat = if row % 50 == 0 { "x" } else { "z" };
            let y = noise(row, 7919) * 3 + noise(row, 57);
            let late = if y % 2 == 0 {
                format!("{}.5", noise(row, 3))
            } else {
                String::new()
            };
            let when = match row % 9 {
                0 => format!("{:02}/{:02}/2021", row % 28 + 1, row % 12 + 1),
                _ => format!("2021-{:02}-{:02}", row % 12 + 1, row % 28 + 1),
            };
            let share = if row % 3 == 0 { noise(row, 11) } else { 0 };
            let word = format!("w{:04}", row * 7919 % 600);
            let signs = if row % 100 == 3 {
                "=1+1"
            } else {
                ["u", "v"][row % 2]
            };
            format!(
                "k{row:04},a{row}@example.org,{town},{size},{age},{kind},{flat},{},{late},{when},{share},{word},{signs},{y}.5",
                noise(row, 31) * 2
            )
        },
    )
}

/// Applies every fix of every finding, one at a time, and looks at the data again after those whose line is of this sort. Gives what went
/// wrong.
fn walk(project: &mut Project, found: &Evidence, looks: fn(&str) -> bool) -> Vec<String> {
    let mut wrong = Vec::new();
    let before = std::fs::read_to_string(project.file()).unwrap();
    for finding in &found.findings {
        for fix in &finding.fixes {
            if let Err(error) = project.edit(&fix.edit, "test", "") {
                wrong.push(format!("{}: {}", fix.line, error.message));
                continue;
            }
            if looks(&fix.line) {
                match run(project, &Progress::silent()) {
                    Ok(now) => wrong.extend(left_open(project, finding, &now)),
                    Err(error) => wrong.push(format!("{}: {}", fix.line, error.message)),
                }
            } else if !fix.label.starts_with("accept") && !is_fixed(project, finding) {
                wrong.push(format!("{}: it does not stand in the file", fix.line));
            }
            project.undo().unwrap();
            let now = std::fs::read_to_string(project.file()).unwrap();
            if now != before {
                wrong.push(format!("{}: undo gave another text", fix.line));
            }
        }
    }
    wrong
}

/// What a fix left as it was, or broke.
fn left_open(project: &Project, finding: &Finding, now: &Evidence) -> Vec<String> {
    let same = |f: &&Finding| f.check == finding.check && f.column == finding.column;
    let left = now.findings.iter().find(same);
    let is_open = left.is_some_and(|f| f.accepted.is_none()) && !is_fixed(project, finding);
    let open = is_open.then(|| format!("{}: it is still open", finding.message));
    let failed = |f: &&Finding| f.message.contains("could not be made");
    let failed = now.findings.iter().find(failed);
    open.into_iter()
        .chain(failed.map(|f| f.message.clone()))
        .collect()
}

#[test]
fn every_fix_of_a_messy_table_settles_its_finding_and_is_undone() {
    let mut small = project(&decisions("regression", "y", ""), &messy());
    let found = run(&small.project, &Progress::silent()).unwrap();
    let checks: Vec<&str> = found.findings.iter().map(|f| f.check.as_str()).collect();
    for wanted in [
        "personal",
        "spelling",
        "units",
        "codes",
        "mixed_nulls",
        "imbalance",
        "rare_levels",
        "missing",
        "mixed_dates",
        "zeros",
        "identifier",
        "characters",
    ] {
        assert!(checks.contains(&wanted), "{wanted} is not among {checks:?}");
    }
    let wrong = walk(&mut small.project, &found, |line| {
        line.starts_with("features.") || line.starts_with("source.")
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_fix_of_other_files_settles_its_finding_and_is_undone() {
    let Ok(folder) = std::env::var("JALON_WALK") else {
        return;
    };
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path());
    let mut files: Vec<PathBuf> = files
        .filter(|path| path.extension().is_some_and(|e| e == "csv"))
        .collect();
    files.sort();
    for file in files {
        let text = std::fs::read(&file).unwrap();
        let mut small = project("format = 1\n[[source]]\npath = \"data.csv\"\n", "a\n1\n");
        std::fs::write(small.folder.path().join("data.csv"), text).unwrap();
        let Ok(data) = crate::spec::Dataset::load(&small.project, &Progress::silent()) else {
            continue;
        };
        if data.table.rows() > 3_000 {
            continue;
        }
        let target = target_candidates(&data.table).unwrap();
        if let Some(target) = target.first() {
            let edit =
                crate::decisions::Edit::set("problem.target", super::fix::literal(&target.name));
            small.project.edit(&edit, "test", "").unwrap();
        }
        let Ok(found) = run(&small.project, &Progress::silent()) else {
            continue;
        };
        for wrong in walk(&mut small.project, &found, |_| true) {
            println!("{}: {wrong}", file.display());
        }
    }
}
