//! Mistakes in a CASE. The parser takes a CASE that it cannot read for a name and stumbles over what follows; here each part of it is
//! parsed by itself, so that the mistake stands at the word that is wrong.

use sqlparser::dialect::GenericDialect;
use sqlparser::keywords::Keyword;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::Mistake;
use super::parse::{BRACKETS, Places};
use crate::text::{escape, nearest};

/// The form, for a way out.
const FORM: &str = "write CASE WHEN condition THEN result ELSE result END";

/// The mistake of the last CASE that has one: what is inside another CASE comes after it.
pub(super) fn mistake(tokens: &[TokenWithSpan], places: &Places, text: &str) -> Option<Mistake> {
    let cases = (0..tokens.len())
        .rev()
        .filter(|at| is(&tokens[*at], Keyword::CASE));
    let mut wrong = cases.filter_map(|at| {
        let mut parser = Parser::new(&GenericDialect)
            .with_recursion_limit(BRACKETS)
            .with_tokens_with_locations(tokens[at + 1..].to_vec());
        read(&mut parser, places, text).err()
    });
    wrong.next()
}

fn is(token: &TokenWithSpan, keyword: Keyword) -> bool {
    matches!(&token.token, Token::Word(word) if word.keyword == keyword && word.quote_style.is_none())
}

/// Reads what follows the word CASE.
fn read(parser: &mut Parser<'_>, places: &Places, text: &str) -> Result<(), Mistake> {
    let part = |parser: &mut Parser<'_>| {
        let parsed = parser.parse_expr();
        parsed.map(drop).map_err(|e| places.refusal(e, text))
    };
    if !is(&parser.peek_token(), Keyword::WHEN) && parser.peek_token().token != Token::EOF {
        part(parser)?;
    }
    expect(parser, places, &[Keyword::WHEN])?;
    loop {
        part(parser)?;
        expect(parser, places, &[Keyword::THEN])?;
        part(parser)?;
        match expect(
            parser,
            places,
            &[Keyword::WHEN, Keyword::ELSE, Keyword::END],
        )? {
            Keyword::WHEN => {}
            Keyword::ELSE => {
                part(parser)?;
                return expect(parser, places, &[Keyword::END]).map(drop);
            }
            _ => return Ok(()),
        }
    }
}

/// Takes one of these words.
fn expect(parser: &mut Parser<'_>, places: &Places, words: &[Keyword]) -> Result<Keyword, Mistake> {
    let next = parser.next_token();
    if let Some(word) = words.iter().find(|word| is(&next, **word)) {
        return Ok(*word);
    }
    let names: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
    let found = match &next.token {
        Token::EOF => "the end".to_owned(),
        token => format!("'{}'", escape(&token.to_string())),
    };
    let message = format!("expected {}, found {found}", names.join(" or "));
    let mistake = Mistake::new(places.at(next.span.start), message);
    let typed = next.token.to_string();
    Err(match nearest(&typed, names.iter().map(String::as_str)) {
        Some(near) => mistake.with_fix(format!("did you mean {near}?")),
        None => mistake.with_fix(FORM),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Expression;

    fn mistake(text: &str) -> Mistake {
        Expression::parse(text).unwrap_err()
    }

    #[test]
    fn a_mistake_in_a_case_stands_at_its_word() {
        for (text, position) in [
            ("CASE WHEN km > 5 THN 1 END", 18),
            ("CASE WHEN km > 5 THEN 1 ELSE 2", 31),
            ("CASE WHEN km > 5 END", 18),
            ("CASE km > 5 THEN 1 END", 13),
            ("CASE WHEN", 10),
            ("CASE", 5),
            (
                "1 + CASE WHEN km > 5 THEN 1 ELSE CASE WHEN flag THEN 2 ELS 3 END END",
                56,
            ),
            ("CASE WHEN flag THEN 1 ELSE 2 3 END", 30),
        ] {
            let mistake = mistake(text);
            assert_eq!(mistake.position, position, "{text}: {mistake}");
        }
        assert_eq!(
            mistake("CASE WHEN km > 5 THN 1 END").fix.as_deref(),
            Some("did you mean THEN?")
        );
        // A column of this name is written in quotes.
        assert!(Expression::parse("\"case\" + 1").is_ok());
    }
}
