//! Mistakes that only show when several keys are read together.

use toml::de::DeTable;

use super::locate::value_at;
use super::place::{Places, shown};
use crate::decisions::{Fault, path};

pub(super) fn faults(places: &Places<'_>, table: &DeTable<'_>, valid: &toml::Table) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut clash = |keys: &[&str], message: &str, fix: &str| {
        let at = value_at(table, keys).map_or(0, |v| v.span().start);
        let fault = places.fault(
            at,
            &path::join(keys),
            message.to_owned(),
            Some(fix.to_owned()),
        );
        faults.push(fault);
    };

    if has(valid, &["problem", "success", "at_most"])
        && has(valid, &["problem", "success", "at_least"])
    {
        clash(
            &["problem", "success", "at_least"],
            "both 'at_most' and 'at_least' are stated",
            "keep at_most where less is better (an error), at_least where more is better",
        );
    }
    let ways: Vec<&str> = ["share", "from", "file"]
        .into_iter()
        .filter(|way| has(valid, &["split", "holdout", way]))
        .collect();
    if let [first, second, ..] = ways.as_slice() {
        clash(
            &["split", "holdout", second],
            &format!("the holdout is stated twice: '{first}' and '{second}'"),
            "keep one of share, from and file",
        );
    }
    for rule in 0..entries(valid, "rule").len() {
        let at = rule.to_string();
        if has(valid, &["rule", &at, "predict"]) && has(valid, &["rule", &at, "lookup"]) {
            clash(
                &["rule", &at, "lookup"],
                "a rule answers with 'predict' or with 'lookup', not with both",
                "keep one of them, or write a rule for each",
            );
        }
    }
    for list in ["metric", "rule", "source"] {
        let mut seen: Vec<&str> = Vec::new();
        for (i, entry) in entries(valid, list).iter().enumerate() {
            let Some(name) = entry.get("name").and_then(|n| n.as_str()) else {
                continue;
            };
            if name.trim().is_empty() {
                clash(
                    &[list, &i.to_string(), "name"],
                    &format!("'{name}' is an empty name"),
                    "give it a name",
                );
            } else if seen.contains(&name) {
                clash(
                    &[list, &i.to_string(), "name"],
                    &format!("the name '{}' is taken by another {list}", shown(name)),
                    "give each its own name",
                );
            }
            seen.push(name);
        }
    }
    faults
}

fn entries<'a>(valid: &'a toml::Table, list: &str) -> &'a [toml::Value] {
    let entries = valid.get(list).and_then(|v| v.as_array());
    entries.map_or(&[], |e| e.as_slice())
}

fn has(valid: &toml::Table, keys: &[&str]) -> bool {
    let Some((last, way)) = keys.split_last() else {
        return false;
    };
    let mut now = valid;
    let mut way = way.iter();
    while let Some(key) = way.next() {
        now = match now.get(*key) {
            Some(toml::Value::Table(table)) => table,
            Some(toml::Value::Array(list)) => {
                let at = way.next().and_then(|i| i.parse::<usize>().ok());
                match at.and_then(|i| list.get(i)).and_then(|v| v.as_table()) {
                    Some(table) => table,
                    None => return false,
                }
            }
            _ => return false,
        };
    }
    now.contains_key(*last)
}
