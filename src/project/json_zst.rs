//! JSON packed with zstd: how models are kept, readable in years.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};

/// How hard models are packed: zstd's default, a good trade for JSON.
const LEVEL: i32 = 3;

/// Packs a value.
pub fn pack<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    let failed = |why: String| Error::new(format!("cannot be packed: {why}"));
    let json = serde_json::to_vec(value).map_err(|e| failed(e.to_string()))?;
    zstd::encode_all(json.as_slice(), LEVEL).map_err(|e| failed(e.to_string()))
}

/// Reads what [`pack`] made.
pub fn unpack<T: DeserializeOwned>(packed: &[u8]) -> Result<T> {
    let unreadable = |why: String| {
        Error::new(format!("cannot be unpacked: {}", crate::text::escape(&why)))
            .with_fix("delete the file and compute it again (--force)")
    };
    let json = zstd::decode_all(packed).map_err(|e| unreadable(e.to_string()))?;
    serde_json::from_slice(&json).map_err(|e| unreadable(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_read_back_and_damage_is_told() {
        let packed = pack(&vec![1.5, 2.5]).unwrap();
        assert_eq!(unpack::<Vec<f64>>(&packed).unwrap(), [1.5, 2.5]);
        assert!(unpack::<Vec<f64>>(&packed[..packed.len() - 3]).is_err());
        assert!(unpack::<Vec<String>>(&packed).unwrap_err().fix.is_some());
    }
}
