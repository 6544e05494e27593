//! Addresses of objects.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// Schemes of stores.
const SCHEMES: [&str; 5] = ["s3", "gs", "az", "https", "http"];

/// Where objects are: `s3://bucket/key`, a folder of them or a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    text: String,
    scheme: &'static str,
    pub(super) bucket: String,
    pub(super) key: String,
}

impl Address {
    /// What stands under `path`; none where it is a file of this machine.
    pub fn of(path: &Path) -> Option<Self> {
        let text = path.to_str()?;
        let (scheme, rest) = text.split_once("://")?;
        let scheme = SCHEMES.into_iter().find(|known| *known == scheme)?;
        let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
        Some(Self {
            text: text.to_owned(),
            scheme,
            bucket: bucket.to_owned(),
            key: key.trim_matches('/').to_owned(),
        })
    }

    /// As it is written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// `s3`, `gs`, `az`, `https` or `http`.
    pub(super) fn scheme(&self) -> &str {
        self.scheme
    }

    /// Refuses what names no object, or holds what is secret.
    pub(super) fn require_plain(&self) -> Result<()> {
        let refuse = |message: &str, fix: &str| {
            let host = self.bucket.rsplit('@').next().unwrap_or_default();
            let key = self.key.split(['?', '#']).next().unwrap_or_default();
            let shown = format!("{}://{host}/{key}", self.scheme);
            Err(Error::new(message).at_file(shown).with_fix(fix))
        };
        let is_web = self.is_web();
        match () {
            () if self.bucket.is_empty() => {
                refuse("the address names no bucket", "write s3://bucket/rides.csv")
            }
            () if self.bucket.contains('@') => refuse(
                "the address holds a name or a password",
                "leave it out: keys come from the environment",
            ),
            () if is_web && self.key.contains(['?', '#']) => refuse(
                "a web address with a query is not fetched: it may hold a key",
                "fetch the file first, and name it here",
            ),
            () if is_web && (self.key.is_empty() || self.key.contains('*')) => refuse(
                "a web address names one file",
                "name it whole: folders and patterns are those of s3://, gs:// and az://",
            ),
            () => Ok(()),
        }
    }

    /// Whether it is of the web, where nothing can be listed.
    pub(super) fn is_web(&self) -> bool {
        matches!(self.scheme, "https" | "http")
    }

    /// Where its objects are kept below a folder: the file, the folder or the pattern of files that stands for it.
    pub(super) fn place(&self, folder: &Path) -> PathBuf {
        self.place_of(&self.key, folder)
    }

    /// Where an object of its bucket is kept below a folder.
    pub(super) fn place_of(&self, key: &str, folder: &Path) -> PathBuf {
        let bucket = folder.join(self.scheme).join(inert(&self.bucket));
        key.split('/').fold(bucket, |place, part| match part {
            "" => place,
            part => place.join(inert(part)),
        })
    }
}

/// A name that leads to no other folder.
fn inert(name: &str) -> String {
    match name {
        "." | ".." => name.replace('.', "%2E"),
        _ => name.replace('\0', "%00"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Address {
        Address::of(Path::new(text)).unwrap()
    }

    #[test]
    fn addresses_are_told_from_files() {
        for file in [
            "rides.csv",
            "/data/s3/rides.csv",
            "C://x",
            "ftp://h/x.csv",
            "s3:/b/x.csv",
        ] {
            assert_eq!(Address::of(Path::new(file)), None, "{file}");
        }
        let address = of("s3://bucket/2015/rides.csv");
        assert_eq!(
            (address.bucket(), address.key()),
            ("bucket", "2015/rides.csv")
        );
        let place = address.place(Path::new("/p"));
        assert_eq!(place, Path::new("/p/s3/bucket/2015/rides.csv"));
        let place = of("s3://../../../etc/passwd").place(Path::new("/p"));
        assert_eq!(place, Path::new("/p/s3/%2E%2E/%2E%2E/%2E%2E/etc/passwd"));
    }

    #[test]
    fn what_is_secret_or_names_nothing_is_refused() {
        for (text, why) in [
            ("https://u:p@h/a.csv", "password"),
            ("https://h/a.csv?sig=abc", "query"),
            ("https://h/a*.csv", "one file"),
            ("https://h", "one file"),
            ("s3:///a.csv", "no bucket"),
        ] {
            let told = of(text).require_plain().unwrap_err().to_string();
            assert!(told.contains(why), "{text}: {told}");
            assert!(!told.contains("abc") && !told.contains("u:p"), "{told}");
        }
        of("s3://b/a*.csv").require_plain().unwrap();
    }
}
