//! The last rows of every group, kept so that lags can be computed on rows that come later, and a file that is scored
//! after them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::Dataset;
use super::order::Order;
use crate::error::{Error, Result};
use crate::project::Project;
use crate::table::{Expression, Length, Past, Reach, Table, TableDocument};
use crate::text;

/// Rows from a wanted instant on that are kept at most; beyond, only what rows after the last need.
const MOST_ROWS: usize = 100_000;

/// The last rows of every group: as many as lags and windows need on rows that come later, with the columns they read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct History {
    order: Order,
    rows: TableDocument,
}

impl History {
    /// What features and a rule need of the past on rows that come after those of the table, or from the instant `since`
    /// on. Nothing where none of them looks back.
    pub fn of(
        project: &Project,
        table: &Table,
        features: &IndexMap<String, String>,
        rule: Option<&Expression>,
        since: Option<i64>,
    ) -> Result<Option<History>> {
        let looks = Looks::of(features, rule);
        if looks.reach == Reach::NONE {
            return Ok(None);
        }
        let order = Order::required(project)?;
        let (axis, horizon) = order.axis(table)?;
        let group = order.group.as_deref();
        let past = Past::of(table, &axis, group, horizon, 0..table.rows())?;
        let instants = |rows: &[usize]| -> Vec<i64> {
            rows.iter().filter_map(|&row| axis.instants[row]).collect()
        };
        let later = |since: &i64| {
            axis.instants
                .iter()
                .flatten()
                .filter(|t| *t >= since)
                .count()
        };
        let since = since.filter(|since| later(since) <= MOST_ROWS);
        let mut rows = Vec::new();
        for group in past.groups() {
            let first = first_needed(&instants(group), looks.reach, horizon, since);
            rows.extend_from_slice(&group[first..]);
        }
        rows.sort_unstable();
        let mut columns: BTreeSet<&str> = looks
            .columns
            .iter()
            .map(String::as_str)
            .filter(|name| table.has(name) && !features.contains_key(*name))
            .collect();
        columns.insert(&order.time);
        columns.extend(group);
        // Values about persons are not kept: a file to be scored must then bring its own past.
        let personal = |name: &&str| {
            let decided = project.decisions.columns.get(*name);
            decided.is_some_and(|column| column.personal == Some(true))
        };
        if columns.iter().any(personal) {
            columns = [order.time.as_str()].into_iter().chain(group).collect();
            rows.clear();
        }
        let columns: Vec<&str> = columns.into_iter().collect();
        let rows = TableDocument::of(&table.select(&columns)?.take(&rows)?)?;
        Ok(Some(History { order, rows }))
    }

    /// What orders the rows, as it was when they were kept.
    pub fn order(&self) -> &Order {
        &self.order
    }
}

/// The first row of a group, of which these are the instants, that rows after its last, or at `since` and later, need.
fn first_needed(instants: &[i64], reach: Reach, horizon: Length, since: Option<i64>) -> usize {
    let (Reach::Rows { levels, rows }, Some(last)) = (reach, instants.last()) else {
        return 0;
    };
    let mut now = since.map_or(*last, |since| since.min(*last));
    let mut first = instants.len() - 1;
    for _ in 0..levels {
        let latest = horizon.before(now);
        let known = |then: &i64| *then < now && *then <= latest;
        first = instants.partition_point(known).saturating_sub(rows);
        now = instants[first];
    }
    first
}

/// How far some expressions look back, and which columns they read there.
struct Looks {
    reach: Reach,
    columns: BTreeSet<String>,
}

impl Looks {
    fn of(features: &IndexMap<String, String>, rule: Option<&Expression>) -> Looks {
        let parsed: Vec<(&str, Expression)> = features
            .iter()
            .filter_map(|(name, text)| Some((name.as_str(), Expression::parse(text).ok()?)))
            .collect();
        let mut reaches: BTreeMap<&str, Reach> = BTreeMap::new();
        let mut reach = Reach::NONE;
        let mut columns = BTreeSet::new();
        let named = parsed.iter().map(|(name, e)| (Some(*name), e));
        for (name, expression) in named.chain(rule.map(|rule| (None, rule))) {
            let own = expression.reach(&|c| reaches.get(c).copied().unwrap_or(Reach::NONE));
            reach = reach.or(own);
            if expression.looks_back() {
                columns.extend(expression.columns().iter().cloned());
            }
            reaches.extend(name.map(|name| (name, own)));
        }
        // A feature read in the past is computed there, from what it reads.
        for (name, expression) in parsed.iter().rev() {
            if columns.contains(*name) {
                columns.extend(expression.columns().iter().cloned());
            }
        }
        Looks { reach, columns }
    }
}

/// The rows of a file with what lags need before them.
#[derive(Debug, Clone)]
pub struct ToScore {
    /// Kept rows, then those of the file, features computed.
    pub dataset: Dataset,
    /// The rows of the file in it.
    pub rows: Range<usize>,
}

impl Dataset {
    /// Rows as the project's data are: no filter, no row left out, lags from these rows only.
    pub fn for_scoring(project: &Project, table: Table) -> Result<Dataset> {
        let rows = table.rows();
        Self::from_table(project, table, rows, None)
    }
}

impl ToScore {
    /// The rows of a file after those that were kept, with features computed. A kept row that the file repeats (same time
    /// and group, no value that differs) is the file's row, and gives it the values that it leaves empty. `needed` are the
    /// columns and features that are read of the file's rows themselves; columns that are read in the past only may be
    /// missing in the file. The project must be as it was when the rows were kept.
    pub fn of(
        project: &Project,
        history: Option<&History>,
        needed: &BTreeSet<String>,
        input: Table,
    ) -> Result<ToScore> {
        let (before, known) = match history {
            Some(history) => {
                let order = &history.order;
                for name in order.columns() {
                    if !input.has(name) {
                        return Err(absent(name, "the model looks back by it"));
                    }
                }
                let rows = history.rows.table()?;
                let names = rows.columns().iter().map(|c| c.name.clone()).collect();
                (Some((order, rows)), names)
            }
            None => (None, BTreeSet::new()),
        };
        require(&project.decisions.features, needed, &input, &known)?;
        let (table, rows) = match before {
            Some((order, before)) => after(order, before, &input)?,
            None => {
                let rows = 0..input.rows();
                (input, rows)
            }
        };
        Ok(ToScore {
            dataset: Dataset::for_scoring(project, table)?,
            rows,
        })
    }
}

fn absent(name: &str, why: &str) -> Error {
    Error::new(format!("there is no such column, {why}"))
        .at_column(name)
        .with_fix("add the column, or give the file that the model was made for")
}

/// Refuses a file without a column that is read of its own rows, or that is read in the past and was not kept.
fn require(
    features: &IndexMap<String, String>,
    needed: &BTreeSet<String>,
    input: &Table,
    kept: &BTreeSet<String>,
) -> Result<()> {
    let mut now = needed.clone();
    for (name, text) in features.iter().rev() {
        let Ok(expression) = Expression::parse(text) else {
            continue;
        };
        let why = || {
            format!(
                "from which the feature '{}' is computed",
                text::escape(name)
            )
        };
        if now.contains(name) {
            for column in expression.columns_now() {
                if !input.has(column) && !features.contains_key(column) {
                    return Err(absent(column, &why()));
                }
                now.insert(column.clone());
            }
        }
        let past = expression.columns().difference(expression.columns_now());
        for column in past {
            if !input.has(column) && !kept.contains(column) && !features.contains_key(column) {
                return Err(absent(column, &why()));
            }
        }
    }
    Ok(())
}

/// Kept rows and below them those of a file, without the kept rows that the file repeats.
fn after(order: &Order, before: Table, input: &Table) -> Result<(Table, Range<usize>)> {
    let names: Vec<String> = before.columns().iter().map(|c| c.name.clone()).collect();
    let (mut upper, mut lower) = (before, input.clone());
    for name in input.columns().iter().map(|c| &c.name) {
        if !upper.has(name) {
            upper = upper.with_texts(name, &vec![None; upper.rows()])?;
        }
    }
    for name in &names {
        if !lower.has(name) {
            lower = lower.with_texts(name, &vec![None; lower.rows()])?;
        }
    }
    let both = upper.append(&lower)?;
    let first = upper.rows();
    let repeats = repeats(order, &both, first, &names)?;
    let mut both = both;
    for name in &names {
        let missing = both.missing(name)?;
        let mut source: Vec<usize> = (0..both.rows()).collect();
        for (&kept, &row) in repeats.iter().filter(|(_, row)| missing[**row]) {
            source[row] = kept;
        }
        both = both.with_values_of(name, &source)?;
    }
    let left: Vec<usize> = (0..both.rows())
        .filter(|row| !repeats.contains_key(row))
        .collect();
    let first = first - repeats.len();
    Ok((both.take(&left)?, first..left.len()))
}

/// Kept rows that the file repeats, each with the file's row.
fn repeats(
    order: &Order,
    both: &Table,
    first: usize,
    names: &[String],
) -> Result<BTreeMap<usize, usize>> {
    let instants = order.axis(both)?.0.instants;
    let groups = match &order.group {
        Some(group) => both.labels(group)?.codes,
        None => vec![None; both.rows()],
    };
    let mut at: BTreeMap<(i64, Option<u32>), Vec<usize>> = BTreeMap::new();
    for row in first..both.rows() {
        if let Some(instant) = instants[row] {
            at.entry((instant, groups[row])).or_default().push(row);
        }
    }
    let differ = |a: usize, b: usize| {
        names
            .iter()
            .any(|name| match (both.cell(a, name), both.cell(b, name)) {
                (Some(a), Some(b)) => a != b,
                _ => false,
            })
    };
    let mut repeats = BTreeMap::new();
    for kept in 0..first {
        let Some(instant) = instants[kept] else {
            continue;
        };
        let Some(rows) = at.get_mut(&(instant, groups[kept])) else {
            continue;
        };
        if let Some(place) = rows.iter().position(|&row| !differ(kept, row)) {
            repeats.insert(kept, rows.remove(place));
        }
    }
    Ok(repeats)
}
