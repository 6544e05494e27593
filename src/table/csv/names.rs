//! Unique names for columns.

use std::collections::HashSet;

/// The names of a header, or `column_1` and so on: an empty name is `column_<position>`, a repeated one gets `_2`, `_3`.
pub(super) fn unique(header: Option<Vec<String>>, width: usize) -> Vec<String> {
    let written = header.unwrap_or_default();
    let mut taken: HashSet<String> = written.iter().cloned().collect();
    let mut used = HashSet::new();
    let mut names = Vec::with_capacity(width);
    for place in 0..width {
        let base = match written.get(place) {
            Some(name) if !name.trim().is_empty() => name.clone(),
            _ => format!("column_{}", place + 1),
        };
        let name = if used.contains(&base) {
            (2..)
                .map(|count| format!("{base}_{count}"))
                .find(|name| !taken.contains(name))
                .unwrap_or_default()
        } else {
            base
        };
        taken.insert(name.clone());
        used.insert(name.clone());
        names.push(name);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::unique;

    fn of(names: &[&str]) -> Vec<String> {
        unique(
            Some(names.iter().map(|n| (*n).to_owned()).collect()),
            names.len(),
        )
    }

    #[test]
    fn repeated_and_empty_names_become_unique() {
        assert_eq!(of(&["a", "a", "a_2", "a"]), ["a", "a_3", "a_2", "a_4"]);
        assert_eq!(of(&["", "x", " "]), ["column_1", "x", "column_3"]);
        assert_eq!(of(&["", "column_1"]), ["column_1", "column_1_2"]);
        assert_eq!(unique(None, 2), ["column_1", "column_2"]);
    }
}
