//! Categories that differ only in how they are written.

use crate::decisions::{Kind, Role, Severity, Threshold};
use crate::error::Result;
use crate::table::{Storage, by_frequency};
use crate::text;

use super::super::{Finding, fix, fold};
use super::context::name;
use super::{Check, Context, Found};

/// Levels of a column looked at: more are names, not categories.
const LEVELS: usize = 1000;
/// Levels compared letter by letter, pair by pair.
const PAIRS: usize = 300;
/// Letters of a level below which one more or less is another word.
const LETTERS: usize = 5;
/// Spellings written out in a fix at most.
const WRITTEN: usize = 40;
/// Groups named in the message.
const SHOWN: usize = 3;
/// Words for true and for false.
const TRUE: &[&str] = &["yes", "y", "true", "t", "1", "oui", "o", "vrai", "ja", "si"];
const FALSE: &[&str] = &["no", "n", "false", "f", "0", "non", "faux", "nein"];

pub(super) static CHECK: Check = Check {
    name: "spelling",
    doc: "Categories that differ only by capitals, spaces, accents or one letter are mostly the same one: each spelling is learned \
          alone, and a class of the target falls apart.",
    thresholds: &[Threshold::SpellingShare],
    run,
};

fn run(context: &Context<'_>) -> Result<Vec<Finding>> {
    let limit = context.limit(Threshold::SpellingShare);
    let mut findings = Vec::new();
    for (column, profile) in context.used() {
        let plain = matches!(column.kind, Kind::Category | Kind::Ordinal | Kind::Boolean);
        let storage = context.data.table.column(&column.name)?.storage;
        if !plain || storage != Storage::Text || profile.distinct > LEVELS {
            continue;
        }
        let labels = context.data.table.labels(&column.name)?;
        let counts = labels.counts();
        let groups = groups(&labels.names, &counts, limit);
        if groups.is_empty() {
            continue;
        }
        let odd: Vec<bool> = odd_levels(&groups, labels.names.len());
        let rows: Vec<usize> = (0..labels.codes.len())
            .filter(|&row| labels.codes[row].is_some_and(|c| odd[c as usize]))
            .collect();
        let share = rows.len() as f64 / context.rows().max(1) as f64;
        let message = format!(
            "{} {} writes {} in several ways{}: {} hold the rarer spellings ({})",
            if column.role == Role::Target {
                "the target"
            } else {
                "column"
            },
            name(&column.name),
            text::counted(groups.len(), "category").replace("categorys", "categories"),
            match profile.personal {
                true => String::new(),
                false => shown(&groups, &labels.names),
            },
            text::counted(rows.len(), "row"),
            text::percent(share)
        );
        let mut found = Found::new(&CHECK, Severity::Warning, message)
            .column(&column.name)
            .measured(share, 0.0)
            .rows(rows);
        if let Some(expression) =
            merged(&column.name, &groups, &labels.names).filter(|_| !profile.personal)
        {
            found = match column.role {
                Role::Target => found.fix(fix::replaced_target(
                    context,
                    &column.name,
                    &expression,
                    "merge the spellings",
                )),
                Role::Feature => found.fix(fix::replaced(
                    context,
                    &column.name,
                    &expression,
                    "merge the spellings",
                )),
                _ => found,
            };
        }
        findings.push(found.done());
    }
    Ok(findings)
}

/// Levels that are the same, the most frequent first; levels that are alone are left out.
fn groups(names: &[String], counts: &[usize], limit: f64) -> Vec<Vec<usize>> {
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    let truth = truths(names);
    for level in by_frequency(counts) {
        let key = truth
            .as_ref()
            .map_or_else(|| fold::key(&names[level]), |t| t[level].to_owned());
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, group)) => group.push(level),
            None => groups.push((key, vec![level])),
        }
    }
    if groups.len() <= PAIRS && truth.is_none() {
        join_slips(&mut groups, counts, limit);
    }
    groups
        .into_iter()
        .map(|(_, group)| group)
        .filter(|group| group.len() > 1)
        .collect()
}

/// Moves a rare level to a frequent one that is one letter away.
fn join_slips(groups: &mut Vec<(String, Vec<usize>)>, counts: &[usize], limit: f64) {
    let total = |group: &[usize]| group.iter().map(|&level| counts[level]).sum::<usize>() as f64;
    let mut at = groups.len();
    // From the rarest, so that a slip of a slip still finds the word.
    while at > 1 {
        at -= 1;
        let rare = total(&groups[at].1);
        let word = (0..at).find(|&other| {
            rare <= limit * total(&groups[other].1) && is_slip(&groups[at].0, &groups[other].0)
        });
        if let Some(word) = word {
            let (_, moved) = groups.remove(at);
            groups[word].1.extend(moved);
        }
    }
}

/// Whether two words of letters are one letter apart: one more, one less, one other or two exchanged.
fn is_slip(a: &str, b: &str) -> bool {
    let letters =
        |text: &str| text.chars().count() >= LETTERS && !text.contains(|c: char| c.is_numeric());
    // Slips are seldom in the first letter: Dolly and Holly are two.
    letters(a)
        && letters(b)
        && a.chars().next() == b.chars().next()
        && a.len().abs_diff(b.len()) <= 4
        && strsim::osa_distance(a, b) == 1
}

/// What each level says where all are words for true or false, and there are more than two.
fn truths(names: &[String]) -> Option<Vec<&'static str>> {
    let truth = |name: &String| {
        let word = fold::key(name);
        match (
            TRUE.contains(&word.as_str()),
            FALSE.contains(&word.as_str()),
        ) {
            (true, _) => Some("true"),
            (_, true) => Some("false"),
            _ => None,
        }
    };
    (names.len() > 2).then(|| names.iter().map(truth).collect())?
}

/// Which levels are not the first of their group.
fn odd_levels(groups: &[Vec<usize>], levels: usize) -> Vec<bool> {
    let mut odd = vec![false; levels];
    for level in groups.iter().flat_map(|group| &group[1..]) {
        odd[*level] = true;
    }
    odd
}

fn shown(groups: &[Vec<usize>], names: &[String]) -> String {
    let word = |level: &usize| format!("'{}'", text::escape(&text::cut(&names[*level], 30)));
    let listed: Vec<String> = groups
        .iter()
        .take(SHOWN)
        .map(|group| {
            group
                .iter()
                .take(6)
                .map(word)
                .collect::<Vec<_>>()
                .join(" = ")
        })
        .collect();
    format!(" ({})", listed.join("; "))
}

/// The expression that gives every spelling the most frequent one of its group; none where it would be very long.
fn merged(column: &str, groups: &[Vec<usize>], names: &[String]) -> Option<String> {
    if groups.iter().map(|group| group.len() - 1).sum::<usize>() > WRITTEN {
        return None;
    }
    let quoted = |level: &usize| format!("'{}'", names[*level].replace('\'', "''"));
    let key = fix::column(column);
    let whens: Vec<String> = groups
        .iter()
        .map(|group| {
            let others: Vec<String> = group[1..].iter().map(quoted).collect();
            format!(
                "when {key} in ({}) then {}",
                others.join(", "),
                quoted(&group[0])
            )
        })
        .collect();
    Some(format!("case {} else {key} end", whens.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grouped(levels: &[(&str, usize)]) -> Vec<Vec<String>> {
        let names: Vec<String> = levels.iter().map(|(name, _)| (*name).to_owned()).collect();
        let counts: Vec<usize> = levels.iter().map(|(_, count)| *count).collect();
        let words = |group: Vec<usize>| group.into_iter().map(|l| names[l].clone()).collect();
        groups(&names, &counts, 0.1)
            .into_iter()
            .map(words)
            .collect()
    }

    #[test]
    fn capitals_spaces_accents_and_slips_are_one() {
        let levels = [
            ("approved", 141),
            ("refused", 133),
            ("Approved", 2),
            (" refused", 9),
            ("REFUSED", 5),
            ("approved ", 3),
            ("aproved", 5),
            ("other", 1),
        ];
        let found = grouped(&levels);
        assert_eq!(
            found,
            [
                vec!["approved", "approved ", "Approved", "aproved"],
                vec!["refused", " refused", "REFUSED"],
            ]
        );
        assert_eq!(
            grouped(&[("Orléans", 9), ("orleans", 2), ("Lyon", 5)]).len(),
            1
        );
    }

    #[test]
    fn words_that_are_others_stay_apart() {
        for pair in [
            [("north", 50), ("south", 2)],
            [("class 1", 50), ("class 2", 2)],
            [("Iran", 50), ("Iraq", 2)],
            [("C", 50), ("C+", 2)],
            [("1-2", 50), ("12", 2)],
            [("moderate", 50), ("moderato", 20)],
        ] {
            assert!(grouped(&pair).is_empty(), "{pair:?}");
        }
    }

    #[test]
    fn truth_in_many_spellings() {
        assert!(grouped(&[("yes", 50), ("no", 50)]).is_empty());
        let found = grouped(&[("yes", 5), ("no", 4), ("Y", 3), ("0", 2), ("TRUE", 1)]);
        assert_eq!(found, [vec!["yes", "Y", "TRUE"], vec!["no", "0"]]);
    }
}
