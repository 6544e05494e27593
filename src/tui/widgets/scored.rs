//! What a rule gives on the folds, as lines beside its field.

use crate::benchmark::TriedRule;
use crate::text;
use crate::tui::theme::Tone;

/// The lines; while nothing is known that it is being computed.
pub(super) fn scored_lines(found: Option<&Result<TriedRule, String>>) -> Vec<(String, Tone)> {
    match found {
        None => vec![("scoring on the folds ...".to_owned(), Tone::Dim)],
        Some(Err(why)) => vec![(why.clone(), Tone::Warn)],
        Some(Ok(tried)) => lines(tried),
    }
}

fn lines(tried: &TriedRule) -> Vec<(String, Tone)> {
    let found = &tried.found;
    let number = |value: f64| text::number(value, 3);
    let mut lines = Vec::new();
    let mean = found.mean.map_or_else(|| "undefined".to_owned(), number);
    let std = found
        .std
        .map_or_else(String::new, |std| format!(" ± {}", text::number(std, 2)));
    let score = format!("{mean}{std} {}", tried.unit);
    let score = format!("score    {} {}", tried.metric, score.trim_end());
    lines.push((score, Tone::Key));
    if found.scores.len() > 1 {
        let scores = found.scores.iter();
        let scores = scores.map(|score| score.map_or_else(|| "-".to_owned(), number));
        let scores: Vec<String> = scores.collect();
        lines.push((format!("by fold  {}", scores.join("  ")), Tone::Plain));
    }
    lines.push(against(tried));
    if !found.coefficients.is_empty() {
        let fitted = found.coefficients.iter().map(|c| text::number(*c, 4));
        let fitted: Vec<String> = fitted.collect();
        lines.push((format!("fitted ? {}", fitted.join("  ")), Tone::Plain));
    }
    let cost = found.money.and_then(|money| money.folds.per_decision);
    if let Some(cost) = cost {
        let cost = text::with_unit(cost, &tried.currency);
        lines.push((format!("costs    {cost} a decision"), Tone::Plain));
    }
    if found.unanswered > 0.0 {
        let share = text::percent(found.unanswered);
        let told = format!("silent   on {share} of the rows; the best constant answers there");
        lines.push((told, Tone::Warn));
    }
    if !tried.is_whole() {
        let (rows, of) = (text::count(tried.rows), text::count(tried.of));
        let told = format!("on a sample of {rows} of {of} rows; all of them follow");
        lines.push((told, Tone::Dim));
    }
    lines
}

fn against(tried: &TriedRule) -> (String, Tone) {
    let Some(rival) = &tried.rival else {
        let told = "against  nothing yet: the benchmark has not run on these folds";
        return (told.to_owned(), Tone::Dim);
    };
    let name = text::escape(&rival.name);
    let (said, tone) = match rival.lead {
        Some(lead) if lead > 0.0 => (format!("{} better", text::percent(lead)), Tone::Good),
        Some(lead) if lead < 0.0 => (format!("{} worse", text::percent(-lead)), Tone::Warn),
        Some(_) => ("alike".to_owned(), Tone::Plain),
        None => ("no share can be told".to_owned(), Tone::Plain),
    };
    let mean = text::number(rival.mean, 3);
    (format!("against  {name}, {mean}: {said}"), tone)
}
