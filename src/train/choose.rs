//! Which run is the one to ship: the best mean, or the simplest family within one standard error of it.

use super::Run;
use crate::decisions::{Choose, Direction};
use crate::models::FAMILIES;

/// The chosen run among those with a mean; runs need not be sorted.
///
/// `resilient` is the one-standard-error rule of Breiman et al. (1984): families are listed simplest first.
pub fn choose(runs: &[Run], direction: Direction, how: Choose) -> Option<u32> {
    let scored: Vec<(&Run, f64)> = runs.iter().filter_map(|r| Some((r, r.mean?))).collect();
    let best = scored
        .iter()
        .copied()
        .reduce(|a, b| if direction.better(b.1, a.1) { b } else { a })?;
    if how == Choose::Best {
        return Some(best.0.id);
    }
    let folds = best.0.scores.len().max(1) as f64;
    let error = best.0.std.unwrap_or(0.0) / folds.sqrt();
    let complexity = |run: &Run| FAMILIES.iter().position(|f| f.name() == run.family);
    scored
        .iter()
        .filter(|(_, mean)| direction.gain(best.1, *mean) <= error)
        .min_by_key(|(run, _)| complexity(run))
        .map(|(run, _)| run.id)
}

/// Best first, failed last.
pub fn rank(runs: &mut [Run], direction: Direction) {
    runs.sort_by(|a, b| match (a.mean, b.mean) {
        (Some(a), Some(b)) => direction.gain(b, a).total_cmp(&0.0),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(id: u32, family: &str, mean: Option<f64>) -> Run {
        Run {
            id,
            family: family.into(),
            mean,
            std: Some(0.2),
            scores: vec![Some(0.0); 4],
            ..Run::default()
        }
    }

    #[test]
    fn resilient_takes_the_simplest_within_one_standard_error() {
        let runs = [
            run(1, "ridge", Some(2.05)),
            run(2, "boosting", Some(2.0)),
            run(3, "broken", None),
        ];
        assert_eq!(choose(&runs, Direction::Minimise, Choose::Best), Some(2));
        assert_eq!(
            choose(&runs, Direction::Minimise, Choose::Resilient),
            Some(1)
        );
        assert_eq!(
            choose(&[run(3, "broken", None)], Direction::Minimise, Choose::Best),
            None
        );
    }

    #[test]
    fn failed_runs_come_last() {
        let mut runs = vec![
            run(3, "broken", None),
            run(1, "ridge", Some(2.5)),
            run(2, "boosting", Some(2.0)),
        ];
        rank(&mut runs, Direction::Minimise);
        assert_eq!(runs.iter().map(|r| r.id).collect::<Vec<_>>(), [2, 1, 3]);
    }
}
