//! From text to what the parser makes of it, and where each mistake stands.

use sqlparser::ast::{Expr, Spanned};
use sqlparser::dialect::GenericDialect;
use sqlparser::keywords::Keyword;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Location, Token, TokenWithSpan, Tokenizer};

use super::check::Checker;
use super::tree::Node;
use super::{Mistake, cases};
use crate::text::{cut, escape};

/// What to do about names that are not plain words.
const QUOTE: &str = "a name with spaces, points or signs, or that is a word of SQL, is written in double quotes: \"pm2.5\"";

/// Characters an expression may have: enough for any rule a person writes, and a bound on how deep it can nest.
const LONGEST: usize = 8_000;
/// Operators and keywords it may have: chains of them nest without brackets.
const OPERATORS: usize = 1_000;
/// How deep brackets may nest.
pub(super) const BRACKETS: usize = 40;

/// The checked tree of a text and the number of its `?`.
pub(super) fn parse(text: &str) -> Result<(Node, usize), Mistake> {
    let (places, placeholders, parsed) = read(text)?;
    let count = placeholders.len();
    Ok((Checker::new(places, placeholders).tree(&parsed)?, count))
}

/// What the parser makes of a text, where its lines begin, and where each `?` stands.
pub(super) fn read(text: &str) -> Result<(Places, Vec<usize>, Expr), Mistake> {
    let places = Places::new(text);
    if text.trim().is_empty() {
        return Err(Mistake::new(1, "the expression is empty")
            .with_fix("write an expression of the columns, such as 2 * fare"));
    }
    if text.chars().count() > LONGEST {
        return Err(Mistake::new(
            LONGEST + 1,
            format!("the expression is longer than {LONGEST} characters"),
        )
        .with_fix("compute it in the data file and name the column"));
    }
    let tokens = Tokenizer::new(&GenericDialect, text)
        .tokenize_with_location()
        .map_err(|error| {
            let mistake = Mistake::new(places.at(error.location), plain(&error.message));
            mistake
                .with_fix("close the quotes: a text stands in single ones, a column in double ones")
        })?;
    if tokens.iter().filter(|token| nests(&token.token)).count() > OPERATORS {
        return Err(too_deep(1));
    }
    let placeholders: Vec<usize> = tokens
        .iter()
        .filter(|token| matches!(token.token, Token::Placeholder(_)))
        .map(|token| places.at(token.span.start))
        .collect();
    if let Some(mistake) = cases::mistake(&tokens, &places, text) {
        return Err(mistake);
    }
    let parsed = whole(tokens, &places, text)?;
    Ok((places, placeholders, parsed))
}

/// The one expression that these tokens are.
fn whole(tokens: Vec<TokenWithSpan>, places: &Places, text: &str) -> Result<Expr, Mistake> {
    let mut parser = Parser::new(&GenericDialect)
        .with_recursion_limit(BRACKETS)
        .with_tokens_with_locations(tokens);
    let parsed = parser
        .parse_expr()
        .map_err(|error| places.refusal(error, text))?;
    let next = parser.peek_token();
    match next.token {
        Token::EOF => Ok(parsed),
        _ => Err(places.unexpected(&next)),
    }
}

/// Whether a token can make the tree one level deeper.
fn nests(token: &Token) -> bool {
    match token {
        Token::Word(word) => word.keyword != Keyword::NoKeyword,
        Token::Number(..)
        | Token::SingleQuotedString(_)
        | Token::Whitespace(_)
        | Token::Comma
        | Token::LParen
        | Token::RParen => false,
        _ => true,
    }
}

/// The mistake of nesting too deeply.
pub(super) fn too_deep(position: usize) -> Mistake {
    Mistake::new(position, "the expression nests too deeply")
        .with_fix("compute parts of it as features of their own")
}

/// A column's name as it is written in an expression.
pub(super) fn written(name: &str) -> String {
    let mut characters = name.chars();
    let plain = characters
        .next()
        .is_some_and(|c| c.is_alphabetic() || c == '_')
        && characters.all(|c| c.is_alphanumeric() || c == '_');
    if plain {
        name.to_owned()
    } else {
        format!("\"{}\"", escape(name).replace('"', "\"\""))
    }
}

/// Where the lines of a text begin, in characters.
pub(super) struct Places {
    lines: Vec<usize>,
    length: usize,
}

impl Places {
    fn new(text: &str) -> Self {
        let mut lines = vec![0];
        for (place, c) in text.chars().enumerate() {
            if c == '\n' {
                lines.push(place + 1);
            }
        }
        Self {
            lines,
            length: text.chars().count(),
        }
    }

    /// Character position from 1; the end of the text where there is no location.
    pub(super) fn at(&self, location: Location) -> usize {
        let line = usize::try_from(location.line).unwrap_or(0);
        let column = usize::try_from(location.column).unwrap_or(0);
        match line.checked_sub(1).and_then(|line| self.lines.get(line)) {
            Some(start) => (start + column).clamp(1, self.length + 1),
            None => self.length + 1,
        }
    }

    /// Where a part begins. Goes down the left side by itself: chains of operators lean far to the left.
    pub(super) fn of(&self, mut expr: &Expr) -> usize {
        loop {
            expr = match expr {
                Expr::BinaryOp { left, .. } => left,
                Expr::IsNull(inner)
                | Expr::IsNotNull(inner)
                | Expr::IsTrue(inner)
                | Expr::IsNotTrue(inner)
                | Expr::IsFalse(inner)
                | Expr::IsNotFalse(inner)
                | Expr::IsUnknown(inner)
                | Expr::IsNotUnknown(inner)
                | Expr::Nested(inner) => inner,
                Expr::Cast { expr, .. }
                | Expr::AtTimeZone {
                    timestamp: expr, ..
                }
                | Expr::Collate { expr, .. }
                | Expr::Between { expr, .. }
                | Expr::InList { expr, .. }
                | Expr::Like { expr, .. }
                | Expr::ILike { expr, .. } => expr,
                _ => return self.at(expr.span().start),
            }
        }
    }

    /// The parser's refusal as a mistake. Its message ends in ` at Line: 1, Column: 5` where it knows the place.
    pub(super) fn refusal(&self, error: ParserError, text: &str) -> Mistake {
        let message = match error {
            ParserError::TokenizerError(message) | ParserError::ParserError(message) => message,
            ParserError::RecursionLimitExceeded => {
                return too_deep(1);
            }
        };
        let (what, location) = match message.rsplit_once(" at Line: ") {
            Some((what, place)) => (what, location(place)),
            None => (message.as_str(), Location::empty()),
        };
        let mistake = Mistake::new(self.at(location), plain(what));
        if what.contains("found: EOF") {
            return mistake.with_fix(match what.contains("Expected: )") {
                true => "close the bracket with )",
                false => {
                    "the expression stops here: write what is missing, or take the last sign out"
                }
            });
        }
        let word = text.chars().skip(mistake.position - 1);
        let word: String = word
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        if word.is_empty() {
            mistake.with_fix(format!("write a column, a number or a text here; {QUOTE}"))
        } else if word.starts_with(|c: char| c.is_ascii_digit()) {
            mistake.with_fix("write an operator or a comma before it")
        } else {
            mistake.with_fix(format!("if '{word}' is a column, write \"{word}\""))
        }
    }

    fn unexpected(&self, token: &TokenWithSpan) -> Mistake {
        let position = self.at(token.span.start);
        let shown = escape(&token.token.to_string()).into_owned();
        let mistake = Mistake::new(position, format!("unexpected '{}'", cut(&shown, 30)));
        match &token.token {
            Token::Word(word) if word.keyword == Keyword::NoKeyword => {
                mistake.with_fix(format!("write an operator before it; {QUOTE}"))
            }
            Token::Number(..) => mistake.with_fix(QUOTE),
            _ => mistake.with_fix("write one expression, such as a + b"),
        }
    }
}

fn location(text: &str) -> Location {
    let mut numbers = text
        .split(", Column: ")
        .map(|n| n.trim().parse().unwrap_or(0));
    Location::new(numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
}

/// A message of the parser in plain words.
fn plain(message: &str) -> String {
    let message = message
        .trim_start_matches("Expected: ")
        .replace(", found: EOF", ", found the end")
        .replace(", found: ", ", found ");
    let expected = message.contains(", found ");
    let message = escape(&message).into_owned();
    if expected {
        format!("expected {message}")
    } else {
        let mut characters = message.chars();
        characters.next().map_or_else(String::new, |first| {
            first.to_lowercase().chain(characters).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Expression;

    fn mistake(text: &str) -> Mistake {
        Expression::parse(text).unwrap_err()
    }

    #[test]
    fn a_cut_off_expression_says_so() {
        for (text, position, fix) in [
            ("sqrt(", 6, "the expression stops here"),
            ("km >", 5, "the expression stops here"),
            ("km BETWEEN 1", 13, "the expression stops here"),
            ("abs(km", 7, "close the bracket with )"),
            ("km IN (1, 2", 12, "close the bracket with )"),
            ("km +* 2", 5, "a column, a number or a text"),
        ] {
            let mistake = mistake(text);
            assert_eq!(mistake.position, position, "{text}: {mistake}");
            let told = mistake.fix.clone().unwrap();
            assert!(told.contains(fix), "{text}: {told}");
        }
    }
}
