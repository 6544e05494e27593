//! Formulas that give a class.

use crate::text;

use super::{Answer, Best, Input, named, short};

/// Columns compared with one another at most, in their order.
const COMPARED: usize = 60;
/// Levels of a column that may be a recoding at most.
const LEVELS: usize = 50;
/// Rows for each level at least: with fewer, the class of a level is learned by heart.
const ROWS_A_LEVEL: usize = 20;
/// Share of a flag's rows in the class that it is a reason for.
const REASON: f64 = 0.98;
/// Rows of a flag at least.
const FLAGGED: usize = 3;

/// The formula that gives the classes `y` (places in `names`) in at least `limit` of the rows, where there is one. A class with two
/// others has recodings only.
pub(in crate::data) fn classes(
    inputs: &[Input],
    y: &[u32],
    names: &[String],
    limit: f64,
) -> Option<Answer> {
    let mut counts = vec![0_usize; names.len()];
    for class in y {
        counts[*class as usize] += 1;
    }
    let common = (0..counts.len()).max_by_key(|&c| (counts[c], std::cmp::Reverse(c)))?;
    let mut search = Search {
        inputs,
        y,
        best: Best::new(y.iter().map(|c| *c as usize == common).collect(), limit),
    };
    search.recodings();
    // Of two classes, the rarer one is spoken of.
    if let ([_, _], Some(rare)) = (
        counts.as_slice(),
        counts.iter().position(|c| *c != counts[common]).or(Some(1)),
    ) {
        let shown = format!("is '{}' where", text::escape(&text::cut(&names[rare], 40)));
        search.gaps(rare as u32, &shown);
        search.thresholds(rare as u32, &shown);
        search.comparisons(rare as u32, &shown);
        search.flags(rare as u32, &shown);
    }
    search.best.found
}

#[derive(Debug)]
struct Search<'a> {
    inputs: &'a [Input],
    y: &'a [u32],
    best: Best,
}

impl Search<'_> {
    /// A class for each level of a column.
    fn recodings(&mut self) {
        let classes = self.y.iter().max().map_or(0, |c| *c as usize + 1);
        for input in self.inputs {
            let Some(levels) = &input.levels else {
                continue;
            };
            // Missing is a level of its own, the first.
            let place = |row: usize| levels[row].map_or(0, |level| level as usize + 1);
            let count = (0..levels.len())
                .map(place)
                .max()
                .map_or(0, |most| most + 1);
            if count > LEVELS || count * ROWS_A_LEVEL > levels.len() {
                continue;
            }
            let mut table = vec![vec![0_usize; classes]; count];
            for row in 0..levels.len() {
                table[place(row)][self.y[row] as usize] += 1;
            }
            let class_of: Vec<usize> = table
                .iter()
                .map(|counts| {
                    (0..classes)
                        .max_by_key(|&c| (counts[c], std::cmp::Reverse(c)))
                        .unwrap_or(0)
                })
                .collect();
            let holds = (0..levels.len())
                .map(|row| class_of[place(row)] == self.y[row] as usize)
                .collect();
            let shown = named(&input.name);
            self.best.offer(&[&input.name], holds, || {
                format!("is {shown} in other words")
            });
        }
    }

    /// Offers a rule that gives the rarer class where it is true, and its contrary.
    fn rule(
        &mut self,
        rare: u32,
        columns: &[&str],
        says: &dyn Fn(usize) -> bool,
        yes: &str,
        no: &str,
    ) {
        let holds: Vec<bool> = (0..self.y.len())
            .map(|row| says(row) == (self.y[row] == rare))
            .collect();
        let contrary = holds.iter().map(|h| !h).collect();
        self.best.offer(columns, holds, || yes.to_owned());
        self.best.offer(columns, contrary, || no.to_owned());
    }

    /// A column that has a value in one class only.
    fn gaps(&mut self, rare: u32, shown: &str) {
        for input in self.inputs {
            let missing = |row: usize| match (&input.numbers, &input.levels) {
                (Some(x), _) => x[row].is_nan(),
                (None, Some(levels)) => levels[row].is_none(),
                (None, None) => false,
            };
            let column = named(&input.name);
            let yes = format!("{shown} {column} is null");
            let no = format!("{shown} {column} is not null");
            self.rule(rare, &[&input.name], &missing, &yes, &no);
        }
    }

    /// A column on one side of a value.
    fn thresholds(&mut self, rare: u32, shown: &str) {
        for input in self.inputs {
            let Some(x) = &input.numbers else { continue };
            let Some(edge) = best_edge(x, self.y, rare) else {
                continue;
            };
            let column = named(&input.name);
            let at = short(edge);
            let (yes, no) = (
                format!("{shown} {column} > {at}"),
                format!("{shown} {column} <= {at}"),
            );
            self.rule(rare, &[&input.name], &|row| x[row] > edge, &yes, &no);
        }
    }

    /// A column above another.
    fn comparisons(&mut self, rare: u32, shown: &str) {
        let columns: Vec<(&str, &[f64])> = self
            .inputs
            .iter()
            .filter_map(|i| Some((i.name.as_str(), i.numbers.as_deref()?)))
            .take(COMPARED)
            .collect();
        for (at, &(left, a)) in columns.iter().enumerate() {
            for &(right, b) in &columns[at + 1..] {
                let (one, other) = (named(left), named(right));
                let above = (
                    format!("{shown} {one} > {other}"),
                    format!("{shown} {one} <= {other}"),
                );
                self.rule(
                    rare,
                    &[left, right],
                    &|row| a[row] > b[row],
                    &above.0,
                    &above.1,
                );
                let below = (
                    format!("{shown} {one} < {other}"),
                    format!("{shown} {one} >= {other}"),
                );
                self.rule(
                    rare,
                    &[left, right],
                    &|row| a[row] < b[row],
                    &below.0,
                    &below.1,
                );
            }
        }
    }

    /// Flags of which any one is enough for the rarer class.
    fn flags(&mut self, rare: u32, shown: &str) {
        let mut reasons: Vec<(&str, Vec<bool>)> = Vec::new();
        for input in self.inputs {
            let Some(levels) = &input.levels else {
                continue;
            };
            if levels.iter().flatten().any(|level| *level > 1) {
                continue;
            }
            for side in [0, 1] {
                let set: Vec<bool> = levels.iter().map(|level| *level == Some(side)).collect();
                let flagged = set.iter().filter(|s| **s).count();
                let right = (0..set.len())
                    .filter(|&row| set[row] && self.y[row] == rare)
                    .count();
                if flagged >= FLAGGED && right as f64 >= REASON * flagged as f64 {
                    reasons.push((&input.name, set));
                }
            }
        }
        if reasons.len() < 2 {
            return;
        }
        let names: Vec<&str> = reasons.iter().map(|(name, _)| *name).collect();
        let listed: Vec<String> = names.iter().map(|name| named(name)).collect();
        let yes = format!("{shown} one of {} says so", listed.join(", "));
        let any = |row: usize| reasons.iter().any(|(_, set)| set[row]);
        let holds = (0..self.y.len())
            .map(|row| any(row) == (self.y[row] == rare))
            .collect();
        self.best.offer(&names, holds, || yes);
    }
}

/// The value that divides the classes best where both weigh the same, half way between two neighbours; missing values lie on neither side.
fn best_edge(x: &[f64], y: &[u32], rare: u32) -> Option<f64> {
    let mut order: Vec<usize> = (0..x.len()).filter(|&row| !x[row].is_nan()).collect();
    order.sort_by(|&a, &b| x[a].total_cmp(&x[b]));
    let rares = order.iter().filter(|&&row| y[row] == rare).count();
    if rares == 0 || rares == order.len() {
        return None;
    }
    let (of_rare, of_other) = (1.0 / rares as f64, 1.0 / (order.len() - rares) as f64);
    let mut best: Option<(f64, f64)> = None;
    let mut balance = 0.0_f64;
    for pair in order.windows(2) {
        let (before, after) = (x[pair[0]], x[pair[1]]);
        balance += if y[pair[0]] == rare {
            of_rare
        } else {
            -of_other
        };
        if before < after && best.is_none_or(|(most, _)| balance.abs() > most) {
            best = Some((balance.abs(), before + (after - before) / 2.0));
        }
    }
    best.map(|(_, edge)| edge)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: usize = 400;

    fn numbers(name: &str, of: impl Fn(usize) -> f64) -> Input {
        Input {
            name: name.into(),
            numbers: Some((0..ROWS).map(of).collect()),
            levels: None,
        }
    }

    fn levels(name: &str, of: impl Fn(usize) -> u32) -> Input {
        Input {
            name: name.into(),
            numbers: None,
            levels: Some((0..ROWS).map(|row| Some(of(row))).collect()),
        }
    }

    fn formula(inputs: &[Input], class: impl Fn(usize) -> bool) -> Option<String> {
        let y: Vec<u32> = (0..ROWS).map(|row| u32::from(class(row))).collect();
        classes(inputs, &y, &["no".into(), "yes".into()], 0.95).map(|a| a.formula)
    }

    fn a(row: usize) -> f64 {
        (row * 37 % 101) as f64
    }

    fn b(row: usize) -> f64 {
        (row * 53 % 97) as f64
    }

    #[test]
    fn rules_are_named() {
        let columns = [numbers("a", a), numbers("b", b)];
        let found = |class: &dyn Fn(usize) -> bool| formula(&columns, class).unwrap_or_default();
        assert_eq!(found(&|r| a(r) > 80.0), "is 'yes' where a > 80.5");
        assert_eq!(found(&|r| a(r) <= 4.0), "is 'yes' where a <= 4.5");
        assert_eq!(
            found(&|r| a(r) > b(r) && r % 100 != 0),
            "is 'no' where a <= b"
        );
        assert_eq!(formula(&columns, |r| r % 3 == 0), None);
        assert_eq!(
            formula(&columns, |r| r == 7),
            None,
            "all rows but one are right without a rule"
        );
    }

    #[test]
    fn a_value_that_is_there_in_one_class_only() {
        let fee = numbers("fee", |r| if r % 5 == 0 { a(r) } else { f64::NAN });
        assert_eq!(
            formula(&[fee], |r| r % 5 == 0).unwrap(),
            "is 'yes' where fee is not null"
        );
    }

    #[test]
    fn recodings_and_flags() {
        let words = levels("words", |r| (r % 6) as u32);
        assert_eq!(
            formula(std::slice::from_ref(&words), |r| r % 3 == 0).unwrap(),
            "is words in other words"
        );
        let names = levels("names", |r| r as u32);
        assert_eq!(formula(&[names], |r| r % 3 == 0), None);
        let flags = [
            levels("x", |r| u32::from(r % 7 == 0)),
            levels("y", |r| u32::from(r % 11 == 0)),
            words,
        ];
        assert_eq!(
            formula(&flags, |r| r % 7 == 0 || r % 11 == 0).unwrap(),
            "is 'yes' where one of x, y says so"
        );
    }
}
