//! Many small files in one: a tar archive in the ustar format, packed with zstd. `tar --zstd -xf` opens it too.

use crate::error::{Error, Result};

/// Length of a header, and what the content of a file is filled up to.
const BLOCK: usize = 512;

/// The files of an archive: path with `/`, and content, in their order.
pub(super) fn unpack(archive: &[u8]) -> Result<Vec<(String, Vec<u8>)>> {
    let tar = zstd::decode_all(archive).map_err(|e| broken(&e.to_string()))?;
    let mut files = Vec::new();
    let mut at = 0;
    while let Some(header) = tar.get(at..at + BLOCK) {
        // The archive ends in empty blocks.
        if header.iter().all(|byte| *byte == 0) {
            break;
        }
        let name = field(header, 0..100)?;
        let size = field(header, 124..136)?;
        let size = usize::from_str_radix(size.trim(), 8).map_err(|e| broken(&e.to_string()))?;
        at += BLOCK;
        let content = tar
            .get(at..at.saturating_add(size))
            .ok_or_else(|| broken("it ends inside a file"))?;
        at += size.div_ceil(BLOCK) * BLOCK;
        // Folders have entries of their own.
        if matches!(header[156], 0 | b'0') {
            files.push((name.to_owned(), content.to_vec()));
        }
    }
    Ok(files)
}

/// The text of a field, up to its first NUL.
fn field(header: &[u8], at: std::ops::Range<usize>) -> Result<&str> {
    let bytes = header.get(at).unwrap_or_default();
    let end = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
    std::str::from_utf8(&bytes[..end]).map_err(|e| broken(&e.to_string()))
}

fn broken(why: &str) -> Error {
    Error::new(format!("the files of the sample cannot be unpacked: {why}"))
        .with_fix("install the program again")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, kind: u8, content: &[u8]) -> Vec<u8> {
        let mut block = vec![0; BLOCK];
        block[..name.len()].copy_from_slice(name.as_bytes());
        let size = format!("{:011o}", content.len());
        block[124..135].copy_from_slice(size.as_bytes());
        block[156] = kind;
        block.extend_from_slice(content);
        block.resize(BLOCK + content.len().div_ceil(BLOCK) * BLOCK, 0);
        block
    }

    #[test]
    fn files_come_back_with_path_and_content() {
        let long = vec![7; 600];
        let mut tar = entry("a/", b'5', b"");
        tar.extend(entry("a/one.txt", b'0', b"one"));
        tar.extend(entry("a/long", b'0', &long));
        tar.extend(entry("empty", b'0', b""));
        tar.extend(vec![0; 2 * BLOCK]);
        let packed = zstd::encode_all(&tar[..], 0).unwrap();
        let expected = [
            ("a/one.txt".to_owned(), b"one".to_vec()),
            ("a/long".to_owned(), long),
            ("empty".to_owned(), Vec::new()),
        ];
        assert_eq!(unpack(&packed).unwrap(), expected);
    }

    #[test]
    fn what_is_cut_off_is_an_error() {
        let tar = entry("one", b'0', &[1; 600]);
        for cut in [BLOCK, BLOCK + 599] {
            let packed = zstd::encode_all(&tar[..cut], 0).unwrap();
            assert!(unpack(&packed).is_err(), "{cut}");
        }
        assert!(unpack(b"no archive").is_err());
    }
}
