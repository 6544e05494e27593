//! What drifted in a chunk, corrected for everything that was tested in it, and the levels over the chunks in a row.

use super::compare::RATE;
use super::evidence::{Chunk, Column, Level};
use crate::stats::drift::benjamini_hochberg;

/// Share of rows that must have moved before anybody watches: at many rows the smallest change is beyond chance
/// (a convention of jalon; a normal shifted by 0.075 deviations).
pub const SMALL: f64 = 0.03;
/// Share of rows that must have moved for an alert (a convention of jalon; a normal shifted by a quarter of a deviation).
pub const LARGE: f64 = 0.10;
/// Loss in percent of what was promised for an alert, where `retrain.loss_over_percent` does not say (Deepchecks: a
/// degradation of 10 %).
pub const LOSS_PERCENT: f64 = 10.0;

/// Marks what drifted: the columns, the target, the prediction, the score and the bias of a chunk are one family of tests,
/// so that a chunk in which nothing changed says anything with a probability of at most 5 %.
pub fn correct(chunk: &mut Chunk) {
    let mut p_values: Vec<f64> = chunk
        .parts()
        .map(|c| c.p_value.unwrap_or(f64::NAN))
        .collect();
    let columns = p_values.len();
    let performance = chunk.performance.as_ref();
    p_values.push(
        performance
            .and_then(|p| p.score.as_ref()?.p_value)
            .unwrap_or(f64::NAN),
    );
    p_values.push(
        performance
            .and_then(|p| p.bias.as_ref()?.p_value)
            .unwrap_or(f64::NAN),
    );
    let adjusted = benjamini_hochberg(&p_values);
    let known = |p: f64| (!p.is_nan()).then_some(p);
    for (column, p) in parts_mut(chunk).zip(&adjusted) {
        column.p_adjusted = known(*p);
        // A column that is not there needs no test.
        column.drift |= *p <= RATE && column.effect.is_some_and(|e| e >= SMALL);
        if !column.drift {
            column.what.clear();
            column.sentence = None;
        }
    }
    if let Some(performance) = &mut chunk.performance {
        performance.p_adjusted = known(adjusted[columns]);
        performance.worse = adjusted[columns] <= RATE;
        if let Some(bias) = &mut performance.bias {
            bias.p_adjusted = known(adjusted[columns + 1]);
            bias.drift = adjusted[columns + 1] <= RATE;
        }
    }
    let compared = chunk.columns.iter().filter(|c| c.note.is_none()).count();
    let drifted = chunk.columns.iter().filter(|c| c.drift).count();
    chunk.drifted = drifted > 0;
    chunk.share_drifted = drifted as f64 / compared.max(1) as f64;
}

/// Sets the levels of a history of chunks: an alert needs as large a change in as many chunks in a row as `consecutive`.
/// Chunks with too few rows are passed over.
pub fn set_levels(chunks: &mut [Chunk], consecutive: usize, loss_percent: f64) {
    let judged: Vec<usize> = (0..chunks.len())
        .filter(|&i| chunks[i].is_judged())
        .collect();
    for place in 0..chunks.len() {
        let row: Vec<usize> = judged
            .iter()
            .copied()
            .filter(|&i| i <= place)
            .rev()
            .take(consecutive.max(1))
            .collect();
        let long_enough = row.len() == consecutive.max(1) && row.first() == Some(&place);
        let lasting = |is_large: &dyn Fn(&Chunk) -> bool| {
            long_enough && row.iter().all(|&i| is_large(&chunks[i]))
        };
        let columns: Vec<Level> = chunks[place]
            .parts()
            .map(|column| {
                let same =
                    |chunk: &Chunk| chunk.parts().any(|c| c.name == column.name && is_large(c));
                level(column.drift, lasting(&same))
            })
            .collect();
        let is_loss = |chunk: &Chunk| {
            let performance = chunk.performance.as_ref();
            performance
                .is_some_and(|p| p.worse && p.loss_percent.is_some_and(|l| l >= loss_percent))
        };
        let loss = lasting(&is_loss);
        let chunk = &mut chunks[place];
        for (column, level) in parts_mut(chunk).zip(&columns) {
            column.level = *level;
        }
        let mut gravest = columns.into_iter().max().unwrap_or_default();
        if let Some(performance) = &mut chunk.performance {
            let moved = performance.worse || performance.bias.as_ref().is_some_and(|b| b.drift);
            performance.level = level(moved, loss);
            gravest = gravest.max(performance.level);
        }
        chunk.level = gravest;
        chunk.columns.sort_by(|a, b| {
            let key = |c: &Column| (std::cmp::Reverse(c.level), std::cmp::Reverse(c.drift));
            key(a)
                .cmp(&key(b))
                .then(
                    b.effect
                        .unwrap_or(-1.0)
                        .total_cmp(&a.effect.unwrap_or(-1.0)),
                )
                .then_with(|| a.name.cmp(&b.name))
        });
    }
}

fn level(moved: bool, lasting: bool) -> Level {
    match (moved, lasting) {
        (false, _) => Level::None,
        (true, false) => Level::Watch,
        (true, true) => Level::Alert,
    }
}

fn is_large(column: &Column) -> bool {
    column.drift && column.effect.is_some_and(|e| e >= LARGE)
}

fn parts_mut(chunk: &mut Chunk) -> impl Iterator<Item = &mut Column> {
    chunk
        .columns
        .iter_mut()
        .chain(&mut chunk.target)
        .chain(&mut chunk.prediction)
}
