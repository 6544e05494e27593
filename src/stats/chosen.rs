//! What a draw of the rows tells of the one that was chosen among several: the best of many looks better than it is.
//!
//! The reality check of White (2000) turned into an interval: a draw moves each contender's gain, and the one it moves up
//! most could have been the one chosen. Contenders that win in no draw are left out (in the spirit of Hansen 2005), so that one
//! clear winner pays nothing for the others. The tests hold its coverage by simulation: at least 93 % for a stated 95.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

use super::{Sorted, Worlds};

/// What is known of the gain of the chosen contender.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    /// Interval of its gain.
    pub interval: (f64, f64),
    /// Two-sided p of no gain.
    pub p_value: f64,
    /// Gains as low and as high as the draws allow, a pair each.
    worlds: Vec<(f64, f64)>,
}

/// Interval at `level` (0.95), p and worlds for the gain of contender `chosen`, from the gains of all contenders on the rows as they are and on
/// drawn rows (one entry a replicate, each with a gain a contender; not-a-number where undefined). `units` is how many units a replicate draws: with few of them the interval
/// is widened as Student's t widens the normal one. `None` below two replicates in which every gain is defined.
pub fn chosen_gain(
    gains: &[f64],
    replicates: &[Vec<f64>],
    chosen: usize,
    units: usize,
    level: f64,
) -> Option<Chosen> {
    let gain = *gains.get(chosen)?;
    let defined: Vec<&Vec<f64>> = replicates
        .iter()
        .filter(|r| r.len() == gains.len() && r.iter().all(|g| g.is_finite()))
        .collect();
    if defined.len() < 2 || !gain.is_finite() || units < 2 {
        return None;
    }
    let mut wins = vec![false; gains.len()];
    wins[chosen] = true;
    for drawn in &defined {
        let best = (0..drawn.len()).fold(0, |a, b| if drawn[b] > drawn[a] { b } else { a });
        wins[best] = true;
    }
    let wider = widening(units, level);
    let moved = |drawn: &[f64], k: usize| wider * (drawn[k] - gains[k]);
    let up: Vec<f64> = defined
        .iter()
        .map(|drawn| {
            let winners = (0..gains.len()).filter(|k| wins[*k]);
            winners.map(|k| moved(drawn, k)).fold(f64::MIN, f64::max)
        })
        .collect();
    let own: Vec<f64> = defined.iter().map(|drawn| moved(drawn, chosen)).collect();
    let tail = (1.0 - level) / 2.0;
    let most = Sorted::new(&up).quantile(1.0 - tail)?;
    let least = Sorted::new(&own).quantile(tail)?;
    let share = |beyond: usize| (beyond + 1) as f64 / (defined.len() + 1) as f64;
    let by_chance = share(up.iter().filter(|&&u| u >= gain).count());
    let against = share(own.iter().filter(|&&o| o <= gain).count());
    Some(Chosen {
        interval: (gain - most, gain - least),
        p_value: (2.0 * by_chance.min(against)).min(1.0),
        worlds: up
            .iter()
            .zip(&own)
            .map(|(u, o)| (gain - u, gain - o))
            .collect(),
    })
}

impl Chosen {
    /// In which share of draws the gain lies below, within and above `-rope..rope`: below and above each at its least favourable.
    pub fn worlds(&self, rope: f64) -> Worlds {
        let rope = rope.abs();
        let share = |count: usize| count as f64 / self.worlds.len() as f64;
        let above = share(self.worlds.iter().filter(|(low, _)| *low > rope).count());
        let below = share(self.worlds.iter().filter(|(_, high)| *high < -rope).count());
        Worlds {
            below,
            within: (1.0 - above - below).max(0.0),
            above,
        }
    }
}

/// What a percentile interval lacks where few units are drawn: the quantile of Student's t over the normal one, and the deviation with n - 1 over
/// that with n. 1 where it cannot be told.
pub fn widening(units: usize, level: f64) -> f64 {
    let (n, at) = (units as f64, 0.5 + level / 2.0);
    let quantiles = StudentsT::new(0.0, 1.0, n - 1.0)
        .ok()
        .zip(Normal::new(0.0, 1.0).ok());
    let wider =
        quantiles.map(|(t, z)| t.inverse_cdf(at) / z.inverse_cdf(at) * (n / (n - 1.0)).sqrt());
    wider.filter(|w| w.is_finite()).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{Resampler, Unit};
    use crate::work::rng;
    use ndarray::{Array2, aview1};
    use rand::Rng as _;
    use rayon::prelude::*;

    /// A number of mean 0 and deviation 1, the sum of twelve even ones (skewed: a waiting time).
    fn noise(draw: &mut impl rand::RngCore, skewed: bool) -> f64 {
        match skewed {
            true => -draw.random::<f64>().max(1e-12).ln() - 1.0,
            false => (0..12).map(|_| draw.random::<f64>()).sum::<f64>() - 6.0,
        }
    }

    struct World {
        rows: usize,
        /// True gain of each contender.
        gains: Vec<f64>,
        /// Share of a row's noise that all contenders have in common.
        alike: f64,
        skewed: bool,
    }

    impl World {
        fn even(rows: usize, contenders: usize, alike: f64) -> World {
            World {
                rows,
                gains: vec![0.0; contenders],
                alike,
                skewed: false,
            }
        }

        /// True gain of the contender chosen on rows drawn from this world, and what is found of it.
        fn found(&self, seed: u64) -> (f64, Chosen) {
            let mut draw = rng(seed, &["world"]);
            let mut rows = Array2::zeros((self.rows, self.gains.len()));
            for mut row in rows.rows_mut() {
                let common = self.alike.sqrt() * noise(&mut draw, self.skewed);
                let own = (1.0 - self.alike).sqrt();
                for (gain, of) in row.iter_mut().zip(&self.gains) {
                    *gain = of + common + own * noise(&mut draw, self.skewed);
                }
            }
            let means = |weights: &[f64]| -> Vec<f64> {
                (aview1(weights).dot(&rows) / self.rows as f64).to_vec()
            };
            let gains = means(&vec![1.0; self.rows]);
            let chosen = (0..gains.len()).fold(0, |a, b| if gains[b] > gains[a] { b } else { a });
            let resampler = Resampler::new(self.rows, Unit::Row, seed).unwrap();
            let replicates: Vec<Vec<f64>> =
                (0..500).map(|b| means(&resampler.weights(b))).collect();
            let found = chosen_gain(&gains, &replicates, chosen, resampler.units(), 0.95).unwrap();
            (self.gains[chosen], found)
        }

        /// Shares of many such worlds in which the interval holds the true gain of the chosen one, and in which a gain is claimed.
        fn shares(&self, worlds: u64) -> (f64, f64) {
            let found: Vec<(bool, bool)> = (0..worlds)
                .into_par_iter()
                .map(|seed| {
                    let (gain, found) = self.found(seed);
                    let (low, high) = found.interval;
                    (
                        low <= gain && gain <= high,
                        low > 0.0 && found.p_value < 0.05,
                    )
                })
                .collect();
            let share = |count: usize| count as f64 / worlds as f64;
            (
                share(found.iter().filter(|f| f.0).count()),
                share(found.iter().filter(|f| f.1).count()),
            )
        }
    }

    #[test]
    fn an_interval_of_95_percent_holds_the_gain_of_the_chosen_one_in_93_of_100_worlds() {
        let clear = World {
            gains: vec![0.4, 0.0, 0.0, 0.0, 0.0],
            ..World::even(50, 5, 0.5)
        };
        let steps = World {
            gains: (0..8).map(|k| 0.03 * f64::from(k)).collect(),
            ..World::even(60, 8, 0.5)
        };
        let skewed = World {
            skewed: true,
            ..World::even(60, 6, 0.8)
        };
        let worlds = [
            World::even(50, 1, 0.0),
            World::even(60, 5, 0.0),
            World::even(40, 12, 0.0),
            World::even(60, 12, 0.9),
            clear,
            steps,
            skewed,
        ];
        for (which, world) in worlds.iter().enumerate() {
            let (covered, _) = world.shares(600);
            assert!(covered >= 0.93, "world {which}: {covered}");
        }
    }

    #[test]
    fn where_nothing_is_gained_hardly_ever_a_gain_is_claimed() {
        for alike in [0.0, 0.5, 0.9] {
            let (_, claimed) = World::even(50, 10, alike).shares(400);
            assert!(claimed <= 0.05, "{alike}: {claimed}");
        }
    }

    #[test]
    fn a_clear_winner_pays_nothing_for_the_others() {
        let gains = [5.0, 1.0];
        let replicates: Vec<Vec<f64>> = (0..101)
            .map(|i| vec![4.5 + 0.01 * f64::from(i), 1.0 + 0.02 * f64::from(i)])
            .collect();
        let found = chosen_gain(&gains, &replicates, 0, 1_000_000, 0.95).unwrap();
        let alone: Vec<Vec<f64>> = replicates.iter().map(|r| vec![r[0]]).collect();
        assert_eq!(
            chosen_gain(&gains[..1], &alone, 0, 1_000_000, 0.95),
            Some(found.clone())
        );
        assert!((found.interval.0 - 4.525).abs() < 1e-3, "{found:?}");
        assert_eq!(found.p_value, 2.0 / 102.0);
        let worlds = found.worlds(4.9);
        assert!(
            (worlds.above - 0.594).abs() < 0.01 && worlds.below == 0.0,
            "{worlds:?}"
        );
    }

    #[test]
    fn nothing_is_told_of_a_single_unit_or_draw() {
        let drawn = vec![vec![1.0], vec![2.0]];
        assert!(chosen_gain(&[1.0], &drawn, 0, 2, 0.95).is_some());
        assert_eq!(chosen_gain(&[1.0], &drawn, 0, 1, 0.95), None);
        assert_eq!(chosen_gain(&[1.0], &drawn[..1], 0, 9, 0.95), None);
        assert_eq!(chosen_gain(&[f64::NAN], &drawn, 0, 9, 0.95), None);
    }

    #[test]
    fn few_units_widen_as_student_says() {
        // t(4) at 0.975 is 2.776445, the normal 1.959964.
        assert!((widening(5, 0.95) - 2.776445 / 1.959964 * 1.25_f64.sqrt()).abs() < 1e-6);
        let many = widening(1_000_000, 0.95);
        assert!((many - 1.0).abs() < 1e-4, "{many}");
    }
}
