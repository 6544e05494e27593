//! Who names a column: every decision that would no longer be right if it had another name.

use crate::decisions::{Decisions, path};
use crate::table::Expression;

/// The keys of the decisions that name a column or a feature: keys whose answer it is, expressions that read it, lines under its name.
pub fn named_in(decisions: &Decisions, name: &str) -> Vec<String> {
    let reads = |text: &String| {
        let expression = Expression::parse(text);
        expression.is_ok_and(|expression| expression.columns().contains(name))
    };
    let is = |said: &Option<String>| said.as_deref() == Some(name);
    let problem = &decisions.problem;
    let answers = [
        ("problem.target", is(&problem.target)),
        ("problem.time", is(&problem.time)),
        ("problem.group", is(&problem.group)),
        ("problem.id", is(&problem.id)),
        ("problem.weight", is(&problem.weight)),
        (
            "value.cost",
            decisions.value.cost.as_ref().is_some_and(reads),
        ),
        ("split.fold_column", is(&decisions.split.fold_column)),
    ];
    let answers = answers.into_iter().filter(|(_, names)| *names);
    let sources = decisions.source.iter().enumerate();
    let sources = sources.filter(|(_, source)| source.filter.as_ref().is_some_and(reads));
    let rules = decisions.rule.iter().enumerate();
    let rules = rules.filter(|(_, rule)| reads(&rule.predict));
    let keys = decisions.rule.iter().enumerate();
    let keys = keys.filter(|(_, rule)| {
        let lookup = rule.lookup.as_ref();
        lookup.is_some_and(|lookup| lookup.on.iter().any(|key| key == name))
    });
    let features = decisions.features.iter().filter(|(_, text)| reads(text));
    let prepared = decisions.prepare.contains_key(name);
    let spoken_of = decisions.columns.contains_key(name);
    let lines = [("prepare", prepared), ("columns", spoken_of)];
    let lines = lines.into_iter().filter(|(_, is_there)| *is_there);
    answers
        .map(|(key, _)| key.to_owned())
        .chain(sources.map(|(at, _)| format!("source.{at}.where")))
        .chain(rules.map(|(at, _)| format!("rule.{at}.predict")))
        .chain(keys.map(|(at, _)| format!("rule.{at}.lookup.on")))
        .chain(features.map(|(feature, _)| path::join(&["features", feature])))
        .chain(lines.map(|(section, _)| path::join(&[section, name])))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decisions::parse;

    #[test]
    fn everything_that_reads_a_column_is_named() {
        let text = "format = 1\n[problem]\ntarget = \"fare\"\ngroup = \"cab\"\n[[source]]\npath = \"a.csv\"\nwhere = \"miles > 0\"\n[[rule]]\nname = \"flat\"\npredict = \"12\"\n[[rule]]\nname = \"tariff\"\npredict = \"? * miles\"\n[features]\nlog_miles = \"ln(miles + 1)\"\nfar = \"log_miles > 2\"\n[prepare]\nmiles = { missing = \"median\" }\n";
        let decisions = parse(text).decisions;
        let miles = [
            "source.0.where",
            "rule.1.predict",
            "features.log_miles",
            "prepare.miles",
        ];
        assert_eq!(named_in(&decisions, "miles"), miles);
        assert_eq!(named_in(&decisions, "log_miles"), ["features.far"]);
        assert_eq!(named_in(&decisions, "cab"), ["problem.group"]);
        assert!(named_in(&decisions, "nobody").is_empty());
    }
}
