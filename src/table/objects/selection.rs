//! Which objects of a bucket an address means.

use std::path::Path;

use super::Address;
use crate::table::{files, is_data_file};

impl Address {
    /// The bucket, the container or the host.
    pub(super) fn bucket(&self) -> &str {
        &self.bucket
    }

    /// The key, or the pattern of keys.
    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// Whether the key is a pattern.
    pub(super) fn is_pattern(&self) -> bool {
        files::is_pattern(&self.key)
    }

    /// What the keys of all its objects begin with: whole folders of a pattern.
    pub(super) fn prefix(&self) -> String {
        let parts = self.key.split('/');
        let fixed: Vec<&str> = parts.take_while(|part| !files::is_pattern(part)).collect();
        fixed.join("/")
    }

    /// Whether an object is one of a pattern, or a data file of the folder: directly in it or in its parts (`year=2015/…`).
    pub(super) fn takes(&self, key: &str) -> bool {
        if self.is_pattern() {
            let (ours, theirs) = (self.key.split('/'), key.split('/'));
            return ours.clone().count() == theirs.clone().count()
                && ours.zip(theirs).all(|(pattern, name)| {
                    files::fits(pattern, name) && !(name.starts_with('.') && pattern != name)
                });
        }
        let inside = match self.key.is_empty() {
            true => Some(key),
            false => key
                .strip_prefix(&self.key)
                .and_then(|rest| rest.strip_prefix('/')),
        };
        let Some(inside) = inside else {
            return false;
        };
        let (folders, name) = inside.rsplit_once('/').unwrap_or(("", inside));
        let are_parts = folders.is_empty() || folders.split('/').all(|part| part.contains('='));
        are_parts && !name.starts_with('.') && is_data_file(Path::new(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Address {
        Address::of(Path::new(text)).unwrap()
    }

    #[test]
    fn folders_and_patterns_take_the_objects_that_files_would_be() {
        let folder = of("s3://b/rides/");
        assert!(folder.takes("rides/a.csv") && folder.takes("rides/year=2015/a.parquet"));
        assert!(!folder.takes("rides/old/a.csv") && !folder.takes("rides/note.md"));
        assert!(!folder.takes("rides2/a.csv") && !folder.takes("rides/.a.csv"));
        assert!(of("s3://b").takes("a.csv"));
        let pattern = of("s3://b/rides/year=*/a?.csv");
        assert_eq!(pattern.prefix(), "rides");
        assert!(pattern.takes("rides/year=2015/a1.csv"));
        assert!(!pattern.takes("rides/year=2015/b1.csv") && !pattern.takes("rides/a1.csv"));
    }
}
