//! Writing so that a reader, or a machine that loses power, sees the old file or the new one and nothing between.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::{Error, Result};

/// Writes a file atomically: temporary file in the same folder, fsync, rename, fsync of the folder. A link is followed, the
/// permissions of a file that is there are kept. The folder must exist.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<()> {
    let path = followed(path);
    let failed = |e: std::io::Error| Error::io("write", &path, &e);
    let file = staged(&path, bytes)?;
    if let Ok(old) = fs::metadata(&path) {
        fs::set_permissions(file.path(), old.permissions()).map_err(failed)?;
    }
    file.persist(&path).map_err(|e| failed(e.error))?;
    sync_folder(&path)
}

/// Writes a file that must not be there yet; `false`, and nothing written, where it is.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> Result<bool> {
    let file = staged(path, bytes)?;
    match file.persist_noclobber(path) {
        Ok(_) => sync_folder(path).map(|()| true),
        Err(e) if e.error.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
        Err(e) => Err(Error::io("write", path, &e.error)),
    }
}

/// Adds whole lines at the end of a file and waits for the disk. A line cut off by an earlier crash is closed first.
pub(super) fn append_line(path: &Path, line: &str) -> Result<()> {
    let failed = |e: std::io::Error| Error::io("write", path, &e);
    let torn = matches!(last_byte(path).map_err(failed)?, Some(b) if b != b'\n');
    let mut file = File::options()
        .create(true)
        .append(true)
        .open(path)
        .map_err(failed)?;
    let text = format!("{}{line}\n", if torn { "\n" } else { "" });
    file.write_all(text.as_bytes()).map_err(failed)?;
    file.sync_data().map_err(failed)
}

/// Makes a folder and those above it.
pub(super) fn make_folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path).map_err(|e| Error::io("make the folder", path, &e))
}

fn staged(path: &Path, bytes: &[u8]) -> Result<NamedTempFile> {
    let failed = |e: std::io::Error| Error::io("write", path, &e);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".jalon-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // Temporary files are private by default; what is kept follows the person's umask.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder_of(path)).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    Ok(file)
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn followed(path: &Path) -> PathBuf {
    let is_link = fs::symlink_metadata(path).is_ok_and(|m| m.file_type().is_symlink());
    match fs::canonicalize(path) {
        Ok(target) if is_link => target,
        _ => path.to_owned(),
    }
}

fn sync_folder(path: &Path) -> Result<()> {
    let folder = folder_of(path);
    let synced = File::open(folder).and_then(|f| f.sync_all());
    // Some network file systems cannot sync a folder; the rename itself has happened.
    match synced {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Err(Error::io("write", folder, &e)),
        _ => Ok(()),
    }
}

fn last_byte(path: &Path) -> std::io::Result<Option<u8>> {
    use std::io::{Read as _, Seek as _, SeekFrom};
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e),
    };
    if file.metadata()?.len() == 0 {
        return Ok(None);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut byte = [0];
    file.read_exact(&mut byte)?;
    Ok(Some(byte[0]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_whole_files_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        write_atomic(&path, b"one").unwrap();
        write_atomic(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(!write_new(&path, b"three").unwrap());
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn an_absent_folder_is_an_error_with_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("no/a.toml");
        let error = write_atomic(&path, b"x").unwrap_err();
        assert_eq!(error.file.as_deref(), Some(path.as_path()));
    }

    #[cfg(unix)]
    #[test]
    fn keeps_links_and_permissions() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        write_atomic(&real, b"one").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        write_atomic(&link, b"two").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&real).unwrap(), b"two");
        let mode = fs::metadata(&real).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }

    #[test]
    fn a_torn_line_is_closed_before_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("j.jsonl");
        fs::write(&path, "{\"a\":1}\n{\"b\"").unwrap();
        append_line(&path, "{\"c\":3}").unwrap();
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            "{\"a\":1}\n{\"b\"\n{\"c\":3}\n"
        );
    }
}
