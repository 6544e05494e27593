//! Words that complete what is typed: names of columns and functions in an expression, usual words elsewhere.

use super::OFFERED;
use crate::decisions::{Field, FieldType};
use crate::table::Expression;

/// A word with what it means.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Word {
    /// As it is written.
    pub text: String,
    /// In a few words.
    pub about: String,
}

/// Columns with what they are, then functions with their arguments, as an expression writes them.
pub fn columns_and_functions<'a>(columns: impl Iterator<Item = (&'a str, String)>) -> Vec<Word> {
    let columns = columns.map(|(name, about)| Word {
        text: Expression::name(name),
        about,
    });
    let functions = Expression::functions().map(|(name, arguments)| Word {
        text: format!("{name}("),
        about: format!("{name}({arguments})"),
    });
    columns.chain(functions).collect()
}

/// The words that a field is completed with.
pub fn words<'a>(field: &Field, columns: impl Iterator<Item = (&'a str, String)>) -> Vec<Word> {
    match field.kind {
        FieldType::Expression => columns_and_functions(columns),
        FieldType::Column | FieldType::Columns => columns
            .map(|(name, about)| Word {
                text: name.to_owned(),
                about,
            })
            .collect(),
        _ => {
            let words = field.kind.words().iter();
            words
                .map(|word| Word {
                    text: (*word).to_owned(),
                    about: String::new(),
                })
                .collect()
        }
    }
}

/// Words of an expression that are whole as they stand.
const OF_EXPRESSIONS: &[&str] = &[
    "and", "case", "else", "end", "is", "not", "null", "or", "then", "when",
];

/// Where the word before the cursor begins, in characters.
fn start(text: &str, cursor: usize) -> usize {
    let before: Vec<char> = text.chars().take(cursor).collect();
    let of_word = before
        .iter()
        .rev()
        .take_while(|c| c.is_alphanumeric() || **c == '_');
    before.len() - of_word.count()
}

/// The words that begin with what stands before the cursor, then those that hold it; none where one is there whole.
pub(super) fn offered<'a>(words: &'a [Word], text: &str, cursor: usize) -> Vec<&'a Word> {
    let from = start(text, cursor);
    let part: String = text.chars().take(cursor).skip(from).collect();
    let part = part.to_lowercase();
    let is_number = part.starts_with(|c: char| c.is_ascii_digit());
    let is_whole = OF_EXPRESSIONS.contains(&part.as_str())
        || words.iter().any(|word| word.text.to_lowercase() == part);
    if part.is_empty() || is_number || is_whole {
        return Vec::new();
    }
    let plain = |word: &Word| word.text.trim_matches('"').to_lowercase();
    let begins = words.iter().filter(|word| plain(word).starts_with(&part));
    let holds = words
        .iter()
        .filter(|word| !plain(word).starts_with(&part) && plain(word).contains(&part));
    begins.chain(holds).take(OFFERED).collect()
}

/// The text with a word in the place of what stands before the cursor, and where the cursor is then.
pub(super) fn completed(text: &str, cursor: usize, word: &str) -> (String, usize) {
    let from = start(text, cursor);
    let before: String = text.chars().take(from).collect();
    let after: String = text.chars().skip(cursor).collect();
    let cursor = from + word.chars().count();
    (format!("{before}{word}{after}"), cursor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_expressions_need_them() {
        let columns = [("trip miles", "number".to_owned()), ("fare", String::new())];
        let words = columns_and_functions(columns.into_iter());
        assert_eq!(words[0].text, "\"trip miles\"");
        let found = offered(&words, "2 * mil", 7);
        assert_eq!(found[0].text, "\"trip miles\"");
        assert_eq!(
            completed("2 * mil + 1", 7, &found[0].text).0,
            "2 * \"trip miles\" + 1"
        );
        let abs = offered(&words, "ab", 2);
        assert_eq!(
            (abs[0].text.as_str(), abs[0].about.as_str()),
            ("abs(", "abs(x)")
        );
        assert!(offered(&words, "", 0).is_empty());
        assert!(offered(&words, "fare", 4).is_empty());
        assert!(offered(&words, "CASE WHEN fare > 1 THEN 2 END", 29).is_empty());
    }
}
