//! Whether the predictions hold over time: scores by period of the calendar.

use super::kept::Kept;
use crate::data::Calendar;
use crate::error::Result;
use crate::figures::{Measure, OverTime, Period};

/// `None` where there is no time, or all rows lie in one period. `levels` are what the scores are held against.
pub(super) fn chart(kept: &Kept<'_>, levels: Vec<(String, f64)>) -> Result<Option<OverTime>> {
    let problem = &kept.setup.problem;
    let Some(time) = problem.time.as_deref() else {
        return Ok(None);
    };
    let times = kept.setup.dataset.table.select(&[time])?.take(&kept.rows)?;
    let Some(calendar) = Calendar::of(&times, time)? else {
        return Ok(None);
    };
    let mut members = vec![Vec::new(); calendar.periods.starts.len()];
    for (member, period) in calendar.of.iter().enumerate() {
        if let Some(period) = period {
            members[usize::from(*period)].push(member);
        }
    }
    let periods = calendar.periods.starts.into_iter().zip(members);
    let periods = periods.map(|(name, members)| Period {
        name,
        rows: members.len(),
        score: kept.score(&members),
    });
    Ok(Some(OverTime {
        of: Measure::new(problem.metric.name(), problem.score_unit()),
        every: calendar.periods.every,
        periods: periods.collect(),
        lines: levels,
    }))
}
