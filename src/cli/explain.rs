//! `jalon explain`: what a run rests on.

use crate::text;
use crate::train::{self, Explanation};

use super::args::ExplainArgs;
use super::documents;
use super::face::{Done, Face, Outcome};
use super::grid::{Grid, Side, number};
use super::watch::watched;

/// Classes told one by one at most; of more, only their mean is shown, and `--json` has all.
const MOST_CLASSES: usize = 6;

pub(super) fn run(face: &mut Face<'_>, args: &ExplainArgs) -> Done {
    let project = face.open(&args.project)?;
    let found = watched(face, |progress| {
        train::explain(&project, args.run, progress)
    })?;
    face.show(|| told(&found), || documents::explanation(&project, &found))?;
    Ok(Outcome::Open)
}

fn told(found: &Explanation) -> String {
    let mut out = format!("{} {}\n\n", found.scored(), found.sentence());
    let classes = match &found.shap {
        Some(shap) if shap.classes.len() <= MOST_CLASSES => shap.classes.as_slice(),
        _ => &[],
    };
    let mut grid = Grid::default()
        .column("column", Side::Left)
        .column("worse when shuffled", Side::Right)
        .column("std", Side::Right);
    if found.shap.is_some() {
        grid = grid.column("mean |SHAP|", Side::Right);
    }
    for class in classes {
        grid = grid.column(text::escape(class), Side::Right);
    }
    for entry in &found.importance {
        let mut row = vec![
            entry.column.clone(),
            number(Some(entry.loss)),
            number(Some(entry.std)),
        ];
        if let Some(shap) = &found.shap {
            row.push(number(shap.of(&entry.column)));
            let sizes = shap.by_class(&entry.column).iter().take(classes.len());
            row.extend(sizes.map(|&size| number(Some(size))));
        }
        grid.row(row);
    }
    out.push_str(&grid.text());
    if let Some(shap) = &found.shap {
        out.push_str(&format!("\n{}\n", shap.words()));
    }
    for effect in &found.effects {
        let mut grid = Grid::default()
            .column(text::escape(&effect.column), Side::Right)
            .column(found.answered(), Side::Right);
        for (value, mean) in &effect.points {
            grid.row(vec![value.clone(), number(Some(*mean))]);
        }
        out.push_str(&format!("\n{}", grid.text()));
    }
    out
}
