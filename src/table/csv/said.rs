//! What a person says of the form of a file, where the detection must be corrected.

use super::odd::Ragged;
use super::split::Dialect;
use super::{around, sniff};
use crate::decisions::{Ragged as Word, Read};
use crate::error::{Error, Result};
use crate::table::cell::Thousands;
use crate::text::escape;

/// How records are written: as said, else as the first of them look.
pub(super) fn dialect(read: &Read, text: &str, complete: bool) -> Result<Dialect> {
    let comment = match &read.comment {
        Some(word) => sign("comment", word)?,
        None => around::comment(text),
    };
    let mut dialect = match read.delimiter.as_deref() {
        Some(word) => Dialect {
            comment,
            quote: Some(sniff::quote(text)),
            ..Dialect::quoted(delimiter(word)?, text)
        },
        None => sniff::dialect(text, comment, complete),
    };
    if let Some(word) = &read.quote {
        dialect.quote = sign("quote", word)?;
    }
    Ok(dialect)
}

/// What becomes of records of another number of cells.
pub(super) fn ragged(read: &Read) -> Ragged {
    match read.ragged {
        None => Ragged::FillFew,
        Some(Word::Fill) => Ragged::Fill,
        Some(Word::Drop) => Ragged::Drop,
        Some(Word::Error) => Ragged::Refuse,
    }
}

/// The mark between thousands.
pub(super) fn thousands(read: &Read) -> Result<Thousands> {
    let Some(word) = read.thousands.as_deref() else {
        return Ok(Thousands::Any);
    };
    let mut signs = word.chars();
    match (word, signs.next(), signs.next()) {
        ("none", ..) => Ok(Thousands::None),
        (_, Some(mark), None) if !mark.is_alphanumeric() => Ok(Thousands::Mark(mark)),
        _ => Err(
            Error::new(format!("the thousands mark is '{}'", escape(word))).with_fix(
                "set `thousands` under `read` to one sign, such as \",\" or \" \", or to \"none\"",
            ),
        ),
    }
}

/// One sign, or none.
fn sign(key: &str, word: &str) -> Result<Option<u8>> {
    match (word, word.as_bytes()) {
        ("none", _) => Ok(None),
        (_, [byte]) if byte.is_ascii_punctuation() => Ok(Some(*byte)),
        _ => Err(
            Error::new(format!("the {key} sign is '{}'", escape(word))).with_fix(format!(
                "set `{key}` under `read` to one sign, or to \"none\""
            )),
        ),
    }
}

/// The separator that a person wrote.
fn delimiter(word: &str) -> Result<u8> {
    match (word, word.as_bytes()) {
        ("\\t" | "tab", _) => Ok(b'\t'),
        (_, [byte]) if !matches!(byte, b'"' | b'\n' | b'\r') && byte.is_ascii() => Ok(*byte),
        _ => Err(Error::new(format!("the delimiter is '{}'", escape(word)))
            .with_fix("set `delimiter` under `read` to one ASCII character, such as \",\", \";\", \"|\" or \"\\t\"")),
    }
}
