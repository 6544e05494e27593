//! A CASE as a list of decisions, a line each: `WHEN trip_miles > 10 THEN 25`, the last `ELSE 5`.

use sqlparser::ast::Expr;

use super::parse;

const WHEN: &str = "WHEN ";
const THEN: &str = " THEN ";
const ELSE: &str = "ELSE ";

/// The decisions of an expression, the first that holds deciding; `None` where it is no CASE of conditions.
pub fn decisions(text: &str) -> Option<Vec<String>> {
    let (.., parsed) = parse::read(text).ok()?;
    let Expr::Case {
        operand: None,
        conditions,
        else_result,
        ..
    } = parsed
    else {
        return None;
    };
    let lines = conditions
        .iter()
        .map(|case| format!("{WHEN}{}{THEN}{}", case.condition, case.result));
    let last = else_result.iter().map(|result| format!("{ELSE}{result}"));
    Some(lines.chain(last).collect())
}

/// The expression of a list of decisions. What else decides comes last wherever it stands; of a line without its first word it is taken as
/// said. One decision for all rows is an expression by itself.
pub fn from_decisions(lines: &[String]) -> String {
    let lines = lines.iter().map(|line| line.trim());
    let (last, cases): (Vec<&str>, Vec<&str>) =
        lines.partition(|line| starts(line, ELSE.trim_end()));
    if let (&[last], true) = (last.as_slice(), cases.is_empty()) {
        return last[ELSE.len().min(last.len())..].trim().to_owned();
    }
    let mut text = "CASE".to_owned();
    for line in cases {
        text += match starts(line, WHEN.trim_end()) {
            true => " ",
            false => " WHEN ",
        };
        text += line;
    }
    for line in last {
        text += " ";
        text += line;
    }
    text + " END"
}

/// Whether a line begins with this word, in letters of any size.
fn starts(line: &str, word: &str) -> bool {
    let first = line.split_whitespace().next();
    first.is_some_and(|first| first.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(of: &[&str]) -> Vec<String> {
        of.iter().map(|line| (*line).to_owned()).collect()
    }

    #[test]
    fn a_case_is_a_list_and_back() {
        let text =
            "CASE WHEN \"pm 2\" > 3 AND k = 'a''b' THEN 2 * ? WHEN k IS NULL THEN 'x' ELSE ? END";
        let list = decisions(text).unwrap();
        assert_eq!(
            list,
            lines(&[
                "WHEN \"pm 2\" > 3 AND k = 'a''b' THEN 2 * ?",
                "WHEN k IS NULL THEN 'x'",
                "ELSE ?"
            ])
        );
        assert_eq!(from_decisions(&list), text);
        for other in ["x + 1", "CASE x WHEN 1 THEN 2 END", "CASE WHEN", ""] {
            assert_eq!(decisions(other), None, "{other}");
        }
        // A CASE in a CASE stays one decision.
        let nested = "CASE WHEN a > 1 THEN CASE WHEN b > 1 THEN 1 ELSE 2 END ELSE 3 END";
        let list = decisions(nested).unwrap();
        assert_eq!((list.len(), from_decisions(&list).as_str()), (2, nested));
    }

    #[test]
    fn a_list_in_the_making_is_as_much_as_was_said() {
        let made = |of: &[&str]| from_decisions(&lines(of));
        assert_eq!(made(&["else 5"]), "5");
        assert_eq!(
            made(&["else 5", "x > 1 then 7", "when y > 2 then 8"]),
            "CASE WHEN x > 1 then 7 when y > 2 then 8 else 5 END"
        );
        assert_eq!(made(&["x > 1 THEN 7"]), "CASE WHEN x > 1 THEN 7 END");
        assert_eq!(made(&["else"]), "");
    }
}
