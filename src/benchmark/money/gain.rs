//! What one predictor saves over another: a decision, a year, after running, after building, each with its interval.
//!
//! All of them follow from the mean saved a decision, so that one bootstrap serves them all: rows, groups or blocks of time are drawn
//! as the split says, and the mean of a draw is a ratio of weighted sums.

use serde::{Deserialize, Serialize};

use crate::benchmark::comparison::around;
use crate::benchmark::{Resampling, Setup};
use crate::decisions::Value;
use crate::error::Result;
use crate::stats::{weighted_mean, widening};
use crate::text;

/// Rows times replicates times comparisons at most, so that many predictors of a million rows take a second or two.
const WORK: usize = 60_000_000;
/// Replicates at least and at most. Below 400 the interval is the normal one with their deviation.
const REPLICATES: (usize, usize) = (60, 2000);
/// Level of the intervals.
const LEVEL: f64 = 0.95;
const MONTHS: f64 = 12.0;
/// Share of a cost below which a difference is none.
const ROUNDING: f64 = 1e-12;

/// An amount of money with its interval at 95 %; none where rows are too few to tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Amount {
    /// The amount.
    pub value: f64,
    /// From, to.
    pub interval: Option<(f64, f64)>,
}

impl Amount {
    fn map(self, of: impl Fn(f64) -> f64) -> Amount {
        Amount {
            value: of(self.value),
            interval: self.interval.map(|(low, high)| (of(low), of(high))),
        }
    }

    /// `1,200 USD a year (900 to 1,500)`.
    pub fn words(self, currency: &str, each: &str) -> String {
        let mut told = format!(
            "{} {each}",
            text::with_unit(self.value, &text::escape(currency))
        );
        if let Some((low, high)) = self.interval {
            let number = |value: f64| text::number(value, 3);
            told += &format!(" ({} to {})", number(low), number(high));
        }
        told
    }
}

/// In how many months building is paid back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Payback {
    /// Months; never where `None`.
    pub months: Option<f64>,
    /// Months at the favourable end of the interval; never where `None`.
    pub soonest: Option<f64>,
    /// Months at the other end; never where `None`.
    pub latest: Option<f64>,
}

/// What one predictor saves over another; below 0 where it costs more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Gain {
    /// Saved a decision.
    pub per_decision: Amount,
    /// Saved a year, where the decisions of a year are stated.
    pub per_year: Option<Amount>,
    /// That, less what running costs a year.
    pub net_per_year: Option<Amount>,
    /// That, less what building costs once.
    pub first_year: Option<Amount>,
    /// When building is paid back, where it costs anything.
    pub payback: Option<Payback>,
}

/// What it takes to have the better one.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Upkeep {
    /// What building costs once.
    pub build: f64,
    /// What running costs a year.
    pub run_per_year: f64,
}

impl Upkeep {
    /// That of a baseline: nothing to speak of.
    pub const NONE: Upkeep = Upkeep {
        build: 0.0,
        run_per_year: 0.0,
    };

    /// That of a model, as stated.
    pub fn stated(value: &Value) -> Upkeep {
        Upkeep {
            build: value.build_cost.unwrap_or(0.0),
            run_per_year: value.run_cost_per_year.unwrap_or(0.0),
        }
    }
}

impl Gain {
    /// From what is saved a decision.
    pub fn of(per_decision: Amount, decisions_per_year: Option<f64>, upkeep: Upkeep) -> Gain {
        let per_year = decisions_per_year.map(|n| per_decision.map(|gain| gain * n));
        let net_per_year = per_year.map(|year| year.map(|gain| gain - upkeep.run_per_year));
        let months = |net: f64| (net > 0.0).then(|| upkeep.build / net * MONTHS);
        Gain {
            per_decision,
            per_year,
            net_per_year,
            first_year: net_per_year.map(|net| net.map(|gain| gain - upkeep.build)),
            payback: net_per_year
                .filter(|_| upkeep.build > 0.0)
                .map(|net| Payback {
                    months: months(net.value),
                    soonest: net.interval.and_then(|(_, high)| months(high)),
                    latest: net.interval.and_then(|(low, _)| months(low)),
                }),
        }
    }

    /// What is left after running: a year, or a decision where nobody says how many there are.
    pub fn net(&self) -> Amount {
        self.net_per_year.unwrap_or(self.per_decision)
    }

    /// All of it in words and money, a sentence each.
    pub fn sentences(&self, currency: &str) -> Vec<String> {
        let words = |amount: Amount, each: &str| amount.words(currency, each);
        let mut told = vec![format!(
            "it saves {}",
            words(self.per_decision, "a decision")
        )];
        told.extend(
            self.per_year
                .map(|year| format!("that is {}", words(year, "a year"))),
        );
        let runs = self.net_per_year.filter(|net| Some(*net) != self.per_year);
        told.extend(runs.map(|net| format!("after running it {}", words(net, "a year"))));
        if let (Some(payback), Some(first)) = (self.payback, self.first_year) {
            told.push(format!(
                "after building it {}",
                words(first, "in the first year")
            ));
            told.push(payback.sentence());
        }
        told
    }
}

impl Payback {
    /// When, and between which ends of the interval.
    pub fn sentence(self) -> String {
        let time = |months: Option<f64>| months.map_or_else(|| "never".to_owned(), months_words);
        let range = match (self.soonest, self.latest) {
            (None, None) => String::new(),
            (soonest, latest) => format!(" ({} to {})", time(soonest), time(latest)),
        };
        match self.months {
            Some(months) => format!("building is paid back in {}{range}", months_words(months)),
            None => format!("building is never paid back{range}"),
        }
    }
}

/// A number of months for people.
fn months_words(months: f64) -> String {
    if months < 1.0 {
        text::counted((months / MONTHS * 365.0).ceil() as usize, "day")
    } else if months < 24.0 {
        text::counted(months.ceil() as usize, "month")
    } else {
        format!("{} years", text::number(months / MONTHS, 2))
    }
}

/// What each of `ours` saves over `theirs`, all of them the cost of each of these rows of the table; rows where one of both is unknown (not-a-number) are left out,
/// `None` where all are. The intervals are those of a bootstrap over rows, groups or blocks of time; with many rows fewer replicates are drawn. An error where there is no
/// row.
pub fn gains(
    setup: &Setup,
    rows: &[usize],
    theirs: &[f64],
    ours: &[&[f64]],
    value: &Value,
    upkeep: Upkeep,
) -> Result<Vec<Option<Gain>>> {
    let resampling = Resampling::of(setup, rows)?;
    let saved: Vec<Vec<f64>> = ours
        .iter()
        .map(|ours| {
            theirs
                .iter()
                .zip(*ours)
                .map(|(t, o)| saving(*t, *o))
                .collect()
        })
        .collect();
    let means =
        |weights: &[f64]| -> Vec<f64> { saved.iter().map(|s| weighted_mean(s, weights)).collect() };
    let whole = means(&resampling.whole());
    let work = rows.len().max(1) * saved.len().max(1);
    let count = (WORK / work).clamp(REPLICATES.0, REPLICATES.1);
    let drawn = resampling.some_replicates(count, means);
    let wider = widening(resampling.units(), LEVEL);
    let gain = |(at, &mean): (usize, &f64)| {
        let of_draws: Vec<f64> = drawn.iter().map(|means| means[at]).collect();
        let per_decision = Amount {
            value: mean,
            interval: around(mean, &of_draws, wider),
        };
        mean.is_finite()
            .then(|| Gain::of(per_decision, value.decisions_per_year, upkeep))
    };
    Ok(whole.iter().enumerate().map(gain).collect())
}

/// What is left of two costs; costs that differ by the rounding of sums only are the same.
fn saving(theirs: f64, ours: f64) -> f64 {
    let saved = theirs - ours;
    match saved.abs() <= ROUNDING * theirs.abs().max(ours.abs()) {
        true => 0.0,
        false => saved,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_payback_follow_from_a_decision() {
        let upkeep = Upkeep {
            build: 600.0,
            run_per_year: 200.0,
        };
        let per_decision = Amount {
            value: 0.5,
            interval: Some((0.1, 0.8)),
        };
        let gain = Gain::of(per_decision, Some(1000.0), upkeep);
        let amount = |value, low, high| {
            Some(Amount {
                value,
                interval: Some((low, high)),
            })
        };
        assert_eq!(gain.per_year, amount(500.0, 100.0, 800.0));
        assert_eq!(gain.net_per_year, amount(300.0, -100.0, 600.0));
        assert_eq!(gain.first_year, amount(-300.0, -700.0, 0.0));
        // 600 / 300 a year are two years; a year at best, never at worst.
        let payback = gain.payback.unwrap();
        assert_eq!(payback.months, Some(24.0));
        assert_eq!((payback.soonest, payback.latest), (Some(12.0), None));
        let told = gain.sentences("USD");
        assert_eq!(
            told[4],
            "building is paid back in 2.0 years (12 months to never)"
        );
        assert!(told[1].starts_with("that is 500 USD a year (100 to 800)"));
    }

    #[test]
    fn without_decisions_a_year_or_upkeep_less_is_told() {
        let per_decision = Amount {
            value: -0.5,
            interval: None,
        };
        let bare = Gain::of(per_decision, None, Upkeep::NONE);
        assert_eq!((bare.per_year, bare.payback), (None, None));
        let never = Gain::of(
            per_decision,
            Some(10.0),
            Upkeep {
                build: 1.0,
                run_per_year: 0.0,
            },
        );
        assert_eq!(never.payback, Some(Payback::default()));
        assert!(
            never
                .sentences("")
                .contains(&"building is never paid back".to_owned())
        );
    }
}
