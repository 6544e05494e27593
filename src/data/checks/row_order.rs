//! Rows that are like the rows beside them in the file.

use crate::decisions::{Role, Severity, Threshold};
use crate::error::Result;
use crate::spec::DEFAULT_SEED;
use crate::text;
use crate::work::rng;

use super::super::Finding;
use super::alike::Compared;
use super::{Check, Context, Found};

use rand::seq::SliceRandom as _;

/// Rows compared with one another at most.
const ROWS: usize = 600;
/// Rows below which there is no order to speak of.
const FEWEST: usize = 100;
/// Nearest rows looked at, as cleanlab does.
const NEIGHBOURS: usize = 10;
/// Orders tried beside that of the file.
const ORDERS: usize = 199;
/// Share of the distance in the file that chance would have, below which the order matters.
const CLOSE: f64 = 0.8;

pub(super) static CHECK: Check = Check {
    name: "row_order",
    doc: "Where rows are like those beside them in the file, they were sorted or collected in parts, and do not stand each for itself: scored \
          on rows drawn by chance, a model has seen the neighbours of each. Tested as cleanlab does (non-IID): by how far apart in the file the \
          nearest rows stand, against other orders.",
    thresholds: &[Threshold::RowOrderP],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    // In the order of time or of groups, rows follow one another by nature.
    let ordered = context
        .used()
        .any(|(c, _)| matches!(c.role, Role::Time | Role::Group));
    let rows = context.sample.every(ROWS);
    if ordered || rows.len() < FEWEST {
        return Ok(Vec::new());
    }
    let columns = Compared::inputs(context, &rows)?;
    if columns.is_empty() {
        return Ok(Vec::new());
    }
    let near = nearest(&columns, rows.len());
    let mut places: Vec<usize> = (0..rows.len()).collect();
    let own = apart(&near, &places);
    let seed = context.project.decisions.split.seed.unwrap_or(DEFAULT_SEED);
    let mut draw = rng(seed, &["data", "checks", "row order"]);
    let (mut as_close, mut by_chance) = (1, 0.0);
    for _ in 0..ORDERS {
        places.shuffle(&mut draw);
        let other = apart(&near, &places);
        as_close += usize::from(other <= own);
        by_chance += other / ORDERS as f64;
    }
    let p = as_close as f64 / (ORDERS + 1) as f64;
    let limit = context.limit(Threshold::RowOrderP);
    if p > limit || own >= CLOSE * by_chance {
        return Ok(Vec::new());
    }
    let message = format!(
        "rows are like those beside them in the file: the nearest ones stand {} as far apart as by chance (p = {}). They may be sorted, \
         or belong together",
        text::percent(own / by_chance),
        text::number(p, 3)
    );
    Ok(vec![
        Found::new(&CHECK, Severity::Info, message)
            .measured(p, limit)
            .done(),
    ])
}

/// The nearest rows of each.
fn nearest(columns: &[Compared], rows: usize) -> Vec<(usize, usize)> {
    let mut pairs = Vec::with_capacity(rows * NEIGHBOURS);
    for row in 0..rows {
        let others = (0..rows).filter(|other| *other != row);
        let away = |other| columns.iter().map(|c| c.distance(row, other)).sum::<f64>();
        let mut others: Vec<(f64, usize)> = others.map(|other| (away(other), other)).collect();
        others.select_nth_unstable_by(NEIGHBOURS - 1, |a, b| {
            a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))
        });
        pairs.extend(others[..NEIGHBOURS].iter().map(|(_, other)| (row, *other)));
    }
    pairs
}

/// How far apart the rows of each pair stand, on average, where the rows stand at these places.
fn apart(pairs: &[(usize, usize)], places: &[usize]) -> f64 {
    let apart = |(a, b): &(usize, usize)| places[*a].abs_diff(places[*b]);
    pairs.iter().map(apart).sum::<usize>() as f64 / pairs.len().max(1) as f64
}
