//! Texts without what is mostly chance in how they are written.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The text in small letters, without accents, and without spaces, dots, hyphens and the like; between digits these are kept.
pub(super) fn key(text: &str) -> String {
    let plain: String = text
        .trim()
        .to_lowercase()
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .collect();
    if plain.contains(|c: char| c.is_numeric()) {
        return plain.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let bare: String = plain
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_' | '.' | '\'' | '’' | '"'))
        .collect();
    if bare.is_empty() { plain } else { bare }
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn only_what_is_chance_goes() {
        assert_eq!(key("  Île-de-France "), key("ile de FRANCE"));
        assert_ne!(key("C++"), key("C"));
        assert_ne!(key("1-2"), key("12"));
        assert_ne!(key("-"), key("."));
        assert_eq!(key("5  km"), "5 km");
    }
}
