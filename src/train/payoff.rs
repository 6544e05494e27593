//! What the verdict says of money: whether the model is shown to save more than it takes to run.

use crate::benchmark::{Amount, Gain};
use crate::decisions::Value;
use crate::text;

/// What a run saves.
pub(super) struct Payoff<'a> {
    /// On the folds, over the cheapest baseline.
    pub saved: &'a Gain,
    /// Its name, where it is not the best one.
    pub over: Option<&'a str>,
    /// On the holdout: a year, where it was opened and decisions a year are stated.
    pub on_holdout: Option<f64>,
    /// What is stated of costs.
    pub value: &'a Value,
}

impl Payoff<'_> {
    /// Whether the whole interval of what is saved after running lies above 0, and the holdout does not speak against it.
    pub fn is_shown(&self) -> bool {
        let net = self.saved.net();
        let least = net.interval.map_or(net.value, |(low, _)| low);
        least > 0.0 && self.net_on_holdout().is_none_or(|net| net > 0.0)
    }

    fn running(&self) -> f64 {
        self.value.run_cost_per_year.unwrap_or(0.0)
    }

    fn net_on_holdout(&self) -> Option<f64> {
        Some(self.on_holdout? - self.running())
    }

    /// `it saves 12,000 USD a year (9,000 to 15,000), …`, with what speaks against it at the end.
    pub fn sentence(&self) -> String {
        let currency = text::escape(self.value.currency.as_deref().unwrap_or(""));
        let told = |amount: Amount, each: &str| amount.words(&currency, each);
        let mut said = match (self.saved.per_year, self.saved.net_per_year) {
            (Some(year), Some(net)) if self.running() > 0.0 => format!(
                "it saves {}, {} after {} of running",
                told(year, "a year"),
                told(net, "a year"),
                text::with_unit(self.running(), &currency)
            ),
            (Some(year), _) => format!("it saves {}", told(year, "a year")),
            (None, _) => format!("it saves {}", told(self.saved.per_decision, "a decision")),
        };
        if let Some(over) = self.over {
            said += &format!(
                " over {}, which costs less than the best baseline",
                text::escape(over)
            );
        }
        let on_holdout = self.on_holdout.map(|year| {
            let amount = text::with_unit(year, &currency);
            format!("on the holdout {amount} a year")
        });
        let payback = self.saved.payback.map(|payback| payback.sentence());
        for part in on_holdout.into_iter().chain(payback) {
            said += &format!("; {part}");
        }
        match (self.is_shown(), self.saved.net().value > 0.0) {
            (true, _) => said,
            (false, true) => said + ": it is not shown to pay",
            (false, false) => said + ": it does not pay",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::benchmark::Upkeep;

    fn said(of: (f64, f64, f64), on_holdout: Option<f64>, running: f64) -> (bool, String) {
        let value = Value {
            currency: Some("USD".into()),
            run_cost_per_year: Some(running),
            ..Value::default()
        };
        let per_decision = Amount {
            value: of.0,
            interval: Some((of.1, of.2)),
        };
        let saved = Gain::of(per_decision, Some(1000.0), Upkeep::stated(&value));
        let payoff = Payoff {
            saved: &saved,
            over: None,
            on_holdout,
            value: &value,
        };
        (payoff.is_shown(), payoff.sentence())
    }

    #[test]
    fn a_model_pays_where_its_whole_interval_says_so() {
        assert_eq!(
            said((0.5, 0.3, 0.7), Some(450.0), 200.0),
            (
                true,
                "it saves 500 USD a year (300 to 700), 300 USD a year (100 to 500) after 200 USD of running; \
                 on the holdout 450 USD a year"
                    .into()
            )
        );
        let (shown, told) = said((0.5, 0.1, 0.9), None, 200.0);
        assert!(!shown && told.ends_with("it is not shown to pay"), "{told}");
        let (shown, told) = said((0.1, 0.05, 0.15), None, 200.0);
        assert!(!shown && told.ends_with("it does not pay"), "{told}");
        // The holdout speaks against what the folds say.
        let (shown, told) = said((0.5, 0.3, 0.7), Some(150.0), 200.0);
        assert!(!shown && told.ends_with("it is not shown to pay"), "{told}");
    }
}
