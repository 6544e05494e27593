//! Bytes into text: a byte order mark, else UTF-8, else what the bytes look like.

use std::borrow::Cow;

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::error::{Error, Result};

/// Bytes the detector looks at: enough to tell encodings apart, little enough to be quick.
const DETECTED_BYTES: usize = 1 << 22;

/// Text and the label of the encoding it came in.
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) label: &'static str,
}

/// Decodes the bytes of a file. `complete` says that they are all of it: else a character cut at their end is no fault.
pub(super) fn decode<'a>(
    bytes: &'a [u8],
    wish: Option<&str>,
    complete: bool,
) -> Result<Decoded<'a>> {
    if let Some(label) = wish {
        let encoding = Encoding::for_label(label.as_bytes()).ok_or_else(|| {
            Error::new(format!(
                "unknown encoding '{}'",
                crate::text::escape(label)
            ))
            .with_fix("set `encoding` under `read` to a label such as \"utf-8\", \"windows-1252\" or \"utf-16le\"")
        })?;
        return convert(bytes, encoding);
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return convert(bytes, encoding);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return convert(bytes, encoding);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(utf8(text)),
        Err(error) if !complete && error.error_len().is_none() => Ok(utf8(
            std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
        )),
        Err(_) if bytes.contains(&0) => Err(Error::new("not a text file: it holds zero bytes")
            .with_fix("give a CSV or Parquet file; a spreadsheet must be saved as CSV first")),
        Err(_) => convert(bytes, guess(bytes)),
    }
}

/// Bytes by which UTF-16 without a mark is told.
const WIDE_BYTES: usize = 1 << 12;

/// UTF-16 without a byte order mark: of most letters one byte is zero, and always the same one of the two.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(WIDE_BYTES) & !1];
    let pairs = start.len() / 2;
    let zeros = |odd: usize| {
        start
            .iter()
            .skip(odd)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (first, second) = (zeros(0), zeros(1));
    let encoding = match () {
        () if pairs > 0 && 2 * second > pairs && first == 0 => UTF_16LE,
        () if pairs > 0 && 2 * first > pairs && second == 0 => UTF_16BE,
        () => return None,
    };
    let (text, ..) = encoding.decode(start);
    const BROKEN: char = '\u{fffd}';
    // The last letter may be cut.
    let text = text.trim_end_matches(BROKEN);
    let is_text = |c: char| c != BROKEN && (!c.is_control() || matches!(c, '\n' | '\r' | '\t'));
    text.chars().all(is_text).then_some(encoding)
}

fn utf8(text: &str) -> Decoded<'_> {
    Decoded {
        text: Cow::Borrowed(text),
        label: "utf-8",
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new();
    detector.feed(&bytes[..bytes.len().min(DETECTED_BYTES)], true);
    let guessed = detector.guess(None, false);
    // Other code pages share the letters of western Europe with Windows-1252: where the text is the same, name the
    // common one.
    if guessed.is_single_byte() && guessed.decode(bytes).0 == WINDOWS_1252.decode(bytes).0 {
        WINDOWS_1252
    } else {
        guessed
    }
}

fn convert<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Result<Decoded<'a>> {
    let (text, used, malformed) = encoding.decode(bytes);
    if malformed && used == UTF_8 {
        // Told to be UTF-8 but is not: replacement characters would silently change values.
        let line = 1 + text
            .split('\u{fffd}')
            .next()
            .map_or(0, |before| before.matches('\n').count());
        return Err(Error::new("not valid UTF-8").at_line(line).with_fix(
            "save the file as UTF-8, or set `encoding` under `read` (\"windows-1252\")",
        ));
    }
    Ok(Decoded {
        text,
        label: label(used),
    })
}

/// The label in lower case, as WHATWG writes it in documents.
fn label(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "UTF-8" => "utf-8",
        "UTF-16LE" => "utf-16le",
        "UTF-16BE" => "utf-16be",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_16_is_told_without_a_mark() {
        let text = "id;name\n1;Zürich\n2;東京\n3;Ain, Drôme\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let large: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, wanted) in [(&little, "utf-16le"), (&large, "utf-16be")] {
            let decoded = decode(bytes, None, true).unwrap();
            assert_eq!((decoded.label, &*decoded.text), (wanted, text));
        }
        let numbers: Vec<u8> = (0..500_u32).flat_map(u32::to_le_bytes).collect();
        assert_eq!(unmarked_utf16(&numbers), None);
        assert_eq!(unmarked_utf16(b"a,b\n1,2\n"), None);
        assert_eq!(unmarked_utf16(b""), None);
    }
}
