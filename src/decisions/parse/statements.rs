//! A text in its statements: heads of sections and `key = value`, of which a value may span lines. Only brackets and quotes are looked at,
//! so that a text which TOML cannot read falls into statements too.

use super::place::Places;

/// Lines that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Statement {
    /// First line, from 1.
    pub first: usize,
    /// Last line.
    pub last: usize,
    /// Whether every bracket that it opens is closed.
    pub closed: bool,
}

/// What a character stands in.
#[derive(Clone, Copy, PartialEq)]
enum Inside {
    Nothing,
    Quotes(&'static str),
}

/// The statement that a line belongs to.
pub(super) fn statement_of(places: &Places<'_>, line: usize) -> Statement {
    let mut first = 1;
    loop {
        let statement = from(places, first);
        if statement.last >= line || statement.last >= places.lines() {
            return statement;
        }
        first = statement.last + 1;
    }
}

/// The statement that begins on this line. An open bracket ends at the head of the next section.
fn from(places: &Places<'_>, first: usize) -> Statement {
    let mut depth = 0_usize;
    let mut inside = Inside::Nothing;
    for line in first..=places.lines() {
        if line > first && inside == Inside::Nothing && is_head(places.source(line)) {
            return Statement {
                first,
                last: line - 1,
                closed: false,
            };
        }
        (depth, inside) = read(places.source(line), depth, inside);
        if line == first && is_head(places.source(line)) {
            depth = 0;
        }
        if depth == 0 && inside == Inside::Nothing {
            return Statement {
                first,
                last: line,
                closed: true,
            };
        }
    }
    Statement {
        first,
        last: places.lines(),
        closed: false,
    }
}

/// Depth of brackets and open quotes after a line. Quotes of one line end with it.
fn read(line: &str, depth: usize, inside: Inside) -> (usize, Inside) {
    let (mut depth, mut inside) = (depth, inside);
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let mut step = c.len_utf8();
        match inside {
            Inside::Quotes(quotes) => {
                if rest.starts_with(quotes) {
                    inside = Inside::Nothing;
                    step = quotes.len();
                } else if c == '\\' && quotes.starts_with('"') {
                    step += rest[1..].chars().next().map_or(0, char::len_utf8);
                }
            }
            Inside::Nothing => {
                let quotes = ["\"\"\"", "'''", "\"", "'"];
                if let Some(quotes) = quotes.into_iter().find(|q| rest.starts_with(q)) {
                    inside = Inside::Quotes(quotes);
                    step = quotes.len();
                }
                match c {
                    '#' => break,
                    '[' | '{' => depth += 1,
                    ']' | '}' => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
        }
        rest = &rest[step..];
    }
    match inside {
        Inside::Quotes(quotes) if quotes.len() == 1 => (depth, Inside::Nothing),
        _ => (depth, inside),
    }
}

/// Whether a line is the head of a section, closed or not.
pub(super) fn is_head(line: &str) -> bool {
    let line = line.split('#').next().unwrap_or_default().trim();
    let name = line.trim_start_matches('[').trim_end_matches(']');
    let plain = |c: char| c.is_alphanumeric() || "_-.\"' ".contains(c);
    line.starts_with('[') && !name.trim().is_empty() && name.chars().all(plain)
}

/// Whether a line begins a statement: a head, or a key and `=`.
pub(super) fn begins(line: &str) -> bool {
    let key = line.split_once('=').map(|(key, _)| key.trim());
    is_head(line) || key.is_some_and(|key| crate::decisions::path::split(key).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(text: &str) -> Vec<(usize, usize, bool)> {
        let places = Places::of(text);
        let mut found = Vec::new();
        let mut line = 1;
        while line <= places.lines() {
            let s = statement_of(&places, line);
            found.push((s.first, s.last, s.closed));
            line = s.last + 1;
        }
        found
    }

    #[test]
    fn values_may_span_lines() {
        let text = "a = [1, # ]\n 2]\nb = \"]\\\"[\"\nc = '''x\n[y]\n'''\n[d]\ne = { f = 1";
        assert_eq!(
            spans(text),
            [
                (1, 2, true),
                (3, 3, true),
                (4, 6, true),
                (7, 7, true),
                (8, 8, false)
            ]
        );
    }

    #[test]
    fn what_is_left_open_ends_at_the_next_section() {
        assert_eq!(
            spans("a = [1,\nb = 2\n[c]\nd = \"open\ne = 3"),
            [(1, 2, false), (3, 3, true), (4, 4, true), (5, 5, true)]
        );
        assert_eq!(spans("[open\na = 1"), [(1, 1, true), (2, 2, true)]);
    }

    #[test]
    fn heads_and_keys_begin_statements() {
        assert!(begins("[a.b] # x") && begins("[[a]]") && begins("[a") && begins(" a.\"b c\" = 1"));
        assert!(!begins("\"b\"") && !begins("2, 3]") && !begins("[1, 2],") && !begins(""));
    }
}
