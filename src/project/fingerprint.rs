//! Fingerprints: of what a milestone computes from, and of files by their content.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::Read as _;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::atomic::{make_folder, write_atomic};
use crate::error::{Error, Result};
use crate::table::{Mark, Query};

/// Hex digits kept of a hash: 128 bits.
const DIGITS: usize = 32;
/// A file changed more recently than this may change again within the resolution of its time: not cached.
const FRESH: Duration = Duration::from_secs(2);

/// Hash of what a milestone computes from: blake3 of its canonical JSON (keys sorted), as 32 hex digits.
pub fn fingerprint<T: Serialize>(inputs: &T) -> Result<String> {
    let value = serde_json::to_value(inputs)
        .map_err(|e| Error::new(format!("cannot take the fingerprint of the inputs: {e}")))?;
    Ok(digits(blake3::hash(
        canonical(value).to_string().as_bytes(),
    )))
}

fn canonical(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let sorted: BTreeMap<String, Value> = map.into_iter().collect();
            let sorted = sorted.into_iter().map(|(k, v)| (k, canonical(v)));
            Value::Object(sorted.collect())
        }
        Value::Array(list) => Value::Array(list.into_iter().map(canonical).collect()),
        other => other,
    }
}

fn digits(hash: blake3::Hash) -> String {
    hash.to_hex()[..DIGITS].to_owned()
}

/// What was known of a file when it was hashed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    size: u64,
    modified_ns: u128,
    inode: u64,
    hash: String,
}

/// blake3 of a file's content, taken from the cache `file` where size, mtime and inode are those of last time.
pub(super) fn of_file(path: &Path, cache: &Path) -> Result<String> {
    let failed = |e: std::io::Error| Error::io("read", path, &e);
    let meta = fs::metadata(path).map_err(failed)?;
    if meta.is_dir() {
        return Err(Error::new("is a folder, not a file")
            .at_file(path)
            .with_fix("name one file of it"));
    }
    let key = fs::canonicalize(path).map_err(failed)?;
    let key = key.to_string_lossy().into_owned();
    let (size, modified_ns, inode) = marks(&meta);
    // A cache that cannot be read only costs time.
    let mut known: BTreeMap<String, Known> = fs::read(cache)
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default();
    if let Some(k) = known.get(&key)
        && (k.size, k.modified_ns, k.inode) == (size, modified_ns, inode)
    {
        return Ok(k.hash.clone());
    }
    let hash = hash_file(path).map_err(failed)?;
    if is_settled(&meta) {
        let entry = Known {
            size,
            modified_ns,
            inode,
            hash: hash.clone(),
        };
        known.insert(key, entry);
        keep(cache, &known);
    }
    Ok(hash)
}

/// Seconds for which the mark of a query holds before the server is asked again.
const ASKED_AGAIN: u64 = 60;

/// The mark of a query as the server gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Asked {
    /// Seconds since 1970.
    at: u64,
    mark: Mark,
}

/// Hash of the mark of a query, taken from the cache where it is fresh, or where the server does not answer.
pub(super) fn mark_of_query(query: &Query, time: Option<&str>, cache: &Path) -> Result<Mark> {
    let key = fingerprint(&(&query.text, &query.connection, time))?;
    let mut known: BTreeMap<String, Asked> = fs::read(cache)
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default();
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = since.unwrap_or_default().as_secs();
    let before = known.get(&key).cloned();
    if let Some(asked) = &before
        && now.saturating_sub(asked.at) < ASKED_AGAIN
    {
        return Ok(asked.mark.clone());
    }
    match (query.mark(time), before) {
        (Ok(mark), _) => {
            let asked = Asked {
                at: now,
                mark: mark.clone(),
            };
            known.insert(key, asked);
            keep(cache, &known);
            Ok(mark)
        }
        (Err(_), Some(asked)) => Ok(asked.mark),
        (Err(error), None) => Err(error),
    }
}

fn keep<T: Serialize>(cache: &Path, known: &BTreeMap<String, T>) {
    let Ok(bytes) = serde_json::to_vec(known) else {
        return;
    };
    // On a full disk or a read-only folder the hash is computed again next time.
    if let Some(folder) = cache.parent()
        && make_folder(folder).is_ok()
    {
        let _ = write_atomic(cache, &bytes);
    }
}

fn hash_file(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(digits(hasher.finalize()));
        }
        hasher.update(&buffer[..read]);
    }
}

fn marks(meta: &Metadata) -> (u64, u128, u64) {
    let modified = meta.modified().unwrap_or(UNIX_EPOCH);
    let since = modified.duration_since(UNIX_EPOCH).unwrap_or_default();
    #[cfg(unix)]
    let inode = std::os::unix::fs::MetadataExt::ino(meta);
    #[cfg(not(unix))]
    let inode = 0;
    (meta.len(), since.as_nanos(), inode)
}

fn is_settled(meta: &Metadata) -> bool {
    let age = meta
        .modified()
        .ok()
        .and_then(|m| SystemTime::now().duration_since(m).ok());
    age.is_some_and(|age| age > FRESH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_keys_does_not_matter_their_values_do() {
        let a = serde_json::json!({"x": 1, "y": {"b": 2, "a": [1, null]}});
        let b = serde_json::json!({"y": {"a": [1, null], "b": 2}, "x": 1});
        let c = serde_json::json!({"y": {"a": [null, 1], "b": 2}, "x": 1});
        assert_eq!(fingerprint(&a).unwrap(), fingerprint(&b).unwrap());
        assert_ne!(fingerprint(&a).unwrap(), fingerprint(&c).unwrap());
        assert_eq!(fingerprint(&a).unwrap().len(), 32);
    }

    #[test]
    fn a_file_is_known_by_its_content_and_cached() {
        let folder = tempfile::tempdir().unwrap();
        let (file, cache) = (folder.path().join("d.csv"), folder.path().join("s/f.json"));
        fs::write(&file, "a\n1\n").unwrap();
        let first = of_file(&file, &cache).unwrap();
        assert!(!cache.exists(), "a file just written is not trusted");
        set_age(&file, 60);
        assert_eq!(of_file(&file, &cache).unwrap(), first);
        assert!(cache.exists());

        let lie = fs::read_to_string(&cache)
            .unwrap()
            .replace(&first, "cached");
        fs::write(&cache, lie).unwrap();
        assert_eq!(of_file(&file, &cache).unwrap(), "cached");
        fs::write(&cache, "{broken").unwrap();
        assert_eq!(of_file(&file, &cache).unwrap(), first);

        fs::write(&file, "a\n2\n").unwrap();
        assert_ne!(of_file(&file, &cache).unwrap(), first);
        assert!(of_file(folder.path(), &cache).is_err());
        assert!(of_file(&folder.path().join("no"), &cache).is_err());
    }

    fn set_age(path: &Path, seconds: u64) {
        let then = SystemTime::now() - Duration::from_secs(seconds);
        File::options()
            .write(true)
            .open(path)
            .unwrap()
            .set_modified(then)
            .unwrap();
    }
}
